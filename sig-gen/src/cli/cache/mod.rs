//! Runs of the past: what a run came to, found again by its arguments, and valid while every question that it asked of the
//! file system has the same answer.
//!
//! A run has one file here, named by a hash of what it was asked for, and the latest run of those arguments is the one that
//! is kept. Files appear in one step and carry a checksum; what cannot be read, is damaged, or was written by something else is
//! no entry. Nothing that goes wrong in here is an error: then the run is made in full, and not remembered.

mod entry;
mod key;
mod place;
mod size;

use std::fs::{self, OpenOptions};
use std::io::Write as _;
use std::path::{Path, PathBuf};
use std::time::SystemTime;

use super::outcome::Outcome;
use crate::resolve::{Answered, Disk, all_hold, read_regular};
use entry::Entry;

pub(super) use key::{Key, Run};
pub(super) use place::folder;

/// How many bytes all entries together may have.
const LIMIT: u64 = 256 << 20;

/// How the names of entries end, and those of entries that are being written.
const ENDING: &str = ".run";
const UNFINISHED: &str = ".run.tmp";

/// A folder of remembered runs.
pub(super) struct Cache {
    folder: PathBuf,
}

impl Cache {
    pub fn new(folder: PathBuf) -> Self {
        Self { folder }
    }

    /// What the run of this key would come to, when it is known.
    pub fn find(&self, key: Key) -> Option<Outcome> {
        let path = self.path(key);
        let entry = Entry::decode(&read_regular(&path)?, key)?;
        if !all_hold(&entry.answered, &Disk::default()) {
            return None;
        }
        // The time of an entry is that of its last use.
        if let Ok(file) = OpenOptions::new().append(true).open(&path) {
            drop(file.set_modified(SystemTime::now()));
        }
        Some(entry.outcome)
    }

    /// Remembers what a run came to.
    pub fn keep(&self, key: Key, answered: &[Answered], outcome: &Outcome) {
        let bytes = entry::encode(key, answered, outcome);
        if bytes.len() as u64 <= LIMIT && self.write(&self.path(key), &bytes).is_ok() {
            size::bound(&self.folder, LIMIT, &self.path(key));
        }
    }

    fn write(&self, path: &Path, bytes: &[u8]) -> std::io::Result<()> {
        fs::create_dir_all(&self.folder)?;
        let mut file = tempfile::Builder::new().suffix(UNFINISHED).tempfile_in(&self.folder)?;
        file.write_all(bytes)?;
        file.persist(path)?;
        Ok(())
    }

    fn path(&self, key: Key) -> PathBuf {
        self.folder.join(format!("{key}{ENDING}"))
    }
}
