//! `comptoir staff add`: the first member of staff, and the next.

use std::io::Read;
use std::process::ExitCode;

use accounts::hasher::{Cost, Passwords};
use accounts::staff::{self, NewStaff, Role};
use accounts::{EmailAddress, PersonalData, password};
use anyhow::Context;
use kernel::{Clock, Random, Secret};

use super::open_database;
use crate::cli::Staff;
use crate::config::Config;

/// How many random bytes a password of ours has.
const PASSWORD_BYTES: usize = 15;

/// Adds a member.
pub(super) async fn run(question: Staff, config: &Config) -> anyhow::Result<ExitCode> {
    let Staff::Add { email, name, role, password_stdin } = question;
    let email = EmailAddress::parse(&email).context("--email")?;
    let roles = Role::ALL.map(|role| role.code()).join(", ");
    let role = Role::parse(&role).with_context(|| format!("--role is one of {roles}"))?;
    let random = Random::system();
    let typed = if password_stdin { Some(read_password()?) } else { None };
    let password = typed.clone().unwrap_or_else(|| made_password(&random));
    password::check(password.expose(), &PersonalData::new(email.as_str(), [name.clone()]))
        .map_err(|faults| anyhow::anyhow!("the password is not accepted: {faults:?}"))?;
    let hash = Passwords::new(Cost::PRODUCTION, 1, random.clone())?.hash(password.clone()).await?;
    let db = open_database(config).await?;
    let now = Clock::system().now();
    let new = NewStaff { id: random.id(now), email: email.clone(), name, role, password_hash: hash };
    let added = db.registry().write(move |tx| staff::create(tx, now, &new)).await;
    db.close().await;
    let member = added?;
    say!("{} <{}> may sign in at /desk as {}", member.name, email.as_str(), role.code());
    if typed.is_none() {
        say!("password: {}", password.expose());
    }
    Ok(ExitCode::SUCCESS)
}

fn read_password() -> anyhow::Result<Secret<String>> {
    let mut text = String::new();
    std::io::stdin().read_to_string(&mut text).context("the password cannot be read")?;
    Ok(Secret::new(text.trim_end_matches(['\r', '\n']).to_owned()))
}

/// A password that nobody guesses and that every rule accepts.
fn made_password(random: &Random) -> Secret<String> {
    let letters = "abcdefghjkmnpqrstuvwxyz";
    let mut text = String::from("K7-");
    for index in 0..PASSWORD_BYTES {
        if index % 5 == 4 {
            text.push('-');
        }
        let at = usize::try_from(random.below(letters.len() as u64)).unwrap_or(0);
        text.push_str(&letters[at..=at]);
    }
    Secret::new(text)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_password_of_ours_is_accepted() {
        let random = Random::seeded(1);
        let owner = PersonalData::new("ada@comptoir.example", ["Ada Lovelace".to_owned()]);
        for _ in 0..1000 {
            let password = made_password(&random);
            assert_eq!(password::check(password.expose(), &owner), Ok(()), "{}", password.expose());
        }
    }
}
