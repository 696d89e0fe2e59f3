"""Every limit of reading, in one place. A refused file names its limit; a cut one carries a ``cut_…`` flag."""

from __future__ import annotations

from typing import Final, NamedTuple

MEBIBYTE: Final = 1024 * 1024

FILE_BYTES: Final = 50 * MEBIBYTE
"""One file as it was sent."""

CHUNK_BYTES: Final = 64 * 1024
"""Packed parts are unpacked and counted in pieces of this size, so that a bomb never stands in memory."""

ZIP_ENTRIES: Final = 5_000
ZIP_DIRECTORY_BYTES: Final = 2 * MEBIBYTE
ZIP_PART_BYTES: Final = 100 * MEBIBYTE
ZIP_TOTAL_BYTES: Final = 300 * MEBIBYTE
ZIP_RATIO: Final = 200
"""Unpacked to packed, judged only beyond ZIP_RATIO_FROM_BYTES: short XML packs very well."""
ZIP_RATIO_FROM_BYTES: Final = 32 * MEBIBYTE

XML_BYTES: Final = 32 * MEBIBYTE
"""One XML part; a tree of it takes some ten times as much memory. Its depth is bounded by libxml2 itself, at 256."""

TEXT_CHARACTERS: Final = 1_000_000
"""A thousand pages of prose. What is made of a text takes time with its length, and a sender waits twenty seconds."""
NUMBERS: Final = 30_000
"""Runs of digits or numerals: each becomes a figure, and a figure costs more than a page of prose."""
BLOCKS: Final = 30_000
PAGES: Final = 1_000
TABLE_SPAN: Final = 1_000
"""Rows or columns that one cell may claim to cover."""
FLAGS: Final = 64

# --- the cell that parses one document
CELL_SECONDS: Final = 15
"""Of the 20 that a sender waits at most: the rest is for what is made of the text."""
CELL_MEMORY_BYTES: Final = 350 * MEBIBYTE
"""Of the 512 that one file may cost: the rest is for the server of cells and for the caller, 170 together at most."""
CELL_FILE_BYTES: Final = 1 * MEBIBYTE
CELL_OPEN_FILES: Final = 32
RESULT_BYTES: Final = 64 * MEBIBYTE
"""What a cell may send back: the longest text in UTF-8 and its blocks fit well."""
NAME_CHARACTERS: Final = 255

# --- pictures of text
SCAN_SECONDS: Final = 60
"""One file of pictures up to SCAN_PAGES_FREE pages; each further page adds SCAN_PAGE_SECONDS."""
SCAN_PAGES_FREE: Final = 5
SCAN_PAGE_SECONDS: Final = 10
SCAN_ONE_PAGE_SECONDS: Final = 40
"""Beyond it a page is given up, and the next one is read."""
SCAN_PAGES: Final = 200
SCAN_MEMORY_BYTES: Final = 1536 * MEBIBYTE
PAGE_PIXELS: Final = 40_000_000
"""All pictures of one page, counted before any of them is decoded."""
PICTURE_SIDE: Final = 65_535
"""As long as a JPEG can be; every line of a picture costs memory, however short it is."""
RASTER_SIDE: Final = 2_600
"""Pixels of the longer side of a page when its letters are looked at."""

# --- LibreOffice, where it is installed
OFFICE_SECONDS: Final = 45
"""With the reading of what it made, it stays below the 60 that a sender waits at most."""
RTF_DEPTH: Final = 200
RTF_TOKENS: Final = 2_000_000
OFFICE_MEMORY_BYTES: Final = 1536 * MEBIBYTE

# --- one page of a PDF
PAGE_CHARACTERS: Final = 100_000
PAGE_OBJECTS: Final = 20_000
PAGE_EDGES: Final = 4_000
"""Beyond it a page is a drawing, and no table is looked for."""

# --- a zip of several reports
BATCH_ENTRIES: Final = 500
MAIL_PARTS: Final = 500
"""Parts of a saved web page that are looked at for its text."""


class Allowance(NamedTuple):
    """What one cell may take: wall time, memory, and more time for each page that it tells of beyond the free ones."""

    seconds: float = CELL_SECONDS
    memory: int = CELL_MEMORY_BYTES
    page_seconds: float = 0
    pages: int = 0
    pages_free: int = 0

    def seconds_for(self, pages: int) -> float:
        """Wall time for a document of so many pages."""
        return self.seconds + self.page_seconds * max(0, min(pages, self.pages) - self.pages_free)

    @property
    def longest(self) -> float:
        """Wall time for the longest document."""
        return self.seconds_for(self.pages)


CELL: Final = Allowance()
SCAN: Final = Allowance(SCAN_SECONDS, SCAN_MEMORY_BYTES, SCAN_PAGE_SECONDS, SCAN_PAGES, SCAN_PAGES_FREE)
