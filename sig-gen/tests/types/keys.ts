export enum Color { Red, Green }
export declare const tag: unique symbol;
interface Base { a: string; b?: number; 0: boolean; "with-dash": 1; [Symbol.iterator](): Iterator<1>; [tag]: 5 }
export type K1 = keyof Base;
export type K2 = keyof { [key: string]: 1 };
export type K3 = keyof { [key: number]: 1 };
export type K4 = keyof any;
export type K5 = keyof unknown;
export type K6 = keyof never;
export type K7 = keyof ({ a: 1; b: 2 } | { b: 3; c: 4 });
export type K8 = keyof ({ a: 1 } & { b: 2 });
export type K9 = keyof { [K in "x" | "y"]: K };
export type K10 = keyof Record<Color, 1>;
export type K11 = keyof { [key: `data-${string}`]: 1; id: 2 };
export type K12 = keyof { a: 1; [key: symbol]: 2 };
export type K13 = Exclude<keyof [1, 2], keyof unknown[]>;
export type K14 = Extract<keyof string[], number>;
declare class Hidden { private secret: 1; protected half: 2; open: 3; static shared: 4; method(): void }
export type K15 = keyof Hidden;
export type K16 = keyof typeof Hidden;
export type K17 = keyof typeof Color;
export type K18 = keyof null;
export type K19 = keyof Partial<Base>;
export type K20 = keyof ({ a: 1 } | undefined);
export type K21 = keyof {};
export type K22 = keyof object;
export type K23 = Extract<keyof string, "length" | "charAt" | number>;
export type I1 = Base["a"];
export type I2 = Base["b"];
export type I3 = Base["a" | "b"];
export type I4 = Base[0];
export type I5 = Base[typeof tag];
export type I6 = Base[typeof Symbol.iterator];
export type I7 = [1, 2, 3][number];
export type I8 = [1, 2, 3][1];
export type I9 = [1, 2?]["length"];
export type I10 = [1, ...string[]]["length"];
export type I11 = [1, 2?][1];
export type I12 = string[][number];
export type I13 = string["length"];
export type I14 = "abc"["length"];
export type I15 = { a: { b: { c: 1 } } }["a"]["b"]["c"];
export type I16 = { [key: string]: 1; }["anything"];
export type I17 = { [key: string]: number; a: 1 }["a"];
export type I18 = { [key: number]: "n" }[5];
export type I19 = { [key: `x${string}`]: "t" }["xyz"];
export type I20 = ({ a: 1 } | { a: 2 })["a"];
export type I21 = { a?: 1 }["a"];
export type I22 = any["x"];
export type I23 = { a: 1; b: 2 }[keyof { a: 1; b: 2 }];
export type I24 = [1, ...string[], boolean][number];
export type I25 = [1, ...string[], boolean][0];
export type I26 = [1, ...string[], boolean][3];
export type I27 = Record<"a" | "b", { x: 1 }>["a"]["x"];
export type I28 = string[]["length"];
export type I29 = (() => void)["name"];
export type I30 = Record<Color, "c">[Color.Red];
export type I31 = (typeof Color)["Red"];
export type I32 = ["a", "b"]["0"];
interface Self { me: this; list: this[]; map(f: (x: this) => this): this; key: keyof this }
export type T1 = Self["me"];
export type T2 = Self["list"];
export type T3 = Self["map"];
interface Derived extends Self { extra: 1 }
export type T4 = Derived["me"];
export type T5 = (Derived & { more: 2 })["me"];
declare class Chain { next(): this; static create(): Chain }
declare class Longer extends Chain { long: true }
export type T6 = ReturnType<Longer["next"]>;
export type T7 = Pick<Derived, "me" | "extra">;
export type T8 = Derived["key"];
type Get<T, K> = K extends keyof T ? T[K] : undefined;
export type G1 = Get<{ a: 1 }, "a">;
export type G2 = Get<{ a: 1 }, "b">;
export type G3 = Get<{ a: 1; b?: 2 }, "a" | "b" | "c">;
