// What declarations need of the language when no `typescript` package is there: types that mean something at the border, and type operators.
interface Array<T> { readonly length: number; [index: number]: T; }
interface ReadonlyArray<T> { readonly length: number; readonly [index: number]: T; }
interface ArrayLike<T> { readonly length: number; readonly [index: number]: T; }
interface Function {}
interface CallableFunction extends Function {}
interface NewableFunction extends Function {}
interface Object {}
interface String { readonly length: number; }
interface Number {}
interface Boolean {}
interface Symbol {}
interface BigInt {}
interface RegExp {}
interface IArguments {}
interface SymbolConstructor {
    readonly iterator: unique symbol;
    readonly asyncIterator: unique symbol;
    readonly dispose: unique symbol;
    readonly asyncDispose: unique symbol;
}
declare var Symbol: SymbolConstructor;
interface PromiseLike<T> { then(): PromiseLike<T>; }
interface Promise<T> { then(): Promise<T>; }
interface Map<K, V> { get(key: K): V | undefined; }
interface ReadonlyMap<K, V> { get(key: K): V | undefined; }
interface Set<T> { has(value: T): boolean; }
interface ReadonlySet<T> { has(value: T): boolean; }
interface Date { getTime(): number; }
interface Error { name: string; message: string; stack?: string; }
interface IteratorYieldResult<T> { done?: false; value: T; }
interface IteratorReturnResult<T> { done: true; value: T; }
type IteratorResult<T, TReturn = any> = IteratorYieldResult<T> | IteratorReturnResult<T>;
interface Iterator<T, TReturn = any, TNext = any> { next(): IteratorResult<T, TReturn>; }
interface Iterable<T, TReturn = any, TNext = any> { [Symbol.iterator](): Iterator<T, TReturn, TNext>; }
interface IterableIterator<T, TReturn = any, TNext = any> extends Iterator<T, TReturn, TNext> { [Symbol.iterator](): IterableIterator<T, TReturn, TNext>; }
interface Generator<T = unknown, TReturn = any, TNext = any> extends IterableIterator<T, TReturn, TNext> {}
interface AsyncIterator<T, TReturn = any, TNext = any> { next(): Promise<IteratorResult<T, TReturn>>; }
interface AsyncIterable<T, TReturn = any, TNext = any> { [Symbol.asyncIterator](): AsyncIterator<T, TReturn, TNext>; }
interface AsyncIterableIterator<T, TReturn = any, TNext = any> extends AsyncIterator<T, TReturn, TNext> { [Symbol.asyncIterator](): AsyncIterableIterator<T, TReturn, TNext>; }
interface AsyncGenerator<T = unknown, TReturn = any, TNext = any> extends AsyncIterableIterator<T, TReturn, TNext> {}
interface ArrayBuffer { readonly byteLength: number; }
interface SharedArrayBuffer { readonly byteLength: number; }
type ArrayBufferLike = ArrayBuffer | SharedArrayBuffer;
interface ArrayBufferView<T extends ArrayBufferLike = ArrayBufferLike> { buffer: T; byteLength: number; byteOffset: number; }
interface DataView<T extends ArrayBufferLike = ArrayBufferLike> { readonly buffer: T; }
interface Int8Array<T extends ArrayBufferLike = ArrayBufferLike> { readonly buffer: T; readonly length: number; }
interface Uint8Array<T extends ArrayBufferLike = ArrayBufferLike> { readonly buffer: T; readonly length: number; }
interface Uint8ClampedArray<T extends ArrayBufferLike = ArrayBufferLike> { readonly buffer: T; readonly length: number; }
interface Int16Array<T extends ArrayBufferLike = ArrayBufferLike> { readonly buffer: T; readonly length: number; }
interface Uint16Array<T extends ArrayBufferLike = ArrayBufferLike> { readonly buffer: T; readonly length: number; }
interface Int32Array<T extends ArrayBufferLike = ArrayBufferLike> { readonly buffer: T; readonly length: number; }
interface Uint32Array<T extends ArrayBufferLike = ArrayBufferLike> { readonly buffer: T; readonly length: number; }
interface Float16Array<T extends ArrayBufferLike = ArrayBufferLike> { readonly buffer: T; readonly length: number; }
interface Float32Array<T extends ArrayBufferLike = ArrayBufferLike> { readonly buffer: T; readonly length: number; }
interface Float64Array<T extends ArrayBufferLike = ArrayBufferLike> { readonly buffer: T; readonly length: number; }
interface BigInt64Array<T extends ArrayBufferLike = ArrayBufferLike> { readonly buffer: T; readonly length: number; }
interface BigUint64Array<T extends ArrayBufferLike = ArrayBufferLike> { readonly buffer: T; readonly length: number; }
type Partial<T> = { [P in keyof T]?: T[P] };
type Required<T> = { [P in keyof T]-?: T[P] };
type Readonly<T> = { readonly [P in keyof T]: T[P] };
type Pick<T, K extends keyof T> = { [P in K]: T[P] };
type Record<K extends keyof any, T> = { [P in K]: T };
type Exclude<T, U> = T extends U ? never : T;
type Extract<T, U> = T extends U ? T : never;
type Omit<T, K extends keyof any> = Pick<T, Exclude<keyof T, K>>;
type NonNullable<T> = T & {};
type Parameters<T extends (...args: any) => any> = T extends (...args: infer P) => any ? P : never;
type ReturnType<T extends (...args: any) => any> = T extends (...args: any) => infer R ? R : any;
type Awaited<T> = T extends Promise<infer V> ? V : T;
