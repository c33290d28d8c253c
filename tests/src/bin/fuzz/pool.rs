//! A worker process seen from the parent: cases in, outcomes out, and a new process when the old one is gone.

use std::io::{self, BufRead, BufReader, Write};
use std::path::{Path, PathBuf};
use std::process::{Child, ChildStdin, Command, Stdio};
use std::sync::mpsc::{self, Receiver, RecvTimeoutError};
use std::time::{Duration, Instant};

use crate::case::Case;
use crate::worker::Mode;

/// Reads paths of folders and compiles the Python files in them.
const COMPILE: &str = "\
import pathlib, sys, warnings
warnings.simplefilter('ignore')
for line in sys.stdin:
    try:
        for path in sorted(pathlib.Path(line.rstrip('\\n')).glob('*.py*')):
            if path.suffix in ('.py', '.pyi'):
                compile(path.read_bytes(), path.name, 'exec', dont_inherit=True)
        answer = 'ok'
    except (SyntaxError, ValueError, RecursionError, MemoryError) as error:
        answer = f'python: {error!r}'.replace('\\n', ' ')
    print(answer, flush=True)
";

/// How many times the limit an input may take by the clock on the wall.
const ASLEEP: u32 = 30;
/// Ticks of the clock in `/proc/PID/stat` in a second, which is the same number on every Linux.
const TICKS: u64 = 100;

/// The time that processors worked for a child so far, where the system tells.
fn processor_time(child: &Child) -> Option<Duration> {
    let stat = std::fs::read_to_string(format!("/proc/{}/stat", child.id())).ok()?;
    // The second field is the name in parentheses; the user's and the system's time are the 14th and 15th.
    let mut fields = stat.rsplit_once(')')?.1.split_whitespace().skip(11).map(str::parse::<u64>);
    let (user, system) = (fields.next()?.ok()?, fields.next()?.ok()?);
    Some(Duration::from_millis((user + system) * 1000 / TICKS))
}

/// A child that answers one line for each line.
struct Lines {
    child: Child,
    input: ChildStdin,
    output: Receiver<String>,
    errors: PathBuf,
}

impl Lines {
    fn start(mut command: Command, errors: &Path) -> io::Result<Self> {
        let mut child =
            command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(std::fs::File::create(errors)?).spawn()?;
        let missing = || io::Error::other("a pipe is missing");
        let input = child.stdin.take().ok_or_else(missing)?;
        let stdout = child.stdout.take().ok_or_else(missing)?;
        let (send, output) = mpsc::channel();
        std::thread::spawn(move || {
            for line in BufReader::new(stdout).lines().map_while(Result::ok) {
                if send.send(line).is_err() {
                    return;
                }
            }
        });
        Ok(Self { child, input, output, errors: errors.to_owned() })
    }

    fn ask(&mut self, line: &str, limit: Duration) -> Result<String, String> {
        if let Err(error) = writeln!(self.input, "{line}").and_then(|()| self.input.flush()) {
            return Err(self.end(&format!("crash: {error}")));
        }
        let (started, used) = (Instant::now(), processor_time(&self.child));
        loop {
            match self.output.recv_timeout(Duration::from_secs(1)) {
                Ok(answer) => return Ok(answer),
                Err(RecvTimeoutError::Disconnected) => return Err(self.end("crash")),
                Err(RecvTimeoutError::Timeout) => {}
            }
            // On a busy machine an input waits for its turn, which is no fault of it; one that sleeps forever is a hang, too.
            let worked = processor_time(&self.child).zip(used).map(|(now, before)| now.saturating_sub(before));
            if worked.unwrap_or_else(|| started.elapsed()) >= limit || started.elapsed() >= limit * ASLEEP {
                return Err(self.end(&format!("hang: no answer in {} s", limit.as_secs())));
            }
        }
    }

    /// Ends the child and says how it was.
    fn end(&mut self, what: &str) -> String {
        let _ = self.child.kill();
        let status = self.child.wait().map(|status| status.to_string()).unwrap_or_default();
        let errors = std::fs::read(&self.errors).unwrap_or_default();
        let errors = String::from_utf8_lossy(&errors[errors.len().saturating_sub(300)..]).replace('\n', " | ");
        if what.starts_with("hang") { what.to_owned() } else { format!("{what}: {status}: {errors}") }
    }
}

impl Drop for Lines {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

/// One job: a worker, a Python, and the folder that cases are written to.
pub struct Job {
    folder: PathBuf,
    limit: Duration,
    libraries: [PathBuf; 2],
    worker: Option<Lines>,
    python: Option<Lines>,
}

impl Job {
    pub fn new(folder: PathBuf, limit: Duration, libraries: [PathBuf; 2]) -> io::Result<Self> {
        std::fs::create_dir_all(&folder)?;
        Ok(Self { folder, limit, libraries, worker: None, python: None })
    }

    /// Runs a case. A problem is `KIND: what happened`.
    pub fn run(&mut self, case: &Case, mode: Mode) -> io::Result<Option<String>> {
        let folder = self.folder.join("case");
        case.write(&folder)?;
        if self.worker.is_none() {
            let mut command = Command::new(std::env::current_exe()?);
            command.arg("--worker").args(&self.libraries);
            self.worker = Some(Lines::start(command, &self.folder.join("worker.stderr"))?);
        }
        let Some(worker) = &mut self.worker else { return Ok(None) };
        match worker.ask(&format!("{} {}", mode.letters(), folder.display()), self.limit) {
            Ok(answer) if answer == "ok" => {}
            Ok(answer) => return Ok(Some(answer)),
            Err(problem) => {
                self.worker = None;
                return Ok(Some(problem));
            }
        }
        if !mode.python {
            return Ok(None);
        }
        if self.python.is_none() {
            let mut command = Command::new(std::env::var_os("PYTHON").unwrap_or_else(|| "python3".into()));
            command.args(["-c", COMPILE]);
            self.python = Some(Lines::start(command, &self.folder.join("python.stderr"))?);
        }
        let Some(python) = &mut self.python else { return Ok(None) };
        match python.ask(&folder.join("out").display().to_string(), self.limit) {
            Ok(answer) if answer == "ok" => Ok(None),
            Ok(answer) => Ok(Some(answer)),
            Err(problem) => {
                self.python = None;
                Ok(Some(format!("python-{problem}")))
            }
        }
    }
}

/// What makes two problems the same one: the kind and, for a panic, the place.
pub fn signature(problem: &str) -> String {
    let kind = problem.split(':').next().unwrap_or(problem);
    match kind {
        "panic" => problem.split(" | ").next().unwrap_or(problem).to_owned(),
        "crash" if problem.contains("overflow") => "crash: stack overflow".to_owned(),
        "crash" if problem.contains("memory allocation") => "crash: memory".to_owned(),
        // Numbers are places in the one input.
        "python" | "crash" => problem.chars().filter(|letter| !letter.is_ascii_digit()).take(70).collect(),
        _ => kind.to_owned(),
    }
}
