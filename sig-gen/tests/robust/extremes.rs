//! Inputs of a size that nobody writes, each a process of its own with little memory and time: it ends with a result or an error.

use std::path::Path;
use std::process::Command;

/// What makes an input of `n` parts.
type Extreme = (&'static str, usize, fn(usize) -> String);

/// What a process may take: kilobytes of addresses, of which its stacks reserve two million, and seconds on a busy machine.
const KILOBYTES: usize = 4_500_000;
const SECONDS: usize = 100;

fn list(times: usize, one: impl Fn(usize) -> String) -> String {
    (0..times).map(one).collect()
}

/// `A1` made of `A0`, `A2` of `A1`, and so on.
fn chain(first: &str, times: usize, one: impl Fn(usize, usize) -> String) -> String {
    format!("{first}\n{}", list(times, |i| one(i + 1, i)))
}

fn members(times: usize, one: impl Fn(usize) -> String) -> String {
    (0..times).map(one).collect::<Vec<_>>().join(" | ")
}

const EXTREMES: &[Extreme] = &[
    ("interfaces that extend each other", 20_000, |n| {
        chain("export interface A0 { x: 1 }", n, |i, j| format!("export interface A{i} extends A{j} {{ x{i}(): 1 }}\n"))
    }),
    ("classes that extend each other, the last first", 5_000, |n| {
        let one = |i: usize| format!("export declare class A{} extends A{} {{ x{i}: 1 }}\n", n - i, n - i - 1);
        format!("{}export declare class A0 {{}}", list(n, one))
    }),
    ("interfaces, as deep as they may be", 900, |n| {
        chain("export interface A0 { x: 1 }", n, |i, j| format!("export interface A{i} extends A{j} {{ x{i}(): 1 }}\n"))
    }),
    ("bases that share their bases", 300, |n| {
        chain("export interface A0 { f(): 1 }", n, |i, j| {
            format!(
                "export interface B{i} extends A{j} {{ b{i}(): 1 }}\nexport interface C{i} extends A{j} {{}}\nexport interface A{i} extends B{i}, C{i} {{}}\n"
            )
        })
    }),
    ("empty bases that share their bases", 60, |n| {
        chain("export interface A0 {}", n, |i, j| {
            format!(
                "export interface B{i} extends A{j} {{}}\nexport interface C{i} extends A{j} {{}}\nexport interface A{i} extends B{i}, C{i} {{}}\n"
            )
        })
    }),
    ("overloads of a function", 5_000, |n| list(n, |i| format!("export declare function f(a: 'e{i}'): {i};\n"))),
    ("overloads of an overridden method", 2_000, |n| {
        let overloads = list(n, |i| format!("f(a: 'e{i}', b: (x: {i}) => void): void;\n"));
        format!("export interface X {{ {overloads} }}\nexport interface Y extends X {{ f(a: 1): void }}")
    }),
    ("literals in a union", 20_000, |n| {
        let union = members(n, |i| format!("'m{i}'"));
        format!(
            "export type U = {union};\nexport declare function f(u: Exclude<U, 'm5'>, o: Partial<Record<U, 1>>): U;"
        )
    }),
    ("interfaces in a union", 20_000, |n| {
        let interfaces = list(n, |i| format!("export interface I{i} {{ kind: {i}; v{i}: 1 }}\n"));
        let union = members(n, |i| format!("I{i}"));
        format!("{interfaces}export type U = {union};\nexport declare function f(u: U): Extract<U, {{ kind: 7 }}>;")
    }),
    ("functions in a union", 20_000, |n| {
        format!(
            "export type U = {};\nexport declare function f(u: U): void;",
            members(n, |i| format!("((a: {i}) => {i})"))
        )
    }),
    ("products of unions", 300, |n| {
        let unions = list(3, |k| format!("type U{k} = {};\n", members(n, |i| format!("'{k}x{i}'"))));
        format!("{unions}export declare function f(a: `${{U0}}${{U1}}${{U2}}`, b: Record<`${{U0}}${{U1}}`, 1>): void;")
    }),
    ("nested applications of Partial", 900, |n| {
        format!("export declare function f(a: {}{{ a: 1 }}{}): void;", "Partial<".repeat(n), ">".repeat(n))
    }),
    ("applications of Partial in a chain", 2_000, |n| {
        chain("export type A0 = { a: 1 };", n, |i, j| format!("export type A{i} = Partial<A{j}>;\n"))
    }),
    ("conditions that double", 12, |n| {
        let argument = members(n, |i| i.to_string());
        format!(
            "type P<T, K = T> = [T] extends [never] ? [] : K extends K ? [K, ...P<Exclude<T, K>>] : never;\nexport declare const p: P<{argument}>;"
        )
    }),
    ("options that hold each other", 300, |n| {
        list(n, |i| {
            let (one, other) = ((i + 1) % n, (i + 2) % n);
            format!("export interface M{i} {{ p: M{one}; f(o: Partial<M{one}>): M{other} }}\n")
        })
    }),
    ("functions with the same large options", 500, |n| {
        let options = list(2_000, |i| format!("a{i}?: {i};"));
        let functions = list(n, |i| format!("export declare function f{i}(o?: O): void;\n"));
        format!("export interface O {{ {options} }}\n{functions}")
    }),
    ("elements of a tuple", 10_000, |n| {
        format!("export declare function f(...a: [{}]): void;", list(n, |i| format!("{i}, ")))
    }),
];

#[track_caller]
fn check(name: &str, text: impl AsRef<[u8]>) {
    let folder = tempfile::tempdir().expect("a temporary folder can be made");
    std::fs::write(folder.path().join("main.d.ts"), text).expect("a file can be written");
    let library = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/declarations/lib");
    let output = Command::new("sh")
        .arg("-c")
        .arg(format!("ulimit -v {KILOBYTES} && exec timeout {SECONDS} \"$0\" \"$@\""))
        .arg(env!("CARGO_BIN_EXE_sig-gen"))
        .args(["main.d.ts", "-o", "out", "--no-cache", "--lib-directory"])
        .arg(library)
        .current_dir(folder.path())
        .env("RAYON_NUM_THREADS", "2")
        .output()
        .expect("the command starts");
    let stderr = String::from_utf8_lossy(&output.stderr);
    let shown: String = stderr.chars().take(500).collect();
    assert!(!stderr.contains("internal error"), "{name}: {shown}");
    match output.status.code() {
        Some(0) => assert!(folder.path().join("out/__init__.pyi").is_file(), "{name}"),
        Some(1) => assert!(stderr.contains("error: "), "{name}: {shown}"),
        code => panic!("{name} ends with {code:?}: {shown}"),
    }
}

#[test]
fn every_one_ends() {
    for (name, times, text) in EXTREMES {
        check(name, text(*times));
    }
}

#[test]
fn fifty_megabytes() {
    let line = "export interface Name { readonly member?: string[] | null; method(a: number): void }\n";
    check("one name", line.repeat((50 << 20) / line.len()));
}
