//! Drawing: pages become a PDF, tagged so that it can be read aloud.

use std::num::NonZeroU16;

use krilla::color::rgb;
use krilla::configure::{Accessibility, Archival, Configuration, ConfigurationBuilder};
use krilla::destination::XyzDestination;
use krilla::geom::{PathBuilder, Point, Rect};
use krilla::metadata::{DateTime, Metadata};
use krilla::outline::{Outline, OutlineNode};
use krilla::page::PageSettings;
use krilla::paint::Fill;
use krilla::surface::Surface;
use krilla::tagging::{
    Artifact, ArtifactType, ContentTag, Identifier, Node, SpanTag, TableHeaderScope, Tag, TagGroup, TagTree,
};
use krilla::{Document, SerializeSettings};

use crate::Brand;
use crate::sheet::Sheet;

use super::facturx;
use super::layout::{Colour, Head, Item, PAGE_HEIGHT, PAGE_WIDTH, Pages, Part};

/// How strict the file is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Standard {
    /// PDF/A-3b for archives and PDF/UA-1 for screen readers; refused where a text breaks their rules.
    Archive,
    /// Tagged all the same, and never refused.
    Plain,
}

pub(crate) fn draw(
    brand: &Brand,
    sheet: &Sheet,
    pages: &Pages,
    electronic: Option<&[u8]>,
    standard: Standard,
) -> Result<Vec<u8>, String> {
    let settings =
        SerializeSettings { configuration: configuration(standard)?, ..SerializeSettings::default() };
    let mut document = Document::new_with(settings);
    let mut read: Vec<(Part, Identifier, &str)> = Vec::new();
    for items in pages {
        let size = PageSettings::from_wh(PAGE_WIDTH, PAGE_HEIGHT).ok_or("A4 has no size")?;
        let mut page = document.start_page_with(size);
        let mut surface = page.surface();
        for item in items {
            match item {
                Item::Block { x, y, width, height, colour } => {
                    surface.start_tagged(ContentTag::Artifact(Artifact::with_kind(ArtifactType::Layout)));
                    block(&mut surface, [*x, *y, *width, *height], *colour);
                    surface.end_tagged();
                }
                Item::Logo { x, y, width, height } => {
                    // The name stands beside it: who listens misses nothing.
                    surface.start_tagged(ContentTag::Artifact(Artifact::with_kind(ArtifactType::Layout)));
                    if let Some(logo) = &brand.logo {
                        logo.draw(&mut surface, *x, *y, *width, *height);
                    }
                    surface.end_tagged();
                }
                Item::Text { x, y, run, colour, part } => {
                    let tag = match part {
                        Part::Furniture => {
                            ContentTag::Artifact(Artifact::with_kind(ArtifactType::PaginationOther))
                        }
                        Part::Title | Part::Heading | Part::Paragraph(_) | Part::Cell { .. } => {
                            ContentTag::Span(SpanTag::empty())
                        }
                    };
                    let identifier = surface.start_tagged(tag);
                    surface.set_fill(Some(fill(*colour)));
                    let mut left = *x;
                    for piece in &run.pieces {
                        let at = Point::from_xy(left, *y);
                        let font = piece.font.clone();
                        surface.draw_glyphs(at, &piece.glyphs, font, &run.text, run.style.size, false);
                        left += piece.width;
                    }
                    surface.end_tagged();
                    if *part != Part::Furniture {
                        read.push((*part, identifier, &run.text));
                    }
                }
            }
        }
        surface.finish();
        page.finish();
    }
    document.set_tag_tree(tag_tree(sheet, read));
    document.set_outline(outline(sheet));
    if let Some(xml) = electronic {
        document.embed_file(facturx::attachment(xml, date(sheet)));
    }
    document.set_metadata(metadata(sheet));
    document.finish().map_err(|error| format!("{error:?}"))
}

fn configuration(standard: Standard) -> Result<Configuration, String> {
    let builder = match standard {
        Standard::Archive => ConfigurationBuilder::new()
            .with_archival_validator(Archival::A3_B)
            .with_accessibility_validator(Accessibility::UA1),
        Standard::Plain => ConfigurationBuilder::new(),
    };
    builder.finish().map_err(|error| format!("{error:?}"))
}

fn metadata(sheet: &Sheet) -> Metadata {
    Metadata::new()
        .title(sheet.title.clone())
        .language(sheet.locale.code().to_owned())
        .authors(vec![sheet.seller.name.clone()])
        .creator("Comptoir".to_owned())
        .document_id(format!("{} {}", sheet.seller.name, sheet.reference))
        .creation_date(date(sheet))
}

