//! Signing up: access, the code sent by e-mail, the details. Each step is resumed by the browser's cookie.

use accounts::contact::ContactForm;
use accounts::logins::ClaimError;
use accounts::sign_up::{SignUp as Unfinished, SignUpError, Step, Verification};
use accounts::{CustomerToken, EmailAddress, FieldFault};
use axum::extract::Query;
use axum::http::header;
use axum::response::Response;
use flows::sign_up::{JoinError, Newcomer};
use kernel::{AccountType, Country, Secret};
use serde::{Deserialize, Serialize};

use super::sign_in::welcomed;
use super::{limited, password_faults};
use crate::cookies::Cookie;
use crate::error::{Answer, PageError};
use crate::flash::Flash;
use crate::form::{Fault, Form, FormView};
use crate::page::{Page, VisitorPage, own_path};
use crate::view::{Choice, View};

#[derive(Debug, Deserialize)]
pub(crate) struct Next {
    next: Option<String>,
}

#[derive(Debug, Deserialize)]
pub(crate) struct Access {
    /// Drawn with the page.
    #[serde(default)]
    form: String,
    country: String,
    email: String,
    password: Secret<String>,
}

#[derive(Debug, Deserialize)]
pub(crate) struct Typed {
    code: String,
}

#[derive(Debug, Deserialize)]
pub(crate) struct OtherEmail {
    email: String,
}

#[derive(Debug, Deserialize)]
pub(crate) struct DetailsForm {
    #[serde(rename = "type")]
    kind: Option<String>,
    first_name: String,
    last_name: String,
    organisation: String,
    vat: String,
    national_id: String,
    address: String,
    zip: String,
    city: String,
    phone: String,
}

#[derive(Debug, Serialize)]
pub(crate) struct SignUp {
    form: FormView,
    /// What makes this form itself, so that sending it twice begins one sign-up.
    drawn: String,
    next: String,
    countries: Vec<Choice>,
}

#[derive(Debug, Serialize)]
pub(crate) struct Code {
    form: FormView,
    email: String,
}

#[derive(Debug, Serialize)]
pub(crate) struct Details {
    form: FormView,
    types: Vec<&'static str>,
    country: String,
}

pub(crate) async fn get(page: VisitorPage, Query(wanted): Query<Next>) -> Answer {
    if page.visit().member.is_some() {
        return Ok(page.redirect(own_path(wanted.next.as_deref(), "/dashboard")));
    }
    let form = FormView::new().with("country", page.visit().country.code());
    page.show(&view(&page, form, page.drawn()))
}

pub(crate) async fn post(page: VisitorPage, Form(access): Form<Access>) -> Answer {
    let typed = FormView::new().with("country", access.country.as_str()).with("email", access.email.as_str());
    let mut faults = Vec::new();
    let country = Country::parse(&access.country).ok();
    if country.is_none() {
        faults.push(Fault::at("country", "error-country"));
    }
    let email = EmailAddress::parse(&access.email).ok();
    if email.is_none() {
        faults.push(Fault::at("email", "error-email"));
    }
    let (Some(country), Some(email)) = (country, email) else {
        // Everything that is wrong is said at once.
        let owner = accounts::PersonalData::new(&access.email, []);
        if let Err(weak) = accounts::password::check(access.password.expose(), &owner) {
            faults.extend(password_faults(&weak));
        }
        return page.show_faulty(&view(&page, page.faulty(typed, &faults), access.form));
    };
    let visit = page.visit();
    let form = CustomerToken::of_form(&visit.browser, &access.form, email.norm());
    let newcomer = Newcomer {
        email,
        password: access.password,
        country,
        locale: visit.locale,
        peer: visit.peer,
        begun: visit.sign_up.clone(),
        form: Some(form).filter(|_| !access.form.is_empty()),
    };
    let fault = match flows::sign_up::begin(page.cx(), newcomer).await {
        Ok(token) => return Ok(with_cookie(&page, &token, page.redirect("/sign-up/code"))),
        Err(JoinError::Country(_)) => vec![Fault::at("country", "error-country")],
        Err(JoinError::Password(faults)) => password_faults(&faults),
        Err(error) => vec![fault(error)?],
    };
    page.show_faulty(&view(&page, page.faulty(typed, &fault), access.form))
}

