//! The queue of a byte stream (Streams, section 4.7): bytes that wait for a reader, and buffers of readers that wait for bytes. A
//! buffer that is passed in is transferred: from then on nobody else sees its memory.

use super::class::{Read, ReadableStream, State, Step};
use super::{Deferred, byob, reader};
use ffi_core::engine::{BufferView, Realm, Thrown, Tracer, TypedArrayKind, Value};
use std::cell::RefCell;
use std::collections::VecDeque;

/// What a byte stream has beside the members of every stream. The size of its queue is counted in bytes.
#[derive(Default)]
pub(super) struct Bytes {
    queue: RefCell<VecDeque<Entry>>,
    pulls: RefCell<VecDeque<PullInto>>,
    /// The `byobRequest` that the program has seen.
    request: RefCell<Option<Value>>,
    /// How long a buffer is made for a reader that brings none.
    auto_allocate: Option<usize>,
    /// Who waits for a buffer of their own to be filled.
    read_intos: RefCell<VecDeque<Deferred>>,
}

/// Bytes in a buffer.
struct Entry {
    buffer: Value,
    offset: usize,
    length: usize,
}

/// For whom a buffer is filled.
#[derive(Clone, Copy, PartialEq, Eq)]
enum For {
    Default,
    Byob,
    /// The reader has gone; what is filled goes to the queue.
    Nobody,
}

/// A buffer that is to be filled, by the view that a reader passed ("pull-into descriptor").
struct PullInto {
    buffer: Value,
    buffer_length: usize,
    offset: usize,
    length: usize,
    filled: usize,
    /// The fewest bytes to give it back with.
    minimum: usize,
    /// The class of the view; `None` is a `DataView`.
    kind: Option<TypedArrayKind>,
    reader: For,
}

impl PullInto {
    fn element(&self) -> usize {
        self.kind.map_or(1, TypedArrayKind::element_size)
    }

    /// The view over what was filled.
    fn into_view(self) -> Result<Value, Thrown> {
        let buffer = transfer(&self.buffer)?;
        view_of(&buffer, self.kind, self.offset, self.filled / self.element())
    }
}

impl Bytes {
    pub(super) fn new(auto_allocate: Option<usize>) -> Self {
        Self { auto_allocate, ..Self::default() }
    }

    pub(super) fn trace(&self, tracer: &Tracer) {
        if let Ok(queue) = self.queue.try_borrow() {
            queue.iter().for_each(|entry| tracer.mark(&entry.buffer));
        }
        if let Ok(pulls) = self.pulls.try_borrow() {
            pulls.iter().for_each(|pull| tracer.mark(&pull.buffer));
        }
        if let Ok(waiting) = self.read_intos.try_borrow() {
            waiting.iter().for_each(|deferred| deferred.trace(tracer));
        }
        tracer.mark_cell(&self.request);
    }

    /// Whether a reader waits with a buffer.
    pub(super) fn is_awaited(&self) -> bool {
        !self.read_intos.borrow().is_empty()
    }

    fn invalidate_request(&self) {
        if let Some(request) = self.request.take() {
            byob::invalidate(&request);
        }
    }

    /// Forgets everything that was to be filled, and what is in the queue.
    pub(super) fn clear(&self) {
        self.invalidate_request();
        let dropped = (self.pulls.take(), self.queue.take());
        drop(dropped);
    }

    /// Takes the reads that wait with a buffer of their own.
    pub(super) fn take_read_intos(&self) -> VecDeque<Deferred> {
        self.read_intos.take()
    }

    /// The reader has gone: what is being filled for it is for nobody.
    pub(super) fn release(&self) {
        let mut pulls = self.pulls.borrow_mut();
        pulls.truncate(1);
        if let Some(first) = pulls.front_mut() {
            first.reader = For::Nobody;
        }
    }
}

/// "Transfer": the same bytes in a new buffer; the old one is detached, unless it must not be.
pub(super) fn transfer(buffer: &Value) -> Result<Value, Thrown> {
    buffer.invoke("transfer", &[])
}

/// A view over a part of a buffer.
fn view_of(buffer: &Value, kind: Option<TypedArrayKind>, offset: usize, elements: usize) -> Result<Value, Thrown> {
    let realm = buffer.realm();
    let class = kind.map_or_else(|| "DataView".to_owned(), |kind| format!("{kind:?}"));
    let (offset, elements) = (realm.number(offset as f64), realm.number(elements as f64));
    realm.global().get(&class)?.construct(&[buffer, &offset, &elements])
}

fn is_detached(buffer: &Value) -> bool {
    whole(buffer, 0, 0).pointer().is_none()
}

fn whole(buffer: &Value, offset: usize, length: usize) -> BufferView {
    BufferView { buffer: buffer.clone(), offset, length, kind: None, immutable: false }
}

