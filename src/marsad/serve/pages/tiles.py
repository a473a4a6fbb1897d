"""The user's own `.pmtiles` file, served from this machine in ranges of bytes: the browser reads of it what the map shows."""

from __future__ import annotations

from pathlib import Path

from fastapi import APIRouter
from fastapi.responses import FileResponse

from ...errors import StopRun
from ..problems import Problem
from ..view import Asked

router = APIRouter()
_MAGIC = b"PMTiles\x03"


@router.get("/map/tiles.pmtiles")
def tiles(view: Asked) -> FileResponse:
    """The file, or the ranges of it that are asked for."""
    file: Path | None = view.request.app.state.tiles
    if file is None or not file.is_file():
        raise Problem(404, "not_found", "/map/tiles.pmtiles")
    # Ranges count the bytes of the file: they must not be packed on the way.
    return FileResponse(file, media_type="application/vnd.pmtiles", headers={"Content-Encoding": "identity"})


def checked(file: Path) -> Path:
    """The file, once it is known to hold tiles; else it is said at the start and not by an empty map."""
    try:
        with file.open("rb") as opened:
            head = opened.read(len(_MAGIC))
    except OSError as error:
        raise StopRun(f"{file}: cannot be read ({error.strerror}): give a .pmtiles file") from error
    if head != _MAGIC:
        raise StopRun(f"{file}: is no PMTiles file of version 3: make one with `pmtiles convert` or `pmtiles extract`")
    return file
