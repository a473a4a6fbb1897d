"""The events under the filter of the address as a file in the form of others, with what was held back and what the form could not carry."""

from __future__ import annotations

import tempfile
import zipfile
from pathlib import Path

from fastapi import APIRouter
from fastapi.responses import FileResponse
from starlette.background import BackgroundTask

from ...export import FORMATS, Protection, export
from ..problems import Problem
from ..view import Asked, View

router = APIRouter()


@router.get("/export")
def download(
    view: Asked, format: str = "csv", names: str = "pseudonyms", coarsen: str = "", embargo: str = "", words: str = "", event: str = ""
) -> FileResponse:  # fmt: skip
    """A zip of the export and its side files; `event` takes that one alone, `words` "no" leaves out all words of the articles."""
    form = FORMATS.get(format)
    if form is None:
        raise Problem(400, "no_format", format)
    if view.account.masked and names != "pseudonyms":
        raise Problem(403, "not_allowed", "coder")
    protection = Protection.from_options(names, coarsen or None, embargo or None, words != "no")
    folder = tempfile.TemporaryDirectory(prefix="marsad-export-")
    try:
        packed = _packed(view, Path(folder.name), form.suffix, format, protection, event)
    except BaseException:
        folder.cleanup()
        raise
    name = f"marsad-{format}.zip"
    return FileResponse(packed, media_type="application/zip", filename=name, background=BackgroundTask(folder.cleanup))


def _packed(view: View, folder: Path, suffix: str, format: str, protection: Protection, event: str) -> Path:
    base = str(view.request.base_url)
    report = export(
        view.store, view.filters, format, folder / f"marsad{suffix}", protection, ids=(event,) if event else (), link_base=base
    )  # fmt: skip
    packed = folder / "export.zip"
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as out:
        for path in (report.path, *report.side_files):
            for file in sorted(path.iterdir()) if path.is_dir() else (path,):
                out.write(file, str(file.relative_to(folder)))
    return packed
