//! Enumerations whose values are words: in tables, files and message keys.

/// Enumerations with a word for each value, written and read by `code` and `parse`, and by serde.
///
/// The crate that uses it needs `serde` with its derives.
#[macro_export]
macro_rules! words {
    ($($(#[$doc:meta])* $name:ident { $($(#[$variant_doc:meta])* $variant:ident = $word:literal,)* })*) => {$(
        $(#[$doc])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, serde::Serialize, serde::Deserialize)]
        pub enum $name {
            $($(#[$variant_doc])* #[serde(rename = $word)] $variant,)*
        }

        impl $name {
            /// Every value.
            pub const ALL: &'static [$name] = &[$($name::$variant,)*];

            /// The word of this value.
            #[must_use]
            pub const fn code(&self) -> &'static str {
                match self {
                    $($name::$variant => $word,)*
                }
            }

            /// The value this word names.
            #[must_use]
            pub fn parse(word: &str) -> Option<$name> {
                $name::ALL.iter().copied().find(|value| value.code() == word)
            }
        }
    )*};
}
