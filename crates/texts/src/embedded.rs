//! The files the binary carries. Debug builds read them from the disk each time.

use std::borrow::Cow;

use rust_embed::RustEmbed;

#[derive(RustEmbed)]
#[folder = "../../templates/"]
#[include = "*.html"]
#[include = "*.txt"]
#[include = "*.css"]
#[include = "*.svg"]
pub(crate) struct Templates;

#[derive(RustEmbed)]
#[folder = "../../locales/"]
#[include = "*.ftl"]
pub(crate) struct Locales;

#[derive(RustEmbed)]
#[folder = "../../assets/"]
#[exclude = "*.md"]
#[exclude = "*.py"]
struct Assets;

/// The content of an asset by its path under `assets/`: `asset("fonts/Inter-Regular.ttf")`.
#[must_use]
pub fn asset(path: &str) -> Option<Cow<'static, [u8]>> {
    Assets::get(path).map(|file| file.data)
}

/// The path of every asset, sorted.
#[must_use]
pub fn asset_names() -> Vec<String> {
    sorted(Assets::iter())
}

/// The name of every embedded template, sorted.
#[must_use]
pub fn template_names() -> Vec<String> {
    sorted(Templates::iter())
}

pub(crate) fn locale_names() -> Vec<String> {
    sorted(Locales::iter())
}

pub(crate) fn text(data: Cow<'static, [u8]>) -> String {
    String::from_utf8_lossy(&data).into_owned()
}

fn sorted(names: impl Iterator<Item = Cow<'static, str>>) -> Vec<String> {
    let mut names: Vec<String> = names.map(Cow::into_owned).collect();
    names.sort();
    names
}
