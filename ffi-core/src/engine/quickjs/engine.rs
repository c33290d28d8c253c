//! The trait [`Engine`] for QuickJS. Hooks that the engine calls stand in `classes.rs`, `foreign.rs` and `buffers.rs`.

use std::cell::Cell;
use std::ffi::{CString, c_void};

use rquickjs::qjs;

use super::super::class::ErasedHost;
use super::super::raw::{Engine, Pending, PropertyFlags, RawResult};
use super::super::stack;
use super::super::{BufferOwner, Crossing, ForeignProxy, Kind, Limits, PromiseState, Realm, TypedArrayKind};
use super::elements::{self, Elements};
use super::heap::Heap;
use super::hosts::{Host, Hosts};
use super::{Marker, QuickJs, buffers, checked, classes, crossing, foreign, interrupt, property_flags, terminated};
use super::{track_rejection, truth};

// SAFETY: the methods keep the ownership rules of the trait; each says where a reference goes when QuickJS has a rule of its own.
// SAFETY of the blocks inside: the trait's contract (live values, the engine's thread) is what QuickJS asks for.
unsafe impl Engine for QuickJs {
    type Value = qjs::JSValue;
    type Key = qjs::JSAtom;
    type Marker = Marker;

    const UNDEFINED: qjs::JSValue = qjs::JS_UNDEFINED;
    const NULL: qjs::JSValue = qjs::JS_NULL;

    fn new(limits: &Limits) -> Option<Self> {
        // SAFETY: plain construction; null results are checked.
        unsafe {
            let heap = Heap::new()?;
            let runtime = heap.runtime();
            if runtime.is_null() {
                heap.destroy();
                return None;
            }
            let context = qjs::JS_NewContext(runtime);
            if context.is_null() {
                qjs::JS_FreeRuntime(runtime);
                heap.destroy();
                return None;
            }
            qjs::JS_AddIntrinsicDOMException(context);
            let [host_class, function_class] = classes::register_host(runtime)?;
            let prototype_key = qjs::JS_NewAtomLen(context, c"prototype".as_ptr(), 9);
            let elements = Elements::new(context).ok()?;
            let engine = Self {
                heap,
                hosts: Hosts::new(),
                is_gone: Cell::new(false),
                runtime,
                context,
                host_class,
                function_class,
                foreign_classes: Cell::default(),
                prototype_key,
                lifelines: Default::default(),
                elements,
            };
            engine.set_limits(limits);
            Some(engine)
        }
    }

    unsafe fn attach(&self, realm: Realm) {
        // SAFETY: the pointers are live; the realm outlives them.
        unsafe {
            qjs::JS_SetContextOpaque(self.context, realm.address());
            qjs::JS_SetRuntimeOpaque(self.runtime, realm.address());
            qjs::JS_SetHostPromiseRejectionTracker(self.runtime, Some(track_rejection), std::ptr::null_mut());
            qjs::JS_SetInterruptHandler(self.runtime, Some(interrupt), std::ptr::null_mut());
        }
    }

    unsafe fn destroy(&self) -> bool {
        // SAFETY: promised by the caller; then the objects that own what is in the list are gone.
        unsafe {
            self.is_gone.set(self.heap.destroy());
            if self.is_gone.get() {
                self.hosts.drop_all();
            }
        }
        self.is_gone.get()
    }

    unsafe fn set_limits(&self, limits: &Limits) {
        // SAFETY: the runtime is live. The stack limit is an address on this thread's stack: only this thread enters the engine, so it
        // holds for every depth of entry.
        unsafe {
            qjs::JS_SetMemoryLimit(self.runtime, limits.memory.map_or(0, |bytes| bytes as _));
            qjs::JS_UpdateStackTop(self.runtime);
            let available = stack::available();
            qjs::JS_SetMaxStackSize(self.runtime, limits.stack.map_or(available, |bytes| bytes.min(available)) as _);
        }
    }

    #[inline]
    unsafe fn retain(&self, value: qjs::JSValue) -> qjs::JSValue {
        // SAFETY: see the impl.
        unsafe { qjs::JS_DupValue(self.context, value) }
    }

    #[inline]
    unsafe fn release(&self, value: qjs::JSValue) {
        // SAFETY: see the impl.
        unsafe {
            if qjs::JS_VALUE_HAS_REF_COUNT(value) && !self.is_gone.get() {
                qjs::JS_FreeValueRT(self.runtime, value);
            }
        }
    }

