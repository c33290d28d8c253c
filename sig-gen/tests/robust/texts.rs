//! Files cut anywhere, files that are no text, and texts in other encodings.

use super::{check, declarations, run, within_limits};

/// Cuts every declaration of the snapshot tests at many bytes.
#[test]
fn truncated_anywhere() {
    let entries = std::fs::read_dir(declarations()).expect("the declarations are in the repository");
    let mut paths: Vec<_> =
        entries.filter_map(|entry| Some(entry.ok()?.path())).filter(|path| path.is_file()).collect();
    paths.sort();
    within_limits("truncation", move || {
        let folder = tempfile::tempdir().expect("a temporary folder can be made");
        for path in paths {
            let text = std::fs::read(&path).expect("the file can be read");
            // All bytes of all files take minutes: the fuzzer does that. Here each file at about a hundred.
            let step = (text.len() / 100).max(1) | 1;
            for end in (0..text.len()).step_by(step) {
                std::fs::write(folder.path().join("main.d.ts"), &text[..end]).expect("a file can be written");
                run(folder.path(), &["main.d.ts"]);
            }
        }
    });
}

/// Cuts rich declarations at every byte.
#[test]
fn truncated_everywhere() {
    within_limits("truncation", || {
        let folder = tempfile::tempdir().expect("a temporary folder can be made");
        for name in ["evaluation.d.ts", "docs.d.ts", "classes.d.ts"] {
            let text = std::fs::read(declarations().join(name)).expect("the file can be read");
            for end in 0..text.len() {
                std::fs::write(folder.path().join("main.d.ts"), &text[..end]).expect("a file can be written");
                run(folder.path(), &["main.d.ts"]);
            }
        }
    });
}

#[test]
fn no_text_at_all() {
    let mut state = 1_u32;
    let noise: Vec<u8> = std::iter::repeat_with(|| {
        state = state.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
        state.to_be_bytes()[0]
    })
    .take(50_000)
    .collect();
    check("noise", noise);
    check("zeros", vec![0; 50_000]);
    check("invalid UTF-8", b"export declare const a: \"\xff\xfe\x80\"; export declare const \xc3\x28: 1;");
    check("NUL", b"export declare const a: 1;\0\0export declare const b: 1;");
}

#[test]
fn encodings_and_line_ends() {
    let text = "export declare const a: number;\n/** b */\nexport declare function b(): void;\n";
    let wide = |big: bool| {
        let unit = |unit: u16| if big { unit.to_be_bytes() } else { unit.to_le_bytes() };
        let mark = std::iter::once(0xfeff);
        mark.chain(text.encode_utf16()).flat_map(unit).collect::<Vec<u8>>()
    };
    for (name, bytes) in [
        ("plain", text.as_bytes().to_vec()),
        ("byte order mark", format!("\u{feff}{text}").into_bytes()),
        ("UTF-16, little end first", wide(false)),
        ("UTF-16, big end first", wide(true)),
        ("CRLF", text.replace('\n', "\r\n").into_bytes()),
        ("CR", text.replace('\n', "\r").into_bytes()),
        ("line separators", text.replace('\n', "\u{2028}").into_bytes()),
    ] {
        let loaded = check(name, bytes);
        assert!(!loaded.has_errors(), "{name}: {:?}", loaded.diagnostics);
        assert_eq!(loaded.module.items.len(), 2, "{name}");
    }
}

#[test]
fn large_files() {
    let line = "export interface Name { readonly member?: string[] | null; method(a: number): void } ";
    let times = (4 << 20) / line.len();
    check("one line", line.repeat(times));
    check("many lines", format!("{line}\n").repeat(times));
}

/// A template that is left open hides from the scan of the whole file how deep what follows nests.
#[test]
fn nesting_behind_an_open_template() {
    let deep = format!("{}A{}", "keyof ({ [K in ".repeat(3_000), "]: 1 })".repeat(3_000));
    let text = format!("export interface A {{\n  id: string`\n}}\nexport type H = {deep};\nexport type B = `a`;\n");
    check("open template", text.into_bytes());
}
