//! Layout: where everything of a sheet stands on its pages. In points, from the top left corner.

use crate::Brand;
use crate::sheet::{Note, Party, Sheet};

use super::fonts::Weight;
use super::shape::{Run, Shaper, Style};

/// A4.
pub(crate) const PAGE_WIDTH: f32 = 595.28;
/// A4.
pub(crate) const PAGE_HEIGHT: f32 = 841.89;

const MARGIN: f32 = 48.0;
const RIGHT: f32 = PAGE_WIDTH - MARGIN;
const WIDTH: f32 = PAGE_WIDTH - 2.0 * MARGIN;
/// Where the content of the first page and of later ones starts, and where it must end.
const TOP_FIRST: f32 = 58.0;
const TOP_LATER: f32 = 62.0;
const BOTTOM: f32 = PAGE_HEIGHT - 66.0;
const GAP: f32 = 10.0;
/// The most room a logo takes.
const LOGO_WIDTH_MAX: f32 = 120.0;
const LOGO_HEIGHT_MAX: f32 = 30.0;

const NAME: Style = Style { weight: Weight::Bold, size: 15.0 };
const HEADING: Style = Style { weight: Weight::Bold, size: 21.0 };
const REFERENCE: Style = Style { weight: Weight::Regular, size: 11.5 };
const LABEL: Style = Style { weight: Weight::Regular, size: 7.5 };
const FACT: Style = Style { weight: Weight::SemiBold, size: 9.0 };
const BODY: Style = Style { weight: Weight::Regular, size: 9.0 };
const STRONG: Style = Style { weight: Weight::SemiBold, size: 9.0 };
const PARTY: Style = Style { weight: Weight::SemiBold, size: 10.0 };
const NOTE: Style = Style { weight: Weight::Regular, size: 8.0 };
const GRAND: Style = Style { weight: Weight::Bold, size: 12.0 };
const SMALL: Style = Style { weight: Weight::Regular, size: 7.0 };
const SEAL: Style = Style { weight: Weight::Regular, size: 6.0 };

/// A colour: red, green, blue.
pub(crate) type Colour = [u8; 3];
const INK: Colour = [0x15, 0x20, 0x1c];
const SOFT: Colour = [0x53, 0x60, 0x5a];
const LINE: Colour = [0xdb, 0xe0, 0xde];
const PAPER: Colour = [0xf4, 0xf6, 0xf5];

/// What a text is for a reader who cannot see the page.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Part {
    /// Repeated on each page: not read.
    Furniture,
    /// The title of the document.
    Title,
    /// The title of a block.
    Heading,
    /// A paragraph; the number tells paragraphs apart.
    Paragraph(usize),
    /// A cell: table, row and column; heads of columns and rows are heads.
    Cell { table: usize, row: usize, column: usize, head: Head },
}

/// Whether a cell is a head, and of what.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Head {
    No,
    OfColumn,
    OfRow,
}

/// Something placed on a page.
#[derive(Debug, Clone)]
pub(crate) enum Item {
    /// A line of text, by the left end of its baseline.
    Text { x: f32, y: f32, run: Run, colour: Colour, part: Part },
    /// The operator's logo.
    Logo { x: f32, y: f32, width: f32, height: f32 },
    /// A filled rectangle.
    Block { x: f32, y: f32, width: f32, height: f32, colour: Colour },
}

/// The items of each page, in the order they are read.
pub(crate) type Pages = Vec<Vec<Item>>;

/// Places a sheet on as many pages as it needs.
pub(crate) fn lay_out(
    shaper: &Shaper<'_>,
    brand: &Brand,
    sheet: &Sheet,
    page_words: &dyn Fn(usize, usize) -> String,
) -> Pages {
    let accent = brand.accent;
    let mut layout =
        Layout { shaper, accent, sheet, pages: vec![Vec::new()], y: TOP_FIRST, paragraphs: 0, columns: None };
    layout.head(brand);
    layout.facts();
    layout.parties();
    layout.rows();
    layout.end();
    layout.foot();
    let count = layout.pages.len();
    for index in 0..count {
        layout.furniture(index, &page_words(index + 1, count));
    }
    layout.pages
}

