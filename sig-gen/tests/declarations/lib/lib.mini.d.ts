// The context of the snapshot tests: as much of a library as they refer to.
interface Array<T> { readonly length: number; [index: number]: T; push(...items: T[]): number }
interface ReadonlyArray<T> { readonly length: number; readonly [index: number]: T }
interface String { readonly length: number }
interface Number { toFixed(digits?: number): string }
interface Boolean { valueOf(): boolean }
interface Function { (): any }
interface Date { getTime(): number }
declare var Date: { new (): Date; prototype: Date };
interface Error { message: string }
declare var Error: { new (message?: string): Error; prototype: Error };
interface PromiseLike<T> { then<R>(done: (value: T) => R): PromiseLike<R> }
interface Promise<T> { then<R>(done: (value: T) => R): Promise<R> }
interface Map<K, V> { get(key: K): V | undefined }
interface Set<T> { has(value: T): boolean }
interface Iterator<T, R = any, N = any> { next(...sent: [] | [N]): { value: T | R; done?: boolean } }
interface IteratorObject<T, R = unknown, N = unknown> extends Iterator<T, R, N> {}
interface IterableIterator<T, R = any, N = any> extends Iterator<T, R, N> {}
interface Generator<T = unknown, R = any, N = any> extends IteratorObject<T, R, N> {}
interface ArrayIterator<T> extends IteratorObject<T, undefined, unknown> {}
interface Iterable<T> { [Symbol.iterator](): Iterator<T> }
interface AsyncIterable<T> { [Symbol.asyncIterator](): unknown }
interface AsyncIterableIterator<T> extends AsyncIterable<T> {}
interface ArrayBuffer { readonly byteLength: number }
interface ArrayBufferView { buffer: ArrayBuffer; byteLength: number }
interface Uint8Array<T = ArrayBuffer> { readonly length: number }
interface Ambient { shared?: string }
type AmbientAlias = "left" | "right";
declare class AmbientClass { run(options?: Ambient): void }
type PropertyKey = string | number | symbol;
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
type InstanceType<T extends abstract new (...args: any) => any> = T extends abstract new (...args: any) => infer R ? R : any;
type Awaited<T> = T extends null | undefined ? T : T extends object & { then(done: infer F): any } ? (F extends (value: infer V, ...args: infer _) => any ? Awaited<V> : never) : T;
type Uppercase<S extends string> = intrinsic;
type Capitalize<S extends string> = intrinsic;
