//! The SIREN of a subsidiary, from what its jurisdiction's file says of it. Pure.

use jurisdictions::Subsidiary;
use kernel::SubsidiaryCode;

/// How many digits a SIREN has (Code de commerce, art. R123-220).
const DIGITS: usize = 9;
/// How many digits a SIRET has: the SIREN, and five for the establishment.
const SIRET_DIGITS: usize = 14;

/// The number of a French company: nine digits.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Siren(String);

/// Nothing in a jurisdiction's file says which French company the subsidiary is.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error(
    "the SIREN of {0} is unknown, and the file is named after it: in the jurisdiction's file, give \
     `register = \"123456789\"` and `register_scheme = \"0002\"` under [legal.electronic], or a line such as \
     \"RCS Paris 123 456 789\" in the `registrations` of [legal]"
)]
pub struct UnknownSiren(pub SubsidiaryCode);

impl Siren {
    /// The SIREN of a subsidiary: its number in the register of companies where that is the SIREN (scheme 0002 of
    /// ISO/IEC 6523) or begins with it (0009, the SIRET), else the one among the registrations its documents print.
    ///
    /// # Errors
    /// [`UnknownSiren`], with what to configure.
    pub fn of(subsidiary: &Subsidiary) -> Result<Siren, UnknownSiren> {
        let electronic = subsidiary.electronic.as_ref().and_then(|known| {
            let length = match known.register_scheme.as_deref()? {
                "0002" => DIGITS,
                "0009" => SIRET_DIGITS,
                _ => return None,
            };
            digits(known.register.as_deref()?, &[length])
        });
        let printed = || {
            let of = |line: &String| ["SIREN", "SIRET", "RCS"].iter().any(|word| line.contains(word));
            let lines = subsidiary.registrations.iter().filter(|line| of(line));
            lines.filter_map(|line| digits(line, &[DIGITS, SIRET_DIGITS])).next()
        };
        electronic.or_else(printed).map(Siren).ok_or(UnknownSiren(subsidiary.code))
    }
}

/// The first nine digits of a text that has as many as one of `lengths`.
fn digits(text: &str, lengths: &[usize]) -> Option<String> {
    let digits: String = text.chars().filter(char::is_ascii_digit).collect();
    lengths.contains(&digits.len()).then(|| digits.chars().take(DIGITS).collect())
}

impl std::fmt::Display for Siren {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(&self.0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use jurisdictions::Jurisdictions;

    fn subsidiary(code: &str) -> Subsidiary {
        Jurisdictions::embedded().get(SubsidiaryCode::parse(code).unwrap()).unwrap().clone()
    }

    #[test]
    fn a_siren_is_read_wherever_the_file_says_it() {
        let with = |scheme: &str, register: &str, registrations: &[&str]| {
            let mut france = subsidiary("FR");
            let electronic = france.electronic.as_mut().unwrap();
            electronic.register_scheme = Some(scheme.to_owned());
            electronic.register = Some(register.to_owned());
            france.registrations = registrations.iter().map(|line| (*line).to_owned()).collect();
            Siren::of(&france).map(|siren| siren.to_string())
        };
        assert_eq!(with("0002", "732829320", &[]).unwrap(), "732829320");
        assert_eq!(with("0009", "732 829 320 00074", &[]).unwrap(), "732829320");
        let printed = ["TVA FR44732829321", "RCS Paris 732 829 320"];
        assert_eq!(with("0088", "1234567890123", &printed).unwrap(), "732829320");
        assert_eq!(with("0088", "1234567890123", &["SIRET 732 829 320 00074"]).unwrap(), "732829320");
        assert!(with("0002", "12345", &["RCS Paris 12", "TVA FR44732829320"]).is_err());
    }

    #[test]
    fn a_company_of_elsewhere_has_none_and_is_told_what_to_configure() {
        let told = Siren::of(&subsidiary("IT")).unwrap_err().to_string();
        assert!(told.contains("SIREN of IT") && told.contains("register_scheme"), "{told}");
    }
}