    #[inline]
    unsafe fn retain_key(&self, key: qjs::JSAtom) -> qjs::JSAtom {
        // SAFETY: see the impl.
        unsafe { qjs::JS_DupAtom(self.context, key) }
    }

    #[inline]
    unsafe fn release_key(&self, key: qjs::JSAtom) {
        if !self.is_gone.get() {
            // SAFETY: see the impl.
            unsafe { qjs::JS_FreeAtomRT(self.runtime, key) }
        }
    }

    #[inline]
    fn boolean(value: bool) -> qjs::JSValue {
        if value { qjs::JS_TRUE } else { qjs::JS_FALSE }
    }

    #[inline]
    fn integer(value: i32) -> qjs::JSValue {
        qjs::JS_MKVAL(qjs::JS_TAG_INT, value)
    }

    #[inline]
    fn number(value: f64) -> qjs::JSValue {
        qjs::JS_NewFloat64(value)
    }

    unsafe fn string(&self, text: &str) -> RawResult<qjs::JSValue> {
        // SAFETY: see the impl; the bytes are read during the call.
        checked(unsafe { qjs::JS_NewStringLen(self.context, text.as_ptr().cast(), text.len() as _) })
    }

    unsafe fn string_utf16(&self, units: &[u16]) -> RawResult<qjs::JSValue> {
        // SAFETY: see the impl.
        checked(unsafe { qjs::JS_NewStringUTF16(self.context, units.as_ptr(), units.len() as _) })
    }

    unsafe fn bigint(&self, value: i64) -> RawResult<qjs::JSValue> {
        // SAFETY: see the impl.
        checked(unsafe { qjs::JS_NewBigInt64(self.context, value) })
    }

    unsafe fn bigint_unsigned(&self, value: u64) -> RawResult<qjs::JSValue> {
        // SAFETY: see the impl.
        checked(unsafe { qjs::JS_NewBigUint64(self.context, value) })
    }

    unsafe fn symbol(&self, description: &str) -> RawResult<qjs::JSValue> {
        let description = CString::new(description.replace('\0', "")).unwrap_or_default();
        // SAFETY: see the impl.
        checked(unsafe { qjs::JS_NewSymbol(self.context, description.as_ptr(), false) })
    }

    #[inline]
    unsafe fn kind(value: qjs::JSValue) -> Kind {
        // SAFETY: reading the tag.
        match unsafe { qjs::JS_VALUE_GET_TAG(value) } {
            qjs::JS_TAG_OBJECT => Kind::Object,
            qjs::JS_TAG_INT | qjs::JS_TAG_FLOAT64 => Kind::Number,
            qjs::JS_TAG_STRING | qjs::JS_TAG_STRING_ROPE => Kind::String,
            qjs::JS_TAG_BOOL => Kind::Boolean,
            qjs::JS_TAG_NULL => Kind::Null,
            qjs::JS_TAG_BIG_INT | qjs::JS_TAG_SHORT_BIG_INT => Kind::BigInt,
            qjs::JS_TAG_SYMBOL => Kind::Symbol,
            _ => Kind::Undefined,
        }
    }

    #[inline]
    unsafe fn as_number(value: qjs::JSValue) -> f64 {
        // SAFETY: the union is read as the tag says.
        unsafe {
            match qjs::JS_VALUE_GET_TAG(value) {
                qjs::JS_TAG_INT => f64::from(qjs::JS_VALUE_GET_INT(value)),
                qjs::JS_TAG_FLOAT64 => qjs::JS_VALUE_GET_FLOAT64(value),
                _ => f64::NAN,
            }
        }
    }

    #[inline]
    unsafe fn as_integer(value: qjs::JSValue) -> Option<i32> {
        // SAFETY: the union is read as the tag says.
        unsafe { (qjs::JS_VALUE_GET_TAG(value) == qjs::JS_TAG_INT).then(|| qjs::JS_VALUE_GET_INT(value)) }
    }

    #[inline]
    unsafe fn as_boolean(value: qjs::JSValue) -> bool {
        // SAFETY: the union is read as the tag says.
        unsafe { qjs::JS_VALUE_GET_TAG(value) == qjs::JS_TAG_BOOL && qjs::JS_VALUE_GET_BOOL(value) }
    }

    #[inline]
    unsafe fn address(value: qjs::JSValue) -> usize {
        // SAFETY: the union holds a pointer when the value is counted.
        unsafe { if qjs::JS_VALUE_HAS_REF_COUNT(value) { qjs::JS_VALUE_GET_PTR(value).addr() } else { 0 } }
    }

