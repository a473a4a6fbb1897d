"""What every map of the workbench is told: its words in the page's language, and which tiles of the user lie under it."""

from __future__ import annotations

from typing import Any

import msgspec

from .filtering import STATUSES
from .view import View


def map_words(view: View) -> str:
    """What the drawing says, in the page's language."""
    keys = ("play", "stop", "zoom_in", "zoom_out", "all_days", "list", "window", "label")
    said: dict[str, Any] = {key: view.line(f"map.{key}") for key in keys}
    said["status"] = {s: view.term("status", s) for s in STATUSES}
    said["digits"] = [str(view.locale.number(n)) for n in range(10)]
    said["units"] = {f"{c}|{n}": ar for (c, n), ar in view.labels.units.items()} if view.lang == "ar" else {}
    said["tiles"] = "/map/tiles.pmtiles" if view.request.app.state.tiles else ""
    said["dir"] = view.locale.dir
    return msgspec.json.encode(said).decode()
