//! One input of the generator: files, of which the first is what is asked for, or all.

use std::fs;
use std::io;
use std::path::Path;

/// Files with their contents.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Case {
    pub files: Vec<(String, Vec<u8>)>,
}

impl Case {
    pub fn single(text: impl Into<Vec<u8>>) -> Self {
        Self { files: vec![("main.d.ts".to_owned(), text.into())] }
    }

    pub fn size(&self) -> usize {
        self.files.iter().map(|(_, text)| text.len()).sum()
    }

    /// Writes the files into an emptied folder.
    pub fn write(&self, folder: &Path) -> io::Result<()> {
        if folder.exists() {
            fs::remove_dir_all(folder)?;
        }
        fs::create_dir_all(folder)?;
        for (name, text) in &self.files {
            fs::write(folder.join(name), text)?;
        }
        Ok(())
    }

    /// Reads a folder of declaration files, or one such file.
    pub fn read(path: &Path) -> io::Result<Self> {
        if path.is_file() {
            return Ok(Self::single(fs::read(path)?));
        }
        let mut files = Vec::new();
        for entry in fs::read_dir(path)? {
            let path = entry?.path();
            if path.is_file() {
                let name = path.file_name().unwrap_or_default().to_string_lossy().into_owned();
                files.push((name, fs::read(&path)?));
            }
        }
        files.sort();
        Ok(Self { files })
    }
}
