//! The order form and what happens to it. Pure.

use accounts::BillingContact;
use catalog::{EndAction, LineKind, PromotionUse, Selection};
use jurisdictions::Totals;
use kernel::{AccountId, Locale, Money, Months, OrderId, ServiceId, SubsidiaryCode, Timestamp, UnitPrice};
use serde::{Deserialize, Serialize};

use crate::state::{Change, InvalidTransition, OrderState};
use crate::validation::{Reason, Verdict};

/// What an order is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum OrderKind {
    /// New services.
    Purchase,
    /// Another period of services one has; there is no withdrawal from it.
    Renewal,
    /// Invoices issued before that were not paid; it sells nothing, so it has no tax and no invoice of its own.
    Regularisation,
}

impl OrderKind {
    /// Every kind.
    pub const ALL: [OrderKind; 3] = [OrderKind::Purchase, OrderKind::Renewal, OrderKind::Regularisation];

    /// The word used in tables and message keys.
    #[must_use]
    pub const fn code(&self) -> &'static str {
        match self {
            OrderKind::Purchase => "purchase",
            OrderKind::Renewal => "renewal",
            OrderKind::Regularisation => "regularisation",
        }
    }

    /// The kind this word names.
    #[must_use]
    pub fn parse(code: &str) -> Option<OrderKind> {
        OrderKind::ALL.into_iter().find(|kind| kind.code() == code)
    }
}

/// An order form. Its content is written once; only its state and the instants of its changes move.
#[derive(Debug, Clone, PartialEq)]
pub struct Order {
    /// Its identity, drawn with the form that submits it, so that submitting twice is ordering once.
    pub id: OrderId,
    /// The customer.
    pub account: AccountId,
    /// What customers quote.
    pub number: i64,
    /// What it is for.
    pub kind: OrderKind,
    /// Where it stands.
    pub state: OrderState,
    /// The subsidiary that sells.
    pub subsidiary: SubsidiaryCode,
    /// The language it was made in.
    pub locale: Locale,
    /// The billing contact as it was when ordering.
    pub billing: BillingContact,
    /// The catalogue the prices come from, by its published number.
    pub catalog_id: i64,
    /// What was chosen.
    pub items: Vec<OrderItem>,
    /// What it costs, line by line.
    pub lines: Vec<OrderLine>,
    /// The totals, computed once.
    pub totals: Totals,
    /// When the customer asked to be delivered at once and gave the right of withdrawal up, where that was asked.
    pub withdrawal_waived_at: Option<Timestamp>,
    /// When it was made.
    pub created_at: Timestamp,
    /// When it lapses unless it is paid.
    pub expires_at: Timestamp,
    /// When it was paid, or found to cost nothing.
    pub paid_at: Option<Timestamp>,
    /// Its look by a person, if there was one.
    pub review: Option<Review>,
    /// When it was accepted, by rule or by a person.
    pub accepted_at: Option<Timestamp>,
    /// When it was refused.
    pub refused_at: Option<Timestamp>,
    /// When the last of its services was delivered.
    pub delivered_at: Option<Timestamp>,
    /// When it was cancelled; a refused order is cancelled at that moment.
    pub cancelled_at: Option<Timestamp>,
}

/// One thing that was chosen: a plan with its options, so many times.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct OrderItem {
    /// The choice.
    pub selection: Selection,
    /// The product behind the plan.
    pub product: String,
    /// What the plan was grouped by; `None` for orders older than that.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub family: Option<String>,
    /// The length of a period; `None` when it is bought once and for all.
    pub months: Option<Months>,
    /// How long the customer is engaged from the delivery; zero for not at all.
    pub commitment: Months,
    /// What follows the commitment; `None` where there is none.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub commitment_end: Option<EndAction>,
    /// The services it becomes, one per unit; their ids are drawn with the order.
    pub services: Vec<ServiceId>,
}

/// One line of the form.
#[derive(Debug, Clone, PartialEq)]
pub struct OrderLine {
    /// The index of its item in [`Order::items`].
    pub item: u16,
    /// Installation, or the rent of a period.
    pub kind: LineKind,
    /// The plan or option.
    pub plan_code: String,
    /// The family the option was taken from; `None` for the plan itself.
    pub family: Option<String>,
    /// What the form says.
    pub description: String,
    /// How many.
    pub quantity: u16,
    /// The price of one before any discount, without tax.
    pub list_price: UnitPrice,
    /// The price of one, without tax.
    pub unit_price: UnitPrice,
    /// The promotion that makes the difference.
    pub promotion: Option<PromotionUse>,
    /// The length of the period it pays for; `None` for what is paid once.
    pub months: Option<Months>,
    /// The price of one for the second period, when there is one.
    pub then_unit_price: Option<UnitPrice>,
    /// Quantity × unit price, rounded once.
    pub net: Money,
}

