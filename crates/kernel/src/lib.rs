//! Values every slice shares: money, rates, periods, ids, time and chance. Pure.
//!
//! Nothing here knows a database, a network or a page. Money is an integer number of a currency's minor
//! units ([`Money`]), prices have eight decimals ([`UnitPrice`]), and every division names its rounding
//! ([`rounding`]). Time and chance are parameters: [`Clock`] and [`Random`] are the only places that read
//! the machine's.

mod account_type;
mod clock;
mod country;
mod currency;
mod headers;
mod hex;
mod id;
mod locale;
mod money;
mod page;
mod payment_kind;
mod period;
mod random;
mod rate;
pub mod rounding;
mod secret;
mod sort;
mod unit_price;
mod words;

pub use account_type::AccountType;
pub use clock::{Clock, ClockError};
pub use country::{Country, UnknownCountry};
pub use currency::{Currency, UnknownCurrency};
pub use headers::Headers;
pub use hex::hex;
pub use id::{
    AccountId, AttemptId, CartId, CartItemId, EmailId, EndpointId, ExportId, Id, InvoiceId, JobId, MessageId,
    MethodId, OrderId, PostingId, ReferenceId, RefundId, ServiceId, SessionId, StaffId, SubsidiaryCode,
    SubsidiaryCodeError, UploadId,
};
pub use locale::Locale;
pub use money::{Money, MoneyError};
pub use page::{Page, PageRequest};
pub use payment_kind::PaymentKind;
pub use period::{Months, Period, PeriodError, Recurrence};
pub use random::Random;
pub use rate::{Rate, RateError};
pub use secret::Secret;
pub use sort::{Direction, Sort, SortColumn};
pub use unit_price::UnitPrice;

pub use jiff::civil::Date;
pub use jiff::tz::TimeZone;
pub use jiff::{SignedDuration, Timestamp};
