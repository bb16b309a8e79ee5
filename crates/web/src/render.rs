//! The template environment of pages: that of `texts`, with icons and the addresses of assets.

use std::sync::Arc;

use minijinja::value::Value;
use minijinja::{Environment, Error, ErrorKind};
use texts::Texts;

use crate::Assets;

/// Adds `icon("check")` and `asset("css/comptoir.css")`.
pub(crate) fn environment(texts: &Texts, assets: Arc<Assets>) -> Environment<'static> {
    let mut environment = texts::environment(texts);
    environment.add_function("icon", |name: &str| icon(name));
    environment.add_function("asset", move |name: &str| {
        let address = assets.address(name).map(|address| Value::from_safe_string(address.to_owned()));
        address.ok_or_else(|| missing(format!("no asset {name:?}")))
    });
    environment
}

/// An icon of `assets/icons/` as inline SVG, drawn in the colour and size of its text, silent to readers.
fn icon(name: &str) -> Result<Value, Error> {
    let source = texts::asset(&format!("icons/{name}.svg"));
    let source = source.ok_or_else(|| missing(format!("no icon {name:?}")))?;
    let source = String::from_utf8_lossy(&source);
    let shapes = source.split_once("<svg").and_then(|(_, rest)| rest.split_once('>'));
    let shapes = shapes.and_then(|(_, rest)| rest.split_once("</svg>")).map_or("", |(shapes, _)| shapes);
    let shapes = shapes.split_whitespace().collect::<Vec<_>>().join(" ");
    Ok(Value::from_safe_string(format!(
        "<svg class=\"icon\" viewBox=\"0 0 24 24\" aria-hidden=\"true\">{shapes}</svg>"
    )))
}

fn missing(message: String) -> Error {
    Error::new(ErrorKind::InvalidOperation, message)
}

#[cfg(test)]
mod tests {
    use std::path::Path;

    #[test]
    fn every_icon_kept_is_drawn_somewhere() {
        let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../..");
        let mut sources = String::new();
        for folder in ["templates", "crates/web/src"] {
            read(&root.join(folder), &mut sources);
        }
        let icons = texts::asset_names()
            .into_iter()
            .filter_map(|name| name.strip_prefix("icons/")?.strip_suffix(".svg").map(str::to_owned));
        let unused: Vec<String> =
            icons.filter(|icon| icon != "favicon" && !sources.contains(&format!("\"{icon}\""))).collect();
        assert!(unused.is_empty(), "{unused:?}");
    }

    fn read(folder: &Path, sources: &mut String) {
        for entry in std::fs::read_dir(folder).expect("a folder of this repository") {
            let path = entry.expect("an entry").path();
            if path.is_dir() {
                read(&path, sources);
            } else {
                sources.push_str(&std::fs::read_to_string(&path).unwrap_or_default());
            }
        }
    }
}
