//! The engine API: values, host classes, promises, buffers, jobs and limits, on the engine of this build.
#![cfg(feature = "quickjs")]

use std::cell::{Cell, RefCell};
use std::rc::Rc;
use std::time::Duration;

use ffi_core::engine::{
    Active, ClassBuilder, Engine, HostData, Limits, PromiseState, Realm, Thrown, Tracer, Value, WellKnown,
};

fn realm() -> Realm {
    Realm::new(&Limits::default()).expect("an engine can be made")
}

#[track_caller]
fn check(realm: Realm, source: &str, expected: &str) {
    let shown = match realm.evaluate(source, "test.js") {
        Ok(value) => value.to_text().unwrap_or_else(|thrown| thrown.to_string()),
        Err(thrown) => thrown.to_string(),
    };
    assert_eq!(shown, expected, "{source}");
}

#[test]
fn evaluates_scripts() {
    let realm = realm();
    for (source, expected) in [
        ("1 + 1", "2"),
        ("'a' + 'é' + '\\u{1F600}'", "aé\u{1F600}"),
        ("null.x", "TypeError: cannot read property 'x' of null"),
        ("throw new RangeError('no')", "RangeError: no"),
        ("(() => { ", "SyntaxError: Unexpected end of input"),
        ("[typeof atob, typeof DOMException, typeof WeakRef].join()", "function,function,function"),
        ("(function f(n) { return n ? 1 + f(n - 1) : 0 })(1000)", "1000"),
    ] {
        if source.starts_with("(() =>") {
            assert!(realm.evaluate(source, "test.js").is_err());
        } else {
            check(realm, source, expected);
        }
    }
}

#[test]
fn lone_surrogates_survive_as_utf16_and_are_replaced_in_text() {
    let realm = realm();
    let value = realm.evaluate("'a\\ud800b'", "test.js").unwrap();
    assert_eq!(value.to_utf16().unwrap(), [0x61, 0xd800, 0x62]);
    assert_eq!(value.to_text().unwrap(), "a\u{FFFD}b");
}

#[test]
fn deep_recursion_is_an_error_and_the_realm_stays_usable() {
    let realm = realm();
    let thrown = realm.evaluate("(function f() { return f() + 1 })()", "test.js").unwrap_err();
    assert!(thrown.message().contains("stack"), "{thrown}");
    check(realm, "1", "1");
}

struct Counter {
    count: Cell<f64>,
    held: RefCell<Option<Value>>,
}

impl HostData for Counter {
    fn trace(&self, tracer: &Tracer) {
        tracer.mark_cell(&self.held);
    }
}

struct Named {
    counter: Counter,
    name: String,
    dropped: Rc<Cell<u32>>,
}

impl Drop for Named {
    fn drop(&mut self) {
        self.dropped.set(self.dropped.get() + 1);
    }
}

impl HostData for Named {
    fn parent(&self) -> Option<&dyn HostData> {
        Some(&self.counter)
    }
}

fn install(realm: Realm) -> Result<Rc<Cell<u32>>, Thrown> {
    let dropped = Rc::new(Cell::new(0));
    let counter = |start: f64| Counter { count: start.into(), held: RefCell::default() };
    let class = ClassBuilder::new("Counter")
        .constructor(1, move |call| Ok(counter(call.argument(0).to_number()?)))
        .method("increment", 0, |counter: &Counter, call| {
            counter.count.set(counter.count.get() + 1.0);
            Ok(call.this().clone())
        })
        .accessor(
            "value",
            |counter, call| Ok(call.realm().number(counter.count.get())),
            |counter, call| {
                counter.count.set(call.argument(0).to_number()?);
                Ok(())
            },
        )
        .method("hold", 1, |counter, call| {
            *counter.held.borrow_mut() = Some(call.argument(0).clone());
            Ok(call.realm().undefined())
        })
        .method("values", 0, |counter, call| {
            let realm = call.realm();
            realm.array(&[&realm.number(counter.count.get())]).invoke(WellKnown::Iterator, &[])
        })
        .alias(WellKnown::Iterator, "values")
        .constant("LIMIT", 10.0)
        .static_method("of", 1, move |call| {
            call.realm().class_of::<Counter>()?.instance(counter(call.argument(0).to_number()?))
        })
        .install(realm)?;
    let shared = dropped.clone();
    ClassBuilder::new("Named")
        .parent(&class)
        .constructor(1, move |call| {
            Ok(Named { counter: counter(0.0), name: call.argument(0).to_text()?, dropped: shared.clone() })
        })
        .getter("name", |named: &Named, call| Ok(call.realm().string(&named.name)))
        .install(realm)?;
    Ok(dropped)
}

