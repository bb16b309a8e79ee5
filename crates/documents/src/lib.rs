//! Order form and invoice as HTML and PDF, and invoices as data for other people's software.
//!
//! Every view is made in two steps. [`Sheet`](sheet) says what the document shows: each label, amount and
//! date in the document's language, in its order. The HTML template and the PDF layout then only place it,
//! so that both always say the same numbers. What a document *says* was frozen long before: an invoice is a
//! view of its [`InvoiceRecord`], the same record gives the same bytes for ever.
//!
//! The PDF is made by krilla: tagged for screen readers, with its language, its title and embedded fonts.
//! Names are set in any script: ours carry Latin, Greek, Cyrillic, Arabic and Hebrew, the operator's folders the
//! others. Any text survives: a character no font has is shown as a white square and still copied as itself.
//!
//! An invoice also has an *electronic* form after the European standard EN 16931, as CII and as UBL, wherever the
//! standard can say what the record says; its PDF then carries the CII inside: Factur-X, a PDF/A-3b.
//!
//! Start at [`Documents`].

mod electronic;
mod invoice;
mod logo;
mod order_form;
mod pdf;
mod receipt;
mod sheet;
mod summary;

use std::path::PathBuf;

use invoicing::InvoiceRecord;
use kernel::Locale;
use minijinja::{Environment, context};
use serde::Serialize;
use texts::Texts;

use electronic::Terms;

pub use electronic::NotElectronic;
pub use logo::{Logo, LogoError};
pub use order_form::OrderForm;
pub use receipt::{Receipt, ReceiptLine};
pub use summary::{Summary, SummaryLine};

/// The operator as documents show it.
#[derive(Debug, Clone)]
pub struct Brand {
    /// The name at the top of every document.
    pub name: String,
    /// The logo before it.
    pub logo: Option<Logo>,
    /// The colour of the name and the bar above it: red, green, blue. It must be readable on white.
    pub accent: [u8; 3],
    /// The addresses of the style sheets an HTML document links, in this order.
    pub stylesheets: Vec<String>,
    /// Folders with fonts for the scripts ours lack; they are looked into when a character is first missing.
    pub fonts: Vec<PathBuf>,
}

impl Default for Brand {
    fn default() -> Brand {
        let sheet = |name: &str| format!("/assets/css/{name}.css");
        Brand {
            name: "Comptoir".to_owned(),
            logo: None,
            accent: [0x0f, 0x61, 0x51],
            stylesheets: vec![sheet("comptoir"), sheet("document")],
            fonts: Vec::new(),
        }
    }
}

/// Where a reader can go from a document on a screen; on paper and in the PDF there is nothing of it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Ways {
    /// The language of the words below: the reader's, while the document keeps its own.
    pub locale: Locale,
    /// What the links are for, for those who do not see them.
    pub label: String,
    /// Back to the page that shows the document.
    pub back: Way,
    /// The same document as a PDF.
    pub pdf: Way,
    /// The same document as data: its electronic forms.
    pub data: Vec<Way>,
    /// The documents that belong to it: what a credit note takes back, or the credit notes of an invoice.
    pub related: Vec<Way>,
}

/// A link.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Way {
    /// Its address.
    pub href: String,
    /// Its words.
    pub text: String,
}

