//! Keeps the folder small: what was not used for the longest time goes first.
//!
//! The folder may be anyone's, so nothing is touched whose name is not one of an entry.

use std::fs;
use std::path::{Path, PathBuf};
use std::time::{Duration, SystemTime};

use super::{ENDING, UNFINISHED};

/// After this time nobody finishes a file any more.
const ABANDONED: Duration = Duration::from_secs(60 * 60);

/// Removes entries until all of them together have at most `limit` bytes; `newest` stays in any case.
pub(super) fn bound(folder: &Path, limit: u64, newest: &Path) {
    let mut entries: Vec<(SystemTime, PathBuf, u64)> = Vec::new();
    for file in fs::read_dir(folder).into_iter().flatten().flatten() {
        let name = file.file_name();
        let Some(kind) = name.to_str().and_then(Kind::of) else { continue };
        let Some(metadata) = file.metadata().ok().filter(fs::Metadata::is_file) else { continue };
        let Ok(time) = metadata.modified() else { continue };
        match kind {
            Kind::Entry => entries.push((time, file.path(), metadata.len())),
            // A clock that was set back makes no age; such a file waits for its time.
            Kind::Unfinished if time.elapsed().is_ok_and(|age| age > ABANDONED) => drop(fs::remove_file(file.path())),
            Kind::Unfinished => {}
        }
    }
    let mut total: u64 = entries.iter().map(|(.., size)| size).sum();
    entries.sort_unstable();
    for (_, path, size) in entries.into_iter().filter(|(_, path, _)| path != newest) {
        if total <= limit {
            break;
        }
        // When another run was faster, the file is gone all the same.
        drop(fs::remove_file(path));
        total -= size;
    }
}

enum Kind {
    Entry,
    Unfinished,
}

impl Kind {
    fn of(name: &str) -> Option<Self> {
        if name.starts_with('.') && name.ends_with(UNFINISHED) {
            return Some(Self::Unfinished);
        }
        let key = name.strip_suffix(ENDING)?;
        let is_key = key.len() == 32 && key.bytes().all(|byte| byte.is_ascii_digit() || matches!(byte, b'a'..=b'f'));
        is_key.then_some(Self::Entry)
    }
}
