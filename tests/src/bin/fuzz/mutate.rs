//! From seeds to cases: bytes, tokens, structure, several files.

use crate::case::Case;
use crate::grammar;
use crate::random::Random;
use crate::tokens::{declared, is_word, split};

/// The largest text that a mutation may make.
const MAXIMUM_SIZE: usize = 256 << 10;

/// What hurts parsers, as it may stand in a file.
const EVIL: [&[u8]; 16] = [
    b"\0",
    b"\xff",
    b"\xef\xbb\xbf",
    b"\r",
    b"\r\n",
    b"\xe2\x80\xa8",
    b"\xe2\x80\xa9",
    b"/*",
    b"*/",
    b"`",
    b"${",
    b"\\",
    b"\"",
    b"'",
    b"\xf0\x9f\x98\x80",
    b"#!",
];

/// A case made from the seeds.
pub fn case(random: &mut Random, seeds: &[String]) -> Case {
    let mut text = match random.below(4) {
        0 => grammar::file(random),
        1 => format!("{}\n{}", random.pick(seeds), grammar::file(random)),
        2 => format!("{}\n{}", random.pick(seeds), random.pick(seeds)),
        _ => random.pick(seeds).clone(),
    };
    for _ in 0..=random.below(3) {
        text = match random.below(16) {
            0..=5 => tokens(random, &text, seeds),
            6..=11 => structure(random, &text),
            12 => format!("{text}\n{}", grammar::declaration(random, 5)),
            _ => text,
        };
        if text.len() > MAXIMUM_SIZE {
            let mut end = MAXIMUM_SIZE;
            while !text.is_char_boundary(end) {
                end -= 1;
            }
            text.truncate(end);
        }
    }
    if random.one_in(12) {
        return several(random, &text, seeds);
    }
    if random.one_in(6) { Case::single(bytes(random, text.into_bytes())) } else { Case::single(text) }
}

fn bytes(random: &mut Random, mut text: Vec<u8>) -> Vec<u8> {
    for _ in 0..=random.below(4) {
        let at = random.below(text.len().max(1)).min(text.len());
        match random.below(5) {
            0 => text.truncate(at),
            1 => drop(text.splice(at..at, random.pick(&EVIL).iter().copied())),
            2 if !text.is_empty() => text[at] = u8::try_from(random.below(256)).unwrap_or(0),
            3 => {
                let end = (at + random.below(40)).min(text.len());
                text.drain(at..end);
            }
            _ => {
                let end = (at + random.below(200)).min(text.len());
                let piece = text[at..end].to_vec();
                let to = random.below(text.len().max(1)).min(text.len());
                text.splice(to..to, piece);
            }
        }
    }
    text
}

fn tokens(random: &mut Random, text: &str, seeds: &[String]) -> String {
    let mut tokens = split(text);
    let other = random.pick(seeds);
    let others = split(other);
    for _ in 0..=random.below(4) {
        if tokens.is_empty() || others.is_empty() {
            break;
        }
        let at = random.below(tokens.len());
        let end = (at + 1 + random.below(6)).min(tokens.len());
        match random.below(5) {
            0 => drop(tokens.drain(at..end)),
            1 => {
                let piece = tokens[at..end].to_vec();
                tokens.splice(at..at, piece);
            }
            2 => {
                let to = random.below(tokens.len());
                tokens.swap(at, to);
            }
            3 => {
                let from = random.below(others.len());
                let piece = others[from..(from + 1 + random.below(12)).min(others.len())].to_vec();
                tokens.splice(at..at, piece);
            }
            _ => tokens[at] = others[random.below(others.len())],
        }
    }
    tokens.concat()
}

/// Ways to write a type around another: before and after.
const WRAPPERS: [(&str, &str); 16] = [
    ("(", ")"),
    ("Array<", ">"),
    ("", "[]"),
    ("keyof (", ")"),
    ("{ a: ", " }"),
    ("[", "]"),
    ("(x: ", ") => void"),
    ("() => ", ""),
    ("readonly (", ")[]"),
    ("{ [K in keyof (", ")]: K }"),
    ("(", ") extends infer X ? X : never"),
    ("`${", "}`"),
    ("Partial<", ">"),
    ("(", ")[\"a\"]"),
    ("1 | (", ")"),
    ("{ a: 1 } & (", ")"),
];

