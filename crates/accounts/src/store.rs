//! All SQL of accounts: the tables of one account, and the registries of logins, tries and staff.

mod api;
mod numbers;
mod oauth2;

pub(crate) use api::*;
pub(crate) use numbers::*;
pub(crate) use oauth2::*;

use db::{AccountTx, AcrossTx, Error, Read, RegistryTx, Row, Sql, Write, sql};
use kernel::{AccountId, Locale, SessionId, StaffId, Timestamp};

use crate::Account;
use crate::email::EmailAddress;
use crate::kept::KeptForm;
use crate::logins::{Login, LoginKind};
use crate::session::Session;
use crate::sign_up::SignUp;
use crate::staff::{Role, Staff, StaffSession};

/// A column of ours that holds what we never write.
fn unreadable(column: usize, name: &str, problem: &dyn std::fmt::Display) -> Error {
    Error::Column { column, name: name.to_owned(), problem: problem.to_string() }
}

// Accounts.

const ACCOUNT: Sql = sql!(
    "select account_id, nic, email, account_type, subsidiary, country, locale, first_name, last_name,
            organisation, vat, national_id, address, zip, city, phone, created_at, invoice_copies, paper_invoices,
            has_webhooks
       from accounts where account_id = $1"
);

pub(crate) fn fetch_account_ahead(tx: &mut AccountTx) -> Result<(), Error> {
    tx.fetch_ahead(ACCOUNT, &[])
}

pub(crate) fn account(tx: &mut AccountTx) -> Result<Option<Account>, Error> {
    tx.query_opt(ACCOUNT, &[], read_account)
}

/// Reads what [`ACCOUNT`] selects.
fn read_account(row: &Row<'_>) -> Result<Account, Error> {
    Ok(Account {
        id: row.get(0)?,
        nic: row.get(1)?,
        email: row.get(2)?,
        account_type: row.get(3)?,
        subsidiary: row.get(4)?,
        country: row.get(5)?,
        locale: row.get(6)?,
        first_name: row.get(7)?,
        last_name: row.get(8)?,
        organisation: row.get(9)?,
        vat: row.get(10)?,
        national_id: row.get(11)?,
        address: row.get(12)?,
        zip: row.get(13)?,
        city: row.get(14)?,
        phone: row.get(15)?,
        created_at: row.get(16)?,
        invoice_copies: row.get(17)?,
        paper_invoices: row.get(18)?,
        has_webhooks: row.get(19)?,
    })
}

pub(crate) fn insert_account(tx: &mut AccountTx, account: &Account) -> Result<(), Error> {
    let statement = sql!(
        "insert into accounts (account_id, nic, email, account_type, subsidiary, country, locale, first_name,
                last_name, organisation, vat, national_id, address, zip, city, phone, created_at)
         values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17)"
    );
    tx.execute(
        statement,
        &[
            &account.nic,
            &account.email,
            &account.account_type,
            &account.subsidiary,
            &account.country,
            &account.locale,
            &account.first_name,
            &account.last_name,
            &account.organisation,
            &account.vat,
            &account.national_id,
            &account.address,
            &account.zip,
            &account.city,
            &account.phone,
            &account.created_at,
        ],
    )?;
    Ok(())
}

pub(crate) fn set_invoice_copies(tx: &mut AccountTx, to: Option<&str>) -> Result<(), Error> {
    tx.execute(sql!("update accounts set invoice_copies = $2 where account_id = $1"), &[&to])?;
    Ok(())
}

pub(crate) fn set_paper_invoices(tx: &mut AccountTx, wants: bool) -> Result<(), Error> {
    tx.execute(sql!("update accounts set paper_invoices = $2 where account_id = $1"), &[&wants])?;
    Ok(())
}

pub(crate) fn set_has_webhooks(tx: &mut AccountTx, has: bool) -> Result<(), Error> {
    tx.execute(sql!("update accounts set has_webhooks = $2 where account_id = $1"), &[&has])?;
    Ok(())
}

pub(crate) fn set_locale(tx: &mut AccountTx, locale: Locale) -> Result<(), Error> {
    tx.execute(sql!("update accounts set locale = $2 where account_id = $1"), &[&locale])?;
    Ok(())
}

// Sign-ups.

pub(crate) fn sign_up(tx: &mut AccountTx) -> Result<Option<SignUp>, Error> {
    let statement = sql!(
        "select account_id, secret_hash, email, password_hash, country, subsidiary, locale, code_hash,
                code_sent_at, code_tries, codes_sent, verified_at, account_type, contact, started_at, expires_at,
                closed_at
           from sign_ups where account_id = $1"
    );
    tx.query_opt(statement, &[], read_sign_up)
}

