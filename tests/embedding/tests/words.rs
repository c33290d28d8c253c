//! Every word of `#[ffi(...)]` and `#[export(...)]`, as Python and JavaScript see it, and what crosses in both directions.

use std::collections::BTreeMap;

use ffi_core as runtime;
use ffi_core::bound::JsClass as _;
use ffi_core::engine::Realm;
use ffi_core::export::{Handle, Library};
use ffi_core::typed::{Exception, FromGuest as _, Given, Guest, Nullable, With};
use ffi_macros::{Options, StringEnum, Union, bind_dts, export};
use sigbind_embedding::{in_javascript, in_python, on_engines};

bind_dts!("types/shop.d.ts", { Cart, Item, ShopOptions });

struct Percent;

impl With<f64> for Percent {
    type Guest = String;

    fn from_guest(text: String) -> Result<f64, Exception> {
        let number = text.strip_suffix('%').and_then(|number| number.parse::<f64>().ok());
        number.map(|number| number / 100.0).ok_or_else(|| Exception::value(format!("{text:?} is no percentage")))
    }

    fn into_guest(value: f64) -> Result<String, Exception> {
        Ok(format!("{}%", value * 100.0))
    }
}

/// A field that crosses as another type.
struct Celsius(f64);

impl From<f64> for Celsius {
    fn from(fahrenheit: f64) -> Self {
        Self((fahrenheit - 32.0) / 1.8)
    }
}

impl From<Celsius> for f64 {
    fn from(celsius: Celsius) -> Self {
        celsius.0 * 1.8 + 32.0
    }
}

#[derive(Options)]
struct Inner {
    inner_left: i32,
    #[ffi(default)]
    inner_right: i32,
}

/// Each word of a field.
#[derive(Options)]
struct Fields {
    #[ffi(rename = "plainName")]
    plain: i32,
    #[ffi(rename(js = "theClass", python = "class_name"))]
    class: Option<String>,
    #[ffi(default)]
    count: u8,
    #[ffi(default = 2 + 3)]
    sum: u8,
    #[ffi(skip)]
    hidden: u8,
    #[ffi(skip_if_none)]
    maybe: Option<i32>,
    always: Option<i32>,
    #[ffi(with = Percent, default = 0.5)]
    share: f64,
    #[ffi(from = f64, into = f64)]
    heat: Celsius,
    given: Given<i32>,
    #[ffi(default)]
    nullable: Nullable<i32>,
    #[ffi(flatten)]
    inner: Inner,
    #[ffi(flatten)]
    rest: BTreeMap<String, i32>,
}

#[derive(Options)]
#[ffi(default, rename = "Sizes", rename_all = "SCREAMING_SNAKE_CASE", deny_unknown, crate = runtime)]
struct Defaults {
    page_width: u32,
    page_height: u32,
}

impl Default for Defaults {
    fn default() -> Self {
        Self { page_width: 210, page_height: 297 }
    }
}

/// A record that crosses as another.
#[derive(Options)]
#[ffi(from = Defaults, into = Defaults)]
struct Area {
    #[ffi(skip)]
    square: u32,
}

impl From<Defaults> for Area {
    fn from(sizes: Defaults) -> Self {
        Self { square: sizes.page_width * sizes.page_height }
    }
}

impl From<Area> for Defaults {
    fn from(area: Area) -> Self {
        Self { page_width: area.square, page_height: 1 }
    }
}

#[derive(Clone, Copy, Debug, StringEnum)]
#[ffi(rename_all = "kebab-case", crate = runtime)]
enum Cache {
    NoStore,
    #[ffi(rename = "force")]
    ForceCache,
}

#[derive(Union)]
#[ffi(rename_all = "camelCase", crate = runtime)]
enum Answer {
    Unknown,
    #[ffi(rename = "never")]
    NotAtAll,
    #[ffi(literal = true)]
    Yes,
    #[ffi(rename_all = "camelCase")]
    Counted {
        how_many: u32,
    },
    Listed(Vec<f64>),
}

#[export]
fn fields(fields: Fields) -> Fields {
    Fields { hidden: fields.hidden + 1, count: fields.count + 1, ..fields }
}

#[export]
fn sizes(sizes: Defaults) -> Defaults {
    sizes
}

