## accept: a map with keywords
from leaflet import map
m = map("id", zoom=3, center=[51.5, 0.1])
m.setView([51.5, 0.1], 13)
## accept: layers
from leaflet import map, tileLayer
tileLayer("https://a/{z}", attribution="x", maxZoom=19).addTo(map("id"))
## accept: markers and popups
from leaflet import map, marker
marker([51.5, 0.1], draggable=True).addTo(map("id")).bindPopup("text").openPopup()
## accept: shapes
from leaflet import circle, polygon
circle([51.5, 0.1], radius=500, color="red")
polygon([[51.5, 0.1], [51.6, 0.1], [51.5, 0.2]], fill=True)
## accept: events
from leaflet import LeafletMouseEvent, map
def on_click(event: LeafletMouseEvent) -> None:
    print(event["latlng"].lat + 1)
map("id").on("click", on_click)
## accept: icons
from leaflet import icon
icon(iconUrl="a.png", iconSize=[38, 95])
## accept: points
from leaflet import LatLng
print(LatLng(1, 2).distanceTo([3, 4]) + 1)
## reject: an unknown keyword
from leaflet import map
map("id", zom=3)  # error
## reject: a center that is text
from leaflet import map
map("id", center="here")  # error
## reject: a url is needed
from leaflet import icon
icon(iconSize=[1, 2])  # error
## reject: a zoom that is text
from leaflet import map
map("id").setView([1, 2], "13")  # error
## reject: a radius that is text
from leaflet import circle
circle([1, 2], radius="big")  # error
## reject: a handler of another event
from leaflet import map
def on_click(event: int) -> None: ...
map("id").on("click", on_click)  # error
