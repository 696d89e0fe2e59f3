"""Zip batches: each entry becomes a file of its own or a refusal with its reason; a bad neighbour harms nobody."""

from __future__ import annotations

import stat
import zipfile
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO, Final

from reports.reading import limits
from reports.reading.characters import clean
from reports.reading.document import ReadingError
from reports.reading.refusals import refusal
from reports.reading.sniffing import Format
from reports.reading.zip_directory import broken, check_directory

_ENTRY_LARGE: Final = "这一份超过 {} MB；请压缩或删去图片，或拆分后重新上传。"
_TOTAL_LARGE: Final = "压缩包解压后总量超出上限，这一份没有读取；请分成几个压缩包上传。"
_DAMAGED: Final = "压缩包里的这一份已损坏；请重新压缩后上传。"
_NESTED: Final = "压缩包里还有压缩包，这一份没有读取；请解压后逐个上传其中的报告。"
_LINK: Final = "压缩包里的这一份是链接，不是文件；请放入文件本身后重新压缩。"
_NONE: Final = "压缩包里没有文件；请检查后重新上传。"
_MANY: Final = "压缩包里的文件超过 {} 个；请分成几个压缩包上传。"
_JUNK_NAMES: Final = frozenset({".ds_store", "thumbs.db", "desktop.ini"})
_UTF8_NAME: Final = 0x800
_METHODS: Final = frozenset({zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED})


@dataclass(frozen=True, slots=True)
class BatchEntry:
    """One file of a batch: the name that its sender gave it, and where its bytes lie or why they don't."""

    name: str
    path: Path | None = None
    error: ReadingError | None = None


def unpack_batch(path: Path, folder: Path) -> Iterator[BatchEntry]:
    """The entries of a zip, in its order, each written to ``folder`` under a number; system litter is left out.

    Nothing is ever written under a name that the zip gives. Real bytes are counted while they are unpacked. Raises
    ReadingError for a zip that can't be opened, is empty or holds too many entries.
    """
    with path.open("rb") as stream:
        check_directory(_tail(stream), limits.BATCH_ENTRIES, _MANY.format(limits.BATCH_ENTRIES))
        try:
            archive = zipfile.ZipFile(stream)
            entries = [e for e in archive.infolist() if not e.filename.endswith("/") and not _is_junk(e)]
        except (zipfile.BadZipFile, ValueError, NotImplementedError, OverflowError) as error:
            raise broken() from error
        if not entries:
            raise ReadingError("empty", _NONE)
        room = limits.ZIP_TOTAL_BYTES
        for number, entry in enumerate(entries, start=1):
            target = folder / str(number)
            refused = _refuse(entry) or _unpack(archive, entry, target, room)
            if refused is None:
                room -= target.stat().st_size
                yield BatchEntry(entry_name(entry), path=target)
            else:
                target.unlink(missing_ok=True)
                yield BatchEntry(entry_name(entry), error=refused)


def entry_name(entry: zipfile.ZipInfo) -> str:
    """The last part of an entry's name, in the encoding of Chinese Windows where the zip does not say UTF-8."""
    name = entry.filename
    if not entry.flag_bits & _UTF8_NAME:
        raw = name.encode("cp437", "replace")
        for codec in ("utf-8", "gb18030"):
            try:
                name = raw.decode(codec)
                break
            except UnicodeDecodeError:
                continue
    last = name.replace("\\", "/").rstrip("/").rpartition("/")[2]
    return clean(last)[0].replace("\n", " ")[-limits.NAME_CHARACTERS :] or "?"


def _tail(stream: BinaryIO) -> bytes:
    """The end of the file, where the directory says how large it is."""
    stream.seek(0, 2)
    stream.seek(max(0, stream.tell() - 70_000))
    data = stream.read()
    stream.seek(0)
    return data


def _is_junk(entry: zipfile.ZipInfo) -> bool:
    name = entry_name(entry)
    return (
        entry.filename.startswith("__MACOSX/") or name.startswith(("._", "~$")) or name.lower() in _JUNK_NAMES
    )


def _refuse(entry: zipfile.ZipInfo) -> ReadingError | None:
    if entry.flag_bits & 1:
        return refusal(Format.ENCRYPTED)
    if stat.S_ISLNK(entry.external_attr >> 16):
        return ReadingError("unsupported", _LINK)
    if entry.compress_type not in _METHODS:
        return ReadingError("broken", _DAMAGED)
    return None


def _unpack(archive: zipfile.ZipFile, entry: zipfile.ZipInfo, target: Path, room: int) -> ReadingError | None:
    size = 0
    try:
        with archive.open(entry) as part, target.open("wb") as out:
            while piece := part.read(limits.CHUNK_BYTES):
                if not size and piece.startswith(b"PK") and entry_name(entry).lower().endswith(".zip"):
                    return ReadingError("unsupported", _NESTED)
                size += len(piece)
                if size > limits.FILE_BYTES:
                    return ReadingError(
                        "too_large", _ENTRY_LARGE.format(limits.FILE_BYTES // limits.MEBIBYTE)
                    )
                if size > room:
                    return ReadingError("too_large", _TOTAL_LARGE)
                out.write(piece)
    except (zipfile.BadZipFile, zlib.error, EOFError, ValueError, NotImplementedError):
        return ReadingError("broken", _DAMAGED)
    return refusal(Format.EMPTY) if size == 0 else None
