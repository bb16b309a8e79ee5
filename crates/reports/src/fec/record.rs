//! The lines of the file: eighteen columns in the order of A47 A-1, VII, each as the law wants it written. Pure.

use std::borrow::Cow;
use std::io::{self, Write};

use jurisdictions::Subsidiary;
use kernel::{Date, Money};
use ledger::PostingCode;

use super::chart::{Chart, Journal};
use super::{FecError, Line};

/// The columns, by the names the law gives them.
const COLUMNS: [&str; 18] = [
    "JournalCode",
    "JournalLib",
    "EcritureNum",
    "EcritureDate",
    "CompteNum",
    "CompteLib",
    "CompAuxNum",
    "CompAuxLib",
    "PieceRef",
    "PieceDate",
    "EcritureLib",
    "Debit",
    "Credit",
    "EcritureLet",
    "DateLet",
    "ValidDate",
    "Montantdevise",
    "Idevise",
];

/// Writes lines.
pub(super) struct Writer<'a, W> {
    subsidiary: &'a Subsidiary,
    chart: &'a Chart,
    out: &'a mut W,
}

impl<'a, W: Write> Writer<'a, W> {
    pub(super) fn new(subsidiary: &'a Subsidiary, chart: &'a Chart, out: &'a mut W) -> Writer<'a, W> {
        Writer { subsidiary, chart, out }
    }

    pub(super) fn heading(&mut self) -> io::Result<()> {
        self.line(&COLUMNS)
    }

    pub(super) fn flush(&mut self) -> io::Result<()> {
        self.out.flush()
    }

    /// Writes an entry under its number; answers the sum of its debits in minor units.
    pub(super) fn entry(&mut self, number: u64, lines: &[Line]) -> Result<i128, FecError> {
        let sum = |counts: fn(&i128) -> bool| -> i128 {
            lines.iter().map(|line| i128::from(line.minor)).filter(counts).sum()
        };
        let (debit, credit) = (sum(|minor| *minor > 0), sum(|minor| *minor < 0));
        if let Some(line) = lines.first().filter(|_| debit + credit != 0) {
            return Err(FecError::Unbalanced(line.cause.clone()));
        }
        let number = number.to_string();
        for line in lines {
            self.one(&number, line)?;
        }
        Ok(debit)
    }

    fn one(&mut self, number: &str, line: &Line) -> Result<(), FecError> {
        let expected = self.subsidiary.currency;
        if line.currency != expected {
            return Err(FecError::Currency { cause: line.cause.clone(), found: line.currency, expected });
        }
        let (reference, dated) = piece(line)?;
        let journal = Journal::of(line.code);
        let account = self.chart.name(&line.account);
        let gone = line.at.account.to_string();
        let (auxiliary, customer) = if account.is_of_customers {
            (field(line.nic.as_deref().unwrap_or(&gone)), field(&line.name))
        } else {
            (Cow::Borrowed(""), Cow::Borrowed(""))
        };
        // A sub-account and its name are given together or not at all.
        let customer = if customer.is_empty() { auxiliary.clone() } else { customer };
        let amount = |minor: i64| decimal(Money::new(minor, line.currency));
        let columns = [
            journal.code(),
            journal.label(),
            number,
            &day(line.at.on),
            account.number,
            account.label,
            &auxiliary,
            &customer,
            &field(reference),
            &day(dated),
            &words(line.code, reference),
            &amount(line.minor.max(0)),
            &amount(line.minor.min(0).saturating_neg()),
            "",
            "",
            &day(self.subsidiary.civil(line.at.at)),
            "",
            "",
        ];
        Ok(self.line(&columns)?)
    }

    fn line(&mut self, columns: &[&str; 18]) -> io::Result<()> {
        for (index, column) in columns.iter().enumerate() {
            if index > 0 {
                self.out.write_all(b"\t")?;
            }
            self.out.write_all(column.as_bytes())?;
        }
        self.out.write_all(b"\r\n")
    }
}

/// What proves an entry, and its date: the document of its number, or the payment or refund by its id.
fn piece(line: &Line) -> Result<(&str, Date), FecError> {
    if !line.is_document {
        let id = line.cause.rsplit('/').next().unwrap_or(&line.cause);
        return Ok((id, line.at.on));
    }
    let numbered = line.reference.as_deref().zip(line.issued_on);
    numbered.ok_or_else(|| FecError::Unnumbered(line.cause.clone()))
}

/// What happened, in French: the language the books are kept in (Code de commerce, art. R123-173).
fn words(code: PostingCode, reference: &str) -> String {
    let what = match code {
        PostingCode::PaymentReceived => "Paiement reçu",
        PostingCode::PaymentReturned => "Paiement repris par le prestataire",
        PostingCode::InvoiceIssued => "Facture",
        PostingCode::InvoiceSettled => "Règlement de la facture",
        PostingCode::CreditNoteIssued => "Avoir",
        PostingCode::CreditApplied => "Imputation d'avoir sur la facture",
        PostingCode::RefundDue => "Remboursement à effectuer",
        PostingCode::RefundSent => "Remboursement effectué",
        PostingCode::RefundFailed => "Remboursement non abouti",
    };
    match code {
        PostingCode::InvoiceIssued
        | PostingCode::InvoiceSettled
        | PostingCode::CreditNoteIssued
        | PostingCode::CreditApplied => {
            format!("{what} {}", clean(reference))
        }
        PostingCode::PaymentReceived
        | PostingCode::PaymentReturned
        | PostingCode::RefundDue
        | PostingCode::RefundSent
        | PostingCode::RefundFailed => what.to_owned(),
    }
}

/// A date as the law writes it: `20261231` (A47 A-1, VI).
pub(super) fn day(on: Date) -> String {
    format!("{:04}{:02}{:02}", on.year(), on.month(), on.day())
}

/// An amount with a comma, its decimals and nothing between thousands (A47 A-1, VI).
fn decimal(amount: Money) -> String {
    amount.to_decimal().replace('.', ",")
}

/// A text that stays in its column, and that a spreadsheet does not compute (OWASP, CSV injection).
fn field(text: &str) -> Cow<'_, str> {
    let text = clean(text);
    if text.starts_with(['=', '+', '-', '@']) { format!("'{text}").into() } else { text }
}

