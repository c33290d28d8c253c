//! The class `TransformStream` and its controller (Streams standard, section 6): what is written to one side is read, changed,
//! from the other. The transformer is an object of a program, or the host's own.

use super::class::{AnyPromise, QueuingStrategy, ReadableStream, State as ReadState, promise_of};
use super::sink::{Sink, start};
use super::source::Source;
use super::writable::{self, State as WriteState, WritableStream};
use super::{Deferred, Pledge, class, controller, report};
use crate::idl::{Any, FromJs, Interface, Optional, Place, convert::What, dictionary};
use ffi_core::engine::{HostData, Realm, Thrown, Tracer, Value};
use std::cell::{Cell, RefCell};
use std::rc::Rc;

/// A transformer of the host's own: each call gives a chunk for the reader, or none.
pub(super) trait HostTransform {
    /// Takes a chunk.
    fn transform(&mut self, realm: Realm, chunk: &Value) -> Result<Option<Value>, Thrown>;

    /// No chunk follows.
    fn flush(&mut self, realm: Realm) -> Result<Option<Value>, Thrown>;
}

/// What changes the chunks.
enum Transformer {
    Script { object: Value, transform: Option<Value>, flush: Option<Value>, cancel: Option<Value>, controller: Value },
    Host(Rc<RefCell<dyn HostTransform>>),
    Over,
}

/// The strategy of one side: its high water mark and `size`.
type Strategy = (f64, Option<Value>);

/// The data of a `TransformStream`.
pub(super) struct TransformStream {
    /// The readable and the writable side.
    sides: RefCell<Option<[Value; 2]>>,
    transformer: RefCell<Transformer>,
    backpressure: Cell<bool>,
    /// Settles when the backpressure changes.
    change: Pledge,
    /// The promise of a close, abort or cancel that is under way.
    finish: RefCell<Option<Value>>,
    /// The strategies of the writable and the readable side, until both are made.
    strategies: Cell<Option<[Strategy; 2]>>,
}

impl HostData for TransformStream {
    fn trace(&self, tracer: &Tracer) {
        if let Ok(sides) = self.sides.try_borrow() {
            sides.iter().flatten().for_each(|side| tracer.mark(side));
        }
        tracer.mark_cell(&self.finish);
        self.change.trace(tracer);
        if let Ok(transformer) = self.transformer.try_borrow()
            && let Transformer::Script { object, transform, flush, cancel, controller } = &*transformer
        {
            tracer.mark(object);
            tracer.mark(controller);
            [transform, flush, cancel].into_iter().flatten().for_each(|function| tracer.mark(function));
        }
    }
}

impl TransformStream {
    fn new(realm: Realm, transformer: Transformer, strategies: [Strategy; 2]) -> Result<Self, Thrown> {
        Ok(Self {
            sides: RefCell::default(),
            transformer: RefCell::new(transformer),
            backpressure: Cell::new(true),
            change: Pledge::pending(realm)?,
            finish: RefCell::default(),
            strategies: Cell::new(Some(strategies)),
        })
    }

    fn side(&self, realm: Realm, index: usize) -> Result<Value, Thrown> {
        let side = self.sides.borrow().as_ref().map(|sides| sides[index].clone());
        side.ok_or_else(|| realm.type_error("Invalid state: The TransformStream is not ready"))
    }

    pub(super) fn readable(&self, realm: Realm) -> Result<Value, Thrown> {
        self.side(realm, 0)
    }

    pub(super) fn writable(&self, realm: Realm) -> Result<Value, Thrown> {
        self.side(realm, 1)
    }

    /// "TransformStreamSetBackpressure".
    fn set_backpressure(&self, backpressure: bool) -> Result<(), Thrown> {
        self.change.resolve()?;
        self.backpressure.set(backpressure);
        self.change.renew()
    }

    /// "TransformStreamUnblockWrite".
    fn unblock(&self) -> Result<(), Thrown> {
        if self.backpressure.get() { self.set_backpressure(false) } else { Ok(()) }
    }

    /// "TransformStreamErrorWritableAndUnblockWrite".
    fn fail_writable(&self, realm: Realm, error: &Value) -> Result<(), Thrown> {
        drop(self.transformer.replace(Transformer::Over));
        writable::fail(&self.writable(realm)?, error)?;
        self.unblock()
    }

    /// "TransformStreamError".
    fn fail(&self, realm: Realm, error: &Value) -> Result<(), Thrown> {
        self.readable(realm)?.expect_host::<ReadableStream>()?.fail(realm, error)?;
        self.fail_writable(realm, error)
    }

