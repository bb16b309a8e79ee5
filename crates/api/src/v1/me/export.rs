//! `POST /me/bill/export`, and the same of credit notes: many of them in one archive, whose link an e-mail brings.

use flows::exports;
use invoicing::InvoiceQuery;
use invoicing::exports::{BeginError, ExportKind};
use kernel::Date;

use super::papers::Kind;
use crate::call::{Answer, MemberCall, void};
use crate::problem::Problem;
use crate::v1::fields::{bad, given, maybe_text, needed, text};

const TYPE: &str = "archiveType";
const IDS: &str = "ids";

/// The invoices.
pub(crate) async fn bills(call: MemberCall) -> Answer {
    begin(&call, Kind::Bill).await
}

/// The credit notes.
pub(crate) async fn refunds(call: MemberCall) -> Answer {
    begin(&call, Kind::Refund).await
}

async fn begin(call: &MemberCall, kind: Kind) -> Answer {
    let fields = call.fields()?;
    match text(TYPE, needed(&fields, TYPE)?)? {
        "zip" => {}
        "csv" => return Err(bad(TYPE, "an archive is made as zip; the figures are in the list itself")),
        other => return Err(Problem::not_a(TYPE, other, "billing.ArchiveTypeEnum")),
    }
    let day = |name: &str| -> Result<Option<Date>, Problem> {
        maybe_text(&fields, name)?.map(|text| call.day(name, text)).transpose()
    };
    let only = match given(&fields, IDS) {
        None => Vec::new(),
        Some(ids) => {
            let ids = ids.as_array().ok_or_else(|| bad(IDS, "a list is expected"))?;
            let ids = ids.iter().map(|id| text(IDS, id).map(str::to_owned));
            ids.collect::<Result<Vec<_>, _>>()?
        }
    };
    let most = ExportKind::Archive.most();
    if i64::try_from(only.len()).is_ok_and(|count| count > most) {
        return Err(bad(IDS, &format!("at most {most} at once")));
    }
    let query = InvoiceQuery {
        filter: kind.filter(),
        from: day("startDate")?,
        until: day("endDate")?,
        only,
        ..InvoiceQuery::default()
    };
    let account = &call.account;
    match exports::ask(call.cx(), account.id, ExportKind::Archive, query, account.locale).await {
        Ok(_) => void(),
        Err(error @ BeginError::Nothing) => Err(bad(IDS, &error.to_string())),
        Err(BeginError::TooLarge) => {
            Err(bad("startDate", &format!("more than the {most} documents that one archive holds")))
        }
        Err(BeginError::TooMany) => Err(bad(TYPE, "others are still being made: their e-mails come first")),
        Err(BeginError::Db(error)) => Err(error.into()),
    }
}
