//! Values of the configuration: how each kind is read from text, and written in the example.

use flows::renew::Part;
use std::net::SocketAddr;
use std::path::PathBuf;

use kernel::{Rate, Secret};

/// The shape a value has in the file.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Form {
    /// `"text"`
    Text,
    /// `12`
    Whole,
    /// `true`
    Truth,
    /// `{ key = "value" }`; in the environment `key=value,key=value`
    Pairs,
    /// `["one", "two"]`; in the environment `one,two`
    List,
}

/// A kind of value.
pub(crate) trait Setting: Sized {
    /// Its shape in the file.
    const FORM: Form;

    /// Reads it, or says what is expected instead.
    fn read(text: &str) -> Result<Self, String>;

    /// As it is written after `key = `.
    fn written(&self) -> String;
}

fn quoted(text: &str) -> String {
    toml::Value::String(text.to_owned()).to_string()
}

impl Setting for String {
    const FORM: Form = Form::Text;

    fn read(text: &str) -> Result<String, String> {
        Ok(text.to_owned())
    }

    fn written(&self) -> String {
        quoted(self)
    }
}

impl Setting for PathBuf {
    const FORM: Form = Form::Text;

    fn read(text: &str) -> Result<PathBuf, String> {
        if text.is_empty() { Err("a path is expected".to_owned()) } else { Ok(PathBuf::from(text)) }
    }

    fn written(&self) -> String {
        quoted(&self.to_string_lossy())
    }
}

impl Setting for SocketAddr {
    const FORM: Form = Form::Text;

    fn read(text: &str) -> Result<SocketAddr, String> {
        text.parse().map_err(|_| "an address and a port are expected, such as 127.0.0.1:8080".to_owned())
    }

    fn written(&self) -> String {
        quoted(&self.to_string())
    }
}

impl Setting for Part {
    const FORM: Form = Form::Text;

    fn read(text: &str) -> Result<Part, String> {
        Part::parse(text).ok_or_else(|| "a share is expected, such as 1/2: the first of two".to_owned())
    }

    fn written(&self) -> String {
        quoted(&self.to_string())
    }
}

impl Setting for Rate {
    const FORM: Form = Form::Text;

    fn read(text: &str) -> Result<Rate, String> {
        Rate::parse(text).map_err(|error| error.to_string())
    }

    fn written(&self) -> String {
        let (whole, decimals) = (self.ppm() / 10_000, self.ppm() % 10_000);
        let text = format!("{whole}.{decimals:04}");
        quoted(text.trim_end_matches('0').trim_end_matches('.'))
    }
}

impl Setting for db::Target {
    const FORM: Form = Form::Text;

    fn read(text: &str) -> Result<db::Target, String> {
        text.parse()
            .map_err(|_| "sqlite:PATH or postgres://USER:PASSWORD@HOST/DATABASE is expected".to_owned())
    }

    fn written(&self) -> String {
        match self {
            db::Target::Sqlite(path) => quoted(&format!("sqlite:{}", path.display())),
            db::Target::Postgres(_) => quoted("***"),
        }
    }
}

impl<T: Setting> Setting for Option<T> {
    const FORM: Form = T::FORM;

    fn read(text: &str) -> Result<Option<T>, String> {
        if text.is_empty() { Ok(None) } else { T::read(text).map(Some) }
    }

    fn written(&self) -> String {
        self.as_ref().map_or_else(|| quoted(""), T::written)
    }
}

impl Setting for Secret<String> {
    const FORM: Form = Form::Text;

    fn read(text: &str) -> Result<Secret<String>, String> {
        Ok(Secret::new(text.to_owned()))
    }

    fn written(&self) -> String {
        quoted("***")
    }
}

impl Setting for bool {
    const FORM: Form = Form::Truth;

    fn read(text: &str) -> Result<bool, String> {
        text.parse().map_err(|_| "true or false is expected".to_owned())
    }

    fn written(&self) -> String {
        self.to_string()
    }
}

impl Setting for u16 {
    const FORM: Form = Form::Whole;

    fn read(text: &str) -> Result<u16, String> {
        text.parse().map_err(|_| format!("a whole number from 0 to {} is expected", u16::MAX))
    }

    fn written(&self) -> String {
        self.to_string()
    }
}

