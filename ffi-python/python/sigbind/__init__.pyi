"""Calls from Python to JavaScript that mean what they say."""

from sigbind.typing import JsProxy as JsProxy
