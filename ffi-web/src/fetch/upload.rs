//! A request body that is a stream: its chunks go to the transport as they come, at the pace of the network.

use super::pipe::{PipeReader, PipeWriter, pipe};
use super::transport::NetworkError;
use crate::streams::{ReadableStream, Step, cancel, read_now};
use ffi_core::engine::{Realm, Thrown, TypedArrayKind, Value};
use std::cell::{Cell, RefCell};
use std::rc::Rc;

type Failed = Box<dyn FnOnce(Realm, Value)>;

/// An upload that is under way.
pub(super) struct Upload {
    stream: Value,
    writer: RefCell<Option<PipeWriter>>,
    failed: Cell<Option<Failed>>,
}

/// What came of a chunk.
enum After {
    More,
    Wait,
    Over,
}

/// Locks a stream and begins to read it; `failed` is called when it gives something that is not bytes, or fails.
pub(super) fn start(
    stream: Value,
    failed: impl FnOnce(Realm, Value) + 'static,
) -> Result<(Rc<Upload>, PipeReader), Thrown> {
    let (writer, reader) = pipe();
    let data = stream.expect_host::<ReadableStream>()?;
    data.hold();
    data.mark_disturbed();
    let upload =
        Rc::new(Upload { stream, writer: RefCell::new(Some(writer)), failed: Cell::new(Some(Box::new(failed))) });
    upload.run()?;
    Ok((upload, reader))
}

impl Upload {
    /// Nobody wants the rest.
    pub(super) fn abort(&self, reason: &Value) -> Result<(), Thrown> {
        self.failed.take();
        if self.writer.take().is_some() {
            let promise = cancel(&self.stream, reason)?;
            if let Some(promise) = promise.as_promise() {
                promise.mark_handled();
            }
        }
        Ok(())
    }

    /// Reads chunk after chunk.
    fn run(self: &Rc<Self>) -> Result<(), Thrown> {
        loop {
            let later = Rc::clone(self);
            let go_on = move |_: Realm, step: Step| later.take(step).and_then(|after| later.go_on(after));
            let Some(step) = read_now(&self.stream, go_on)? else { return Ok(()) };
            match self.take(step)? {
                After::More => {}
                after => return self.go_on(after),
            }
        }
    }

    fn go_on(self: &Rc<Self>, after: After) -> Result<(), Thrown> {
        match after {
            After::More => self.run(),
            After::Wait => self.wait(),
            After::Over => Ok(()),
        }
    }

    /// Passes a step on to the transport.
    fn take(&self, step: Step) -> Result<After, Thrown> {
        let realm = self.stream.realm();
        let error = match step {
            Step::Done => {
                if let Some(writer) = self.writer.take() {
                    writer.finish();
                }
                return Ok(After::Over);
            }
            Step::Failed(error) => error,
            Step::Chunk(chunk) => {
                let view = chunk.buffer_view().filter(|view| view.kind == Some(TypedArrayKind::Uint8Array));
                let Some(view) = view else {
                    let error = realm.type_error("Received non-Uint8Array chunk").into_value();
                    drop(cancel(&self.stream, &error)?);
                    return self.fail(realm, error);
                };
                let (is_wanted, has_room) = match &*self.writer.borrow() {
                    Some(writer) => (writer.write(view.to_vec()), writer.has_room()),
                    None => (false, false),
                };
                if !is_wanted {
                    // The exchange is over before its body is.
                    self.abort(&realm.type_error("The connection takes no more of the body").into_value())?;
                    return Ok(After::Over);
                }
                return Ok(if has_room { After::More } else { After::Wait });
            }
        };
        self.fail(realm, error)
    }

    fn fail(&self, realm: Realm, error: Value) -> Result<After, Thrown> {
        if let Some(writer) = self.writer.take() {
            writer.fail(NetworkError::new("the body of the request failed"));
        }
        if let Some(failed) = self.failed.take() {
            failed(realm, error);
        }
        Ok(After::Over)
    }

    /// Goes on when the transport has room, or is gone.
    fn wait(self: &Rc<Self>) -> Result<(), Thrown> {
        let (promise, resolver) = self.stream.realm().promise()?;
        let remote = resolver.into_remote();
        match &*self.writer.borrow() {
            Some(writer) => writer.on_writable(move || remote.settle(|realm| Ok(realm.undefined()))),
            None => return Ok(()),
        }
        let later = Rc::clone(self);
        match promise.as_promise() {
            Some(promise) => promise.settled(move |realm, _| report(realm, later.run())),
            None => Ok(()),
        }
    }
}

fn report(realm: Realm, result: Result<(), Thrown>) {
    if let Err(thrown) = result {
        realm.report_uncaught(thrown.value());
    }
}
