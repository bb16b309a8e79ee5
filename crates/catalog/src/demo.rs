//! The catalogue of the demonstration: what an imaginary provider sells in three countries.

use crate::{PublicCatalog, parse};

/// The demonstration catalogues, one for each subsidiary it sells in.
///
/// # Panics
/// When one of the shipped files is wrong, which a test of this crate excludes.
#[must_use]
pub fn demo() -> Vec<PublicCatalog> {
    let files: [&[u8]; 3] = [
        include_bytes!("../../../catalogs/demo-FR.json"),
        include_bytes!("../../../catalogs/demo-IT.json"),
        include_bytes!("../../../catalogs/demo-QC.json"),
    ];
    files.iter().map(|file| parse(file).expect("a test reads every shipped catalogue")).collect()
}
