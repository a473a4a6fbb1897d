"""Files on any fsspec address (`file://`, `s3://`, `gs://`, plain paths): listing, reading, and writing that is whole or not there."""

from __future__ import annotations

import json
import posixpath
import uuid
from typing import Any, BinaryIO, cast

import fsspec

from ..errors import StopRun


class Folder:
    """A folder on an fsspec address; names within it are relative, with `/` between them."""

    def __init__(self, address: str) -> None:
        self.address = address.rstrip("/")
        try:
            self.fs, self.root = fsspec.core.url_to_fs(self.address)
        except (ImportError, ValueError) as error:
            raise StopRun(
                f"{address}: {error}: install the fsspec driver of this kind of address, e.g. s3fs for s3://"
            ) from error

    def path(self, name: str) -> str:
        """The address of a file as this file system spells it."""
        return posixpath.join(self.root, name)

    def put(self, name: str, data: bytes) -> None:
        """Write a file that appears whole or not at all: aside and renamed on a disk, in one request on object storage."""
        path = self.path(name)
        if "file" not in _protocols(self.fs):
            self.fs.pipe_file(path, data)
            return
        self.fs.makedirs(posixpath.dirname(path), exist_ok=True)
        aside = f"{path}.{uuid.uuid4().hex[:8]}.part"
        self.fs.pipe_file(aside, data)
        self.fs.mv(aside, path)

    def put_json(self, name: str, value: Any) -> None:
        """`put` of a value as JSON."""
        self.put(name, json.dumps(value, ensure_ascii=False, indent=1, sort_keys=True).encode())

    def read(self, name: str) -> bytes | None:
        """The bytes of a file; None where there is none."""
        try:
            return cast(bytes, self.fs.cat_file(self.path(name)))
        except FileNotFoundError:
            return None

    def read_json(self, name: str) -> Any:
        """The JSON value of a file; None where there is none."""
        data = self.read(name)
        return json.loads(data) if data is not None else None

    def names(self, under: str = "") -> list[str]:
        """The files below a folder, sorted."""
        self.fs.invalidate_cache()
        start = self.path(under).rstrip("/") if under else self.root
        try:
            found = self.fs.find(start)
        except FileNotFoundError:
            return []
        root = self.root.rstrip("/") + "/"
        return sorted(name.removeprefix(root) for name in found)

    def remove(self, names: list[str]) -> None:
        """Remove files; one that is gone already is no fault."""
        for name in names:
            try:
                self.fs.rm_file(self.path(name))
            except FileNotFoundError:
                continue


def open_input(address: str) -> BinaryIO:
    """A file to read, unpacked where its name says that it is packed (a packed WARC stays packed: its reader wants it so)."""
    packed = None if ".warc" in address or ".arc" in address else "infer"
    return cast(BinaryIO, fsspec.open(address, "rb", compression=packed).open())


def files_at(address: str) -> list[tuple[str, int]]:
    """The files that an address names, a folder's with all below it, with their sizes; sorted by name."""
    fs, path = _file_system(address)
    try:
        names = fs.glob(path) if any(c in path for c in "*?[") else fs.find(path) if fs.isdir(path) else [path]
        found = [(fs.unstrip_protocol(name), int(fs.size(name) or 0)) for name in sorted(names) if not fs.isdir(name)]
    except (FileNotFoundError, PermissionError) as error:
        raise StopRun(f"{address}: cannot be read ({error}): check the address and the rights to it") from error
    if not found:
        raise StopRun(f"{address}: names no file: give a file, a folder or a pattern")
    return found


def _file_system(address: str) -> tuple[Any, str]:
    try:
        fs, path = fsspec.core.url_to_fs(address)
    except (ImportError, ValueError) as error:
        raise StopRun(
            f"{address}: {error}: install the fsspec driver of this kind of address, e.g. s3fs for s3://"
        ) from error
    return fs, path


def _protocols(fs: Any) -> tuple[str, ...]:
    return (fs.protocol,) if isinstance(fs.protocol, str) else tuple(fs.protocol)
