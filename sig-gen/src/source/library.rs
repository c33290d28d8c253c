//! The libraries of the `typescript` package: `lib.NAME.d.ts`, looked for from the root upward.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use crate::resolve::{Files, path};

/// Where libraries come from.
pub struct Libraries {
    files: Arc<dyn Files>,
    root: String,
    directory: Option<String>,
}

/// A library that was asked for and is not there.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum MissingLib {
    /// There is no `typescript` package.
    NoTypeScript {
        /// Where the search began.
        searched_from: PathBuf,
    },
    /// The package has no such library.
    Unknown {
        /// The names it has.
        known: Vec<String>,
    },
}

impl Libraries {
    /// The libraries in `directory`, or those of the nearest `typescript` package from `root` upward.
    pub fn new(files: Arc<dyn Files>, root: &Path, directory: Option<&Path>) -> Self {
        let root = path::absolute(root);
        let directory = directory.map(path::absolute).or_else(|| {
            path::ancestors(&root)
                .map(|above| path::join(above, "node_modules/typescript/lib"))
                .find(|directory| files.is_directory(directory))
        });
        Self { files, root, directory }
    }

    /// The path of `lib.NAME.d.ts`.
    pub fn path(&self, name: &str) -> Result<String, MissingLib> {
        let Some(directory) = &self.directory else {
            return Err(MissingLib::NoTypeScript { searched_from: path::to_native(&self.root) });
        };
        let path = path::join(directory, &format!("lib.{}.d.ts", name.to_ascii_lowercase()));
        if self.files.is_file(&path) { Ok(path) } else { Err(MissingLib::Unknown { known: self.known(directory) }) }
    }

    fn known(&self, directory: &str) -> Vec<String> {
        let names = self.files.list(directory);
        let name = |file: &String| Some(file.strip_prefix("lib.")?.strip_suffix(".d.ts")?.to_owned());
        names.iter().filter_map(name).collect()
    }
}
