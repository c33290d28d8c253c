//! What the macros make, called from Python and from JavaScript.

use std::cell::Cell;
use std::collections::{BTreeMap, HashMap};

use ffi_core::engine::{Realm, Tracer, Value};
use ffi_core::export::{Handle, Library};
use ffi_core::typed::{Bytes, Callback, Exception, Given, Guest, Nullable, Promised, With};
use ffi_macros::{Options, StringEnum, Union, export};
use sigbind_embedding::{on_engines, python};

#[derive(Clone, Copy, Debug, StringEnum)]
#[ffi(rename_all = "lowercase")]
enum Method {
    Get,
    Post,
}

struct Milliseconds;

impl With<std::time::Duration> for Milliseconds {
    type Guest = f64;

    fn from_guest(value: f64) -> Result<std::time::Duration, Exception> {
        std::time::Duration::try_from_secs_f64(value / 1000.0).map_err(|_| Exception::value("no duration"))
    }

    fn into_guest(value: std::time::Duration) -> Result<f64, Exception> {
        Ok(value.as_secs_f64() * 1000.0)
    }
}

#[derive(Options)]
struct Position {
    x: f64,
    #[ffi(default = 7.0)]
    y: f64,
}

#[derive(Options)]
#[ffi(rename_all = "camelCase", deny_unknown)]
struct Init {
    #[ffi(default = Method::Get)]
    method: Method,
    #[ffi(default)]
    headers: HashMap<String, String>,
    #[ffi(skip_if_none)]
    max_redirects: Option<u32>,
    #[ffi(with = Milliseconds, default = std::time::Duration::from_secs(1))]
    timeout: std::time::Duration,
    #[ffi(skip)]
    count: u32,
    signal: Given<f64>,
    from: Option<String>,
}

#[derive(Options)]
struct Labelled<T> {
    label: String,
    #[ffi(flatten)]
    position: Position,
    value: Option<T>,
    #[ffi(flatten)]
    rest: BTreeMap<String, Guest>,
}

#[derive(Union)]
enum Body {
    #[ffi(rename = "none")]
    None,
    #[ffi(literal = 0)]
    Zero,
    Text(String),
    Number(f64),
    Bytes(Bytes),
    Place {
        place: Position,
    },
}

#[derive(Union)]
#[ffi(tag = "kind", rename_all = "lowercase")]
enum Shape {
    Circle { radius: f64 },
    Dot,
    Box(Position),
}

/// Says what would be fetched.
#[export(signature = (url, /, *, retries: "int" = 3, **init) -> "str")]
fn describe(url: &str, retries: u32, init: Init) -> String {
    let mut headers: Vec<String> = init.headers.iter().map(|(name, value)| format!("{name}={value}")).collect();
    headers.sort();
    let Init { method, max_redirects, timeout, count, signal, from, .. } = init;
    format!(
        "{url} {retries} {method:?} [{}] {max_redirects:?} {timeout:?} {count} {signal:?} {from:?}",
        headers.join(",")
    )
}

#[export(signature = (left, right = 2.0, *rest, scale = 1.0, name = "sum"))]
fn add(left: f64, right: f64, rest: Vec<f64>, scale: f64, name: String) -> String {
    format!("{name} {}", (left + right + rest.iter().sum::<f64>()) * scale)
}

#[export]
fn label(labelled: Labelled<i64>) -> Labelled<i64> {
    let mut labelled = labelled;
    labelled.label.push('!');
    labelled
}

#[export]
fn body(body: Body) -> String {
    match body {
        Body::None => "none".into(),
        Body::Zero => "zero".into(),
        Body::Text(text) => format!("text {text}"),
        Body::Number(number) => format!("number {number}"),
        Body::Bytes(bytes) => format!("{} bytes", bytes.len()),
        Body::Place { place } => format!("place {} {}", place.x, place.y),
    }
}

#[export]
fn shape(shape: Shape) -> Shape {
    match shape {
        Shape::Circle { radius } => Shape::Box(Position { x: radius, y: radius }),
        Shape::Dot => Shape::Circle { radius: 0.0 },
        Shape::Box(_) => Shape::Dot,
    }
}

