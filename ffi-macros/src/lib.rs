//! The macros of sigbind: Rust types, functions and classes for Python and JavaScript.
//!
//! ```
//! use ffi_macros::{Options, StringEnum, Union, export};
//! # use std::collections::HashMap;
//!
//! #[derive(Clone, Copy, StringEnum)]
//! #[ffi(rename_all = "lowercase")]
//! enum Method {
//!     Get,
//!     Post,
//! }
//!
//! #[derive(Options)]
//! #[ffi(rename_all = "camelCase", deny_unknown)]
//! struct Init {
//!     #[ffi(default = Method::Get)]
//!     method: Method,
//!     #[ffi(default)]
//!     headers: HashMap<String, String>,
//!     #[ffi(skip_if_none)]
//!     max_redirects: Option<u32>,
//! }
//!
//! /// Says what would be fetched.
//! #[export(signature = (url, /, *, retries = 3, **init))]
//! fn describe(url: &str, retries: u32, init: Init) -> String {
//!     format!("{url}, {retries} times, {} headers", init.headers.len())
//! }
//! ```
//!
//! In Python that is `describe("a", retries=1, method="post")`, in JavaScript `describe("a", { retries: 1, method: "post" })`. The crate only passes token
//! streams on to `ffi-macros-core`. What the macros write refers to `::ffi_core::__private`; `crate = path` names another place for `ffi_core`.

use proc_macro::TokenStream;

/// Makes a struct of named fields a record: a dict or keywords in Python, a plain object in JavaScript.
///
/// `#[ffi(...)]` on the struct: `rename`, `rename_all`, `default`, `deny_unknown`, `from`, `into`, `crate`; on a field: `rename`, `default[= expression]`,
/// `skip`, `skip_if_none`, `flatten`, `with = Type` (see `ffi_core::typed::With`), `from`, `into`. A field of `Option<T>` may be absent, `undefined` or
/// `null`; one of `Given<T>` keeps the three apart.
///
/// ```
/// use ffi_core::engine::{Limits, Realm};
/// use ffi_core::typed::{FromGuest as _, Guest};
/// use ffi_macros::Options;
///
/// #[derive(Options)]
/// #[ffi(rename_all = "camelCase")]
/// struct Page {
///     page_width: f64,
///     #[ffi(default = 1)]
///     copies: u32,
///     title: Option<String>,
/// }
///
/// let realm = Realm::new(&Limits::default()).expect("memory for an engine");
/// let object = realm.evaluate("({ pageWidth: 210 })", "page.js").expect("an object");
/// let page = Page::from_guest(&Guest::of_javascript(object)).expect("a page");
/// assert_eq!((page.page_width, page.copies, page.title), (210.0, 1, None));
/// ```
#[proc_macro_derive(Options, attributes(ffi))]
pub fn options(input: TokenStream) -> TokenStream {
    ffi_macros_core::options(input.into()).into()
}

/// Makes an enum a union: its variants are told apart by type, or with `#[ffi(tag = "kind")]` by a literal property.
///
/// A variant with one value is that value, one with named fields an object, one without data a literal: its name, or `#[ffi(literal = 1)]`.
///
/// ```
/// use ffi_core::engine::{Limits, Realm};
/// use ffi_core::typed::{FromGuest as _, Guest};
/// use ffi_macros::Union;
///
/// #[derive(Debug, PartialEq, Union)]
/// #[ffi(rename_all = "lowercase")]
/// enum Size {
///     Auto,
///     Pixels(f64),
///     Box { width: f64, height: f64 },
/// }
///
/// let realm = Realm::new(&Limits::default()).expect("memory for an engine");
/// let size = |code| {
///     let value = realm.evaluate(code, "size.js").expect("a value");
///     Size::from_guest(&Guest::of_javascript(value)).ok()
/// };
/// assert_eq!(size("'auto'"), Some(Size::Auto));
/// assert_eq!(size("3"), Some(Size::Pixels(3.0)));
/// assert_eq!(size("({ width: 1, height: 2 })"), Some(Size::Box { width: 1.0, height: 2.0 }));
/// assert_eq!(size("'wide'"), None);
/// ```
#[proc_macro_derive(Union, attributes(ffi))]
pub fn union(input: TokenStream) -> TokenStream {
    ffi_macros_core::union(input.into()).into()
}

