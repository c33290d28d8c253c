//! The memory of one engine: a heap of mimalloc, which goes as a whole when the realm is closed.
//!
//! QuickJS frees a runtime by taking it apart, object by object, and wants every reference of the host given back first. A heap of its own
//! needs neither, whatever still refers to it. `SIGBIND_MALLOC=system` takes the C library's memory instead, for tools that watch
//! each allocation (valgrind); a realm that is closed then keeps what the engine needs for itself.

use std::ffi::c_void;
use std::ptr::NonNull;

use libmimalloc_sys as mimalloc;
use rquickjs::qjs;

/// A heap that belongs to this thread.
pub(super) struct Heap(Option<NonNull<mimalloc::mi_heap_t>>);

const FUNCTIONS: qjs::JSMallocFunctions = qjs::JSMallocFunctions {
    js_calloc: Some(allocate_zeroed),
    js_malloc: Some(allocate),
    js_free: Some(free),
    js_realloc: Some(reallocate),
    js_malloc_usable_size: Some(usable_size),
};

impl Heap {
    /// A new heap; `None` without memory.
    pub(super) fn new() -> Option<Self> {
        if std::env::var_os("SIGBIND_MALLOC").is_some_and(|name| name == "system") {
            return Some(Self(None));
        }
        // SAFETY: makes a heap of this thread, or null.
        Some(Self(Some(NonNull::new(unsafe { mimalloc::mi_heap_new() })?)))
    }

    /// A runtime whose memory is in the heap; null without memory.
    pub(super) fn runtime(&self) -> *mut qjs::JSRuntime {
        // SAFETY: the functions are copied; the heap lives until the runtime is not used any more.
        unsafe {
            match self.0 {
                Some(heap) => qjs::JS_NewRuntime2(&FUNCTIONS, heap.as_ptr().cast()),
                None => qjs::JS_NewRuntime(),
            }
        }
    }

    /// Gives pages that are free back to the system, which otherwise waits for the next allocations.
    pub(super) fn trim(&self) {
        if self.0.is_some() {
            // SAFETY: collects what belongs to this thread.
            unsafe { mimalloc::mi_collect(true) };
        }
    }

    /// Frees everything in it. Whether there is nothing left.
    ///
    /// # Safety
    ///
    /// On the thread that made it, and nobody may use what is in it any more.
    pub(super) unsafe fn destroy(&self) -> bool {
        if let Some(heap) = self.0 {
            // SAFETY: promised by the caller.
            unsafe { mimalloc::mi_heap_destroy(heap.as_ptr()) };
        }
        self.0.is_some()
    }
}

// SAFETY of the functions below: the engine passes the heap it was made with, on its thread, and pointers that came from here.

unsafe extern "C" fn allocate_zeroed(heap: *mut c_void, count: qjs::size_t, size: qjs::size_t) -> *mut c_void {
    // SAFETY: see above.
    unsafe { mimalloc::mi_heap_calloc(heap.cast(), count as usize, size as usize) }
}

unsafe extern "C" fn allocate(heap: *mut c_void, size: qjs::size_t) -> *mut c_void {
    // SAFETY: see above.
    unsafe { mimalloc::mi_heap_malloc(heap.cast(), size as usize) }
}

unsafe extern "C" fn free(_: *mut c_void, memory: *mut c_void) {
    // SAFETY: see above; null is allowed.
    unsafe { mimalloc::mi_free(memory) }
}

unsafe extern "C" fn reallocate(heap: *mut c_void, memory: *mut c_void, size: qjs::size_t) -> *mut c_void {
    // SAFETY: see above; null is allowed.
    unsafe { mimalloc::mi_heap_realloc(heap.cast(), memory, size as usize) }
}

unsafe extern "C" fn usable_size(memory: *const c_void) -> qjs::size_t {
    // SAFETY: see above; null is allowed.
    unsafe { mimalloc::mi_usable_size(memory) as qjs::size_t }
}
