//! Charts as the server draws them: bars of one series, in whole units of the picture. A table beside has the numbers.

use kernel::{Date, Money};
use serde::Serialize;

/// The width of every chart, in units of the picture.
const WIDTH: i64 = 480;
/// The height that the bars of months share above and below their zero.
const MONTHS_HEIGHT: i64 = 140;
/// The room above the highest bar and below the lowest.
const MARGIN: i64 = 6;
/// The room for the words of the months.
const WORDS: i64 = 22;
/// The height of a named bar with its name.
const NAMED: i64 = 40;
/// The height of the bar alone.
const THICK: i64 = 14;
/// The longest name that is written in a picture; the table has all of it.
const NAME_MAX: usize = 56;

/// A picture of bars.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub(crate) struct Chart {
    width: i64,
    height: i64,
    /// Where nothing is: a height in a chart of months, a distance from the left otherwise.
    zero: i64,
    bars: Vec<Bar>,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
struct Bar {
    x: i64,
    y: i64,
    width: i64,
    height: i64,
    /// Less than nothing.
    is_under: bool,
    /// Where its word stands.
    word_x: i64,
    word_y: i64,
    /// The key of the month's word, or the name itself.
    word: String,
    /// The year of a month; nothing for what has a name.
    year: Option<i16>,
    /// Whether the word is left out where the picture is small.
    is_minor: bool,
    amount: Money,
}

/// The key of the short word of a month.
pub(crate) fn month_key(first: Date) -> String {
    format!("month-short-{}", first.month())
}

/// Upright bars, one for each month; what is less than nothing hangs below the zero.
pub(crate) fn months(amounts: &[(Date, Money)]) -> Chart {
    let minor = |amount: &Money| i128::from(amount.minor());
    let (high, low) = extent(amounts.iter().map(|(_, amount)| minor(amount)));
    let scaled = |value: i128| part(value, high - low, MONTHS_HEIGHT);
    let zero = MARGIN + scaled(high);
    let slot = WIDTH / i64::try_from(amounts.len().max(1)).unwrap_or(1);
    let bar = |(place, (first, amount)): (i64, &(Date, Money))| {
        let height = scaled(minor(amount).abs());
        let is_under = amount.is_negative();
        Bar {
            x: place * slot + slot / 5,
            y: if is_under { zero } else { zero - height },
            width: slot - 2 * (slot / 5),
            height,
            is_under,
            word_x: place * slot + slot / 2,
            word_y: MONTHS_HEIGHT + 2 * MARGIN + WORDS - 8,
            word: month_key(*first),
            year: Some(first.year()),
            is_minor: place % 2 == 0,
            amount: *amount,
        }
    };
    let bars = (0..).zip(amounts).map(bar).collect();
    Chart { width: WIDTH, height: MONTHS_HEIGHT + 2 * MARGIN + WORDS, zero, bars }
}

/// Lying bars, each below its name.
pub(crate) fn named(amounts: &[(String, Money)]) -> Chart {
    let minor = |amount: &Money| i128::from(amount.minor());
    let (high, low) = extent(amounts.iter().map(|(_, amount)| minor(amount)));
    let scaled = |value: i128| part(value, high - low, WIDTH);
    let zero = scaled(-low);
    let bar = |(place, (name, amount)): (i64, &(String, Money))| {
        let width = scaled(minor(amount).abs());
        let is_under = amount.is_negative();
        Bar {
            x: if is_under { zero - width } else { zero },
            y: place * NAMED + NAMED - THICK - MARGIN,
            width,
            height: THICK,
            is_under,
            word_x: 0,
            word_y: place * NAMED + NAMED - THICK - 2 * MARGIN,
            word: shortened(name),
            year: None,
            is_minor: false,
            amount: *amount,
        }
    };
    let bars: Vec<Bar> = (0..).zip(amounts).map(bar).collect();
    let height = i64::try_from(bars.len()).unwrap_or(0) * NAMED;
    Chart { width: WIDTH, height, zero, bars }
}

/// The highest and the lowest, and nothing among them.
fn extent(values: impl Iterator<Item = i128>) -> (i128, i128) {
    values.fold((0, 0), |(high, low), value| (high.max(value), low.min(value)))
}

/// `value` of `whole` on a length, rounded down; something is at least one unit.
fn part(value: i128, whole: i128, length: i64) -> i64 {
    if whole == 0 || value == 0 {
        return 0;
    }
    let length = i128::from(length);
    // At most the length, which fits.
    i64::try_from((value * length / whole).clamp(1, length)).unwrap_or(1)
}

fn shortened(name: &str) -> String {
    if name.chars().count() <= NAME_MAX {
        return name.to_owned();
    }
    name.chars().take(NAME_MAX - 1).chain(['…']).collect()
}

#[cfg(test)]
impl Chart {
    /// A chart of months with a gap and something below nothing, and one of products.
    pub(crate) fn samples() -> [Chart; 2] {
        use crate::view::sample::eur;
        let month = |month| Date::constant(2026, month, 1);
        let amounts = [(month(1), eur(6_719)), (month(2), eur(0)), (month(3), eur(-1_200))];
        [months(&amounts), named(&[("W".repeat(90), eur(6_719)), ("Riva".into(), eur(-100))])]
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::view::sample::eur;

    #[test]
    fn bars_stand_on_their_zero_and_hang_below_it() {
        let month = |month| Date::constant(2026, month, 1);
        let amounts = [(month(1), eur(300)), (month(2), eur(-100)), (month(3), eur(0)), (month(4), eur(1))];
        let chart = months(&amounts);
        assert_eq!(chart.zero, MARGIN + MONTHS_HEIGHT * 3 / 4);
        let [high, low, none, little] = chart.bars.as_slice() else { panic!("four bars") };
        assert_eq!((high.y, high.height, high.is_under), (MARGIN, chart.zero - MARGIN, false));
        assert_eq!((low.y, low.y + low.height, low.is_under), (chart.zero, MARGIN + MONTHS_HEIGHT, true));
        assert_eq!((none.height, little.height), (0, 1), "little is seen");
        assert!(chart.bars.iter().all(|bar| bar.x >= 0 && bar.x + bar.width <= chart.width));
        assert_eq!(high.word, "month-short-1");
    }

    #[test]
    fn named_bars_stay_in_the_picture() {
        let chart = named(&[("W".repeat(90), eur(i64::MAX)), ("Riva".into(), eur(-(i64::MAX / 2)))]);
        let [long, under] = chart.bars.as_slice() else { panic!("two bars") };
        assert_eq!((long.x, long.word.chars().count()), (chart.zero, NAME_MAX));
        assert_eq!(under.x + under.width, chart.zero);
        assert!(long.x + long.width <= chart.width && under.x >= 0 && chart.height == 2 * NAMED);
        assert!(named(&[]).bars.is_empty() && months(&[]).bars.is_empty());
    }
}
