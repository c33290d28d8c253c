"""A page built from Python, and clicked: elements, attributes, classes, events that a browser makes."""

import asyncio

from web import document, window

items = ["bread", "salt"]
form = document.createElement("form")
entry = document.createElement("input")
entry.setAttribute("name", "entry")
entry.value = "milk"
button = document.createElement("button")
button.textContent = "Add"
button.type = "submit"
rows = document.createElement("ul")
rows.id = "rows"
rows.classList.add("list", "plain")
form.append(entry, button)
document.body.append(form, rows)


def show() -> None:
    rows.replaceChildren()
    for item in items:
        row = document.createElement("li")
        row.textContent = item
        row.dataset.name = item
        rows.appendChild(row)


def submit(event) -> None:
    event.preventDefault()
    items.append(entry.value)
    entry.value = ""
    show()


async def main() -> None:
    show()
    form.addEventListener("submit", submit)
    button.click()
    texts = [row.textContent for row in document.querySelectorAll("#rows li")]
    assert texts == ["bread", "salt", "milk"], texts
    assert entry.value == ""
    assert rows.className == "list plain"
    assert document.getElementById("rows").children.length == 3
    assert document.querySelector("li[data-name=milk]").textContent == "milk"
    assert document.getElementById("nothing") is None
    style = window.getComputedStyle(rows)
    assert style.getPropertyValue("display") == "block", style.display
    print("page: built, clicked, read")


asyncio.run(main())
