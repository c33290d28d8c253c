"""What the bench calls in a Python that Node.js hosts."""

VALUES = {
    "dict of 1,000": {f"key{number}": number for number in range(1000)},
    "list of 1,000": list(range(1000)),
    "1,000 records": [{"id": number, "name": f"name {number}", "tags": ["a", "b"]} for number in range(1000)],
}


def first(a, b):
    return a


def identity(value):
    return value


def size(value):
    return len(value)


def give(name):
    return VALUES[name]