/// The look a person takes at an order.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Review {
    /// Why.
    pub reasons: Vec<Reason>,
    /// Since when it waits for the staff, or waited.
    pub checking_since: Timestamp,
    /// When the staff should have decided, on the subsidiary's business days.
    pub due_at: Timestamp,
    /// The documents asked of the customer.
    pub documents: Vec<DocumentKind>,
    /// When they were asked for, the last time.
    pub documents_asked_at: Option<Timestamp>,
    /// What the staff wrote to the customer with it.
    pub message: Option<String>,
    /// Until when the documents are waited for.
    pub documents_due_at: Option<Timestamp>,
}

/// A document that can be asked of a customer. The codes are stable.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum DocumentKind {
    /// An identity document.
    Identity,
    /// The person holding that document.
    Portrait,
    /// The payment card: the name and the last four digits only.
    Card,
    /// A proof of address.
    Address,
    /// An extract of a company register.
    Company,
}

impl DocumentKind {
    /// Every kind.
    pub const ALL: [DocumentKind; 5] = [
        DocumentKind::Identity,
        DocumentKind::Portrait,
        DocumentKind::Card,
        DocumentKind::Address,
        DocumentKind::Company,
    ];

    /// The stable code.
    #[must_use]
    pub const fn code(&self) -> &'static str {
        match self {
            DocumentKind::Identity => "identity",
            DocumentKind::Portrait => "portrait",
            DocumentKind::Card => "card",
            DocumentKind::Address => "address",
            DocumentKind::Company => "company",
        }
    }

    /// The kind with this code.
    #[must_use]
    pub fn parse(code: &str) -> Option<DocumentKind> {
        DocumentKind::ALL.into_iter().find(|kind| kind.code() == code)
    }
}

impl OrderLine {
    /// Whether the customer pays less than the list price.
    #[must_use]
    pub fn is_discounted(&self) -> bool {
        self.unit_price.e8() < self.list_price.e8()
    }
}

impl Order {
    /// The most items of one order.
    pub const ITEMS_MAX: usize = 20;

    /// The state to show: an unpaid order past its date has expired, whether or not the sweep has seen it.
    #[must_use]
    pub fn state_at(&self, now: Timestamp) -> OrderState {
        if self.state == OrderState::NotPaid && self.is_past(now) { OrderState::Expired } else { self.state }
    }

    /// Whether its expiry date is reached; at that very instant it is.
    #[must_use]
    pub fn is_past(&self, now: Timestamp) -> bool {
        now >= self.expires_at
    }

    /// Whether there is something to pay.
    #[must_use]
    pub const fn needs_payment(&self) -> bool {
        self.totals.gross.is_positive()
    }

    /// Whether a payment may be begun.
    #[must_use]
    pub fn is_payable(&self, now: Timestamp) -> bool {
        self.state_at(now) == OrderState::NotPaid && self.needs_payment()
    }

    /// The lines of one item.
    pub fn lines_of(&self, item: u16) -> impl Iterator<Item = &OrderLine> {
        self.lines.iter().filter(move |line| line.item == item)
    }

    /// The rental lines that one unit of an item is charged by: its plan's, then its options'. Where units of
    /// one plan have different prices, each unit has its own.
    #[must_use]
    pub fn rental_of(&self, item: u16, unit: u16) -> Vec<&OrderLine> {
        let mut found: Vec<&OrderLine> = Vec::new();
        let mut passed: Vec<(&Option<String>, &str, u32)> = Vec::new();
        for line in self.lines_of(item).filter(|line| line.kind == LineKind::Rental) {
            let same = passed
                .iter_mut()
                .find(|(family, code, _)| *family == &line.family && *code == line.plan_code);
            let from = match &same {
                Some((_, _, units)) => *units,
                None => 0,
            };
            let until = from + u32::from(line.quantity);
            if (from..until).contains(&u32::from(unit)) {
                found.push(line);
            }
            match same {
                Some((_, _, units)) => *units = until,
                None => passed.push((&line.family, &line.plan_code, until)),
            }
        }
        found
    }