fn structure(random: &mut Random, text: &str) -> String {
    let tokens = split(text);
    let names = declared(&tokens);
    match random.below(7) {
        0 | 1 => wrap(random, &tokens),
        2 if !names.is_empty() => {
            let name = random.pick(&names).clone();
            replace_word(random, &tokens, &name)
        }
        3 if names.len() > 1 => {
            let (from, to) = (random.pick(&names), random.pick(&names));
            tokens.iter().map(|token| token.replace(from.as_str(), to)).collect()
        }
        4 if !names.is_empty() => {
            let name = random.pick(&names).clone();
            format!("{text}\n{}\n{}", again(random, &name), again(random, &name))
        }
        5 if !names.is_empty() => {
            let name = random.pick(&names).clone();
            let mut added = String::new();
            let mut last = name.clone();
            for index in 0..random.below(40) {
                added.push_str(&format!("export type Chain{index} = {};\n", around(random, &last, 1)));
                last = format!("Chain{index}");
            }
            format!("{text}\n{added}export type {name} = {last};\n")
        }
        _ => wrap(random, &tokens),
    }
}

/// Wraps a word that probably is a type.
fn wrap(random: &mut Random, tokens: &[&str]) -> String {
    let is_place = |at: &usize| {
        *at > 0 && is_word(tokens[*at]) && matches!(tokens[*at - 1].trim(), ":" | "=" | "|" | "&" | "<" | "=>" | ",")
    };
    let places: Vec<usize> = (0..tokens.len()).filter(is_place).collect();
    if places.is_empty() {
        return tokens.concat();
    }
    let at = *random.pick(&places);
    let times = *random.pick(&[1, 2, 3, 10, 60, 300, 3_000]);
    let wrapped = around(random, tokens[at].trim(), times);
    format!("{} {wrapped}{}", tokens[..at].concat(), tokens[at + 1..].concat())
}

fn around(random: &mut Random, inner: &str, times: usize) -> String {
    if random.one_in(2) {
        let (before, after) = *random.pick(&WRAPPERS);
        return format!("{}{inner}{}", before.repeat(times), after.repeat(times));
    }
    let mut text = inner.to_owned();
    for _ in 0..times.min(60) {
        let (before, after) = *random.pick(&WRAPPERS);
        text = format!("{before}{text}{after}");
    }
    text
}

fn replace_word(random: &mut Random, tokens: &[&str], name: &str) -> String {
    let words: Vec<usize> = (0..tokens.len()).filter(|&at| is_word(tokens[at])).collect();
    if words.is_empty() {
        return tokens.concat();
    }
    let at = *random.pick(&words);
    format!("{} {name}{}", tokens[..at].concat(), tokens[at + 1..].concat())
}

fn again(random: &mut Random, name: &str) -> String {
    match random.below(11) {
        0 => format!("export interface {name} {{ merged: {name}; }}"),
        1 => format!("export declare namespace {name} {{ export const merged: number; export interface {name} {{}} }}"),
        2 => format!("export declare function {name}(merged: {name}): void;"),
        3 => format!("export declare class {name} extends {name} {{ merged(): this; }}"),
        4 => format!("export enum {name} {{ merged = 1, other = {name}.merged }}"),
        5 => format!("export declare const {name}: {{ new (): {name}; prototype: {name} }};"),
        6 => format!("export type {name}<T = {name}> = T | {name}[];"),
        7 => format!("export import {name} = {name};"),
        8 => format!("export interface {name}<T extends {name}<T>> extends {name}<T[]> {{}}"),
        9 => format!("export {{ {name} as default, {name} as \"a b\" }};"),
        _ => format!("declare global {{ interface {name} {{ a: typeof {name} }} }}"),
    }
}

/// Two or three files that need one another.
fn several(random: &mut Random, text: &str, seeds: &[String]) -> Case {
    let link = |random: &mut Random, to: &str| {
        let form = *random.pick(&[
            "export * from './TO';",
            "export * as ns from './TO';",
            "import { A } from './TO'; export { A };",
            "export { A as B, B as A } from './TO';",
            "import X = require('./TO'); export = X;",
            "import type D from './TO'; export default D;",
            "/// <reference path=\"./TO.d.ts\" />",
            "declare module './TO' { interface A { added: B } }",
            "export type I = import('./TO').I;",
            "import * as n from './TO'; export import A = n.A;",
        ]);
        form.replace("TO", to)
    };
    let count = 2 + random.below(2);
    let names = ["main", "b", "c"];
    let mut files = Vec::new();
    for (index, name) in names.iter().enumerate().take(count) {
        let mut body = String::new();
        for _ in 0..=random.below(2) {
            let to = if random.one_in(2) { names[(index + 1) % count] } else { names[random.below(count)] };
            body.push_str(&link(random, to));
            body.push('\n');
        }
        match index {
            0 => body.push_str(text),
            _ if random.one_in(2) => body.push_str(random.pick(seeds).as_str()),
            _ => body.push_str(&grammar::file(random)),
        }
        files.push((format!("{name}.d.ts"), body.into_bytes()));
    }
    Case { files }
}
