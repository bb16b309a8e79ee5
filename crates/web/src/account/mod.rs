//! Signing in and up, the dashboard, the profile, methods and the archive of e-mails.

pub(crate) mod dashboard;
pub(crate) mod emails;
pub(crate) mod methods;
pub(crate) mod password;
pub(crate) mod preferences;
pub(crate) mod profile;
pub(crate) mod registered;
pub(crate) mod sign_in;
pub(crate) mod sign_up;

use accounts::PasswordFault;

use crate::form::Fault;

/// What is wrong with a password, at its field.
fn password_faults(faults: &[PasswordFault]) -> Vec<Fault> {
    faults.iter().map(|fault| Fault::at("password", &format!("error-password-{}", fault.code()))).collect()
}

/// «Too many tries», with the minutes to wait.
pub(crate) fn limited(retry_after: kernel::SignedDuration) -> Fault {
    let minutes = (retry_after.as_secs().max(0) + 59) / 60;
    Fault::at("", "error-too-many").with("minutes", minutes.max(1))
}
