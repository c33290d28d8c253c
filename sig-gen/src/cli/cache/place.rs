//! Where remembered runs are kept unless the command says it.

use std::path::PathBuf;

/// The folder that the environment names, otherwise the user's folder for what can be made again.
pub(in crate::cli) fn folder() -> Option<PathBuf> {
    variable("SIGBIND_CACHE_DIR").or_else(|| Some(platform()?.join("sigbind")))
}

fn platform() -> Option<PathBuf> {
    if cfg!(windows) {
        variable("LOCALAPPDATA")
    } else if cfg!(target_os = "macos") {
        Some(std::env::home_dir()?.join("Library/Caches"))
    } else {
        // By the specification of these folders, one that is relative does not count.
        let set = variable("XDG_CACHE_HOME").filter(|path| path.is_absolute());
        set.or_else(|| Some(std::env::home_dir().filter(|home| home.is_absolute())?.join(".cache")))
    }
}

/// The value of a variable of the environment, unless it is empty.
fn variable(name: &str) -> Option<PathBuf> {
    std::env::var_os(name).filter(|value| !value.is_empty()).map(PathBuf::from)
}
