//! A body on its way from the transport's thread to the JavaScript thread: chunks of bytes with back pressure, an end, or
//! a failure. It knows no runtime and no engine; both sides leave a callback that is called when there is something for
//! them to do.

use super::transport::NetworkError;
use std::collections::VecDeque;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

/// Bytes that may wait in a pipe before the writer is asked to hold.
const HIGH_WATER_MARK: usize = 1 << 20;

type Callback = Box<dyn FnOnce() + Send>;

#[derive(Default)]
struct State {
    chunks: VecDeque<Vec<u8>>,
    waiting: usize,
    end: Option<Result<(), NetworkError>>,
    cancelled: bool,
    on_readable: Option<Callback>,
    on_writable: Option<Callback>,
}

/// The end the transport writes to. Dropping it before [`finish`](Self::finish) is a failure of the body.
pub struct PipeWriter(Arc<Mutex<State>>);

/// The end the page reads from. Dropping it tells the writer to stop.
pub struct PipeReader(Arc<Mutex<State>>);

/// What a pipe has for its reader now.
#[derive(Debug)]
pub enum Next {
    /// Bytes.
    Chunk(Vec<u8>),
    /// The body is complete.
    End,
    /// The connection failed in the middle of the body.
    Failed(NetworkError),
    /// Nothing yet: ask [`PipeReader::on_readable`].
    Pending,
}

/// Makes a pipe.
#[must_use]
pub fn pipe() -> (PipeWriter, PipeReader) {
    let state = Arc::new(Mutex::new(State::default()));
    (PipeWriter(Arc::clone(&state)), PipeReader(state))
}

/// A pipe that holds these bytes and is complete: for transports that have the body at hand.
#[must_use]
pub fn full(bytes: Vec<u8>) -> PipeReader {
    let (writer, reader) = pipe();
    writer.write(bytes);
    writer.finish();
    reader
}

fn lock(state: &Mutex<State>) -> MutexGuard<'_, State> {
    state.lock().unwrap_or_else(PoisonError::into_inner)
}

impl PipeWriter {
    /// Hands over a chunk. Gives `false` when the reader is gone and the rest need not be produced.
    pub fn write(&self, chunk: Vec<u8>) -> bool {
        let mut state = lock(&self.0);
        if state.cancelled {
            return false;
        }
        if !chunk.is_empty() {
            state.waiting += chunk.len();
            state.chunks.push_back(chunk);
            wake_reader(state);
        }
        true
    }

    /// Whether the reader keeps up.
    #[must_use]
    pub fn has_room(&self) -> bool {
        lock(&self.0).waiting < HIGH_WATER_MARK
    }

    /// Calls back, perhaps at once, when the pipe has room or its reader is gone.
    pub fn on_writable(&self, callback: impl FnOnce() + Send + 'static) {
        let mut state = lock(&self.0);
        if state.waiting < HIGH_WATER_MARK || state.cancelled {
            drop(state);
            callback();
        } else {
            state.on_writable = Some(Box::new(callback));
        }
    }

    /// The body is complete.
    pub fn finish(self) {
        self.end(Ok(()));
    }

    /// The body cannot be completed.
    pub fn fail(self, error: NetworkError) {
        self.end(Err(error));
    }

    fn end(&self, end: Result<(), NetworkError>) {
        let mut state = lock(&self.0);
        if state.end.is_none() {
            state.end = Some(end);
            wake_reader(state);
        }
    }
}

impl Drop for PipeWriter {
    fn drop(&mut self) {
        self.end(Err(NetworkError::new("terminated")));
    }
}

impl PipeReader {
    /// The next chunk, if there is one.
    #[must_use]
    pub fn next(&self) -> Next {
        let mut state = lock(&self.0);
        if let Some(chunk) = state.chunks.pop_front() {
            state.waiting -= chunk.len();
            wake_writer(state);
            return Next::Chunk(chunk);
        }
        match &state.end {
            Some(Ok(())) => Next::End,
            Some(Err(error)) => Next::Failed(error.clone()),
            None => Next::Pending,
        }
    }

    /// Calls back, perhaps at once, when [`next`](Self::next) would not be [`Next::Pending`].
    pub fn on_readable(&self, callback: impl FnOnce() + Send + 'static) {
        let mut state = lock(&self.0);
        if state.chunks.is_empty() && state.end.is_none() {
            state.on_readable = Some(Box::new(callback));
        } else {
            drop(state);
            callback();
        }
    }
}

impl Drop for PipeReader {
    fn drop(&mut self) {
        let mut state = lock(&self.0);
        state.cancelled = true;
        state.chunks.clear();
        state.waiting = 0;
        state.on_readable = None;
        wake_writer(state);
    }
}

// Callbacks run with the lock released: they may come back to the pipe.
fn wake_reader(mut state: MutexGuard<'_, State>) {
    let callback = state.on_readable.take();
    drop(state);
    if let Some(callback) = callback {
        callback();
    }
}

fn wake_writer(mut state: MutexGuard<'_, State>) {
    let callback = if state.waiting < HIGH_WATER_MARK { state.on_writable.take() } else { None };
    drop(state);
    if let Some(callback) = callback {
        callback();
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::sync::mpsc::channel;

    #[test]
    fn chunks_then_end() {
        let (writer, reader) = pipe();
        let (sender, woken) = channel();
        assert!(matches!(reader.next(), Next::Pending));
        reader.on_readable(move || sender.send(()).expect("the test listens"));
        assert!(woken.try_recv().is_err());
        assert!(writer.write(b"ab".to_vec()));
        woken.try_recv().expect("a chunk wakes the reader");
        writer.finish();
        assert!(matches!(reader.next(), Next::Chunk(chunk) if chunk == b"ab"));
        assert!(matches!(reader.next(), Next::End));
        assert!(matches!(reader.next(), Next::End));
    }

    #[test]
    fn a_lost_writer_is_a_failure() {
        let (writer, reader) = pipe();
        drop(writer);
        assert!(matches!(reader.next(), Next::Failed(error) if error.message == "terminated"));
    }

    #[test]
    fn back_pressure_and_cancellation() {
        let (writer, reader) = pipe();
        let (sender, woken) = channel();
        assert!(writer.write(vec![0; HIGH_WATER_MARK]));
        writer.on_writable(move || sender.send(()).expect("the test listens"));
        assert!(woken.try_recv().is_err());
        assert!(matches!(reader.next(), Next::Chunk(_)));
        woken.try_recv().expect("an empty pipe wakes the writer");
        drop(reader);
        assert!(!writer.write(b"x".to_vec()));
    }
}
