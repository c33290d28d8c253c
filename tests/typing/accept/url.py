"""Parameters are wide, results exact."""

from __future__ import annotations

from web import URL, URLSearchParams

url = URL("/path?a=1", "https://example.com")
url.hash = "#top"
url = URL(url)
parsed: URL | None = URL.parse("nonsense")
print(URL.canParse(url), url.searchParams.get("a"), parsed)

for parameters in (
    URLSearchParams(),
    URLSearchParams("a=1"),
    URLSearchParams({"a": "1"}),
    URLSearchParams([("a", "1")]),
    URLSearchParams([["a", "1"]]),
    URLSearchParams(url.searchParams),
):
    values: list[str] = [value.upper() for value in parameters.getAll("a")]
    for key, value in parameters:
        print(key.upper(), value.upper(), values)
