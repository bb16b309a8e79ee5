//! What every page needs, and the router made of the route table.

use std::collections::BTreeMap;
use std::path::PathBuf;
use std::sync::Arc;
use std::time::Duration;

use axum::Router;
use axum::http::{HeaderValue, StatusCode};
use axum::middleware::{from_fn, from_fn_with_state};
use documents::Documents;
use flows::Cx;
use mail::Mailbox;
use minijinja::Environment;
use texts::Texts;
use tower_http::compression::CompressionLayer;
use tower_http::compression::predicate::{NotForContentType, Predicate, SizeAbove};
use tower_http::timeout::TimeoutLayer;

use crate::routes::{self, Access};
use crate::{Assets, Console, guard, headers, render};

/// How long a page may take.
const TIME_MAX: Duration = Duration::from_secs(30);

/// The operator's name and colours.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Brand {
    /// The name in the header and in titles.
    pub name: String,
    /// Contact lines of the footer.
    pub contact: Vec<String>,
    /// A colour that replaces ours.
    pub accent: Option<Accent>,
    /// A logo as SVG.
    pub logo: Option<String>,
    /// Folders with fonts for the scripts that documents lack.
    pub fonts: Vec<PathBuf>,
}

/// A colour for what can be done, for light pages and for dark ones, each readable there.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Accent {
    light: [u8; 3],
    dark: [u8; 3],
}

/// Why a colour cannot be the accent.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum AccentError {
    /// Not of the form `#0f6151`.
    #[error("{0:?} is not a colour: write six hexadecimal digits after a #, such as #0f6151")]
    Unreadable(String),
    /// It could not be read on its page.
    #[error(
        "{colour} has a contrast of {}.{:02} to 1 against {page}: it needs 4.50 (WCAG 2.2, 1.4.3)",
        hundredths / 100,
        hundredths % 100
    )]
    Contrast {
        /// The colour.
        colour: String,
        /// The page it would be on.
        page: &'static str,
        /// The contrast ratio, times a hundred.
        hundredths: u32,
    },
}

/// What the operator decides about pages.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Options {
    /// The operator's name and colours.
    pub brand: Brand,
    /// Whether the public address is https: cookies get `Secure` and `__Host-`, answers get HSTS.
    pub is_secure: bool,
    /// Origins of the payment pages forms may lead to: `https://checkout.stripe.com`.
    pub payment_origins: Vec<String>,
    /// The texts of the contracts by their code, for everybody to read.
    pub contract_texts: BTreeMap<String, String>,
    /// Whether the demonstration's pages exist: mailbox and time machine.
    pub has_demo: bool,
    /// Whether the address of the peer is read from `X-Forwarded-For`, set by a proxy in front of us.
    pub is_behind_proxy: bool,
}

impl Default for Brand {
    fn default() -> Brand {
        Brand {
            name: "Comptoir Demo".to_owned(),
            contact: Vec::new(),
            accent: None,
            logo: None,
            fonts: Vec::new(),
        }
    }
}

/// The state of the pages; cheap to clone.
#[derive(Clone)]
pub struct Web {
    /// What flows need.
    pub cx: Cx,
    /// The texts.
    pub texts: Texts,
    pub(crate) templates: Arc<Environment<'static>>,
    pub(crate) assets: Arc<Assets>,
    pub(crate) documents: Arc<Documents>,
    /// Where the demonstration's e-mails end; none elsewhere.
    pub(crate) mailbox: Option<Mailbox>,
    /// What customers try of the API; none where it is not served.
    pub(crate) console: Option<Arc<dyn Console>>,
    pub(crate) options: Arc<Options>,
    pub(crate) content_policy: HeaderValue,
}

impl Web {
    /// Prepares templates, assets and documents. `mailbox` is what the demonstration shows as its mailbox.
    #[must_use]
    pub fn new(cx: Cx, texts: Texts, options: Options, mailbox: Option<Mailbox>) -> Web {
        let assets = Arc::new(Assets::new(&options.brand));
        let templates = Arc::new(render::environment(&texts, assets.clone()));
        let policy = headers::content_policy(&options.payment_origins);
        let content_policy = HeaderValue::from_str(&policy)
            .unwrap_or_else(|_| HeaderValue::from_static("default-src 'none'; style-src 'self'"));
        let documents = Arc::new(Documents::new(&texts, document_brand(&options.brand, &assets)));
        Web {
            cx,
            texts,
            templates,
            assets,
            documents,
            mailbox,
            console: None,
            options: Arc::new(options),
            content_policy,
        }
    }

    /// With calls of the API to try.
    #[must_use]
    pub fn with_console(self, console: Arc<dyn Console>) -> Web {
        Web { console: Some(console), ..self }
    }

    /// What makes the documents, for the worker too.
    #[must_use]
    pub fn documents(&self) -> Arc<Documents> {
        Arc::clone(&self.documents)
    }
}

/// The brand of documents, whose pages link the same sheets as ours.
fn document_brand(brand: &Brand, assets: &Assets) -> documents::Brand {
    let names = ["css/comptoir.css", "css/brand.css", "css/document.css"];
    let stylesheets = names.iter().filter_map(|name| assets.address(name)).map(str::to_owned).collect();
    let accent = brand.accent.as_ref().map_or(documents::Brand::default().accent, Accent::rgb);
    // A logo that is none was refused when the configuration was read; a document does without it.
    let logo = brand.logo.as_ref().zip(assets.address("logo.svg"));
    let logo = logo.and_then(|(svg, href)| documents::Logo::parse(svg, href).ok());
    documents::Brand { name: brand.name.clone(), logo, accent, stylesheets, fonts: brand.fonts.clone() }
}

