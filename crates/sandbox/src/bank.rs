//! The banks behind the sandbox: which numbers they know, and what each of them does. Pure.

/// What happens when a card or an account is charged.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Behaviour {
    /// Paid at once.
    Approves,
    /// Paid once the code of strong authentication is given.
    AsksCode,
    /// Refused: not enough money.
    InsufficientFunds,
    /// Refused: reported stolen.
    Stolen,
    /// Refused: past its date.
    CardExpired,
    /// Accepted, then paid after a while.
    PaidLater,
    /// Accepted, then refused after a while.
    RefusedLater,
    /// Paid, but the answer is lost and no webhook tells of it.
    AnswerLost,
    /// The first request of each charge is lost before anything happens.
    RequestLost,
    /// Refused: the account is closed.
    AccountClosed,
    /// Paid while its holder is there; refused when it is charged without them, as a renewal is.
    PaysOnce,
}

/// How the bank decides at the moment of the charge.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Verdict {
    /// The money is taken.
    Pay,
    /// The holder must give a code first.
    AskCode,
    /// The money is not taken, for this reason.
    Refuse(&'static str),
    /// The bank decides later; the reason is that of a refusal.
    Wait(Option<&'static str>),
    /// The money is taken and nobody is told.
    PayInSilence,
    /// Nothing happens and nobody is told.
    Lose,
}

impl Behaviour {
    const ALL: [Behaviour; 11] = [
        Behaviour::Approves,
        Behaviour::AsksCode,
        Behaviour::InsufficientFunds,
        Behaviour::Stolen,
        Behaviour::CardExpired,
        Behaviour::PaidLater,
        Behaviour::RefusedLater,
        Behaviour::AnswerLost,
        Behaviour::RequestLost,
        Behaviour::AccountClosed,
        Behaviour::PaysOnce,
    ];

    /// The word used in the database and as the name of its texts.
    #[must_use]
    pub const fn code(self) -> &'static str {
        match self {
            Behaviour::Approves => "approves",
            Behaviour::AsksCode => "asks_code",
            Behaviour::InsufficientFunds => "insufficient_funds",
            Behaviour::Stolen => "stolen_card",
            Behaviour::CardExpired => "expired_card",
            Behaviour::PaidLater => "paid_later",
            Behaviour::RefusedLater => "refused_later",
            Behaviour::AnswerLost => "answer_lost",
            Behaviour::RequestLost => "request_lost",
            Behaviour::AccountClosed => "account_closed",
            Behaviour::PaysOnce => "pays_once",
        }
    }

    pub(crate) fn parse(code: &str) -> Option<Behaviour> {
        Behaviour::ALL.into_iter().find(|behaviour| behaviour.code() == code)
    }

    /// What the bank does. `is_present` says whether the holder can give a code, `was_lost` whether a first
    /// request was lost already.
    #[must_use]
    pub(crate) const fn verdict(self, is_present: bool, was_lost: bool) -> Verdict {
        match self {
            Behaviour::Approves => Verdict::Pay,
            // Without its holder a registered card is charged on the strength of the first code.
            Behaviour::AsksCode if is_present => Verdict::AskCode,
            Behaviour::AsksCode => Verdict::Pay,
            Behaviour::InsufficientFunds => Verdict::Refuse("insufficient_funds"),
            Behaviour::Stolen => Verdict::Refuse("stolen_card"),
            Behaviour::CardExpired => Verdict::Refuse("expired_card"),
            Behaviour::PaidLater => Verdict::Wait(None),
            Behaviour::RefusedLater => Verdict::Wait(Some("insufficient_funds")),
            Behaviour::AnswerLost => Verdict::PayInSilence,
            Behaviour::RequestLost if was_lost => Verdict::Pay,
            Behaviour::RequestLost => Verdict::Lose,
            Behaviour::AccountClosed => Verdict::Refuse("account_closed"),
            Behaviour::PaysOnce if is_present => Verdict::Pay,
            Behaviour::PaysOnce => Verdict::Refuse("insufficient_funds"),
        }
    }
}

/// A number to try, and what it does.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct TestNumber {
    /// The number, grouped as people read it.
    pub number: &'static str,
    /// What it does.
    pub behaviour: Behaviour,
}

const fn test(number: &'static str, behaviour: Behaviour) -> TestNumber {
    TestNumber { number, behaviour }
}

