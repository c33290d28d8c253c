//! A run of QuickJS's collector that sees through the host's heap.
//!
//! The collector takes away the references between its objects (`gc_decref`), then walks from what still has some, giving references back
//! (`gc_scan`), and frees what was never reached. It calls the tracing hooks of host classes in both passes with a function of the pass's own. A
//! *lifeline* is an object whose hook gives us both functions, and a place in both passes:
//!
//! - in the first pass the references of the host's part are taken away like those of any object;
//! - in the second pass a holder that is reached gives back what the host holds for it;
//! - when nothing is left to walk, the rest is given back too, so that nothing that the host still refers to is freed.
//!
//! The second pass walks a queue, the list of objects, to whose end each object goes that is reached for the first time. Two lifelines push one
//! another to the end by turns: when one is visited and the other stands right behind it, the queue is empty. That the list is linked as
//! `list.h` says is tried at the start; the version is pinned.

use std::cell::{Cell, RefCell};
use std::ptr::NonNull;

use rquickjs::qjs;

use super::super::Crossing;
use super::{Marker, QuickJs, checked, classes};

/// What a pass of the collector does with each reference, by the address of its function.
type Mark = unsafe extern "C" fn(*mut qjs::JSRuntime, *mut qjs::JSGCObjectHeader);

/// Where a run is.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Phase {
    /// No run, or none of ours.
    Idle,
    /// No hook was called yet.
    Begun,
    /// References are taken away; by the function at this address.
    TakingAway(usize),
    /// References are given back, after they were taken away by the function at this address.
    GivingBack(usize),
    /// All was given back.
    Done,
}

/// The lifelines of an engine and the run in progress.
pub(super) struct Lifelines {
    /// Both objects; `None` before the first run, and for good when the engine is not as it was known.
    objects: RefCell<Option<[qjs::JSValue; 2]>>,
    was_tried: Cell<bool>,
    phase: Cell<Phase>,
    crossing: Cell<Option<NonNull<dyn Crossing>>>,
    /// How often the engine's collector ran by itself.
    own_runs: Cell<u32>,
}

impl Default for Lifelines {
    fn default() -> Self {
        Self {
            objects: RefCell::default(),
            was_tried: Cell::default(),
            phase: Cell::new(Phase::Idle),
            crossing: Cell::default(),
            own_runs: Cell::default(),
        }
    }
}

/// A node of the engine's lists, at the start of each object that the collector knows.
#[repr(C)]
struct Link {
    previous: *mut Link,
    next: *mut Link,
}

unsafe fn link(object: qjs::JSValue) -> *mut Link {
    // SAFETY: reading the pointer of an object.
    unsafe { qjs::JS_VALUE_GET_PTR(object) }.cast()
}

fn address_of(mark: qjs::JS_MarkFunc) -> usize {
    mark.map_or(0, |mark| (mark as *const ()).addr())
}

impl Lifelines {
    /// Makes the lifelines, once, and tries whether objects are linked as expected.
    unsafe fn objects(&self, engine: &QuickJs) -> Option<[qjs::JSValue; 2]> {
        if !self.was_tried.replace(true) {
            // SAFETY: promised by the caller of `collect`.
            *self.objects.borrow_mut() = unsafe { make(engine) };
        }
        *self.objects.borrow()
    }

    /// How often the engine's collector ran by itself since the last question.
    pub(super) fn take_own_runs(&self) -> u32 {
        self.own_runs.take()
    }
}

unsafe fn make(engine: &QuickJs) -> Option<[qjs::JSValue; 2]> {
    let definition = qjs::JSClassDef {
        class_name: c"Lifeline".as_ptr(),
        finalizer: None,
        gc_mark: Some(visit),
        call: None,
        exotic: std::ptr::null_mut(),
    };
    // SAFETY: on the engine's thread; the objects are kept for good. Each is looked at while it is alive: the second of two objects with the
    // same shape goes right behind the first, unless the engine's lists are not as expected.
    unsafe {
        let class = classes::register(engine.runtime, &definition)?;
        let object = || checked(qjs::JS_NewObjectProtoClass(engine.context, qjs::JS_NULL, class)).ok();
        let shape = object()?;
        let made = [object()?, object()?];
        qjs::JS_FreeValue(engine.context, shape);
        let [first, second] = made.map(|object| link(object));
        ((*first).next == second && (*second).previous == first).then_some(made)
    }
}

