//! The disk with a memory of every question that it was asked, so that a later run can tell whether it would get the same answers.
//!
//! A run is a function of its arguments and these answers alone. Answers are kept as hashes: a file's is one of its whole
//! content, never of its time or size.

use std::sync::Mutex;

use rayon::prelude::*;
use rustc_hash::FxHashMap;
use xxhash_rust::xxh3::{Xxh3, xxh3_128};

use super::files::{Disk, Files, decode};

/// What was asked.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Question {
    /// Whether a file is there.
    IsFile,
    /// Whether a directory is there.
    IsDirectory,
    /// The names in a directory.
    List,
    /// Where symbolic links lead.
    RealPath,
    /// The content of a file.
    Read,
}

impl Question {
    /// All of them, in order.
    pub const ALL: [Self; 5] = [Self::IsFile, Self::IsDirectory, Self::List, Self::RealPath, Self::Read];
}

/// A question with its answer.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Answered {
    /// What was asked.
    pub question: Question,
    /// About which path.
    pub path: String,
    /// What the answer was, as a number.
    pub answer: u128,
}

/// Whether a disk gives all these answers now.
pub fn all_hold(answered: &[Answered], disk: &Disk) -> bool {
    let holds = |one: &Answered| ask(disk, one.question, &one.path) == one.answer;
    answered.par_iter().with_min_len(16).all(holds)
}

fn ask(disk: &Disk, question: Question, path: &str) -> u128 {
    match question {
        Question::IsFile => disk.is_file(path).into(),
        Question::IsDirectory => disk.is_directory(path).into(),
        Question::List => of_names(&disk.list(path)),
        Question::RealPath => xxh3_128(disk.real_path(path).as_bytes()),
        Question::Read => of_content(disk.bytes(path).as_deref()),
    }
}

fn of_names(names: &[String]) -> u128 {
    let mut hash = Xxh3::new();
    for name in names {
        hash.update(name.as_bytes());
        hash.update(b"/");
    }
    hash.digest128()
}

fn of_content(bytes: Option<&[u8]>) -> u128 {
    bytes.map_or(0, xxh3_128)
}

#[derive(Debug, Default)]
struct Memory {
    answers: FxHashMap<(Question, String), u128>,
    /// Whether a question had two answers: the disk changed under the run.
    is_torn: bool,
}

/// The disk, recording.
#[derive(Debug, Default)]
pub struct Recording {
    disk: Disk,
    memory: Mutex<Memory>,
}

impl Recording {
    /// What was asked so far, sorted. Nothing when the disk changed in between, so that no later state of it can be the same.
    pub fn answered(&self) -> Option<Vec<Answered>> {
        let memory = self.memory.lock().ok().filter(|memory| !memory.is_torn)?;
        let answered = |((question, path), answer): (&(Question, String), &u128)| Answered {
            question: *question,
            path: path.clone(),
            answer: *answer,
        };
        let mut all: Vec<Answered> = memory.answers.iter().map(answered).collect();
        all.sort_unstable_by(|left, right| (left.question, &left.path).cmp(&(right.question, &right.path)));
        Some(all)
    }

    fn note(&self, question: Question, path: &str, answer: u128) {
        // A thread that panicked while it held the lock left nothing half done that matters.
        let mut memory = self.memory.lock().unwrap_or_else(std::sync::PoisonError::into_inner);
        let known = memory.answers.insert((question, path.to_owned()), answer);
        memory.is_torn |= known.is_some_and(|known| known != answer);
    }
}

impl Files for Recording {
    fn is_file(&self, path: &str) -> bool {
        let answer = self.disk.is_file(path);
        self.note(Question::IsFile, path, answer.into());
        answer
    }

    fn is_directory(&self, path: &str) -> bool {
        let answer = self.disk.is_directory(path);
        self.note(Question::IsDirectory, path, answer.into());
        answer
    }

    fn list(&self, path: &str) -> Vec<String> {
        let answer = self.disk.list(path);
        self.note(Question::List, path, of_names(&answer));
        answer
    }

    fn read(&self, path: &str) -> Option<String> {
        let bytes = self.disk.bytes(path);
        self.note(Question::Read, path, of_content(bytes.as_deref()));
        bytes.map(decode)
    }

    fn real_path(&self, path: &str) -> String {
        let answer = self.disk.real_path(path);
        self.note(Question::RealPath, path, xxh3_128(answer.as_bytes()));
        answer
    }
}
