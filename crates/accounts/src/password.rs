//! What a password must be: long, mixed, not guessable, not about its owner.

/// Why a password is not accepted; every fault of a password is reported at once.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum PasswordFault {
    /// Fewer than [`CHARS_MIN`] characters.
    TooShort,
    /// More than [`CHARS_MAX`] characters.
    TooLong,
    /// No capital letter.
    NoUpper,
    /// No small letter.
    NoLower,
    /// No digit.
    NoDigit,
    /// Nothing besides letters and digits.
    NoSpecial,
    /// Made of words, rows of keys or numbers that are tried first.
    Common,
    /// Holds the owner's name, organisation or address.
    Personal,
    /// It was this account's password before.
    UsedBefore,
}

/// The fewest characters of a password.
pub const CHARS_MIN: usize = 12;
/// The most characters of a password; more would only be work for the hash.
pub const CHARS_MAX: usize = 128;

/// How many characters must be left when everything guessable is taken out.
const FRESH_MIN: usize = 6;

/// Words that guessers try first, in our languages; digits and signs that replace letters are read as letters.
const COMMON: &[&str] = &[
    "motdepasse",
    "passwort",
    "password",
    "passwd",
    "parola",
    "segreta",
    "segreto",
    "secret",
    "bonjour",
    "soleil",
    "doudou",
    "chocolat",
    "jetaime",
    "marseille",
    "monpetit",
    "princesse",
    "azerty",
    "qwerty",
    "qwertz",
    "ciao",
    "amore",
    "juventus",
    "napoli",
    "welcome",
    "letmein",
    "changeme",
    "iloveyou",
    "monkey",
    "dragon",
    "football",
    "baseball",
    "master",
    "admin",
    "administrator",
    "administrateur",
    "root",
    "login",
    "user",
    "guest",
    "test",
    "demo",
    "default",
    "hello",
    "sunshine",
    "princess",
    "superman",
    "batman",
    "pokemon",
    "starwars",
    "whatever",
    "trustno",
    "access",
    "shadow",
    "michael",
    "summer",
    "winter",
    "spring",
    "autumn",
    "printemps",
    "automne",
    "hiver",
    "estate",
    "inverno",
    "primavera",
    "autunno",
    "janvier",
    "january",
    "gennaio",
    "monday",
    "lundi",
    "lunedi",
    "france",
    "italia",
    "canada",
    "paris",
    "roma",
    "london",
    "montreal",
    "server",
    "serveur",
    "cloud",
    "hosting",
    "comptoir",
    "client",
    "cliente",
    "account",
    "compte",
    "pass",
    "word",
    "mdp",
    "pwd",
    "mot",
    "mon",
    "the",
    "my",
    "mio",
    "mia",
];

/// Rows of keys and counting, in which any run of four is guessable, forwards or backwards.
const ROWS: &[&str] = &[
    "abcdefghijklmnopqrstuvwxyz",
    "01234567890",
    "azertyuiop",
    "qsdfghjklm",
    "wxcvbn",
    "qwertyuiop",
    "asdfghjkl",
    "zxcvbnm",
    "qwertzuiop",
    "1qaz2wsx3edc4rfv5tgb",
    "1a2b3c4d5e6f",
];

impl PasswordFault {
    /// The stable code pages find their text by.
    #[must_use]
    pub const fn code(&self) -> &'static str {
        match self {
            PasswordFault::TooShort => "too_short",
            PasswordFault::TooLong => "too_long",
            PasswordFault::NoUpper => "no_upper",
            PasswordFault::NoLower => "no_lower",
            PasswordFault::NoDigit => "no_digit",
            PasswordFault::NoSpecial => "no_special",
            PasswordFault::Common => "common",
            PasswordFault::Personal => "personal",
            PasswordFault::UsedBefore => "used_before",
        }
    }
}

/// Words that tell who the owner is.
#[derive(Debug, Clone, Default)]
pub struct PersonalData(Vec<String>);

impl PersonalData {
    /// The words of an e-mail address and of names; those under four letters are no clue and left out.
    #[must_use]
    pub fn new(email: &str, names: impl IntoIterator<Item = String>) -> PersonalData {
        let (local, domain) = email.rsplit_once('@').unwrap_or((email, ""));
        let mut sources = vec![local.to_owned()];
        sources.extend(domain.split('.').next().map(str::to_owned));
        sources.extend(names);
        let words = sources.iter().flat_map(|source| {
            let parts = source.split(|c: char| !c.is_alphanumeric());
            let whole: String = source.chars().filter(|c| c.is_alphanumeric()).collect();
            parts.map(str::to_owned).chain([whole]).map(|word| word.to_lowercase()).collect::<Vec<_>>()
        });
        let mut words: Vec<String> = words.filter(|word| word.chars().count() >= 4).collect();
        words.sort();
        words.dedup();
        PersonalData(words)
    }
}

