//! The operator's logo: an image for pages, a drawing for the PDF.

#![expect(
    clippy::float_arithmetic,
    reason = "places on paper are fractions of points; no amount is computed here"
)]

use std::fmt;
use std::sync::Arc;

use krilla::geom::{Size, Transform};
use krilla::surface::Surface;
use krilla_svg::{SurfaceExt, SvgSettings};
use usvg::{Options, Tree};

/// The operator's logo.
#[derive(Clone)]
pub struct Logo {
    href: String,
    tree: Arc<Tree>,
}

/// Why a file is no logo.
#[derive(Debug, thiserror::Error)]
#[error("not an SVG image: {0}")]
pub struct LogoError(#[from] usvg::Error);

impl Logo {
    /// Reads an SVG. `href` is where HTML documents find the same image.
    ///
    /// # Errors
    /// [`LogoError`].
    pub fn parse(svg: &str, href: &str) -> Result<Logo, LogoError> {
        let mut options = Options { font_family: "Inter".to_owned(), ..Options::default() };
        let fonts = options.fontdb_mut();
        for name in ["Inter-Regular", "Inter-SemiBold", "Inter-Bold"] {
            if let Some(font) = texts::asset(&format!("fonts/{name}.ttf")) {
                fonts.load_font_data(font.into_owned());
            }
        }
        fonts.set_sans_serif_family("Inter");
        Ok(Logo { href: href.to_owned(), tree: Arc::new(Tree::from_str(svg, &options)?) })
    }

    /// The address of the image.
    pub(crate) fn href(&self) -> &str {
        &self.href
    }

    /// Its width and height in points when it fills this room, in its own proportions.
    pub(crate) fn within(&self, width_max: f32, height_max: f32) -> (f32, f32) {
        let size = self.tree.size();
        let scale = (width_max / size.width()).min(height_max / size.height());
        (size.width() * scale, size.height() * scale)
    }

    /// Draws it as large as that, from a top left corner.
    pub(crate) fn draw(&self, surface: &mut Surface<'_>, x: f32, y: f32, width: f32, height: f32) {
        let Some(size) = Size::from_wh(width, height) else { return };
        surface.push_transform(&Transform::from_translate(x, y));
        // What is no text of the document is drawn as shapes.
        let settings = SvgSettings { embed_text: false, ..SvgSettings::default() };
        surface.draw_svg(&self.tree, size, settings);
        surface.pop();
    }
}

impl fmt::Debug for Logo {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Logo").field("href", &self.href).finish_non_exhaustive()
    }
}
