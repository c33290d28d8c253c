## accept: a chart
from chart import Chart
chart = Chart("id", {"type": "bar", "data": {"labels": ["a"], "datasets": [{"label": "x", "data": [1, 2]}]}})
chart.update()
chart.destroy()
## accept: modes of an update
from chart import Chart
def update(chart: Chart) -> None:
    chart.update("none")
    chart.resize(100, 200)
## accept: registration
from chart import Chart, registerables
Chart.register(*registerables)
## reject: an unknown type of a chart
from chart import Chart
Chart("id", {"type": "bars", "data": {"datasets": []}})  # error
## reject: data is needed
from chart import Chart
Chart("id", {"type": "bar"})  # error
## reject: a size is a number
from chart import Chart
def resize(chart: Chart) -> None:
    chart.resize("100", 200)  # error