    /// It was paid, or costs nothing; the verdict says what follows.
    ///
    /// # Errors
    /// [`InvalidTransition`] when it was paid before, or is over.
    pub fn pay(self, now: Timestamp, verdict: &Verdict) -> Result<Order, InvalidTransition> {
        match verdict {
            Verdict::Pass => {
                let order = self.moved(Change::Pay)?;
                Ok(Order { paid_at: Some(now), accepted_at: Some(now), ..order })
            }
            Verdict::Hold { reasons, due_at } => {
                let order = self.moved(Change::PayAndCheck)?;
                let review = Review {
                    reasons: reasons.clone(),
                    checking_since: now,
                    due_at: *due_at,
                    documents: Vec::new(),
                    documents_asked_at: None,
                    message: None,
                    documents_due_at: None,
                };
                Ok(Order { paid_at: Some(now), review: Some(review), ..order })
            }
        }
    }

    /// It renewed services or paid debts, and was paid: what it bought is there at once.
    ///
    /// # Errors
    /// [`InvalidTransition`] when it was paid before, or is over.
    pub fn renew(self, now: Timestamp) -> Result<Order, InvalidTransition> {
        let order = self.moved(Change::Pay)?.moved(Change::Deliver)?;
        Ok(Order { paid_at: Some(now), accepted_at: Some(now), delivered_at: Some(now), ..order })
    }

    /// It was not paid in time.
    ///
    /// # Errors
    /// [`InvalidTransition`] unless it waits for its payment.
    pub fn expire(self) -> Result<Order, InvalidTransition> {
        self.moved(Change::Expire)
    }

    /// The customer is asked for documents until `due_at`.
    ///
    /// # Errors
    /// [`InvalidTransition`] unless it is being checked.
    pub fn request_documents(
        self,
        now: Timestamp,
        documents: Vec<DocumentKind>,
        message: Option<String>,
        due_at: Timestamp,
    ) -> Result<Order, InvalidTransition> {
        let order = self.moved(Change::RequestDocuments)?;
        let review = order.review.map(|review| Review {
            documents,
            documents_asked_at: Some(now),
            message,
            documents_due_at: Some(due_at),
            ..review
        });
        Ok(Order { review, ..order })
    }

    /// The customer sent documents, to be checked until `due_at`.
    ///
    /// # Errors
    /// [`InvalidTransition`] unless documents were asked for.
    pub fn receive_documents(self, now: Timestamp, due_at: Timestamp) -> Result<Order, InvalidTransition> {
        let order = self.moved(Change::ReceiveDocuments)?;
        let review = order.review.map(|review| Review { checking_since: now, due_at, ..review });
        Ok(Order { review, ..order })
    }

    /// The staff accept it.
    ///
    /// # Errors
    /// [`InvalidTransition`] unless it is being checked.
    pub fn approve(self, now: Timestamp) -> Result<Order, InvalidTransition> {
        Ok(Order { accepted_at: Some(now), ..self.moved(Change::Approve)? })
    }

    /// The staff refuse it; what was paid goes back.
    ///
    /// # Errors
    /// [`InvalidTransition`] unless it is being checked.
    pub fn refuse(self, now: Timestamp) -> Result<Order, InvalidTransition> {
        let order = self.moved(Change::Refuse)?;
        Ok(Order { refused_at: Some(now), cancelled_at: Some(now), ..order })
    }

    /// The last of its services was delivered.
    ///
    /// # Errors
    /// [`InvalidTransition`] unless it is being delivered.
    pub fn deliver(self, now: Timestamp) -> Result<Order, InvalidTransition> {
        Ok(Order { delivered_at: Some(now), ..self.moved(Change::Deliver)? })
    }

    /// Its withdrawal or cancellation begins.
    ///
    /// # Errors
    /// [`InvalidTransition`] unless it is being, or was, delivered.
    pub fn withdraw(self) -> Result<Order, InvalidTransition> {
        self.moved(Change::Withdraw)
    }

    /// Its withdrawal or cancellation is carried out.
    ///
    /// # Errors
    /// [`InvalidTransition`] unless it had begun.
    pub fn cancel(self, now: Timestamp) -> Result<Order, InvalidTransition> {
        Ok(Order { cancelled_at: Some(now), ..self.moved(Change::Cancel)? })
    }

    fn moved(self, change: Change) -> Result<Order, InvalidTransition> {
        match self.state.after(change) {
            Some(state) => Ok(Order { state, ..self }),
            None => Err(InvalidTransition { from: self.state, change }),
        }
    }
}
