//! Inputs that nest deeply, are very long, or expand without end.

use super::check;

/// Something nested `n` times, or a list of `n`.
type Shape = (&'static str, fn(usize) -> String);

fn around(before: &str, inner: &str, after: &str, times: usize) -> String {
    format!("{}{inner}{}", before.repeat(times), after.repeat(times))
}

fn list(times: usize, one: impl Fn(usize) -> String) -> String {
    (0..times).map(one).collect()
}

const NESTED: &[Shape] = &[
    ("parentheses", |n| format!("export type A = {};", around("(", "1", ")", n))),
    ("arrays", |n| format!("export type A = {};", around("", "string", "[]", n))),
    ("array references", |n| format!("export type A = {};", around("Array<", "1", ">", n))),
    ("arguments", |n| format!("interface B<T, U> {{ x: T; y: U }} export type A = {};", around("B<1, ", "1", ">", n))),
    ("objects", |n| format!("export type A = {};", around("{ a: ", "1", " }", n))),
    ("tuples", |n| format!("export type A = {};", around("[", "1", "]", n))),
    ("functions", |n| format!("export type A = {};", around("() => ", "1", "", n))),
    ("callbacks", |n| format!("export declare function f(a: {}): void;", around("(a: ", "1", ") => void", n))),
    ("templates", |n| format!("export type A = {};", around("`${", "1", "}`", n))),
    ("keyof", |n| format!("export type A = {};", around("keyof\n", "string", "", n))),
    ("conditions", |n| format!("export type A = {};", around("1 extends 2 ? 3 | 4\n: ", "5", "", n))),
    ("checked conditions", |n| format!("export type A = {};", around("1 extends 1 ? ", "5", " : 6", n))),
    ("namespaces", |n| around("export namespace A { ", "const x: 1;", " }", n)),
    ("dotted namespaces", |n| format!("export namespace A{} {{ const x: 1; }}", ".A".repeat(n))),
    ("names", |n| format!("export type A = a{}; export type B = typeof a{};", ".a".repeat(n), ".a".repeat(n))),
    ("indexed access", |n| format!("interface B {{ a: B }} export type A = B{};", "[\"a\"]".repeat(n))),
    ("sums", |n| format!("export enum E {{ a = {}1 }}", "1 + ".repeat(n))),
    ("flags", |n| format!("export enum E {{ a = {}1 }}", "1 | ".repeat(n))),
    ("signs", |n| format!("export enum E {{ a = {}1 }}", "- ".repeat(n))),
    ("open brackets", |n| format!("export type A = {}", "({[<`${".repeat(n))),
    ("labels", |n| "a: ".repeat(n)),
    ("patterns", |n| format!("export function f({}): void;", around("{ a: ", "b", " }", n))),
    ("assertions", |n| format!("export const a = {}1;", "<any>".repeat(n))),
    ("decorators", |n| format!("{}export class A {{}}", "@a ".repeat(n))),
];

const LONG: &[Shape] = &[
    ("members of a union", |n| {
        format!("export type A = {}; export declare function f(a: A): A;", list(n, |i| format!("| \"a{i}\"")))
    }),
    ("properties", |n| {
        format!(
            "export interface A {{ {} }} export declare function f(a?: A): void;",
            list(n, |i| format!("a{i}?: 1; "))
        )
    }),
    ("parameters", |n| format!("export declare function f({}): void;", list(n, |i| format!("a{i}?: 1, ")))),
    ("members of an enum", |n| {
        format!("export enum E {{ a0 = 1, {} }}", list(n, |i| format!("a{} = a{i} + 1, ", i + 1)))
    }),
    ("reopened interfaces", |n| list(n, |i| format!("export interface A {{ x{i}: 1 }}\n"))),
    ("comments", |n| format!("{}export declare const a: 1;", "/** a */\n".repeat(n))),
    ("unterminated comments", |n| "/*".repeat(n)),
    ("one name", |n| format!("export declare const {}: 1;", "a".repeat(n))),
];

const EXPANDING: &[(&str, &str)] = &[
    (
        "conditional",
        "type F<T> = T extends any ? { a: F<[T]>, c: F<T[]> } : 1; export declare function f(o: F<1>): F<2>;",
    ),
    ("mapped", "type F<T> = { [K in keyof T]: F<F<T>> }; export declare function f(o: F<{ a: { b: 1 } }>): void;"),
    ("mutual", "export declare const a: { x: typeof b }; export declare const b: { x: typeof a, y: typeof b };"),
    ("list", "type L<T extends any[], N> = T['length'] extends N ? T : L<[...T, 1], N>; export const a: L<[], 99999>;"),
    ("string", "type S<T extends string> = S<`${T}x`>; export const a: S<''>;"),
    (
        "keys",
        "type K<T> = { [P in keyof T as `${P & string}a` | `${P & string}b`]: T[P] }; export const a: K<K<K<K<K<K<K<K<K<K<K<K<K<K<K<K<K<K<K<K<{ a: 1 }>>>>>>>>>>>>>>>>>>>>;",
    ),
];

#[test]
fn nesting() {
    for (name, shape) in NESTED {
        for times in [50, 300, 900, 20_000] {
            check(&format!("{times} {name}"), shape(times));
        }
    }
}

#[test]
fn length() {
    for (name, shape) in LONG {
        check(name, shape(5_000));
    }
}

#[test]
fn expansion() {
    for (name, text) in EXPANDING {
        check(name, text);
    }
}

#[test]
fn chains_of_declarations() {
    check(
        "aliases",
        format!("export type A0<T> = T;\n{}", list(1_000, |i| format!("export type A{}<T> = A{i}<T>;\n", i + 1))),
    );
    check(
        "bases",
        format!("export class A0 {{}}\n{}", list(300, |i| format!("export class A{} extends A{i} {{}}\n", i + 1))),
    );
    check(
        "imports",
        format!(
            "namespace A0 {{ export const x: 1 }}\n{}",
            list(1_000, |i| format!("export import A{} = A{i};\n", i + 1))
        ),
    );
    let doubled = list(40, |i| format!("type A{} = {{ a: A{i}, b: A{i} }};\n", i + 1));
    check("doubled records", format!("type A0 = {{ x: 1 }};\n{doubled}export declare function f(a: A40): void;\n"));
}