/// Copies bytes between two buffers of our own. A buffer that was detached meanwhile takes and gives nothing.
fn copy(target: &Value, at: usize, source: &Value, from: usize, count: usize) {
    let (target, source) = (whole(target, at, count), whole(source, from, count));
    if let (Some(target), Some(source)) = (target.pointer(), source.pointer()) {
        // SAFETY: `pointer` has just checked that both buffers hold so many bytes from there on; no JavaScript runs in between.
        // The memory may be the same where a program passed a view of it twice.
        unsafe { std::ptr::copy(source, target, count) };
    }
}

impl ReadableStream {
    fn total(&self) -> usize {
        self.queue_size.get() as usize
    }

    fn set_total(&self, total: usize) {
        self.queue_size.set(total as f64);
    }

    /// The queue has become shorter: a stream that was to be closed is, when nothing is left.
    fn drained(&self, realm: Realm) -> Result<(), Thrown> {
        if self.total() == 0 && self.close_requested.get() { self.close(realm) } else { Ok(()) }
    }

    fn push(&self, bytes: &Bytes, entry: Entry) {
        self.set_total(self.total() + entry.length);
        bytes.queue.borrow_mut().push_back(entry);
    }

    /// "PullSteps": answers a read with what is there, or lets it wait.
    pub(super) fn read_bytes(&self, realm: Realm, bytes: &Bytes, request: Read) -> Result<(), Thrown> {
        if self.total() > 0 {
            return self.answer_from_queue(realm, bytes, request);
        }
        if let Some(length) = bytes.auto_allocate {
            let buffer = match realm.array_buffer(vec![0; length]) {
                Ok(buffer) => buffer,
                Err(thrown) => return request.answer(realm, Step::Failed(thrown.into_value())),
            };
            bytes.pulls.borrow_mut().push_back(PullInto {
                buffer,
                buffer_length: length,
                offset: 0,
                length,
                filled: 0,
                minimum: 1,
                kind: Some(TypedArrayKind::Uint8Array),
                reader: For::Default,
            });
        }
        self.requests.borrow_mut().push_back(request);
        Ok(())
    }

    fn answer_from_queue(&self, realm: Realm, bytes: &Bytes, request: Read) -> Result<(), Thrown> {
        let Some(entry) = bytes.queue.borrow_mut().pop_front() else { return Ok(()) };
        self.set_total(self.total().saturating_sub(entry.length));
        self.drained(realm)?;
        let view = view_of(&entry.buffer, Some(TypedArrayKind::Uint8Array), entry.offset, entry.length)?;
        request.answer(realm, Step::Chunk(view))
    }

    /// "Enqueue", of bytes that nobody else sees, without the pull that follows.
    pub(super) fn enqueue_bytes(
        &self,
        realm: Realm,
        bytes: &Bytes,
        buffer: Value,
        offset: usize,
        length: usize,
    ) -> Result<(), Thrown> {
        bytes.invalidate_request();
        let first = bytes.pulls.borrow().front().map(|first| (first.buffer.clone(), first.reader));
        if let Some((first, reader)) = first {
            if is_detached(&first) {
                return Err(realm.type_error("Invalid state: The buffer of the BYOB request has been detached"));
            }
            let moved = transfer(&first)?;
            if let Some(first) = bytes.pulls.borrow_mut().front_mut() {
                first.buffer = moved;
            }
            if reader == For::Nobody {
                self.requeue_first(realm, bytes)?;
            }
        }
        let entry = Entry { buffer, offset, length };
        if self.is_byob() {
            self.push(bytes, entry);
            return self.fill_pulls(realm, bytes);
        }
        while self.total() > 0 {
            let Some(request) = self.requests.borrow_mut().pop_front() else { break };
            self.answer_from_queue(realm, bytes, request)?;
        }
        let request = self.requests.borrow_mut().pop_front();
        let Some(request) = request else {
            self.push(bytes, entry);
            return Ok(());
        };
        // The buffer that was made for this read is not used.
        let unused = bytes.pulls.borrow_mut().pop_front();
        drop(unused);
        let view = view_of(&entry.buffer, Some(TypedArrayKind::Uint8Array), entry.offset, entry.length)?;
        request.answer(realm, Step::Chunk(view))
    }

    /// What was filled for a reader that has gone goes to the queue.
    fn requeue_first(&self, realm: Realm, bytes: &Bytes) -> Result<(), Thrown> {
        let first = bytes.pulls.borrow_mut().pop_front();
        match first {
            Some(first) if first.filled > 0 => self.push_copy(realm, bytes, &first.buffer, first.offset, first.filled),
            _ => Ok(()),
        }
    }