/// The cards of the sandbox; any date to come and any security code go with them.
pub const CARDS: [TestNumber; 10] = [
    test("4000 0700 0000 1003", Behaviour::Approves),
    test("4000 0700 0000 2001", Behaviour::AsksCode),
    test("4000 0700 0000 3017", Behaviour::InsufficientFunds),
    test("4000 0700 0000 3025", Behaviour::Stolen),
    test("4000 0700 0000 3033", Behaviour::CardExpired),
    test("4000 0700 0000 3041", Behaviour::PaysOnce),
    test("4000 0700 0000 4015", Behaviour::PaidLater),
    test("4000 0700 0000 4023", Behaviour::RefusedLater),
    test("4000 0700 0000 5012", Behaviour::AnswerLost),
    test("4000 0700 0000 5020", Behaviour::RequestLost),
];

/// The bank accounts of the sandbox.
pub const ACCOUNTS: [TestNumber; 3] = [
    test("FR76 9999 9000 0100 0000 0010 106", Behaviour::PaidLater),
    test("IT96 Q999 9900 0010 0000 0000 202", Behaviour::RefusedLater),
    test("DE87 9999 9999 0000 0003 03", Behaviour::AccountClosed),
];

/// What is wrong with a field of a form; the word names its text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum FieldError {
    /// Left empty.
    Missing,
    /// Not a card number, or mistyped.
    CardNumber,
    /// A real number; only test numbers are taken.
    NotATest,
    /// Not a month of the form MM/YY.
    ExpiryFormat,
    /// A month that is over.
    ExpiryPast,
    /// Not three or four digits.
    Cvc,
    /// Not an IBAN, or mistyped.
    Iban,
    /// The mandate is not ticked.
    Unsigned,
    /// The code is wrong.
    Code,
}

/// The card with this number.
///
/// # Errors
/// A [`FieldError`] for an empty, mistyped or real number: a real one is never stored.
pub(crate) fn card(number: &str) -> Result<TestNumber, FieldError> {
    let digits = compact(number);
    if digits.is_empty() {
        return Err(FieldError::Missing);
    }
    if !(12..=19).contains(&digits.len()) || !luhn(&digits) {
        return Err(FieldError::CardNumber);
    }
    known(&CARDS, &digits)
}

/// The bank account with this IBAN.
///
/// # Errors
/// A [`FieldError`] for an empty, mistyped or real one: a real one is never stored.
pub(crate) fn account(iban: &str) -> Result<TestNumber, FieldError> {
    let iban = compact(iban).to_ascii_uppercase();
    if iban.is_empty() {
        return Err(FieldError::Missing);
    }
    if !is_iban(&iban) {
        return Err(FieldError::Iban);
    }
    known(&ACCOUNTS, &iban)
}

fn known(numbers: &[TestNumber], wanted: &str) -> Result<TestNumber, FieldError> {
    let found = numbers.iter().find(|test| compact(test.number) == wanted);
    found.copied().ok_or(FieldError::NotATest)
}

/// The last month of a card, as year and month, from `MM/YY` or `MM/YYYY`.
///
/// # Errors
/// A [`FieldError`] when it is empty, is not a month or is over.
pub(crate) fn expiry(text: &str, today: jiff::civil::Date) -> Result<(i16, i8), FieldError> {
    let text = compact(text);
    if text.is_empty() {
        return Err(FieldError::Missing);
    }
    let (month, year) = match text.split_once('/') {
        Some(parts) => parts,
        None if text.len() == 4 && text.is_ascii() => text.split_at(2),
        None => return Err(FieldError::ExpiryFormat),
    };
    let month: i8 = month.parse().map_err(|_| FieldError::ExpiryFormat)?;
    let short: i16 = year.parse().map_err(|_| FieldError::ExpiryFormat)?;
    let year = if year.len() == 2 { 2000 + short } else { short };
    if !(1..=12).contains(&month) || !(2000..=2099).contains(&year) {
        return Err(FieldError::ExpiryFormat);
    }
    if (year, month) < (today.year(), today.month()) {
        return Err(FieldError::ExpiryPast);
    }
    Ok((year, month))
}

/// Whether this is a card's security code.
///
/// # Errors
/// A [`FieldError`] when it is empty or not three or four digits.
pub(crate) fn security_code(text: &str) -> Result<(), FieldError> {
    match text.trim() {
        "" => Err(FieldError::Missing),
        code if (3..=4).contains(&code.len()) && code.bytes().all(|b| b.is_ascii_digit()) => Ok(()),
        _ => Err(FieldError::Cvc),
    }
}

/// The last four characters, the only ones that are kept.
#[must_use]
pub(crate) fn last_four(number: &str) -> String {
    let compact = compact(number);
    compact.get(compact.len().saturating_sub(4)..).unwrap_or_default().to_owned()
}

