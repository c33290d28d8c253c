//! How deeply a text nests, from its tokens alone: what the parser recurses on must be known before it does.
//!
//! Brackets nest, and so do type arguments, `() =>`, `? :`, prefix operators and chains of `.name` and `[]` without any
//! bracket that stays open. Three sums over the open brackets bound all of that. Separators and statement ends set them
//! back, so that long files of ordinary declarations never come near the bounds.

use std::ops::Range;

/// Open brackets, type arguments, arrows and conditions that no declaration written for people reaches.
pub const MAXIMUM_DEPTH: u32 = 1_000;
/// Tokens without a separator between them.
const MAXIMUM_CHAIN: u32 = 4_000;
/// Brackets that may be left open at the end of a text.
const MAXIMUM_OPEN: usize = 20;
/// Operands of one operator, as in a union.
const MAXIMUM_RUN: u32 = 500_000;

/// The state at one place of a text.
#[derive(Debug, Default)]
pub struct Nesting {
    open: Vec<Level>,
    /// What counts at the present level.
    level: Level,
    /// The sums over the levels around it.
    outer_depth: u32,
    outer_chain: u32,
    /// Whether a line ended since the last token.
    pub line_break: bool,
    last: Option<Last>,
}

/// A bracket, and what stands in it before the present place.
#[derive(Debug, Default, Clone, Copy)]
struct Level {
    bracket: u8,
    /// Open `<` of type arguments.
    angles: u32,
    /// `=>` and `?`: what follows nests in what precedes.
    right: u32,
    /// Tokens since the last separator.
    chain: u32,
    /// The same, with operators counted on.
    run: u32,
}

impl Level {
    fn depth(self) -> u32 {
        self.angles + self.right
    }
}

/// What the last token was.
#[derive(Debug, Clone, Copy)]
enum Last {
    Word(usize, usize),
    /// A string, a number, or a closing bracket.
    End,
    Operator(u8),
}

/// Words after which an expression or type goes on.
const OPEN_WORDS: [&[u8]; 20] = [
    b"keyof",
    b"typeof",
    b"readonly",
    b"unique",
    b"infer",
    b"extends",
    b"new",
    b"abstract",
    b"asserts",
    b"is",
    b"in",
    b"as",
    b"await",
    b"void",
    b"delete",
    b"yield",
    b"return",
    b"import",
    b"instanceof",
    b"satisfies",
];
/// Words with which an expression or type goes on.
const LINKS: [&[u8]; 7] = [b"extends", b"is", b"in", b"as", b"instanceof", b"satisfies", b"of"];

/// Whether a byte is one of a word.
pub fn is_word(byte: u8) -> bool {
    const TABLE: [bool; 256] = {
        let mut table = [false; 256];
        let mut index = 0;
        while index < 256 {
            let byte = index as u8;
            table[index] = byte.is_ascii_alphanumeric() || byte == b'_' || byte == b'$' || byte >= 0x80;
            index += 1;
        }
        table
    };
    TABLE[usize::from(byte)]
}

impl Nesting {
    /// Whether the bounds are passed.
    pub fn is_too_deep(&self) -> bool {
        let depth = self.outer_depth + self.level.depth();
        depth > MAXIMUM_DEPTH || self.outer_chain + self.level.chain > MAXIMUM_CHAIN || self.level.run > MAXIMUM_RUN
    }

    /// Whether so many brackets are open that a text which ends here is not worth parsing: the parser tries each of them
    /// in several ways, and all of these inside of one another.
    pub fn is_left_open(&self) -> bool {
        self.open.len() > MAXIMUM_OPEN
    }

    /// Whether the text of a template literal goes on.
    pub fn is_in_template(&self) -> bool {
        self.level.bracket == b'`'
    }

    /// Reads text of a template literal up to its end or a `${`; gives where to go on.
    pub fn template(&mut self, bytes: &[u8], from: usize) -> usize {
        let mut index = from;
        while index < bytes.len() {
            match bytes[index] {
                b'\\' => index += 1,
                b'`' => {
                    self.pop();
                    self.last = Some(Last::End);
                    return index + 1;
                }
                b'$' if bytes.get(index + 1) == Some(&b'{') => {
                    self.push(b'{');
                    self.last = Some(Last::Operator(b'{'));
                    return index + 2;
                }
                _ => {}
            }
            index += 1;
        }
        bytes.len()
    }

