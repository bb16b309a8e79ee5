//! Every text of the product, by language and key.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use fluent_bundle::concurrent::FluentBundle;
use fluent_bundle::{FluentArgs, FluentResource, FluentValue};
use kernel::Locale;
use unic_langid::LanguageIdentifier;

use crate::embedded::{self, Locales};
use crate::{Arg, Args, format};

type Bundle = FluentBundle<FluentResource>;

/// The texts in every language; a clone shares them.
#[derive(Clone)]
pub struct Texts(Arc<Inner>);

struct Inner {
    bundles: Vec<(Locale, Bundle)>,
    operator: Option<PathBuf>,
    strict: bool,
}

/// Why texts were not loaded.
#[derive(Debug, thiserror::Error)]
pub enum TextsError {
    /// A language file is not Fluent.
    #[error("{file}: {message}")]
    Syntax {
        /// Path of the file.
        file: String,
        /// What its first error is.
        message: String,
    },
    /// Two files of one language hold the same key.
    #[error("{file}: {key} is already defined")]
    Duplicate {
        /// Path of the second file.
        file: String,
        /// The key.
        key: String,
    },
    /// A file of the operator's folder cannot be read.
    #[error("cannot read {file}")]
    Unreadable {
        /// Path of the file.
        file: String,
        /// Why.
        source: std::io::Error,
    },
}

impl Texts {
    /// The texts the binary carries.
    ///
    /// # Panics
    /// When an embedded language file is broken, which the tests of this crate refuse.
    #[must_use]
    pub fn embedded() -> Texts {
        Texts::load(None).expect("the embedded language files are checked by tests")
    }

    /// The embedded texts, with those of `operator`'s `locales/<language>/*.ftl` over them; templates are then
    /// looked for in `operator`/templates first.
    ///
    /// # Errors
    /// [`TextsError`] names the first file that is not right.
    pub fn load(operator: Option<&Path>) -> Result<Texts, TextsError> {
        let mut bundles = Vec::new();
        for locale in Locale::ALL {
            let mut bundle = empty_bundle(locale);
            for name in embedded::locale_names() {
                if name.split('/').next() == Some(locale.code()) {
                    let source = Locales::get(&name).map(|file| embedded::text(file.data));
                    add(&mut bundle, &name, source.unwrap_or_default())?;
                }
            }
            if let Some(folder) = operator {
                add_overrides(&mut bundle, &folder.join("locales").join(locale.code()))?;
            }
            bundles.push((locale, bundle));
        }
        let operator = operator.map(Path::to_path_buf);
        Ok(Texts(Arc::new(Inner { bundles, operator, strict: cfg!(debug_assertions) })))
    }

    /// The text of `key`, filled with `args`.
    ///
    /// # Panics
    /// In debug builds, when the key or an argument is missing. In release builds English stands in, then
    /// the key itself: a missing word never takes a page away.
    #[must_use]
    pub fn t(&self, locale: Locale, key: &str, args: &Args) -> String {
        match self.try_t(locale, key, args) {
            Ok(text) => text,
            Err(problem) => {
                assert!(!self.0.strict, "{problem}");
                let english = self.try_t(Locale::En, key, args);
                english.unwrap_or_else(|_| key.to_owned())
            }
        }
    }

    /// The text of `key`, which takes no arguments.
    ///
    /// # Panics
    /// As [`Texts::t`].
    #[must_use]
    pub fn say(&self, locale: Locale, key: &str) -> String {
        self.t(locale, key, &Args::new())
    }

    /// The text of `key`, or what is missing.
    ///
    /// # Errors
    /// A sentence that names the key, the language and the missing argument.
    pub fn try_t(&self, locale: Locale, key: &str, args: &Args) -> Result<String, String> {
        let bundle = self.bundle(locale);
        let pattern = bundle.and_then(|b| b.get_message(key)).and_then(|message| message.value());
        let (Some(bundle), Some(pattern)) = (bundle, pattern) else {
            return Err(format!("no text {key:?} in {locale}"));
        };
        let args: FluentArgs<'_> = args.iter().map(|(name, value)| (name, fluent_value(value))).collect();
        let mut problems = Vec::new();
        let text = bundle.format_pattern(pattern, Some(&args), &mut problems).into_owned();
        match problems.first() {
            None => Ok(text),
            Some(problem) => Err(format!("text {key:?} in {locale}: {problem}")),
        }
    }

    /// Whether `locale` has this key.
    #[must_use]
    pub fn has(&self, locale: Locale, key: &str) -> bool {
        self.bundle(locale).is_some_and(|bundle| bundle.has_message(key))
    }

    pub(crate) fn operator(&self) -> Option<&Path> {
        self.0.operator.as_deref()
    }

    pub(crate) fn is_strict(&self) -> bool {
        self.0.strict
    }

