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
