//! Amounts as people read them.

use crate::texts::Language;

/// `minor` units of a currency in the reader's habit: `67,19 €`, `€67.19`, `37 712 XOF`.
pub(crate) fn shown(minor: i64, currency: &str, language: Language) -> String {
    let decimals = match currency {
        "CLP" | "ISK" | "JPY" | "KRW" | "VND" | "XAF" | "XOF" => 0,
        "KWD" | "TND" => 3,
        _ => 2,
    };
    let digits = format!("{:0>width$}", minor.unsigned_abs(), width = decimals + 1);
    let (major, rest) = digits.split_at(digits.len() - decimals);
    let (group, point) = match language {
        Language::En => (",", "."),
        Language::Fr => ("\u{202f}", ","),
        Language::It => (".", ","),
    };
    let mut grouped = String::new();
    for (index, digit) in major.chars().enumerate() {
        if index > 0 && (major.len() - index) % 3 == 0 {
            grouped.push_str(group);
        }
        grouped.push(digit);
    }
    let sign = if minor < 0 { "−" } else { "" };
    let number = if decimals == 0 { grouped } else { format!("{grouped}{point}{rest}") };
    let symbol = match currency {
        "EUR" => "€",
        "GBP" => "£",
        "CAD" if language == Language::Fr => "$ CA",
        "CAD" => "CA$",
        "USD" => "$",
        other => other,
    };
    match language {
        Language::En if symbol != currency => format!("{sign}{symbol}{number}"),
        Language::En => format!("{symbol}\u{a0}{sign}{number}"),
        Language::Fr | Language::It => format!("{sign}{number}\u{a0}{symbol}"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn amounts_follow_the_habits_of_the_language_and_the_decimals_of_the_currency() {
        assert_eq!(shown(6719, "EUR", Language::Fr), "67,19\u{a0}€");
        assert_eq!(shown(6719, "EUR", Language::En), "€67.19");
        assert_eq!(shown(123_456_789, "EUR", Language::It), "1.234.567,89\u{a0}€");
        assert_eq!(shown(37_712, "XOF", Language::Fr), "37\u{202f}712\u{a0}XOF");
        assert_eq!(shown(5, "TND", Language::En), "TND\u{a0}0.005");
        assert_eq!(shown(123_400, "CAD", Language::Fr), "1\u{202f}234,00\u{a0}$ CA");
    }
}