    unsafe fn reference_count(value: qjs::JSValue) -> usize {
        // SAFETY: QuickJS-ng 0.16 keeps the count of every counted value in the four bytes before it (`js_rc` in quickjs.c). The version is
        // pinned, and a test of this crate checks the layout.
        unsafe {
            if !qjs::JS_VALUE_HAS_REF_COUNT(value) {
                return 0;
            }
            let count = qjs::JS_VALUE_GET_PTR(value).cast::<u8>().sub(4).cast::<i32>().read();
            usize::try_from(count).unwrap_or(0)
        }
    }

    unsafe fn text<R>(&self, value: qjs::JSValue, with: impl FnOnce(&[u8]) -> R) -> RawResult<R> {
        // SAFETY: see the impl; the text is alive until it is freed after use.
        unsafe {
            let mut length = 0;
            let text = qjs::JS_ToCStringLen2(self.context, &mut length, value, false);
            if text.is_null() {
                return Err(Pending);
            }
            let result = with(std::slice::from_raw_parts(text.cast(), length as usize));
            qjs::JS_FreeCString(self.context, text);
            Ok(result)
        }
    }

    unsafe fn text_utf16<R>(&self, value: qjs::JSValue, with: impl FnOnce(&[u16]) -> R) -> RawResult<R> {
        // SAFETY: as in `text`.
        unsafe {
            let mut length = 0;
            let units = qjs::JS_ToCStringLenUTF16(self.context, &mut length, value);
            if units.is_null() {
                return Err(Pending);
            }
            let result = with(std::slice::from_raw_parts(units, length as usize));
            qjs::JS_FreeCStringUTF16(self.context, units);
            Ok(result)
        }
    }

    unsafe fn to_number(&self, value: qjs::JSValue) -> RawResult<f64> {
        let mut number = 0.0;
        // SAFETY: see the impl.
        truth(unsafe { qjs::JS_ToFloat64(self.context, &mut number, value) })?;
        Ok(number)
    }

    unsafe fn to_boolean(&self, value: qjs::JSValue) -> bool {
        // SAFETY: see the impl.
        unsafe { qjs::JS_ToBool(self.context, value) > 0 }
    }

    unsafe fn to_string(&self, value: qjs::JSValue) -> RawResult<qjs::JSValue> {
        // SAFETY: see the impl.
        checked(unsafe { qjs::JS_ToString(self.context, value) })
    }

    unsafe fn to_object(&self, value: qjs::JSValue) -> RawResult<qjs::JSValue> {
        // SAFETY: see the impl.
        checked(unsafe { qjs::JS_ToObject(self.context, value) })
    }

    unsafe fn bigint_low(&self, value: qjs::JSValue) -> RawResult<i64> {
        let mut low = 0;
        // SAFETY: see the impl.
        truth(unsafe { qjs::JS_ToBigInt64(self.context, &mut low, value) })?;
        Ok(low)
    }

    unsafe fn strict_equal(&self, left: qjs::JSValue, right: qjs::JSValue) -> bool {
        // SAFETY: see the impl.
        unsafe { qjs::JS_IsStrictEqual(self.context, left, right) }
    }

    unsafe fn loose_equal(&self, left: qjs::JSValue, right: qjs::JSValue) -> RawResult<bool> {
        // SAFETY: see the impl.
        truth(unsafe { qjs::JS_IsEqual(self.context, left, right) })
    }

    unsafe fn instance_of(&self, value: qjs::JSValue, class: qjs::JSValue) -> RawResult<bool> {
        // SAFETY: see the impl.
        truth(unsafe { qjs::JS_IsInstanceOf(self.context, value, class) })
    }

    unsafe fn key(&self, text: &str) -> RawResult<qjs::JSAtom> {
        if !text.is_ascii() {
            // The engine looks for a known atom by the bytes it is given, and takes UTF-8 for Latin-1 there: "é" would be "Ã©".
            // SAFETY: see the impl; the value is released at once.
            unsafe {
                let value = self.string(text)?;
                let key = self.key_of(value);
                qjs::JS_FreeValue(self.context, value);
                return key;
            }
        }
        // SAFETY: see the impl.
        let atom = unsafe { qjs::JS_NewAtomLen(self.context, text.as_ptr().cast(), text.len() as _) };
        if atom == qjs::JS_ATOM_NULL as qjs::JSAtom { Err(Pending) } else { Ok(atom) }
    }

    unsafe fn key_index(&self, index: u32) -> qjs::JSAtom {
        // SAFETY: see the impl.
        unsafe { qjs::JS_NewAtomUInt32(self.context, index) }
    }