#[export(rename(js = "halfOf", python = "half_of"))]
fn half(number: i32) -> Result<i32, Exception> {
    if number % 2 == 0 { Ok(number / 2) } else { Err(Exception::value(format!("{number} is odd"))) }
}

#[export]
fn read(path: &str) -> Result<Vec<u8>, std::io::Error> {
    std::fs::read(path)
}

#[export]
fn apply(callback: Callback<(f64,), f64>, numbers: Vec<f64>) -> Result<Vec<f64>, Exception> {
    numbers.into_iter().map(|number| callback.call((number,))).collect()
}

/// Waits for a number and doubles it.
#[export(signature = (number, *, plus = 0.0))]
async fn double(number: Promised<f64>, plus: f64) -> Result<f64, Exception> {
    let number = number.await?;
    if number < 0.0 {
        return Err(Exception::value("negative"));
    }
    Ok(number * 2.0 + plus)
}

#[export]
fn panics(count: u32) -> u32 {
    assert!(count == 0, "{count} is too many");
    count
}

#[export]
async fn panics_later(count: u32) -> u32 {
    panics(count)
}

#[export]
fn same(value: Value) -> Value {
    value
}

#[export]
fn nullable(value: Nullable<f64>, other: Option<&str>) -> String {
    format!("{:?} {other:?}", value.value())
}

#[export]
fn invert(mut bytes: Bytes) -> Result<Bytes, Exception> {
    bytes.with_mut(|bytes| bytes.iter_mut().for_each(|byte| *byte = !*byte))?;
    Ok(bytes)
}

/// Keeps texts.
struct Store {
    entries: BTreeMap<String, String>,
    capacity: usize,
    reads: Cell<u32>,
}

/// A store of texts.
#[export]
impl Store {
    /// An empty store.
    #[export(constructor, signature = (*, capacity = 2))]
    fn new(capacity: usize) -> Result<Self, Exception> {
        if capacity == 0 {
            return Err(Exception::value("no room"));
        }
        Ok(Self { entries: BTreeMap::new(), capacity, reads: Cell::new(0) })
    }

    #[export(static)]
    fn of(entries: BTreeMap<String, String>) -> Self {
        let capacity = entries.len();
        Self { entries, capacity, reads: Cell::new(0) }
    }

    /// Sets a text.
    #[export(signature = (name, text, /, *, replace = true))]
    fn set(&mut self, name: String, text: String, replace: bool) -> Result<(), Exception> {
        if self.entries.len() == self.capacity && !self.entries.contains_key(&name) {
            return Err(Exception::new(ffi_core::typed::ExceptionKind::Overflow, "full"));
        }
        if replace || !self.entries.contains_key(&name) {
            self.entries.insert(name, text);
        }
        Ok(())
    }

    fn get(&self, name: &str) -> Option<&str> {
        self.reads.set(self.reads.get() + 1);
        self.entries.get(name).map(String::as_str)
    }

    #[export(getter)]
    fn capacity(&self) -> usize {
        self.capacity
    }

    #[export(setter)]
    fn set_capacity(&mut self, capacity: usize) {
        self.capacity = capacity;
    }

    #[export(getter, rename = "size")]
    fn count(&self) -> usize {
        self.entries.len()
    }

    fn merge(&mut self, other: &Store) {
        self.entries.extend(other.entries.clone());
    }

    async fn later(&self, name: String, value: Promised<String>) -> Result<String, Exception> {
        let value = value.await?;
        Ok(format!("{}{value}", self.entries.get(&name).cloned().unwrap_or_default()))
    }

    fn visit(&self, visitor: Callback<(String, String), ()>) -> Result<(), Exception> {
        for (name, text) in &self.entries {
            visitor.call((name.clone(), text.clone()))?;
        }
        Ok(())
    }

    #[export(skip)]
    #[expect(dead_code, reason = "a skipped method is an ordinary one")]
    fn internal(&self, _: &dyn std::fmt::Debug) {}
}

#[export]
fn twin(store: Handle<Store>) -> Result<Handle<Store>, Exception> {
    store.borrow_mut()?.capacity += 1;
    Ok(store)
}

#[export]
fn sizes(stores: Vec<Handle<Store>>, first: &Store, last: &mut Store) -> Result<Vec<usize>, Exception> {
    last.capacity = 100;
    let mut sizes = vec![first.entries.len(), last.entries.len()];
    for store in stores {
        sizes.push(store.borrow()?.entries.len());
    }
    Ok(sizes)
}

