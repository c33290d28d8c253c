## accept: modes of an update
from chart import Chart
def update(chart: Chart) -> None:
    chart.update("none")
    chart.resize(100, 200)
## accept: registration
from chart import Chart, registerables
Chart.register(*registerables)
## reject: data is needed
from chart import Chart
Chart("id", {"type": "bar"})  # error
## reject: a size is a number
from chart import Chart
def resize(chart: Chart) -> None:
    chart.resize("100", 200)  # error
## accept: a configuration as a dict
from chart import Chart
Chart("id", {"type": "bar", "data": {"labels": ["a", "b"], "datasets": [{"label": "x", "data": [1, 2, 3], "backgroundColor": "red"}]}})
Chart("id", {"type": "line", "data": {"datasets": [{"data": [1, 2]}]}, "options": {"responsive": True, "plugins": {"legend": {"display": False}}}})
## reject: no such type of chart
from chart import Chart
Chart("id", {"type": "bars", "data": {"datasets": []}})  # error
## reject: no such type of chart as a keyword
from chart import Chart
Chart("id", type="bars", data={"datasets": []})  # error