struct Layout<'l> {
    shaper: &'l Shaper<'l>,
    accent: Colour,
    sheet: &'l Sheet,
    pages: Pages,
    /// Where the next thing starts, on the last page.
    y: f32,
    paragraphs: usize,
    /// The columns of the table whose heads are repeated on a new page.
    columns: Option<Columns>,
}

/// Where the columns of the lines stand.
#[derive(Debug, Clone, Copy)]
struct Columns {
    description_width: f32,
    service_x: f32,
    service_width: f32,
    /// Right ends of quantity, unit price and amount, and how wide they may be.
    numbers: [(f32, f32); 3],
}

/// How far apart lines of this size stand.
fn leading(style: Style) -> f32 {
    (style.size * 1.38).max(style.size + 2.0)
}

/// How high a line of the totals is.
fn total_height(is_grand: bool) -> f32 {
    if is_grand { leading(GRAND) + 12.0 } else { leading(BODY) + 5.0 }
}

/// The widths of as many columns as hold facts of these widths unbroken, row after row, with about as many in each row.
fn fact_columns(widths: &[f32], room: f32) -> Vec<f32> {
    let columns_of = |most: usize| -> Vec<f32> {
        let rows = widths.len().div_ceil(most);
        let count = widths.len().div_ceil(rows);
        let widest = |column| widths.iter().skip(column).step_by(count).copied().fold(0.0, f32::max);
        (0..count).map(widest).collect()
    };
    let fits = |columns: &Vec<f32>| {
        columns.len() == 1 || columns.iter().sum::<f32>() + GAP * (columns.len() as f32 - 1.0) <= room
    };
    (1..=widths.len()).rev().map(columns_of).find(fits).unwrap_or_default()
}

