"""chart.js in a page: the package of its declarations, bound to the module of its code, and a screenshot that is looked at."""

import asyncio

import chart_js
import sigbind
from source import text_of
from web import document

# The bundle for pages leaves its module on the global object.
sigbind.js.eval(text_of("chart.umd.js"))
sigbind.bind_module(sigbind.js.Chart, chart_js, None)


async def main() -> None:
    canvas = document.createElement("canvas")
    canvas.width, canvas.height = 400, 300
    document.body.style.margin = "0"
    document.body.replaceChildren(canvas)
    data = {
        "labels": ["a", "b", "c"],
        "datasets": [{"label": "one", "data": [3, 2, 1], "backgroundColor": "rgb(255, 0, 0)"}],
    }
    options = {"responsive": False, "animation": False, "devicePixelRatio": 1}
    chart = sigbind.js.Chart.new(canvas, sigbind.to_js({"type": "bar", "data": data, "options": options}, dict_converter=sigbind.js.Object.fromEntries))
    assert chart.width == 400, chart.width
    picture = await sigbind.js.screenshot()
    colours = await look(picture)
    assert colours["red"] > 10_000, colours
    assert colours["white"] > 10_000, colours
    assert colours["dark"] > 50, f"labels and axes are drawn: {colours}"
    chart.destroy()
    print("chart.js: bars of the right colour in a screenshot")


async def look(picture: str) -> dict[str, int]:
    """How many pixels of a screenshot have which colour."""
    count = sigbind.js.eval(
        """async (picture) => {
          const image = new Image();
          image.src = "data:image/png;base64," + picture;
          await image.decode();
          const canvas = new OffscreenCanvas(image.width, image.height);
          const context = canvas.getContext("2d");
          context.drawImage(image, 0, 0);
          const { data } = context.getImageData(0, 0, image.width, image.height);
          const counts = [0, 0, 0];
          for (let at = 0; at < data.length; at += 4) {
            const [r, g, b] = data.subarray(at, at + 3);
            if (r > 230 && g < 30 && b < 30) counts[0]++;
            else if (r > 250 && g > 250 && b > 250) counts[1]++;
            else if (r < 140 && g < 140 && b < 140) counts[2]++;
          }
          return counts;
        }"""
    )
    red, white, dark = await count(picture)
    return {"red": red, "white": white, "dark": dark}


asyncio.run(main())
