## accept: a schema of an object
from zod import z
schema = z.object({"name": z.string(), "age": z.number().int()})
print(schema.parse({"name": "a", "age": 1}))
## accept: checks of strings
from zod import z
z.string().min(1).max(10).trim().email()
## accept: safe parsing
from zod import z
result = z.string().safeParse("a")
print(result)
## accept: optional and nullable
from zod import z
z.string().optional()
z.string().nullable().describe("text")
## reject: a bound that is text
from zod import z
z.string().min("1")  # error
## reject: no such method
from zod import z
z.string().minimum(1)  # error
## reject: no such schema
from zod import z
z.strings()  # error
## reject: a list of what is no schema
from zod import z
z.array(3)  # error
## accept: a union of one kind of schemas
from zod import z
schema = z.union([z.string(), z.string().min(1)])
print(schema.parse("a"))
## reject: a union of what is no schema
from zod import z
z.union(["a", "b"])  # error
## accept: a union of schemas of several kinds
from zod import z
schema = z.union([z.string(), z.number()])
print(schema.parse("a"))
## accept: a union told apart by a key
from zod import z
schema = z.discriminatedUnion("type", [z.object({"type": z.literal("a")}), z.object({"type": z.literal("b"), "x": z.number()})])
print(schema.parse({"type": "a"}))
## accept: tuples, records and intersections
from zod import z
z.tuple([z.string(), z.number()])
z.record(z.string(), z.number())
z.intersection(z.object({"a": z.string()}), z.object({"b": z.number()}))
## reject: a tuple of what is no schema
from zod import z
z.tuple(["a", z.number()])  # error
