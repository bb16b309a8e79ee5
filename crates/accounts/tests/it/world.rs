//! What the tests stand on: a database, a clock, and the steps of a sign-up.

use std::net::IpAddr;

use accounts::device::Device;
use accounts::session::NewSession;
use accounts::sign_in::{Proof, SignInError, SignedIn};
use accounts::sign_up::{NewSignUp, OneTimeCode, SignUp, SignUpError, Verification};
use accounts::{
    Account, ContactForm, Cost, CustomerToken, EmailAddress, Limits, NicSuffix, Passwords, logins, nic,
    sign_in, sign_up,
};
use db::Db;
use kernel::{
    AccountId, AccountType, Clock, Country, Locale, Random, Secret, SignedDuration, SubsidiaryCode, Timestamp,
};
use testkit::TestDb;

/// A password that passes every rule.
pub(crate) const PASSWORD: &str = "Velo-rouge7-tunnel";

pub(crate) struct World {
    pub(crate) db: Db,
    pub(crate) clock: Clock,
    pub(crate) random: Random,
    pub(crate) passwords: Passwords,
    pub(crate) limits: Limits,
}

/// A sign-up under way, with what only its browser knows.
#[derive(Clone)]
pub(crate) struct Started {
    pub(crate) token: CustomerToken,
    pub(crate) code: OneTimeCode,
    pub(crate) email: EmailAddress,
}

pub(crate) fn address(text: &str) -> EmailAddress {
    EmailAddress::parse(text).expect("a usual address")
}

pub(crate) fn peer() -> IpAddr {
    IpAddr::from([192, 0, 2, 1])
}

pub(crate) fn secret(text: &str) -> Secret<String> {
    Secret::new(text.to_owned())
}

pub(crate) fn contact() -> ContactForm {
    ContactForm {
        first_name: "Jeanne".into(),
        last_name: "Dupont".into(),
        address: "12 rue des Lilas".into(),
        zip: "59100".into(),
        city: "Roubaix".into(),
        ..ContactForm::default()
    }
}

impl World {
    pub(crate) fn new(db: &TestDb) -> World {
        let random = testkit::random();
        let passwords = Passwords::new(Cost::CHEAP, 4, random.clone()).expect("a usual cost");
        let db: &Db = db;
        World { db: db.clone(), clock: testkit::clock(), random, passwords, limits: Limits::default() }
    }

    pub(crate) fn now(&self) -> Timestamp {
        self.clock.now()
    }

    pub(crate) fn wait(&self, seconds: i64) {
        self.clock.advance(SignedDuration::from_secs(seconds)).expect("a test's clock moves");
    }

    /// Begins a sign-up whose address is free.
    pub(crate) async fn start(&self, email: &str) -> Started {
        self.start_with(email, true).await
    }

    pub(crate) async fn start_with(&self, email: &str, is_free: bool) -> Started {
        let (now, code) = (self.now(), OneTimeCode::draw(&self.random));
        let account: AccountId = self.random.id(now);
        let started =
            Started { token: CustomerToken::draw(&self.random, account), code, email: address(email) };
        let new = NewSignUp {
            token: started.token.clone(),
            email: started.email.clone(),
            password_hash: self.passwords.hash(secret(PASSWORD)).await.expect("it hashes"),
            country: Country::parse("FR").expect("a country"),
            subsidiary: SubsidiaryCode::parse("FR").expect("a code"),
            locale: Locale::Fr,
            code: if is_free { Some(started.code.clone()) } else { None },
        };
        let begun = self.db.account(account).write(move |tx| sign_up::start(tx, now, &new)).await;
        begun.expect("a fresh partition");
        started
    }

    pub(crate) async fn verify(&self, started: &Started, typed: &str) -> Result<Verification, SignUpError> {
        let (now, token, typed) = (self.now(), started.token.clone(), typed.to_owned());
        let account = self.db.account(token.owner());
        account.write(move |tx| sign_up::verify(tx, now, &token, &typed)).await
    }