fn read_sign_up(row: &Row<'_>) -> Result<SignUp, Error> {
    let email: String = row.get(2)?;
    let contact: Option<String> = row.get(13)?;
    let closed_at: Option<Timestamp> = row.get(16)?;
    Ok(SignUp {
        account: row.get(0)?,
        secret_hash: row.get(1)?,
        email: EmailAddress::parse(&email).map_err(|error| unreadable(2, "email", &error))?,
        password_hash: row.get(3)?,
        country: row.get(4)?,
        subsidiary: row.get(5)?,
        locale: row.get(6)?,
        code_hash: row.get(7)?,
        code_sent_at: row.get(8)?,
        code_tries: row.get(9)?,
        codes_sent: row.get(10)?,
        verified_at: row.get(11)?,
        account_type: row.get(12)?,
        contact: contact
            .map(|json| serde_json::from_str(&json))
            .transpose()
            .map_err(|error| unreadable(13, "contact", &error))?,
        started_at: row.get(14)?,
        expires_at: row.get(15)?,
        is_closed: closed_at.is_some(),
    })
}

pub(crate) fn insert_sign_up(tx: &mut AccountTx, sign_up: &SignUp) -> Result<(), Error> {
    let statement = sql!(
        "insert into sign_ups (account_id, secret_hash, email, password_hash, country, subsidiary, locale,
                code_hash, code_sent_at, code_tries, codes_sent, started_at, expires_at)
         values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13)"
    );
    tx.execute(
        statement,
        &[
            &sign_up.secret_hash,
            &sign_up.email.as_str(),
            &sign_up.password_hash,
            &sign_up.country,
            &sign_up.subsidiary,
            &sign_up.locale,
            &sign_up.code_hash,
            &sign_up.code_sent_at,
            &sign_up.code_tries,
            &sign_up.codes_sent,
            &sign_up.started_at,
            &sign_up.expires_at,
        ],
    )?;
    Ok(())
}

pub(crate) fn update_sign_up(tx: &mut AccountTx, sign_up: &SignUp) -> Result<(), Error> {
    let contact = sign_up.contact.as_ref().map(serde_json::to_string).transpose();
    let contact = contact.map_err(|error| unreadable(13, "contact", &error))?;
    let statement = sql!(
        "update sign_ups set email = $2, code_hash = $3, code_sent_at = $4, code_tries = $5, codes_sent = $6,
                verified_at = $7, account_type = $8, contact = $9, password_hash = $10, country = $11,
                subsidiary = $12, locale = $13
          where account_id = $1"
    );
    tx.execute(
        statement,
        &[
            &sign_up.email.as_str(),
            &sign_up.code_hash,
            &sign_up.code_sent_at,
            &sign_up.code_tries,
            &sign_up.codes_sent,
            &sign_up.verified_at,
            &sign_up.account_type,
            &contact,
            &sign_up.password_hash,
            &sign_up.country,
            &sign_up.subsidiary,
            &sign_up.locale,
        ],
    )?;
    Ok(())
}

/// Ends the sign-up: no code, no password and no contact data stay behind.
pub(crate) fn close_sign_up(tx: &mut AccountTx, now: Timestamp) -> Result<(), Error> {
    let statement = sql!(
        "update sign_ups set closed_at = $2, password_hash = '', code_hash = null, contact = null
          where account_id = $1 and closed_at is null"
    );
    tx.execute(statement, &[&now])?;
    Ok(())
}

pub(crate) fn forget_sign_up(tx: &mut AccountTx, now: Timestamp) -> Result<(), Error> {
    tx.execute(sql!("delete from sign_ups where account_id = $1 and expires_at <= $2"), &[&now])?;
    Ok(())
}

pub(crate) fn expired_sign_ups(
    tx: &mut AcrossTx,
    now: Timestamp,
    limit: i64,
) -> Result<Vec<AccountId>, Error> {
    let statement =
        sql!("select account_id from sign_ups where expires_at <= $1 order by expires_at limit $2");
    tx.query(statement, &[&now, &limit], |row| row.get(0))
}

// Passwords and reset links.

pub(crate) fn password(tx: &mut AccountTx) -> Result<Option<String>, Error> {
    tx.query_opt(sql!("select password_hash from credentials where account_id = $1"), &[], |row| row.get(0))
}

