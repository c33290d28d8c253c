//! `iterable<K, V>`: `entries`, `keys`, `values`, `forEach` and the iterator they give. The iterator reads the pairs at each
//! step, so a change during the iteration is seen, as the standard says.

use super::convert::{Any, Callback, Optional};
use super::interface::Interface;
use super::result::IntoJs;
use ffi_core::engine::{ClassBuilder, HostData, Realm, Thrown, Tracer, Value, WellKnown};
use std::cell::Cell;

/// One entry of a pair iterator.
pub type Pair = (Value, Value);

/// Data that has pairs to iterate.
pub trait PairSource: HostData {
    /// The class string of the iterator: `Headers Iterator`.
    const ITERATOR: &'static str;

    /// The pair at an index, as the list stands now.
    fn pair(&self, realm: Realm, index: usize) -> Option<Pair>;
}

#[derive(Clone, Copy)]
enum Part {
    Key,
    Value,
    Both,
}

/// An iterator over the pairs of one object.
struct PairIterator<T> {
    target: Value,
    index: Cell<usize>,
    part: Part,
    source: std::marker::PhantomData<fn(T)>,
}

impl<T: 'static> HostData for PairIterator<T> {
    fn trace(&self, tracer: &Tracer) {
        tracer.mark(&self.target);
    }
}

impl<T: PairSource> Interface<T> {
    /// Adds the members of `iterable<K, V>` and makes the class of the iterator.
    ///
    /// # Errors
    /// The engine refused a definition.
    pub fn iterable(self, realm: Realm) -> Result<Self, Thrown> {
        install_iterator::<T>(realm)?;
        let iterator = |part: Part| {
            move |this: &super::This<'_, T>, (): ()| -> Result<Value, Thrown> {
                let data = PairIterator::<T> {
                    target: this.object(),
                    index: Cell::new(0),
                    part,
                    source: std::marker::PhantomData,
                };
                this.realm().class_of::<PairIterator<T>>()?.instance(data)
            }
        };
        Ok(self
            .operation("entries", iterator(Part::Both))
            .operation("keys", iterator(Part::Key))
            .operation("values", iterator(Part::Value))
            .operation("forEach", for_each::<T>)
            .alias(WellKnown::Iterator, "entries"))
    }
}

fn for_each<T: PairSource>(
    this: &super::This<'_, T>,
    (callback, receiver): (Callback, Optional<Any>),
) -> Result<(), Thrown> {
    let (realm, object) = (this.realm(), this.object());
    let receiver = receiver.0.unwrap_or_else(|| realm.undefined());
    let mut index = 0;
    while let Some((key, value)) = this.pair(realm, index) {
        callback.0.call(&receiver, &[&value, &key, &object])?;
        index += 1;
    }
    Ok(())
}

fn install_iterator<T: PairSource>(realm: Realm) -> Result<(), Thrown> {
    let class = ClassBuilder::<PairIterator<T>>::new(T::ITERATOR)
        .method("next", 0, |iterator, call| iterator.next(call.realm()))
        .build(realm)?;
    class.prototype().delete("constructor")?;
    class.prototype().set_prototype(&realm.iterator_prototype()?)
}

impl<T: PairSource> PairIterator<T> {
    fn next(&self, realm: Realm) -> Result<Value, Thrown> {
        let source = self.target.expect_host::<T>()?;
        let index = self.index.get();
        let (value, done) = match source.pair(realm, index) {
            Some((key, value)) => {
                self.index.set(index + 1);
                let item = match self.part {
                    Part::Key => key,
                    Part::Value => value,
                    Part::Both => realm.array(&[&key, &value]),
                };
                (item, false)
            }
            None => (realm.undefined(), true),
        };
        realm.object_of(&[("value", &value), ("done", &done.into_js(realm)?)])
    }
}
