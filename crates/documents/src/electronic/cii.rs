//! UN/CEFACT Cross Industry Invoice (D22B), the syntax inside Factur-X.

use invoicing::{InvoiceLine, TaxLine};
use kernel::Date;

use super::xml::Xml;
use super::{GUIDELINE, Price, Terms, UNIT, amount, days, percent, said};

const NAMESPACES: [(&str, &str); 4] = [
    ("xmlns:rsm", "urn:un:unece:uncefact:data:standard:CrossIndustryInvoice:100"),
    ("xmlns:ram", "urn:un:unece:uncefact:data:standard:ReusableAggregateBusinessInformationEntity:100"),
    ("xmlns:qdt", "urn:un:unece:uncefact:data:standard:QualifiedDataType:100"),
    ("xmlns:udt", "urn:un:unece:uncefact:data:standard:UnqualifiedDataType:100"),
];

/// The document as CII.
pub(crate) fn cii(terms: &Terms<'_>) -> Vec<u8> {
    let mut xml = Xml::new("rsm:CrossIndustryInvoice", &NAMESPACES);
    xml.group("rsm:ExchangedDocumentContext", |xml| {
        if let Some(framework) = terms.framework() {
            xml.group("ram:BusinessProcessSpecifiedDocumentContextParameter", |xml| {
                xml.text("ram:ID", framework);
            });
        }
        xml.group("ram:GuidelineSpecifiedDocumentContextParameter", |xml| xml.text("ram:ID", GUIDELINE));
    });
    xml.group("rsm:ExchangedDocument", |xml| {
        xml.text("ram:ID", &terms.record.reference);
        xml.text("ram:TypeCode", terms.type_code());
        date(xml, "ram:IssueDateTime", terms.record.issued_on);
        for (code, text) in terms.notes() {
            xml.group("ram:IncludedNote", |xml| {
                xml.text("ram:Content", &said(text));
                xml.maybe("ram:SubjectCode", code);
            });
        }
    });
    xml.group("rsm:SupplyChainTradeTransaction", |xml| {
        for (index, of) in terms.content.lines.iter().enumerate() {
            line(xml, terms, index + 1, of);
        }
        agreement(xml, terms);
        delivery(xml, terms);
        settlement(xml, terms);
    });
    xml.finish()
}

fn line(xml: &mut Xml, terms: &Terms<'_>, number: usize, line: &InvoiceLine) {
    xml.group("ram:IncludedSupplyChainTradeLineItem", |xml| {
        xml.group("ram:AssociatedDocumentLineDocument", |xml| {
            xml.text("ram:LineID", &number.to_string());
            if let Some(discount) = line.discount.as_deref().filter(|name| !name.trim().is_empty()) {
                xml.group("ram:IncludedNote", |xml| xml.text("ram:Content", &said(discount)));
            }
        });
        xml.group("ram:SpecifiedTradeProduct", |xml| {
            xml.text("ram:Name", &said(&line.description));
            xml.maybe("ram:Description", line.service_label.as_deref());
        });
        xml.group("ram:SpecifiedLineTradeAgreement", |xml| {
            let price = Price::of(line);
            let per = |xml: &mut Xml| {
                if let Some(per) = price.per {
                    xml.text_with("ram:BasisQuantity", &[("unitCode", UNIT)], per);
                }
            };
            if let Some((gross, discount)) = &price.gross {
                xml.group("ram:GrossPriceProductTradePrice", |xml| {
                    xml.text("ram:ChargeAmount", gross);
                    per(xml);
                    xml.group("ram:AppliedTradeAllowanceCharge", |xml| {
                        xml.group("ram:ChargeIndicator", |xml| xml.text("udt:Indicator", "false"));
                        xml.text("ram:ActualAmount", discount);
                    });
                });
            }
            xml.group("ram:NetPriceProductTradePrice", |xml| {
                xml.text("ram:ChargeAmount", &price.net);
                per(xml);
            });
        });
        xml.group("ram:SpecifiedLineTradeDelivery", |xml| {
            xml.text_with("ram:BilledQuantity", &[("unitCode", UNIT)], &line.quantity.to_string());
        });
        xml.group("ram:SpecifiedLineTradeSettlement", |xml| {
            if let Some(tax) = terms.tax_of(line) {
                xml.group("ram:ApplicableTradeTax", |xml| {
                    xml.text("ram:TypeCode", "VAT");
                    xml.text("ram:CategoryCode", tax.category.code());
                    xml.maybe("ram:RateApplicablePercent", percent(tax).as_deref());
                });
            }
            period(xml, line.period.map(days));
            xml.group("ram:SpecifiedTradeSettlementLineMonetarySummation", |xml| {
                xml.text("ram:LineTotalAmount", &amount(line.net));
            });
            // What the line is about: the service it bills (BT-128).
            if let Some(service) = line.service.as_deref().filter(|service| !said(service).trim().is_empty())
            {
                xml.group("ram:AdditionalReferencedDocument", |xml| {
                    xml.text("ram:IssuerAssignedID", &said(service));
                    xml.text("ram:TypeCode", "130");
                });
            }
        });
    });
}

