//! What a customer tries of the API in the portal. The crate of the API is a neighbour that pages do not know: the program
//! that has both hands over what can be called, and the way to call it.

use std::net::IpAddr;
use std::pin::Pin;

use kernel::AccountId;

/// One thing to call.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Call {
    /// `GET`, `POST`, `PUT`, `DELETE`.
    pub method: &'static str,
    /// After the version, with its parameters in braces.
    pub path: &'static str,
    /// What it is for, in English as the whole description.
    pub about: &'static str,
    /// The type of its answer.
    pub response: &'static str,
    /// Its parameters.
    pub inputs: Vec<Input>,
    /// An example of its body, where it has one.
    pub body: Option<String>,
}

/// A parameter of a call.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Input {
    /// Its name.
    pub name: &'static str,
    /// Its type.
    pub kind: &'static str,
    /// Whether the call has no answer without it.
    pub is_needed: bool,
    /// The words it can be; none where it is no word.
    pub words: Vec<&'static str>,
}

/// A call that is made.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Asked {
    /// For whom.
    pub account: AccountId,
    /// From where.
    pub peer: IpAddr,
    /// Its place among [`Console::calls`].
    pub call: usize,
    /// Its parameters, by their names.
    pub inputs: Vec<(String, String)>,
    /// Its body.
    pub body: String,
}

/// What was answered.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Answered {
    /// The status of HTTP.
    pub status: u16,
    /// The address that was called.
    pub address: String,
    /// The answer to read; `None` when it is too large.
    pub body: Option<String>,
}

/// An answer that is on its way.
pub type Answering = Pin<Box<dyn Future<Output = Answered> + Send>>;

/// What can be called, and the way to call it as the customer.
pub trait Console: Send + Sync {
    /// What there is to call.
    fn calls(&self) -> &[Call];

    /// Makes a call.
    fn ask(&self, asked: Asked) -> Answering;
}
