//! Writing the output, all of it or none.

use std::collections::BTreeMap;
use std::io::{self, Write as _};
use std::path::{Path, PathBuf};
use std::{fmt, fs};

/// Why the output could not be written, and where.
#[derive(Debug)]
pub(super) struct WriteError {
    path: PathBuf,
    error: io::Error,
}

impl fmt::Display for WriteError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "cannot write {}: {}", self.path.display(), self.error)
    }
}

/// Names the path that an I/O error is about.
fn at(path: &Path) -> impl FnOnce(io::Error) -> WriteError {
    let path = path.to_path_buf();
    move |error| WriteError { path, error }
}

/// Writes `files` into the folder `out`, which is made when it is missing.
///
/// All files are first written beside their places; only when that went well are they renamed into them, each in one step.
/// A file that has the same content already is not touched, so that its time stays. Other files of the folder stay.
pub(super) fn folder(out: &Path, files: &BTreeMap<PathBuf, Vec<u8>>) -> Result<(), WriteError> {
    fs::create_dir_all(out).map_err(at(out))?;
    let mut pending = Vec::new();
    for (name, text) in files {
        pending.extend(prepare(&out.join(name), text)?);
    }
    for (file, path) in pending {
        file.persist(&path).map_err(|error| at(&path)(error.error))?;
    }
    Ok(())
}

/// Writes one file, in one step, unless it has the same content already.
pub(super) fn file(path: &Path, text: &str) -> Result<(), WriteError> {
    match prepare(path, text.as_bytes())? {
        Some((file, path)) => file.persist(&path).map(drop).map_err(|error| at(&path)(error.error)),
        None => Ok(()),
    }
}

/// A file with the content beside the place where it belongs; nothing when it stands there already.
fn prepare(path: &Path, content: &[u8]) -> Result<Option<(tempfile::NamedTempFile, PathBuf)>, WriteError> {
    if has_content(path, content) {
        return Ok(None);
    }
    if path.is_dir() {
        return Err(at(path)(io::Error::other("it is a folder")));
    }
    let folder = path.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."));
    fs::create_dir_all(folder).map_err(at(folder))?;
    let mut file = tempfile::NamedTempFile::new_in(folder).map_err(at(path))?;
    file.write_all(content).map_err(at(path))?;
    readable_by_all(file.path()).map_err(at(path))?;
    Ok(Some((file, path.to_owned())))
}

/// Whether a regular file has exactly this content.
fn has_content(path: &Path, bytes: &[u8]) -> bool {
    let same_size =
        fs::symlink_metadata(path).is_ok_and(|metadata| metadata.is_file() && metadata.len() == bytes.len() as u64);
    same_size && fs::read(path).is_ok_and(|known| known == bytes)
}

/// Gives a file the permissions that a program's output usually has; temporary files are private.
#[cfg(unix)]
fn readable_by_all(path: &Path) -> io::Result<()> {
    use std::os::unix::fs::PermissionsExt as _;

    fs::set_permissions(path, fs::Permissions::from_mode(0o644))
}

#[cfg(not(unix))]
fn readable_by_all(_path: &Path) -> io::Result<()> {
    Ok(())
}

/// Writes to standard output.
pub(super) fn standard_output(content: impl AsRef<[u8]>) -> Result<(), WriteError> {
    let mut output = io::stdout().lock();
    output.write_all(content.as_ref()).and_then(|()| output.flush()).map_err(at(Path::new("standard output")))
}
