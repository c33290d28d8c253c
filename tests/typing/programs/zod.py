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
