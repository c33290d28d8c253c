// In the spirit of what well-known libraries of types do.
type IsEqual<A, B> = (<G>() => G extends (A & G) | G ? 1 : 2) extends <G>() => G extends (B & G) | G ? 1 : 2 ? true : false;
type Equals<A, B> = (<T>() => T extends A ? 1 : 2) extends <T>() => T extends B ? 1 : 2 ? true : false;
export type E1 = Equals<string, string>;
export type E2 = Equals<string, any>;
export type E3 = Equals<{ a: 1 }, { a: 1 }>;
export type E4 = Equals<{ a: 1 }, { readonly a: 1 }>;
export type E5 = Equals<{ a: 1 } & { b: 2 }, { a: 1; b: 2 }>;
export type E6 = Equals<"a" | "b", "b" | "a">;
export type E7 = IsEqual<string, string>;
export type E8 = IsEqual<string, number>;
export type E9 = IsEqual<never, never>;
type IfEquals<X, Y, A = X, B = never> = (<T>() => T extends X ? 1 : 2) extends <T>() => T extends Y ? 1 : 2 ? A : B;
type ReadonlyKeys<T> = { [P in keyof T]-?: IfEquals<{ [Q in P]: T[P] }, { -readonly [Q in P]: T[P] }, never, P> }[keyof T];
type WritableKeys<T> = { [P in keyof T]-?: IfEquals<{ [Q in P]: T[P] }, { -readonly [Q in P]: T[P] }, P> }[keyof T];
export type W1 = ReadonlyKeys<{ a: 1; readonly b: 2; readonly c?: 3 }>;
export type W2 = WritableKeys<{ a: 1; readonly b: 2; c?: 3 }>;
type Simplify<T> = { [K in keyof T]: T[K] } & {};
type Except<T, K extends keyof T> = { [P in keyof T as P extends K ? never : P]: T[P] };
export type X1 = Except<{ a: 1; b?: 2; readonly c: 3 }, "a">;
type SetOptional<T, K extends keyof T> = Simplify<Except<T, K> & Partial<Pick<T, K>>>;
export type X2 = SetOptional<{ a: 1; b: 2 }, "a">;
type SetRequired<T, K extends keyof T> = T extends unknown ? Simplify<Omit<T, K> & Required<Pick<T, K>>> : never;
export type X3 = SetRequired<{ a?: 1; b?: 2 }, "a">;
type RequireAtLeastOne<T, K extends keyof T = keyof T> = { [P in K]-?: Required<Pick<T, P>> & Partial<Pick<T, Exclude<K, P>>> }[K] & Omit<T, K>;
export type X4 = Simplify<RequireAtLeastOne<{ a?: 1; b?: 2; c: 3 }, "a" | "b">>;
type UnionToTuple<U, L = LastOf<U>> = [U] extends [never] ? [] : [...UnionToTuple<Exclude<U, L>>, L];
type UnionToIntersection<U> = (U extends unknown ? (k: U) => void : never) extends (k: infer I) => void ? I : never;
type LastOf<U> = UnionToIntersection<U extends unknown ? (x: U) => void : never> extends (x: infer L) => void ? L : never;
export type X5 = UnionToTuple<"only">;
type PathOf<T, P extends string> = P extends keyof T ? T[P] : P extends `${infer K}.${infer R}` ? K extends keyof T ? PathOf<T[K], R> : never : never;
export type P1 = PathOf<{ a: { b: { c: 7 } } }, "a.b.c">;
export type P2 = PathOf<{ a: [{ x: 1 }, { x: 2 }] }, "a.1.x">;
type Prettify<T> = T extends (...args: infer A) => infer R ? (...args: A) => R : T extends object ? { [K in keyof T]: Prettify<T[K]> } : T;
export type P3 = Prettify<{ a: { b: 1 } & { c: 2 }; f(x: string): number }>;
type Curry<F> = F extends (...args: infer A) => infer R ? A extends [infer H, ...infer T] ? (arg: H) => Curry<(...args: T) => R> : R : never;
export type P4 = Curry<(a: string, b: number, c: boolean) => void>;
type BuildTuple<N extends number, T extends unknown[] = []> = T["length"] extends N ? T : BuildTuple<N, [...T, unknown]>;
type Add<A extends number, B extends number> = [...BuildTuple<A>, ...BuildTuple<B>]["length"];
export type N1 = Add<3, 4>;
type Range<N extends number, A extends number[] = []> = A["length"] extends N ? A[number] : Range<N, [...A, A["length"]]>;
export type N2 = Range<5>;
type Includes<T extends readonly unknown[], U> = T extends [infer H, ...infer R] ? (Equals<H, U> extends true ? true : Includes<R, U>) : false;
export type N3 = Includes<[1, 2, 3], 2>;
export type N4 = Includes<[1, 2, 3], 4>;
// hono
type ParamKeyName<N> = N extends `${infer K}{${infer R}` ? (R extends `${string}}?` ? `${K}?` : K) : N;
type ParamKey<C> = C extends `:${infer N}` ? ParamKeyName<N> : never;
type ParamKeys<P> = P extends `${infer C}/${infer R}` ? ParamKey<C> | ParamKeys<R> : ParamKey<P>;
type ToObject<P extends string> = { [K in ParamKeys<P> as K extends `${infer N}?` ? N : K]: string };
export type H1 = ParamKeys<"/posts/:id/comment/:comment{[0-9]+}/:opt?">;
export type H2 = ToObject<"/posts/:id/:opt?">;
type MergePath<A extends string, B extends string> = B extends "" ? MergePath<A, "/"> : A extends "" ? B : A extends "/" ? B : A extends `${infer P}/` ? (B extends `/${infer Q}` ? `${P}/${Q}` : `${P}/${B}`) : B extends `/${infer Q}` ? `${A}/${Q}` : `${A}/${B}`;
export type H3 = MergePath<"/api/", "/users">;
export type H4 = MergePath<"/api", "users">;
// zod
interface ZodType<O = any, I = O> { readonly _output: O; readonly _input: I; optional(): ZodOptional<this>; parse(data: unknown): O }
interface ZodString extends ZodType<string> { min(n: number): this }
interface ZodNumber extends ZodType<number> { int(): this }
interface ZodOptional<T extends ZodType> extends ZodType<T["_output"] | undefined, T["_input"] | undefined> { unwrap(): T }
interface ZodArray<T extends ZodType> extends ZodType<T["_output"][], T["_input"][]> { element: T }
type Shape = { [k: string]: ZodType };
type OptionalKeys<T extends object> = { [k in keyof T]: undefined extends T[k] ? k : never }[keyof T];
type RequiredKeys<T extends object> = { [k in keyof T]: undefined extends T[k] ? never : k }[keyof T];
type AddQuestion<T extends object, _O = any> = { [K in RequiredKeys<T>]: T[K] } & { [K in OptionalKeys<T>]?: T[K] } & { [k in keyof T]?: unknown };
type FlattenZ<T> = { [k in keyof T]: T[k] };
type BaseOutput<S extends Shape> = { [k in keyof S]: S[k]["_output"] };
type ObjectOutput<S extends Shape> = FlattenZ<AddQuestion<BaseOutput<S>>>;
interface ZodObject<S extends Shape> extends ZodType<ObjectOutput<S>> { shape: S }
type Infer<T extends ZodType> = T["_output"];
type User = ZodObject<{ name: ZodString; age: ZodOptional<ZodNumber>; tags: ZodArray<ZodString> }>;
export type Z1 = Infer<User>;
export type Z2 = Infer<ReturnType<ZodString["optional"]>>;
export type Z3 = ReturnType<ZodString["min"]>;
export type Z4 = Infer<ZodArray<ZodOptional<ZodNumber>>>;
// react
interface Attributes { key?: string }
interface HTMLAttributes<T> extends Attributes { className?: string; onClick?: (event: { target: T }) => void }
interface Intrinsic { div: DetailedHTMLProps<HTMLAttributes<HTMLDivElement>, HTMLDivElement>; a: DetailedHTMLProps<HTMLAttributes<HTMLAnchorElement> & { href?: string }, HTMLAnchorElement> }
type DetailedHTMLProps<E extends HTMLAttributes<T>, T> = { ref?: T } & E;
type FC<P = {}> = (props: P) => null;
declare abstract class Component<P = {}, S = {}> { readonly props: Readonly<P>; state: S; render(): null; constructor(props: P); }
type JSXElementConstructor<P> = ((props: P) => null) | (new (props: P) => Component<any, any>);
type ComponentProps<T extends keyof Intrinsic | JSXElementConstructor<any>> = T extends JSXElementConstructor<infer P> ? P : T extends keyof Intrinsic ? Intrinsic[T] : {};
export type R1 = ComponentProps<FC<{ a: 1 }>>;
export type R2 = keyof ComponentProps<"a">;
declare class Button extends Component<{ label: string }, { on: boolean }> {}
export type R3 = ComponentProps<typeof Button>;
export type R4 = Button["props"];
export type R5 = ConstructorParameters<typeof Button>;
type PropsWithChildren<P = unknown> = P & { children?: string };
export type R6 = Simplify<PropsWithChildren<{ a: 1 }>>;
type LibraryManaged<C, P> = C extends { defaultProps: infer D } ? Partial<Pick<P, Extract<keyof P, keyof D>>> & Omit<P, keyof D> : P;
export type R7 = Simplify<LibraryManaged<{ defaultProps: { a: 1 } }, { a: 1; b: 2 }>>;
// lodash
type Many<T> = T | readonly T[];
type List<T> = ArrayLike<T>;
type ListIterator<T, R> = (value: T, index: number, collection: List<T>) => R;
type GetFieldType<T, P> = P extends `${infer L}.${infer R}` ? (L extends keyof T ? GetFieldType<Exclude<T[L], undefined>, R> | Extract<T[L], undefined> : undefined) : P extends keyof T ? T[P] : undefined;
export type L1 = GetFieldType<{ a?: { b: number } }, "a.b">;
export type L2 = Parameters<ListIterator<string, boolean>>;
type Truthy<T> = T extends null | undefined | false | "" | 0 | 0n ? never : T;
export type L3 = Truthy<0 | 1 | "" | "a" | false | true | null>;
// event emitters
interface EventMap { data: [chunk: string, more?: boolean]; end: [] }
type Listener<M, K extends keyof M> = M[K] extends unknown[] ? (...args: M[K]) => void : never;
export type V1 = Listener<EventMap, "data">;
export type V2 = { [K in keyof EventMap as `on${Capitalize<K>}`]: Listener<EventMap, K> };
// json
type Json = string | number | boolean | null | Json[] | { [key: string]: Json };
export type J1 = Json;
type Jsonify<T> = T extends { toJSON(): infer R } ? R : T extends Function | symbol | undefined ? never : T extends object ? { [K in keyof T as T[K] extends Function | symbol ? never : K]: Jsonify<T[K]> } : T;
export type J2 = Jsonify<{ a: Date; b: () => void; c: { d: number[] } }>;
type DeepMerge<A, B> = { [K in keyof A | keyof B]: K extends keyof B ? (K extends keyof A ? (A[K] extends object ? (B[K] extends object ? DeepMerge<A[K], B[K]> : B[K]) : B[K]) : B[K]) : K extends keyof A ? A[K] : never };
export type J3 = DeepMerge<{ a: { x: 1 }; b: 2 }, { a: { y: 3 }; c: 4 }>;
type Promisify<T> = { [K in keyof T]: T[K] extends (...args: infer A) => infer R ? (...args: A) => Promise<Awaited<R>> : T[K] };
export type J4 = Promisify<{ f(a: string): number; g: (x?: 1) => Promise<2>; h: 3 }>;
type AllKeys<U> = U extends unknown ? keyof U : never;
export type J5 = AllKeys<{ a: 1 } | { b: 2 }>;
type DistributiveOmit<T, K extends PropertyKey> = T extends unknown ? Omit<T, K> : never;
export type J6 = DistributiveOmit<{ k: "a"; x: 1 } | { k: "b"; y: 2 }, "k">;
type ValueOf<T> = T[keyof T];
export type J7 = ValueOf<{ a: 1; b?: 2 }>;
type Opaque<T, B> = T & { readonly __opaque: B };
export type J8 = Opaque<string, "id">;
type LiteralUnion<T extends string> = T | (string & Record<never, never>);
export type J9 = LiteralUnion<"a" | "b">;
type Tail<T extends readonly unknown[]> = T extends readonly [unknown, ...infer R] ? R : [];
export type J10 = Tail<readonly [1, 2, 3]>;
type Zip<A extends readonly unknown[], B extends readonly unknown[]> = A extends readonly [infer X, ...infer Xs] ? B extends readonly [infer Y, ...infer Ys] ? [[X, Y], ...Zip<Xs, Ys>] : [] : [];
export type J11 = Zip<[1, 2], ["a", "b"]>;
type Observed<T> = T extends { subscribe(observer: { next: (value: infer V) => void }): void } ? V : never;
export type J12 = Observed<{ subscribe(observer: { next: (value: string) => void }): void }>;
type ObservableInput<T> = Promise<T> | Iterable<T>;
type ObservedValueOf<O> = O extends ObservableInput<infer T> ? T : never;
export type J13 = ObservedValueOf<Promise<1>>;
export type J14 = ObservedValueOf<string[]>;
type Cons<T, Args extends readonly unknown[]> = ((head: T, ...rest: Args) => void) extends (...args: infer R) => void ? R : never;
export type J15 = Cons<1, [2, 3]>;