fn date(sheet: &Sheet) -> DateTime {
    let on = sheet.on;
    DateTime::new(u16::try_from(on.year()).unwrap_or(2000))
        .month(on.month().unsigned_abs())
        .day(on.day().unsigned_abs())
}

/// The table of contents has one entry: the document.
fn outline(sheet: &Sheet) -> Outline {
    let mut outline = Outline::new();
    let top = XyzDestination::new(0, Point::from_xy(0.0, 0.0));
    outline.push_child(OutlineNode::new(format!("{} {}", sheet.heading, sheet.reference), top));
    outline
}

fn fill(colour: Colour) -> Fill {
    let [red, green, blue] = colour;
    Fill { paint: rgb::Color::new(red, green, blue).into(), ..Fill::default() }
}

fn block(surface: &mut Surface<'_>, [x, y, width, height]: [f32; 4], colour: Colour) {
    let Some(rect) = Rect::from_xywh(x, y, width, height) else { return };
    let mut path = PathBuilder::new();
    path.push_rect(rect);
    if let Some(path) = path.finish() {
        surface.set_fill(Some(fill(colour)));
        surface.draw_path(&path);
    }
}

/// The structure a screen reader follows: titles, paragraphs, tables of rows of cells.
fn tag_tree(sheet: &Sheet, read: Vec<(Part, Identifier, &str)>) -> TagTree {
    let mut tree = TagTree::new().with_lang(Some(sheet.locale.code().to_owned()));
    let mut parts = read.into_iter().peekable();
    while let Some((part, identifier, text)) = parts.next() {
        let mut same = vec![Node::from(identifier)];
        while let Some((_, identifier, _)) = parts.next_if(|(next, ..)| *next == part) {
            same.push(Node::from(identifier));
        }
        match part {
            // Furniture never comes here.
            Part::Furniture => {}
            Part::Title => tree.push(TagGroup::with_children(heading(1, &sheet.heading), same)),
            Part::Heading => tree.push(TagGroup::with_children(heading(2, text), same)),
            Part::Paragraph(_) => tree.push(TagGroup::with_children(Tag::P, same)),
            Part::Cell { table, row, column, head } => {
                let mut cells = vec![((row, column, head), same)];
                while let Some((next, identifier, _)) = parts
                    .next_if(|(next, ..)| matches!(next, Part::Cell { table: other, .. } if *other == table))
                {
                    let Part::Cell { row, column, head, .. } = next else { continue };
                    // A long cell may be told in two pieces, with others in between.
                    match cells.iter_mut().rev().find(|((r, c, _), _)| (*r, *c) == (row, column)) {
                        Some((_, nodes)) => nodes.push(identifier.into()),
                        None => cells.push(((row, column, head), vec![identifier.into()])),
                    }
                }
                tree.push(table_of(cells));
            }
        }
    }
    tree
}

type Cell = ((usize, usize, Head), Vec<Node>);

fn table_of(cells: Vec<Cell>) -> TagGroup {
    let mut table = TagGroup::new(Tag::Table);
    let columns = cells.iter().map(|((_, column, _), _)| column + 1).max().unwrap_or(0);
    let mut cells = cells.into_iter().peekable();
    while let Some(&((row, _, _), _)) = cells.peek() {
        let mut line = TagGroup::new(Tag::TR);
        for place in 0..columns {
            // A row has as many cells as the others, said or not (PDF/UA-1, 7.5).
            let told = cells.next_if(|((next, column, _), _)| (*next, *column) == (row, place));
            let Some(((_, _, head), nodes)) = told else {
                line.push(TagGroup::new(Tag::TD));
                continue;
            };
            line.push(match head {
                Head::No => TagGroup::with_children(Tag::TD, nodes),
                Head::OfColumn => TagGroup::with_children(Tag::TH(TableHeaderScope::Column), nodes),
                Head::OfRow => TagGroup::with_children(Tag::TH(TableHeaderScope::Row), nodes),
            });
        }
        table.push(line);
    }
    table
}

fn heading(level: u16, title: &str) -> Tag<krilla::tagging::kind::Hn> {
    let level = NonZeroU16::new(level).unwrap_or(NonZeroU16::MIN);
    Tag::Hn(level, Some(title.to_owned()))
}