    /// Takes one more token.
    pub fn token(&mut self, bytes: &[u8], token: Range<usize>) {
        let first = bytes[token.start];
        if self.line_break {
            self.line_break = false;
            if self.ends(bytes) && starts(bytes, &token) {
                self.separator();
            }
        }
        self.level.chain += 1;
        self.level.run += 1;
        let previous = self.last;
        self.last = Some(match first {
            b'"' | b'\'' => Last::End,
            _ if is_word(first) => Last::Word(token.start, token.end),
            _ => Last::Operator(first),
        });
        match first {
            b'(' | b'[' | b'{' | b'`' => self.push(first),
            b')' | b']' | b'}' => {
                self.close(first);
                self.last = Some(Last::End);
            }
            b'<' if matches!(previous, Some(Last::Word(_, end)) if end == token.start) => self.level.angles += 1,
            b'>' if matches!(previous, Some(Last::Operator(b'='))) => self.level.right += 1,
            b'>' => {
                self.level.angles = self.level.angles.saturating_sub(1);
                self.last = Some(Last::End);
            }
            b'?' => self.level.right += 1,
            b',' => {
                self.level = Level { angles: self.level.angles, bracket: self.level.bracket, ..Level::default() };
            }
            b';' => self.separator(),
            b'|' | b'&' => self.level.chain = 0,
            _ => {}
        }
    }

    /// A statement or member ends.
    fn separator(&mut self) {
        self.level = Level { bracket: self.level.bracket, ..Level::default() };
    }

    fn push(&mut self, bracket: u8) {
        self.outer_depth += 1 + self.level.depth();
        self.outer_chain += self.level.chain;
        self.open.push(self.level);
        self.level = Level { bracket, ..Level::default() };
    }

    fn pop(&mut self) {
        if let Some(outer) = self.open.pop() {
            self.level = outer;
            self.outer_depth -= 1 + outer.depth();
            self.outer_chain -= outer.chain;
        }
    }

    fn close(&mut self, bracket: u8) {
        let opening = match bracket {
            b')' => b'(',
            b']' => b'[',
            _ => b'{',
        };
        if self.level.bracket == opening {
            self.pop();
        } else if opening == b'{' {
            // A brace closes what was left open in it.
            let levels = self.open.iter().rev().take_while(|level| level.bracket != b'{').count();
            if levels < self.open.len() {
                (0..levels + 2).for_each(|_| self.pop());
            }
        }
        // The body of a declaration ends it; a type goes on only with an operator.
        if opening == b'{' && matches!(self.level.bracket, 0 | b'{') {
            self.level.chain = self.level.chain.min(self.level.right + 1);
        }
    }

    /// Whether a statement or member can end with the last token.
    fn ends(&self, bytes: &[u8]) -> bool {
        match self.last {
            Some(Last::Word(start, end)) => !OPEN_WORDS.contains(&&bytes[start..end]),
            Some(Last::End) => true,
            Some(Last::Operator(_)) | None => false,
        }
    }
}

/// Whether a statement or member can begin with a token.
fn starts(bytes: &[u8], token: &Range<usize>) -> bool {
    match bytes[token.start] {
        first if is_word(first) => !LINKS.contains(&&bytes[token.clone()]),
        b'[' | b'(' | b'<' | b'"' | b'\'' | b'`' | b'#' | b'@' | b'*' | b'{' => true,
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use super::super::scan::scan;

    #[track_caller]
    fn check(text: &str, expected: bool) {
        assert_eq!(scan(text, 0).too_deep.is_some(), expected, "{}", &text[..text.len().min(80)]);
    }

    #[test]
    fn what_nests_is_refused() {
        for (before, after) in [
            ("(", ")"),
            ("[", "]"),
            ("{ a: ", "}"),
            ("A<", ">"),
            ("A<1, A<2, ", "> >"),
            ("() => ", ""),
            ("() => 1 | ", ""),
            ("keyof ", ""),
            ("keyof\n", ""),
            ("", "[]"),
            ("", ".a"),
            ("", "\n  .a"),
            ("", "[\"a\"]"),
            ("B extends C ? 1 | 2 : ", ""),
            ("B\n  extends C\n  ? D\n  : ", ""),
            ("`${", "}`"),
            ("{ a: 1, b: [2, ", "] }"),
            ("-", ""),
        ] {
            let nested = |times: usize| format!("type T = {}A{};", before.repeat(times), after.repeat(times));
            check(&nested(100), false);
            check(&nested(5_000), true);
        }
    }

    #[test]
    fn what_is_long_is_not_deep() {
        for line in [
            "export declare const a: string;\n",
            "export type A = B extends C ? D : E\n",
            "export interface A { readonly a?: string }\n",
            "export type A = (a: B) => C\n",
            "  | \"a\"\n",
            "if (a < b) { c() }\n",
            "const a = `(((${b}[[[`\n",
            "const a = b < c\n",
            "namespace A { export const a: () => void }\n",
        ] {
            check(&line.repeat(5_000), false);
        }
        check(&format!("interface A {{\n{}}}", "    readonly a?: (b: C) => D<E>\n".repeat(5_000)), false);
        check(&format!("interface A {{\n{}}}", "    <T>(b: C): keyof T\n    [a: string]: B\n".repeat(5_000)), false);
        check(&format!("type A = {{ {} }}", "a: B; ".repeat(5_000)), false);
        check(&format!("declare function f({}): void", "a?: B<C>, ".repeat(5_000)), false);
    }
}
