"""Pages that are pictures of text: which they are, and what becomes of them. PDF and OFD share it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

from reports.reading.assembly import Assembly
from reports.reading.document import ReadingError
from reports.reading.page_text import RECOGNISED
from reports.reading.pdf_glyphs import PageContent

Recognise = Callable[[dict[int, PageContent]], dict[int, PageContent]]
"""Pages that are pictures → those of them that could be read, as if their text had been written."""

_LEAST_PICTURE: Final = 0.4
_STAMP_CHARACTERS: Final = 40
_LISTED: Final = 15


def is_picture(content: PageContent) -> bool:
    """Whether the page is a picture of text: no more is written on it than a stamp of the scanner's."""
    if not content.glyphs:
        return content.has_image
    return content.picture >= _LEAST_PICTURE and len(content.glyphs) < _STAMP_CHARACTERS


def take_pictures(
    contents: dict[int, PageContent],
    assembly: Assembly,
    recognise: Recognise | None,
    *,
    scanned: str,
    empty: str,
) -> None:
    """Put what was recognised in the place of pages that are pictures, and flag what was and what was not.

    Raises ReadingError ``scanned`` or ``empty``, with those words, where there is no text at all.
    """
    pictures = {number: content for number, content in contents.items() if is_picture(content)}
    read = recognise(pictures) if recognise is not None and pictures else {}
    contents |= read
    for content in contents.values():
        for flag in sorted(content.flags - {"recognised"}):
            assembly.flag(flag)
    if not any(content.glyphs for content in contents.values()):
        raise ReadingError(*(("scanned", scanned) if pictures else ("empty", empty)))
    if unread := [n for n in pictures if n not in read]:
        assembly.flag(f"pages_without_text:{listed(unread)}")
    if read:
        written = any(c.glyphs and c.flags.isdisjoint(RECOGNISED) for c in contents.values())
        assembly.flag(f"recognised_pages:{listed(list(read))}" if written else "recognised")


def listed(numbers: list[int]) -> str:
    """The first numbers as a flag holds them."""
    return ",".join(map(str, numbers[:_LISTED])) + ("…" if len(numbers) > _LISTED else "")
