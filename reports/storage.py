"""Originals on disk, named by their content: written once, never changed."""

from __future__ import annotations

import hashlib
import os
import tempfile
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from django.conf import settings


class TooLarge(Exception):
    """More bytes came than a file may have."""


@dataclass(frozen=True, slots=True)
class Stored:
    """A file that is safe on disk."""

    digest: str
    size: int
    path: Path


def path_of(digest: str) -> Path:
    """Where the bytes with this SHA-256 lie; the name holds nothing that a client chose."""
    return Path(settings.MEDIA_ROOT) / digest[:2] / digest[2:4] / digest


def store(chunks: Iterable[bytes], limit: int) -> Stored:
    """The bytes, flushed to disk under the name of their hash.

    Raises TooLarge at the first byte beyond ``limit``; nothing is left behind then.
    """
    incoming = Path(settings.MEDIA_ROOT) / "incoming"
    incoming.mkdir(parents=True, exist_ok=True)
    descriptor, name = tempfile.mkstemp(dir=incoming)
    try:
        with os.fdopen(descriptor, "wb") as file:
            digest, size = _copy(chunks, file, limit)
            file.flush()
            os.fsync(file.fileno())
        target = path_of(digest)
        target.parent.mkdir(parents=True, exist_ok=True)
        os.replace(name, target)
        _flush_folder(target.parent)
    except BaseException:
        Path(name).unlink(missing_ok=True)
        raise
    return Stored(digest, size, target)


def _copy(chunks: Iterable[bytes], file, limit: int) -> tuple[str, int]:
    hasher, size = hashlib.sha256(), 0
    for chunk in chunks:
        size += len(chunk)
        if size > limit:
            raise TooLarge
        hasher.update(chunk)
        file.write(chunk)
    return hasher.hexdigest(), size


def _flush_folder(folder: Path) -> None:
    """A rename is only safe once the folder's own entry is on disk."""
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
