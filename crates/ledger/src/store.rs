//! All SQL of the ledger.

use db::{AccountTx, AcrossTx, FromValue, Read, ToValue, Value, Write, sql};
use kernel::{AccountId, Currency, Money, Page, PageRequest, SubsidiaryCode};

use crate::posting::Leg;
use crate::{Audited, Cursor, LedgerAccount, NewPosting, PostingCode, StatementLine, TrialLine, audit};

/// Writes the posting's row; `false` when the fact is known.
pub(crate) fn insert(
    tx: &mut AccountTx,
    posting: &NewPosting,
    leg: i64,
    part: &Leg<'_>,
) -> Result<bool, db::Error> {
    // The account is locked, so its next place and its last balance are nobody else's to change.
    let written = tx.execute(
        sql!(
            "insert into postings (account_id, seq, cause, code, leg, subsidiary, currency, change_minor,
                balance_minor, posted_on, posted_at)
             values ($1, coalesce((select max(seq) from postings where account_id = $1), 0) + 1,
                $2, $3, $4, $5, $6, $7,
                coalesce((select balance_minor from postings where account_id = $1 and currency = $6
                    order by seq desc limit 1), 0) + $7, $8, $9)
             on conflict (account_id, cause, code, leg) do nothing"
        ),
        &[
            &posting.cause,
            &posting.code,
            &leg,
            &posting.subsidiary,
            &part.currency,
            &part.change.minor(),
            &posting.on,
            &posting.at,
        ],
    )?;
    Ok(written > 0)
}

/// Writes the entries of the posting that was just written: the account's last.
pub(crate) fn insert_entries(tx: &mut AccountTx, lines: &[(&LedgerAccount, Money)]) -> Result<(), db::Error> {
    let lines: Vec<(i64, String, i64)> =
        (0..).zip(lines).map(|(line, (account, amount))| (line, account.code(), amount.minor())).collect();
    let rows: Vec<[&dyn ToValue; 3]> =
        lines.iter().map(|(line, account, minor)| [line as &dyn ToValue, account, minor]).collect();
    let rows: Vec<&[&dyn ToValue]> = rows.iter().map(<[_; 3]>::as_slice).collect();
    tx.send_rows(
        sql!(
            "insert into entries (account_id, seq, line, ledger_account, minor)
             values ($1, (select max(seq) from postings where account_id = $1), $2, $3, $4)"
        ),
        &rows,
    )
}

/// The lines written for a cause and code, in the order they were told.
///
/// # Errors
/// [`db::Error`].
pub fn lines_of(
    tx: &mut AccountTx,
    cause: &str,
    code: PostingCode,
) -> Result<Vec<(LedgerAccount, Money)>, db::Error> {
    tx.query(
        sql!(
            "select e.ledger_account, e.minor, p.currency
             from postings p join entries e on e.account_id = p.account_id and e.seq = p.seq
             where p.account_id = $1 and p.cause = $2 and p.code = $3
             order by p.leg, e.line"
        ),
        &[&cause, &code],
        |row| Ok((row.get(0)?, db::money(row, 1, 2)?)),
    )
}

/// The customer's balance in `currency`: positive is owed to us, negative is money we hold.
///
/// # Errors
/// [`db::Error`].
pub fn balance(tx: &mut AccountTx, currency: Currency) -> Result<Money, db::Error> {
    let minor = tx.query_opt(
        sql!(
            "select balance_minor from postings
             where account_id = $1 and currency = $2 order by seq desc limit 1"
        ),
        &[&currency],
        |row| row.get::<i64>(0),
    )?;
    Ok(Money::new(minor.unwrap_or(0), currency))
}

/// The customer's balance in each currency of the books.
///
/// # Errors
/// [`db::Error`].
pub fn balances(tx: &mut AccountTx) -> Result<Vec<Money>, db::Error> {
    tx.query(
        sql!(
            "select p.balance_minor, p.currency from postings p
             where p.account_id = $1 and p.seq in
                (select max(seq) from postings where account_id = $1 group by currency)
             order by p.currency"
        ),
        &[],
        |row| db::money(row, 0, 1),
    )
}

/// The balance of one account of the ledger, debit positive: what a customer has in credit, for example.
///
/// # Errors
/// [`db::Error`].
pub fn account_balance(
    tx: &mut AccountTx,
    account: &LedgerAccount,
    currency: Currency,
) -> Result<Money, db::Error> {
    let minor = tx.query_one(
        sql!(
            "select cast(coalesce(sum(e.minor), 0) as bigint)
             from postings p join entries e on e.account_id = p.account_id and e.seq = p.seq
             where p.account_id = $1 and p.currency = $2 and e.ledger_account = $3"
        ),
        &[&currency, &account.code()],
        |row| row.get::<i64>(0),
    )?;
    Ok(Money::new(minor, currency))
}

/// The customer's statement, newest first: what changed the balance, and the balance after it.
///
/// # Errors
/// [`db::Error`].
pub fn statement(tx: &mut AccountTx, request: &PageRequest) -> Result<Page<StatementLine>, db::Error> {
    let before = request.after.as_deref().and_then(|key| key.parse().ok()).unwrap_or(i64::MAX);
    let lines = tx.query(
        sql!(
            "select seq, cause, code, posted_on, posted_at, change_minor, balance_minor, currency
             from postings
             where account_id = $1 and seq < $2 and change_minor <> 0
             order by seq desc limit $3"
        ),
        &[&before, &request.probe()],
        |row| {
            Ok(StatementLine {
                seq: row.get(0)?,
                cause: row.get(1)?,
                code: row.get(2)?,
                on: row.get(3)?,
                at: row.get(4)?,
                change: db::money(row, 5, 7)?,
                balance: db::money(row, 6, 7)?,
            })
        },
    )?;
    Ok(Page::of(lines, request, |line| line.seq.to_string()))
}