    /// "TransformStreamDefaultControllerEnqueue".
    fn enqueue(&self, realm: Realm, chunk: Value) -> Result<(), Thrown> {
        let readable = self.readable(realm)?;
        let data = readable.expect_host::<ReadableStream>()?;
        controller::check_open(realm, data)?;
        if let Err(thrown) = controller::enqueue(&readable, chunk) {
            self.fail_writable(realm, thrown.value())?;
            let stored = match &*data.state.borrow() {
                ReadState::Errored(error) => Some(error.clone()),
                ReadState::Readable | ReadState::Closed => None,
            };
            return Err(stored.map_or(thrown, Thrown::new));
        }
        if !data.wants_more() && !self.backpressure.get() { self.set_backpressure(true) } else { Ok(()) }
    }

    /// "TransformStreamDefaultControllerTerminate".
    fn terminate(&self, realm: Realm) -> Result<(), Thrown> {
        let readable = self.readable(realm)?;
        let data = readable.expect_host::<ReadableStream>()?;
        if controller::check_open(realm, data).is_ok() {
            data.finish(realm)?;
        }
        let error = realm.type_error("Invalid state: TransformStream has been terminated");
        self.fail_writable(realm, error.value())
    }
}

/// A transform stream of the host's own.
pub(super) fn of_host(realm: Realm, transform: impl HostTransform + 'static) -> Result<Value, Thrown> {
    let transformer = Transformer::Host(Rc::new(RefCell::new(transform)));
    let data = TransformStream::new(realm, transformer, [(1.0, None), (0.0, None)])?;
    let stream = realm.class_of::<TransformStream>()?.instance(data)?;
    let started = set_up(&stream)?;
    started.resolve(&realm.undefined())?;
    Ok(stream)
}

/// Makes both sides; gives what says that the transformer has started.
fn set_up(stream: &Value) -> Result<Deferred, Thrown> {
    let (realm, data) = (stream.realm(), stream.expect_host::<TransformStream>()?);
    let (started, resolver) = realm.promise()?;
    let [(write_mark, write_size), (read_mark, size)] = data.strategies.take().unwrap_or([(1.0, None), (0.0, None)]);
    let sink = WritableStream::new(realm, Sink::Transform(stream.clone()), write_mark, write_size)?;
    let writable = realm.class_of::<WritableStream>()?.instance(sink)?;
    writable::started_by(&writable, &started)?;
    let source = Source::Transform { stream: stream.clone(), size };
    let readable = realm.class_of::<ReadableStream>()?.instance(ReadableStream::new(source, read_mark, None, false))?;
    class::started_by(&readable, &started)?;
    data.sides.replace(Some([readable, writable]));
    Ok(Deferred::new(resolver))
}

/// "TransformStreamDefaultSinkWriteAlgorithm": gives a promise.
pub(super) fn sink_write(stream: &Value, chunk: Value) -> Result<Value, Thrown> {
    let (realm, data) = (stream.realm(), stream.expect_host::<TransformStream>()?);
    if !data.backpressure.get() {
        return perform(stream, &chunk);
    }
    let (promise, resolver) = realm.promise()?;
    let (deferred, waiting) = (Deferred::new(resolver), stream.clone());
    promise_of(realm, &data.change.promise())?.settled(move |realm, _| {
        report(
            realm,
            match perform_unless_erroring(&waiting, &chunk) {
                Ok(performed) => deferred.resolve(&performed),
                Err(thrown) => deferred.reject(thrown.value()),
            },
        );
    })?;
    Ok(promise)
}

fn perform_unless_erroring(stream: &Value, chunk: &Value) -> Result<Value, Thrown> {
    let data = stream.expect_host::<TransformStream>()?;
    match data.writable(stream.realm())?.expect_host::<WritableStream>()?.state() {
        WriteState::Erroring(error) => Err(Thrown::new(error)),
        _ => perform(stream, chunk),
    }
}

/// "TransformStreamDefaultControllerPerformTransform": gives a promise.
fn perform(stream: &Value, chunk: &Value) -> Result<Value, Thrown> {
    let (realm, data) = (stream.realm(), stream.expect_host::<TransformStream>()?);
    enum Step {
        Script(Value, Value, Value),
        Host(Rc<RefCell<dyn HostTransform>>),
        Identity,
    }
    let step = match &*data.transformer.borrow() {
        Transformer::Script { object, transform: Some(transform), controller, .. } => {
            Step::Script(transform.clone(), object.clone(), controller.clone())
        }
        Transformer::Host(host) => Step::Host(Rc::clone(host)),
        Transformer::Script { .. } | Transformer::Over => Step::Identity,
    };
    let promise = match step {
        Step::Script(transform, object, controller) => {
            super::invoke(realm, Some(&transform), &object, &[chunk, &controller])?
        }
        Step::Identity => settled(realm, data.enqueue(realm, chunk.clone()))?,
        Step::Host(host) => {
            let made = host.borrow_mut().transform(realm, chunk);
            settled(realm, made.and_then(|made| made.map_or(Ok(()), |made| data.enqueue(realm, made))))?
        }
    };
    let waiting = stream.clone();
    promise.settled(move |realm, result| {
        if let (Some(data), Err(error)) = (waiting.host::<TransformStream>(), result) {
            report(realm, data.fail(realm, &error));
        }
    })?;
    Ok(promise.into_value())
}

