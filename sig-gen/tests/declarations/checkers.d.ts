// What both type checkers take, though a plain translation would not be.
export interface Filters { _: string[] }
export declare class Source { subscribe(listener: () => void): void }
export declare class Query extends Source { subscribe: (listener: () => void) => () => void }
export interface Check { (value: string): boolean }
export interface Later extends Check { (value: string): Promise<boolean> }
export declare namespace rest { interface Waiting<T> extends Thenable<Waiting<T>> { text: string } }
export interface Thenable<T> { then(next: T): void }
export type Adapter = (config: Config<any>) => void;
export interface Config<D> { adapter?: Adapter; data?: D; serialize?: Serializer<D | string>; guard?: (config: Config<D>) => boolean }
export interface SerializerOptions<P> { encode?: Serializer<P> }
export type Serializer<P> = (value: P, options?: SerializerOptions<P>) => string;
export interface Schema { name: string; check(): void }
export declare function union<T extends readonly (Schema | RegExp)[]>(options: T): { of: T };
export declare function list<T extends readonly [Schema, ...Schema[]]>(options: T): T;
interface Kinds { bar: { width: number }; line: { dash: number } }
type Deep<T> = T extends object ? { [P in keyof T]?: Deep<T[P]> } : T;
export interface Options<K extends keyof Kinds, D> { kind: K; data?: D; settings?: Deep<Kinds[K]> }
export declare class Chart<K extends keyof Kinds = keyof Kinds, D = number[]> { constructor(options: Options<K, D>) }
export type Node = A | B | C | D | E | F | G | H | I | J | K;
interface A { a: Node } interface B { b: Node } interface C { c: Node } interface D { d: Node } interface E { e: Node } interface F { f: Node }
interface G { g: Node } interface H { h: Node } interface I { i: Node } interface J { j: Node } interface K { k: Node }
interface Leaf1 { n: Node; l: Leaf2 } interface Leaf2 { n: Node; l: Leaf3 } interface Leaf3 { n: Node; l: Leaf4 } interface Leaf4 { n: Node; l: Leaf5 }
interface Leaf5 { n: Node; l: Leaf6 } interface Leaf6 { n: Node; l: Leaf7 } interface Leaf7 { n: Node; l: Leaf8 } interface Leaf8 { n: Node; l: Leaf9 } interface Leaf9 { n: Node }
export declare function visit(node: Leaf1): void;
/** @deprecated Use `visit`. */
export declare function visit(node: Leaf1, key: string): void;
