//! Fonts, sheets, scripts and icons, at addresses that contain their hash and never change.

use std::borrow::Cow;
use std::collections::BTreeMap;

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
        let hash: String =
            Sha256::digest(&content).iter().take(6).map(|byte| format!("{byte:02x}")).collect();
        let (stem, extension) = name.rsplit_once('.').unwrap_or((name, ""));
        let address = format!("/assets/{stem}-{hash}.{extension}");
        self.addresses.insert(name.to_owned(), address.clone());
        self.by_address.insert(address, Asset { content, kind });
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
    let tag = format!("\"{address}\"");
    let known = headers.get(header::IF_NONE_MATCH).and_then(|value| value.to_str().ok());
    let is_known = known.is_some_and(|known| known.split(',').any(|part| part.trim().ends_with(&tag)));
    let mut response = if is_known {
        StatusCode::NOT_MODIFIED.into_response()
    } else {
        Response::new(Body::from(asset.content.clone()))
    };
    let fields = response.headers_mut();
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
    fn licences_and_icon_sources_are_not_served() {
        let assets = Assets::new(&Brand::default());
        assert_eq!(assets.address("fonts/LICENSE.txt"), None);
        assert_eq!(assets.address("icons/check.svg"), None);
        assert!(assets.address("icons/favicon.svg").is_some());
    }
}