fn settled(realm: Realm, result: Result<(), Thrown>) -> Result<AnyPromise, Thrown> {
    promise_of(realm, &realm.settled(result.map(|()| realm.undefined()))?)
}

/// Ends a stream once: runs `algorithm` with the transformer, `then` with its result, and gives the promise of both.
fn finishing(
    stream: &Value,
    algorithm: impl FnOnce(&TransformStream, Transformer) -> Result<AnyPromise, Thrown>,
    then: impl FnOnce(Realm, &TransformStream, Result<(), Value>) -> Result<Result<(), Value>, Thrown> + 'static,
) -> Result<Value, Thrown> {
    let (realm, data) = (stream.realm(), stream.expect_host::<TransformStream>()?);
    let known = data.finish.borrow().clone();
    if let Some(known) = known {
        return Ok(known);
    }
    let (promise, resolver) = realm.promise()?;
    let deferred = Deferred::new(resolver);
    data.finish.replace(Some(promise.clone()));
    let transformer = data.transformer.replace(Transformer::Over);
    let waiting = stream.clone();
    algorithm(data, transformer)?.settled(move |realm, result| {
        let Some(data) = waiting.host::<TransformStream>() else { return };
        let outcome = then(realm, data, result.map(drop));
        report(
            realm,
            outcome.and_then(|outcome| match outcome {
                Ok(()) => deferred.resolve(&realm.undefined()),
                Err(error) => deferred.reject(&error),
            }),
        );
    })?;
    Ok(promise)
}

fn run_cancel(realm: Realm, transformer: &Transformer, reason: &Value) -> Result<AnyPromise, Thrown> {
    match transformer {
        Transformer::Script { object, cancel: Some(cancel), .. } => {
            super::invoke(realm, Some(cancel), object, &[reason])
        }
        _ => promise_of(realm, &realm.undefined()),
    }
}

/// The error of a readable side that failed meanwhile.
fn read_error(readable: &Value) -> Result<Option<Value>, Thrown> {
    Ok(match &*readable.expect_host::<ReadableStream>()?.state.borrow() {
        ReadState::Errored(error) => Some(error.clone()),
        ReadState::Readable | ReadState::Closed => None,
    })
}

/// "TransformStreamDefaultSinkAbortAlgorithm": gives a promise.
pub(super) fn sink_abort(stream: &Value, reason: &Value) -> Result<Value, Thrown> {
    let (realm, kept) = (stream.realm(), reason.clone());
    finishing(
        stream,
        |_, transformer| run_cancel(realm, &transformer, reason),
        move |realm, data, result| {
            let readable = data.readable(realm)?;
            let failed = read_error(&readable)?;
            let readable = readable.expect_host::<ReadableStream>()?;
            match (result, failed) {
                (Ok(()), Some(error)) => Ok(Err(error)),
                (Ok(()), None) => readable.fail(realm, &kept).map(Ok),
                (Err(error), _) => readable.fail(realm, &error).map(|()| Err(error)),
            }
        },
    )
}

/// "TransformStreamDefaultSinkCloseAlgorithm": gives a promise.
pub(super) fn sink_close(stream: &Value) -> Result<Value, Thrown> {
    let realm = stream.realm();
    let flush = |data: &TransformStream, transformer: Transformer| match &transformer {
        Transformer::Script { object, flush, controller, .. } => {
            super::invoke(realm, flush.as_ref(), object, &[controller])
        }
        Transformer::Host(host) => {
            let rest = host.borrow_mut().flush(realm);
            settled(realm, rest.and_then(|rest| rest.map_or(Ok(()), |rest| data.enqueue(realm, rest))))
        }
        Transformer::Over => promise_of(realm, &realm.undefined()),
    };
    finishing(stream, flush, |realm, data, result| {
        let readable = data.readable(realm)?;
        let failed = read_error(&readable)?;
        let readable = readable.expect_host::<ReadableStream>()?;
        match (result, failed) {
            (Ok(()), Some(error)) => Ok(Err(error)),
            (Ok(()), None) if readable.close_requested.get() => Ok(Ok(())),
            (Ok(()), None) => readable.finish(realm).map(Ok),
            (Err(error), _) => readable.fail(realm, &error).map(|()| Err(error)),
        }
    })
}

