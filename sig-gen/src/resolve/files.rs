//! The one door to the file system for resolution: four questions, answered from directory listings that are read once.
//!
//! Everything else in this room is a function of these answers. A directory is listed at its first use and never again, so
//! a resolver sees one state of the disk for as long as it lives.

use std::io::Read as _;
use std::path::{Path, PathBuf};
use std::sync::{Arc, RwLock};

use rustc_hash::FxHashMap;

/// What resolution asks about files. Paths are absolute and normal: no `.`, no `..`, no slash at the end.
pub trait Files: Send + Sync {
    /// Whether a file is there, symbolic links followed.
    fn is_file(&self, path: &str) -> bool;
    /// Whether a directory is there, symbolic links followed.
    fn is_directory(&self, path: &str) -> bool;
    /// The names in a directory, sorted; none where it cannot be read.
    fn list(&self, path: &str) -> Vec<String>;
    /// The text of a file, with what is not UTF-8 replaced and without a byte order mark; UTF-16 where a mark says so.
    fn read(&self, path: &str) -> Option<String>;
    /// The path with all symbolic links followed, itself where that is impossible.
    fn real_path(&self, path: &str) -> String;
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Kind {
    File,
    Directory,
    Other,
}

type Listing = Option<Arc<FxHashMap<String, Kind>>>;

/// The disk.
#[derive(Debug, Default)]
pub struct Disk {
    listings: RwLock<FxHashMap<String, Listing>>,
    real_directories: RwLock<FxHashMap<String, String>>,
}

impl Disk {
    fn listing(&self, directory: &str) -> Listing {
        if let Some(known) = self.listings.read().ok().and_then(|listings| listings.get(directory).cloned()) {
            return known;
        }
        let listing = read_listing(directory).map(Arc::new);
        if let Ok(mut listings) = self.listings.write() {
            listings.insert(directory.to_owned(), listing.clone());
        }
        listing
    }

    /// The bytes of a regular file, at most 1 GB.
    pub(crate) fn bytes(&self, path: &str) -> Option<Vec<u8>> {
        read_regular(Path::new(path))
    }

    fn kind(&self, path: &str) -> Option<Kind> {
        let Some((directory, name)) = path.rsplit_once('/').filter(|(_, name)| !name.is_empty()) else {
            return kind_of(Path::new(path));
        };
        let directory = if directory.is_empty() { "/" } else { directory };
        match self.listing(directory) {
            Some(listing) => listing.get(name).copied(),
            // A directory may be searchable without being readable.
            None => kind_of(Path::new(path)),
        }
    }
}

/// The largest file that is read: places in files are counted in 32 bits.
const MAXIMUM_SIZE: u64 = 1 << 30;

/// The bytes of a regular file. A pipe or device would be waited for, or never end.
pub(crate) fn read_regular(path: &Path) -> Option<Vec<u8>> {
    let metadata = std::fs::metadata(path).ok().filter(std::fs::Metadata::is_file)?;
    let mut bytes = Vec::with_capacity(usize::try_from(metadata.len().min(MAXIMUM_SIZE)).unwrap_or(0) + 1);
    let mut file = std::fs::File::open(path).ok()?.take(MAXIMUM_SIZE + 1);
    file.read_to_end(&mut bytes).ok()?;
    (bytes.len() as u64 <= MAXIMUM_SIZE).then_some(bytes)
}

fn kind_of(path: &Path) -> Option<Kind> {
    let metadata = std::fs::metadata(path).ok()?;
    Some(if metadata.is_file() {
        Kind::File
    } else if metadata.is_dir() {
        Kind::Directory
    } else {
        Kind::Other
    })
}

fn read_listing(directory: &str) -> Option<FxHashMap<String, Kind>> {
    let mut listing = FxHashMap::default();
    for entry in std::fs::read_dir(directory).ok()?.flatten() {
        let kind = match entry.file_type() {
            Ok(kind) if kind.is_file() => Kind::File,
            Ok(kind) if kind.is_dir() => Kind::Directory,
            Ok(kind) if kind.is_symlink() => kind_of(&entry.path()).unwrap_or(Kind::Other),
            _ => Kind::Other,
        };
        if let Ok(name) = entry.file_name().into_string() {
            listing.insert(name, kind);
        }
    }
    Some(listing)
}

/// The text that bytes stand for: UTF-16 where a byte order mark says so, UTF-8 otherwise.
pub fn decode(bytes: Vec<u8>) -> String {
    let units = |of: fn([u8; 2]) -> u16| {
        let units = bytes[2..].chunks(2).map(|pair| of([pair[0], pair.get(1).copied().unwrap_or_default()]));
        String::from_utf16_lossy(&units.collect::<Vec<u16>>())
    };
    match bytes[..] {
        [0xff, 0xfe, ..] => return units(u16::from_le_bytes),
        [0xfe, 0xff, ..] => return units(u16::from_be_bytes),
        _ => {}
    }
    let mut text =
        String::from_utf8(bytes).unwrap_or_else(|error| String::from_utf8_lossy(error.as_bytes()).into_owned());
    if text.starts_with('\u{feff}') {
        text.drain(..'\u{feff}'.len_utf8());
    }
    text
}

impl Files for Disk {
    fn is_file(&self, path: &str) -> bool {
        self.kind(path) == Some(Kind::File)
    }

    fn is_directory(&self, path: &str) -> bool {
        self.kind(path) == Some(Kind::Directory)
    }

    fn list(&self, path: &str) -> Vec<String> {
        let mut names: Vec<String> = self.listing(path).iter().flat_map(|listing| listing.keys().cloned()).collect();
        names.sort_unstable();
        names
    }

    fn read(&self, path: &str) -> Option<String> {
        self.bytes(path).map(decode)
    }

    fn real_path(&self, path: &str) -> String {
        let canonical = |path: &str| {
            let real = std::fs::canonicalize(path).ok()?;
            Some(super::path::from_native(&real))
        };
        // The file itself is a link so rarely that its directory is what is worth remembering.
        let is_link = |path: &str| PathBuf::from(path).symlink_metadata().is_ok_and(|metadata| metadata.is_symlink());
        let Some((directory, name)) = path.rsplit_once('/').filter(|(directory, _)| !directory.is_empty()) else {
            return canonical(path).unwrap_or_else(|| path.to_owned());
        };
        if is_link(path) {
            return canonical(path).unwrap_or_else(|| path.to_owned());
        }
        let known = self.real_directories.read().ok().and_then(|known| known.get(directory).cloned());
        let real = known.unwrap_or_else(|| {
            let real = canonical(directory).unwrap_or_else(|| directory.to_owned());
            if let Ok(mut known) = self.real_directories.write() {
                known.insert(directory.to_owned(), real.clone());
            }
            real
        });
        if real == "/" { format!("/{name}") } else { format!("{real}/{name}") }
    }
}