impl Setting for u32 {
    const FORM: Form = Form::Whole;

    fn read(text: &str) -> Result<u32, String> {
        text.parse().map_err(|_| format!("a whole number from 0 to {} is expected", u32::MAX))
    }

    fn written(&self) -> String {
        self.to_string()
    }
}

impl Setting for Vec<String> {
    const FORM: Form = Form::List;

    fn read(text: &str) -> Result<Vec<String>, String> {
        Ok(text.split(',').map(str::trim).filter(|text| !text.is_empty()).map(str::to_owned).collect())
    }

    fn written(&self) -> String {
        format!("[{}]", self.iter().map(|text| quoted(text)).collect::<Vec<_>>().join(", "))
    }
}

/// Texts that belong to texts, in the order of the file.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct Pairs(pub(crate) Vec<(String, String)>);

impl Setting for Pairs {
    const FORM: Form = Form::Pairs;

    fn read(text: &str) -> Result<Pairs, String> {
        let pair = |pair: &str| {
            match pair.split_once('=') {
            Some((key, value)) => Ok((key.trim().to_owned(), value.trim().to_owned())),
            None => Err(
                "pairs are expected, such as { EUR = \"500\" } here or EUR=500,CAD=750 in the environment; values \
                 hold no comma"
                    .to_owned(),
            ),
        }
        };
        let pairs = text.split(',').map(str::trim).filter(|text| !text.is_empty()).map(pair);
        pairs.collect::<Result<_, _>>().map(Pairs)
    }

    fn written(&self) -> String {
        let pair = |(key, value): &(String, String)| format!("{} = {}", quoted(key), quoted(value));
        let pairs: Vec<String> = self.0.iter().map(pair).collect();
        if pairs.is_empty() { "{}".to_owned() } else { format!("{{ {} }}", pairs.join(", ")) }
    }
}

/// A setting that is one of a few words.
macro_rules! words {
    ($(#[doc = $about:literal])+ $name:ident { $($(#[doc = $doc:literal])+ $variant:ident = $word:literal,)+ }) => {
        $(#[doc = $about])+
        #[derive(Debug, Clone, Copy, PartialEq, Eq)]
        pub(crate) enum $name { $($(#[doc = $doc])+ $variant,)+ }

        impl Setting for $name {
            const FORM: Form = Form::Text;

            fn read(text: &str) -> Result<$name, String> {
                match text {
                    $($word => Ok($name::$variant),)+
                    _ => Err(format!("one of {} is expected", [$($word),+].join(", "))),
                }
            }

            fn written(&self) -> String {
                match self { $($name::$variant => quoted($word),)+ }
            }
        }
    };
}

words! {
    /// How log lines look.
    LogFormat {
        /// For people.
        Pretty = "pretty",
        /// One JSON object per line, for machines.
        Json = "json",
    }
}

words! {
    /// Where e-mails go.
    MailTransport {
        /// They are kept and shown; none leaves the machine.
        Page = "page",
        /// To a mail server.
        Smtp = "smtp",
    }
}

words! {
    /// How the connection to the mail server is protected.
    MailSecurity {
        /// Not at all.
        None = "none",
        /// By `STARTTLS`.
        StartTls = "starttls",
        /// By TLS from the first byte.
        Tls = "tls",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_written_reads_back() {
        assert_eq!(Rate::from_ppm(99_750).written(), "\"9.975\"");
        assert_eq!(Rate::percent(5).written(), "\"5\"");
        assert_eq!(LogFormat::read("json"), Ok(LogFormat::Json));
        assert_eq!(LogFormat::Json.written(), "\"json\"");
        let pairs = Pairs(vec![("24rise*".to_owned(), "command".to_owned())]);
        assert_eq!(Pairs::read("24rise* = command"), Ok(pairs.clone()));
        assert_eq!(pairs.written(), "{ \"24rise*\" = \"command\" }");
    }

    #[test]
    fn a_secret_is_never_written() {
        assert_eq!(Secret::new("hunter2".to_owned()).written(), "\"***\"");
    }

    #[test]
    fn a_wrong_word_is_told_the_right_ones() {
        assert_eq!(MailTransport::read("post"), Err("one of page, smtp is expected".to_owned()));
    }
}