    unsafe fn key_of(&self, value: qjs::JSValue) -> RawResult<qjs::JSAtom> {
        // SAFETY: see the impl.
        let atom = unsafe { qjs::JS_ValueToAtom(self.context, value) };
        if atom == qjs::JS_ATOM_NULL as qjs::JSAtom { Err(Pending) } else { Ok(atom) }
    }

    unsafe fn key_value(&self, key: qjs::JSAtom) -> RawResult<qjs::JSValue> {
        // SAFETY: see the impl.
        checked(unsafe { qjs::JS_AtomToValue(self.context, key) })
    }

    unsafe fn key_is_symbol(&self, key: qjs::JSAtom) -> bool {
        // SAFETY: see the impl; the value is released at once.
        unsafe {
            let value = qjs::JS_AtomToValue(self.context, key);
            let symbol = qjs::JS_IsSymbol(value);
            qjs::JS_FreeValue(self.context, value);
            symbol
        }
    }

    #[inline]
    fn key_number(key: qjs::JSAtom) -> u32 {
        key
    }

    unsafe fn object(&self) -> RawResult<qjs::JSValue> {
        // SAFETY: see the impl.
        checked(unsafe { qjs::JS_NewObject(self.context) })
    }

    unsafe fn object_with_prototype(&self, prototype: qjs::JSValue) -> RawResult<qjs::JSValue> {
        // SAFETY: see the impl.
        checked(unsafe { qjs::JS_NewObjectProto(self.context, prototype) })
    }

    unsafe fn array(&self, elements: &[qjs::JSValue]) -> RawResult<qjs::JSValue> {
        // SAFETY: see the impl; the call takes the elements.
        checked(unsafe { qjs::JS_NewArrayFrom(self.context, elements.len() as _, elements.as_ptr()) })
    }

    unsafe fn date(&self, milliseconds: f64) -> RawResult<qjs::JSValue> {
        // SAFETY: see the impl.
        checked(unsafe { qjs::JS_NewDate(self.context, milliseconds) })
    }

    unsafe fn global(&self) -> qjs::JSValue {
        // SAFETY: see the impl.
        unsafe { qjs::JS_GetGlobalObject(self.context) }
    }

    #[inline]
    unsafe fn get(&self, object: qjs::JSValue, key: qjs::JSAtom) -> RawResult<qjs::JSValue> {
        // SAFETY: see the impl.
        checked(unsafe { qjs::JS_GetProperty(self.context, object, key) })
    }

    #[inline]
    unsafe fn get_index(&self, object: qjs::JSValue, index: u32) -> RawResult<qjs::JSValue> {
        // SAFETY: see the impl.
        checked(unsafe { qjs::JS_GetPropertyUint32(self.context, object, index) })
    }

    const MOST_ELEMENTS: i64 = elements::MOST;

    unsafe fn elements(&self, array: qjs::JSValue, receive: &mut dyn FnMut(&[qjs::JSValue])) -> RawResult<()> {
        // SAFETY: see the impl.
        unsafe { self.elements.read(self.context, array, receive) }
    }

    unsafe fn set(&self, object: qjs::JSValue, key: qjs::JSAtom, value: qjs::JSValue) -> RawResult<()> {
        // SAFETY: see the impl; the call takes the value.
        truth(unsafe { qjs::JS_SetProperty(self.context, object, key, value) }).map(drop)
    }

    unsafe fn set_index(&self, object: qjs::JSValue, index: u32, value: qjs::JSValue) -> RawResult<()> {
        // SAFETY: see the impl; the call takes the value.
        truth(unsafe { qjs::JS_SetPropertyUint32(self.context, object, index, value) }).map(drop)
    }

    unsafe fn define(
        &self,
        object: qjs::JSValue,
        key: qjs::JSAtom,
        value: qjs::JSValue,
        flags: PropertyFlags,
    ) -> RawResult<()> {
        // SAFETY: see the impl; the call takes the value.
        truth(unsafe { qjs::JS_DefinePropertyValue(self.context, object, key, value, property_flags(flags)) }).map(drop)
    }

    unsafe fn define_accessor(
        &self,
        object: qjs::JSValue,
        key: qjs::JSAtom,
        getter: qjs::JSValue,
        setter: qjs::JSValue,
        flags: PropertyFlags,
    ) -> RawResult<()> {
        let flags = property_flags(PropertyFlags { writable: false, ..flags });
        // SAFETY: see the impl; the call takes both functions.
        truth(unsafe { qjs::JS_DefinePropertyGetSet(self.context, object, key, getter, setter, flags) }).map(drop)
    }

