//! OASIS UBL 2.1: an invoice or a credit note.

use invoicing::{InvoiceLine, TaxLine};
use kernel::Date;

use super::xml::Xml;
use super::{GUIDELINE, Price, Terms, UNIT, amount, days, percent, said};

/// What differs between the two documents.
struct Kind {
    root: &'static str,
    namespace: &'static str,
    type_code: &'static str,
    line: &'static str,
    quantity: &'static str,
}

const INVOICE: Kind = Kind {
    root: "Invoice",
    namespace: "urn:oasis:names:specification:ubl:schema:xsd:Invoice-2",
    type_code: "cbc:InvoiceTypeCode",
    line: "cac:InvoiceLine",
    quantity: "cbc:InvoicedQuantity",
};

const CREDIT_NOTE: Kind = Kind {
    root: "CreditNote",
    namespace: "urn:oasis:names:specification:ubl:schema:xsd:CreditNote-2",
    type_code: "cbc:CreditNoteTypeCode",
    line: "cac:CreditNoteLine",
    quantity: "cbc:CreditedQuantity",
};

/// The document as UBL.
pub(crate) fn ubl(terms: &Terms<'_>) -> Vec<u8> {
    let kind = if terms.is_credit() { &CREDIT_NOTE } else { &INVOICE };
    let namespaces = [
        ("xmlns", kind.namespace),
        ("xmlns:cac", "urn:oasis:names:specification:ubl:schema:xsd:CommonAggregateComponents-2"),
        ("xmlns:cbc", "urn:oasis:names:specification:ubl:schema:xsd:CommonBasicComponents-2"),
    ];
    let content = terms.content;
    let mut xml = Xml::new(kind.root, &namespaces);
    xml.text("cbc:CustomizationID", GUIDELINE);
    xml.maybe("cbc:ProfileID", terms.framework());
    xml.text("cbc:ID", &terms.record.reference);
    xml.text("cbc:IssueDate", &terms.record.issued_on.to_string());
    xml.maybe("cbc:DueDate", terms.due_on().map(|on| on.to_string()).as_deref());
    xml.text(kind.type_code, terms.type_code());
    for (code, text) in terms.notes() {
        // How the standard binds the code of a note to UBL.
        let code = code.map_or_else(String::new, |code| format!("#{code}#"));
        xml.text("cbc:Note", &format!("{code}{}", said(text)));
    }
    xml.text("cbc:DocumentCurrencyCode", content.gross.currency().code());
    xml.maybe("cbc:BuyerReference", terms.internal_reference());
    period(&mut xml, terms.period());
    xml.group("cac:OrderReference", |xml| {
        // The schema wants the buyer's number before ours; «NA» says that there is none.
        xml.text("cbc:ID", &said(terms.purchase_order().unwrap_or("NA")));
        xml.text("cbc:SalesOrderID", &content.order.to_string());
    });
    if let Some(of) = &content.corrects {
        xml.group("cac:BillingReference", |xml| {
            xml.group("cac:InvoiceDocumentReference", |xml| {
                xml.text("cbc:ID", &of.reference);
                xml.text("cbc:IssueDate", &of.issued_on.to_string());
            });
        });
    }
    xml.group("cac:AccountingSupplierParty", |xml| xml.group("cac:Party", |xml| seller(xml, terms)));
    xml.group("cac:AccountingCustomerParty", |xml| xml.group("cac:Party", |xml| buyer(xml, terms)));
    delivery(&mut xml, terms);
    if let Some((code, label)) = terms.means() {
        xml.group("cac:PaymentMeans", |xml| {
            xml.text_with("cbc:PaymentMeansCode", &[("name", &label)], code);
            xml.text("cbc:PaymentID", &terms.record.reference);
        });
    }
    if let Some(words) = terms.terms() {
        xml.group("cac:PaymentTerms", |xml| xml.text("cbc:Note", &words));
    }
    totals(&mut xml, terms);
    for (index, of) in content.lines.iter().enumerate() {
        xml.group(kind.line, |xml| line(xml, terms, kind, (index + 1, of)));
    }
    xml.finish()
}

