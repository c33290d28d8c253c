//! Where the chunks of a writable stream go, and the class `WritableStreamDefaultController`.

use super::class::{AnyPromise, promise_of};
use super::{transform, writable};
use crate::idl::{Any, FromJs, Interface, Optional, Place, convert::What, dictionary};
use ffi_core::engine::{HostData, Realm, Thrown, Tracer, Value};
use writable::WritableStream;

/// An underlying sink.
pub(super) enum Sink {
    /// An object of a program.
    Script {
        /// The object, `this` of its methods.
        object: Value,
        /// Its `write`.
        write: Option<Value>,
        /// Its `close`.
        close: Option<Value>,
        /// Its `abort`.
        abort: Option<Value>,
        /// The controller that `write` gets.
        controller: Value,
    },
    /// The writable side of a `TransformStream`.
    Transform(Value),
    /// The stream is closed or failed.
    Over,
}

/// A `write` that has been read from its sink and is about to run.
pub(super) enum Write {
    Script(Value, Value, Value, Value),
    Transform(Value, Value),
    Nothing,
}

dictionary! {
    /// `UnderlyingSink`.
    pub struct UnderlyingSink { abort: Any, close: Any, start: Any, kind as "type": Any, write: Any }
}

impl Sink {
    pub(super) fn trace(&self, tracer: &Tracer) {
        match self {
            Self::Script { object, write, close, abort, controller } => {
                tracer.mark(object);
                tracer.mark(controller);
                [write, close, abort].into_iter().flatten().for_each(|function| tracer.mark(function));
            }
            Self::Transform(stream) => tracer.mark(stream),
            Self::Over => {}
        }
    }

    /// The sink that a program describes.
    pub(super) fn of_script(realm: Realm, object: Option<&Value>) -> Result<Self, Thrown> {
        let place = Place { operation: "WritableStream constructor", what: What::Argument(0) };
        let object = object.filter(|object| !object.is_null()).cloned().unwrap_or_else(|| realm.object());
        if !object.is_object() {
            return Err(place.type_error(realm, "is not an object."));
        }
        let members = UnderlyingSink::from_js(&object, place)?;
        let function = |member, name| super::function_member(place, member, name);
        function(members.start, "start")?;
        let sink = Self::Script {
            write: function(members.write, "write")?,
            close: function(members.close, "close")?,
            abort: function(members.abort, "abort")?,
            controller: realm.undefined(),
            object,
        };
        match members.kind {
            Some(_) => Err(realm.range_error("Invalid type: a WritableStream has none")),
            None => Ok(sink),
        }
    }

    pub(super) fn set_controller(&mut self, made: &Value) {
        if let Self::Script { controller, .. } = self {
            *controller = made.clone();
        }
    }

    /// What a write of this chunk is to do, so that nothing of the stream is borrowed while it runs.
    pub(super) fn prepare_write(&self, chunk: &Value) -> Write {
        match self {
            Self::Script { object, write: Some(write), controller, .. } => {
                Write::Script(write.clone(), object.clone(), chunk.clone(), controller.clone())
            }
            Self::Transform(stream) => Write::Transform(stream.clone(), chunk.clone()),
            Self::Script { .. } | Self::Over => Write::Nothing,
        }
    }

    pub(super) fn close(self, realm: Realm) -> Result<AnyPromise, Thrown> {
        match self {
            Self::Script { object, close, .. } => super::invoke(realm, close.as_ref(), &object, &[]),
            Self::Transform(stream) => promise_of(realm, &transform::sink_close(&stream)?),
            Self::Over => promise_of(realm, &realm.undefined()),
        }
    }

    pub(super) fn abort(self, realm: Realm, reason: &Value) -> Result<AnyPromise, Thrown> {
        match self {
            Self::Script { object, abort, .. } => super::invoke(realm, abort.as_ref(), &object, &[reason]),
            Self::Transform(stream) => promise_of(realm, &transform::sink_abort(&stream, reason)?),
            Self::Over => promise_of(realm, &realm.undefined()),
        }
    }
}

impl Write {
    /// Runs the write; gives a promise.
    pub(super) fn run(self, realm: Realm) -> Result<AnyPromise, Thrown> {
        match self {
            Self::Script(write, object, chunk, controller) => {
                super::invoke(realm, Some(&write), &object, &[&chunk, &controller])
            }
            Self::Transform(stream, chunk) => promise_of(realm, &transform::sink_write(&stream, chunk)?),
            Self::Nothing => promise_of(realm, &realm.undefined()),
        }
    }
}

/// Calls `start` of what a program passed to a constructor.
pub(super) fn start(object: &Value, controller: &Value) -> Result<Value, Thrown> {
    if !object.is_object() {
        return Ok(object.realm().undefined());
    }
    let start = object.get("start")?;
    if start.is_undefined() { Ok(start) } else { start.call(object, &[controller]) }
}

/// The data of a `WritableStreamDefaultController`.
pub(super) struct SinkController {
    stream: Value,
}

impl HostData for SinkController {
    fn trace(&self, tracer: &Tracer) {
        tracer.mark(&self.stream);
    }
}

impl SinkController {
    /// The controller of a stream.
    pub(super) fn of(stream: &Value) -> Self {
        Self { stream: stream.clone() }
    }
}

/// Installs `WritableStreamDefaultController`.
pub(super) fn install(realm: Realm) -> Result<(), Thrown> {
    Interface::<SinkController>::new("WritableStreamDefaultController")
        .readonly("signal", |this| Ok(this.stream.expect_host::<WritableStream>()?.signal()) as Result<_, Thrown>)
        .operation("error", |this, (error,): (Optional<Any>,)| {
            writable::fail(&this.stream, &error.0.unwrap_or_else(|| this.realm().undefined()))
        })
        .install(realm)
        .map(drop)
}