    unsafe fn has(&self, object: qjs::JSValue, key: qjs::JSAtom) -> RawResult<bool> {
        // SAFETY: see the impl.
        truth(unsafe { qjs::JS_HasProperty(self.context, object, key) })
    }

    unsafe fn has_own(&self, object: qjs::JSValue, key: qjs::JSAtom) -> RawResult<bool> {
        // SAFETY: see the impl; no descriptor is asked for.
        truth(unsafe { qjs::JS_GetOwnProperty(self.context, std::ptr::null_mut(), object, key) })
    }

    unsafe fn delete(&self, object: qjs::JSValue, key: qjs::JSAtom) -> RawResult<bool> {
        // SAFETY: see the impl.
        truth(unsafe { qjs::JS_DeleteProperty(self.context, object, key, 0) })
    }

    unsafe fn own_keys(
        &self,
        object: qjs::JSValue,
        symbols: bool,
        enumerable_only: bool,
        each: &mut dyn FnMut(qjs::JSAtom),
    ) -> RawResult<()> {
        let mut flags = qjs::JS_GPN_STRING_MASK;
        if symbols {
            flags |= qjs::JS_GPN_SYMBOL_MASK;
        }
        if enumerable_only {
            flags |= qjs::JS_GPN_ENUM_ONLY;
        }
        // SAFETY: see the impl; the table is freed after use, with its keys.
        unsafe {
            let (mut table, mut length) = (std::ptr::null_mut(), 0);
            truth(qjs::JS_GetOwnPropertyNames(self.context, &mut table, &mut length, object, flags as _))?;
            for index in 0..length as usize {
                each((*table.add(index)).atom);
            }
            qjs::JS_FreePropertyEnum(self.context, table, length);
        }
        Ok(())
    }

    unsafe fn prototype(&self, object: qjs::JSValue) -> RawResult<qjs::JSValue> {
        // SAFETY: see the impl.
        checked(unsafe { qjs::JS_GetPrototype(self.context, object) })
    }

    unsafe fn set_prototype(&self, object: qjs::JSValue, prototype: qjs::JSValue) -> RawResult<()> {
        // SAFETY: see the impl.
        truth(unsafe { qjs::JS_SetPrototype(self.context, object, prototype) }).map(drop)
    }

    unsafe fn length(&self, object: qjs::JSValue) -> RawResult<i64> {
        let mut length = 0;
        // SAFETY: see the impl.
        truth(unsafe { qjs::JS_GetLength(self.context, object, &mut length) })?;
        Ok(length)
    }

    unsafe fn is_callable(&self, value: qjs::JSValue) -> bool {
        // SAFETY: see the impl.
        unsafe { qjs::JS_IsFunction(self.context, value) }
    }

    unsafe fn is_constructor(&self, value: qjs::JSValue) -> bool {
        // SAFETY: see the impl.
        unsafe { qjs::JS_IsConstructor(self.context, value) }
    }

    unsafe fn is_class(&self, value: qjs::JSValue) -> bool {
        // SAFETY: see the impl; the descriptor is read only when it was filled in, and its references are given back.
        unsafe {
            if !qjs::JS_IsConstructor(self.context, value) {
                return false;
            }
            let mut descriptor: qjs::JSPropertyDescriptor = std::mem::zeroed();
            let found = qjs::JS_GetOwnProperty(self.context, &mut descriptor, value, self.prototype_key);
            if found < 0 {
                let exception = qjs::JS_GetException(self.context);
                qjs::JS_FreeValue(self.context, exception);
            }
            if found <= 0 {
                return false;
            }
            qjs::JS_FreeValue(self.context, descriptor.value);
            qjs::JS_FreeValue(self.context, descriptor.getter);
            qjs::JS_FreeValue(self.context, descriptor.setter);
            descriptor.flags & qjs::JS_PROP_WRITABLE as std::ffi::c_int == 0
        }
    }

    unsafe fn is_array(&self, value: qjs::JSValue) -> bool {
        // SAFETY: see the impl.
        unsafe { qjs::JS_IsArray(value) }
    }

    unsafe fn is_error(&self, value: qjs::JSValue) -> bool {
        // SAFETY: see the impl.
        unsafe { qjs::JS_IsError(value) }
    }

    unsafe fn is_date(&self, value: qjs::JSValue) -> bool {
        // SAFETY: see the impl.
        unsafe { qjs::JS_IsDate(value) }
    }