/// Runs the collector.
///
/// # Safety
///
/// On the engine's thread, not inside its collector.
pub(super) unsafe fn collect(engine: &QuickJs, crossing: &mut dyn Crossing) -> bool {
    let lifelines = &engine.lifelines;
    // SAFETY: promised by the caller. The borrow lasts for the run, in which alone the pointer is used.
    unsafe {
        if lifelines.objects(engine).is_none() || lifelines.phase.get() != Phase::Idle {
            return false;
        }
        let borrowed: NonNull<dyn Crossing + '_> = NonNull::from(crossing);
        lifelines
            .crossing
            .set(Some(std::mem::transmute::<NonNull<dyn Crossing + '_>, NonNull<dyn Crossing>>(borrowed)));
        lifelines.phase.set(Phase::Begun);
        qjs::JS_RunGC(engine.runtime);
        let is_done = lifelines.phase.replace(Phase::Idle) == Phase::Done;
        lifelines.crossing.set(None);
        is_done
    }
}

/// A holder's hook was called.
///
/// # Safety
///
/// In a tracing hook, with what the engine passes.
pub(super) unsafe fn holder(engine: &QuickJs, marker: Marker, holder: usize) {
    let lifelines = &engine.lifelines;
    let mark = address_of(marker.mark);
    match lifelines.phase.get() {
        Phase::TakingAway(taking) if mark != taking => {}
        Phase::GivingBack(taking) if mark != taking => {}
        _ => return,
    }
    let Some(mut crossing) = lifelines.crossing.get() else { return };
    // SAFETY: the crossing is borrowed by `collect` for the run; hooks are not nested.
    unsafe { crossing.as_mut().reached(holder, &mut |value| qjs::JS_MarkValue(marker.runtime, value, marker.mark)) };
}

/// The hook of a lifeline.
unsafe extern "C" fn visit(runtime: *mut qjs::JSRuntime, object: qjs::JSValue, mark: qjs::JS_MarkFunc) {
    // SAFETY: the engine calls this with live values; the realm is attached before the first lifeline is made. The crossing is borrowed by
    // `collect` for the run; hooks are not nested. Lifelines are kept, so that each has one reference that no object of the engine explains.
    unsafe {
        let engine = super::Realm::from_address(qjs::JS_GetRuntimeOpaque(runtime)).engine();
        let lifelines = &engine.lifelines;
        let Some(objects) = *lifelines.objects.borrow() else { return };
        let address = address_of(mark);
        let mut show = |value: qjs::JSValue| qjs::JS_MarkValue(runtime, value, mark);
        let Some(mut crossing) = lifelines.crossing.get() else {
            if lifelines.phase.get() == Phase::Idle && link(object) == link(objects[0]) {
                lifelines.own_runs.set(lifelines.own_runs.get().saturating_add(1));
            }
            return;
        };
        match lifelines.phase.get() {
            Phase::Begun => {
                lifelines.phase.set(Phase::TakingAway(address));
                crossing.as_mut().held(&mut show);
            }
            Phase::TakingAway(taking) | Phase::GivingBack(taking) if address != taking => {
                lifelines.phase.set(Phase::GivingBack(taking));
                let other = if link(object) == link(objects[0]) { objects[1] } else { objects[0] };
                // Takes away the other's one reference and gives it back: whether it was visited or not, it stands at the end now.
                let take = std::mem::transmute::<usize, Mark>(taking);
                take(runtime, qjs::JS_VALUE_GET_PTR(other).cast());
                show(other);
                if (*link(object)).next == link(other) {
                    lifelines.phase.set(Phase::Done);
                    crossing.as_mut().rest(&mut show);
                }
            }
            _ => {}
        }
    }
}
