//! Fonts, sheets, scripts and icons, at addresses that contain their hash and never change.

use std::borrow::Cow;
use std::collections::BTreeMap;
use std::sync::OnceLock;

use axum::body::Body;
use axum::extract::{Path, State};
use axum::http::{HeaderMap, HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use bytes::Bytes;
use sha2::{Digest, Sha256};

use crate::{Brand, Web};

/// Every asset, by the address it is served at and by the name templates use.
#[derive(Debug, Default)]
pub struct Assets {
    by_address: BTreeMap<String, Asset>,
    addresses: BTreeMap<String, String>,
}

#[derive(Debug)]
struct Asset {
    content: Bytes,
    kind: &'static str,
    /// The content as small as it gets, made when it is first asked for.
    packed: OnceLock<Bytes>,
}

impl Asset {
    /// Fonts are packed already.
    fn is_text(&self) -> bool {
        self.kind != "font/woff2"
    }

    fn packed(&self) -> Bytes {
        self.packed.get_or_init(|| packed(&self.content)).clone()
    }
}

/// Brotli at its best, which takes a tenth of a second and is done once.
fn packed(content: &[u8]) -> Bytes {
    let params = brotli::enc::BrotliEncoderParams { size_hint: content.len(), ..Default::default() };
    let mut packed = Vec::new();
    brotli::BrotliCompress(&mut &*content, &mut packed, &params)
        .expect("memory is written to without failing");
    Bytes::from(packed)
}

/// Whether the browser reads Brotli.
fn reads_brotli(headers: &HeaderMap) -> bool {
    let accepted = headers.get_all(header::ACCEPT_ENCODING).iter().filter_map(|value| value.to_str().ok());
    accepted.flat_map(|value| value.split(',')).any(|one| {
        let (name, weight) = one.split_once(';').unwrap_or((one, ""));
        let is_refused = weight.trim().strip_prefix("q=").is_some_and(|q| q.trim().parse() == Ok(0.0_f32));
        name.trim().eq_ignore_ascii_case("br") && !is_refused
    })
}

/// What is served; licences and the sources of icons stay inside.
const SERVED: [(&str, &str); 4] = [
    (".woff2", "font/woff2"),
    (".svg", "image/svg+xml"),
    (".js", "text/javascript; charset=utf-8"),
    (".css", "text/css; charset=utf-8"),
];

impl Assets {
    /// The embedded assets and those made of the operator's brand.
    #[must_use]
    pub fn new(brand: &Brand) -> Assets {
        let mut assets = Assets::default();
        // Sheets come last: they name the addresses of fonts.
        for (suffix, kind) in SERVED {
            for name in texts::asset_names() {
                if name.ends_with(suffix) && (!name.starts_with("icons/") || name == "icons/favicon.svg") {
                    let content = texts::asset(&name).unwrap_or(Cow::Borrowed(&[]));
                    assets.add(&name, content, kind);
                }
            }
        }
        if let Some(accent) = &brand.accent {
            assets.add("css/brand.css", Cow::Owned(accent.sheet().into_bytes()), "text/css; charset=utf-8");
        }
        if let Some(logo) = &brand.logo {
            assets.add("logo.svg", Cow::Owned(logo.clone().into_bytes()), "image/svg+xml");
        }
        assets
    }

    /// The address of an asset: `css/comptoir.css` is at `/assets/css/comptoir-1f2e3d4c5b6a.css`.
    #[must_use]
    pub fn address(&self, name: &str) -> Option<&str> {
        self.addresses.get(name).map(String::as_str)
    }

    fn add(&mut self, name: &str, content: Cow<'static, [u8]>, kind: &'static str) {
        let is_sheet = kind.starts_with("text/css");
        let content =
            if is_sheet { self.with_addresses(&content) } else { Bytes::from(content.into_owned()) };
        let hash = kernel::hex(&Sha256::digest(&content)[..6]);
        let (stem, extension) = name.rsplit_once('.').unwrap_or((name, ""));
        let address = format!("/assets/{stem}-{hash}.{extension}");
        self.addresses.insert(name.to_owned(), address.clone());
        self.by_address.insert(address, Asset { content, kind, packed: OnceLock::new() });
    }

    /// A sheet with the relative names of fonts replaced by their addresses.
    fn with_addresses(&self, sheet: &[u8]) -> Bytes {
        let mut sheet = String::from_utf8_lossy(sheet).into_owned();
        for (name, address) in &self.addresses {
            sheet = sheet.replace(&format!("\"../{name}\""), &format!("\"{address}\""));
        }
        Bytes::from(sheet)
    }
}

/// What browsers ask for beside pages that name no icon, such as documents.
pub(crate) async fn favicon(State(web): State<Web>, headers: HeaderMap) -> Response {
    let address = web.assets.address("icons/favicon.svg").unwrap_or_default();
    let path = address.trim_start_matches("/assets/").to_owned();
    let mut response = get(State(web), Path(path), headers).await;
    // This address has no hash: it may be asked for again.
    response.headers_mut().insert(header::CACHE_CONTROL, HeaderValue::from_static("public, max-age=86400"));
    response
}

/// Serves an asset; the address holds its hash, so that browsers keep it for a year without asking.
pub(crate) async fn get(State(web): State<Web>, Path(path): Path<String>, headers: HeaderMap) -> Response {
    let address = format!("/assets/{path}");
    let Some(asset) = web.assets.by_address.get(&address) else {
        return StatusCode::NOT_FOUND.into_response();
    };
    let is_packed = asset.is_text() && reads_brotli(&headers);
    let tag = format!("\"{address}{}\"", if is_packed { "-br" } else { "" });
    let known = headers.get(header::IF_NONE_MATCH).and_then(|value| value.to_str().ok());
    let is_known = known.is_some_and(|known| known.split(',').any(|part| part.trim().ends_with(&tag)));
    let mut response = if is_known {
        StatusCode::NOT_MODIFIED.into_response()
    } else if is_packed {
        let (assets, address) = (web.assets.clone(), address.clone());
        // The first who asks waits for the packing: not on the threads that answer everybody.
        let made = tokio::task::spawn_blocking(move || assets.by_address.get(&address).map(Asset::packed));
        let Ok(Some(content)) = made.await else {
            return StatusCode::INTERNAL_SERVER_ERROR.into_response();
        };
        Response::new(Body::from(content))
    } else {
        Response::new(Body::from(asset.content.clone()))
    };
    let fields = response.headers_mut();
    if is_packed {
        fields.insert(header::CONTENT_ENCODING, HeaderValue::from_static("br"));
    }
    if asset.is_text() {
        fields.insert(header::VARY, HeaderValue::from_static("accept-encoding"));
    }
    fields.insert(header::CONTENT_TYPE, HeaderValue::from_static(asset.kind));
    fields.insert(header::CACHE_CONTROL, HeaderValue::from_static("public, max-age=31536000, immutable"));
    if let Ok(tag) = HeaderValue::from_str(&tag) {
        fields.insert(header::ETAG, tag);
    }
    response
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_sheet_names_its_fonts_by_their_addresses() {
        let assets = Assets::new(&Brand::default());
        let sheet = assets.address("css/comptoir.css").and_then(|address| assets.by_address.get(address));
        let sheet = String::from_utf8_lossy(&sheet.expect("the sheet is embedded").content).into_owned();
        let font = assets.address("fonts/inter-latin.woff2").expect("the font is embedded");
        assert!(sheet.contains(font) && !sheet.contains("\"../fonts"));
    }

    #[test]
    fn what_the_first_page_needs_weighs_less_than_it_may() {
        let assets = Assets::new(&Brand::default());
        let size = |name: &str| {
            let asset = assets.by_address.get(assets.address(name).expect("it is embedded"));
            let asset = asset.expect("it is served");
            if asset.is_text() { asset.packed().len() } else { asset.content.len() }
        };
        let files: usize = ["css/comptoir.css", "js/comptoir.js", "js/htmx.min.js", "icons/favicon.svg"]
            .map(size)
            .iter()
            .sum();
        // The page itself has the rest of 30 kB, and of 100 kB with the font.
        assert!(files < 27_000, "{files} bytes");
        assert!(files + size("fonts/inter-latin.woff2") < 90_000);
    }

    #[test]
    fn brotli_is_sent_to_whom_it_is_read_by() {
        let reads = |accepted: &'static str| {
            let mut headers = HeaderMap::new();
            headers.insert(header::ACCEPT_ENCODING, HeaderValue::from_static(accepted));
            reads_brotli(&headers)
        };
        assert!(reads("gzip, deflate, br, zstd") && reads("br;q=0.5"));
        assert!(!reads("gzip") && !reads("gzip, br;q=0") && !reads(""));
    }

    #[test]
    fn licences_and_icon_sources_are_not_served() {
        let assets = Assets::new(&Brand::default());
        assert_eq!(assets.address("fonts/LICENSE.txt"), None);
        assert_eq!(assets.address("icons/check.svg"), None);
        assert!(assets.address("icons/favicon.svg").is_some());
    }
}
