//! The commented example of the configuration file, written from the settings themselves.

use super::{
    Accounting, Accounts, Brand, Config, Delivery, Documents, General, Http, Log, Mail, Orders, Payments,
    Renewal, Section, Webhooks, Worker, reader,
};

/// The whole file, each setting commented out at its default.
pub(crate) fn example() -> String {
    let defaults = Config::default();
    let mut text = String::from(
        "# Comptoir's configuration. Every setting stands here at its default; take the # away to change one.\n\
         # The environment goes over this file, flags go over the environment.\n",
    );
    table::<General>(&mut text, &defaults.general);
    table::<Brand>(&mut text, &defaults.brand);
    table::<Documents>(&mut text, &defaults.documents);
    table::<Http>(&mut text, &defaults.http);
    table::<Log>(&mut text, &defaults.log);
    table::<Mail>(&mut text, &defaults.mail);
    table::<Payments>(&mut text, &defaults.payments);
    table::<Orders>(&mut text, &defaults.orders);
    table::<Accounts>(&mut text, &defaults.accounts);
    table::<Delivery>(&mut text, &defaults.delivery);
    table::<Webhooks>(&mut text, &defaults.webhooks);
    table::<Renewal>(&mut text, &defaults.renewal);
    table::<Accounting>(&mut text, &defaults.accounting);
    table::<Worker>(&mut text, &defaults.worker);
    text
}

fn table<S: Section>(text: &mut String, section: &S) {
    text.push('\n');
    for line in S::ABOUT {
        text.push_str(&format!("#{line}\n"));
    }
    if !S::NAME.is_empty() {
        text.push_str(&format!("[{}]\n", S::NAME));
    }
    for entry in section.entries() {
        text.push('\n');
        for line in entry.words {
            text.push_str(&format!("#{line}\n"));
        }
        // A hidden secret is empty by default: there is nothing to hide in an example.
        let written = entry.written.replace("***", "");
        text.push_str(&format!("# {}\n#{} = {written}\n", reader::variable(&entry.path), entry.key));
    }
}
