//! Type: which glyphs show a text, how wide it is, and where its lines break.

use std::ops::Range;
use std::sync::Arc;

use krilla::text::{Font, GlyphId, KrillaGlyph};
use rustybuzz::ttf_parser::Tag;
use rustybuzz::{Direction, Face, Feature, UnicodeBuffer};

/// Stands for a character the fonts lack.
const SUBSTITUTE: char = '\u{25a1}';
/// Stands for it where even that one is missing.
const LAST_RESORT: char = '?';

/// The cuts of the type.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Weight {
    Regular,
    SemiBold,
    Bold,
}

/// The embedded fonts.
pub(crate) struct Fonts([Cut; 3]);

struct Cut {
    data: Arc<Vec<u8>>,
    font: Font,
}

impl Fonts {
    /// The fonts the binary carries.
    pub(crate) fn embedded() -> Fonts {
        let cut = |name: &str| {
            let file = texts::asset(&format!("fonts/Inter-{name}.ttf"));
            let data = Arc::new(file.expect("the fonts are embedded").into_owned());
            let font = Font::new(Arc::clone(&data).into(), 0).expect("the embedded fonts are fonts");
            Cut { data, font }
        };
        Fonts([cut("Regular"), cut("SemiBold"), cut("Bold")])
    }

    /// What measures and shapes texts; made for one document.
    pub(crate) fn shaper(&self) -> Shaper<'_> {
        Shaper(std::array::from_fn(|index| {
            Face::from_slice(&self.0[index].data, 0).expect("krilla accepted the same bytes")
        }))
    }

    pub(crate) fn font(&self, weight: Weight) -> Font {
        self.0[index(weight)].font.clone()
    }
}

const fn index(weight: Weight) -> usize {
    match weight {
        Weight::Regular => 0,
        Weight::SemiBold => 1,
        Weight::Bold => 2,
    }
}

/// Measures and shapes texts.
pub(crate) struct Shaper<'f>([Face<'f>; 3]);

/// How a text is set.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) struct Style {
    pub(crate) weight: Weight,
    /// In points.
    pub(crate) size: f32,
}

/// One line of text, shaped.
#[derive(Debug, Clone)]
pub(crate) struct Run {
    /// What it says; glyphs point into it, and copying gives it back.
    pub(crate) text: String,
    pub(crate) glyphs: Vec<KrillaGlyph>,
    /// In points.
    pub(crate) width: f32,
    pub(crate) style: Style,
}

impl Shaper<'_> {
    /// Shapes one line.
    pub(crate) fn shape(&self, text: &str, style: Style) -> Run {
        self.shape_with(text, style, &[])
    }

    /// Shapes an amount with figures that are all equally wide, so that amounts stand under each other.
    pub(crate) fn figures(&self, text: &str, style: Style) -> Run {
        self.shape_with(text, style, &[Feature::new(Tag::from_bytes(b"tnum"), 1, ..)])
    }

    fn shape_with(&self, text: &str, style: Style, features: &[Feature]) -> Run {
        let face = &self.0[index(style.weight)];
        let prepared = Prepared::new(text, face);
        let mut buffer = UnicodeBuffer::new();
        buffer.push_str(&prepared.shown);
        buffer.set_direction(Direction::LeftToRight);
        buffer.guess_segment_properties();
        buffer.set_direction(Direction::LeftToRight);
        let shaped = rustybuzz::shape(face, features, buffer);
        let em = face.units_per_em() as f32;
        let (infos, positions) = (shaped.glyph_infos(), shaped.glyph_positions());
        let mut glyphs = Vec::with_capacity(infos.len());
        let mut width = 0.0;
        for (place, (info, position)) in infos.iter().zip(positions).enumerate() {
            let start = info.cluster as usize;
            let next = infos[place..].iter().map(|later| later.cluster as usize).find(|later| *later > start);
            let range = prepared.source(start..next.unwrap_or(prepared.shown.len()));
            let advance = position.x_advance as f32 / em;
            width += advance * style.size;
            glyphs.push(KrillaGlyph::new(
                GlyphId::new(info.glyph_id),
                advance,
                position.x_offset as f32 / em,
                position.y_offset as f32 / em,
                position.y_advance as f32 / em,
                range,
                None,
            ));
        }
        Run { text: prepared.text, glyphs, width, style }
    }

    /// Breaks a text into lines no wider than `width` points: at spaces, or inside a word that is too long.
    pub(crate) fn wrap(&self, text: &str, style: Style, width: f32) -> Vec<Run> {
        let mut lines: Vec<String> = Vec::new();
        for paragraph in text.lines() {
            let mut line = String::new();
            for word in paragraph.split([' ', '\t']).filter(|word| !word.is_empty()) {
                let longer = if line.is_empty() { word.to_owned() } else { format!("{line} {word}") };
                if self.shape(&longer, style).width <= width {
                    line = longer;
                    continue;
                }
                if !line.is_empty() {
                    lines.push(std::mem::take(&mut line));
                }
                line = self.broken(word, style, width, &mut lines);
            }
            lines.push(line);
        }
        lines.iter().map(|line| self.shape(line, style)).collect()
    }

    /// Breaks a word that is wider than a line; whole lines go to `lines`, the rest is answered.
    fn broken(&self, word: &str, style: Style, width: f32, lines: &mut Vec<String>) -> String {
        let face = &self.0[index(style.weight)];
        let advance = |character: char| {
            let glyph = face.glyph_index(character).or_else(|| face.glyph_index(SUBSTITUTE));
            let units = glyph.and_then(|glyph| face.glyph_hor_advance(glyph)).unwrap_or(0);
            f32::from(units) / face.units_per_em() as f32 * style.size
        };
        let (mut part, mut used) = (String::new(), 0.0);
        for character in word.chars() {
            let wide = advance(character);
            // What has no width of its own stays with the letter before it. Kerning is not counted here and may widen a line a little.
            if wide > 0.0 && used + wide > width * 0.98 && !part.is_empty() {
                lines.push(std::mem::take(&mut part));
                used = 0.0;
            }
            part.push(character);
            used += wide;
        }
        part
    }
}

