//! The template environment: strict, escaped, and fluent in the reader's habits.

use kernel::{Locale, Money, Period, Rate, Timestamp, UnitPrice};
use minijinja::syntax::SyntaxConfig;
use minijinja::value::{Kwargs, Serde, Value, ValueKind};
use minijinja::{AutoEscape, Environment, Error, ErrorKind, State, UndefinedBehavior};
use serde::{Deserialize, Serialize};

use crate::embedded::{self, Templates};
use crate::format::{self, Style};
use crate::{Args, Texts};

/// An environment over the embedded `templates/` (names such as `pages/shop/home.html`), in which a file of
/// the operator's folder wins.
///
/// Every context must hold `locale` (`"fr"`), and `time_zone` (`"Europe/Paris"`) where instants are shown.
///
/// - `t("key", name=value, …)` is a text; `t_html` is one with mark-up of its own, its values escaped.
/// - Filters: `money`, `unit_price`, `number`, `rate`, `date`, `period`, `instant`, `exact_instant` take the
///   kernel's values as serde writes them; the dates take a style: `order.created_at|instant("short")`.
/// - Reading what was not given is an error; `.html` templates escape, others do not.
#[must_use]
pub fn environment(texts: &Texts) -> Environment<'static> {
    let mut environment = Environment::new();
    environment.set_undefined_behavior(UndefinedBehavior::SemiStrict);
    let tidy = SyntaxConfig::builder().trim_blocks(true).lstrip_blocks(true).build();
    environment.set_syntax(tidy.expect("the standard delimiters are valid"));
    environment.set_auto_escape_callback(|name| match name.rsplit('.').next() {
        Some("html" | "svg") => AutoEscape::Html,
        Some(_) | None => AutoEscape::None,
    });
    let folder = texts.operator().map(|operator| operator.join("templates"));
    environment.set_loader(move |name| {
        let safe = !name.split('/').any(|part| part == "..");
        let theirs = folder.as_ref().filter(|_| safe).map(|folder| folder.join(name));
        if let Some(source) = theirs.and_then(|path| std::fs::read_to_string(path).ok()) {
            return Ok(Some(source));
        }
        Ok(Templates::get(name).map(|file| embedded::text(file.data)))
    });
    let spoken = texts.clone();
    environment.add_function("t", move |state: &State, key: &str, values: Kwargs| {
        text(&spoken, state, key, &values, |value| value.to_owned())
    });
    let spoken = texts.clone();
    environment.add_function("t_html", move |state: &State, key: &str, values: Kwargs| {
        text(&spoken, state, key, &values, escaped).map(Value::from_safe_string)
    });
    environment.add_filter("money", |state: &State, value: Value| {
        Ok::<_, Error>(format::money(read::<Money>(value)?, locale(state)?))
    });
    environment.add_filter("unit_price", |state: &State, value: Value| {
        Ok::<_, Error>(format::unit_price(read::<UnitPrice>(value)?, locale(state)?))
    });
    environment.add_filter("number", |state: &State, value: i64| {
        Ok::<_, Error>(format::number(value, locale(state)?))
    });
    environment.add_filter("rate", |state: &State, value: Value| {
        Ok::<_, Error>(format::rate(read::<Rate>(value)?, locale(state)?))
    });
    environment.add_filter("date", |state: &State, value: Value, style: Option<String>| {
        Ok::<_, Error>(format::date(read(value)?, locale(state)?, read_style(style)?))
    });
    environment.add_filter("period", |state: &State, value: Value, style: Option<String>| {
        Ok::<_, Error>(format::period(&read::<Period>(value)?, locale(state)?, read_style(style)?))
    });
    environment.add_filter("instant", |state: &State, value: Value, style: Option<String>| {
        Ok::<_, Error>(format::instant(read(value)?, &zone(state)?, locale(state)?, read_style(style)?))
    });
    environment.add_filter("day", |state: &State, value: Value, style: Option<String>| {
        let day = read::<Timestamp>(value)?.to_zoned(zone(state)?).date();
        Ok::<_, Error>(format::date(day, locale(state)?, read_style(style)?))
    });
    // The last day something lasts that ends at this instant, which is itself outside.
    environment.add_filter("last_day", |state: &State, value: Value| {
        let last = read::<Timestamp>(value)? - jiff::SignedDuration::from_nanos(1);
        Ok::<_, Error>(format::date(last.to_zoned(zone(state)?).date(), locale(state)?, Style::Short))
    });
    environment.add_filter("exact_instant", |state: &State, value: Value| {
        Ok::<_, Error>(format::exact_instant(read(value)?, &zone(state)?, locale(state)?))
    });
    environment
}

/// Renders the template `name` with any serialisable context.
///
/// # Errors
/// Whatever the template lacks: a file, a value, a text.
pub fn render(environment: &Environment<'_>, name: &str, context: &impl Serialize) -> Result<String, Error> {
    environment.get_template(name)?.render(Value::from(Serde(context)))
}