/// Keeps callbacks: with a JavaScript function that knows it, a cycle.
#[derive(Default)]
struct Emitter {
    listeners: Vec<Callback<(f64,), ()>>,
}

#[export]
impl Emitter {
    #[export(constructor)]
    fn new() -> Self {
        Self::default()
    }

    fn on(&mut self, listener: Callback<(f64,), ()>) {
        self.listeners.push(listener);
    }

    #[export(trace)]
    fn show(&self, tracer: &Tracer) {
        self.listeners.iter().for_each(|listener| listener.trace(tracer));
    }
}

fn prepare(realm: Realm) {
    let library = Library::new("kit")
        .docs("A library for tests.")
        .with::<describe>()
        .with::<add>()
        .with::<label>()
        .with::<body>()
        .with::<shape>()
        .with::<half>()
        .with::<read>()
        .with::<apply>()
        .with::<double>()
        .with::<same>()
        .with::<panics>()
        .with::<panics_later>()
        .with::<nullable>()
        .with::<invert>()
        .with::<Store>()
        .with::<Emitter>()
        .with::<twin>()
        .with::<sizes>();
    library.install(realm).expect("an object in JavaScript");
    library.install_python().expect("a module in Python");
    let module = library.module().to_json().expect("signatures");
    ffi_core::signature::Module::from_json(&module).expect("the same signatures");
    let imports = "import asyncio, inspect, sys\nimport kit\nfrom sigbind import _core as sigbind\nfrom sigbind._core import js, run_js, run_sync\nasync def wait(start): return await start()";
    ffi_core::python::run(imports).expect("both modules");
}

/// Each Python expression has this `repr`, or raises an exception of this text.
#[track_caller]
fn in_python(cases: &'static [(&'static str, &'static str)]) {
    sigbind_embedding::in_python(prepare, cases);
}

/// Each JavaScript expression has this JSON, or throws an error of this text.
#[track_caller]
fn in_javascript(cases: &'static [(&'static str, &'static str)]) {
    sigbind_embedding::in_javascript(prepare, cases);
}

#[test]
fn keywords_and_options() {
    in_python(&[
        ("kit.describe('a')", "'a 3 Get [] None 1s 0 Absent None'"),
        ("kit.describe('a', retries=1, method='post')", "'a 1 Post [] None 1s 0 Absent None'"),
        (
            "kit.describe('a', maxRedirects=4, timeout=250, from_='b')",
            "'a 3 Get [] Some(4) 250ms 0 Absent Some(\"b\")'",
        ),
        ("kit.describe('a', headers={'x': 'y'}, signal=None)", "'a 3 Get [x=y] None 1s 0 Undefined None'"),
        ("kit.describe('a', signal=sigbind.jsnull)", "'a 3 Get [] None 1s 0 Null None'"),
        ("kit.describe('a', {'method': 'post', 'from': 'c'})", "'a 3 Post [] None 1s 0 Absent Some(\"c\")'"),
        ("kit.describe('a', run_js('({ method: \"post\" })'))", "'a 3 Post [] None 1s 0 Absent None'"),
        ("kit.describe()", "TypeError: describe() missing 1 required positional argument: 'url'"),
        (
            "kit.describe(url='a')",
            "TypeError: describe() got some positional-only arguments passed as keyword arguments: 'url'",
        ),
        (
            "kit.describe('a', metod='post')",
            "TypeError: describe() got an unexpected keyword argument 'metod'. Did you mean 'method'?",
        ),
        (
            "kit.describe('a', method='pst')",
            "TypeError: describe(): method must be 'get' or 'post', not 'pst'. Did you mean 'post'?",
        ),
        ("kit.describe('a', headers={'x': 1})", "TypeError: describe(): headers[\"x\"] must be str, not int"),
        ("kit.describe('a', retries=-1)", "OverflowError: describe(): retries must be an integer from 0 to 4294967295"),
        ("kit.describe('a', retries=True)", "TypeError: describe(): retries must be float, not bool"),
        (
            "kit.describe('a', {'method': 'get'}, retries=1)",
            "TypeError: describe() got both an options object and keyword arguments: 'retries'",
        ),
        ("kit.describe('a', timeout=-1)", "ValueError: no duration"),
    ]);
    in_javascript(&[
        ("kit.describe('a')", "\"a 3 Get [] None 1s 0 Absent None\""),
        ("kit.describe('a', { retries: 1, method: 'post' })", "\"a 1 Post [] None 1s 0 Absent None\""),
        ("kit.describe('a', { signal: undefined, from: 'b' })", "\"a 3 Get [] None 1s 0 Undefined Some(\\\"b\\\")\""),
        ("kit.describe('a', { signal: null, retries: undefined })", "\"a 3 Get [] None 1s 0 Null None\""),
        ("kit.describe('a', { method: 1 })", "TypeError: describe(): method must be string, not number"),
        ("kit.describe()", "TypeError: describe() missing 1 required positional argument: 'url'"),
        ("kit.describe('a', 1)", "TypeError: describe(): options must be object, not number"),
    ]);
}

