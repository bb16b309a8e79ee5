//! A subsidiary: the legal entity that contracts, invoices and answers to one country's law.

use jiff::ToSpan;
use jiff::civil::Date;
use jiff::tz::TimeZone;
use jiff::{SignedDuration, Timestamp};
use kernel::{AccountType, Country, Currency, Locale, PaymentKind, Rate, SubsidiaryCode};

use crate::{Holidays, Tax};

/// A subsidiary and the law and habits of its country.
#[derive(Debug, Clone)]
pub struct Subsidiary {
    /// Its code, also the one public catalogues are published under.
    pub code: SubsidiaryCode,
    /// The country whose law it follows and where it is registered.
    pub country: Country,
    /// The name of the legal entity.
    pub legal_name: String,
    /// Its postal address, line by line.
    pub address: Vec<String>,
    /// Registrations as they must appear on documents: company register, tax numbers.
    pub registrations: Vec<String>,
    /// What electronic invoices say of it; none where it issues none.
    pub electronic: Option<Electronic>,
    /// Keys of the legal mentions to print on invoices, in `locales/*/documents.ftl`.
    pub mentions: Vec<String>,
    /// The yearly rates of interest on late payments, each from its day on, the earliest first; empty where
    /// documents need not state one.
    pub late_rates: Vec<LateRate>,
    /// The currency of its prices and documents.
    pub currency: Currency,
    /// The languages it speaks; the first is its default and never missing.
    pub locales: Vec<Locale>,
    /// The zone in which its civil dates are read.
    pub time_zone: TimeZone,
    /// The countries of tax residence it serves.
    pub countries: Vec<Country>,
    /// Every tax it ever charged, with the dates of each rate.
    pub taxes: Vec<Tax>,
    /// What its invoice numbers start with.
    pub invoice_prefix: String,
    /// The right of withdrawal.
    pub withdrawal: Withdrawal,
    /// The payment kinds offered, by account type.
    pub payment_kinds: PaymentKinds,
    /// The types of account whose invoices it also sends on paper, when they wish.
    pub paper_invoices: Vec<AccountType>,
    /// Its holidays and weekend.
    pub holidays: Holidays,
}

/// What an electronic invoice says of the seller, field by field (EN 16931, BG-4).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Electronic {
    /// Street and number, line by line.
    pub street: Vec<String>,
    /// Postal code; none where the country has none.
    pub zip: Option<String>,
    /// Town.
    pub city: String,
    /// VAT number with its country's letters.
    pub vat: Option<String>,
    /// The tax number where there is no VAT number of that form.
    pub tax_number: Option<String>,
    /// The number in the register of companies.
    pub register: Option<String>,
    /// Which register that is, by its code of ISO/IEC 6523: `0002` is the French SIREN.
    pub register_scheme: Option<String>,
    /// Where answers are sent in a network of electronic invoices.
    pub endpoint: String,
    /// What kind of address that is, by its code of the list EAS: `0225` in France, `EM` for an e-mail address.
    pub endpoint_scheme: String,
    /// Who answers questions about invoices.
    pub contact: Option<String>,
    /// Their e-mail address.
    pub email: Option<String>,
    /// Their telephone number.
    pub phone: Option<String>,
}

/// The yearly rate of interest on late payments from a day on.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct LateRate {
    /// The rate for a year.
    pub rate: Rate,
    /// The first day it applies.
    pub from: Date,
}

/// The right of a consumer to withdraw from an order.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Withdrawal {
    /// Whether the right exists here at all.
    pub enabled: bool,
    /// How many days it lasts.
    pub days: u16,
    /// What the days are counted from.
    pub start: WithdrawalStart,
    /// Within how many days of the request the money goes back.
    pub refund_days: u16,
    /// Who has the right.
    pub account_types: Vec<AccountType>,
}

impl Withdrawal {
    /// Whether an account of this type has the right.
    #[must_use]
    pub fn is_for(&self, account_type: AccountType) -> bool {
        self.enabled && self.account_types.contains(&account_type)
    }
}

/// What the days of withdrawal are counted from.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum WithdrawalStart {
    /// The day of the order.
    Order,
    /// The day the order is paid.
    Payment,
}