    unsafe fn is_map(&self, value: qjs::JSValue) -> bool {
        // SAFETY: see the impl.
        unsafe { qjs::JS_IsMap(value) }
    }

    unsafe fn is_set(&self, value: qjs::JSValue) -> bool {
        // SAFETY: see the impl.
        unsafe { qjs::JS_IsSet(value) }
    }

    unsafe fn is_js_proxy(&self, value: qjs::JSValue) -> bool {
        // SAFETY: see the impl.
        unsafe { qjs::JS_IsProxy(value) }
    }

    unsafe fn json_stringify(&self, value: qjs::JSValue) -> RawResult<qjs::JSValue> {
        // SAFETY: see the impl.
        checked(unsafe { qjs::JS_JSONStringify(self.context, value, qjs::JS_UNDEFINED, qjs::JS_UNDEFINED) })
    }

    unsafe fn json_parse(&self, text: &str) -> RawResult<qjs::JSValue> {
        let text = terminated(text);
        // SAFETY: see the impl; the text ends with a zero that the length does not count.
        checked(unsafe {
            qjs::JS_ParseJSON(self.context, text.as_ptr().cast(), (text.len() - 1) as _, c"<json>".as_ptr())
        })
    }

    #[inline]
    unsafe fn call(
        &self,
        function: qjs::JSValue,
        this: qjs::JSValue,
        arguments: &[qjs::JSValue],
    ) -> RawResult<qjs::JSValue> {
        // SAFETY: see the impl; QuickJS does not write to the arguments.
        checked(unsafe {
            qjs::JS_Call(self.context, function, this, arguments.len() as _, arguments.as_ptr().cast_mut())
        })
    }

    unsafe fn invoke(
        &self,
        this: qjs::JSValue,
        key: qjs::JSAtom,
        arguments: &[qjs::JSValue],
    ) -> RawResult<qjs::JSValue> {
        // SAFETY: as in `call`.
        checked(unsafe { qjs::JS_Invoke(self.context, this, key, arguments.len() as _, arguments.as_ptr().cast_mut()) })
    }

    unsafe fn construct(&self, class: qjs::JSValue, arguments: &[qjs::JSValue]) -> RawResult<qjs::JSValue> {
        // SAFETY: as in `call`.
        checked(unsafe {
            qjs::JS_CallConstructor(self.context, class, arguments.len() as _, arguments.as_ptr().cast_mut())
        })
    }

    unsafe fn evaluate(&self, source: &str, file_name: &str) -> RawResult<qjs::JSValue> {
        // SAFETY: see the impl.
        unsafe { self.run(source, file_name, qjs::JS_EVAL_TYPE_GLOBAL) }
    }

    unsafe fn evaluate_module(&self, source: &str, file_name: &str) -> RawResult<qjs::JSValue> {
        // SAFETY: see the impl.
        unsafe { self.run(source, file_name, qjs::JS_EVAL_TYPE_MODULE) }
    }

    unsafe fn enable_modules(&self) {
        // SAFETY: see the impl.
        unsafe { self.set_module_hooks() }
    }

    unsafe fn import(&self, base: &str, specifier: &str) -> RawResult<qjs::JSValue> {
        // SAFETY: see the impl.
        unsafe { self.load_module(base, specifier) }
    }

    #[inline]
    unsafe fn take_exception(&self) -> qjs::JSValue {
        // SAFETY: see the impl.
        unsafe { qjs::JS_GetException(self.context) }
    }

    unsafe fn throw(&self, value: qjs::JSValue) -> Pending {
        // SAFETY: see the impl; the call takes the value.
        unsafe { qjs::JS_Throw(self.context, value) };
        Pending
    }

    unsafe fn set_uncatchable(&self, error: qjs::JSValue) {
        // SAFETY: see the impl.
        unsafe { qjs::JS_SetUncatchableError(self.context, error) }
    }

    unsafe fn is_uncatchable(&self, error: qjs::JSValue) -> bool {
        // SAFETY: see the impl.
        unsafe { qjs::JS_IsUncatchableError(error) }
    }

    unsafe fn host_object(&self, prototype: qjs::JSValue, data: ErasedHost, callable: bool) -> RawResult<qjs::JSValue> {
        let class = if callable { self.function_class } else { self.host_class };
        // SAFETY: see the impl.
        unsafe { classes::new_host(self.context, prototype, class, self.hosts.enter(data)) }
    }

    unsafe fn set_constructor(&self, function: qjs::JSValue, constructor: bool) {
        // SAFETY: see the impl.
        unsafe { qjs::JS_SetConstructorBit(self.context, function, constructor) };
    }

