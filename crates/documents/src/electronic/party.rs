//! The buyer in the terms of the standard: what a customer typed, in its fields.

use accounts::BillingContact;
use kernel::Country;

/// The buyer (BG-7).
pub(super) struct Buyer {
    /// The customer's identifier with us.
    pub(super) id: String,
    /// The organisation or the person.
    pub(super) name: String,
    /// Who acts for the organisation.
    pub(super) contact: Option<String>,
    /// Street and number: at most three lines.
    pub(super) street: Vec<String>,
    /// Postal code.
    pub(super) zip: String,
    /// Town.
    pub(super) city: String,
    /// Country.
    pub(super) country: Country,
    /// VAT number with its country's letters.
    pub(super) vat: Option<String>,
    /// The number in a register, and which register it is.
    pub(super) register: Option<(String, Option<&'static str>)>,
    /// The number of the establishment.
    pub(super) siret: Option<String>,
    /// Where it is sent: the address and its kind.
    pub(super) endpoint: (String, &'static str),
    /// E-mail address.
    pub(super) email: String,
}

impl Buyer {
    pub(super) fn of(customer: &BillingContact) -> Buyer {
        let mut street: Vec<String> = customer
            .address
            .lines()
            .map(|line| line.trim().to_owned())
            .filter(|line| !line.is_empty())
            .collect();
        if street.len() > 3 {
            let rest = street.split_off(2).join(", ");
            street.push(rest);
        }
        let typed = customer.national_id.as_deref().map(compact).filter(|number| !number.is_empty());
        let is_french = customer.country.code() == "FR";
        let digits = |length: usize| {
            typed.as_deref().filter(|number| {
                is_french && number.len() == length && number.bytes().all(|byte| byte.is_ascii_digit())
            })
        };
        let siren = digits(9).or_else(|| digits(14).map(|siret| &siret[..9])).map(str::to_owned);
        let siret = digits(14).map(str::to_owned);
        let register = match &siren {
            Some(siren) => Some((siren.clone(), Some("0002"))),
            None => customer.national_id.clone().map(|number| (number, None)),
        };
        let endpoint = match &siren {
            Some(siren) => (siren.clone(), "0225"),
            None => (customer.email.clone(), "EM"),
        };
        Buyer {
            id: customer.nic.clone(),
            name: customer.organisation.clone().unwrap_or_else(|| customer.name.clone()),
            contact: customer.organisation.is_some().then(|| customer.name.clone()),
            street,
            zip: customer.zip.clone(),
            city: customer.city.clone(),
            country: customer.country,
            vat: customer.vat.as_deref().and_then(|number| vat(number, customer.country)),
            register,
            siret,
            endpoint,
            email: customer.email.clone(),
        }
    }
}

/// A number without the spaces, points and hyphens people write in it.
fn compact(number: &str) -> String {
    number.chars().filter(char::is_ascii_alphanumeric).collect()
}

/// A VAT number with the letters of its country (BR-CO-09); Greece writes EL, Northern Ireland XI.
fn vat(number: &str, country: Country) -> Option<String> {
    let number = compact(number).to_ascii_uppercase();
    let has_letters = number
        .get(..2)
        .is_some_and(|letters| matches!(letters, "EL" | "XI") || Country::parse(letters).is_ok());
    let letters = if country.code() == "GR" { "EL" } else { country.code() };
    match (number.is_empty(), has_letters) {
        (true, _) => None,
        (false, true) => Some(number),
        (false, false) => Some(format!("{letters}{number}")),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_vat_number_begins_with_its_country() {
        let (france, greece) = (Country::parse("FR").unwrap(), Country::parse("GR").unwrap());
        assert_eq!(vat("fr 40 303 265 045", france).as_deref(), Some("FR40303265045"));
        assert_eq!(vat("094259216", greece).as_deref(), Some("EL094259216"));
        assert_eq!(vat("EL094259216", greece).as_deref(), Some("EL094259216"));
        assert_eq!(vat(" - ", france), None);
    }
}
