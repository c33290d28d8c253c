// Runs a Python file in a stock Pyodide in a page of headless Chromium; the command line is that of run_pyodide.mjs.
//
// The page is served from the loopback interface, together with the files of the npm package `pyodide`, and driven with
// playwright-core. The browser is the system's: the environment variable CHROMIUM, or `chromium` on the PATH.

import { execFileSync } from "node:child_process";
import fs from "node:fs";
import http from "node:http";
import { createRequire } from "node:module";
import path from "node:path";
import process from "node:process";

import { parse, program } from "./command.mjs";

const require = createRequire(path.join(import.meta.dirname, "../node/package.json"));
const { chromium } = require("playwright-core");

const PAGE = `<!doctype html><meta charset="utf-8"><title>Python</title><body><script type="module">
import { loadPyodide } from "/pyodide/pyodide.mjs";
import { place, run } from "/program.mjs";
window.start = async (program) => {
  const pyodide = await loadPyodide({ indexURL: "/pyodide/", stdout: (line) => report(1, line), stderr: (line) => report(2, line) });
  const [first] = place(pyodide, program.folders);
  return run(pyodide, { ...program, script: first + "/" + program.name, complain: (message) => report(2, message) });
};
window.ready = true;
</script>`;

const TYPES = { ".mjs": "text/javascript", ".js": "text/javascript", ".wasm": "application/wasm", ".json": "application/json" };

function serve(pyodide) {
  const server = http.createServer((request, response) => {
    const name = new URL(request.url, "http://localhost").pathname;
    const file = name.startsWith("/pyodide/")
      ? path.join(pyodide, path.basename(name))
      : name === "/program.mjs" && path.join(import.meta.dirname, "program.mjs");
    if (name === "/") {
      response.writeHead(200, { "content-type": "text/html" }).end(PAGE);
    } else if (file && fs.existsSync(file)) {
      response.writeHead(200, { "content-type": TYPES[path.extname(file)] ?? "application/octet-stream" });
      fs.createReadStream(file).pipe(response);
    } else {
      response.writeHead(404).end();
    }
  });
  return new Promise((resolve) => {
    server.listen(0, "127.0.0.1", () => resolve(server));
  });
}

function browser() {
  if (process.env.CHROMIUM) return process.env.CHROMIUM;
  for (const name of ["chromium", "chromium-browser", "google-chrome"]) {
    try {
      return execFileSync("which", [name], { encoding: "utf8" }).trim();
    } catch {
      // The next name.
    }
  }
  throw new Error("no Chromium found: install it (Debian: apt-get install chromium) or name it in CHROMIUM");
}

// Without these Chromium looks for updates and hosts that a test machine need not reach.
const QUIET = ["--no-sandbox", "--disable-gpu", "--disable-quic", "--disable-background-networking", "--disable-component-update", "--disable-sync"];

async function main() {
  const parsed = parse(process.argv.slice(2));
  const server = await serve(parsed.pyodide);
  const running = await chromium.launch({ executablePath: browser(), args: QUIET });
  try {
    const page = await running.newPage();
    await page.exposeFunction("report", (stream, line) => {
      fs.writeSync(stream, line + "\n");
    });
    // A program may look at what it drew.
    await page.exposeFunction("screenshot", async () => (await page.screenshot()).toString("base64"));
    page.on("pageerror", (error) => fs.writeSync(2, `${error.message}\n`));
    await page.goto(`http://127.0.0.1:${server.address().port}/`);
    await page.waitForFunction("window.ready");
    return await page.evaluate((given) => window.start(given), program(parsed));
  } finally {
    await running.close();
    server.close();
  }
}

main().then(
  (status) => process.exit(status),
  (error) => {
    process.stderr.write(`${error.message ?? error}\n`);
    process.exit(1);
  },
);
