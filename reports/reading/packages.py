"""Zip containers behind the gate: real bytes are counted, in small pieces, before anything is kept or parsed."""

from __future__ import annotations

import io
import posixpath
import zipfile
import zlib
from typing import Final

from reports.reading import limits
from reports.reading.document import ReadingError
from reports.reading.refusals import refusal
from reports.reading.safe_xml import parse_xml
from reports.reading.sniffing import Format
from reports.reading.zip_directory import BOMB, broken, check_directory

_REL: Final = "{http://schemas.openxmlformats.org/package/2006/relationships}"
_METHODS: Final = frozenset({zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED})


class Package:
    """The parts of a zip whose contents have been counted. Names use ``/`` and have no leading slash."""

    def __init__(self, data: bytes) -> None:
        """Raises ReadingError ``broken``, ``encrypted`` or ``too_complex``."""
        check_directory(data, limits.ZIP_ENTRIES)
        try:
            self._zip = zipfile.ZipFile(io.BytesIO(data))
            entries = self._zip.infolist()
        except (zipfile.BadZipFile, ValueError, NotImplementedError, OverflowError) as error:
            raise broken() from error
        self._entries: dict[str, zipfile.ZipInfo] = {}
        self._damaged: set[str] = set()
        total = 0
        for entry in entries:
            if entry.filename.endswith("/"):
                continue
            if entry.flag_bits & 1:
                raise refusal(Format.ENCRYPTED)
            name = entry.filename.replace("\\", "/").lstrip("/")
            self._entries[name] = entry
            total += self._count(entry, name, limits.ZIP_TOTAL_BYTES - total)

    @property
    def names(self) -> tuple[str, ...]:
        """All parts, in the order of the directory."""
        return tuple(self._entries)

    def __contains__(self, name: str) -> bool:
        return name in self._entries

    def read(self, name: str, limit: int = limits.ZIP_PART_BYTES) -> bytes:
        """The bytes of a part. Raises ReadingError where it is absent, damaged or longer than ``limit``."""
        if name not in self._entries or name in self._damaged:
            raise broken()
        with self._zip.open(self._entries[name]) as part:
            data = part.read(limit + 1)
        if len(data) > limit:
            raise ReadingError("too_complex", BOMB)
        return data

    def _count(self, entry: zipfile.ZipInfo, name: str, room: int) -> int:
        """Unpacked bytes of one entry, never held together. A damaged entry only matters if it is read."""
        if entry.compress_type not in _METHODS:
            self._damaged.add(name)
            return 0
        size = 0
        # A header may claim any packed size; more than the file holds can't be there.
        packed = max(min(entry.compress_size, len(self._zip.fp.getbuffer())), 1)  # type: ignore[union-attr]
        try:
            with self._zip.open(entry) as part:
                while piece := part.read(limits.CHUNK_BYTES):
                    size += len(piece)
                    if size > min(room, limits.ZIP_PART_BYTES):
                        raise ReadingError("too_complex", BOMB)
                    if size > limits.ZIP_RATIO_FROM_BYTES and size > limits.ZIP_RATIO * packed:
                        raise ReadingError("too_complex", BOMB)
        except (zipfile.BadZipFile, zlib.error, EOFError, OSError, ValueError, NotImplementedError):
            self._damaged.add(name)
        return size


def relations(package: Package, path: str, folder: str) -> dict[str, tuple[str, str]]:
    """The relations of a part that stay inside the file: id → (kind, name of the target part)."""
    found = {}
    for element in parse_xml(package.read(path)).iterchildren(_REL + "Relationship"):
        if element.get("TargetMode") == "External":
            continue
        target = (element.get("Target") or "").replace("\\", "/")
        joined = target.lstrip("/") if target.startswith("/") else posixpath.join(folder, target)
        found[element.get("Id") or ""] = (element.get("Type") or "", posixpath.normpath(joined))
    return found