pub(crate) async fn code(page: VisitorPage) -> Answer {
    match unfinished(&page).await? {
        None => Ok(page.redirect("/sign-up")),
        Some((_, sign_up)) => match sign_up.step() {
            Step::Code => {
                page.show(&Code { form: FormView::new(), email: sign_up.email.as_str().to_owned() })
            }
            Step::Type | Step::Contact | Step::Complete => Ok(page.redirect("/sign-up/details")),
            Step::Done => Ok(page.redirect(over(&page))),
        },
    }
}

pub(crate) async fn check(page: VisitorPage, Form(typed): Form<Typed>) -> Answer {
    let Some((token, sign_up)) = unfinished(&page).await? else { return Ok(page.redirect("/sign-up")) };
    let verified = flows::sign_up::verify(page.cx(), token, typed.code, page.visit().peer).await;
    let fault = match verified {
        Ok(Verification::Verified) | Err(JoinError::SignUp(SignUpError::OutOfStep)) => {
            return Ok(page.redirect("/sign-up/details"));
        }
        Ok(Verification::Wrong { tries_left }) => {
            Fault::at("code", "error-code-wrong").with("count", tries_left)
        }
        Ok(Verification::Exhausted | Verification::Expired) => Fault::at("code", "error-code-over"),
        Err(JoinError::SignUp(SignUpError::Gone)) => return Ok(page.redirect("/sign-up")),
        Err(error) => fault(error)?,
    };
    let form = page.faulty(FormView::new(), &[fault]);
    page.show_faulty(&Code { form, email: sign_up.email.as_str().to_owned() })
}

pub(crate) async fn resend(page: VisitorPage) -> Answer {
    send_again(&page, None).await
}

pub(crate) async fn change_email(page: VisitorPage, Form(form): Form<OtherEmail>) -> Answer {
    match EmailAddress::parse(&form.email) {
        Ok(email) => send_again(&page, Some(email)).await,
        Err(_) => Ok(page.redirect_with("/sign-up/code", Flash::bad("flash-email-invalid"))),
    }
}

async fn send_again(page: &VisitorPage, to: Option<EmailAddress>) -> Answer {
    let Some((token, _)) = unfinished(page).await? else { return Ok(page.redirect("/sign-up")) };
    let flash = match flows::sign_up::resend(page.cx(), token, to, page.visit().peer).await {
        Ok(()) => Flash::good("flash-code-sent"),
        Err(JoinError::SignUp(SignUpError::Gone)) => return Ok(page.redirect("/sign-up")),
        Err(JoinError::SignUp(SignUpError::TooSoon { .. })) => Flash::busy("flash-code-too-soon"),
        Err(JoinError::SignUp(SignUpError::TooManyCodes) | JoinError::Limited(_)) => {
            Flash::bad("flash-code-too-many")
        }
        Err(error) => {
            fault(error)?;
            return Ok(page.redirect("/sign-up/code"));
        }
    };
    Ok(page.redirect_with("/sign-up/code", flash))
}

pub(crate) async fn details(page: VisitorPage) -> Answer {
    match unfinished(&page).await? {
        None => Ok(page.redirect("/sign-up")),
        Some((_, sign_up)) => match sign_up.step() {
            Step::Code => Ok(page.redirect("/sign-up/code")),
            Step::Type | Step::Contact | Step::Complete => {
                page.show(&details_view(FormView::new(), sign_up.country))
            }
            Step::Done => Ok(page.redirect(over(&page))),
        },
    }
}

