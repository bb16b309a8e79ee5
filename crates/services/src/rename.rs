//! Give a service a name of its owner's own.

use db::AccountTx;
use kernel::ServiceId;

use crate::{Service, store};

/// The longest name of an owner's own, in characters.
pub const LABEL_CHARS_MAX: usize = 60;

/// Why a service keeps its name.
#[derive(Debug, thiserror::Error)]
pub enum RenameError {
    /// The account has no such service.
    #[error("no such service")]
    NoService,
    /// It is longer than [`LABEL_CHARS_MAX`].
    #[error("the name is longer than {LABEL_CHARS_MAX} characters")]
    TooLong,
    /// The database.
    #[error(transparent)]
    Db(#[from] db::Error),
}

/// Calls a service as its owner wishes; an empty name gives it back its technical one.
///
/// # Errors
/// See [`RenameError`].
pub fn rename(tx: &mut AccountTx, service: ServiceId, name: &str) -> Result<Service, RenameError> {
    let mut service = store::find(tx, service)?.ok_or(RenameError::NoService)?;
    let name = tidy(name);
    if name.chars().count() > LABEL_CHARS_MAX {
        return Err(RenameError::TooLong);
    }
    service.label = Some(name).filter(|name| !name.is_empty());
    store::set_label(tx, &service)?;
    Ok(service)
}

/// One line, its words a space apart.
fn tidy(name: &str) -> String {
    let words = name.split(|c: char| c.is_whitespace() || c.is_control()).filter(|word| !word.is_empty());
    words.collect::<Vec<_>>().join(" ")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_is_one_line() {
        assert_eq!(tidy("  Mon\tblog \r\n de\u{0}voyage "), "Mon blog de voyage");
        assert_eq!(tidy(" \n "), "");
    }
}