#[test]
fn positions_rest_and_defaults() {
    in_python(&[
        ("kit.add(1)", "'sum 3'"),
        ("kit.add(1, 1, 1, 1, scale=2)", "'sum 8'"),
        ("kit.add(left=1, right=5, name='n')", "'n 6'"),
        ("kit.add(1, left=1)", "TypeError: add() got multiple values for argument 'left'"),
        ("kit.add(1, 2, 'x')", "TypeError: add(): rest[0] must be float, not str"),
        ("str(inspect.signature(kit.add))", "\"(left, right=2.0, *rest, scale=1.0, name='sum')\""),
        ("str(inspect.signature(kit.describe))", "'(url, /, *, retries=3, **init)'"),
        ("kit.describe.__doc__", "'Says what would be fetched.'"),
        ("kit.__doc__", "'A library for tests.'"),
    ]);
    in_javascript(&[
        ("kit.add(1)", "\"sum 3\""),
        ("kit.add(1, 1, 1, 1, { scale: 2 })", "\"sum 8\""),
        ("kit.add(1, { name: 'n' })", "\"n 3\""),
        ("kit.add(1, undefined, { name: 'n' })", "\"n 3\""),
        ("[kit.add.name, kit.add.length]", "[\"add\",1]"),
    ]);
}

#[test]
fn records_unions_and_enums() {
    in_python(&[
        (
            "kit.label({'label': 'a', 'x': 1, 'extra': [1]})",
            "{'label': 'a!', 'x': 1.0, 'y': 7.0, 'value': None, 'extra': [1]}",
        ),
        ("kit.label({'x': 1})", "TypeError: label(): labelled has no 'label', which is required"),
        ("kit.body('none')", "'none'"),
        ("kit.body(0)", "'zero'"),
        ("kit.body('a')", "'text a'"),
        ("kit.body(1.5)", "'number 1.5'"),
        ("kit.body(b'abc')", "'3 bytes'"),
        ("kit.body({'place': {'x': 1}})", "'place 1 7'"),
        ("kit.body({'place': {'x': '1'}})", "TypeError: body(): body.place.x must be float, not str"),
        ("kit.body([])", "TypeError: body(): body must be 'none', 0, str, float, bytes-like or dict, not list"),
        ("kit.shape({'kind': 'circle', 'radius': 2})", "{'kind': 'box', 'x': 2.0, 'y': 2.0}"),
        ("kit.shape({'kind': 'dot'})", "{'kind': 'circle', 'radius': 0.0}"),
        (
            "kit.shape({'kind': 'circl'})",
            "TypeError: shape(): shape.kind must be 'circle', 'dot' or 'box', not 'circl'. Did you mean 'circle'?",
        ),
        ("kit.nullable(None)", "'None None'"),
        ("kit.nullable(1, 'a')", "'Some(1.0) Some(\"a\")'"),
    ]);
    in_javascript(&[
        ("kit.label({ label: 'a', x: 1, z: 2 })", "{\"label\":\"a!\",\"x\":1,\"y\":7,\"z\":2}"),
        ("kit.shape({ kind: 'box', x: 1 })", "{\"kind\":\"dot\"}"),
        ("kit.body(new Uint8Array(2))", "\"2 bytes\""),
        (
            "kit.body(true)",
            "TypeError: body(): body must be 'none', 0, string, number, ArrayBuffer or typed array or object, not boolean",
        ),
        ("kit.nullable(undefined)", "TypeError: nullable(): value must be number or null, not undefined"),
        ("kit.nullable(null)", "\"None None\""),
    ]);
}