    unsafe fn host_data(&self, value: qjs::JSValue) -> Option<*const ErasedHost> {
        // SAFETY: the class tells what the opaque pointer is.
        unsafe {
            let data = qjs::JS_GetOpaque(value, self.host_class);
            (!data.is_null()).then(|| &raw const (*data.cast::<Host>()).erased)
        }
    }

    unsafe fn mark(marker: Marker, value: qjs::JSValue) {
        // SAFETY: see the impl.
        unsafe { qjs::JS_MarkValue(marker.runtime, value, marker.mark) }
    }

    unsafe fn register_foreign<P: ForeignProxy>(&self) -> RawResult<()> {
        // SAFETY: see the impl.
        self.foreign_classes.set(unsafe { foreign::register::<P>(self.runtime) }.ok_or(Pending)?);
        Ok(())
    }

    unsafe fn foreign(&self, prototype: qjs::JSValue, data: *mut c_void, callable: bool) -> RawResult<qjs::JSValue> {
        let class = self.foreign_classes.get()[usize::from(callable)];
        // SAFETY: see the impl; the class is registered before the first proxy is made.
        unsafe {
            let object = checked(qjs::JS_NewObjectProtoClass(self.context, prototype, class))?;
            qjs::JS_SetOpaque(object, data);
            Ok(object)
        }
    }

    #[inline]
    unsafe fn foreign_data(&self, value: qjs::JSValue) -> Option<*mut c_void> {
        // SAFETY: see the impl.
        let class = unsafe { qjs::JS_GetClassID(value) };
        if class == qjs::JS_INVALID_CLASS_ID as qjs::JSClassID || !self.foreign_classes.get().contains(&class) {
            return None;
        }
        // SAFETY: see the impl.
        Some(unsafe { qjs::JS_GetOpaque(value, class) })
    }

    unsafe fn set_foreign_data(&self, value: qjs::JSValue, data: *mut c_void) {
        // SAFETY: see the impl.
        unsafe { qjs::JS_SetOpaque(value, data) };
    }

    unsafe fn external_buffer(
        &self,
        memory: *mut u8,
        length: usize,
        immutable: bool,
        owner: Box<dyn BufferOwner>,
    ) -> RawResult<qjs::JSValue> {
        // SAFETY: see the impl.
        unsafe { buffers::external(self.context, memory, length, immutable, owner) }
    }

    unsafe fn copied_buffer(&self, bytes: &[u8]) -> RawResult<qjs::JSValue> {
        // SAFETY: see the impl.
        checked(unsafe { qjs::JS_NewArrayBufferCopy(self.context, bytes.as_ptr(), bytes.len() as _) })
    }

    unsafe fn buffer_memory(&self, buffer: qjs::JSValue) -> Option<(*mut u8, usize, bool)> {
        // SAFETY: see the impl.
        unsafe { buffers::memory(self.context, buffer) }
    }

    unsafe fn detach_buffer(&self, buffer: qjs::JSValue) {
        // SAFETY: see the impl.
        unsafe { qjs::JS_DetachArrayBuffer(self.context, buffer) }
    }

    unsafe fn typed_array_kind(&self, value: qjs::JSValue) -> Option<TypedArrayKind> {
        // SAFETY: see the impl.
        buffers::kind_of(unsafe { qjs::JS_GetTypedArrayType(value) })
    }

    unsafe fn typed_array(&self, kind: TypedArrayKind, buffer: qjs::JSValue) -> RawResult<qjs::JSValue> {
        let mut arguments = [buffer, qjs::JS_UNDEFINED, qjs::JS_UNDEFINED];
        // SAFETY: see the impl.
        checked(unsafe { qjs::JS_NewTypedArray(self.context, 3, arguments.as_mut_ptr(), buffers::number_of(kind)) })
    }

    unsafe fn typed_array_buffer(&self, view: qjs::JSValue) -> RawResult<(qjs::JSValue, usize, usize)> {
        let (mut offset, mut length, mut size) = (0, 0, 0);
        // SAFETY: see the impl.
        let buffer =
            checked(unsafe { qjs::JS_GetTypedArrayBuffer(self.context, view, &mut offset, &mut length, &mut size) })?;
        Ok((buffer, offset as usize, length as usize))
    }

    unsafe fn is_array_buffer(&self, value: qjs::JSValue) -> bool {
        // SAFETY: see the impl.
        unsafe { qjs::JS_IsArrayBuffer(value) }
    }

