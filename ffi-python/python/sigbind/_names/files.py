"""`pyodide.FS`: files by the functions that Emscripten's file system has, over those of this process."""

from __future__ import annotations

import errno
import os
import stat
from typing import Any

from .. import _core

_make = _core.helper(
    r"""(py) => {
  class ErrnoError extends Error {
    constructor(errno) { super("FS error"); this.name = "ErrnoError"; this.errno = errno }
  }
  // What Python's functions give: a value, or the number of an error.
  const run = (name, ...given) => {
    const [error, value] = py.run(name, given);
    if (error !== 0) throw new ErrnoError(error);
    return value;
  };
  const bytes = (data) => typeof data === "string" ? new TextEncoder().encode(data)
    : data instanceof ArrayBuffer ? new Uint8Array(data) : new Uint8Array(data.buffer, data.byteOffset, data.byteLength);
  const stats = (path, follow) => {
    const [mode, size, ino, nlink, atime, mtime, ctime] = run("stat", String(path), follow);
    const date = (seconds) => new Date(seconds * 1000);
    return {mode, size, ino, nlink, atime: date(atime), mtime: date(mtime), ctime: date(ctime)};
  };
  const kind = (bits) => (mode) => (mode & 0o170000) === bits;
  return {
    ErrnoError,
    cwd: () => run("cwd"),
    chdir: (path) => { run("chdir", path) },
    mkdir: (path, mode = 0o777) => { run("mkdir", path, mode) },
    mkdirTree: (path, mode = 0o777) => { run("mkdirTree", path, mode) },
    rmdir: (path) => { run("rmdir", path) },
    readdir: (path) => run("readdir", path),
    rename: (from, to) => { run("rename", from, to) },
    unlink: (path) => { run("unlink", path) },
    symlink: (target, path) => { run("symlink", target, path) },
    readlink: (path) => run("readlink", path),
    chmod: (path, mode) => { run("chmod", path, mode) },
    truncate: (path, length) => { run("truncate", path, length) },
    stat: (path) => stats(path, true),
    lstat: (path) => stats(path, false),
    isDir: kind(0o040000),
    isFile: kind(0o100000),
    isLink: kind(0o120000),
    analyzePath(path) { const [error] = py.run("stat", [path, true]); return {exists: error === 0, error, path} },
    writeFile(path, data, {flags = "w"} = {}) { run("write", path, bytes(data), flags) },
    readFile(path, {encoding = "binary"} = {}) {
      if (encoding !== "binary" && encoding !== "utf8") throw new Error(`Invalid encoding type "${encoding}"`);
      const data = run("read", path);
      return encoding === "utf8" ? new TextDecoder().decode(data) : data;
    },
  };
}"""
)


def _stat(path: str, follow: bool) -> list[Any]:
    found = os.stat(path, follow_symlinks=follow)
    return [found.st_mode, found.st_size, found.st_ino, found.st_nlink, found.st_atime, found.st_mtime, found.st_ctime]


def _mkdir_tree(path: str, mode: int) -> None:
    os.makedirs(path, mode, exist_ok=True)
    if not stat.S_ISDIR(os.stat(path).st_mode):
        raise NotADirectoryError(errno.ENOTDIR, os.strerror(errno.ENOTDIR), path)


def _write(path: str, data: Any, flags: str) -> None:
    with open(path, "ab" if flags.startswith("a") else "wb") as file:
        file.write(data.to_bytes())


def _read(path: str) -> bytes:
    with open(path, "rb") as file:
        return file.read()


_FUNCTIONS = {
    "cwd": os.getcwd, "chdir": os.chdir, "mkdir": os.mkdir, "mkdirTree": _mkdir_tree, "rmdir": os.rmdir,
    "readdir": lambda path: [".", "..", *sorted(os.listdir(path))], "rename": os.rename, "unlink": os.unlink, "symlink": os.symlink,
    "readlink": os.readlink, "chmod": os.chmod, "truncate": os.truncate, "stat": _stat, "write": _write, "read": _read,
}


def _run(name: str, given: Any) -> Any:
    try:
        return _core.to_js([0, _FUNCTIONS[name](*given)])
    except OSError as error:
        return _core.to_js([error.errno or errno.EIO, None])


def file_system() -> Any:
    """The object."""
    python = _core.run_js("({})")
    python.run = _run
    return _make(python)


def error_codes() -> Any:
    """The numbers of errors by their names."""
    return _core.to_js({name: number for number, name in errno.errorcode.items()})
