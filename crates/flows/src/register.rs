//! Give waiting invoices their number and seal, and tell their readers, once.

use db::AccountTx;
use invoicing::register::{NumberError, Swept};

use crate::{Cx, announce, events};

/// Why the register did not go on. The next sweep does.
#[derive(Debug, thiserror::Error)]
pub enum RegisterError {
    /// A batch was not numbered.
    #[error(transparent)]
    Number(#[from] NumberError),
    /// The database.
    #[error(transparent)]
    Db(#[from] db::Error),
}

/// Numbers, seals and stamps what waits, at most `limit` documents; each becomes visible, is noted in its order's
/// history and mailed, in one transaction.
///
/// # Errors
/// See [`RegisterError`].
pub async fn register(cx: &Cx, limit: u32) -> Result<Swept, RegisterError> {
    let now = cx.clock.now();
    let visible = move |tx: &mut AccountTx, invoice: &invoicing::Invoice| {
        if !invoice.is_credit_note() {
            orders::invoiced(tx, now, invoice.order_id)?;
        }
        let owner = accounts::account::get(tx)?;
        announce::invoice_available(tx, now, &owner, invoice)?;
        events::document(tx, now, &owner, invoice)?;
        Ok::<_, RegisterError>(())
    };
    let swept = invoicing::register::sweep(&cx.db, now, limit, visible).await?;
    if swept.stamped > 0 {
        cx.wake.ring();
    }
    Ok(swept)
}
