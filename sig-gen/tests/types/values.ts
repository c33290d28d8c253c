export declare const tag: unique symbol;
export declare const text: "literal";
export declare let variable: number;
export declare function single(a: string): number;
export declare function overloaded(a: string): 1;
export declare function overloaded(a: number, b?: boolean): 2;
export declare function generic<T, U = string>(a: T, b: U): [T, U];
export declare namespace Space { const inner: { deep: "x" }; function call(): void; namespace Sub { const far: 1; interface Hidden { a: 1 } } class Klass { m(): 1 } enum E { A, B } type T = 5 }
export declare class Base<T> { constructor(value: T, other?: string); value: T; static make<U>(u: U): Base<U>; static readonly version = "1.0"; readonly size = 5; method(): this; protected hidden: 1; get accessor(): string; set accessor(v: string | number); get onlyGet(): number; #secret: 1; }
export declare class Derived extends Base<string[]> { extra: boolean }
export declare class Generic<A, B = A> extends Base<A> { pair: [A, B] }
export declare abstract class Abstract { abstract run(): void; protected constructor(x: 1) }
export declare class Singleton { private constructor(); static instance: Singleton }
declare const Mixed: (new (...args: any[]) => { mixed: 1 }) & typeof Base;
export declare class FromMixin extends Mixed<number> { own: 2 }
interface Ctor { new <T>(x: T): { held: T }; helper(): 5 }
declare const Made: Ctor;
export declare class FromValue extends Made<Date> { own: 3 }
interface Thing { a: 1; shared(x: string): string }
interface Thing { b: 2; shared(x: number): number }
declare var Thing: { new (name: string): Thing; create(): Thing };
export declare const frozen: { readonly a: 1; readonly list: readonly [1, 2] };
export enum Num { A, B = 5, C, D = 1 << 3, E = A | B }
export enum Str { X = "x", Y = "y" }
export const enum Const { One = 1 }
export type V1 = typeof text;
export type V2 = typeof variable;
export type V3 = typeof single;
export type V4 = typeof overloaded;
export type V5 = typeof generic;
export type V6 = typeof generic<number>;
export type V7 = typeof generic<number, boolean>;
export type V8 = ReturnType<typeof generic<1, 2>>;
export type V9 = typeof Space.inner;
export type V10 = typeof Space.inner.deep;
export type V11 = typeof Space.Sub.far;
export type V12 = Space.Sub.Hidden["a"];
export type V13 = Space.T;
export type V14 = Space.E.A;
export type V15 = typeof Space.E.B;
export type V16 = keyof typeof Space;
export type V17 = InstanceType<typeof Space.Klass>;
export type V18 = typeof Base.make;
export type V19 = typeof Base.version;
export type V20 = Base<1>["size"];
export type V21 = Base<1>["value"];
export type V22 = Base<1>["accessor"];
export type V23 = ReturnType<Derived["method"]>;
export type V24 = ConstructorParameters<typeof Base>;
export type V25 = ConstructorParameters<typeof Derived>;
export type V26 = InstanceType<typeof Derived>;
export type V27 = ConstructorParameters<typeof Generic>;
export type V28 = ConstructorParameters<typeof Base<number>>;
export type V29 = { [K in keyof Base<1>]: Base<1>[K] };
export type V30 = keyof typeof Derived;
export type V31 = FromMixin["mixed"];
export type V32 = FromMixin["value"];
export type V33 = FromValue["held"];
export type V34 = Thing["shared"];
export type V35 = { [K in keyof Thing]: Thing[K] };
export type V36 = InstanceType<typeof Thing>;
export type V37 = ReturnType<(typeof Thing)["create"]>;
export type V38 = (typeof frozen)["list"][1];
export type V39 = Num.C;
export type V40 = `${Num.E}`;
export type V41 = (typeof Num)["D"];
export type V42 = Str;
export type V43 = `${Str}`;
export type V44 = typeof Str[keyof typeof Str];
export type V45 = typeof tag;
export type V46 = { [tag]: 1; [Symbol.iterator]: 2 };
export type V47 = keyof V46;
export type V48 = Const.One;
export type V49 = typeof import("./unions").Color;
export type V50 = import("./unions").Color;
export type V51 = import("./unions").Color.Red;
export type V52 = import("./unions").StringAbsorbs;
export type V53 = ReturnType<Generic<1>["method"]>;
export type V54 = Generic<1>["pair"];
export type V55 = Generic<1, 2>["pair"];
export type V56 = ReturnType<typeof Base.make<5>>;
interface Indexed { [key: string]: number | string; known: 5 }
interface Sub extends Indexed { more: "x" }
export type V57 = Sub["anything"];
export type V58 = { [K in keyof Sub]: Sub[K] };
interface ExtendsMapped extends Partial<Record<"a" | "b", 1>> { c: 3 }
export type V59 = { [K in keyof ExtendsMapped]: ExtendsMapped[K] };
type Inter = { p: 1 } & { q: 2 };
interface ExtendsIntersection extends Inter { r: 3 }
export type V60 = { [K in keyof ExtendsIntersection]: ExtendsIntersection[K] };
interface ExtendsArray<T> extends Array<T> { extra: T }
export type V61 = ExtendsArray<1>[number];
export type V62 = ExtendsArray<1> extends (infer U)[] ? U : never;
interface Callable { (a: string): number; prop: 1; new (b: boolean): Date }
export type V63 = ReturnType<Callable>;
export type V64 = InstanceType<Callable>;
export type V65 = Callable["prop"];
type Default<A, B = A[], C extends B = B> = [A, B, C];
export type V66 = Default<1>;
export type V67 = Default<1, number>;
export type V68 = Singleton extends { x: 1 } ? 1 : 2;
export type V69 = typeof Abstract extends abstract new (...args: any) => infer R ? R : never;
export type V70 = HTMLElementTagNameMap["div"];
export type V71 = keyof Pick<HTMLElementEventMap, "click" | "keydown">;
export type V72 = Parameters<typeof fetch>;
export type V73 = Awaited<ReturnType<typeof fetch>>;
export type V74 = ReturnType<typeof setTimeout>;
export type V75 = Parameters<Document["addEventListener"]>[0];
export type V76 = ReturnType<Map<string, 1>["entries"]>;
export type V77 = ReturnType<Array<1>["map"]>;
export type V78 = ReturnType<PromiseConstructor["all"]>;
export type V79 = Required<RequestInit>["body"];
export type V80 = Extract<BodyInit, Blob>;
export type V81 = Omit<ResponseInit, "headers">;
export type V82 = Partial<DOMRectInit>;
export type V83 = NonNullable<RequestInit["headers"]>;
export type V84 = Event["target"];
export type V85 = ArrayBufferView["buffer"];
export type V86 = Uint8Array["buffer"];
export type V87 = IteratorResult<1, 2>;
export type V88 = ReturnType<Iterable<1>[typeof Symbol.iterator]>;
export type V89 = ReturnType<Generator<1, 2, 3>["next"]>;
export type V90 = TypedPropertyDescriptor<string>["get"];
