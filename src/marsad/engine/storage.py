"""Files on any fsspec address (`file://`, `s3://`, `gs://`, plain paths): listing, reading, and writing that is whole or not there."""

from __future__ import annotations

import contextlib
import io
import json
import posixpath
import uuid
from collections.abc import Iterator
from typing import Any, BinaryIO, cast

import fsspec

from ..errors import MarsadError, StopRun


class Unreachable(StopRun):
    """A file or folder that cannot be read or written now, whatever is in it: nothing is concluded about its contents."""


@contextlib.contextmanager
def reaching(address: str, done: str) -> Iterator[None]:
    """Every file system has errors of its own: all of them become one of ours, but for a file that is not there."""
    try:
        yield
    except (FileNotFoundError, MarsadError):
        raise
    except Exception as error:
        said = " ".join(str(error).split()) or type(error).__name__
        raise Unreachable(
            f"{address}: cannot be {done} ({said}): check the address, the rights to it and the connection"
        ) from error


class Folder:
    """A folder on an fsspec address; names within it are relative, with `/` between them."""

    def __init__(self, address: str) -> None:
        self.address = address.rstrip("/")
        self.fs, self.root = _file_system(self.address)

    def path(self, name: str) -> str:
        """The address of a file as this file system spells it."""
        return posixpath.join(self.root, name)

    def put(self, name: str, data: bytes) -> None:
        """Write a file that appears whole or not at all: aside and renamed on a disk, in one request on object storage."""
        path = self.path(name)
        try:
            with reaching(f"{self.address}/{name}", "written"):
                self._put(path, data)
        except FileNotFoundError as error:
            raise Unreachable(
                f"{self.address}: cannot be written ({error}): make the bucket or folder first"
            ) from error

    def _put(self, path: str, data: bytes) -> None:
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
            with reaching(f"{self.address}/{name}", "read"):
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
            with reaching(self.address, "listed"):
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


class _Bytes(io.RawIOBase):
    """The bytes of a file as they come: what fails here is the way to the file, what fails above it is what is in it."""

    def __init__(self, address: str) -> None:
        self._address = address
        try:
            with reaching(address, "read"):
                self._file = fsspec.open(address, "rb", compression=None).open()
        except FileNotFoundError as error:
            raise Unreachable(f"{address}: is not there any more: was it moved while the input was read?") from error

    def readable(self) -> bool:
        """Always."""
        return True

    def seekable(self) -> bool:
        """As the file system can: Parquet is read from its end."""
        return bool(self._file.seekable())

    def readinto(self, into: Any) -> int:
        """As much as there is room for, or less."""
        with reaching(self._address, "read"):
            data = self._file.read(len(into))
        into[: len(data)] = data
        return len(data)

    def seek(self, to: int, whence: int = 0) -> int:
        """Go to a place."""
        return int(self._file.seek(to, whence))

    def tell(self) -> int:
        """Where it stands."""
        return int(self._file.tell())

    def close(self) -> None:
        """Close the file, too."""
        if not self.closed:
            self._file.close()
        super().close()


def open_input(address: str) -> BinaryIO:
    """A file to read, unpacked where its name says that it is packed (a packed WARC stays packed: its reader wants it so)."""
    stream: Any = io.BufferedReader(_Bytes(address), 1 << 20)
    unpacked = address.lower().endswith((".warc.gz", ".arc.gz"))
    packed = None if unpacked else fsspec.utils.infer_compression(address)
    return cast(BinaryIO, fsspec.compression.compr[packed](stream, mode="rb") if packed else stream)


def files_at(address: str) -> list[tuple[str, int]]:
    """The files that an address names, a folder's with all below it, with their sizes; sorted by name."""
    fs, path = _file_system(address)
    try:
        with reaching(address, "read"):
            found = _listed(fs, path)
    except FileNotFoundError as error:
        raise StopRun(f"{address}: is not there: give a file, a folder or a pattern that is") from error
    if not found:
        raise StopRun(f"{address}: names no file: give a file, a folder or a pattern")
    return found


def _listed(fs: Any, path: str) -> list[tuple[str, int]]:
    """Files and sizes as one listing tells them: a folder may hold a hundred thousand."""
    if any(c in path for c in "*?["):
        entries = fs.glob(path, detail=True)
    elif fs.isdir(path):
        entries = fs.find(path, detail=True)
    else:
        entries = {path: fs.info(path)}
    return [
        (fs.unstrip_protocol(name), int(entry.get("size") or 0))
        for name, entry in sorted(entries.items())
        if entry.get("type") != "directory"
    ]


def _file_system(address: str) -> tuple[Any, str]:
    try:
        return cast("tuple[Any, str]", fsspec.core.url_to_fs(address))
    except (ImportError, ValueError) as error:
        raise StopRun(
            f"{address}: {error}: install the fsspec driver of this kind of address, e.g. s3fs for s3://"
        ) from error


def _protocols(fs: Any) -> tuple[str, ...]:
    return (fs.protocol,) if isinstance(fs.protocol, str) else tuple(fs.protocol)