fn compact(text: &str) -> String {
    text.chars().filter(|c| !c.is_whitespace() && *c != '-').take(64).collect()
}

/// The check digit of card numbers (ISO/IEC 7812-1 annex B).
fn luhn(digits: &str) -> bool {
    let mut sum = 0;
    for (index, byte) in digits.bytes().rev().enumerate() {
        if !byte.is_ascii_digit() {
            return false;
        }
        let digit = u32::from(byte - b'0');
        let doubled = digit * 2;
        sum += match index % 2 {
            0 => digit,
            _ if doubled > 9 => doubled - 9,
            _ => doubled,
        };
    }
    sum % 10 == 0
}

/// The check digits of bank account numbers (ISO 13616: the number moved round is 1 modulo 97).
fn is_iban(iban: &str) -> bool {
    if !(15..=34).contains(&iban.len()) || !iban.bytes().all(|b| b.is_ascii_alphanumeric()) {
        return false;
    }
    let (head, tail) = iban.split_at(4);
    if !head.bytes().take(2).all(|b| b.is_ascii_uppercase()) {
        return false;
    }
    let rest = tail.chars().chain(head.chars()).filter_map(|c| c.to_digit(36)).fold(0, |rest, value| {
        let shift = if value > 9 { 100 } else { 10 };
        (rest * shift + value) % 97
    });
    rest == 1
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::date;
    use proptest::prelude::*;

    #[test]
    fn every_test_number_is_well_formed_and_does_what_it_says() {
        for test in CARDS {
            assert_eq!(card(test.number), Ok(test));
            assert_eq!(card(&compact(test.number)), Ok(test));
        }
        for test in ACCOUNTS {
            assert_eq!(account(&test.number.to_ascii_lowercase()), Ok(test));
        }
        for behaviour in Behaviour::ALL {
            assert_eq!(Behaviour::parse(behaviour.code()), Some(behaviour));
        }
    }

    #[test]
    fn a_number_that_is_mistyped_or_real_is_not_taken() {
        assert_eq!(card(""), Err(FieldError::Missing));
        assert_eq!(card("4000 0700 0000 1004"), Err(FieldError::CardNumber));
        assert_eq!(card("79927398713"), Err(FieldError::CardNumber));
        assert_eq!(card("4000 0700 0000 9998"), Err(FieldError::NotATest));
        assert_eq!(account("FR76 9999 9000 0100 0000 0010 107"), Err(FieldError::Iban));
        assert_eq!(account("FR76 9999 9000 0100 0000 0040 467"), Err(FieldError::NotATest));
    }

    #[test]
    fn a_card_is_good_to_the_end_of_its_month() {
        let today = date(2026, 1, 31);
        assert_eq!(expiry("01/26", today), Ok((2026, 1)));
        assert_eq!(expiry("1 / 2027", today), Ok((2027, 1)));
        assert_eq!(expiry("0129", today), Ok((2029, 1)));
        assert_eq!(expiry("12/25", today), Err(FieldError::ExpiryPast));
        assert_eq!(expiry("13/27", today), Err(FieldError::ExpiryFormat));
        assert_eq!(expiry("", today), Err(FieldError::Missing));
    }

    #[test]
    fn a_registered_card_needs_no_code_when_nobody_is_there() {
        assert_eq!(Behaviour::AsksCode.verdict(true, false), Verdict::AskCode);
        assert_eq!(Behaviour::AsksCode.verdict(false, false), Verdict::Pay);
        assert_eq!(Behaviour::PaysOnce.verdict(true, false), Verdict::Pay);
        assert_eq!(Behaviour::PaysOnce.verdict(false, false), Verdict::Refuse("insufficient_funds"));
    }

    #[test]
    fn a_lost_request_arrives_the_second_time() {
        assert_eq!(Behaviour::RequestLost.verdict(true, false), Verdict::Lose);
        assert_eq!(Behaviour::RequestLost.verdict(true, true), Verdict::Pay);
    }

    proptest! {
        #[test]
        fn no_text_breaks_the_readers(text in "\\PC{0,40}") {
            let taken = card(&text).is_ok() || account(&text).is_ok();
            prop_assert!(!taken || text.len() >= 16);
            let _ = security_code(&text);
            prop_assert!(last_four(&text).len() <= 16);
            if let Ok((year, month)) = expiry(&text, date(2026, 1, 1)) {
                prop_assert!((2026..=2099).contains(&year) && (1..=12).contains(&month));
            }
        }
    }
}