    fn push_copy(
        &self,
        realm: Realm,
        bytes: &Bytes,
        buffer: &Value,
        offset: usize,
        length: usize,
    ) -> Result<(), Thrown> {
        let buffer = realm.array_buffer(whole(buffer, offset, length).to_vec())?;
        self.push(bytes, Entry { buffer, offset: 0, length });
        Ok(())
    }

    /// Moves bytes from the queue into a buffer; gives whether it may go back to its reader.
    fn fill_from_queue(&self, bytes: &Bytes, pull: &mut PullInto) -> bool {
        let most = (pull.filled + self.total()).min(pull.length);
        let aligned = most - most % pull.element();
        let is_ready = aligned >= pull.minimum;
        let until = if is_ready { aligned } else { most };
        let mut queue = bytes.queue.borrow_mut();
        while pull.filled < until {
            let Some(head) = queue.front_mut() else { break };
            let count = head.length.min(until - pull.filled);
            copy(&pull.buffer, pull.offset + pull.filled, &head.buffer, head.offset, count);
            head.offset += count;
            head.length -= count;
            let is_over = head.length == 0;
            if is_over {
                queue.pop_front();
            }
            pull.filled += count;
            self.set_total(self.total().saturating_sub(count));
        }
        is_ready
    }

    /// Fills waiting buffers as far as the queue goes, and gives back those that are full enough.
    fn fill_pulls(&self, realm: Realm, bytes: &Bytes) -> Result<(), Thrown> {
        let mut filled = Vec::new();
        while self.total() > 0 {
            let Some(mut first) = bytes.pulls.borrow_mut().pop_front() else { break };
            if self.fill_from_queue(bytes, &mut first) {
                filled.push(first);
            } else {
                bytes.pulls.borrow_mut().push_front(first);
                break;
            }
        }
        filled.into_iter().try_for_each(|pull| self.commit(realm, bytes, pull))
    }

    /// Gives a buffer back to its reader.
    fn commit(&self, realm: Realm, bytes: &Bytes, pull: PullInto) -> Result<(), Thrown> {
        let done = matches!(*self.state.borrow(), State::Closed);
        let reader = pull.reader;
        let view = pull.into_view()?;
        if reader == For::Byob {
            let waiting = bytes.read_intos.borrow_mut().pop_front();
            return match waiting {
                Some(waiting) => waiting.resolve(&reader::result(realm, &view, done)?),
                None => Ok(()),
            };
        }
        let waiting = self.requests.borrow_mut().pop_front();
        match waiting {
            Some(waiting) => waiting.answer(realm, if done { Step::Done } else { Step::Chunk(view) }),
            None => Ok(()),
        }
    }

    /// "PullInto": a read with a buffer, which is transferred. Gives whether more is to be pulled.
    pub(super) fn read_into(
        &self,
        realm: Realm,
        bytes: &Bytes,
        view: &BufferView,
        minimum: usize,
        waiting: Deferred,
    ) -> Result<bool, Thrown> {
        if let State::Errored(error) = &*self.state.borrow() {
            waiting.reject(error)?;
            return Ok(false);
        }
        let buffer_length = view.buffer.buffer_view().map_or(0, |whole| whole.length);
        let buffer = match transfer(&view.buffer) {
            Ok(buffer) => buffer,
            Err(thrown) => {
                waiting.reject(thrown.value())?;
                return Ok(false);
            }
        };
        let mut pull = PullInto {
            buffer,
            buffer_length,
            offset: view.offset,
            length: view.length,
            filled: 0,
            minimum: minimum * view.kind.map_or(1, TypedArrayKind::element_size),
            kind: view.kind,
            reader: For::Byob,
        };
        let is_first = bytes.pulls.borrow().is_empty();
        if is_first {
            if matches!(*self.state.borrow(), State::Closed) {
                waiting.resolve(&reader::result(realm, &pull.into_view()?, true)?)?;
                return Ok(false);
            }
            if self.total() > 0 {
                if self.fill_from_queue(bytes, &mut pull) {
                    let view = pull.into_view()?;
                    self.drained(realm)?;
                    waiting.resolve(&reader::result(realm, &view, false)?)?;
                    return Ok(true);
                }
                if self.close_requested.get() {
                    let error = insufficient(realm);
                    self.fail(realm, error.value())?;
                    waiting.reject(error.value())?;
                    return Ok(false);
                }
            }
        }
        bytes.pulls.borrow_mut().push_back(pull);
        bytes.read_intos.borrow_mut().push_back(waiting);
        Ok(is_first)
    }

