//! What the global object has beside classes: `self`, `navigator`, `reportError`; and the two queuing strategies of streams.

use crate::idl::{Any, FromJs, Interface, Object, Place, convert::What};
use ffi_core::engine::{Call, HostData, HostFunction, PropertyFlags, Realm, Thrown, Tracer, Value};

struct Navigator;

impl HostData for Navigator {}

/// A strategy: a high water mark, and a size that is the same function for all.
struct Strategy<const BYTES: bool> {
    mark: f64,
}

impl<const BYTES: bool> HostData for Strategy<BYTES> {}

/// Installs all of it.
pub(crate) fn install(realm: Realm) -> Result<(), Thrown> {
    let global = realm.global();
    attribute(realm, "self", &global, true)?;
    let navigator = Interface::<Navigator>::new("Navigator")
        .readonly("userAgent", |_| concat!("sigbind/", env!("CARGO_PKG_VERSION")))
        .readonly("language", |_| "en-US")
        .readonly("onLine", |_| true)
        .install(realm)?;
    attribute(realm, "navigator", &navigator.instance(Navigator)?, false)?;
    global.define("reportError", &realm.function("reportError", 1, report_error))?;
    strategy::<false>(realm, "CountQueuingStrategy", |_| Ok(1.0))?;
    strategy::<true>(realm, "ByteLengthQueuingStrategy", |call| {
        call.argument(0).get("byteLength").map(|length| length.as_number().unwrap_or(f64::NAN))
    })
}

/// A function that gives a value, which the collector sees.
struct Getter(Value);

impl HostFunction for Getter {
    fn call(&self, _: &Call<'_>) -> Result<Value, Thrown> {
        Ok(self.0.clone())
    }

    fn trace(&self, tracer: &Tracer) {
        tracer.mark(&self.0);
    }
}

/// A read-only attribute of the global object; one that is `[Replaceable]` becomes an ordinary property when it is assigned.
pub(crate) fn attribute(realm: Realm, name: &'static str, value: &Value, replaceable: bool) -> Result<(), Thrown> {
    let getter = realm.host_function(&format!("get {name}"), 0, Getter(value.clone()));
    let setter = replaceable.then(|| {
        realm.function(&format!("set {name}"), 1, move |call: &Call<'_>| {
            call.realm().global().define(name, &call.argument(0))?;
            Ok(call.realm().undefined())
        })
    });
    realm.global().define_accessor(name, Some(getter), setter, PropertyFlags::DATA)
}

/// An exception that a program reports as if nobody had caught it.
fn report_error(call: &Call<'_>) -> Result<Value, Thrown> {
    if call.is_empty() {
        return Err(call.realm().type_error("reportError: 1 argument required, but 0 found."));
    }
    call.realm().report_uncaught(&call.argument(0));
    Ok(call.realm().undefined())
}

fn strategy<const BYTES: bool>(
    realm: Realm,
    name: &'static str,
    size: impl Fn(&Call<'_>) -> Result<f64, Thrown> + 'static,
) -> Result<(), Thrown> {
    let size = realm.function("size", u32::from(BYTES), move |call: &Call<'_>| Ok(call.realm().number(size(call)?)));
    Interface::<Strategy<BYTES>>::new(name)
        .constructor(move |new, (init,): (Object,)| {
            let place = Place { operation: name, what: What::Member("highWaterMark") };
            let mark: Any = init.0.get("highWaterMark")?;
            if mark.is_undefined() {
                return Err(place.type_error(new.realm(), "is required."));
            }
            Ok(Strategy { mark: f64::from_js(&mark, place)? })
        })
        .readonly("highWaterMark", |this| this.mark)
        .readonly("size", move |_| size.clone())
        .install(realm)
        .map(drop)
}