#[test]
fn errors_are_of_the_right_class() {
    in_python(&[
        ("kit.half_of(4)", "2"),
        ("kit.half_of(3)", "ValueError: 3 is odd"),
        ("kit.read('/does/not/exist')", "FileNotFoundError: No such file or directory (os error 2)"),
        ("kit.apply(lambda x: x + 1, [1, 2])", "[2.0, 3.0]"),
        ("kit.apply(lambda x: {}[x], [1])", "KeyError: 1.0"),
        ("kit.apply(run_js('x => { throw new RangeError(\"no\") }'), [1])", "JsException: RangeError: no"),
        ("kit.apply(lambda x: 'a', [1])", "TypeError: callback(): the value must be float, not str"),
        ("kit.panics(2)", "RuntimeError: panics() panicked: 2 is too many"),
        ("run_sync(kit.panics_later(2))", "JsException: Error: an asynchronous Rust function panicked"),
        ("kit.apply(1, [1])", "TypeError: apply(): callback must be callable, not int"),
    ]);
    in_javascript(&[
        ("kit.panics(2)", "Error: panics() panicked: 2 is too many"),
        ("kit.halfOf(3)", "RangeError: 3 is odd"),
        ("kit.apply(x => x * 3, [1, 2])", "[3,6]"),
        ("kit.apply(x => { throw new SyntaxError('mine') }, [1])", "SyntaxError: mine"),
    ]);
}

#[test]
fn asynchronous_functions() {
    in_python(&[
        ("run_sync(kit.double(2))", "4"),
        ("run_sync(kit.double(run_js('Promise.resolve(4)'), plus=1))", "9"),
        ("run_sync(kit.double(-1))", "ValueError: negative"),
        ("run_sync(kit.double('a'))", "TypeError: the value must be number, not string"),
        ("run_sync(kit.double())", "TypeError: double() missing 1 required positional argument: 'number'"),
        ("asyncio.run(wait(lambda: kit.double(asyncio.sleep(0.01, 5))))", "10"),
    ]);
    let settled = on_engines(prepare, |realm| {
        let code = "(async () => [await kit.double(3), await kit.double(Promise.resolve(1), { plus: 1 }), await kit.double(-1).catch(e => e.name)].join())()";
        let promise = realm.evaluate(code, "test.js").expect("a promise");
        let view = promise.as_promise().expect("a promise");
        let pending = || view.state() != ffi_core::engine::PromiseState::Pending;
        assert!(realm.drain_until(pending, || false, |wait| wait()));
        view.result().to_text().expect("text")
    });
    assert_eq!(settled, "6,3,RangeError");
}