pub(crate) fn set_password(tx: &mut AccountTx, now: Timestamp, hash: &str) -> Result<(), Error> {
    let statement = sql!(
        "insert into credentials (account_id, password_hash, set_at) values ($1, $2, $3)
         on conflict (account_id) do update set password_hash = excluded.password_hash, set_at = excluded.set_at"
    );
    tx.execute(statement, &[&hash, &now])?;
    Ok(())
}

/// The present hash and the former ones, all of which a new password must differ from.
pub(crate) fn passwords(tx: &mut AccountTx) -> Result<Vec<String>, Error> {
    let statement = sql!(
        "select password_hash from credentials where account_id = $1
         union all select password_hash from former_passwords where account_id = $1"
    );
    tx.query(statement, &[], |row| row.get(0))
}

/// Copies the present hash to the former ones and keeps the newest `former_max` of them.
pub(crate) fn retire_password(tx: &mut AccountTx, now: Timestamp, former_max: i64) -> Result<(), Error> {
    let retire = sql!(
        "insert into former_passwords (account_id, password_hash, replaced_at)
         select account_id, password_hash, cast($2 as timestamptz) from credentials where account_id = $1
         on conflict (account_id, password_hash) do nothing"
    );
    tx.execute(retire, &[&now])?;
    let trim = sql!(
        "delete from former_passwords
          where account_id = $1 and password_hash not in (
                select password_hash from former_passwords where account_id = $1
                 order by replaced_at desc limit $2)"
    );
    tx.execute(trim, &[&former_max])?;
    Ok(())
}

pub(crate) fn insert_reset(
    tx: &mut AccountTx,
    token_hash: &str,
    requested_at: Timestamp,
    expires_at: Timestamp,
) -> Result<(), Error> {
    let statement = sql!(
        "insert into password_resets (account_id, token_hash, requested_at, expires_at) values ($1, $2, $3, $4)"
    );
    tx.execute(statement, &[&token_hash, &requested_at, &expires_at])?;
    Ok(())
}

pub(crate) fn reset_expiry(tx: &mut AccountTx, token_hash: &str) -> Result<Option<Timestamp>, Error> {
    let statement = sql!("select expires_at from password_resets where account_id = $1 and token_hash = $2");
    tx.query_opt(statement, &[&token_hash], |row| row.get(0))
}

pub(crate) fn delete_resets(tx: &mut AccountTx) -> Result<(), Error> {
    tx.execute(sql!("delete from password_resets where account_id = $1"), &[])?;
    Ok(())
}

// Sessions and devices.

pub(crate) fn insert_session(tx: &mut AccountTx, session: &Session, token_hash: &str) -> Result<(), Error> {
    let statement = sql!(
        "insert into sessions (account_id, session_id, token_hash, opened_at, seen_at, expires_at, peer, agent)
         values ($1, $2, $3, $4, $5, $6, $7, $8)"
    );
    tx.execute(
        statement,
        &[
            &session.id,
            &token_hash,
            &session.opened_at,
            &session.seen_at,
            &session.expires_at,
            &session.peer,
            &session.agent,
        ],
    )?;
    Ok(())
}

pub(crate) fn session(tx: &mut AccountTx, token_hash: &str) -> Result<Option<Session>, Error> {
    let statement = sql!(
        "select account_id, session_id, opened_at, seen_at, expires_at, peer, agent
           from sessions where account_id = $1 and token_hash = $2"
    );
    tx.query_opt(statement, &[&token_hash], |row| {
        Ok(Session {
            account: row.get(0)?,
            id: row.get(1)?,
            opened_at: row.get(2)?,
            seen_at: row.get(3)?,
            expires_at: row.get(4)?,
            peer: row.get(5)?,
            agent: row.get(6)?,
        })
    })
}

pub(crate) fn touch_session(tx: &mut AccountTx, now: Timestamp, id: SessionId) -> Result<(), Error> {
    let statement = sql!("update sessions set seen_at = $3 where account_id = $1 and session_id = $2");
    tx.execute(statement, &[&id, &now])?;
    Ok(())
}

pub(crate) fn delete_session(tx: &mut AccountTx, token_hash: &str) -> Result<(), Error> {
    tx.execute(sql!("delete from sessions where account_id = $1 and token_hash = $2"), &[&token_hash])?;
    Ok(())
}

pub(crate) fn delete_sessions(tx: &mut AccountTx) -> Result<(), Error> {
    tx.execute(sql!("delete from sessions where account_id = $1"), &[])?;
    Ok(())
}