pub(crate) async fn create(page: VisitorPage, Form(form): Form<DetailsForm>) -> Answer {
    let Some((token, sign_up)) = unfinished(&page).await? else { return Ok(page.redirect("/sign-up")) };
    let again = |faults: &[Fault]| {
        page.show_faulty(&details_view(page.faulty(typed(&form), faults), sign_up.country))
    };
    let Some(kind) = form.kind.as_deref().and_then(AccountType::parse) else {
        return again(&[Fault::at("type", "error-account-type")]);
    };
    if let Err(error) = flows::sign_up::choose_type(page.cx(), token.clone(), kind).await {
        if let JoinError::SignUp(SignUpError::Gone | SignUpError::OutOfStep) = error {
            return Ok(page.redirect("/sign-up/code"));
        }
        return again(&[fault(error)?]);
    }
    let completed = flows::sign_up::complete(page.cx(), token, contact(&form), page.entrance()?).await;
    let (account, token) = match completed {
        Ok(completed) => completed,
        Err(JoinError::SignUp(SignUpError::Contact(faults))) => {
            return again(&faults.iter().map(field_fault).collect::<Vec<_>>());
        }
        Err(JoinError::SignUp(SignUpError::Gone)) => return Ok(page.redirect("/sign-up")),
        Err(JoinError::SignUp(SignUpError::OutOfStep)) => return Ok(page.redirect(over(&page))),
        Err(JoinError::Claim(error)) => return claim_failed(&page, error),
        Err(error) => return again(&[fault(error)?]),
    };
    flows::sign_in::adopt_cart(page.cx(), page.visit().visitor_account(), account.id).await?;
    let next = if page.visit().cart_count > 0 { "/checkout" } else { "/dashboard" };
    let response = page.redirect_with(next, Flash::good("flash-welcome").with("nic", account.nic));
    Ok(welcomed(&page, &token, without_cookie(&page, response)))
}

/// Where the pages of a sign-up lead once its account is there.
fn over(page: &Page) -> &'static str {
    if page.visit().member.is_some() { "/dashboard" } else { "/sign-in" }
}

/// Another sign-up of this address was faster, or the database failed.
fn claim_failed(page: &Page, error: ClaimError) -> Answer {
    match error {
        ClaimError::Db(error) => Err(error.into()),
        ClaimError::EmailTaken => {
            let response = page.redirect_with("/sign-in", Flash::bad("flash-address-taken"));
            Ok(without_cookie(page, response))
        }
        error @ ClaimError::NoNicLeft => Err(PageError::internal(error)),
    }
}

/// The sign-up this browser has begun.
async fn unfinished(page: &Page) -> Result<Option<(CustomerToken, Unfinished)>, PageError> {
    let Some(token) = page.visit().sign_up.clone() else { return Ok(None) };
    let found = flows::sign_up::find(page.cx(), &token).await?;
    Ok(found.map(|sign_up| (token, sign_up)))
}

fn with_cookie(page: &Page, token: &CustomerToken, mut response: Response) -> Response {
    let age = Some(accounts::sign_up::LIFE);
    if let Some(cookie) = Cookie::SignUp.set(&token.reveal(), age, page.web().options.is_secure) {
        response.headers_mut().append(header::SET_COOKIE, cookie);
    }
    response
}

/// The sign-up is over: its cookie opens nothing any more.
fn without_cookie(page: &Page, mut response: Response) -> Response {
    if let Some(cookie) = Cookie::SignUp.clear(page.web().options.is_secure) {
        response.headers_mut().append(header::SET_COOKIE, cookie);
    }
    response
}

/// What is wrong with the whole form; anything else is an error of its own.
fn fault(error: JoinError) -> Result<Fault, PageError> {
    match error {
        JoinError::Limited(wait) => Ok(limited(wait.retry_after)),
        JoinError::Hash(error) => Err(PageError::Unavailable(error.to_string())),
        JoinError::Db(error) | JoinError::SignUp(SignUpError::Db(error)) => Err(error.into()),
        error @ (JoinError::Country(_)
        | JoinError::Password(_)
        | JoinError::SignUp(_)
        | JoinError::Claim(_)
        | JoinError::Unconfigured(_)) => Err(PageError::internal(error)),
    }
}