#[export]
fn area(area: Area) -> Area {
    Area { square: area.square + 1 }
}

#[export]
fn cache(cache: Cache) -> String {
    format!("{cache:?}")
}

#[export]
fn caches() -> Vec<Cache> {
    vec![Cache::NoStore, Cache::ForceCache]
}

#[export]
fn answer(answer: Answer) -> Answer {
    match answer {
        Answer::Unknown => Answer::NotAtAll,
        Answer::NotAtAll => Answer::Yes,
        Answer::Yes => Answer::Counted { how_many: 1 },
        Answer::Counted { how_many } => Answer::Listed(vec![how_many.into()]),
        Answer::Listed(_) => Answer::Unknown,
    }
}

/// Each word of an `impl` block and its methods.
#[derive(Default)]
struct Words {
    page_size: u32,
}

#[export(rename = "Book", rename_all = "camelCase", crate = runtime)]
impl Words {
    #[export(constructor, signature = (page_size = 10, /))]
    fn new(page_size: u32) -> Self {
        Self { page_size }
    }

    #[export(static)]
    fn with_two_pages() -> Self {
        Self { page_size: 2 }
    }

    #[export(getter)]
    fn page_size(&self) -> u32 {
        self.page_size
    }

    #[export(setter)]
    fn set_page_size(&mut self, page_size: u32) {
        self.page_size = page_size;
    }

    #[export(rename = "turn")]
    fn turn_page(&self) -> u32 {
        self.page_size + 1
    }

    #[export(skip)]
    #[expect(dead_code, reason = "a skipped method is an ordinary one")]
    fn internal_state(&self) -> u32 {
        self.page_size
    }
}

#[export(rename = "renamedOne", crate = runtime, signature = (value, *, twice = false) -> "int")]
fn renamed(value: i32, twice: bool) -> i32 {
    if twice { value * 2 } else { value }
}

/// A bound class and a bound record are arguments and results of exported functions.
#[export(signature = (cart, *, item = None))]
fn fill(cart: Cart, item: Option<Item>) -> Result<Cart, Exception> {
    if let Some(item) = item {
        cart.add(item)?;
    }
    Ok(cart)
}

#[export]
fn title(options: ShopOptions) -> Result<String, Exception> {
    Ok(format!("{} {:?}", options.get_title()?, options.get_open()?))
}

/// An exported instance goes through JavaScript, as any value, and is itself afterwards.
#[export]
fn through_javascript(cart: Cart, words: Handle<Words>) -> Result<Handle<Words>, Exception> {
    let kept: Guest = cart.keep(words.clone())?;
    let back = Handle::<Words>::from_guest(&kept).map_err(|_| "JavaScript gave something else")?;
    back.borrow_mut()?.page_size += 1;
    Ok(back)
}

fn prepare(realm: Realm) {
    let shop = realm.evaluate(include_str!("../types/shop.js"), "shop.js").expect("the module");
    ffi_core::bound::provide(realm, "shop", &shop);
    realm.global().set("shop", &shop).expect("a global");
    let library = Library::new("words")
        .with::<fields>()
        .with::<sizes>()
        .with::<area>()
        .with::<cache>()
        .with::<caches>()
        .with::<answer>()
        .with::<renamed>()
        .with::<Words>()
        .with::<fill>()
        .with::<title>()
        .with::<through_javascript>();
    library.install(realm).expect("an object in JavaScript");
    library.install_python().expect("a module in Python");
    let imports = "import inspect, words\nfrom sigbind import _core as sigbind\nfrom sigbind._core import js, run_js\nshop = js.shop";
    ffi_core::python::run(imports).expect("both modules");
}

