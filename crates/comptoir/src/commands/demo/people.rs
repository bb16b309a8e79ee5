//! The people of the demonstration: a customer of each kind of place, and a member of staff of each role.

use accounts::nic::{self, NicSuffix};
use accounts::sign_up::{self, NewSignUp, OneTimeCode, SignUpError};
use accounts::staff::{self, NewStaff, Role};
use accounts::{ContactForm, CustomerToken, EmailAddress, Passwords, logins};
use anyhow::Context;
use db::Db;
use jurisdictions::Jurisdictions;
use kernel::{AccountId, AccountType, Country, Locale, Random, Secret, Timestamp};

/// A customer who is there from the start.
pub(super) struct Customer {
    /// What to sign in with.
    pub(super) email: &'static str,
    /// The password, printed at the start.
    pub(super) password: &'static str,
    /// Where, for people.
    pub(super) place: &'static str,
    country: &'static str,
    locale: Locale,
    kind: AccountType,
    contact: [&'static str; 8],
}

/// A member of staff who is there from the start.
pub(super) struct Member {
    /// What to sign in with.
    pub(super) email: &'static str,
    /// The password, printed at the start.
    pub(super) password: &'static str,
    /// What the member may do.
    pub(super) role: Role,
    name: &'static str,
}

/// First name, family name, organisation, VAT number, address, postal code, town, telephone.
pub(super) const CUSTOMERS: [Customer; 3] = [
    Customer {
        email: "chloe@client.example",
        password: "Passerelle-42-bleue",
        place: "France",
        country: "FR",
        locale: Locale::Fr,
        kind: AccountType::Individual,
        contact: ["Chloé", "Marchand", "", "", "12 rue des Tanneurs", "59800", "Lille", "+33320000000"],
    },
    Customer {
        email: "marco@cliente.example",
        password: "Lanterna-27-verde",
        place: "Italia",
        country: "IT",
        locale: Locale::It,
        kind: AccountType::Corporation,
        contact: [
            "Marco",
            "Bellini",
            "Officina Demo Srl",
            "IT00000000000",
            "Via dei Tessitori 8",
            "20121",
            "Milano",
            "+39020000000",
        ],
    },
    Customer {
        email: "emily@client.example",
        password: "Traineau-63-boreal",
        place: "Québec",
        country: "CA",
        locale: Locale::En,
        kind: AccountType::Association,
        contact: [
            "Emily",
            "Tremblay",
            "Bibliothèque Demo",
            "",
            "400 rue Saint-Paul",
            "H2Y 1H4",
            "Montréal",
            "+15140000000",
        ],
    },
];

/// One who decides, one who only looks.
pub(super) const STAFF: [Member; 2] = [
    Member {
        email: "desk@staff.example",
        password: "Guichet-81-ouvert",
        role: Role::Desk,
        name: "Nadia Costa",
    },
    Member {
        email: "reader@staff.example",
        password: "Lunette-19-ronde",
        role: Role::Reader,
        name: "Ivo Lund",
    },
];

/// Makes those who are not there yet.
pub(super) async fn settle(
    db: &Db,
    now: Timestamp,
    random: &Random,
    passwords: &Passwords,
) -> anyhow::Result<()> {
    for customer in &CUSTOMERS {
        let email = EmailAddress::parse(customer.email).context("a demonstration address")?;
        let norm = email.norm().to_owned();
        let known = db.registry().read(move |tx| logins::find(tx, &norm)).await?;
        if !known.is_some_and(|login| login.is_confirmed) {
            open_account(db, now, random, passwords, customer, email).await.context(customer.email)?;
        }
    }
    for member in &STAFF {
        let email = EmailAddress::parse(member.email).context("a demonstration address")?;
        let known = email.clone();
        if db.registry().read(move |tx| staff::find(tx, &known)).await?.is_none() {
            let password_hash = passwords.hash(Secret::new(member.password.to_owned())).await?;
            let new = NewStaff {
                id: random.id(now),
                email,
                name: member.name.to_owned(),
                role: member.role,
                password_hash,
            };
            db.registry().write(move |tx| staff::create(tx, now, &new)).await?;
        }
    }
    Ok(())
}

/// Goes through the steps of a sign-up as a visitor would, knowing the code.
async fn open_account(
    db: &Db,
    now: Timestamp,
    random: &Random,
    passwords: &Passwords,
    customer: &Customer,
    email: EmailAddress,
) -> anyhow::Result<()> {
    let country = Country::parse(customer.country)?;
    let subsidiary =
        Jurisdictions::embedded().for_country(country).context("nobody serves the country")?.code;
    let account: AccountId = random.id(now);
    let token = CustomerToken::draw(random, account);
    let code = OneTimeCode::draw(random);
    let password_hash = passwords.hash(Secret::new(customer.password.to_owned())).await?;
    let new = NewSignUp {
        token: token.clone(),
        email: email.clone(),
        password_hash,
        country,
        subsidiary,
        locale: customer.locale,
        code: Some(code.clone()),
    };
    let (form, kind, visitor) = (form(customer), customer.kind, token.clone());
    let steps = db.account(account).write(move |tx| {
        sign_up::start(tx, now, &new)?;
        sign_up::verify(tx, now, &visitor, code.reveal())?;
        sign_up::choose_type(tx, now, &visitor, kind)?;
        sign_up::describe(tx, now, &visitor, &form)?;
        Ok::<_, SignUpError>(())
    });
    steps.await?;
    let suffix = NicSuffix::default();
    let [first_name, last_name, ..] = customer.contact;
    let nic =
        logins::claim(db, now, account, &email, || nic::draw(random, first_name, last_name, &suffix)).await?;
    db.account(account).write(move |tx| sign_up::complete(tx, now, &token, &nic)).await?;
    db.registry().write(move |tx| logins::confirm(tx, now, account)).await?;
    Ok(())
}

fn form(customer: &Customer) -> ContactForm {
    let [first_name, last_name, organisation, vat, address, zip, city, phone] =
        customer.contact.map(str::to_owned);
    ContactForm {
        first_name,
        last_name,
        organisation,
        vat,
        national_id: String::new(),
        address,
        zip,
        city,
        phone,
    }
}

#[cfg(test)]
mod tests {
    use accounts::{PersonalData, password};

    use super::*;

    #[test]
    fn the_demonstrations_people_would_be_let_in_by_the_forms() -> anyhow::Result<()> {
        for customer in &CUSTOMERS {
            let [first_name, last_name, organisation, ..] = customer.contact.map(str::to_owned);
            let owner = PersonalData::new(customer.email, [first_name, last_name, organisation]);
            assert_eq!(password::check(customer.password, &owner), Ok(()), "{}", customer.email);
            assert_eq!(
                form(customer).check(customer.kind, Country::parse(customer.country)?).err(),
                None,
                "{}",
                customer.email
            );
        }
        for member in &STAFF {
            let owner = PersonalData::new(member.email, [member.name.to_owned()]);
            assert_eq!(password::check(member.password, &owner), Ok(()), "{}", member.email);
        }
        Ok(())
    }
}