fn seller(xml: &mut Xml, terms: &Terms<'_>) {
    let of = terms.seller;
    xml.text_with("cbc:EndpointID", &[("schemeID", &of.endpoint_scheme)], &of.endpoint);
    address(xml, "cac:PostalAddress", (&of.street, of.zip.as_deref(), &of.city, of.country.code()));
    let vat = of.vat.as_deref().filter(|_| terms.names_vat()).map(|vat| ("VAT", vat));
    for (scheme, number) in vat.into_iter().chain(of.tax_number.as_deref().map(|number| ("TAX", number))) {
        tax_scheme(xml, number, scheme);
    }
    xml.group("cac:PartyLegalEntity", |xml| {
        xml.text("cbc:RegistrationName", &said(&terms.content.seller.name));
        if let Some(register) = &of.register {
            xml.identifier("cbc:CompanyID", register, of.register_scheme.as_deref());
        }
        xml.maybe("cbc:CompanyLegalForm", terms.legal().as_deref());
    });
    if of.contact.is_some() || of.email.is_some() || of.phone.is_some() {
        xml.group("cac:Contact", |xml| {
            xml.maybe("cbc:Name", of.contact.as_deref());
            xml.maybe("cbc:Telephone", of.phone.as_deref());
            xml.maybe("cbc:ElectronicMail", of.email.as_deref());
        });
    }
}

fn buyer(xml: &mut Xml, terms: &Terms<'_>) {
    let of = &terms.buyer;
    let (endpoint, scheme) = &of.endpoint;
    xml.text_with("cbc:EndpointID", &[("schemeID", scheme)], &said(endpoint));
    // One identifier (UBL-SR-16): of an establishment, else ours, which is of no public scheme and therefore not told in
    // France (BR-FR-CO-10).
    match &of.siret {
        Some(siret) => {
            xml.group("cac:PartyIdentification", |xml| xml.identifier("cbc:ID", siret, Some("0009")))
        }
        None if terms.is_french() => {}
        None => xml.group("cac:PartyIdentification", |xml| xml.text("cbc:ID", &of.id)),
    }
    address(xml, "cac:PostalAddress", (&of.street, Some(&of.zip), &of.city, of.country.code()));
    if let Some(vat) = of.vat.as_deref().filter(|_| terms.names_vat()) {
        tax_scheme(xml, vat, "VAT");
    }
    xml.group("cac:PartyLegalEntity", |xml| {
        xml.text("cbc:RegistrationName", &said(&of.name));
        if let Some((number, scheme)) = &of.register {
            xml.identifier("cbc:CompanyID", number, *scheme);
        }
    });
    xml.group("cac:Contact", |xml| {
        xml.maybe("cbc:Name", of.contact.as_deref());
        xml.text("cbc:ElectronicMail", &said(&of.email));
    });
}

fn delivery(xml: &mut Xml, terms: &Terms<'_>) {
    let is_dated = terms.period().is_none();
    if !is_dated && !terms.names_place() {
        return;
    }
    xml.group("cac:Delivery", |xml| {
        // What has no period was delivered the day it was billed, which is when delivery makes it due.
        if is_dated {
            xml.text("cbc:ActualDeliveryDate", &terms.record.issued_on.to_string());
        }
        if terms.names_place() {
            let of = &terms.buyer;
            xml.group("cac:DeliveryLocation", |xml| {
                address(xml, "cac:Address", (&of.street, Some(&of.zip), &of.city, of.country.code()));
            });
        }
    });
}

fn totals(xml: &mut Xml, terms: &Terms<'_>) {
    let content = terms.content;
    let currency = [("currencyID", content.gross.currency().code())];
    xml.group("cac:TaxTotal", |xml| {
        xml.text_with("cbc:TaxAmount", &currency, &amount(content.tax));
        for tax in &content.taxes {
            xml.group("cac:TaxSubtotal", |xml| {
                xml.text_with("cbc:TaxableAmount", &currency, &amount(tax.base));
                xml.text_with("cbc:TaxAmount", &currency, &amount(tax.amount));
                category(xml, "cac:TaxCategory", tax, true);
            });
        }
    });
    xml.group("cac:LegalMonetaryTotal", |xml| {
        xml.text_with("cbc:LineExtensionAmount", &currency, &amount(content.net));
        xml.text_with("cbc:TaxExclusiveAmount", &currency, &amount(content.net));
        xml.text_with("cbc:TaxInclusiveAmount", &currency, &amount(content.gross));
        if content.settled().is_positive() {
            xml.text_with("cbc:PrepaidAmount", &currency, &amount(content.settled()));
        }
        xml.text_with("cbc:PayableAmount", &currency, &amount(content.open()));
    });
}

