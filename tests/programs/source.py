"""Sources of npm packages that a program brings along."""

import os
import sys


def text_of(name: str) -> str:
    """The text of a file of the folder `npm` beside the packages."""
    for folder in sys.path:
        path = os.path.join(folder, "npm", name)
        if os.path.exists(path):
            with open(path, encoding="utf-8") as file:
                return file.read()
    raise FileNotFoundError(name)


def module_of(name: str, **needs):
    """What a CommonJS file exports."""
    import sigbind

    make = sigbind.js.eval(
        """(source, needs) => {
          const module = { exports: {} };
          new Function("exports", "module", "require", "self", "globalThis", source)(
            module.exports, module, (name) => needs[name], undefined, globalThis);
          return module.exports;
        }"""
    )
    return make(text_of(name), sigbind.to_js(needs, dict_converter=sigbind.js.Object.fromEntries))
