//! Type: which glyphs show a text, in which order, how wide it is, and where its lines break.

use std::collections::BTreeSet;
use std::ops::Range;

use krilla::text::{Font, GlyphId, KrillaGlyph};
use rustybuzz::ttf_parser::Tag;
use rustybuzz::{Direction, Face, Feature, UnicodeBuffer};
use unicode_bidi::{BidiInfo, Level};
use unicode_script::{Script, UnicodeScript};

use super::fonts::{Fonts, Weight, Which};

/// Stands for a character that no font has.
const SUBSTITUTE: char = '\u{25a1}';
/// Stands for it where even that one is missing.
const LAST_RESORT: char = '?';

/// A joiner: its glyph shows nothing and has no width.
const NOTHING: char = '\u{200d}';

/// Measures and shapes texts; made for one document.
pub(crate) struct Shaper<'f> {
    fonts: &'f Fonts,
    /// The embedded faces, by their place.
    embedded: Vec<Face<'f>>,
}

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
    /// What it says, in the order it is said; glyphs point into it, and copying gives it back.
    pub(crate) text: String,
    /// Its parts from left to right.
    pub(crate) pieces: Vec<Piece>,
    /// In points.
    pub(crate) width: f32,
    pub(crate) style: Style,
}

/// A part of a line in one font and one direction.
#[derive(Debug, Clone)]
pub(crate) struct Piece {
    pub(crate) font: Font,
    /// From left to right.
    pub(crate) glyphs: Vec<KrillaGlyph>,
    /// In points.
    pub(crate) width: f32,
}