impl Layout<'_> {
    // ---- placing ----

    fn items(&mut self) -> &mut Vec<Item> {
        self.pages.last_mut().expect("there is always a page")
    }

    /// Places a line with its baseline one ascent below `y`.
    fn text(&mut self, x: f32, y: f32, run: Run, colour: Colour, part: Part) {
        let y = y + run.style.size * 0.97;
        self.items().push(Item::Text { x, y, run, colour, part });
    }

    fn text_to(&mut self, right: f32, y: f32, run: Run, colour: Colour, part: Part) {
        self.text(right - run.width, y, run, colour, part);
    }

    fn block(&mut self, x: f32, y: f32, width: f32, height: f32, colour: Colour) {
        self.items().push(Item::Block { x, y, width, height, colour });
    }

    fn paragraph(&mut self) -> Part {
        self.paragraphs += 1;
        Part::Paragraph(self.paragraphs)
    }

    /// Starts a new page when less than `height` is left.
    fn need(&mut self, height: f32) -> bool {
        let is_full = self.y + height > BOTTOM;
        if is_full {
            self.pages.push(Vec::new());
            self.y = TOP_LATER;
            if let Some(columns) = self.columns {
                self.column_heads(&columns, false);
            }
        }
        is_full
    }

    /// Sets a text line by line from `x`, over pages where it must.
    fn flow(&mut self, x: f32, width: f32, text: &str, style: Style, colour: Colour) {
        let part = self.paragraph();
        for run in self.shaper.wrap(text, style, width) {
            self.need(leading(style));
            let y = self.y;
            self.text(x, y, run, colour, part);
            self.y += leading(style);
        }
    }

    // ---- the blocks of a sheet ----

    fn head(&mut self, brand: &Brand) {
        let half = WIDTH / 2.0 - GAP;
        let part = self.paragraph();
        let (top, mut name_x, mut logo_end) = (self.y, MARGIN, self.y);
        if let Some(logo) = &brand.logo {
            let (width, height) = logo.within(LOGO_WIDTH_MAX, LOGO_HEIGHT_MAX);
            self.items().push(Item::Logo { x: MARGIN, y: top, width, height });
            name_x += width + GAP;
            logo_end += height;
        }
        let name = self.shaper.wrap(&self.sheet.brand, NAME, half - (name_x - MARGIN));
        // A name of one line stands in the middle of the logo.
        let beside = (logo_end - top - leading(NAME) * name.len() as f32) / 2.0;
        let mut left = top + beside.max(3.0);
        for run in name {
            self.text(name_x, left, run, self.accent, part);
            left += leading(NAME);
        }
        left = left.max(logo_end);
        let mut right = self.y;
        for run in self.shaper.wrap(&self.sheet.heading, HEADING, half) {
            self.text_to(RIGHT, right, run, INK, Part::Title);
            right += leading(HEADING);
        }
        let part = self.paragraph();
        for run in self.shaper.wrap(&self.sheet.reference, REFERENCE, half) {
            self.text_to(RIGHT, right, run, SOFT, part);
            right += leading(REFERENCE);
        }
        self.y = left.max(right) + 16.0;
    }

    /// The facts side by side in a shaded band, as wide as each needs; in several rows where one would break them.
    fn facts(&mut self) {
        const INSET: f32 = 12.0;
        const BETWEEN: f32 = 7.0;
        let sheet = self.sheet;
        let inner = WIDTH - 2.0 * INSET;
        let natural: Vec<f32> = sheet
            .facts
            .iter()
            .map(|fact| {
                let label = self.shaper.shape(&fact.label, LABEL).width;
                self.shaper.shape(&fact.value, FACT).width.max(label).max(40.0)
            })
            .collect();
        let top = self.y;
        let columns = fact_columns(&natural, inner);
        let room = inner - GAP * (columns.len() as f32 - 1.0);
        let total: f32 = columns.iter().sum();
        let spare = (room - total) / columns.len() as f32;
        let share = |width: f32| if spare >= 0.0 { width + spare } else { width * room / total };
        let mut placed: Vec<(f32, f32, Vec<Run>, Vec<Run>)> = Vec::new();
        let mut y = top + 8.0;
        for row in sheet.facts.chunks(columns.len().max(1)) {
            let (mut x, mut height) = (MARGIN + INSET, 0.0_f32);
            for (fact, width) in row.iter().zip(&columns) {
                // A hair more than measured, so that rounding breaks no line.
                let width = share(*width) + 0.1;
                let label = self.shaper.wrap(&fact.label, LABEL, width);
                let value = self.shaper.wrap(&fact.value, FACT, width);
                let tall = label.len() as f32 * leading(LABEL) + value.len() as f32 * leading(FACT);
                height = height.max(tall);
                placed.push((x, y, label, value));
                x += width + GAP;
            }
            y += height + BETWEEN;
        }
        let bottom = y - BETWEEN + 9.0;
        self.block(MARGIN, top, WIDTH, bottom - top, PAPER);
        for (x, mut y, label, value) in placed {
            let part = self.paragraph();
            for run in label {
                self.text(x, y, run, SOFT, part);
                y += leading(LABEL);
            }
            for run in value {
                self.text(x, y + 1.0, run, INK, part);
                y += leading(FACT);
            }
        }
        self.y = bottom + 20.0;
    }

    /// Seller on the left, buyer on the right, where window envelopes want it.
    fn parties(&mut self) {
        let (sheet, top) = (self.sheet, self.y);
        let width = WIDTH / 2.0 - GAP;
        let left = self.party(&sheet.seller, MARGIN, top, width);
        let right = self.party(&sheet.buyer, MARGIN + WIDTH / 2.0 + GAP, top, width);
        self.y = left.max(right) + 22.0;
    }

    fn party(&mut self, party: &Party, x: f32, mut y: f32, width: f32) -> f32 {
        let label = self.shaper.shape(&party.label, LABEL);
        self.text(x, y, label, SOFT, Part::Heading);
        y += leading(LABEL) + 1.0;
        let part = self.paragraph();
        for run in self.shaper.wrap(&party.name, PARTY, width) {
            self.text(x, y, run, INK, part);
            y += leading(PARTY);
        }
        for line in &party.lines {
            for run in self.shaper.wrap(line, BODY, width) {
                self.text(x, y, run, INK, part);
                y += leading(BODY);
            }
        }
        y
    }

    fn columns(&self) -> Columns {
        let sheet = self.sheet;
        let widest = |cells: &mut dyn Iterator<Item = &str>, style| {
            cells.map(|cell| self.shaper.figures(cell, style).width).fold(0.0, f32::max)
        };
        // Amounts are never broken; what is left belongs to the words.
        let quantity = widest(&mut sheet.rows.iter().map(|row| row.quantity.as_str()), BODY).max(26.0);
        let price = widest(&mut sheet.rows.iter().map(|row| row.unit_price.as_str()), BODY).max(62.0);
        let amount = widest(&mut sheet.rows.iter().map(|row| row.amount.as_str()), STRONG).max(66.0);
        let service = widest(&mut sheet.rows.iter().map(|row| row.service.as_str()), BODY);
        let gap = 14.0;
        let words = WIDTH - quantity - price - amount - 4.0 * gap;
        let service_most = if words - 104.0 < 170.0 { 72.0 } else { 104.0 };
        let service_width = if service > 0.0 { service.clamp(42.0, service_most) + 0.1 } else { 0.0 };
        let price_right = RIGHT - amount - gap;
        let quantity_right = price_right - price - gap;
        let service_x = quantity_right - quantity - gap - service_width;
        let description_width = service_x - MARGIN - if service > 0.0 { gap } else { 0.0 };
        Columns {
            description_width,
            service_x,
            service_width,
            numbers: [(quantity_right, quantity), (price_right, price), (RIGHT, amount)],
        }
    }

    /// The heads of the columns; on later pages they are furniture.
    fn column_heads(&mut self, columns: &Columns, is_first: bool) {
        let heads = &self.sheet.columns;
        let part = |column| {
            if is_first {
                Part::Cell { table: 0, row: 0, column, head: Head::OfColumn }
            } else {
                Part::Furniture
            }
        };
        let wrap = |text: &str, width: f32| self.shaper.wrap(text, LABEL, width + 10.0);
        let numbers = [&heads.quantity, &heads.unit_price, &heads.amount];
        let mut cells = vec![(None, wrap(&heads.description, columns.description_width))];
        if columns.service_width > 0.0 {
            cells.push((Some((columns.service_x, false)), wrap(&heads.service, columns.service_width)));
        }
        for (text, (right, width)) in numbers.into_iter().zip(columns.numbers) {
            cells.push((Some((right, true)), wrap(text, width)));
        }
        let lines = cells.iter().map(|(_, runs)| runs.len()).max().unwrap_or(1);
        let height = lines as f32 * leading(LABEL);
        let top = self.y;
        for (column, (place, runs)) in cells.into_iter().enumerate() {
            // Heads stand on the line under them.
            let mut y = top + height - runs.len() as f32 * leading(LABEL);
            for run in runs {
                match place {
                    None => self.text(MARGIN, y, run, SOFT, part(column)),
                    Some((x, false)) => self.text(x, y, run, SOFT, part(column)),
                    Some((right, true)) => self.text_to(right, y, run, SOFT, part(column)),
                }
                y += leading(LABEL);
            }
        }
        self.block(MARGIN, top + height + 4.0, WIDTH, 1.2, INK);
        self.y = top + height + 11.0;
    }

    fn rows(&mut self) {
        let columns = self.columns();
        // A head without a line under it says nothing.
        self.need(60.0);
        self.column_heads(&columns, true);
        self.columns = Some(columns);
        let sheet = self.sheet;
        for (index, row) in sheet.rows.iter().enumerate() {
            let mut words: Vec<(Run, Colour)> = Vec::new();
            let described = self.shaper.wrap(&row.description, STRONG, columns.description_width);
            words.extend(described.into_iter().map(|run| (run, INK)));
            for note in &row.notes {
                let lines = self.shaper.wrap(note, NOTE, columns.description_width);
                words.extend(lines.into_iter().map(|run| (run, SOFT)));
            }
            let service = self.shaper.wrap(&row.service, BODY, columns.service_width.max(1.0));
            // The totals never stand alone on a page: the last line goes with them.
            let below = if index + 1 == sheet.rows.len() { 12.0 + self.totals_height() } else { 0.0 };
            let numbers = [&row.quantity, &row.unit_price, &row.amount];
            self.row((index + 1, below), &columns, words, service, numbers);
        }
        self.columns = None;
        self.y += 8.0;
    }

    fn row(
        &mut self,
        (row, below): (usize, f32),
        columns: &Columns,
        words: Vec<(Run, Colour)>,
        service: Vec<Run>,
        numbers: [&String; 3],
    ) {
        let tall: f32 = words.iter().map(|(run, _)| leading(run.style)).sum();
        let height = tall.max(service.len() as f32 * leading(BODY)).max(leading(BODY)) + 11.0;
        // A line of the document stays on one page unless no page is long enough for it.
        let is_breakable = height + below > BOTTOM - TOP_LATER - 40.0;
        self.need(if is_breakable { 60.0 } else { height + below });
        let has_service = columns.service_width > 0.0;
        let cell = |column: usize| Part::Cell { table: 0, row, column, head: Head::No };
        let top = self.y;
        let mut words = words.into_iter();
        // The numbers stand beside the first line; they are read after the words.
        let first = words.next();
        if let Some((run, colour)) = first {
            let high = leading(run.style);
            self.text(MARGIN, top, run, colour, cell(0));
            self.y += high;
        }
        let page = self.pages.len();
        let mut bottom = top;
        for (run, colour) in words {
            self.need(leading(run.style) + 6.0);
            let (y, high) = (self.y, leading(run.style));
            self.text(MARGIN, y, run, colour, cell(0));
            self.y += high;
        }
        let end = self.y;
        let has_moved = self.pages.len() != page;
        let target = page - 1;
        let mut late = Vec::new();
        for run in service {
            late.push((columns.service_x, bottom, run, cell(1)));
            bottom += leading(BODY);
        }
        let after = if has_service { 2 } else { 1 };
        for (place, (text, (right, _))) in numbers.into_iter().zip(columns.numbers).enumerate() {
            let style = if place == 2 { STRONG } else { BODY };
            let run = self.shaper.figures(text, style);
            late.push((right - run.width, top, run, cell(after + place)));
        }
        for (x, y, run, part) in late {
            let y = y + run.style.size * 0.97;
            self.pages[target].push(Item::Text { x, y, run, colour: INK, part });
        }
        self.y = if has_moved { end } else { end.max(bottom).max(top + leading(BODY)) } + 5.0;
        let y = self.y;
        self.block(MARGIN, y, WIDTH, 0.6, LINE);
        self.y += 6.0;
    }

    /// How high the totals are when none of them breaks.
    fn totals_height(&self) -> f32 {
        self.sheet.totals.iter().map(|total| total_height(total.is_grand)).sum::<f32>() + 4.0
    }

    /// Totals on the right, notes on their left.
    fn end(&mut self) {
        const TOTALS_WIDTH: f32 = 246.0;
        let sheet = self.sheet;
        self.need(self.totals_height());
        let top = self.y;
        let left = RIGHT - TOTALS_WIDTH;
        let mut y = top;
        for (row, total) in sheet.totals.iter().enumerate() {
            let part = |column, head| Part::Cell { table: 1, row, column, head };
            let style = match (total.is_grand, total.is_strong) {
                (true, _) => GRAND,
                (false, true) => STRONG,
                (false, false) => BODY,
            };
            let colour = if style == BODY { SOFT } else { INK };
            let amount = self.shaper.figures(&total.amount, style);
            let room = TOTALS_WIDTH - amount.width - GAP;
            let inset = if total.is_grand { 7.0 } else { 0.0 };
            if total.is_grand {
                self.block(left, y + 1.0, TOTALS_WIDTH, 1.2, INK);
            }
            let label = self.shaper.wrap(&total.label, style, room);
            let lines = label.len().max(1);
            for (line, run) in label.into_iter().enumerate() {
                let down = line as f32 * leading(style);
                self.text(left, y + inset + down, run, colour, part(0, Head::OfRow));
            }
            self.text_to(RIGHT, y + inset, amount, INK, part(1, Head::No));
            y += total_height(total.is_grand) + (lines - 1) as f32 * leading(style);
        }
        let totals_end = y;
        let width = WIDTH - TOTALS_WIDTH - 28.0;
        let beside: f32 = sheet.notes.iter().map(|note| self.note_height(note, width)).sum();
        if top + beside <= BOTTOM {
            self.y = top;
            self.notes(width);
            self.y = self.y.max(totals_end);
        } else {
            self.y = totals_end + 12.0;
            self.notes(WIDTH);
        }
        self.y += 18.0;
    }

    fn note_height(&self, note: &Note, width: f32) -> f32 {
        let lines: usize = note.lines.iter().map(|line| self.shaper.wrap(line, NOTE, width).len()).sum();
        let label = if note.label.is_empty() { 0.0 } else { leading(LABEL) + 1.0 };
        label + lines as f32 * leading(NOTE) + 9.0
    }

    fn notes(&mut self, width: f32) {
        let sheet = self.sheet;
        for note in &sheet.notes {
            if !note.label.is_empty() {
                self.need(leading(LABEL) + leading(NOTE) + 1.0);
                let (y, label) = (self.y, self.shaper.shape(&note.label, LABEL));
                self.text(MARGIN, y, label, SOFT, Part::Heading);
                self.y += leading(LABEL) + 1.0;
            }
            for line in &note.lines {
                self.flow(MARGIN, width, line, NOTE, INK);
            }
            self.y += 9.0;
        }
    }

    /// Mentions and the seal, small, at the end of the text.
    fn foot(&mut self) {
        let sheet = self.sheet;
        for mention in &sheet.mentions {
            self.flow(MARGIN, WIDTH, mention, SMALL, SOFT);
            self.y += 2.0;
        }
        if let Some(seal) = &sheet.seal {
            self.y += 3.0;
            self.flow(MARGIN, WIDTH, seal, SEAL, SOFT);
        }
    }

    /// What every page has: the bar, the short head of later pages, the foot.
    fn furniture(&mut self, index: usize, page_words: &str) {
        let (sheet, shaper) = (self.sheet, self.shaper);
        let mut items = Vec::new();
        let bar = if index == 0 { 7.0 } else { 3.0 };
        items.push(Item::Block { x: 0.0, y: 0.0, width: PAGE_WIDTH, height: bar, colour: self.accent });
        let mut put = |x: f32, y: f32, run: Run, colour: Colour| {
            items.push(Item::Text { x, y, run, colour, part: Part::Furniture });
        };
        if index > 0 {
            let reference = shaper.shape(&format!("{} {}", sheet.heading, sheet.reference), NOTE);
            put(RIGHT - reference.width, 36.0, reference, SOFT);
            let name = shaper.wrap(&sheet.brand, STRONG, WIDTH / 2.0);
            if let Some(run) = name.into_iter().next() {
                put(MARGIN, 36.0, run, self.accent);
            }
        }
        let words = shaper.shape(page_words, SMALL);
        let room = WIDTH - words.width - 24.0;
        put(RIGHT - words.width, PAGE_HEIGHT - 36.0, words, SOFT);
        for (line, run) in shaper.wrap(&sheet.legal, SMALL, room).into_iter().take(2).enumerate() {
            put(MARGIN, PAGE_HEIGHT - 36.0 + line as f32 * leading(SMALL), run, SOFT);
        }
        items.push(Item::Block { x: MARGIN, y: PAGE_HEIGHT - 50.0, width: WIDTH, height: 0.6, colour: LINE });
        self.pages[index].extend(items);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn facts_that_do_not_fit_stand_in_rows() {
        let count = |widths: &[f32]| fact_columns(widths, 475.0).len();
        assert_eq!((count(&[80.0; 5]), count(&[80.0; 6]), count(&[150.0; 6])), (5, 3, 3));
        assert_eq!(fact_columns(&[900.0, 10.0], 475.0), [900.0]);
        assert_eq!(count(&[]), 0);
    }
}