/// Without what ends a column or a line, or cannot be seen; without blanks around it.
fn clean(text: &str) -> Cow<'_, str> {
    let text = text.trim();
    let is_blank = |c: char| c.is_control() || matches!(c, '\u{2028}' | '\u{2029}');
    if text.contains(is_blank) {
        text.replace(is_blank, " ")
            .split(' ')
            .filter(|word| !word.is_empty())
            .collect::<Vec<_>>()
            .join(" ")
            .into()
    } else {
        text.into()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::fec::Place;
    use jurisdictions::Jurisdictions;
    use kernel::{AccountId, Currency, SubsidiaryCode, Timestamp};
    use ledger::LedgerAccount;

    fn line(account: LedgerAccount, minor: i64) -> Line {
        Line {
            at: Place {
                on: Date::constant(2026, 1, 15),
                // Half an hour before midnight in London is the next day in Paris.
                at: "2026-01-15T23:30:00Z".parse::<Timestamp>().unwrap(),
                account: AccountId::from_uuid(uuid::Uuid::nil()),
                seq: 1,
            },
            cause: "order/1".to_owned(),
            code: PostingCode::InvoiceIssued,
            currency: Currency::EUR,
            nic: Some("am12345-ct".to_owned()),
            name: "=HYPERLINK(1)\tAda\r\nMartin".to_owned(),
            is_document: true,
            reference: Some("FR1".to_owned()),
            issued_on: Some(Date::constant(2026, 1, 16)),
            account,
            minor,
        }
    }

    fn written(lines: &[Line]) -> Result<String, FecError> {
        let france = Jurisdictions::embedded().get(SubsidiaryCode::parse("FR").unwrap()).unwrap();
        let (chart, mut out) = (Chart::default(), Vec::new());
        Writer::new(france, &chart, &mut out).entry(7, lines)?;
        Ok(String::from_utf8(out).unwrap())
    }

    #[test]
    fn a_line_has_eighteen_columns_that_names_cannot_leave() {
        let lines = [
            line(LedgerAccount::Receivable, 6_719),
            line(LedgerAccount::Revenue, -5_599),
            line(LedgerAccount::Tax("VAT".to_owned()), -1_120),
        ];
        let text = written(&lines).unwrap();
        let rows: Vec<Vec<&str>> =
            text.split_terminator("\r\n").map(|row| row.split('\t').collect()).collect();
        assert_eq!(
            rows[0],
            [
                "VE",
                "Ventes",
                "7",
                "20260115",
                "411000",
                "Clients",
                "am12345-ct",
                "'=HYPERLINK(1) Ada Martin",
                "FR1",
                "20260116",
                "Facture FR1",
                "67,19",
                "0,00",
                "",
                "",
                "20260116",
                "",
                "",
            ]
        );
        assert_eq!((rows[1][4], rows[1][6], rows[1][11], rows[1][12]), ("706000", "", "0,00", "55,99"));
        assert_eq!((rows[2][4], rows[2][12]), ("445710", "11,20"));
        assert_eq!(rows.len(), 3);
    }

    #[test]
    fn what_would_be_no_entry_is_refused() {
        let [one, other] = [line(LedgerAccount::Receivable, 5), line(LedgerAccount::Revenue, -4)];
        assert!(matches!(written(&[one.clone(), other]), Err(FecError::Unbalanced(_))));
        let both = |change: fn(Line) -> Line| {
            written(&[change(one.clone()), change(line(LedgerAccount::Revenue, -5))])
        };
        let unnumbered = both(|line| Line { reference: None, issued_on: None, ..line });
        assert!(matches!(unnumbered, Err(FecError::Unnumbered(cause)) if cause == "order/1"));
        let foreign = both(|line| Line { currency: Currency::CAD, ..line });
        assert!(matches!(foreign, Err(FecError::Currency { found: Currency::CAD, .. })));
    }

    #[test]
    fn an_account_that_is_gone_keeps_its_entries() {
        let [one, other] = [line(LedgerAccount::Receivable, 5), line(LedgerAccount::Revenue, -5)]
            .map(|line| Line { nic: None, name: String::new(), ..line });
        let text = written(&[one, other]).unwrap();
        let nil = uuid::Uuid::nil().to_string();
        assert!(text.contains(&format!("\t{nil}\t{nil}\t")), "{text}");
    }
}