#[test]
fn host_classes_behave_like_classes() {
    let realm = realm();
    install(realm).unwrap();
    for (source, expected) in [
        ("new Counter(3).increment().increment().value", "5"),
        ("Counter.of('7').value", "7"),
        ("let c = new Counter(1); c.value = 9; c.value", "9"),
        ("String(new Counter(1))", "[object Counter]"),
        ("Counter(1)", "TypeError: Class constructor Counter cannot be invoked without 'new'"),
        ("Counter.prototype.increment.call({})", "TypeError: Illegal invocation"),
        ("[...new Counter(4)].join()", "4"),
        (
            "[Counter.LIMIT, Counter.length, Counter.name, Counter.prototype.increment.name].join()",
            "10,1,Counter,increment",
        ),
        ("new Named('n').increment().value + new Named('n').name", "1n"),
        ("[new Named('x') instanceof Counter, Object.getPrototypeOf(Named) === Counter].join()", "true,true"),
        ("class Sub extends Named { get both() { return this.name + this.value } }; new Sub('s').both", "s0"),
        ("Object.keys(Counter.prototype).join()", "increment,value,hold,values,LIMIT"),
        ("Named.of(1) instanceof Counter", "true"),
    ] {
        check(realm, source, expected);
    }
}

#[test]
fn the_collector_sees_what_host_data_holds() {
    let realm = realm();
    let dropped = install(realm).unwrap();
    realm.evaluate("for (let i = 0; i < 5; i++) { let n = new Named('x'); n.hold({ n }) }", "test.js").unwrap();
    realm.collect_garbage();
    assert_eq!(dropped.get(), 5);
}

#[test]
fn host_functions_throw_and_construct() {
    let realm = realm();
    let thrower = realm.function("thrower", 0, |call| Err(call.realm().range_error("from the host")));
    realm.global().set("thrower", &thrower).unwrap();
    check(realm, "try { thrower() } catch (e) { `${e.constructor.name} ${e.message}` }", "RangeError from the host");
    check(realm, "new thrower()", "TypeError: not a constructor");
    let thrown = realm.dom_exception("stopped", "AbortError");
    realm.global().set("thrown", &thrown).unwrap();
    check(
        realm,
        "[thrown instanceof DOMException, thrown.name, thrown.message, thrown.code].join()",
        "true,AbortError,stopped,20",
    );
}

#[test]
fn promises_settle_from_another_thread() {
    let realm = realm();
    let (promise, resolver) = realm.promise().unwrap();
    let remote = resolver.into_remote();
    assert!(realm.event_loop().is_busy());
    std::thread::spawn(move || remote.settle(|realm| Ok(realm.string("from afar"))));
    let done =
        realm.drain_until(|| promise.as_promise().unwrap().state() != PromiseState::Pending, || false, |wait| wait());
    assert!(done);
    assert_eq!(promise.as_promise().unwrap().result().to_text().unwrap(), "from afar");
    assert!(!realm.event_loop().is_busy());

    let (promise, resolver) = realm.promise().unwrap();
    drop(resolver.into_remote());
    realm.drain();
    assert_eq!(promise.as_promise().unwrap().state(), PromiseState::Rejected);
}

#[test]
fn timers_fire_in_order_and_jobs_run_after_each_entry() {
    let realm = realm();
    let order = Rc::new(RefCell::new(Vec::new()));
    for (delay, name) in [(20, "late"), (1, "early"), (1, "second")] {
        let order = order.clone();
        realm.set_timer(Duration::from_millis(delay), move |_| order.borrow_mut().push(name));
    }
    let cleared = realm.set_timer(Duration::from_millis(2), |_| panic!("cleared timers do not fire"));
    realm.clear_timer(cleared);
    realm.drain_until(|| order.borrow().len() == 3, || false, |wait| wait());
    assert_eq!(*order.borrow(), ["early", "second", "late"]);

    let entry = realm.enter();
    realm.evaluate("globalThis.x = 0; Promise.resolve().then(() => { x = 1 })", "test.js").unwrap();
    check(realm, "x", "0");
    drop(entry);
    check(realm, "x", "1");
}