#[test]
fn words_of_fields() {
    in_python(
        prepare,
        &[
            (
                "words.fields({'plainName': 1, 'heat': 212, 'inner_left': 3, 'extra': 9})",
                "{'plainName': 1, 'class_name': None, 'count': 1, 'sum': 5, 'always': None, 'share': '50%', 'heat': 212.0, 'nullable': None, 'inner_left': 3, 'inner_right': 0, 'extra': 9}",
            ),
            (
                "words.fields({'plainName': 1, 'class_name': 'c', 'count': 5, 'sum': 6, 'hidden': 7, 'maybe': 8, 'always': 9, 'share': '25%', 'heat': 32, 'given': None, 'nullable': 4, 'inner_left': 1, 'inner_right': 2})",
                "{'plainName': 1, 'class_name': 'c', 'count': 6, 'sum': 6, 'maybe': 8, 'always': 9, 'share': '25%', 'heat': 32.0, 'given': None, 'nullable': 4, 'inner_left': 1, 'inner_right': 2, 'hidden': 7}",
            ),
            ("words.fields({'plainName': 1, 'heat': 0, 'inner_left': 0, 'given': sigbind.jsnull})['given']", "jsnull"),
            (
                "words.fields({'plainName': 1, 'heat': 0, 'inner_left': 0, 'share': 'half'})",
                "ValueError: \"half\" is no percentage",
            ),
            (
                "words.fields({'plain': 1, 'heat': 0, 'inner_left': 0})",
                "TypeError: fields(): fields has no 'plainName', which is required",
            ),
            (
                "words.fields({'plainName': 1, 'heat': '0', 'inner_left': 0})",
                "TypeError: fields(): fields.heat must be float, not str",
            ),
        ],
    );
    in_javascript(
        prepare,
        &[
            (
                "words.fields({ plainName: 1, heat: 212, inner_left: 3, extra: 9 })",
                "{\"plainName\":1,\"count\":1,\"sum\":5,\"share\":\"50%\",\"heat\":212,\"nullable\":null,\"inner_left\":3,\"inner_right\":0,\"extra\":9}",
            ),
            (
                "words.fields({ plainName: 1, theClass: 'c', maybe: 8, share: '25%', heat: 32, given: undefined, nullable: 4, inner_left: 1 })",
                "{\"plainName\":1,\"theClass\":\"c\",\"count\":1,\"sum\":5,\"maybe\":8,\"share\":\"25%\",\"heat\":32,\"nullable\":4,\"inner_left\":1,\"inner_right\":0}",
            ),
            (
                "Object.keys(words.fields({ plainName: 1, heat: 0, inner_left: 0, given: undefined })).includes('given')",
                "true",
            ),
            ("words.fields({ plainName: 1, heat: 0, inner_left: 0, given: null }).given", "null"),
            (
                "words.fields({ plainName: 1, heat: 0, inner_left: 0, theClass: 1 })",
                "TypeError: fields(): fields.theClass must be string, not number",
            ),
        ],
    );
}

#[test]
fn words_of_records() {
    in_python(
        prepare,
        &[
            ("words.sizes({})", "{'PAGE_WIDTH': 210, 'PAGE_HEIGHT': 297}"),
            ("words.sizes({'PAGE_WIDTH': 1})", "{'PAGE_WIDTH': 1, 'PAGE_HEIGHT': 297}"),
            (
                "words.sizes({'PAGE_WIDHT': 1})",
                "TypeError: sizes(): sizes has an unexpected 'PAGE_WIDHT'. Did you mean 'PAGE_WIDTH'?",
            ),
            ("words.area({'PAGE_WIDTH': 2, 'PAGE_HEIGHT': 3})", "{'PAGE_WIDTH': 7, 'PAGE_HEIGHT': 1}"),
            ("words.area({'square': 2})", "TypeError: area(): area has an unexpected 'square'"),
        ],
    );
    in_javascript(
        prepare,
        &[
            ("words.sizes({ PAGE_HEIGHT: 1 })", "{\"PAGE_WIDTH\":210,\"PAGE_HEIGHT\":1}"),
            ("words.sizes({ page_height: 1 })", "TypeError: sizes(): sizes has an unexpected 'page_height'"),
            ("words.area({ PAGE_WIDTH: 2, PAGE_HEIGHT: 3 })", "{\"PAGE_WIDTH\":7,\"PAGE_HEIGHT\":1}"),
        ],
    );
}

