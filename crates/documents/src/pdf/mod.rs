//! The PDF: type, layout and drawing.

#![expect(
    clippy::float_arithmetic,
    reason = "places on paper are fractions of points; no amount is computed here"
)]

mod draw;
mod facturx;
mod fonts;
mod layout;
mod shape;

use texts::{Args, Texts};

use crate::Brand;
use crate::sheet::Sheet;

pub(crate) use fonts::Fonts;

/// Writes `sheet` as a PDF, with its electronic form inside where it has one; the same gives the same bytes.
pub(crate) fn render(
    fonts: &Fonts,
    texts: &Texts,
    brand: &Brand,
    sheet: &Sheet,
    electronic: Option<&[u8]>,
) -> Result<Vec<u8>, String> {
    let shaper = fonts.shaper();
    let page_words = |page: usize, pages: usize| {
        let args = Args::new().with("page", page).with("pages", pages);
        texts.t(sheet.locale, "document-page", &args)
    };
    let laid_out = layout::lay_out(&shaper, brand, sheet, &page_words);
    // A document that breaks a rule of the archive standards is still a document its customer must get.
    let pdf = draw::draw(brand, sheet, &laid_out, electronic, draw::Standard::Archive)
        .or_else(|_| draw::draw(brand, sheet, &laid_out, electronic, draw::Standard::Plain))?;
    if electronic.is_some() { facturx::declared(&pdf) } else { Ok(pdf) }
}
