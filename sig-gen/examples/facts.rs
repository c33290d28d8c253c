//! What inputs offer, as facts for the comparison in `tests/oracle`: one line each, `category TAB path TAB value`.
//!
//! Lines of the category `#file` name the files that took part. `facts ROOT INPUT...`

use std::io::Write;

use sig_gen::facts::{facts, keywords};
use sig_gen::{Input, Options, load};

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let mut arguments = std::env::args().skip(1);
    let root = arguments.next().ok_or("usage: facts ROOT INPUT...")?;
    let inputs = arguments.map(|input| Input::parse(&input)).collect();
    let options = Options { inputs, root: root.into(), ..Options::default() };
    let described = facts(&options);
    let lowered = keywords(&load(&options).module);
    let mut out = std::io::BufWriter::new(std::io::stdout().lock());
    for file in &described.files {
        writeln!(out, "#file\t\t{}", file.display())?;
    }
    for fact in described.facts.into_iter().chain(lowered) {
        writeln!(out, "{}\t{}\t{}", fact.category.word(), fact.path, fact.value)?;
    }
    for diagnostic in described.diagnostics.iter().filter(|one| one.is_error()) {
        writeln!(std::io::stderr(), "error: {}", diagnostic.message)?;
    }
    out.flush()?;
    Ok(())
}
