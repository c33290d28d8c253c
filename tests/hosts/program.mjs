// A Python program in a Pyodide that has been loaded: its files, its arguments, its exit status. The same for Node.js and for a
// page in a browser, so nothing here knows of either.

// What asyncio.run starts is awaited at the end: without stack switching it cannot wait where it is called.
const PREPARE = `
import asyncio, os, sys
def _prepare():
    started = []
    codes = []
    async def guarded(main):
        # SystemExit must not reach the event loop, which would end the process with a stack trace.
        try:
            return await main
        except SystemExit as exit:
            codes.append(exit.code)
    def run(main, *, debug=None, loop_factory=None):
        task = asyncio.ensure_future(guarded(main))
        started.append(task)
        return task
    asyncio.run = run
    async def finish():
        while started:
            await started.pop(0)
        for code in codes:
            if code is not None:
                if not isinstance(code, int):
                    print(code, file=sys.stderr)
                return code if isinstance(code, int) else 1
        return 0
    return finish
_finish_program = _prepare()
del _prepare
`;

// Puts files into Pyodide's file system. `folders` is a list of objects from relative path to text or bytes; each becomes a
// folder on sys.path, the first one wins. Returns the places of the folders.
export function place(pyodide, folders) {
  const places = folders.map((files, index) => {
    const folder = `/home/pyodide/path${index}`;
    pyodide.FS.mkdirTree(folder);
    for (const [name, content] of Object.entries(files)) {
      const file = `${folder}/${name}`;
      pyodide.FS.mkdirTree(file.slice(0, file.lastIndexOf("/")));
      pyodide.FS.writeFile(file, content);
    }
    return folder;
  });
  const sys = pyodide.pyimport("sys");
  places.toReversed().forEach((folder) => sys.path.insert(0, folder));
  return places;
}

// Runs `source` as `__main__` with top-level await and gives its exit status. `complain` gets the traceback of what it raises.
export async function run(pyodide, { source, script, args, environment, complain }) {
  pyodide.runPython(PREPARE);
  pyodide.pyimport("sys").argv = pyodide.toPy([script, ...args]);
  const environ = pyodide.pyimport("os").environ;
  for (const [name, value] of Object.entries(environment)) environ.set(name, value);
  pyodide.globals.set("__file__", script);
  try {
    await pyodide.runPythonAsync(source, { filename: script });
    return await pyodide.runPythonAsync("await _finish_program()");
  } catch (error) {
    const message = String(error?.message ?? error);
    const exit = /SystemExit(?:: (\d+))?\s*$/.exec(message);
    if (exit) return Number(exit[1] ?? 0);
    complain(message);
    return 1;
  } finally {
    pyodide.runPython("sys.stdout.flush(); sys.stderr.flush()");
  }
}