#[test]
fn words_of_enums() {
    in_python(
        prepare,
        &[
            (
                "words.cache('no-store'), words.cache('force'), words.caches()",
                "('NoStore', 'ForceCache', ['no-store', 'force'])",
            ),
            (
                "words.cache('force-cache')",
                "TypeError: cache(): cache must be 'no-store' or 'force', not 'force-cache'",
            ),
            ("words.answer('unknown'), words.answer('never'), words.answer(True)", "('never', True, {'howMany': 1})"),
            ("words.answer({'howMany': 3}), words.answer([1.5])", "([3.0], 'unknown')"),
            (
                "words.answer('NotAtAll')",
                "TypeError: answer(): answer must be 'unknown', 'never', True, dict or list, not str",
            ),
        ],
    );
    in_javascript(
        prepare,
        &[
            ("words.caches().map(words.cache)", "[\"NoStore\",\"ForceCache\"]"),
            (
                "[words.answer('unknown'), words.answer('never'), words.answer(true), words.answer({ howMany: 3 }), words.answer([])]",
                "[\"never\",true,{\"howMany\":1},[3],\"unknown\"]",
            ),
        ],
    );
}

#[test]
fn words_of_exports() {
    in_python(
        prepare,
        &[
            ("words.Book().pageSize, words.Book(3).turn(), words.Book.withTwoPages().pageSize", "(10, 4, 2)"),
            ("(b := words.Book(), setattr(b, 'pageSize', 7), b.pageSize)[2]", "7"),
            (
                "words.Book(page_size=3)",
                "TypeError: Book() got some positional-only arguments passed as keyword arguments: 'page_size'",
            ),
            (
                "[name for name in ('turn_page', 'turnPage', 'internal_state', 'internalState') if hasattr(words.Book, name)]",
                "[]",
            ),
            (
                "words.renamedOne(2, twice=True), str(inspect.signature(words.renamedOne))",
                "(4, '(value, *, twice=False)')",
            ),
            ("type(words.Book()).__name__", "'Book'"),
        ],
    );
    in_javascript(
        prepare,
        &[
            ("[new words.Book().pageSize, new words.Book(3).turn(), words.Book.withTwoPages().pageSize]", "[10,4,2]"),
            ("(b => { b.pageSize = 7; return b.pageSize })(new words.Book())", "7"),
            (
                "[words.Book.name, typeof words.renamed, words.renamedOne(2, { twice: true })]",
                "[\"Book\",\"undefined\",4]",
            ),
            ("Object.getOwnPropertyNames(words.Book.prototype).sort()", "[\"constructor\",\"pageSize\",\"turn\"]"),
        ],
    );
}

#[test]
fn both_directions() {
    in_python(
        prepare,
        &[
            ("(c := shop.Cart.new(), words.fill(c) is c)[1]", "True"),
            ("(words.fill(c, item={'name': 'tea', 'price': 3}), c.total)[1]", "3"),
            ("words.fill(c, item={'name': 'tea'})", "TypeError: fill(): item has no 'price', which is required"),
            ("words.fill({})", "TypeError: fill(): cart must be Cart, not dict"),
            (
                "words.title({'title': 'Tea', 'open': True}), words.title(run_js('({ title: \"T\" })'))",
                "('Tea Some(true)', 'T None')",
            ),
            ("(b := words.Book(1), words.through_javascript(c, b) is b, b.pageSize)[1:]", "(True, 2)"),
            ("words.through_javascript(c, c)", "TypeError: through_javascript(): words must be Book, not Cart"),
        ],
    );
    in_javascript(
        prepare,
        &[
            ("(c => words.fill(c, { item: { name: 'tea', price: 3 } }) === c && c.total)(new shop.Cart())", "3"),
            ("words.fill({})", "TypeError: fill(): cart must be Cart, not Object"),
            ("words.title({ title: 'Tea' })", "\"Tea None\""),
            ("(b => [words.through_javascript(new shop.Cart(), b) === b, b.pageSize])(new words.Book(1))", "[true,2]"),
        ],
    );
    // The same object is a bound one for Rust, and itself again for both.
    let kept = on_engines(prepare, |realm| {
        let same = || -> Result<bool, Exception> {
            let cart = Cart::new(realm)?;
            let again = Cart::from_guest(&cart.keep(&cart)?).map_err(|_| "no cart")?;
            Ok(again.as_object().same(cart.as_object()))
        };
        same().map_err(|error| error.message().to_owned())
    });
    assert_eq!(kept, Ok(true));
}