fn agreement(xml: &mut Xml, terms: &Terms<'_>) {
    xml.group("ram:ApplicableHeaderTradeAgreement", |xml| {
        xml.maybe("ram:BuyerReference", terms.internal_reference());
        xml.group("ram:SellerTradeParty", |xml| seller(xml, terms));
        xml.group("ram:BuyerTradeParty", |xml| buyer(xml, terms));
        xml.group("ram:SellerOrderReferencedDocument", |xml| {
            xml.text("ram:IssuerAssignedID", &terms.content.order.to_string());
        });
        if let Some(order) = terms.purchase_order() {
            xml.group("ram:BuyerOrderReferencedDocument", |xml| {
                xml.text("ram:IssuerAssignedID", &said(order));
            });
        }
    });
}

fn seller(xml: &mut Xml, terms: &Terms<'_>) {
    let of = terms.seller;
    xml.text("ram:Name", &said(&terms.content.seller.name));
    xml.maybe("ram:Description", terms.legal().as_deref());
    if let Some(register) = &of.register {
        xml.group("ram:SpecifiedLegalOrganization", |xml| {
            xml.identifier("ram:ID", register, of.register_scheme.as_deref());
        });
    }
    if of.contact.is_some() || of.email.is_some() || of.phone.is_some() {
        xml.group("ram:DefinedTradeContact", |xml| {
            xml.maybe("ram:PersonName", of.contact.as_deref());
            if let Some(phone) = &of.phone {
                xml.group("ram:TelephoneUniversalCommunication", |xml| xml.text("ram:CompleteNumber", phone));
            }
            if let Some(email) = &of.email {
                xml.group("ram:EmailURIUniversalCommunication", |xml| xml.text("ram:URIID", email));
            }
        });
    }
    address(xml, (&of.street, of.zip.as_deref(), &of.city, of.country.code()));
    xml.group("ram:URIUniversalCommunication", |xml| {
        xml.text_with("ram:URIID", &[("schemeID", &of.endpoint_scheme)], &of.endpoint);
    });
    let vat = of.vat.as_deref().filter(|_| terms.names_vat()).map(|vat| ("VA", vat));
    for (scheme, number) in vat.into_iter().chain(of.tax_number.as_deref().map(|number| ("FC", number))) {
        xml.group("ram:SpecifiedTaxRegistration", |xml| xml.identifier("ram:ID", number, Some(scheme)));
    }
}

fn buyer(xml: &mut Xml, terms: &Terms<'_>) {
    let of = &terms.buyer;
    xml.text("ram:ID", &of.id);
    if let Some(siret) = &of.siret {
        xml.identifier("ram:GlobalID", siret, Some("0009"));
    }
    xml.text("ram:Name", &said(&of.name));
    if let Some((number, scheme)) = &of.register {
        xml.group("ram:SpecifiedLegalOrganization", |xml| xml.identifier("ram:ID", number, *scheme));
    }
    if of.contact.is_some() || !of.email.is_empty() {
        xml.group("ram:DefinedTradeContact", |xml| {
            xml.maybe("ram:PersonName", of.contact.as_deref());
            xml.group("ram:EmailURIUniversalCommunication", |xml| xml.text("ram:URIID", &said(&of.email)));
        });
    }
    address(xml, (&of.street, Some(&of.zip), &of.city, of.country.code()));
    let (endpoint, scheme) = &of.endpoint;
    xml.group("ram:URIUniversalCommunication", |xml| {
        xml.text_with("ram:URIID", &[("schemeID", scheme)], &said(endpoint));
    });
    if let Some(vat) = of.vat.as_deref().filter(|_| terms.names_vat()) {
        xml.group("ram:SpecifiedTaxRegistration", |xml| xml.identifier("ram:ID", vat, Some("VA")));
    }
}

