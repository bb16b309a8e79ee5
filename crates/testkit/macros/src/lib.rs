//! `#[both_databases]`: one test, run on SQLite and on PostgreSQL.

use proc_macro::TokenStream;
use quote::quote;
use syn::{ItemFn, parse_macro_input};

/// Makes two tests of an `async fn name(db: TestDb)`: `name::sqlite` and `name::postgres`.
///
/// Each gets an empty, migrated database of its own, which is removed afterwards. The function may answer
/// nothing or a `Result`. A PostgreSQL that cannot be started is a failure, never a skip.
#[proc_macro_attribute]
pub fn both_databases(_: TokenStream, item: TokenStream) -> TokenStream {
    let test = parse_macro_input!(item as ItemFn);
    let name = &test.sig.ident;
    if test.sig.asyncness.is_none() || test.sig.inputs.len() != 1 {
        let message = "write `async fn name(db: TestDb)`: the database is the only argument";
        return syn::Error::new_spanned(&test.sig, message).to_compile_error().into();
    }
    quote! {
        #test

        mod #name {
            #[test]
            fn sqlite() -> impl ::std::process::Termination {
                ::testkit::run(::testkit::Backend::Sqlite, super::#name)
            }

            #[test]
            fn postgres() -> impl ::std::process::Termination {
                ::testkit::run(::testkit::Backend::Postgres, super::#name)
            }
        }
    }
    .into()
}