pub(crate) fn forget_sessions(
    tx: &mut AccountTx,
    now: Timestamp,
    idle_since: Timestamp,
) -> Result<(), Error> {
    let statement =
        sql!("delete from sessions where account_id = $1 and (expires_at <= $2 or seen_at <= $3)");
    tx.execute(statement, &[&now, &idle_since])?;
    Ok(())
}

/// Whether the device was known; it then counts as seen now.
pub(crate) fn see_device(tx: &mut AccountTx, now: Timestamp, device_hash: &str) -> Result<bool, Error> {
    let statement = sql!("update devices set last_seen_at = $3 where account_id = $1 and device_hash = $2");
    Ok(tx.execute(statement, &[&device_hash, &now])? == 1)
}

pub(crate) fn insert_device(tx: &mut AccountTx, now: Timestamp, device_hash: &str) -> Result<(), Error> {
    let statement = sql!(
        "insert into devices (account_id, device_hash, first_seen_at, last_seen_at) values ($1, $2, $3, $3)"
    );
    tx.execute(statement, &[&device_hash, &now])?;
    Ok(())
}

pub(crate) fn trim_devices(tx: &mut AccountTx, devices_max: i64) -> Result<(), Error> {
    let statement = sql!(
        "delete from devices
          where account_id = $1 and device_hash not in (
                select device_hash from devices where account_id = $1
                 order by last_seen_at desc, device_hash limit $2)"
    );
    tx.execute(statement, &[&devices_max])?;
    Ok(())
}

// The registry of logins.

fn read_login(row: &Row<'_>) -> Result<Login, Error> {
    let confirmed_at: Option<Timestamp> = row.get(3)?;
    Ok(Login {
        login: row.get(0)?,
        account: row.get(1)?,
        claimed_at: row.get(2)?,
        is_confirmed: confirmed_at.is_some(),
    })
}

pub(crate) fn login(tx: &mut RegistryTx, login: &str) -> Result<Option<Login>, Error> {
    let statement = sql!("select login, account_id, claimed_at, confirmed_at from logins where login = $1");
    tx.query_opt(statement, &[&login], read_login)
}

/// The login of this kind that an account has.
pub(crate) fn login_of(
    tx: &mut RegistryTx,
    account: AccountId,
    kind: LoginKind,
) -> Result<Option<String>, Error> {
    let statement = sql!("select login from logins where account_id = $1 and kind = $2");
    tx.query_opt(statement, &[&account, &kind.code()], |row| row.get(0))
}

/// Claims a login; false when the login or the account's place for one of this kind is taken.
pub(crate) fn claim_login(
    tx: &mut RegistryTx,
    now: Timestamp,
    login: &str,
    kind: LoginKind,
    account: AccountId,
) -> Result<bool, Error> {
    let statement = sql!(
        "insert into logins (login, kind, account_id, claimed_at) values ($1, $2, $3, $4) on conflict do nothing"
    );
    Ok(tx.execute(statement, &[&login, &kind.code(), &account, &now])? == 1)
}

pub(crate) fn confirm_logins(tx: &mut RegistryTx, now: Timestamp, account: AccountId) -> Result<(), Error> {
    let statement =
        sql!("update logins set confirmed_at = $2 where account_id = $1 and confirmed_at is null");
    tx.execute(statement, &[&account, &now])?;
    Ok(())
}

pub(crate) fn release_logins(
    tx: &mut RegistryTx,
    account: AccountId,
    claimed_before: Timestamp,
) -> Result<(), Error> {
    let statement =
        sql!("delete from logins where account_id = $1 and confirmed_at is null and claimed_at <= $2");
    tx.execute(statement, &[&account, &claimed_before])?;
    Ok(())
}

pub(crate) fn unconfirmed_logins(
    tx: &mut AcrossTx,
    claimed_before: Timestamp,
    limit: i64,
) -> Result<Vec<Login>, Error> {
    let statement = sql!(
        "select login, account_id, claimed_at, confirmed_at from logins
          where confirmed_at is null and claimed_at <= $1 order by claimed_at, login limit $2"
    );
    tx.query(statement, &[&claimed_before, &limit], read_login)
}

// The form of a browser.

pub(crate) fn keep_form(tx: &mut AccountTx, now: Timestamp, form: &KeptForm) -> Result<(), Error> {
    let statement = sql!(
        "insert into kept_forms (account_id, owner, place, fields, kept_at) values ($1, $2, $3, $4, $5)
         on conflict (account_id) do update
            set owner = excluded.owner, place = excluded.place, fields = excluded.fields,
                kept_at = excluded.kept_at"
    );
    tx.execute(statement, &[&form.owner, &form.place, &form.fields, &now])?;
    Ok(())
}