fn delivery(xml: &mut Xml, terms: &Terms<'_>) {
    xml.group("ram:ApplicableHeaderTradeDelivery", |xml| {
        if terms.names_place() {
            let of = &terms.buyer;
            xml.group("ram:ShipToTradeParty", |xml| {
                address(xml, (&of.street, Some(&of.zip), &of.city, of.country.code()));
            });
        }
        // What has no period was delivered the day it was billed, which is when delivery makes it due.
        if terms.period().is_none() {
            xml.group("ram:ActualDeliverySupplyChainEvent", |xml| {
                date(xml, "ram:OccurrenceDateTime", terms.record.issued_on);
            });
        }
    });
}

fn settlement(xml: &mut Xml, terms: &Terms<'_>) {
    let content = terms.content;
    let currency = content.gross.currency().code();
    xml.group("ram:ApplicableHeaderTradeSettlement", |xml| {
        xml.text("ram:PaymentReference", &terms.record.reference);
        xml.text("ram:InvoiceCurrencyCode", currency);
        if let Some((code, label)) = terms.means() {
            xml.group("ram:SpecifiedTradeSettlementPaymentMeans", |xml| {
                xml.text("ram:TypeCode", code);
                xml.maybe("ram:Information", Some(&label));
            });
        }
        for tax in &content.taxes {
            breakdown(xml, tax);
        }
        period(xml, terms.period());
        xml.group("ram:SpecifiedTradePaymentTerms", |xml| {
            xml.maybe("ram:Description", terms.terms().as_deref());
            if let Some(on) = terms.due_on() {
                date(xml, "ram:DueDateDateTime", on);
            }
        });
        xml.group("ram:SpecifiedTradeSettlementHeaderMonetarySummation", |xml| {
            xml.text("ram:LineTotalAmount", &amount(content.net));
            xml.text("ram:TaxBasisTotalAmount", &amount(content.net));
            xml.text_with("ram:TaxTotalAmount", &[("currencyID", currency)], &amount(content.tax));
            xml.text("ram:GrandTotalAmount", &amount(content.gross));
            if content.settled().is_positive() {
                xml.text("ram:TotalPrepaidAmount", &amount(content.settled()));
            }
            xml.text("ram:DuePayableAmount", &amount(content.open()));
        });
        if let Some(of) = &content.corrects {
            xml.group("ram:InvoiceReferencedDocument", |xml| {
                xml.text("ram:IssuerAssignedID", &of.reference);
                let day = compact(of.issued_on);
                xml.group("ram:FormattedIssueDateTime", |xml| {
                    xml.text_with("qdt:DateTimeString", &[("format", "102")], &day);
                });
            });
        }
    });
}

fn breakdown(xml: &mut Xml, tax: &TaxLine) {
    xml.group("ram:ApplicableTradeTax", |xml| {
        xml.text("ram:CalculatedAmount", &amount(tax.amount));
        xml.text("ram:TypeCode", "VAT");
        xml.maybe("ram:ExemptionReason", tax.exemption.as_ref().map(|exemption| exemption.reason.as_str()));
        xml.text("ram:BasisAmount", &amount(tax.base));
        xml.text("ram:CategoryCode", tax.category.code());
        let code = tax.exemption.as_ref().and_then(|exemption| exemption.code.as_deref());
        xml.maybe("ram:ExemptionReasonCode", code);
        xml.maybe("ram:RateApplicablePercent", percent(tax).as_deref());
    });
}

fn address(xml: &mut Xml, (street, zip, city, country): (&[String], Option<&str>, &str, &str)) {
    xml.group("ram:PostalTradeAddress", |xml| {
        xml.maybe("ram:PostcodeCode", zip);
        for (name, line) in ["ram:LineOne", "ram:LineTwo", "ram:LineThree"].into_iter().zip(street) {
            xml.maybe(name, Some(line));
        }
        xml.maybe("ram:CityName", Some(city));
        xml.text("ram:CountryID", country);
    });
}

fn period(xml: &mut Xml, days: Option<(Date, Date)>) {
    if let Some((first, last)) = days {
        xml.group("ram:BillingSpecifiedPeriod", |xml| {
            date(xml, "ram:StartDateTime", first);
            date(xml, "ram:EndDateTime", last);
        });
    }
}

fn date(xml: &mut Xml, name: &'static str, on: Date) {
    let day = compact(on);
    xml.group(name, |xml| xml.text_with("udt:DateTimeString", &[("format", "102")], &day));
}

/// A day in the format 102 of UNTDID 2379: `20260115`.
fn compact(on: Date) -> String {
    on.strftime("%Y%m%d").to_string()
}