impl Fonts {
    /// What measures and shapes texts.
    pub(crate) fn shaper(&self) -> Shaper<'_> {
        Shaper { fonts: self, embedded: self.embedded_faces() }
    }
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

    fn shape_with(&self, source: &str, style: Style, features: &[Feature]) -> Run {
        let Prepared { text, chars } = self.prepared(source, style.weight);
        let mut pieces = Vec::new();
        for (place, is_right_to_left) in visual_order(&text, &chars) {
            let mut segments = segments(&chars[place.clone()], place.start);
            if is_right_to_left {
                segments.reverse();
            }
            for segment in segments {
                pieces.push(self.piece(&chars, &segment, is_right_to_left, style, features));
            }
        }
        let width = pieces.iter().map(|piece| piece.width).sum();
        Run { text, pieces, width, style }
    }

    fn piece(
        &self,
        chars: &[Char],
        segment: &Range<usize>,
        is_right_to_left: bool,
        style: Style,
        features: &[Feature],
    ) -> Piece {
        let found;
        let loaded;
        let (face, font) = match chars[segment.start].which {
            Which::Embedded(place) => (&self.embedded[place], self.fonts.embedded_font(place)),
            Which::Found(place) => {
                loaded = self.fonts.found(place);
                found = loaded.face();
                (&found, loaded.font())
            }
        };
        let mut buffer = UnicodeBuffer::new();
        for place in segment.clone() {
            buffer.add(chars[place].shown, u32::try_from(place).unwrap_or(u32::MAX));
        }
        buffer.guess_segment_properties();
        let direction = if is_right_to_left { Direction::RightToLeft } else { Direction::LeftToRight };
        buffer.set_direction(direction);
        // A whole word in one glyph is copied backwards by programs that read glyphs from the right.
        let apart = [Feature::new(Tag::from_bytes(b"liga"), 0, ..)];
        let features = if is_right_to_left { &apart } else { features };
        let shaped = rustybuzz::shape(face, features, buffer);
        let em = face.units_per_em() as f32;
        let (infos, positions) = (shaped.glyph_infos(), shaped.glyph_positions());
        let starts: BTreeSet<usize> = infos.iter().map(|info| info.cluster as usize).collect();
        let nothing = face.glyph_index(NOTHING).filter(|glyph| face.glyph_hor_advance(*glyph) == Some(0));
        let nothing = nothing.map(|glyph| GlyphId::new(u32::from(glyph.0)));
        let mut glyphs = Vec::with_capacity(infos.len());
        let mut width = 0.0;
        for (info, position) in infos.iter().zip(positions) {
            let start = info.cluster as usize;
            let end = starts.range(start + 1..).next().copied().unwrap_or(segment.end);
            let advance = position.x_advance as f32 / em;
            width += advance * style.size;
            let mut said = start..end;
            let is_alone = infos.iter().filter(|other| other.cluster == info.cluster).count() == 1;
            if is_right_to_left
                && is_alone
                && let Some(nothing) = nothing
            {
                // Programs that read glyphs from the right would copy two letters in one glyph (lam and alef) backwards:
                // the glyph is its first letter, and the next ones stand at its left without a width.
                while said.len() > 1 {
                    said.end -= 1;
                    let letter = chars[said.end].said.clone();
                    glyphs.push(KrillaGlyph::new(nothing, 0.0, 0.0, 0.0, 0.0, letter, None));
                }
            }
            glyphs.push(KrillaGlyph::new(
                GlyphId::new(info.glyph_id),
                advance,
                position.x_offset as f32 / em,
                position.y_offset as f32 / em,
                position.y_advance as f32 / em,
                chars[said.start].said.start..chars[said.end - 1].said.end,
                None,
            ));
        }
        Piece { font, glyphs, width }
    }

    /// A text made showable.
    fn prepared(&self, source: &str, weight: Weight) -> Prepared {
        let main = self.fonts.main(weight);
        let has_main = |character: char| self.embedded[main].glyph_index(character).is_some();
        let substitute = if has_main(SUBSTITUTE) { SUBSTITUTE } else { LAST_RESORT };
        let mut text = String::with_capacity(source.len());
        let mut chars: Vec<Char> = Vec::new();
        for character in source.chars() {
            // Only scripts that the main font lacks have letters that join.
            let is_joined =
                is_joiner(character) && chars.last().is_some_and(|last| last.which != Which::Embedded(main));
            if is_ignorable(character) && !is_joined {
                continue;
            }
            let said = if is_unsayable(character) { substitute } else { spaced(character) };
            let script = said.script();
            let is_shared = matches!(script, Script::Common | Script::Inherited);
            let before = chars.last().filter(|last| last.which != Which::Embedded(main));
            // Marks, spaces and joiners stay in the font of what they follow.
            let kept = before.filter(|last| is_joined || is_shared && self.has(last.which, said));
            let which = kept.map(|last| last.which).or_else(|| self.which(said, weight));
            let (shown, which) = match which {
                Some(which) => (said, which),
                None => (substitute, Which::Embedded(main)),
            };
            let start = text.len();
            text.push(said);
            chars.push(Char { shown, said: start..text.len(), which, script });
            // A space before a word of ours is ours.
            if which == Which::Embedded(main) {
                let shared = |one: &&mut Char| one.which != which && one.shown == ' ';
                let spaces = chars.iter_mut().rev().skip(1).take_while(shared);
                spaces.for_each(|space| space.which = which);
            }
        }
        Prepared { text, chars }
    }

    /// The first font that has a character.
    fn which(&self, character: char, weight: Weight) -> Option<Which> {
        let [arabic, hebrew] = self.fonts.others(weight);
        let mut ours = [self.fonts.main(weight), arabic, hebrew].into_iter();
        let ours = ours.find(|place| self.embedded[*place].glyph_index(character).is_some());
        ours.map(Which::Embedded).or_else(|| self.fonts.find(character))
    }

    fn has(&self, which: Which, character: char) -> bool {
        match which {
            Which::Embedded(place) => self.embedded[place].glyph_index(character).is_some(),
            Which::Found(place) => self.fonts.found(place).has(character),
        }
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
        let mut part = String::new();
        for character in word.chars() {
            // What has no width of its own stays with the letter before it.
            part.push(character);
            if part.len() > character.len_utf8() && self.shape(&part, style).width > width {
                part.pop();
                lines.push(std::mem::take(&mut part));
                part.push(character);
            }
        }
        part
    }
}

/// A text made showable: what it says, and how each character of it is shown.
struct Prepared {
    /// What copying gives back.
    text: String,
    chars: Vec<Char>,
}

/// One character.
struct Char {
    /// What the font shows.
    shown: char,
    /// Where it is in what is said.
    said: Range<usize>,
    which: Which,
    script: Script,
}