pub(crate) fn kept_form(tx: &mut AccountTx) -> Result<Option<(KeptForm, Timestamp)>, Error> {
    let statement = sql!("select owner, place, fields, kept_at from kept_forms where account_id = $1");
    tx.query_opt(statement, &[], |row| {
        let form = KeptForm { owner: row.get(0)?, place: row.get(1)?, fields: row.get(2)? };
        Ok((form, row.get(3)?))
    })
}

pub(crate) fn delete_kept_form(tx: &mut AccountTx) -> Result<(), Error> {
    tx.execute(sql!("delete from kept_forms where account_id = $1"), &[])?;
    Ok(())
}

pub(crate) fn old_kept_forms(
    tx: &mut AcrossTx,
    before: Timestamp,
    limit: i64,
) -> Result<Vec<AccountId>, Error> {
    let statement = sql!("select account_id from kept_forms where kept_at <= $1 order by kept_at limit $2");
    tx.query(statement, &[&before, &limit], |row| row.get(0))
}

// The registry of tries.

/// Counts one use; answers when the window opened and how many uses it has seen.
pub(crate) fn count_use(
    tx: &mut RegistryTx,
    now: Timestamp,
    since: Timestamp,
    name: &str,
    subject: &str,
) -> Result<(Timestamp, i64), Error> {
    let statement = sql!(
        "insert into tries (name, subject, window_at, uses) values ($1, $2, $3, 1)
         on conflict (name, subject) do update set
            uses = case when tries.window_at <= $4 then 1 else tries.uses + 1 end,
            window_at = case when tries.window_at <= $4 then excluded.window_at else tries.window_at end
         returning window_at, uses"
    );
    tx.query_one(statement, &[&name, &subject, &now, &since], |row| Ok((row.get(0)?, row.get(1)?)))
}

pub(crate) fn clear_uses(tx: &mut RegistryTx, name: &str, subject: &str) -> Result<(), Error> {
    tx.execute(sql!("delete from tries where name = $1 and subject = $2"), &[&name, &subject])?;
    Ok(())
}

pub(crate) fn sweep_uses(tx: &mut RegistryTx, before: Timestamp) -> Result<u64, Error> {
    tx.execute(sql!("delete from tries where window_at <= $1"), &[&before])
}

// The registry of staff.

fn read_staff(row: &Row<'_>, from: usize) -> Result<Staff, Error> {
    let email: String = row.get(from + 1)?;
    let role: String = row.get(from + 3)?;
    Ok(Staff {
        id: row.get(from)?,
        email: EmailAddress::parse(&email).map_err(|error| unreadable(from + 1, "email", &error))?,
        name: row.get(from + 2)?,
        role: Role::parse(&role).ok_or_else(|| unreadable(from + 3, "role", &role))?,
        created_at: row.get(from + 4)?,
        disabled_at: row.get(from + 5)?,
    })
}

pub(crate) fn insert_staff(tx: &mut RegistryTx, staff: &Staff, password_hash: &str) -> Result<(), Error> {
    let statement = sql!(
        "insert into staff (staff_id, email, name, role, password_hash, created_at)
         values ($1, $2, $3, $4, $5, $6)"
    );
    let role = staff.role.code();
    let params: &[&dyn db::ToValue] =
        &[&staff.id, &staff.email.norm(), &staff.name, &role, &password_hash, &staff.created_at];
    tx.execute(statement, params)?;
    Ok(())
}

pub(crate) fn staff_by_email(tx: &mut RegistryTx, norm: &str) -> Result<Option<Staff>, Error> {
    let statement =
        sql!("select staff_id, email, name, role, created_at, disabled_at from staff where email = $1");
    tx.query_opt(statement, &[&norm], |row| read_staff(row, 0))
}

pub(crate) fn staff_if_password(
    tx: &mut RegistryTx,
    staff: StaffId,
    password_hash: &str,
) -> Result<Option<Staff>, Error> {
    let statement = sql!(
        "select staff_id, email, name, role, created_at, disabled_at from staff
          where staff_id = $1 and password_hash = $2"
    );
    tx.query_opt(statement, &[&staff, &password_hash], |row| read_staff(row, 0))
}