fn text(
    texts: &Texts,
    state: &State,
    key: &str,
    values: &Kwargs,
    prepare: impl Fn(&str) -> String,
) -> Result<String, Error> {
    let mut args = Args::new();
    for name in values.args() {
        let value: Value = values.get(name)?;
        args = match i64::try_from(value.clone()) {
            Ok(number) if value.kind() == ValueKind::Number => args.with(name.to_owned(), number),
            Ok(_) | Err(_) if value.is_undefined() || value.is_none() => {
                return Err(invalid(format!("text {key:?}: {name} has no value")));
            }
            Ok(_) | Err(_) if value.is_safe() => args.with(name.to_owned(), value.to_string()),
            Ok(_) | Err(_) => args.with(name.to_owned(), prepare(&value.to_string())),
        };
    }
    let locale = locale(state)?;
    if texts.is_strict() {
        return texts.try_t(locale, key, &args).map_err(invalid);
    }
    Ok(texts.t(locale, key, &args))
}

fn escaped(text: &str) -> String {
    let mut safe = String::with_capacity(text.len());
    for character in text.chars() {
        match character {
            '&' => safe.push_str("&amp;"),
            '<' => safe.push_str("&lt;"),
            '>' => safe.push_str("&gt;"),
            '"' => safe.push_str("&quot;"),
            '\'' => safe.push_str("&#39;"),
            other => safe.push(other),
        }
    }
    safe
}

fn locale(state: &State) -> Result<Locale, Error> {
    let code = state.lookup("locale");
    let code = code.as_ref().and_then(Value::as_str);
    code.and_then(Locale::parse).ok_or_else(|| invalid("the context has no locale".to_owned()))
}

fn zone(state: &State) -> Result<kernel::TimeZone, Error> {
    let name = state.lookup("time_zone");
    let name = name.as_ref().and_then(Value::as_str);
    let zone = name.and_then(|name| kernel::TimeZone::get(name).ok());
    zone.ok_or_else(|| invalid("the context has no known time_zone".to_owned()))
}

fn read<T: for<'de> Deserialize<'de>>(value: Value) -> Result<T, Error> {
    T::deserialize(value)
}

fn read_style(name: Option<String>) -> Result<Style, Error> {
    match name {
        None => Ok(Style::Long),
        Some(name) => Style::parse(&name).ok_or_else(|| invalid(format!("no style {name:?}"))),
    }
}

fn invalid(message: String) -> Error {
    Error::new(ErrorKind::InvalidOperation, message)
}

#[cfg(test)]
mod tests {
    use super::*;
    use kernel::Currency;
    use minijinja::context;

    fn rendered(template: &str, locale: &str) -> Result<String, Error> {
        let environment = environment(&Texts::embedded());
        let context = context! {
            locale,
            time_zone => "Europe/Rome",
            total => Value::from(Serde(Money::new(6_719, Currency::EUR))),
            price => Value::from(Serde(UnitPrice::new(5_699_000_000, Currency::EUR))),
            vat => Value::from(Serde(Rate::percent(20))),
            on => Value::from(Serde(jiff::civil::date(2026, 1, 15))),
            at => Value::from(Serde(kernel::Timestamp::UNIX_EPOCH)),
            name => "<b>",
        };
        environment.render_named_str("inline.html", template, context)
    }

    #[test]
    fn filters_write_as_the_reader_does() -> Result<(), Error> {
        let line = "{{ total|money }} · {{ price|unit_price }} · {{ vat|rate }} · {{ on|date('short') }} · {{ at|instant }}";
        assert_eq!(
            rendered(line, "it")?,
            "67,19\u{a0}€ · 56,99\u{a0}€ · 20% · 15 gen 2026 · 1º gennaio 1970, 01:00"
        );
        Ok(())
    }

    #[test]
    fn what_ends_at_midnight_lasts_until_the_day_before() -> Result<(), Error> {
        // In Rome the epoch is one in the morning, an hour after the first day began.
        assert_eq!(rendered("{{ at|day }} · {{ at|last_day }}", "en")?, "1 January 1970 · 1 Jan 1970");
        let midnight = "{{ '1969-12-31T23:00:00Z'|last_day }}";
        assert_eq!(rendered(midnight, "fr")?, "31 déc. 1969");
        Ok(())
    }

    #[test]
    fn texts_are_escaped_and_undefined_is_an_error() -> Result<(), Error> {
        assert_eq!(rendered("{{ t('dashboard-hello', name=name) }}", "en")?, "Hello &lt;b&gt;");
        assert!(rendered("{{ nothing }}", "en").is_err());
        assert!(rendered("{{ t('no-such-text') }}", "en").is_err());
        assert!(rendered("{{ t('dashboard-hello') }}", "en").is_err());
        Ok(())
    }

    #[test]
    fn a_macro_knows_the_readers_language() -> Result<(), Error> {
        let line = "{% macro shown(m) %}{{ m|money }}{% endmacro %}{{ shown(total) }}";
        assert_eq!(rendered(line, "fr")?, "67,19\u{a0}€");
        Ok(())
    }

    #[test]
    fn every_embedded_template_compiles() -> Result<(), Error> {
        let environment = environment(&Texts::embedded());
        for name in crate::template_names() {
            environment.get_template(&name)?;
        }
        Ok(())
    }
}