#[test]
fn classes() {
    in_python(&[
        ("kit.Store().capacity", "2"),
        ("kit.Store(capacity=0)", "ValueError: no room"),
        ("kit.Store(1)", "TypeError: Store() takes 0 positional arguments but 1 was given"),
        ("(s := kit.Store(), s.set('a', 'b'), s.get('a'), s.get('c'), s.size)[1:]", "(None, 'b', None, 1)"),
        ("(s.set('a', 'x', replace=False), s.get('a'))[1]", "'b'"),
        ("(setattr(s, 'capacity', 1), s.capacity)[1]", "1"),
        ("s.set('b', 'c')", "OverflowError: full"),
        ("setattr(s, 'size', 1)", "AttributeError: property of 'Store' object has no setter"),
        (
            "type(s).__name__, type(s).__module__, isinstance(s, kit.Store), isinstance(s, sigbind.JsProxy)",
            "('Store', 'kit', True, True)",
        ),
        ("kit.Store.of({'k': 'v'}).get('k')", "'v'"),
        ("(s.merge(kit.Store.of({'k': 'v'})), s.size)[1]", "2"),
        ("kit.twin(s) is s, s.capacity", "(True, 2)"),
        ("kit.sizes([s, s], s, kit.Store())", "[2, 0, 2, 2]"),
        ("kit.sizes([s], s, s)", "RuntimeError: this Store is being used further up the stack"),
        ("kit.sizes([1], s, s)", "TypeError: sizes(): stores[0] must be Store, not int"),
        ("kit.Store.get(1, 'a')", "TypeError: Store.get() needs an instance of its class"),
        ("s.visit(lambda name, text: s.set('z', 'z'))", "RuntimeError: this Store is being used further up the stack"),
        ("run_sync(s.later('a', asyncio.sleep(0.01, '+')))", "'b+'"),
        ("run_js('s => s instanceof kit.Store && s.size')(s)", "2"),
        ("run_js('s => s')(s) is s, kit.same(s) is s", "(True, True)"),
        ("type(run_js('new kit.Store()')) is kit.Store", "True"),
        ("kit.Store.__doc__, kit.Store.set.__doc__", "('A store of texts.', 'Sets a text.')"),
        (
            "str(inspect.signature(kit.Store.set)), str(inspect.signature(s.set))",
            "('(self, name, text, /, *, replace=True)', '(name, text, /, *, replace=True)')",
        ),
        ("repr(s)[:7]", "'<Store '"),
    ]);
    in_javascript(&[
        ("new kit.Store({ capacity: 9 }).capacity", "9"),
        ("kit.Store()", "TypeError: Class constructor Store cannot be invoked without 'new'"),
        ("new kit.Store({ capacity: 0 })", "RangeError: no room"),
        ("kit.twin(1)", "TypeError: twin(): store must be Store, not number"),
        (
            "(s => (s.set('a', 'b'), s.set('a', 'c', { replace: false }), [s.get('a'), s.size, kit.twin(s) === s]))(new kit.Store())",
            "[\"b\",1,true]",
        ),
        ("new (class Sub extends kit.Store { own() { return this.capacity } })().own()", "2"),
        ("kit.Store.prototype.get.call({}, 'a')", "TypeError: Illegal invocation"),
    ]);
}

#[test]
fn values_come_back_as_themselves() {
    in_python(&[
        ("(d := {}, kit.same(d) is d)[1]", "True"),
        ("(b := bytearray(b'ab'), kit.invert(b) is b, bytes(b))[1:]", "(True, b'\\x9e\\x9d')"),
        ("kit.invert(b'ab')", "TypeError: the buffer is read-only"),
        ("(o := run_js('({})'), kit.same(o) is o)[1]", "True"),
    ]);
    in_javascript(&[("(b => kit.invert(b) === b && b[0])(new Uint8Array(1))", "255")]);
}

#[test]
fn a_cycle_through_an_instance_is_collected() {
    let gone = on_engines(prepare, |realm| {
        let code = "globalThis.weak = (() => {
            const emitter = new kit.Emitter()
            emitter.on(() => emitter)
            return new WeakRef(emitter)
        })(); weak.deref() instanceof kit.Emitter";
        assert!(realm.evaluate(code, "test.js").expect("a weak reference").to_boolean());
        drop(realm.enter());
        realm.collect_garbage();
        realm.evaluate("weak.deref() === undefined", "test.js").expect("a boolean").to_boolean()
    });
    assert!(gone, "the emitter is alive");
}

#[test]
fn an_instance_dies_with_its_last_reference() {
    let growth = on_engines(prepare, |realm| {
        let count = || {
            python("import gc, kit\ngc.collect()\nfrom sigbind._core import statistics\nresult = str(statistics())")
                .expect("figures")
        };
        let before = count();
        python("for i in range(1000):\n    s = kit.Store()\n    s.set('a', 'b')\ns = None").expect("a run");
        realm.collect_garbage();
        let after = count();
        let proxies = |text: &str| text.split(',').next().map(str::to_owned);
        (proxies(&before), proxies(&after))
    });
    assert_eq!(growth.0, growth.1);
}

#[test]
fn nothing_runs_while_bytes_are_borrowed() {
    let refused = on_engines(prepare, |_| {
        let bytes = Bytes::from(vec![0; 4]);
        let run = |_: &[u8]| ffi_core::python::run("result = 1").map(drop).map_err(|error| error.message().to_owned());
        bytes.with(run).expect("bytes")
    });
    assert!(refused.is_err_and(|message| message.starts_with("the bytes of a buffer are borrowed")));
}
