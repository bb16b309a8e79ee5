//! Every e-mail × sample × language, without a test written for it.

use accounts::EmailAddress;
use jurisdictions::Jurisdictions;
use kernel::{Locale, SubsidiaryCode};
use mail::{Accent, Email, Envelope, Mailer, Operator, OrderCreated, RenderError, Rendered, Transport};
use texts::Texts;

pub(crate) fn address(text: &str) -> EmailAddress {
    EmailAddress::parse(text).expect("a usual address")
}

pub(crate) fn operator() -> Operator {
    Operator {
        name: "Comptoir Demo".to_owned(),
        base_url: "https://comptoir.example/".to_owned(),
        from: address("no-reply@comptoir.example"),
        support: address("support@comptoir.example"),
        report: address("abuse@comptoir.example"),
        accent: Accent::default(),
    }
}

pub(crate) fn mailer(transport: Transport) -> Mailer {
    Mailer::new(&Texts::embedded(), operator(), Jurisdictions::embedded(), transport)
}

pub(crate) fn envelope(email: &Email, locale: Locale) -> Envelope {
    let is_quebecois =
        matches!(email, Email::OrderCreated(OrderCreated { totals, .. }) if totals.taxes.len() == 2);
    let code = if is_quebecois { "QC" } else { "FR" };
    let subsidiary = SubsidiaryCode::parse(code).expect("a subsidiary");
    let to = address("jeanne.dupont@example.org");
    let newcomer = Envelope::to_newcomer(to, locale, subsidiary, "test");
    if email.is_for_newcomers() {
        return newcomer;
    }
    Envelope { name: Some("Jeanne <Dupont>".to_owned()), nic: Some("jd12345-ct".to_owned()), ..newcomer }
}

fn rendered() -> Vec<(String, Email, Rendered)> {
    let mailer = mailer(Transport::capture().0);
    let mut all = Vec::new();
    for locale in Locale::ALL {
        let mut seen = std::collections::BTreeMap::new();
        for email in Email::samples() {
            let count = seen.entry(email.name()).or_insert(0);
            *count += 1;
            let name = format!("{}_{}_{}", locale, email.name(), count);
            let words = mailer.render(&envelope(&email, locale), &email);
            all.push((name, email, words.unwrap_or_else(|error| panic!("{locale}: {error}"))));
        }
    }
    all
}

#[test]
fn every_email_reads_well_in_every_language() {
    let mut settings = insta::Settings::clone_current();
    settings.set_prepend_module_to_snapshot(false);
    settings.set_omit_expression(true);
    settings.bind(|| {
        for (name, _, words) in rendered() {
            insta::assert_snapshot!(name, format!("Subject: {}\n\n{}", words.subject, words.text));
        }
    });
}

#[test]
fn every_email_has_a_sample() {
    let mut names: Vec<&str> = Email::samples().iter().map(Email::name).collect();
    names.dedup();
    assert_eq!(names.len(), 23);
    for name in names {
        for file in ["subject.txt", "body.txt", "body.html"] {
            let path = format!("emails/{name}/{file}");
            assert!(texts::template_names().contains(&path), "{path} is missing");
        }
    }
}

#[test]
fn the_subject_tells_whom_it_concerns_and_fits_on_one_line() {
    for (name, email, words) in rendered() {
        let whom = if email.is_for_newcomers() { "[jeanne.dupont@example.org] " } else { "[jd12345-ct] " };
        assert!(words.subject.starts_with(whom), "{name}: {}", words.subject);
        assert!(words.subject.chars().count() <= 100, "{name}: {}", words.subject);
    }
}

#[test]
fn html_is_well_formed_and_says_what_the_text_says() {
    for (name, _, words) in rendered() {
        well_formed(&name, &words.html);
        assert!(words.html.contains("Comptoir Demo"), "{name} does not say who writes");
        assert!(!words.html.contains("<Dupont>") && !words.html.contains("<b>"), "{name} does not escape");
        let links = |text: &str| {
            let mut links: Vec<String> = text
                .match_indices("https://")
                .map(|(at, _)| text[at..].split(['"', '<', ' ', '\n']).next().unwrap_or_default().to_owned())
                .collect();
            links.sort();
            links.dedup();
            links
        };
        // In an attribute an ampersand is escaped; readers undo that.
        let html = words.html.replace("&amp;", "&");
        assert_eq!(links(&html), links(&words.text), "{name}: other links in the HTML");
        assert!(
            links(&words.text).iter().all(|link| link.starts_with("https://comptoir.example/")),
            "{name}"
        );
    }
}

#[test]
fn every_email_ends_with_the_legal_identity_of_who_writes() {
    for (name, _, words) in rendered() {
        for part in [&words.text, &words.html] {
            assert!(part.contains("000 000 000") || part.contains("000000000"), "{name}: no registration");
            assert!(part.contains("abuse@comptoir.example"), "{name}: nowhere to report");
            assert!(part.contains("jeanne.dupont@example.org"), "{name}: not said to whom");
        }
    }
}

