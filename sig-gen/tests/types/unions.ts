export enum Color { Red, Green, Blue }
export enum Word { One = "one", Two = "two" }
export enum Single { Only }
export type StringAbsorbs = string | "a";
export type NumberAbsorbs = 1 | number | 2;
export type BigintAbsorbs = 1n | bigint;
export type UnknownAbsorbs = string | unknown;
export type AnyAbsorbs = string | any | never;
export type NeverVanishes = string | never;
export type TrueFalse = true | false;
export type TrueOnly = true | "x";
export type BooleanTrue = boolean | true;
export type Complete = Color.Red | Color.Green | Color.Blue;
export type Incomplete = Color.Red | Color.Blue;
export type EnumAndNumber = Color | number;
export type EnumMemberAndNumber = Color.Red | number;
export type WordAndString = Word.One | string;
export type WordAndNumber = Word | number;
export type OnlyOne = Single;
export type Nested = ("a" | "b") | ("b" | ("c" | "a"));
export type Pattern = `a${string}` | "abc" | "b";
export type PatternString = `a${string}` | string;
export type VoidUndefined = void | undefined;
export type Objects = { a: 1 } | { a: 1 };
export type Literals = 1 | "1" | 1n | true | null | undefined;
export type NotString = Exclude<"a" | "b" | 1 | true, string>;
export type BooleanMinus = Exclude<boolean | "a", true>;
export type EnumMinus = Exclude<Color, Color.Red>;
export type EnumPlus = EnumMinus | Color.Red;
export type SymbolUnion = symbol | typeof Symbol.iterator;
export type LiteralHint = "a" | "b" | (string & {});
