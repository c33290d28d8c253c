"""A plugin in Python: options as keywords."""

import app


def greet(name):
    return f"How do you do, {name}?"


app.on("greet", greet, priority=5)
app.on("mean", lambda numbers: app.emit("total", numbers)[0] / len(numbers))
app.settings.title += " and Python"

try:
    app.on("greet", greet, priorty=1)
except TypeError as error:
    app.log(f"plugins hear of mistakes: {error}")