#[test]
fn links_lead_where_the_values_say() {
    for (name, email, words) in rendered() {
        let values = serde_json::to_value(&email).expect("values are JSON");
        let data = values["data"].as_object().expect("values have names").clone();
        for (key, value) in data.iter().filter(|(key, _)| key.ends_with("path")) {
            let url = format!("https://comptoir.example{}", value.as_str().expect("a path is text"));
            let escaped = url.replace('&', "&amp;");
            assert!(words.text.contains(&url) && words.html.contains(&escaped), "{name}: no {key}");
        }
    }
}

#[test]
fn an_email_to_a_newcomer_reads_without_an_identifier() {
    let mailer = mailer(Transport::capture().0);
    let subsidiary = SubsidiaryCode::parse("FR").expect("a subsidiary");
    for email in Email::samples() {
        if matches!(email, Email::SignUpCode(_) | Email::AddressTaken(_)) {
            let to = address("jeanne.dupont@example.org");
            let envelope = Envelope::to_newcomer(to, Locale::Fr, subsidiary, "test");
            let words = mailer.render(&envelope, &email).expect("it renders");
            assert!(words.subject.starts_with("[jeanne.dupont@example.org] "), "{}", words.subject);
        }
    }
}

#[test]
fn a_value_cannot_add_a_header() {
    let mailer = mailer(Transport::capture().0);
    let Some(Email::ServiceDelivered(mut delivered)) =
        Email::samples().into_iter().find(|email| email.name() == "service_delivered")
    else {
        panic!("there is a sample");
    };
    delivered.service = "srv-1\r\nBcc: thief@example.org".to_owned();
    let email = Email::ServiceDelivered(delivered);
    let answer = mailer.render(&envelope(&email, Locale::En), &email);
    assert!(matches!(answer, Err(RenderError::Subject { name: "service_delivered" })), "{answer:?}");
}

#[test]
fn the_archive_gets_no_code_and_no_link_that_opens_an_account() {
    let mailer = mailer(Transport::capture().0);
    // Programs end a service with the link that they find in the archive.
    for email in Email::samples().into_iter().filter(|email| email.name() != "termination_link") {
        let words = mailer.render(&envelope(&email, Locale::Fr), &email.blanked()).expect("it renders");
        for secret in ["042917", "0123456789abcdef"] {
            assert!(!words.text.contains(secret) && !words.html.contains(secret), "{}", email.name());
        }
    }
}

#[test]
fn the_link_that_ends_a_service_is_in_the_archive_as_programs_look_for_it() {
    let mailer = mailer(Transport::capture().0);
    let emails = Email::samples().into_iter().filter(|email| email.name() == "termination_link");
    for email in emails.collect::<Vec<_>>() {
        let words = mailer.render(&envelope(&email, Locale::Fr), &email.blanked()).expect("it renders");
        let link = "/billing/confirmTerminate?id=0123abcd&token=0123456789abcdef\n";
        assert!(words.text.contains(link), "{}", words.text);
    }
}

#[test]
fn values_survive_the_archive() {
    for email in Email::samples() {
        let json = serde_json::to_string(&email).expect("values are JSON");
        let back: Email = serde_json::from_str(&json).expect("values come back");
        assert_eq!(back, email);
    }
}

/// Writes every e-mail to `target/emails` for the eye; the assertion is that the disk takes them.
#[test]
fn every_email_can_be_looked_at() {
    let folder = std::path::Path::new(env!("CARGO_TARGET_TMPDIR")).join("emails");
    std::fs::create_dir_all(&folder).expect("the folder can be made");
    for (name, _, words) in rendered() {
        let path = folder.join(format!("{name}.html"));
        std::fs::write(&path, &words.html).expect("the file can be written");
        assert!(path.metadata().is_ok_and(|file| file.len() > 1_000), "{name} is empty");
    }
}

/// Every element is closed in order, attributes are quoted, ampersands are escaped.
fn well_formed(name: &str, html: &str) {
    const VOID: [&str; 3] = ["meta", "br", "img"];
    let mut open: Vec<&str> = Vec::new();
    let mut rest = html;
    while let Some(start) = rest.find('<') {
        let text = &rest[..start];
        let is_style = open.last() == Some(&"style");
        assert!(is_style || !text.contains('>'), "{name}: a bare > in {text:?}");
        for (at, _) in text.match_indices('&') {
            let is_entity = text[at..].find(';').is_some_and(|end| (2..8).contains(&end));
            assert!(is_entity, "{name}: a bare & in {text:?}");
        }
        let end = rest[start..].find('>').map_or(rest.len(), |end| start + end);
        let tag = &rest[start + 1..end];
        rest = &rest[(end + 1).min(rest.len())..];
        if tag.starts_with('!') {
            continue;
        }
        assert_eq!(tag.matches('"').count() % 2, 0, "{name}: quotes in <{tag}>");
        if let Some(closed) = tag.strip_prefix('/') {
            assert_eq!(open.pop(), Some(closed), "{name}: </{closed}> closes nothing");
            continue;
        }
        let element = tag.split(|c: char| c.is_whitespace() || c == '/').next().unwrap_or_default();
        if !VOID.contains(&element) {
            open.push(element);
        }
    }
    assert!(open.is_empty(), "{name}: {open:?} stay open");
}