    /// `controller.byobRequest`.
    pub(super) fn byob_request(&self, stream: &Value, bytes: &Bytes) -> Result<Option<Value>, Thrown> {
        let known = bytes.request.borrow().clone();
        if known.is_some() {
            return Ok(known);
        }
        let room = bytes
            .pulls
            .borrow()
            .front()
            .map(|first| (first.buffer.clone(), first.offset + first.filled, first.length - first.filled));
        let Some((buffer, offset, length)) = room else { return Ok(None) };
        let view = view_of(&buffer, Some(TypedArrayKind::Uint8Array), offset, length)?;
        let request = byob::request(stream, view)?;
        bytes.request.replace(Some(request.clone()));
        Ok(Some(request))
    }

    /// "Respond": so many bytes were written into the view of the request.
    pub(super) fn respond(&self, realm: Realm, bytes: &Bytes, written: usize) -> Result<(), Thrown> {
        let room = bytes.pulls.borrow().front().map(|first| (first.length - first.filled, first.buffer.clone()));
        let Some((room, buffer)) = room else { return Err(not_asked(realm)) };
        self.check_written(realm, written)?;
        if written > room {
            return Err(realm.range_error("bytesWritten is larger than the room in the view of the request"));
        }
        self.respond_with(realm, bytes, transfer(&buffer)?, written)
    }

    /// "RespondWithNewView": the bytes stand in a view that takes the place of the one of the request.
    pub(super) fn respond_with_view(&self, realm: Realm, bytes: &Bytes, view: &BufferView) -> Result<(), Thrown> {
        let buffer_length = view.buffer.buffer_view().map_or(0, |whole| whole.length);
        let problem = match bytes.pulls.borrow().front() {
            None => return Err(not_asked(realm)),
            Some(first) if first.offset + first.filled != view.offset => Some("The view starts elsewhere"),
            Some(first) if first.buffer_length != buffer_length => Some("The buffer has another length"),
            Some(first) if first.filled + view.length > first.length => Some("The view is too long"),
            Some(_) => None,
        };
        self.check_written(realm, view.length)?;
        if let Some(problem) = problem {
            return Err(realm.range_error(&format!("Invalid view: {problem} than that of the request")));
        }
        self.respond_with(realm, bytes, transfer(&view.buffer)?, view.length)
    }

    /// An open stream takes some bytes, a closed one none.
    fn check_written(&self, realm: Realm, written: usize) -> Result<(), Thrown> {
        match (&*self.state.borrow(), written) {
            (State::Closed, 1..) => Err(realm.type_error("The stream is closed: bytesWritten must be 0")),
            (State::Readable, 0) => Err(realm.type_error("The stream is open: bytesWritten must be greater than 0")),
            _ => Ok(()),
        }
    }

    fn respond_with(&self, realm: Realm, bytes: &Bytes, buffer: Value, written: usize) -> Result<(), Thrown> {
        if let Some(first) = bytes.pulls.borrow_mut().front_mut() {
            first.buffer = buffer;
        }
        bytes.invalidate_request();
        if matches!(*self.state.borrow(), State::Closed) {
            return self.respond_closed(realm, bytes);
        }
        let Some(mut first) = bytes.pulls.borrow_mut().pop_front() else { return Ok(()) };
        first.filled += written;
        if first.reader == For::Nobody {
            bytes.pulls.borrow_mut().push_front(first);
            self.requeue_first(realm, bytes)?;
            return self.fill_pulls(realm, bytes);
        }
        if first.filled < first.minimum {
            bytes.pulls.borrow_mut().push_front(first);
            return Ok(());
        }
        // What does not make a whole element begins the next view.
        let rest = first.filled % first.element();
        if rest > 0 {
            self.push_copy(realm, bytes, &first.buffer, first.offset + first.filled - rest, rest)?;
            first.filled -= rest;
        }
        self.commit(realm, bytes, first)?;
        self.fill_pulls(realm, bytes)
    }

    /// A closed stream gives all waiting buffers back, empty.
    pub(super) fn respond_closed(&self, realm: Realm, bytes: &Bytes) -> Result<(), Thrown> {
        let pulls = bytes.pulls.take();
        for pull in pulls {
            if pull.reader == For::Byob {
                self.commit(realm, bytes, pull)?;
            }
        }
        Ok(())
    }

    /// "Close": at once, or when the queue is empty. Half an element can no longer become a whole one.
    pub(super) fn finish_bytes(&self, realm: Realm, bytes: &Bytes) -> Result<(), Thrown> {
        self.close_requested.set(true);
        if self.total() > 0 {
            return Ok(());
        }
        let is_torn = bytes.pulls.borrow().front().is_some_and(|first| first.filled % first.element() != 0);
        if is_torn {
            let error = insufficient(realm);
            self.fail(realm, error.value())?;
            return Err(error);
        }
        self.close(realm)
    }
}

fn insufficient(realm: Realm) -> Thrown {
    realm.type_error("Insufficient bytes to fill elements in the given buffer")
}

fn not_asked(realm: Realm) -> Thrown {
    realm.type_error("Invalid state: This BYOB request has been invalidated")
}
