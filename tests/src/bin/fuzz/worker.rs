//! The child process: runs the whole generator on one case after the other and says what went wrong.
//!
//! It limits its own memory, and whatever kills it (an abort, a stack overflow, the limit) is seen by the parent.

use std::fmt::Write as _;
use std::io::{BufRead, Write};
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::{Path, PathBuf};
use std::sync::Mutex;

use sig_gen::coverage::report::Report;
use sig_gen::emit::{Emit, emit};
use sig_gen::{Input, Loaded, Options, Span, load};

/// The address space a worker may take: stacks are reserved in it, two of half a gigabyte.
const MEMORY: u64 = 4 << 30;

/// What the paths of the parser's own sources contain.
const PARSER: &str = concat!("swc", "_ecma_");

/// The first panic of a case, caught inside or not, but for those of the parser.
static PANIC: Mutex<Option<String>> = Mutex::new(None);

/// What a case is run with.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Mode {
    /// Emit Python into this worker's output folder.
    pub python: bool,
    /// Compare runs with one thread and with two, and with files in another order.
    pub twice: bool,
    /// Use TypeScript's own library as context and not the small one.
    pub library: bool,
}

impl Mode {
    pub fn letters(self) -> String {
        let letter = |set: bool, letter| if set { letter } else { '-' };
        [letter(self.python, 'p'), letter(self.twice, 't'), letter(self.library, 'l')].iter().collect()
    }

    fn parse(letters: &str) -> Self {
        Self { python: letters.contains('p'), twice: letters.contains('t'), library: letters.contains('l') }
    }
}

/// The loop of the child: a line `MODE FOLDER` in, a line `ok` or `KIND: message` out.
pub fn run(libraries: &[PathBuf; 2]) {
    #[cfg(unix)]
    {
        use rustix::process::{Resource, Rlimit, setrlimit};
        let limit = |bytes| Rlimit { current: Some(bytes), maximum: Some(bytes) };
        let _ = setrlimit(Resource::As, limit(MEMORY));
        let _ = setrlimit(Resource::Core, limit(0));
    }
    std::panic::set_hook(Box::new(|panic| {
        // The parser's assertions are caught where it is called and become diagnostics, as they should.
        if panic.location().is_some_and(|place| place.file().contains(PARSER)) {
            return;
        }
        if let Ok(mut first) = PANIC.lock() {
            first.get_or_insert_with(|| panic.to_string());
        }
    }));
    for line in std::io::stdin().lock().lines() {
        let Ok(line) = line else { return };
        let Some((mode, folder)) = line.split_once(' ') else { continue };
        let outcome = catch_unwind(AssertUnwindSafe(|| check(Mode::parse(mode), Path::new(folder), libraries)));
        let panic = PANIC.lock().ok().and_then(|mut first| first.take());
        let answer = match (panic, outcome) {
            (Some(panic), _) => format!("panic: {panic}"),
            (None, Ok(Err(problem))) => problem,
            (None, Ok(Ok(()))) => "ok".to_owned(),
            (None, Err(_)) => "panic: of unknown origin".to_owned(),
        };
        let mut output = std::io::stdout().lock();
        let sent = writeln!(output, "{}", answer.replace('\n', " | ")).and_then(|()| output.flush());
        if sent.is_err() {
            return;
        }
    }
}

fn check(mode: Mode, folder: &Path, [small, whole]: &[PathBuf; 2]) -> Result<(), String> {
    let mut names: Vec<PathBuf> = std::fs::read_dir(folder)
        .map_err(|error| format!("harness: {error}"))?
        .filter_map(|entry| Some(PathBuf::from(entry.ok()?.file_name())))
        .filter(|name| name.extension().is_some_and(|end| end == "ts"))
        .collect();
    names.sort();
    let options = Options {
        inputs: names.into_iter().map(Input::File).collect(),
        root: folder.to_owned(),
        lib_directory: Some(if mode.library { whole.clone() } else { small.clone() }),
        ambient: Some(vec![if mode.library { "es2015" } else { "mini" }.to_owned()]),
        threads: Some(1),
        ..Options::default()
    };
    let loaded = load(&options);
    let text = inspect(&loaded, folder)?;
    if mode.python {
        let out = folder.join("out");
        std::fs::create_dir_all(&out).map_err(|error| format!("harness: {error}"))?;
        for (name, text) in emit(&loaded.module, Emit::Package) {
            std::fs::write(out.join(name), text).map_err(|error| format!("harness: {error}"))?;
        }
    }
    if mode.twice {
        let mut inputs = options.inputs.clone();
        inputs.reverse();
        let again = load(&Options { threads: Some(2), inputs, ..options });
        let other = inspect(&again, folder)?;
        if let Some((left, right)) = text.lines().zip(other.lines()).find(|(left, right)| left != right) {
            return Err(format!("determinism: `{left}` and `{right}`"));
        }
        if text.len() != other.len() {
            return Err("determinism: one output is longer than the other".to_owned());
        }
    }
    Ok(())
}

/// Everything that is printed of a run, after checking what must hold.
fn inspect(loaded: &Loaded, folder: &Path) -> Result<String, String> {
    for diagnostic in &loaded.diagnostics {
        if let Some(span) = diagnostic.span {
            within(loaded, span, &diagnostic.message)?;
        }
        std::hint::black_box(sig_gen::cli::rendered(diagnostic, &loaded.sources));
    }
    for degradation in &loaded.coverage.degradations {
        within(loaded, degradation.span, &degradation.reason)?;
    }
    let report = Report {
        module: &loaded.module.name,
        coverage: &loaded.coverage,
        ignores: None,
        sources: &loaded.sources,
        root: folder,
    };
    let mut text = report.text();
    text.push_str(&report.json());
    for what in [Emit::Package, Emit::Json] {
        for (name, content) in emit(&loaded.module, what) {
            let _ = write!(text, "{}\n{content}", name.display());
        }
    }
    Ok(text)
}

fn within(loaded: &Loaded, span: Span, message: &str) -> Result<(), String> {
    let text = loaded.sources.text(span.file);
    let (start, end) = (span.start as usize, span.end as usize);
    match start <= end && end <= text.len() && text.is_char_boundary(start) && text.is_char_boundary(end) {
        true => Ok(()),
        false => Err(format!("span: {start}..{end} of `{message}` is not in a file of {} bytes", text.len())),
    }
}