#[test]
fn unhandled_rejections_and_failing_jobs_are_reported_once() {
    let realm = realm();
    let seen = Rc::new(RefCell::new(Vec::new()));
    let log = seen.clone();
    realm.on_uncaught(move |_, exception| log.borrow_mut().push(exception.to_text().unwrap_or_default()));
    let entry = realm.enter();
    realm.evaluate("Promise.reject(new Error('lost')); Promise.reject(1).catch(() => {})", "test.js").unwrap();
    drop(entry);
    assert_eq!(*seen.borrow(), ["Error: lost"]);
}

#[test]
fn buffers_share_memory() {
    let realm = realm();
    let array = realm.uint8_array(vec![1, 2, 3]).unwrap();
    realm.global().set("array", &array).unwrap();
    check(realm, "array[1] = 9; array.join()", "1,9,3");
    assert_eq!(array.bytes().unwrap(), [1, 9, 3]);
    let part = realm.evaluate("array.subarray(1)", "test.js").unwrap().buffer_view().unwrap();
    assert_eq!((part.offset, part.to_vec()), (1, vec![9, 3]));
    let view = realm.evaluate("new DataView(array.buffer, 2)", "test.js").unwrap();
    assert_eq!(view.bytes().unwrap(), [3]);
    part.buffer.detach();
    assert!(part.pointer().is_none());
    check(realm, "array.length", "0");
}

#[test]
fn keys_such_as_proto_are_data() {
    let realm = realm();
    let object = realm.object_of(&[("__proto__", &realm.number(1.0))]).unwrap();
    realm.global().set("object", &object).unwrap();
    check(realm, "Object.getPrototypeOf(object) === Object.prototype && object.__proto__", "1");
}

#[test]
fn iteration_closes_the_iterator_on_failure() {
    let realm = realm();
    let iterable = realm
        .evaluate(
            "globalThis.closed = false; (function* () { try { yield 1; yield 2 } finally { closed = true } })()",
            "t",
        )
        .unwrap();
    let result = iterable.iterate(|_| Err(realm.type_error("stop")));
    assert_eq!(result.unwrap_err().message(), "stop");
    check(realm, "closed", "true");
    assert_eq!(realm.evaluate("new Set([1, 2, 3])", "t").unwrap().elements().unwrap().len(), 3);
}

#[test]
fn limits_hold() {
    let realm = realm();
    realm.set_limits(&Limits { memory: Some(16 << 20), stack: None });
    check(
        realm,
        "try { let a = []; for (;;) a.push('x'.repeat(100000) + a.length) } catch (e) { 'stopped' }",
        "stopped",
    );
    realm.set_limits(&Limits::default());
    check(realm, "1", "1");
    realm.on_interrupt(Some(|_| true));
    assert!(realm.evaluate("try { for (;;) {} } catch (e) { 'caught' }", "t").is_err());
    realm.on_interrupt(None);
    check(realm, "2", "2");
}

#[test]
fn the_reference_count_is_where_it_is_expected() {
    let realm = realm();
    let object = realm.object();
    let second = object.clone();
    // SAFETY: both values are alive.
    unsafe {
        assert_eq!(Active::reference_count(object.raw()), 2);
        drop(second);
        assert_eq!(Active::reference_count(object.raw()), 1);
        assert_eq!(Active::reference_count(realm.number(1.0).raw()), 0);
    }
}

#[test]
fn modules_run() {
    let realm = realm();
    let promise = realm.evaluate_module("globalThis.answer = await Promise.resolve(42)", "module.js").unwrap();
    drop(realm.enter());
    assert_eq!(promise.as_promise().unwrap().state(), PromiseState::Fulfilled);
    check(realm, "answer", "42");
}
