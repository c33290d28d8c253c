export enum Direction { Up, Down = 5, Left, Right }
export enum Words { A = "a", B = "b" }
export const enum Flags { None = 0, Read = 1 << 0, Write = 1 << 1, Both = Read | Write, Not = ~1 }
export enum Computed { Length = "abc".length, After }
export enum Merged { A = 1 }
export enum Merged { B = Merged.A + 1 }
export declare function turn(direction: Direction, word: Words.A, flags?: Flags): void;
export type ByEnum = { [P in Words]: number };