/// Why a document was not made.
#[derive(Debug, thiserror::Error)]
pub enum DocumentError {
    /// The template is broken: an operator's own, as ours are tested.
    #[error("the document's template failed: {0}")]
    Template(#[from] minijinja::Error),
    /// The PDF could not be written.
    #[error("the PDF could not be written: {0}")]
    Pdf(String),
    /// The document has no electronic form.
    #[error(transparent)]
    NotElectronic(#[from] NotElectronic),
}

/// Makes documents; made once, shared by all threads.
pub struct Documents {
    texts: Texts,
    environment: Environment<'static>,
    brand: Brand,
    fonts: pdf::Fonts,
}

impl Documents {
    /// For an operator's texts, templates and brand.
    ///
    /// # Panics
    /// When the embedded fonts are broken, which the tests of this crate refuse.
    #[must_use]
    pub fn new(texts: &Texts, brand: Brand) -> Documents {
        let environment = texts::environment(texts);
        let fonts = pdf::Fonts::with(brand.fonts.clone());
        Documents { texts: texts.clone(), environment, brand, fonts }
    }

    /// The invoice as a page of its own, in the language it was issued in.
    ///
    /// # Errors
    /// [`DocumentError::Template`].
    pub fn invoice_html(&self, record: &InvoiceRecord, ways: &Ways) -> Result<String, DocumentError> {
        self.html(&invoice::sheet(&self.texts, &self.brand, record), ways)
    }

    /// The invoice as a PDF, in the language it was issued in; a Factur-X with its data inside where it has an
    /// electronic form. The same record gives the same bytes.
    ///
    /// # Errors
    /// [`DocumentError::Pdf`].
    pub fn invoice_pdf(&self, record: &InvoiceRecord) -> Result<Vec<u8>, DocumentError> {
        let electronic = Terms::of(&self.texts, record).ok().map(|terms| electronic::cii(&terms));
        self.pdf(&invoice::sheet(&self.texts, &self.brand, record), electronic.as_deref())
    }

    /// Whether the invoice has an electronic form.
    ///
    /// # Errors
    /// [`NotElectronic`] says why it has none.
    pub fn electronic(&self, record: &InvoiceRecord) -> Result<(), NotElectronic> {
        Terms::of(&self.texts, record).map(|_| ())
    }

    /// The invoice as a Cross Industry Invoice (UN/CEFACT D22B), XML in UTF-8. The same record gives the same bytes.
    ///
    /// # Errors
    /// [`DocumentError::NotElectronic`].
    pub fn invoice_cii(&self, record: &InvoiceRecord) -> Result<Vec<u8>, DocumentError> {
        Ok(electronic::cii(&Terms::of(&self.texts, record)?))
    }

    /// The invoice in the Universal Business Language (OASIS UBL 2.1), XML in UTF-8. The same record gives the same
    /// bytes.
    ///
    /// # Errors
    /// [`DocumentError::NotElectronic`].
    pub fn invoice_ubl(&self, record: &InvoiceRecord) -> Result<Vec<u8>, DocumentError> {
        Ok(electronic::ubl(&Terms::of(&self.texts, record)?))
    }

    /// The order form as a page of its own.
    ///
    /// # Errors
    /// [`DocumentError::Template`].
    pub fn order_form_html(&self, form: &OrderForm, ways: &Ways) -> Result<String, DocumentError> {
        self.html(&order_form::sheet(&self.texts, &self.brand, form), ways)
    }

    /// The order form as a PDF. The same form gives the same bytes.
    ///
    /// # Errors
    /// [`DocumentError::Pdf`].
    pub fn order_form_pdf(&self, form: &OrderForm) -> Result<Vec<u8>, DocumentError> {
        self.pdf(&order_form::sheet(&self.texts, &self.brand, form), None)
    }

    /// The receipt of a payment as a page of its own.
    ///
    /// # Errors
    /// [`DocumentError::Template`].
    pub fn receipt_html(&self, receipt: &Receipt, ways: &Ways) -> Result<String, DocumentError> {
        self.html(&receipt::sheet(&self.texts, &self.brand, receipt), ways)
    }

    /// The receipt of a payment as a PDF. The same receipt gives the same bytes.
    ///
    /// # Errors
    /// [`DocumentError::Pdf`].
    pub fn receipt_pdf(&self, receipt: &Receipt) -> Result<Vec<u8>, DocumentError> {
        self.pdf(&receipt::sheet(&self.texts, &self.brand, receipt), None)
    }

    /// Several invoices on one list, as a PDF. The same list gives the same bytes.
    ///
    /// # Errors
    /// [`DocumentError::Pdf`].
    pub fn summary_pdf(&self, summary: &Summary) -> Result<Vec<u8>, DocumentError> {
        self.pdf(&summary::sheet(&self.texts, &self.brand, summary), None)
    }

    fn html(&self, sheet: &sheet::Sheet, ways: &Ways) -> Result<String, DocumentError> {
        let context = context! {
            locale => sheet.locale.code(),
            sheet => minijinja::Value::from(minijinja::value::Serde(sheet)),
            ways => minijinja::Value::from(minijinja::value::Serde(ways)),
            stylesheets => self.brand.stylesheets.clone(),
            logo => self.brand.logo.as_ref().map(Logo::href),
        };
        Ok(self.environment.get_template("documents/sheet.html")?.render(context)?)
    }

    fn pdf(&self, sheet: &sheet::Sheet, electronic: Option<&[u8]>) -> Result<Vec<u8>, DocumentError> {
        pdf::render(&self.fonts, &self.texts, &self.brand, sheet, electronic).map_err(DocumentError::Pdf)
    }
}

impl std::fmt::Debug for Documents {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Documents").field("brand", &self.brand).finish_non_exhaustive()
    }
}
