"""Drawing on a canvas from Python, and the pixels that came of it."""

from web import document

canvas = document.createElement("canvas")
canvas.width, canvas.height = 40, 20
context = canvas.getContext("2d", willReadFrequently=True)
context.fillStyle = "rgb(200, 0, 0)"
context.fillRect(0, 0, 20, 20)
context.fillStyle = "rgb(0, 0, 200)"
context.beginPath()
context.arc(30, 10, 8, 0, 7)
context.fill()
context.save()
context.globalAlpha = 0.5
context.restore()
assert context.globalAlpha == 1


def pixel(x: int, y: int) -> tuple[int, ...]:
    return tuple(bytes(context.getImageData(x, y, 1, 1).data))


assert pixel(5, 5) == (200, 0, 0, 255), pixel(5, 5)
assert pixel(30, 10) == (0, 0, 200, 255), pixel(30, 10)
assert pixel(39, 0) == (0, 0, 0, 0), pixel(39, 0)
assert canvas.toDataURL().startswith("data:image/png;base64,")
assert context.measureText("wide").width > 0
print("canvas: rectangles, arcs, pixels")