/// A text made showable: what is shown, what is said, and how the two correspond.
struct Prepared {
    /// What the font shows.
    shown: String,
    /// What copying gives back.
    text: String,
    /// Where each character of `shown` starts, there and in `text`.
    starts: Vec<(usize, usize)>,
}

impl Prepared {
    fn new(source: &str, face: &Face<'_>) -> Prepared {
        let mut prepared = Prepared { shown: String::new(), text: String::new(), starts: Vec::new() };
        let has = |character: char| face.glyph_index(character).is_some();
        let substitute = if has(SUBSTITUTE) { SUBSTITUTE } else { LAST_RESORT };
        for character in source.chars() {
            if is_ignorable(character) {
                continue;
            }
            let said = if is_unsayable(character) { substitute } else { spaced(character) };
            let shown = if has(said) { said } else { substitute };
            prepared.starts.push((prepared.shown.len(), prepared.text.len()));
            prepared.shown.push(shown);
            prepared.text.push(said);
        }
        prepared
    }

    /// The part of `text` that a part of `shown` stands for.
    fn source(&self, shown: Range<usize>) -> Range<usize> {
        let at = |place: usize| {
            let found = self.starts.binary_search_by_key(&place, |(shown, _)| *shown);
            found.map_or(self.text.len(), |index| self.starts[index].1)
        };
        at(shown.start)..at(shown.end)
    }
}

/// Control characters are spaces on paper.
fn spaced(character: char) -> char {
    if character.is_control() { ' ' } else { character }
}

/// Marks that only steer how others are shown: joiners, directions, variants, soft hyphens.
fn is_ignorable(character: char) -> bool {
    matches!(character, '\u{ad}' | '\u{34f}' | '\u{61c}' | '\u{180b}'..='\u{180f}' | '\u{200b}'..='\u{200f}'
        | '\u{202a}'..='\u{202e}' | '\u{2060}'..='\u{206f}' | '\u{fe00}'..='\u{fe0f}' | '\u{feff}'
        | '\u{e0000}'..='\u{e0fff}')
}

/// Private characters and characters that are none: nobody can say what they mean.
fn is_unsayable(character: char) -> bool {
    let code = u32::from(character);
    matches!(code, 0xe000..=0xf8ff | 0xf0000..=0x10_ffff | 0xfdd0..=0xfdef | 0xfff9..=0xfffd)
        || code & 0xfffe == 0xfffe
}

#[cfg(test)]
mod tests {
    use super::*;

    const BODY: Style = Style { weight: Weight::Regular, size: 9.0 };

    #[test]
    fn figures_are_equally_wide() {
        let fonts = Fonts::embedded();
        let shaper = fonts.shaper();
        let width = |text| shaper.figures(text, BODY).width;
        assert!((width("1111,11") - width("8888,88")).abs() < 0.001);
    }

    #[test]
    fn no_line_is_wider_than_asked() {
        let fonts = Fonts::embedded();
        let shaper = fonts.shaper();
        let text = format!("short words and {} and {}", "x".repeat(300), "漢字".repeat(80));
        let lines = shaper.wrap(&text, BODY, 120.0);
        assert!(lines.iter().all(|line| line.width <= 120.5));
        let said: String = lines.iter().map(|line| line.text.replace(' ', "")).collect();
        assert_eq!(said, text.replace(' ', ""));
    }

    #[test]
    fn every_character_has_a_glyph_and_a_text() {
        let fonts = Fonts::embedded();
        let shaper = fonts.shaper();
        let text: String = (0..=0x10_ffff_u32).step_by(37).filter_map(char::from_u32).collect();
        for line in text.chars().collect::<Vec<_>>().chunks(200) {
            let run = shaper.shape(&line.iter().collect::<String>(), BODY);
            assert!(run.glyphs.iter().all(|glyph| glyph.glyph_id.to_u32() != 0));
            assert!(run.glyphs.iter().all(|glyph| run.text.get(glyph.text_range.clone()).is_some()));
        }
    }
}