/// "TransformStreamDefaultSourceCancelAlgorithm": gives a promise.
pub(super) fn source_cancel(stream: &Value, reason: &Value) -> Result<Value, Thrown> {
    let (realm, kept) = (stream.realm(), reason.clone());
    finishing(
        stream,
        |_, transformer| run_cancel(realm, &transformer, reason),
        move |realm, data, result| {
            let writable = data.writable(realm)?;
            let outcome = match (result, writable.expect_host::<WritableStream>()?.state()) {
                (Ok(()), WriteState::Errored(error)) => return Ok(Err(error)),
                (Ok(()), _) => writable::fail(&writable, &kept).map(Ok),
                (Err(error), _) => writable::fail(&writable, &error).map(|()| Err(error)),
            }?;
            data.unblock()?;
            Ok(outcome)
        },
    )
}

/// "TransformStreamDefaultSourcePullAlgorithm": gives a promise.
pub(super) fn source_pull(stream: &Value) -> Result<Value, Thrown> {
    let data = stream.expect_host::<TransformStream>()?;
    data.set_backpressure(false)?;
    Ok(data.change.promise())
}

/// The data of a `TransformStreamDefaultController`.
struct TransformController {
    stream: Value,
}

impl HostData for TransformController {
    fn trace(&self, tracer: &Tracer) {
        tracer.mark(&self.stream);
    }
}

impl TransformController {
    fn data(&self) -> Result<&TransformStream, Thrown> {
        self.stream.expect_host()
    }
}

dictionary! {
    /// `Transformer`.
    pub struct TransformerInit {
        cancel: Any, flush: Any, readable_type as "readableType": Any, start: Any, transform: Any,
        writable_type as "writableType": Any,
    }
}

/// Installs `TransformStream` and `TransformStreamDefaultController`.
pub(super) fn install(realm: Realm) -> Result<(), Thrown> {
    Interface::<TransformStream>::new("TransformStream")
        .constructor(|new, (object, writable, readable): (Optional<Any>, QueuingStrategy, QueuingStrategy)| {
            let realm = new.realm();
            let transformer = of_script(realm, object.0.as_ref())?;
            let read = (super::high_water_mark(realm, &readable, 0.0)?, readable.size());
            let write = (super::high_water_mark(realm, &writable, 1.0)?, writable.size());
            TransformStream::new(realm, transformer, [write, read])
        })
        .initialize(|new, stream| construct(stream, &new.argument(0)))
        .readonly("readable", |this| this.readable(this.realm()))
        .readonly("writable", |this| this.writable(this.realm()))
        .install(realm)?;
    Interface::<TransformController>::new("TransformStreamDefaultController")
        .readonly("desiredSize", |this| {
            let readable = this.data()?.readable(this.realm())?;
            Ok(readable.expect_host::<ReadableStream>()?.desired_size()) as Result<_, Thrown>
        })
        .operation("enqueue", |this, (chunk,): (Optional<Any>,)| {
            this.data()?.enqueue(this.realm(), chunk.0.unwrap_or_else(|| this.realm().undefined()))
        })
        .operation("error", |this, (error,): (Optional<Any>,)| {
            this.data()?.fail(this.realm(), &error.0.unwrap_or_else(|| this.realm().undefined()))
        })
        .operation("terminate", |this, (): ()| this.data()?.terminate(this.realm()))
        .install(realm)
        .map(drop)
}

fn of_script(realm: Realm, object: Option<&Value>) -> Result<Transformer, Thrown> {
    let place = Place { operation: "TransformStream constructor", what: What::Argument(0) };
    let object = object.filter(|object| !object.is_null()).cloned().unwrap_or_else(|| realm.object());
    if !object.is_object() {
        return Err(place.type_error(realm, "is not an object."));
    }
    let members = TransformerInit::from_js(&object, place)?;
    let function = |member, name| super::function_member(place, member, name);
    function(members.start, "start")?;
    let transformer = Transformer::Script {
        transform: function(members.transform, "transform")?,
        flush: function(members.flush, "flush")?,
        cancel: function(members.cancel, "cancel")?,
        controller: realm.undefined(),
        object,
    };
    if members.readable_type.is_some() || members.writable_type.is_some() {
        return Err(realm.range_error("Invalid type: a TransformStream has none"));
    }
    Ok(transformer)
}

/// Makes the sides and the controller and runs `start`.
fn construct(stream: &Value, object: &Value) -> Result<(), Thrown> {
    let (realm, data) = (stream.realm(), stream.expect_host::<TransformStream>()?);
    let started = set_up(stream)?;
    let made = realm.class_of::<TransformController>()?.instance(TransformController { stream: stream.clone() })?;
    if let Transformer::Script { controller, .. } = &mut *data.transformer.borrow_mut() {
        *controller = made.clone();
    }
    started.resolve(&start(object, &made)?)
}
