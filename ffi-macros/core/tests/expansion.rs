//! Snapshots of what the macros write, expanded in process and formatted.

use proc_macro2::TokenStream;

/// Expands, checks that the result is a Rust file, and compares it with the snapshot.
#[track_caller]
fn check(name: &str, expand: impl FnOnce() -> TokenStream) {
    let tokens = expand();
    let file: syn::File = syn::parse2(tokens).expect("the expansion is a file");
    let text = prettyplease::unparse(&file);
    insta::with_settings!({ omit_expression => true, prepend_module_to_snapshot => false }, {
        insta::assert_snapshot!(name, text);
    });
}

fn tokens(source: &str) -> TokenStream {
    source.parse().expect(source)
}

#[test]
fn options() {
    check("options", || {
        ffi_macros_core::options(tokens(
            r#"
            #[ffi(rename_all = "camelCase", deny_unknown)]
            struct Init<T> {
                /// How often.
                #[ffi(default = 3)]
                max_retries: u32,
                #[ffi(rename = "from", skip_if_none)]
                origin: Option<String>,
                #[ffi(with = Milliseconds)]
                timeout: Duration,
                #[ffi(flatten)]
                rest: HashMap<String, T>,
                #[ffi(skip)]
                count: u32,
            }
            "#,
        ))
    });
}

#[test]
fn options_by_way_of_another_type() {
    check("options_from", || {
        ffi_macros_core::options(tokens(
            r#"#[ffi(from = Raw, into = Raw, crate = crate::runtime)] struct Init { a: u32 }"#,
        ))
    });
}

#[test]
fn union_by_type() {
    check("union_by_type", || {
        ffi_macros_core::union(tokens(
            r#"enum Body { #[ffi(literal = 0)] Zero, None, Text(String), Place { x: f64 } }"#,
        ))
    });
}

#[test]
fn union_by_tag() {
    check("union_by_tag", || {
        ffi_macros_core::union(tokens(
            r#"#[ffi(tag = "kind", rename_all = "lowercase")] enum Shape { Dot, Circle { radius: f64 }, Box(Rectangle) }"#,
        ))
    });
}

#[test]
fn string_enum() {
    check("string_enum", || {
        ffi_macros_core::string_enum(tokens(
            r#"#[ffi(rename_all = "kebab-case")] enum Mode { ReadOnly, #[ffi(rename = "w")] Write }"#,
        ))
    });
}

#[test]
fn function() {
    check("function", || {
        ffi_macros_core::export(
            tokens(r#"signature = (url, /, *rest, retries: "int" = 3, label = None, **init) -> "str""#),
            tokens(
                r#"
                /// Says it.
                pub fn describe(url: &str, rest: Vec<f64>, retries: u32, label: Option<&str>, init: Init) -> Result<String, Exception> {
                    todo!()
                }
                "#,
            ),
        )
    });
}

#[test]
fn asynchronous_function() {
    check("async_function", || {
        ffi_macros_core::export(
            tokens(""),
            tokens("async fn load(name: &str, into: &mut Store) -> Vec<u8> { name.into() }"),
        )
    });
}

#[test]
fn class() {
    check("class", || {
        ffi_macros_core::export(
            tokens(r#"rename_all = "camelCase""#),
            tokens(
                r#"
                /// Keeps things.
                impl Store {
                    const LIMIT: usize = 3;
                    /// An empty one.
                    #[export(constructor, signature = (*, capacity = 2))]
                    pub fn new(capacity: usize) -> Self { Self { capacity } }
                    pub fn insert_all(&mut self, other: &Self) -> Option<Self> { None }
                    #[export(getter)]
                    fn capacity(&self) -> usize { self.capacity }
                    #[export(setter)]
                    fn set_capacity(&mut self, capacity: usize) { self.capacity = capacity }
                    #[export(skip)]
                    fn hidden(self) {}
                }
                "#,
            ),
        )
    });
}

#[test]
fn the_item_is_kept_beside_the_mistakes() {
    check("mistakes", || {
        ffi_macros_core::export(tokens("signatur = (a), rename = 3"), tokens("fn f<T>(a: u32, (b, c): T) {}"))
    });
}
