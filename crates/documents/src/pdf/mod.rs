//! The PDF: type, layout and drawing.

#![expect(
    clippy::float_arithmetic,
    reason = "places on paper are fractions of points; no amount is computed here"
)]

mod draw;
mod fonts;
mod layout;
mod shape;

use texts::{Args, Texts};

use crate::Brand;
use crate::sheet::Sheet;

pub(crate) use fonts::Fonts;

/// Writes `sheet` as a PDF; the same sheet gives the same bytes.
pub(crate) fn render(fonts: &Fonts, texts: &Texts, brand: &Brand, sheet: &Sheet) -> Result<Vec<u8>, String> {
    let shaper = fonts.shaper();
    let page_words = |page: usize, pages: usize| {
        let args = Args::new().with("page", page).with("pages", pages);
        texts.t(sheet.locale, "document-page", &args)
    };
    let laid_out = layout::lay_out(&shaper, brand, sheet, &page_words);
    // A document that breaks a rule of the archive standards is still a document its customer must get.
    draw::draw(brand, sheet, &laid_out, draw::Standard::Archive)
        .or_else(|_| draw::draw(brand, sheet, &laid_out, draw::Standard::Plain))
}
