"""One born-digital report of ten pages in every format, made of the sample reports' prose, for measuring.

A page is that of GB/T 9704: 22 lines of 28 characters. Copies differ in province and year, so that each is a report of
its own: as many values, other statistics, no twin of another.
"""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Callable, Iterator
from pathlib import Path
from tempfile import TemporaryDirectory

from openpyxl import Workbook

from samples.source import Block, Sample, load_samples
from samples.web import write_html, write_txt
from samples.word import write_docx
from tests.documents.doc_writer import Run, make_doc
from tests.documents.ofd_writer import make_ofd
from tests.documents.ofd_writer import text as ofd_text
from tests.documents.pdf_writer import Page, make_pdf
from tests.documents.xls_writer import make_xls

LINES, COLUMNS, PAGES = 22, 28, 10
REPORT, HOME, YEAR = "jiangxi-2022", "江西省", 2022
MOST_NUMBERS = (
    4  # in a paragraph that is taken over from another report: prose, and no second set of statistics
)
PROVINCES = {
    "docx": "江西省", "doc": "湖南省", "pdf": "湖北省", "ofd": "安徽省", "html": "福建省", "txt": "浙江省",
    "csv": "广东省", "xlsx": "四川省", "xls": "河南省",
}  # fmt: skip
FORMATS = tuple(PROVINCES)
FIRST_YEAR = 2000


def long_report(province: str = HOME, year: int = YEAR) -> Sample:
    """A province's report of ten pages, told of that year: its own chapters, then prose of the other offices."""
    parts = {sample.name: sample for sample in load_samples()}
    first = parts.pop(REPORT)
    prose = [b for sample in parts.values() for b in sample.blocks if b.kind == "paragraph"]
    more = [b for b in prose if len(re.findall(r"\d+", b.text)) <= MOST_NUMBERS]
    kept = [_moved(block, province, year) for block in _first_pages([*first.blocks, *more])]
    meta = first.meta | {"period": str(year), "style": "portal", "encoding": "utf-8"}
    meta |= {"site": f"{province}知识产权局", "crumb": "首页 > 政务公开 > 工作总结"}
    return Sample(first.name, meta, tuple(kept), ())


def _first_pages(blocks: list[Block]) -> Iterator[Block]:
    """The blocks that fill ten pages; one that would run over is left out."""
    lines = 0
    for block in blocks:
        size = len(block.rows) if block.kind == "table" else -(-(len(block.text) + 2) // COLUMNS)
        if lines + size <= LINES * PAGES:
            lines += size
            yield block


def _moved(block: Block, province: str, year: int) -> Block:
    def told(text: str) -> str:
        for back in range(3, -3, -1):  # the latest year first, so that none is moved twice
            text = text.replace(f"{YEAR - back}年", f"\0{year - back}年")
        return text.replace("\0", "").replace(HOME, province)

    return Block(
        block.kind, told(block.text), block.level, tuple(tuple(map(told, row)) for row in block.rows)
    )


def lines_of(sample: Sample) -> list[str]:
    """The report set in lines of a printed page."""
    lines: list[str] = []
    for block in sample.blocks:
        texts = ["  ".join(row) for row in block.rows] if block.kind == "table" else ["　　" + block.text]
        for text in texts:
            lines += [text[at : at + COLUMNS] for at in range(0, len(text), COLUMNS)]
    return lines


def _rows(sample: Sample) -> list[tuple[str, ...]]:
    return [row for block in sample.blocks for row in (block.rows or ((block.text,),))]


def _by_path(write: Callable[[Sample, Path], None], sample: Sample) -> bytes:
    with TemporaryDirectory() as folder:
        path = Path(folder) / "report"
        write(sample, path)
        return path.read_bytes()


def write_doc(sample: Sample) -> bytes:
    return make_doc(Run("".join(f"{'  '.join(row)}\r" for row in _rows(sample))))


def write_pdf(sample: Sample) -> bytes:
    lines = lines_of(sample)
    pages = [lines[at : at + LINES] for at in range(0, len(lines), LINES)]
    return make_pdf(*(Page().lines(74, 120, *page, size=16, pitch=28) for page in pages))


def write_ofd(sample: Sample) -> bytes:
    lines = lines_of(sample)
    pages = [lines[at : at + LINES] for at in range(0, len(lines), LINES)]
    return make_ofd(
        *("".join(ofd_text(28, 40 + 10 * n, line, 5.6) for n, line in enumerate(page)) for page in pages)
    )


def write_csv(sample: Sample) -> bytes:
    target = io.StringIO()
    csv.writer(target).writerows(_rows(sample))
    return target.getvalue().encode("utf-8-sig")


def write_xlsx(sample: Sample) -> bytes:
    book, target = Workbook(), io.BytesIO()
    for row in _rows(sample):
        book.active.append(row)
    book.save(target)
    return target.getvalue()


def write_xls(sample: Sample) -> bytes:
    rows = enumerate(_rows(sample))
    return make_xls({(at, column): text for at, row in rows for column, text in enumerate(row)})


WRITERS: dict[str, Callable[[Sample], bytes]] = {
    "docx": lambda sample: _by_path(write_docx, sample),
    "html": lambda sample: _by_path(write_html, sample),
    "txt": lambda sample: _by_path(write_txt, sample),
    "doc": write_doc,
    "pdf": write_pdf,
    "ofd": write_ofd,
    "csv": write_csv,
    "xlsx": write_xlsx,
    "xls": write_xls,
}


def copies(extension: str, count: int, first_year: int = FIRST_YEAR) -> Iterator[tuple[str, bytes]]:
    """Names and bytes of so many reports in the format, one for each year."""
    for number in range(count):
        sample = long_report(PROVINCES[extension], first_year + number)
        yield f"{sample.title}.{extension}", WRITERS[extension](sample)
