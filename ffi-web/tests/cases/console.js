// the namespace
print(Object.prototype.toString.call(console), typeof console.log, console.log.name, console.log("") === undefined, typeof console.table, typeof console.count);
//> [object console] function log true function function
