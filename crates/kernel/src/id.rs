//! Typed identifiers: a UUIDv7 that knows what it names.

use std::fmt;
use std::hash::{Hash, Hasher};
use std::marker::PhantomData;
use std::str::FromStr;

use serde::{Deserialize, Deserializer, Serialize, Serializer};
use sha2::{Digest, Sha256};
use uuid::Uuid;

/// An identifier of a `T`; ids of different things do not mix.
///
/// Made by [`crate::Random::id`] from the time and chance, so that ids sort by creation.
pub struct Id<T> {
    uuid: Uuid,
    kind: PhantomData<fn() -> T>,
}

macro_rules! ids {
    ($($(#[$doc:meta])* $name:ident($marker:ident),)*) => {$(
        #[doc(hidden)]
        #[derive(Debug)]
        pub enum $marker {}
        $(#[$doc])*
        pub type $name = Id<$marker>;
    )*};
}

ids! {
    /// A customer's account: the unit of consistency.
    AccountId(AccountKind),
    /// An attempt to pay.
    AttemptId(AttemptKind),
    /// A cart.
    CartId(CartKind),
    /// One thing in a cart.
    CartItemId(CartItemKind),
    /// An e-mail in the archive.
    EmailId(EmailKind),
    /// A program's address that is told what happens.
    EndpointId(EndpointKind),
    /// Documents a customer takes home as one file that is made in the background.
    ExportId(ExportKind),
    /// An invoice, before and after it has its number.
    InvoiceId(InvoiceKind),
    /// A job of the outbox.
    JobId(JobKind),
    /// Something a program is told.
    MessageId(MessageKind),
    /// A registered payment method.
    MethodId(MethodKind),
    /// An order; customers see its number.
    OrderId(OrderKind),
    /// A posting of the ledger.
    PostingId(PostingKind),
    /// A reference of the customer's own, printed on invoices.
    ReferenceId(ReferenceKind),
    /// Money on its way back.
    RefundId(RefundKind),
    /// A delivered service.
    ServiceId(ServiceKind),
    /// A session of a signed-in person.
    SessionId(SessionKind),
    /// A member of the provider's staff.
    StaffId(StaffKind),
    /// A file sent by a customer.
    UploadId(UploadKind),
}

impl<T> Id<T> {
    /// The id that is this UUID.
    #[must_use]
    pub const fn from_uuid(uuid: Uuid) -> Id<T> {
        Id { uuid, kind: PhantomData }
    }

    /// The id made from these bytes, one after the other: the same bytes always have the same id, so that what
    /// follows from something needs no id drawn beforehand, and is found again when it is done again.
    #[must_use]
    pub fn digest(parts: &[&[u8]]) -> Id<T> {
        let digest = parts.iter().fold(Sha256::new(), |digest, part| digest.chain_update(part)).finalize();
        let mut bytes = [0; 16];
        bytes.copy_from_slice(&digest[..16]);
        Id::from_uuid(uuid::Builder::from_custom_bytes(bytes).into_uuid())
    }

    /// The UUID.
    #[must_use]
    pub const fn uuid(&self) -> Uuid {
        self.uuid
    }
}

impl<T> Clone for Id<T> {
    fn clone(&self) -> Self {
        *self
    }
}
impl<T> Copy for Id<T> {}
impl<T> PartialEq for Id<T> {
    fn eq(&self, other: &Self) -> bool {
        self.uuid == other.uuid
    }
}
impl<T> Eq for Id<T> {}
impl<T> PartialOrd for Id<T> {
    fn partial_cmp(&self, other: &Self) -> Option<std::cmp::Ordering> {
        Some(self.cmp(other))
    }
}
impl<T> Ord for Id<T> {
    fn cmp(&self, other: &Self) -> std::cmp::Ordering {
        self.uuid.cmp(&other.uuid)
    }
}
impl<T> Hash for Id<T> {
    fn hash<H: Hasher>(&self, state: &mut H) {
        self.uuid.hash(state);
    }
}
impl<T> fmt::Display for Id<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.uuid.fmt(f)
    }
}
impl<T> fmt::Debug for Id<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.uuid.fmt(f)
    }
}
impl<T> FromStr for Id<T> {
    type Err = uuid::Error;
    fn from_str(text: &str) -> Result<Id<T>, uuid::Error> {
        text.parse().map(Id::from_uuid)
    }
}
impl<T> Serialize for Id<T> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        self.uuid.serialize(serializer)
    }
}
impl<'de, T> Deserialize<'de> for Id<T> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Id<T>, D::Error> {
        Uuid::deserialize(deserializer).map(Id::from_uuid)
    }
}

/// The code of a subsidiary, the legal entity that contracts: `FR`, `IT`, `QC`.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct SubsidiaryCode([u8; 2]);

/// A text that is not the code of a subsidiary.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{0:?} is not the code of a subsidiary: use two capital letters, such as FR")]
pub struct SubsidiaryCodeError(pub String);

impl SubsidiaryCode {
    /// Two capital letters.
    ///
    /// # Errors
    /// [`SubsidiaryCodeError`] for anything else.
    pub fn parse(text: &str) -> Result<SubsidiaryCode, SubsidiaryCodeError> {
        match text.as_bytes() {
            [a, b] if a.is_ascii_uppercase() && b.is_ascii_uppercase() => Ok(SubsidiaryCode([*a, *b])),
            _ => Err(SubsidiaryCodeError(text.to_owned())),
        }
    }

    /// The code as text.
    #[must_use]
    pub fn as_str(&self) -> &str {
        std::str::from_utf8(&self.0).unwrap_or_default()
    }
}

impl fmt::Display for SubsidiaryCode {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}
impl fmt::Debug for SubsidiaryCode {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}
impl TryFrom<String> for SubsidiaryCode {
    type Error = SubsidiaryCodeError;
    fn try_from(text: String) -> Result<SubsidiaryCode, SubsidiaryCodeError> {
        SubsidiaryCode::parse(&text)
    }
}
impl From<SubsidiaryCode> for String {
    fn from(code: SubsidiaryCode) -> String {
        code.as_str().to_owned()
    }
}
