// a DOMException
const e = new DOMException("msg", "AbortError"); print(e.name, e.message, e.code, e instanceof Error, String(e), typeof e.stack, Object.prototype.toString.call(e));
//> AbortError msg 20 true AbortError: msg string [object DOMException]

// defaults
const e = new DOMException(); print(e.name, JSON.stringify(e.message), e.code, String(e), new DOMException(undefined).message === "", new DOMException("x", "Custom").code);
//> Error "" 0 Error true 0

// codes of names
for (const name of ["IndexSizeError", "NotFoundError", "NotSupportedError", "InvalidStateError", "SyntaxError", "InvalidAccessError", "NetworkError", "AbortError", "URLMismatchError", "QuotaExceededError", "TimeoutError", "DataCloneError", "EncodingError", "OperationError"]) print(name, new DOMException("", name).code);
//> IndexSizeError 1
//> NotFoundError 8
//> NotSupportedError 9
//> InvalidStateError 11
//> SyntaxError 12
//> InvalidAccessError 15
//> NetworkError 19
//> AbortError 20
//> URLMismatchError 21
//> QuotaExceededError 22
//> TimeoutError 23
//> DataCloneError 25
//> EncodingError 0
//> OperationError 0

// constants
print(DOMException.ABORT_ERR, DOMException.INDEX_SIZE_ERR, DOMException.DATA_CLONE_ERR, new DOMException().NOT_FOUND_ERR, Object.getOwnPropertyDescriptor(DOMException, "ABORT_ERR").writable);
//> 20 1 25 8 false

// shape
print(DOMException.length, DOMException.prototype instanceof Error, Object.getPrototypeOf(DOMException.prototype) === Error.prototype, thrown(() => DOMException()), thrown(() => Object.getOwnPropertyDescriptor(DOMException.prototype, "name").get.call({})));
//> 0 true true TypeError TypeError