pub(crate) fn staff_list(tx: &mut RegistryTx) -> Result<Vec<Staff>, Error> {
    let statement = sql!(
        "select staff_id, email, name, role, created_at, disabled_at from staff order by email limit 1000"
    );
    tx.query(statement, &[], |row| read_staff(row, 0))
}

/// The id and hash of a member who is not disabled.
pub(crate) fn staff_password(tx: &mut RegistryTx, norm: &str) -> Result<Option<(StaffId, String)>, Error> {
    let statement =
        sql!("select staff_id, password_hash from staff where email = $1 and disabled_at is null");
    tx.query_opt(statement, &[&norm], |row| Ok((row.get(0)?, row.get(1)?)))
}

pub(crate) fn set_staff_password(tx: &mut RegistryTx, staff: StaffId, hash: &str) -> Result<(), Error> {
    tx.execute(sql!("update staff set password_hash = $2 where staff_id = $1"), &[&staff, &hash])?;
    Ok(())
}

pub(crate) fn set_staff_role(tx: &mut RegistryTx, staff: StaffId, role: Role) -> Result<(), Error> {
    tx.execute(sql!("update staff set role = $2 where staff_id = $1"), &[&staff, &role.code()])?;
    Ok(())
}

pub(crate) fn disable_staff(tx: &mut RegistryTx, now: Timestamp, staff: StaffId) -> Result<(), Error> {
    let statement = sql!("update staff set disabled_at = $2 where staff_id = $1 and disabled_at is null");
    tx.execute(statement, &[&staff, &now])?;
    Ok(())
}

pub(crate) fn insert_staff_session(
    tx: &mut RegistryTx,
    session: &StaffSession,
    token_hash: &str,
) -> Result<(), Error> {
    let statement = sql!(
        "insert into staff_sessions (staff_id, session_id, token_hash, opened_at, seen_at, expires_at, peer, agent)
         values ($1, $2, $3, $4, $5, $6, $7, $8)"
    );
    tx.execute(
        statement,
        &[
            &session.staff,
            &session.id,
            &token_hash,
            &session.opened_at,
            &session.seen_at,
            &session.expires_at,
            &session.peer,
            &session.agent,
        ],
    )?;
    Ok(())
}

pub(crate) fn staff_session(
    tx: &mut RegistryTx,
    staff: StaffId,
    token_hash: &str,
) -> Result<Option<(Staff, StaffSession)>, Error> {
    let statement = sql!(
        "select staff.staff_id, staff.email, staff.name, staff.role, staff.created_at, staff.disabled_at,
                s.session_id, s.opened_at, s.seen_at, s.expires_at, s.peer, s.agent
           from staff_sessions s join staff on staff.staff_id = s.staff_id
          where s.staff_id = $1 and s.token_hash = $2"
    );
    tx.query_opt(statement, &[&staff, &token_hash], |row| {
        let staff = read_staff(row, 0)?;
        let session = StaffSession {
            id: row.get(6)?,
            staff: staff.id,
            opened_at: row.get(7)?,
            seen_at: row.get(8)?,
            expires_at: row.get(9)?,
            peer: row.get(10)?,
            agent: row.get(11)?,
        };
        Ok((staff, session))
    })
}

pub(crate) fn touch_staff_session(
    tx: &mut RegistryTx,
    now: Timestamp,
    staff: StaffId,
    id: SessionId,
) -> Result<(), Error> {
    let statement = sql!("update staff_sessions set seen_at = $3 where staff_id = $1 and session_id = $2");
    tx.execute(statement, &[&staff, &id, &now])?;
    Ok(())
}

pub(crate) fn delete_staff_session(
    tx: &mut RegistryTx,
    staff: StaffId,
    token_hash: &str,
) -> Result<(), Error> {
    let statement = sql!("delete from staff_sessions where staff_id = $1 and token_hash = $2");
    tx.execute(statement, &[&staff, &token_hash])?;
    Ok(())
}

pub(crate) fn delete_staff_sessions(tx: &mut RegistryTx, staff: StaffId) -> Result<(), Error> {
    tx.execute(sql!("delete from staff_sessions where staff_id = $1"), &[&staff])?;
    Ok(())
}

pub(crate) fn forget_staff_sessions(
    tx: &mut RegistryTx,
    staff: StaffId,
    now: Timestamp,
    idle_since: Timestamp,
) -> Result<(), Error> {
    let statement =
        sql!("delete from staff_sessions where staff_id = $1 and (expires_at <= $2 or seen_at <= $3)");
    tx.execute(statement, &[&staff, &now, &idle_since])?;
    Ok(())
}