    pub(crate) async fn find(&self, started: &Started) -> Option<SignUp> {
        let (now, token) = (self.now(), started.token.clone());
        let account = self.db.account(token.owner());
        account.read(move |tx| sign_up::find(tx, now, &token)).await.expect("the database answers")
    }

    /// Code, type and contact data.
    pub(crate) async fn fill_in(&self, started: &Started) {
        let verified = self.verify(started, started.code.reveal()).await;
        assert_eq!(verified.expect("a sign-up"), Verification::Verified);
        let (now, token) = (self.now(), started.token.clone());
        let describe = move |tx: &mut db::AccountTx| {
            sign_up::choose_type(tx, now, &token, AccountType::Individual)?;
            sign_up::describe(tx, now, &token, &contact())
        };
        self.db.account(started.token.owner()).write(describe).await.expect("the steps are in order");
    }

    pub(crate) async fn claim(&self, started: &Started) -> Result<String, logins::ClaimError> {
        let draw = || nic::draw(&self.random, "Jeanne", "Dupont", &NicSuffix::default());
        logins::claim(&self.db, self.now(), started.token.owner(), &started.email, draw).await
    }

    pub(crate) async fn complete(&self, started: &Started, nic: &str) -> Result<Account, SignUpError> {
        let (now, token, nic) = (self.now(), started.token.clone(), nic.to_owned());
        let account = self.db.account(token.owner());
        account.write(move |tx| sign_up::complete(tx, now, &token, &nic)).await
    }

    pub(crate) async fn confirm(&self, account: AccountId) {
        let now = self.now();
        let confirmed = self.db.registry().write(move |tx| logins::confirm(tx, now, account)).await;
        confirmed.expect("the database answers");
    }

    /// A whole sign-up.
    pub(crate) async fn sign_up(&self, email: &str) -> Account {
        let started = self.start(email).await;
        self.fill_in(&started).await;
        let nic = self.claim(&started).await.expect("the address is free");
        let account = self.complete(&started, &nic).await.expect("every step was taken");
        self.confirm(account.id).await;
        account
    }

    pub(crate) async fn owner(&self, login: &str) -> Option<logins::Login> {
        let login = login.to_owned();
        self.db.registry().read(move |tx| logins::find(tx, &login)).await.expect("the database answers")
    }

    pub(crate) async fn identify(&self, login: &str, password: &str) -> Result<Proof, SignInError> {
        let (db, limits) = (&self.db, &self.limits);
        sign_in::identify(db, &self.passwords, limits, self.now(), login, secret(password), peer()).await
    }

    pub(crate) fn new_session(&self, account: AccountId) -> NewSession {
        NewSession {
            id: self.random.id(self.now()),
            token: CustomerToken::draw(&self.random, account),
            peer: peer().to_string(),
            agent: "Firefox\r\n".to_owned(),
        }
    }

    /// Proves the password and enters; the token is the session's.
    pub(crate) async fn sign_in(
        &self,
        login: &str,
        password: &str,
        device: &Device,
    ) -> Result<(SignedIn, CustomerToken), SignInError> {
        let proof = self.identify(login, password).await?;
        self.enter(&proof, device, None).await
    }

    pub(crate) async fn enter(
        &self,
        proof: &Proof,
        device: &Device,
        former: Option<CustomerToken>,
    ) -> Result<(SignedIn, CustomerToken), SignInError> {
        let (now, new) = (self.now(), self.new_session(proof.account()));
        let (token, proof, device) = (new.token.clone(), proof.clone(), device.clone());
        let enter =
            move |tx: &mut db::AccountTx| sign_in::enter(tx, now, &proof, &new, &device, former.as_ref());
        Ok((self.db.account(token.owner()).write(enter).await?, token))
    }

    pub(crate) async fn is_open(&self, token: &CustomerToken) -> bool {
        let (now, wanted) = (self.now(), token.clone());
        let find = move |tx: &mut db::AccountTx| accounts::session::find(tx, now, &wanted);
        self.db.account(token.owner()).read(find).await.expect("the database answers").is_some()
    }
}