/// Checks a new password against every rule that needs no hash.
///
/// # Errors
/// All its faults, in the order of [`PasswordFault`].
pub fn check(password: &str, owner: &PersonalData) -> Result<(), Vec<PasswordFault>> {
    let count = password.chars().count();
    if count > CHARS_MAX {
        return Err(vec![PasswordFault::TooLong]);
    }
    let has = |test: fn(char) -> bool| password.chars().any(test);
    let lower = password.to_lowercase();
    let rules = [
        (count < CHARS_MIN, PasswordFault::TooShort),
        (!has(char::is_uppercase), PasswordFault::NoUpper),
        (!has(char::is_lowercase), PasswordFault::NoLower),
        (!has(|c| c.is_ascii_digit()), PasswordFault::NoDigit),
        (!has(|c| !c.is_alphanumeric()), PasswordFault::NoSpecial),
        (count >= CHARS_MIN && fresh_chars(&lower) < FRESH_MIN, PasswordFault::Common),
        (owner.0.iter().any(|word| lower.contains(word.as_str())), PasswordFault::Personal),
    ];
    let faults: Vec<PasswordFault> =
        rules.into_iter().filter(|(is_broken, _)| *is_broken).map(|(_, fault)| fault).collect();
    if faults.is_empty() { Ok(()) } else { Err(faults) }
}

/// How many characters remain without common words, rows, years, repetitions and signs.
fn fresh_chars(lower: &str) -> usize {
    let without_rows = without_runs(lower);
    let mut letters: String = without_rows.chars().map(as_letter).collect();
    for word in COMMON {
        letters = letters.replace(word, " ");
    }
    let mut left: Vec<char> = letters.chars().filter(|c| c.is_alphanumeric()).collect();
    left.dedup();
    left.len()
}

/// The letter a digit or a sign stands for in the usual disguises.
const fn as_letter(c: char) -> char {
    match c {
        '0' => 'o',
        '1' | '!' => 'i',
        '3' | '€' => 'e',
        '4' | '@' => 'a',
        '5' | '$' => 's',
        '7' => 't',
        _ => c,
    }
}

/// The text without runs of four along a row and without years of our time.
fn without_runs(text: &str) -> String {
    let chars: Vec<char> = text.chars().collect();
    let mut kept = String::new();
    let mut at = 0;
    while at < chars.len() {
        let length = run_at(&chars[at..]);
        if length == 0 {
            kept.push(chars[at]);
            at += 1;
        } else {
            kept.push(' ');
            at += length;
        }
    }
    kept
}

fn run_at(rest: &[char]) -> usize {
    let on_row = |length: usize| {
        let part: String = rest[..length].iter().collect();
        let back: String = part.chars().rev().collect();
        ROWS.iter().any(|row| row.contains(&part) || row.contains(&back))
    };
    let longest = (4..=rest.len()).take_while(|length| on_row(*length)).last().unwrap_or(0);
    let is_year = rest.len() >= 4
        && matches!(rest[..2], ['1', '9'] | ['2', '0'])
        && rest[2..4].iter().all(char::is_ascii_digit);
    if longest == 0 && is_year { 4 } else { longest }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn faults(password: &str) -> Vec<PasswordFault> {
        let owner = PersonalData::new("jeanne.dupont@lilas.example", ["Jeanne".into(), "Dupont".into()]);
        check(password, &owner).err().unwrap_or_default()
    }

    #[test]
    fn good_passwords_pass() {
        for good in ["Vélo-rouge7-tunnel", "k9$Tz!mQ2#xwPb", "Quatre poneys 4 roses", "correct-Horse7battery"]
        {
            assert_eq!(faults(good), [], "{good:?} was refused");
        }
    }

    #[test]
    fn every_class_and_the_length_are_asked_at_once() {
        use PasswordFault::{NoDigit, NoLower, NoSpecial, NoUpper, TooShort};
        assert_eq!(faults("vélo"), [TooShort, NoUpper, NoDigit, NoSpecial]);
        assert_eq!(faults("VÉLO-ROUGE7-TUNNEL"), [NoLower]);
        assert_eq!(faults("Velo-rouge-tunnel"), [NoDigit]);
        assert_eq!(faults("Velorouge7tunnel"), [NoSpecial]);
        assert_eq!(faults(&"Aa1-".repeat(40)), [PasswordFault::TooLong]);
    }

    #[test]
    fn what_guessers_try_first_is_refused() {
        for common in [
            "Password1234!",
            "P@ssw0rd2026!",
            "MotDePasse2026!",
            "Motdepasse!123",
            "Azertyuiop12!",
            "Qwerty123456!",
            "Bonjour-2026-!",
            "Aaaaaaaaaaa1!",
            "Abcdefgh1234!",
            "Welcome12345!",
            "MonCompte-2025!",
            "987654321Azer!",
        ] {
            assert!(faults(common).contains(&PasswordFault::Common), "{common:?} was accepted");
        }
    }

    #[test]
    fn a_password_does_not_tell_whose_it_is() {
        for personal in
            ["Jeanne-velo7-rouge", "velo7-DUPONT-rouge", "velo7-Jeanne.Dupont", "Lilas-7-velo-rouge"]
        {
            assert!(faults(personal).contains(&PasswordFault::Personal), "{personal:?} was accepted");
        }
    }

    #[test]
    fn codes_are_stable() {
        let codes = [PasswordFault::TooShort, PasswordFault::UsedBefore].map(|fault| fault.code());
        assert_eq!(codes, ["too_short", "used_before"]);
    }

    proptest! {
        #[test]
        fn any_text_gets_an_answer(password in "\\PC{0,140}") {
            let owner = PersonalData::new(&password, [password.clone()]);
            let refused = check(&password, &owner).is_err();
            prop_assert!(refused || password.chars().count() >= CHARS_MIN);
        }
    }
}
