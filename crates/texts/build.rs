//! Rebuilds when a template, a language file or an asset appears or changes: they are embedded.

fn main() {
    for folder in ["templates", "locales", "assets"] {
        println!("cargo::rerun-if-changed=../../{folder}");
    }
}