    fn bundle(&self, locale: Locale) -> Option<&Bundle> {
        self.0.bundles.iter().find(|(of, _)| *of == locale).map(|(_, bundle)| bundle)
    }
}

impl std::fmt::Debug for Texts {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Texts")
    }
}

fn empty_bundle(locale: Locale) -> Bundle {
    // Two lower-case letters are always a language identifier.
    let language: LanguageIdentifier = locale.code().parse().unwrap_or_default();
    let mut bundle = Bundle::new_concurrent(vec![language]);
    // Isolation marks would show as boxes in some mail readers; none of our languages is written leftwards.
    bundle.set_use_isolating(false);
    bundle.set_formatter(Some(match locale {
        Locale::En => |value, _| grouped(value, Locale::En),
        Locale::Fr => |value, _| grouped(value, Locale::Fr),
        Locale::It => |value, _| grouped(value, Locale::It),
    }));
    bundle
}

fn grouped(value: &FluentValue<'_>, locale: Locale) -> Option<String> {
    let FluentValue::Number(number) = value else { return None };
    number.as_string().parse().ok().map(|number: i64| format::number(number, locale))
}

fn add(bundle: &mut Bundle, file: &str, source: String) -> Result<(), TextsError> {
    let resource = parse(file, source)?;
    bundle.add_resource(resource).map_err(|problems| TextsError::Duplicate {
        file: file.to_owned(),
        key: problems.first().map(ToString::to_string).unwrap_or_default(),
    })
}

fn add_overrides(bundle: &mut Bundle, folder: &Path) -> Result<(), TextsError> {
    let Ok(entries) = std::fs::read_dir(folder) else { return Ok(()) };
    let mut files: Vec<PathBuf> = entries.filter_map(Result::ok).map(|entry| entry.path()).collect();
    files.retain(|path| path.extension().is_some_and(|extension| extension == "ftl"));
    files.sort();
    for path in files {
        let file = path.display().to_string();
        let source = std::fs::read_to_string(&path);
        let source = source.map_err(|source| TextsError::Unreadable { file: file.clone(), source })?;
        bundle.add_resource_overriding(parse(&file, source)?);
    }
    Ok(())
}

fn parse(file: &str, source: String) -> Result<FluentResource, TextsError> {
    FluentResource::try_new(source).map_err(|(resource, problems)| {
        let message = problems.first().map_or_else(String::new, |problem| {
            let line = resource.source()[..problem.pos.start].matches('\n').count() + 1;
            format!("line {line}: {}", problem.kind)
        });
        TextsError::Syntax { file: file.to_owned(), message }
    })
}

fn fluent_value(arg: &Arg) -> FluentValue<'_> {
    match arg {
        Arg::Text(text) => FluentValue::from(text.as_str()),
        Arg::Number(number) => FluentValue::from(*number),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_text_is_filled_in_the_readers_language() {
        let texts = Texts::embedded();
        let args = Args::new().with("count", 1_234_i64);
        assert_eq!(texts.t(Locale::En, "family-plans", &args), "1,234 plans");
        assert_eq!(texts.t(Locale::Fr, "family-plans", &args), "1\u{202f}234 offres");
        assert_eq!(texts.t(Locale::It, "family-plans", &Args::new().with("count", 1_i64)), "1 offerta");
    }

    #[test]
    fn a_missing_text_or_argument_is_told() {
        let texts = Texts::embedded();
        assert!(texts.try_t(Locale::En, "no-such-text", &Args::new()).is_err());
        assert!(texts.try_t(Locale::En, "family-plans", &Args::new()).is_err());
    }

    #[test]
    fn the_operators_words_win() -> Result<(), Box<dyn std::error::Error>> {
        let folder = tempfile::tempdir()?;
        std::fs::create_dir_all(folder.path().join("locales/fr"))?;
        std::fs::write(folder.path().join("locales/fr/ours.ftl"), "country-FR = Douce France\n")?;
        let texts = Texts::load(Some(folder.path()))?;
        assert_eq!(texts.say(Locale::Fr, "country-FR"), "Douce France");
        assert_eq!(texts.say(Locale::En, "country-FR"), "France");
        Ok(())
    }

    #[test]
    fn a_broken_file_is_named_with_its_line() -> Result<(), Box<dyn std::error::Error>> {
        let folder = tempfile::tempdir()?;
        std::fs::create_dir_all(folder.path().join("locales/it"))?;
        std::fs::write(folder.path().join("locales/it/ours.ftl"), "good = sì\n\nbad { text\n")?;
        let error = Texts::load(Some(folder.path())).err().map(|e| e.to_string()).unwrap_or_default();
        assert!(error.contains("ours.ftl: line 3"), "{error}");
        Ok(())
    }
}