fn field_fault(fault: &FieldFault) -> Fault {
    Fault::at(fault.field, &format!("error-field-{}", fault.code))
}

fn contact(form: &DetailsForm) -> ContactForm {
    ContactForm {
        first_name: form.first_name.clone(),
        last_name: form.last_name.clone(),
        organisation: form.organisation.clone(),
        vat: form.vat.clone(),
        national_id: form.national_id.clone(),
        address: form.address.clone(),
        zip: form.zip.clone(),
        city: form.city.clone(),
        phone: form.phone.clone(),
    }
}

fn typed(form: &DetailsForm) -> FormView {
    FormView::new()
        .with("type", form.kind.clone().unwrap_or_default())
        .with("first_name", form.first_name.as_str())
        .with("last_name", form.last_name.as_str())
        .with("organisation", form.organisation.as_str())
        .with("vat", form.vat.as_str())
        .with("national_id", form.national_id.as_str())
        .with("address", form.address.as_str())
        .with("zip", form.zip.as_str())
        .with("city", form.city.as_str())
        .with("phone", form.phone.as_str())
}

fn view(page: &Page, form: FormView, drawn: String) -> SignUp {
    let all = page.cx().jurisdictions.all();
    let served = all.iter().flat_map(|subsidiary| subsidiary.countries.iter());
    let mut countries: Vec<Choice> = served
        .map(|country| Choice {
            value: country.code().to_owned(),
            text: page.say(&format!("country-{country}")),
        })
        .collect();
    countries.sort_by(|a, b| a.text.cmp(&b.text));
    countries.dedup();
    SignUp { form, drawn, next: String::new(), countries }
}

fn details_view(form: FormView, country: Country) -> Details {
    Details {
        form,
        types: AccountType::ALL.map(|kind| kind.code()).to_vec(),
        country: country.code().to_owned(),
    }
}

impl View for SignUp {
    const TEMPLATE: &'static str = "pages/account/sign-up.html";
    const AREA: &'static str = "sign-up";

    #[cfg(test)]
    fn samples() -> Vec<SignUp> {
        use accounts::PasswordFault;
        let countries = || vec![Choice { value: "FR".into(), text: "France".into() }];
        let mut faults = password_faults(&[
            PasswordFault::TooShort,
            PasswordFault::TooLong,
            PasswordFault::NoUpper,
            PasswordFault::NoLower,
            PasswordFault::NoDigit,
            PasswordFault::NoSpecial,
            PasswordFault::Common,
            PasswordFault::Personal,
            PasswordFault::UsedBefore,
        ]);
        faults.push(Fault::at("email", "error-email"));
        faults.push(Fault::at("country", "error-country"));
        let form = FormView::new().with("country", "FR");
        let faulty = form.clone().faulty(&texts::Texts::embedded(), kernel::Locale::En, &faults);
        let page = |form| SignUp { form, drawn: "1".into(), next: String::new(), countries: countries() };
        vec![page(form), page(faulty)]
    }
}

impl View for Code {
    const TEMPLATE: &'static str = "pages/account/code.html";
    const AREA: &'static str = "sign-up";

    #[cfg(test)]
    fn samples() -> Vec<Code> {
        let faults = [Fault::at("code", "error-code-wrong").with("count", 4_u16)];
        let faulty = FormView::new().faulty(&texts::Texts::embedded(), kernel::Locale::En, &faults);
        [FormView::new(), faulty].map(|form| Code { form, email: "ada@example.org".into() }).into()
    }
}

impl View for Details {
    const TEMPLATE: &'static str = "pages/account/details.html";
    const AREA: &'static str = "sign-up";

    #[cfg(test)]
    fn samples() -> Vec<Details> {
        let country = Country::parse("FR").expect("a country");
        vec![details_view(FormView::new().with("type", "individual"), country)]
    }
}