fn line(xml: &mut Xml, terms: &Terms<'_>, kind: &Kind, (number, line): (usize, &InvoiceLine)) {
    let currency = [("currencyID", terms.content.gross.currency().code())];
    xml.text("cbc:ID", &number.to_string());
    xml.maybe("cbc:Note", line.discount.as_deref());
    xml.text_with(kind.quantity, &[("unitCode", UNIT)], &line.quantity.to_string());
    xml.text_with("cbc:LineExtensionAmount", &currency, &amount(line.net));
    period(xml, line.period.map(days));
    // What the line is about: the service it bills (BT-128).
    if let Some(service) = &line.service {
        xml.group("cac:DocumentReference", |xml| {
            xml.text("cbc:ID", &said(service));
            xml.text("cbc:DocumentTypeCode", "130");
        });
    }
    xml.group("cac:Item", |xml| {
        xml.maybe("cbc:Description", line.service_label.as_deref());
        xml.text("cbc:Name", &said(&line.description));
        if let Some(tax) = terms.tax_of(line) {
            category(xml, "cac:ClassifiedTaxCategory", tax, false);
        }
    });
    let price = Price::of(line);
    xml.group("cac:Price", |xml| {
        xml.text_with("cbc:PriceAmount", &currency, &price.net);
        if let Some(per) = price.per {
            xml.text_with("cbc:BaseQuantity", &[("unitCode", UNIT)], per);
        }
        if let Some((gross, discount)) = &price.gross {
            xml.group("cac:AllowanceCharge", |xml| {
                xml.text("cbc:ChargeIndicator", "false");
                xml.text_with("cbc:Amount", &currency, discount);
                xml.text_with("cbc:BaseAmount", &currency, gross);
            });
        }
    });
}

fn category(xml: &mut Xml, name: &'static str, tax: &TaxLine, has_reason: bool) {
    xml.group(name, |xml| {
        xml.text("cbc:ID", tax.category.code());
        xml.maybe("cbc:Percent", percent(tax).as_deref());
        if let Some(exemption) = tax.exemption.as_ref().filter(|_| has_reason) {
            xml.maybe("cbc:TaxExemptionReasonCode", exemption.code.as_deref());
            xml.maybe("cbc:TaxExemptionReason", Some(&exemption.reason));
        }
        xml.group("cac:TaxScheme", |xml| xml.text("cbc:ID", "VAT"));
    });
}

fn tax_scheme(xml: &mut Xml, number: &str, scheme: &str) {
    xml.group("cac:PartyTaxScheme", |xml| {
        xml.text("cbc:CompanyID", &said(number));
        xml.group("cac:TaxScheme", |xml| xml.text("cbc:ID", scheme));
    });
}

fn address(
    xml: &mut Xml,
    name: &'static str,
    (street, zip, city, country): (&[String], Option<&str>, &str, &str),
) {
    xml.group(name, |xml| {
        let line = |index: usize| street.get(index).map(String::as_str);
        xml.maybe("cbc:StreetName", line(0));
        xml.maybe("cbc:AdditionalStreetName", line(1));
        xml.maybe("cbc:CityName", Some(city));
        xml.maybe("cbc:PostalZone", zip);
        if let Some(third) = line(2).filter(|third| !third.trim().is_empty()) {
            xml.group("cac:AddressLine", |xml| xml.text("cbc:Line", &said(third)));
        }
        xml.group("cac:Country", |xml| xml.text("cbc:IdentificationCode", country));
    });
}

fn period(xml: &mut Xml, days: Option<(Date, Date)>) {
    if let Some((first, last)) = days {
        xml.group("cac:InvoicePeriod", |xml| {
            xml.text("cbc:StartDate", &first.to_string());
            xml.text("cbc:EndDate", &last.to_string());
        });
    }
}
