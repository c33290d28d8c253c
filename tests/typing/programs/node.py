## accept: a file as text
from node import node_fs
text: str = node_fs.readFileSync("a.txt", "utf8")
## accept: options as keywords
from node import node_fs
node_fs.mkdirSync("a", recursive=True)
node_fs.rmSync("a", recursive=True, force=True)
## accept: a callback
from node import node_fs
node_fs.readFile("a.txt", "utf8", lambda error, data: print(error, data))
## accept: promises
from node import node_fs_promises
async def main() -> None:
    text = await node_fs_promises.readFile("a.txt", "utf8")
    print(text.upper())
## accept: paths
from node import node_path
print(node_path.join("a", "b").upper(), node_path.parse("/a/b.c")["ext"])
## accept: a server
from node import node_http
server = node_http.createServer(lambda request, response: print(request.url, response.statusCode))
server.listen(80)
## accept: hashes
from node import node_crypto
digest: str = node_crypto.createHash("sha256").update("x").digest("hex")
## accept: events
from node import node_events
emitter = node_events.EventEmitter()
emitter.on("x", lambda *arguments: None)
emitter.emit("x", 1, "two")
## accept: processes
from node import node_child_process
child = node_child_process.spawn("ls", ["-l"], cwd="/", shell=True)
child.kill()
## accept: the system
from node import node_os
print(node_os.cpus()[0]["model"].upper(), node_os.platform())
## reject: an unknown option
from node import node_fs
node_fs.mkdirSync("a", recursiv=True)  # error
## reject: a wrong option
from node import node_fs
node_fs.rmSync("a", force="yes")  # error
## reject: a path that is none
from node import node_fs
node_fs.existsSync(3.5, 1)  # error
## reject: an unknown encoding of a digest
from node import node_crypto
node_crypto.createHash("sha256").digest("hexx")  # error
## reject: parts of a path are strings
from node import node_path
node_path.join("a", 1)  # error
## reject: a key that a parsed path has not
from node import node_path
node_path.parse("/a")["extension"]  # error
## reject: a promise is no text
from node import node_fs_promises
node_fs_promises.readFile("a.txt", "utf8").upper()  # error
## reject: arguments of a process are strings
from node import node_child_process
node_child_process.spawn("ls", [1])  # error
## reject: a module has no such function
from node import node_os
node_os.cpu()  # error
## reject: a listener that cannot be called
from node import node_events
node_events.EventEmitter().on("x", 3)  # error
## reject: a port is no list
from node import node_http
node_http.createServer().listen([])  # error
## reject: a key of options with a wrong value
from node import node_fs
node_fs.readFileSync("a", {"encoding": 3})  # error
## accept: a buffer is a view of bytes
from node import Buffer
from sigbind.typing import Uint8Array
def total(buffer: Buffer) -> int:
    view: Uint8Array = buffer
    return view.length + buffer[0] + len(buffer) + sum(byte for byte in buffer)
## reject: a buffer holds numbers
from node import Buffer
def first(buffer: Buffer) -> str:
    return buffer[0]  # error
## accept: modules of the package are modules of Python
import node.node_fs
from node.fs import readFileSync
from node.fs_promises import readFile
text: str = readFileSync("a.txt", "utf8")
node.node_fs.mkdirSync("a", recursive=True)
async def main() -> None:
    content = await readFile("a.txt", "utf8")
    print(content.upper())
## accept: a static function beside a number of every view
from node import Buffer
def size(buffer: Buffer) -> int:
    print(Buffer.byteLength("text") + 1)
    return buffer.byteLength + 1
## reject: the number of a view is no function
from node import Buffer
def size(buffer: Buffer) -> None:
    buffer.byteLength("text")  # error
## reject: a module of the package has no such function
from node.fs import readFileSink  # error
## reject: an argument of a function of a module
from node.fs import readFileSync
readFileSync(None)  # error
