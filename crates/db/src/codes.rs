//! Enumerations that tables keep as words.

/// Writes and reads types as their words, so that a column never holds another: with their own `code` and `parse`, or with
/// what is named after each.
#[macro_export]
macro_rules! codes {
    ($($kind:ty),* $(,)?) => {
        $crate::codes! { $($kind: code, <$kind>::parse;)* }
    };
    ($($kind:ty: $write:ident, $parse:expr;)*) => {$(
        impl $crate::ToValue for $kind {
            fn to_value(&self) -> $crate::Value<'_> {
                $crate::Value::Text(self.$write().into())
            }
        }
        impl $crate::FromValue for $kind {
            fn from_value(value: $crate::Value<'_>) -> Result<$kind, String> {
                let text = String::from_value(value)?;
                let parse: fn(&str) -> Option<$kind> = $parse;
                parse(&text).ok_or_else(|| format!("{text:?} is not a {}", stringify!($kind)))
            }
        }
    )*};
}