/// The stretches of one direction from left to right, as places of characters, and whether each is read from the
/// right (Unicode Standard Annex 9). The documents themselves are written from left to right.
fn visual_order(text: &str, chars: &[Char]) -> Vec<(Range<usize>, bool)> {
    if text.chars().all(|character| u32::from(character) < FIRST_RIGHT_TO_LEFT) {
        return Vec::from_iter((!chars.is_empty()).then_some((0..chars.len(), false)));
    }
    let bidi = BidiInfo::new(text, Some(Level::ltr()));
    let place = |byte: usize| chars.partition_point(|character| character.said.start < byte);
    let mut stretches = Vec::new();
    for paragraph in &bidi.paragraphs {
        let (levels, runs) = bidi.visual_runs(paragraph, paragraph.range.clone());
        for run in runs {
            let is_right_to_left = levels.get(run.start).is_some_and(Level::is_rtl);
            stretches.push((place(run.start)..place(run.end), is_right_to_left));
        }
    }
    stretches.retain(|(places, _)| !places.is_empty());
    stretches
}

/// Hebrew is the first script of Unicode that is written from right to left.
const FIRST_RIGHT_TO_LEFT: u32 = 0x590;

/// Parts a stretch where the font or the script changes, in the order they are said.
fn segments(chars: &[Char], first: usize) -> Vec<Range<usize>> {
    let mut segments: Vec<Range<usize>> = Vec::new();
    let mut script = Script::Common;
    for (offset, character) in chars.iter().enumerate() {
        let place = first + offset;
        let is_shared = matches!(character.script, Script::Common | Script::Inherited);
        let is_other = !is_shared && script != Script::Common && script != character.script;
        match segments.last_mut() {
            Some(segment) if chars[segment.start - first].which == character.which && !is_other => {
                segment.end = place + 1;
            }
            _ => {
                script = Script::Common;
                segments.push(place..place + 1);
            }
        }
        if !is_shared {
            script = character.script;
        }
    }
    segments
}

/// Control characters and the ends of lines and paragraphs are spaces on paper.
fn spaced(character: char) -> char {
    if character.is_control() || matches!(character, '\u{2028}' | '\u{2029}') { ' ' } else { character }
}

/// Marks that say whether the letters beside them join.
fn is_joiner(character: char) -> bool {
    matches!(character, '\u{200c}' | '\u{200d}')
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
            let glyphs = || run.pieces.iter().flat_map(|piece| &piece.glyphs);
            assert!(glyphs().all(|glyph| glyph.glyph_id.to_u32() != 0));
            assert!(glyphs().all(|glyph| run.text.get(glyph.text_range.clone()).is_some()));
            let said: BTreeSet<usize> = glyphs().flat_map(|glyph| glyph.text_range.clone()).collect();
            assert_eq!(said.len(), run.text.len(), "every byte belongs to a glyph: {:?}", run.text);
        }
    }

    #[test]
    fn hebrew_stands_from_right_to_left_and_its_numbers_from_left_to_right() {
        let fonts = Fonts::embedded();
        let run = fonts.shaper().shape("A אב 12", BODY);
        let shown = run.pieces.iter().flat_map(|piece| &piece.glyphs);
        let shown: String = shown.map(|glyph| &run.text[glyph.text_range.clone()]).collect();
        assert_eq!(shown.replace(' ', ""), "A12בא");
        assert_eq!(run.text, "A אב 12");
    }

    #[test]
    fn arabic_letters_join() {
        let fonts = Fonts::embedded();
        let shaper = fonts.shaper();
        let glyphs = |text: &str| -> Vec<u32> {
            let pieces = shaper.shape(text, BODY).pieces;
            assert_eq!(pieces.len(), 1);
            pieces[0].glyphs.iter().map(|glyph| glyph.glyph_id.to_u32()).collect()
        };
        let alone: Vec<u32> = "دمحم".chars().flat_map(|letter| glyphs(&letter.to_string())).collect();
        let joined = glyphs("محمد");
        assert_eq!(joined.len(), alone.len());
        assert!(joined[1..].iter().zip(&alone[1..]).all(|(joined, alone)| joined != alone), "{joined:?}");
    }
}