/// The trial balance of a subsidiary's books: debits and credits by account and currency.
///
/// # Errors
/// [`db::Error`].
pub fn trial_balance(tx: &mut AcrossTx, subsidiary: SubsidiaryCode) -> Result<Vec<TrialLine>, db::Error> {
    tx.query(
        sql!(
            "select e.ledger_account, p.currency,
                cast(sum(case when e.minor > 0 then e.minor else 0 end) as bigint),
                cast(sum(case when e.minor < 0 then -e.minor else 0 end) as bigint)
             from postings p join entries e on e.account_id = p.account_id and e.seq = p.seq
             where p.subsidiary = $1
             group by e.ledger_account, p.currency
             order by e.ledger_account, p.currency"
        ),
        &[&subsidiary],
        |row| {
            Ok(TrialLine {
                account: row.get(0)?,
                debit: db::money(row, 2, 1)?,
                credit: db::money(row, 3, 1)?,
            })
        },
    )
}

/// What the books say about one cause, summed over its postings.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct CauseTotals {
    /// Debited to the receivable: what was invoiced.
    pub receivable: i64,
    /// Credited to the receivable: what was settled.
    pub settled: i64,
    /// Credited to revenue.
    pub revenue: i64,
    /// Credited to all taxes together.
    pub tax: i64,
    /// Debited to what credit notes left with us: used, or less than nothing where it was left.
    pub credit: i64,
}

/// What the books of `account` say about `cause`, in minor units, together with the credit it used later: postings
/// whose cause is `<cause>/credit/<credit note>`.
///
/// # Errors
/// [`db::Error`].
pub fn cause_totals(tx: &mut AcrossTx, account: AccountId, cause: &str) -> Result<CauseTotals, db::Error> {
    tx.query_one(
        sql!(
            "select
                cast(coalesce(sum(case when e.ledger_account = 'receivable' and e.minor > 0
                    then e.minor else 0 end), 0) as bigint),
                cast(coalesce(sum(case when e.ledger_account = 'receivable' and e.minor < 0
                    then -e.minor else 0 end), 0) as bigint),
                cast(coalesce(sum(case when e.ledger_account = 'revenue' then -e.minor else 0 end), 0)
                    as bigint),
                cast(coalesce(sum(case when e.ledger_account like 'tax:%' then -e.minor else 0 end), 0)
                    as bigint),
                cast(coalesce(sum(case when e.ledger_account = 'credit_notes' then e.minor else 0 end), 0)
                    as bigint)
             from postings p join entries e on e.account_id = p.account_id and e.seq = p.seq
             where p.account_id = $1
                and (p.cause = $2 or (p.cause >= $2 || '/credit/' and p.cause < $2 || '/credit0'))"
        ),
        &[&account, &cause],
        |row| {
            Ok(CauseTotals {
                receivable: row.get(0)?,
                settled: row.get(1)?,
                revenue: row.get(2)?,
                tax: row.get(3)?,
                credit: row.get(4)?,
            })
        },
    )
}

/// The next postings of all accounts after `after`, summed for the audit, in the order of [`Cursor`].
///
/// # Errors
/// [`db::Error`].
pub fn walk(tx: &mut AcrossTx, after: Option<Cursor>, limit: u32) -> Result<Vec<Audited>, db::Error> {
    let after = after.unwrap_or(audit::BEFORE_ALL);
    tx.query(
        sql!(
            "select p.account_id, p.seq, p.cause, p.currency, p.change_minor, p.balance_minor,
                cast(coalesce(sum(e.minor), 0) as bigint),
                cast(coalesce(sum(case when e.ledger_account in ('receivable', 'customer_credit', 'credit_notes')
                    then e.minor else 0 end), 0) as bigint),
                count(e.line)
             from (select account_id, seq, cause, currency, change_minor, balance_minor from postings
                where (account_id, seq) > ($1, $2) order by account_id, seq limit $3) p
             left join entries e on e.account_id = p.account_id and e.seq = p.seq
             group by p.account_id, p.seq, p.cause, p.currency, p.change_minor, p.balance_minor
             order by p.account_id, p.seq"
        ),
        &[&after.account, &after.seq, &limit],
        |row| {
            Ok(Audited {
                at: Cursor { account: row.get(0)?, seq: row.get(1)? },
                cause: row.get(2)?,
                currency: row.get(3)?,
                change: row.get(4)?,
                balance: row.get(5)?,
                entries_sum: row.get(6)?,
                customers_sum: row.get(7)?,
                entries_count: row.get(8)?,
            })
        },
    )
}

impl ToValue for PostingCode {
    fn to_value(&self) -> Value<'_> {
        Value::Text(self.code().into())
    }
}

impl FromValue for PostingCode {
    fn from_value(value: Value<'_>) -> Result<PostingCode, String> {
        PostingCode::parse(&String::from_value(value)?).map_err(|error| error.to_string())
    }
}

impl FromValue for LedgerAccount {
    fn from_value(value: Value<'_>) -> Result<LedgerAccount, String> {
        LedgerAccount::parse(&String::from_value(value)?).map_err(|error| error.to_string())
    }
}
