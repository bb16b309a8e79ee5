//! Fonts: those the binary carries, and those found in the operator's folders for the scripts ours lack.

use std::collections::HashMap;
use std::path::PathBuf;
use std::sync::{Arc, OnceLock, PoisonError, RwLock};

use fontdb::{Database, FaceInfo, ID, Source, Style};
use krilla::text::Font;
use rustybuzz::Face;
use rustybuzz::ttf_parser::{self, Permissions};

/// How many characters it is remembered of which font has them.
const KNOWN_MAX: usize = 20_000;

/// The cuts of the type.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Weight {
    Regular,
    SemiBold,
    Bold,
}

/// Which font has a character.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Which {
    /// One of the binary's, by its place.
    Embedded(usize),
    /// One of the operator's, by its place among those in use.
    Found(usize),
}

/// The fonts the binary carries: Latin, Greek and Cyrillic, then the scripts written from right to left.
const EMBEDDED: [&str; 7] = [
    "Inter-Regular",
    "Inter-SemiBold",
    "Inter-Bold",
    "Vazirmatn-Regular",
    "Vazirmatn-Bold",
    "NotoSansHebrew-Regular",
    "NotoSansHebrew-Bold",
];

/// The embedded fonts, and where to look for others.
pub(crate) struct Fonts {
    embedded: Vec<Cut>,
    folders: Vec<PathBuf>,
    /// What is in the folders, read when a character is first missing.
    offered: OnceLock<Offered>,
    in_use: RwLock<InUse>,
}

/// A font, ready to be drawn.
pub(crate) struct Cut {
    data: Arc<Vec<u8>>,
    index: u32,
    font: Font,
}

/// The faces of the folders, the most fitting first.
struct Offered {
    database: Database,
    order: Vec<ID>,
}

#[derive(Default)]
struct InUse {
    cuts: Vec<(ID, Arc<Cut>)>,
    known: HashMap<char, Option<usize>>,
}

impl Fonts {
    /// The fonts the binary carries, and none besides.
    #[cfg(test)]
    pub(crate) fn embedded() -> Fonts {
        Fonts::with(Vec::new())
    }

    /// The fonts the binary carries, and for what they lack those of these folders and all below them.
    pub(crate) fn with(folders: Vec<PathBuf>) -> Fonts {
        let cut = |name: &&str| {
            let file = texts::asset(&format!("fonts/{name}.ttf"));
            Cut::new(file.expect("the fonts are embedded").into_owned(), 0)
                .expect("the embedded fonts are fonts")
        };
        let embedded = EMBEDDED.iter().map(cut).collect();
        Fonts { embedded, folders, offered: OnceLock::new(), in_use: RwLock::default() }
    }

    /// The place of the font of our own languages.
    pub(crate) const fn main(&self, weight: Weight) -> usize {
        match weight {
            Weight::Regular => 0,
            Weight::SemiBold => 1,
            Weight::Bold => 2,
        }
    }

    pub(crate) fn embedded_faces(&self) -> Vec<Face<'_>> {
        self.embedded.iter().map(Cut::face).collect()
    }

    pub(crate) fn embedded_font(&self, place: usize) -> Font {
        self.embedded[place].font()
    }

    /// The font in use at a place that [`Fonts::find`] told.
    pub(crate) fn found(&self, place: usize) -> Arc<Cut> {
        Arc::clone(&self.in_use.read().unwrap_or_else(PoisonError::into_inner).cuts[place].1)
    }

    /// The places of the fonts of the other scripts.
    pub(crate) const fn others(&self, weight: Weight) -> [usize; 2] {
        match weight {
            Weight::Regular => [3, 5],
            Weight::SemiBold | Weight::Bold => [4, 6],
        }
    }

    /// A font of the operator's that has a character ours lack.
    pub(crate) fn find(&self, character: char) -> Option<Which> {
        if self.folders.is_empty() {
            return None;
        }
        let known = self.in_use.read().unwrap_or_else(PoisonError::into_inner).known.get(&character).copied();
        known.unwrap_or_else(|| self.look_for(character)).map(Which::Found)
    }

    fn look_for(&self, character: char) -> Option<usize> {
        let offered = self.offered.get_or_init(|| Offered::read(&self.folders));
        let mut in_use = self.in_use.write().unwrap_or_else(PoisonError::into_inner);
        // What is already in use first: a name is set in one font where one has all of it.
        let mut place = in_use.cuts.iter().position(|(_, cut)| cut.has(character));
        if place.is_none()
            && let Some(cut) = offered.first_with(character)
        {
            in_use.cuts.push(cut);
            place = Some(in_use.cuts.len() - 1);
        }
        if in_use.known.len() >= KNOWN_MAX {
            in_use.known.clear();
        }
        in_use.known.insert(character, place);
        place
    }
}

impl Cut {
    fn new(data: Vec<u8>, index: u32) -> Option<Cut> {
        let data = Arc::new(data);
        Face::from_slice(&data, index)?;
        let font = Font::new(Arc::clone(&data).into(), index)?;
        Some(Cut { data, index, font })
    }

    pub(crate) fn face(&self) -> Face<'_> {
        Face::from_slice(&self.data, self.index).expect("it was read when the font was made")
    }

    pub(crate) fn font(&self) -> Font {
        self.font.clone()
    }

    pub(crate) fn has(&self, character: char) -> bool {
        ttf_parser::Face::parse(&self.data, self.index)
            .is_ok_and(|face| face.glyph_index(character).is_some())
    }
}

impl Offered {
    fn read(folders: &[PathBuf]) -> Offered {
        let mut database = Database::new();
        for folder in folders {
            database.load_fonts_dir(folder);
        }
        let mut faces: Vec<&FaceInfo> = database.faces().collect();
        faces.sort_by_cached_key(|face| preference(face));
        let order = faces.iter().map(|face| face.id).collect();
        Offered { database, order }
    }

    /// The first face that has a character, and that may be put into a document.
    fn first_with(&self, character: char) -> Option<(ID, Arc<Cut>)> {
        self.order.iter().find_map(|id| {
            let fits = |data: &[u8], index| {
                let face = ttf_parser::Face::parse(data, index).ok()?;
                let tables = face.tables();
                let has_outlines = tables.glyf.is_some() || tables.cff.is_some();
                let may_embed =
                    face.permissions() != Some(Permissions::Restricted) && face.is_subsetting_allowed();
                (has_outlines && may_embed && face.glyph_index(character).is_some()).then_some(())
            };
            self.database.with_face_data(*id, fits)??;
            let (Source::File(path), index) = self.database.face_source(*id)? else { return None };
            let cut = Cut::new(std::fs::read(path).ok()?, index)?;
            Some((*id, Arc::new(cut)))
        })
    }
}

/// Upright text faces of a usual weight first; then sans serif ones, made to go with each other; then by name, so that
/// the same folders always give the same font.
fn preference(face: &FaceInfo) -> (bool, bool, u16, bool, String) {
    let name = &face.post_script_name;
    let is_upright = face.style == Style::Normal && face.stretch == fontdb::Stretch::Normal;
    let from_regular = face.weight.0.abs_diff(fontdb::Weight::NORMAL.0);
    (!is_upright, face.monospaced, from_regular, !name.starts_with("NotoSans"), name.clone())
}