    unsafe fn is_data_view(&self, value: qjs::JSValue) -> bool {
        // SAFETY: see the impl.
        unsafe { qjs::JS_IsDataView(value) }
    }

    unsafe fn promise(&self) -> RawResult<(qjs::JSValue, qjs::JSValue, qjs::JSValue)> {
        let mut functions = [qjs::JS_UNDEFINED; 2];
        // SAFETY: see the impl; the array has room for both functions.
        let promise = checked(unsafe { qjs::JS_NewPromiseCapability(self.context, functions.as_mut_ptr()) })?;
        Ok((promise, functions[0], functions[1]))
    }

    unsafe fn promise_state(&self, value: qjs::JSValue) -> Option<PromiseState> {
        // SAFETY: see the impl.
        match unsafe { qjs::JS_PromiseState(self.context, value) } {
            qjs::JSPromiseStateEnum_JS_PROMISE_PENDING => Some(PromiseState::Pending),
            qjs::JSPromiseStateEnum_JS_PROMISE_FULFILLED => Some(PromiseState::Fulfilled),
            qjs::JSPromiseStateEnum_JS_PROMISE_REJECTED => Some(PromiseState::Rejected),
            _ => None,
        }
    }

    unsafe fn promise_result(&self, promise: qjs::JSValue) -> qjs::JSValue {
        // SAFETY: see the impl.
        unsafe { qjs::JS_PromiseResult(self.context, promise) }
    }

    unsafe fn promise_then(
        &self,
        promise: qjs::JSValue,
        fulfilled: qjs::JSValue,
        rejected: qjs::JSValue,
    ) -> RawResult<qjs::JSValue> {
        // SAFETY: see the impl.
        checked(unsafe { qjs::JS_PromiseThen(self.context, promise, fulfilled, rejected) })
    }

    unsafe fn settled_promise(&self, value: qjs::JSValue, rejected: bool) -> RawResult<qjs::JSValue> {
        // SAFETY: see the impl.
        checked(unsafe { qjs::JS_NewSettledPromise(self.context, rejected, value) })
    }

    unsafe fn mark_handled(&self, promise: qjs::JSValue) {
        // SAFETY: see the impl.
        unsafe { qjs::JS_PromiseMarkAsHandled(self.context, promise) }
    }

    #[inline]
    fn has_jobs(&self) -> bool {
        // SAFETY: the runtime is live.
        unsafe { qjs::JS_IsJobPending(self.runtime) }
    }

    unsafe fn run_job(&self) -> RawResult<bool> {
        let mut context = std::ptr::null_mut();
        // SAFETY: see the impl.
        truth(unsafe { qjs::JS_ExecutePendingJob(self.runtime, &mut context) })
    }

    unsafe fn collect(&self) {
        // SAFETY: see the impl.
        unsafe { qjs::JS_RunGC(self.runtime) }
    }

    unsafe fn collect_through(&self, crossing: &mut dyn Crossing) -> bool {
        // SAFETY: see the impl.
        unsafe { crossing::collect(self, crossing) }
    }

    unsafe fn trace_holder(marker: Marker, holder: usize) {
        // SAFETY: see the impl; the realm was attached before any holder was made.
        unsafe {
            let realm = Realm::from_address(qjs::JS_GetRuntimeOpaque(marker.runtime));
            crossing::holder(realm.engine(), marker, holder);
        }
    }

    unsafe fn set_collection_threshold(&self, bytes: usize) {
        // SAFETY: see the impl.
        unsafe { qjs::JS_SetGCThreshold(self.runtime, bytes as _) }
    }

    fn own_collections(&self) -> u32 {
        self.lifelines.take_own_runs()
    }

    unsafe fn memory_used(&self) -> usize {
        // SAFETY: the structure is plain numbers, which the call fills in.
        unsafe {
            let mut usage = std::mem::zeroed();
            qjs::JS_ComputeMemoryUsage(self.runtime, &mut usage);
            usize::try_from(usage.malloc_size).unwrap_or(0)
        }
    }

    unsafe fn trim(&self) {
        self.heap.trim();
    }
}

impl QuickJs {
    unsafe fn run(&self, source: &str, file_name: &str, flags: u32) -> RawResult<qjs::JSValue> {
        let source = terminated(source);
        let file_name = CString::new(file_name.replace('\0', "")).unwrap_or_default();
        // SAFETY: see the impl of the trait; the source ends with a zero that the length does not count.
        checked(unsafe {
            let text = source.as_ptr().cast();
            qjs::JS_Eval(self.context, text, (source.len() - 1) as _, file_name.as_ptr(), flags as _)
        })
    }
}
