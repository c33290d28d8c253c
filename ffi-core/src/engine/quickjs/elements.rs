//! All elements of an array in one piece.
//!
//! The engine has no function for that, but `Function.prototype.apply` copies an array into the arguments of a call. Here it is applied to a
//! function of ours, which shows its arguments to whoever asked.

use std::cell::Cell;
use std::ffi::c_int;

use rquickjs::qjs;

use super::super::raw::RawResult;
use super::{checked, realm_of};

/// More arguments than this the engine does not pass.
pub(super) const MOST: i64 = 65_535;

type Receiver = dyn FnMut(&[qjs::JSValue]);

/// The two functions, and who asks at the moment.
pub(super) struct Elements {
    show: qjs::JSValue,
    apply: qjs::JSValue,
    receiver: Cell<Option<*mut Receiver>>,
}

impl Elements {
    /// The functions of a new context, in which no program ran yet.
    ///
    /// # Safety
    ///
    /// The context must be live, on this thread.
    pub(super) unsafe fn new(context: *mut qjs::JSContext) -> RawResult<Self> {
        // SAFETY: promised by the caller; both references are kept as long as the engine.
        unsafe {
            let generic = qjs::JSCFunctionEnum_JS_CFUNC_generic;
            let show = checked(qjs::JS_NewCFunction2(context, Some(show), c"".as_ptr(), 0, generic, 0))?;
            let apply = checked(qjs::JS_GetPropertyStr(context, show, c"apply".as_ptr()))?;
            Ok(Self { show, apply, receiver: Cell::new(None) })
        }
    }

    /// Shows the elements of an array, which are alive during the call.
    ///
    /// # Safety
    ///
    /// The array must be alive, on the engine's thread.
    pub(super) unsafe fn read(
        &self,
        context: *mut qjs::JSContext,
        array: qjs::JSValue,
        receiver: &mut dyn FnMut(&[qjs::JSValue]),
    ) -> RawResult<()> {
        // SAFETY: nobody has the pointer after this call.
        let receiver: *mut Receiver = unsafe { std::mem::transmute(std::ptr::from_mut(receiver)) };
        // A getter among the elements may read another array meanwhile.
        let before = self.receiver.replace(Some(receiver));
        let mut arguments = [qjs::JS_UNDEFINED, array];
        // SAFETY: promised by the caller; the call takes nothing and gives `undefined`.
        let shown = unsafe { qjs::JS_Call(context, self.apply, self.show, 2, arguments.as_mut_ptr()) };
        self.receiver.set(before);
        checked(shown).map(drop)
    }
}

unsafe extern "C" fn show(
    context: *mut qjs::JSContext,
    _: qjs::JSValue,
    count: c_int,
    arguments: *mut qjs::JSValue,
) -> qjs::JSValue {
    // SAFETY: the engine passes live values for the duration of the call, in a context that was attached; whoever set the receiver waits.
    unsafe {
        if let Some(receiver) = realm_of(context).engine().elements.receiver.take() {
            let elements = match usize::try_from(count) {
                Ok(count) if count > 0 => std::slice::from_raw_parts(arguments.cast_const(), count),
                _ => &[],
            };
            (*receiver)(elements);
        }
    }
    qjs::JS_UNDEFINED
}