/// The payment kinds offered to each account type.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PaymentKinds {
    pub(crate) individual: Vec<PaymentKind>,
    pub(crate) corporation: Vec<PaymentKind>,
    pub(crate) association: Vec<PaymentKind>,
    pub(crate) administration: Vec<PaymentKind>,
}

impl Subsidiary {
    /// The mention that states the rate of [`Subsidiary::late_rate`].
    pub const LATE_RATE_MENTION: &str = "mention-late-rate";

    /// What a mention is about, by its code of UNTDID 4451, as the French rules of electronic invoices want it told
    /// (BR-FR-05): penalties, the recovery fee, discount.
    #[must_use]
    pub fn mention_code(key: &str) -> Option<&'static str> {
        match key {
            Subsidiary::LATE_RATE_MENTION => Some("PMD"),
            "mention-recovery-fee-40" => Some("PMT"),
            "mention-no-discount" => Some("AAB"),
            _ => None,
        }
    }

    /// The yearly rate of interest on late payments on a day.
    #[must_use]
    pub fn late_rate(&self, on: Date) -> Option<Rate> {
        self.late_rate_in_force(on).map(|late| late.rate)
    }

    /// Since when the rate of a day is stated. Rates are fixed by the half year: one of an earlier half is last known,
    /// and not known to be right.
    #[must_use]
    pub fn late_rate_since(&self, on: Date) -> Option<Date> {
        self.late_rate_in_force(on).map(|late| late.from)
    }

    fn late_rate_in_force(&self, on: Date) -> Option<&LateRate> {
        self.late_rates.iter().rev().find(|late| late.from <= on)
    }

    /// The payment kinds offered to an account of this type, the preferred one first.
    #[must_use]
    pub fn payment_kinds(&self, account_type: AccountType) -> &[PaymentKind] {
        match account_type {
            AccountType::Individual => &self.payment_kinds.individual,
            AccountType::Corporation => &self.payment_kinds.corporation,
            AccountType::Association => &self.payment_kinds.association,
            AccountType::Administration => &self.payment_kinds.administration,
        }
    }

    /// Whether accounts of this type may have their invoices on paper.
    #[must_use]
    pub fn offers_paper(&self, account_type: AccountType) -> bool {
        self.paper_invoices.contains(&account_type)
    }

    /// The language to use when the customer has chosen none.
    #[must_use]
    pub fn default_locale(&self) -> Locale {
        self.locales.first().copied().unwrap_or(Locale::En)
    }

    /// The civil date of an instant here.
    #[must_use]
    pub fn civil(&self, now: Timestamp) -> Date {
        self.time_zone.to_datetime(now).date()
    }

    /// The instant at which a civil date starts here: midnight, or what follows it when clocks skip it.
    #[must_use]
    pub fn start_of(&self, date: Date) -> Timestamp {
        date.to_zoned(self.time_zone.clone()).map_or(Timestamp::MAX, |zoned| zoned.timestamp())
    }

    /// Whether the subsidiary works on this date: neither weekend nor holiday.
    #[must_use]
    pub fn is_business_day(&self, date: Date) -> bool {
        !self.holidays.is_weekend(date) && self.holidays.on(date).is_none()
    }

    /// The instant after `hours` of business days have passed since `from`.
    ///
    /// The clock runs day and night on business days and stands still on the others: 48 hours from Friday
    /// noon are over on Tuesday noon.
    #[must_use]
    pub fn business_deadline(&self, from: Timestamp, hours: u16) -> Timestamp {
        let mut left = SignedDuration::from_hours(i64::from(hours));
        let mut cursor = from;
        while left.is_positive() {
            let day = self.civil(cursor);
            let Ok(next) = day.checked_add(1.day()) else { return Timestamp::MAX };
            let end = self.start_of(next);
            if self.is_business_day(day) {
                let open = cursor.duration_until(end);
                if left <= open {
                    return cursor.checked_add(left).unwrap_or(Timestamp::MAX);
                }
                left -= open;
            }
            cursor = end;
        }
        cursor
    }
}
