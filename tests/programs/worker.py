"""A Cloudflare Worker in Python against `@cloudflare/workers-types`: a handler with KV and D1, which are fakes in JavaScript here."""

import asyncio

import sigbind
import workers

ENV = sigbind.js.eval(
    """(() => {
      const kept = new Map();
      const rows = [{ id: 1, name: "Ada" }, { id: 2, name: "Grace" }];
      const statement = (sql, values = []) => ({
        bind: (...given) => statement(sql, given),
        async first(column) {
          const row = rows.find((row) => row.id === values[0]) ?? null;
          return column && row ? row[column] : row;
        },
        async all() { return { success: true, results: rows, meta: { duration: 1 } }; },
      });
      return {
        CACHE: {
          async get(key, options) {
            const value = kept.has(key) ? kept.get(key).value : null;
            const type = typeof options === "string" ? options : options?.type;
            return type === "json" && value !== null ? JSON.parse(value) : value;
          },
          async put(key, value, options) { kept.set(key, { value, options }); },
          async list({ prefix = "" } = {}) {
            return { keys: [...kept.keys()].filter((name) => name.startsWith(prefix)).map((name) => ({ name })), list_complete: true };
          },
          options: (key) => JSON.stringify(kept.get(key)?.options ?? null),
        },
        DB: { prepare: (sql) => statement(sql) },
      };
    })()"""
)


class Worker:
    """The handler, with the bindings typed."""

    def __init__(self, env) -> None:
        self.cache = sigbind.bind_sig(env.CACHE, workers.signatures.KVNamespace_sig)
        self.database = sigbind.bind_sig(env.DB, workers.signatures.D1Database_sig)

    async def fetch(self, request):
        path = workers.URL(request.url).pathname
        if path.startswith("/people/"):
            key = path.removeprefix("/people/")
            known = await self.cache.get(key)
            if known is not None:
                return workers.Response(known, headers={"x-cache": "hit"})
            name = await self.database.prepare("SELECT name FROM people WHERE id = ?").bind(int(key)).first("name")
            if name is None:
                return workers.Response("nobody", status=404, statusText="Not Found")
            await self.cache.put(key, name, expirationTtl=60)
            return workers.Response(name, headers={"x-cache": "miss"})
        if path == "/people":
            found = await self.database.prepare("SELECT * FROM people").all()
            return workers.Response.json([row["name"] for row in found.results.to_py()])
        return workers.Response("", status=405)


async def main() -> None:
    worker = Worker(ENV)

    async def ask(path: str):
        response = await worker.fetch(workers.Request(f"https://worker.example{path}"))
        return response.status, response.headers.get("x-cache"), await response.text()

    first = await ask("/people/2")
    assert first == (200, "miss", "Grace"), first
    assert await ask("/people/2") == (200, "hit", "Grace")
    assert ENV.CACHE.options("2") == '{"expirationTtl":60}'
    assert await ask("/people/3") == (404, None, "nobody")
    assert (await ask("/people"))[2] == '["Ada","Grace"]'
    assert (await ask("/"))[0] == 405
    listed = await worker.cache.list(prefix="2")
    assert [key["name"] for key in listed["keys"]] == ["2"]
    print("worker: KV, D1, responses")


asyncio.run(main())