/// Makes an enum of plain variants a union of string literals.
///
/// ```
/// use ffi_core::typed::StringEnum as _;
/// use ffi_macros::StringEnum;
///
/// #[derive(Debug, PartialEq, StringEnum)]
/// #[ffi(rename_all = "kebab-case")]
/// enum Mode {
///     NoCors,
///     #[ffi(rename = "same-origin")]
///     Same,
/// }
///
/// assert_eq!(Mode::from_str("no-cors"), Some(Mode::NoCors));
/// assert_eq!(Mode::Same.as_str(), "same-origin");
/// ```
#[proc_macro_derive(StringEnum, attributes(ffi))]
pub fn string_enum(input: TokenStream) -> TokenStream {
    ffi_macros_core::string_enum(input.into()).into()
}

/// Exports a function, an `async` function, or the methods of an `impl` block to Python and JavaScript.
///
/// On a function: `signature = (...)` in PyO3's grammar, `rename`, `crate`. On an `impl` block: `rename`, `rename_all`, `crate`; on its methods
/// `#[export(...)]` with `constructor`, `static`, `getter`, `setter`, `rename`, `skip`, `signature`, and `trace` for the one that shows the values of an
/// instance to the engine's collector (`fn trace(&self, tracer: &Tracer)`). Collect exports in an `ffi_core::export::Library`.
///
/// ```
/// use ffi_core::engine::{Limits, Realm};
/// use ffi_core::export::Library;
/// use ffi_core::typed::Exception;
/// use ffi_macros::export;
///
/// struct Account {
///     balance: f64,
/// }
///
/// /// An account.
/// #[export]
/// impl Account {
///     #[export(constructor, signature = (*, balance = 0.0))]
///     fn new(balance: f64) -> Self {
///         Self { balance }
///     }
///
///     /// Takes money out; there must be so much.
///     fn withdraw(&mut self, amount: f64) -> Result<f64, Exception> {
///         if amount > self.balance {
///             return Err(Exception::value("not so much")); // ValueError in Python, RangeError in JavaScript
///         }
///         self.balance -= amount;
///         Ok(self.balance)
///     }
/// }
///
/// let realm = Realm::new(&Limits::default()).expect("memory for an engine");
/// let bank = Library::new("bank").with::<Account>();
/// bank.install(realm).expect("an object");
/// let left = realm.evaluate("new bank.Account({ balance: 5 }).withdraw(2)", "bank.js").expect("a number");
/// assert_eq!(left.as_number(), Some(3.0));
/// ```
#[proc_macro_attribute]
pub fn export(attribute: TokenStream, item: TokenStream) -> TokenStream {
    ffi_macros_core::export(attribute.into(), item.into()).into()
}

/// Binds JavaScript by its TypeScript declarations: `bind_dts!("types/request.d.ts", { Request, RequestInit as Init, fetch })`.
///
/// ```
/// use ffi_core::bound;
/// use ffi_core::engine::{Limits, Realm};
/// use ffi_macros::bind_dts;
///
/// bind_dts!("dts/tests/types/geometry.d.ts", { geometry.Point, geometry.origin as middle });
///
/// let realm = Realm::new(&Limits::default()).expect("memory for an engine");
/// let module = "(() => {
///     class Point { constructor(x, y) { this.x = x } round(options) { return new Point(Math.round(this.x), 0) } }
///     return { geometry: { Point, origin: () => new Point(0, 0) } }
/// })()";
/// bound::provide(realm, "geometry", &realm.evaluate(module, "geometry.js")?);
/// assert_eq!(Point::new(realm, 2.6, 0)?.round()?.x()?, 3.0);
/// assert_eq!(middle(realm)?.x()?, 0.0);
/// # Ok::<(), ffi_core::typed::Exception>(())
/// ```
///
/// The path starts from the folder of Cargo.toml; relative imports are followed, and an edit of any file read rebuilds. It may also be the name of a package
/// in `node_modules`, or `lib:dom` where the npm package `typescript` is installed in the folder or above it. The names become types and functions of
/// the place where the macro stands; the records, unions and enums that they need stand beside them in a module named after the file (`request`). A
/// class that is not named is `ffi_core::bound::Object`. `Intl.NumberFormat` names what a namespace holds, the name of a namespace all of it, as a module.
///
/// The long form has keys: `path = "..."`, `names = { ... }`, `rename_all = "camelCase"` (for functions), `with = { Headers = crate::web::Headers }`
/// (classes bound elsewhere), `module = name`, `crate = path` (of `ffi_core`).
#[cfg(feature = "dts")]
#[proc_macro]
pub fn bind_dts(input: TokenStream) -> TokenStream {
    let manifest = std::env::var_os("CARGO_MANIFEST_DIR").map(std::path::PathBuf::from);
    ffi_macros_dts::bind_dts(input.into(), manifest.as_deref()).into()
}