/// The pages as a router: every route of the table behind the guard of its access.
pub fn router(web: Web) -> Router {
    let mut router = Router::new();
    for route in routes::table() {
        let needs = guard::Needs { web: web.clone(), access: route.access, body_max: route.body_max };
        router = router.route(route.path, route.handler.layer(from_fn_with_state(needs, guard::guard)));
    }
    let nowhere = guard::Needs { web: web.clone(), access: Access::Visitor, body_max: 0 };
    let nowhere = axum::routing::any(guard::not_found).layer(from_fn_with_state(nowhere, guard::guard));
    let compressed = CompressionLayer::new().compress_when(
        SizeAbove::new(512)
            .and(NotForContentType::new("font/"))
            .and(NotForContentType::new("application/pdf"))
            .and(NotForContentType::new("application/zip"))
            .and(NotForContentType::new("application/vnd.openxmlformats")),
    );
    router
        .fallback_service(nowhere.with_state(web.clone()))
        .layer(from_fn(guard::catch_panic))
        .layer(TimeoutLayer::with_status_code(StatusCode::SERVICE_UNAVAILABLE, TIME_MAX))
        .layer(compressed)
        .layer(from_fn_with_state(web.clone(), headers::secure))
        .with_state(web)
}

impl Accent {
    /// Reads two colours such as `#0f6151` and `#5cc9ac`.
    ///
    /// # Errors
    /// [`AccentError`] when one is no colour, or not readable on its page.
    pub fn parse(light: &str, dark: &str) -> Result<Accent, AccentError> {
        let accent = Accent { light: colour(light)?, dark: colour(dark)? };
        let pages =
            [(light, accent.light, [255; 3], "white"), (dark, accent.dark, DARK_PAGE, "the dark page")];
        for (text, colour, behind, page) in pages {
            let hundredths = contrast(colour, behind);
            if hundredths < 450 {
                return Err(AccentError::Contrast { colour: text.to_owned(), page, hundredths });
            }
        }
        Ok(accent)
    }

    /// Red, green and blue on light pages.
    #[must_use]
    pub const fn rgb(&self) -> [u8; 3] {
        self.light
    }

    pub(crate) fn sheet(&self) -> String {
        let hex = |[red, green, blue]: [u8; 3]| format!("#{red:02x}{green:02x}{blue:02x}");
        let (light, dark) = (hex(self.light), hex(self.dark));
        format!(
            "@layer tokens{{:root{{--accent:light-dark({light},{dark});\
             --accent-strong:color-mix(in oklab,var(--accent) 80%,light-dark(#000,#fff));\
             --accent-soft:color-mix(in oklab,var(--accent) 12%,var(--surface));\
             --accent-ink:light-dark(#fff,#101413)}}}}"
        )
    }
}

/// The surface of dark pages, `--surface` in the sheet.
const DARK_PAGE: [u8; 3] = [0x17, 0x1c, 0x1a];

fn colour(text: &str) -> Result<[u8; 3], AccentError> {
    let unreadable = || AccentError::Unreadable(text.to_owned());
    let digits = text.strip_prefix('#').filter(|digits| digits.len() == 6 && digits.is_ascii());
    let digits = digits.ok_or_else(unreadable)?;
    let mut colour = [0; 3];
    for (index, part) in colour.iter_mut().enumerate() {
        *part = u8::from_str_radix(&digits[2 * index..2 * index + 2], 16).map_err(|_| unreadable())?;
    }
    Ok(colour)
}

/// The contrast ratio of WCAG 2.2, times a hundred.
#[expect(clippy::float_arithmetic, reason = "light is not money, and its definition has an exponent of 2.4")]
fn contrast(one: [u8; 3], other: [u8; 3]) -> u32 {
    let luminance = |colour: [u8; 3]| {
        let [red, green, blue] = colour.map(|part| {
            let part = f64::from(part) / 255.0;
            if part <= 0.04045 { part / 12.92 } else { ((part + 0.055) / 1.055).powf(2.4) }
        });
        0.2126 * red + 0.7152 * green + 0.0722 * blue
    };
    let (one, other) = (luminance(one), luminance(other));
    let ratio = (one.max(other) + 0.05) / (one.min(other) + 0.05);
    // A ratio is from 1 to 21.
    (ratio * 100.0) as u32
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn contrast_is_that_of_the_standard() {
        assert_eq!(contrast([0; 3], [255; 3]), 2_100);
        assert_eq!(contrast([118; 3], [255; 3]), 454);
    }

    #[test]
    fn an_accent_nobody_could_read_is_refused() {
        assert!(Accent::parse("#0f6151", "#5cc9ac").is_ok());
        assert!(matches!(Accent::parse("#ffee00", "#5cc9ac"), Err(AccentError::Contrast { .. })));
        assert!(matches!(Accent::parse("#0f6151", "#222222"), Err(AccentError::Contrast { .. })));
        assert!(matches!(Accent::parse("green", "#5cc9ac"), Err(AccentError::Unreadable(_))));
    }
}
