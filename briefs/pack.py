"""What goes into the year's meeting, file by file: brief, deck, tables, sources."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable, Iterator

from briefs import deck, pdf, word
from briefs.content import Content, text_of
from briefs.names import file_name
from indicators.exports.rows import BOM, csv_line

Member = tuple[str, bytes]
Tell = Callable[[int, str], None]


def members(content: Content, tell: Tell = lambda done, step: None) -> Iterator[Member]:
    """Each file as (name, bytes); the PDF only where this machine makes any. ``tell`` hears which comes next. Raises
    ServiceError."""
    tell(1, "docx")
    document = word.write_brief(content)
    yield file_name(content.title, "docx"), document
    tell(2, "pptx")
    yield file_name(content.title, "pptx"), deck.write_deck(content)
    if pdf.is_possible():
        tell(3, "pdf")
        yield file_name(content.title, "pdf"), pdf.write_pdf(document)
    tell(4, "csv")
    yield "数据表.csv", tables_csv(content).encode()
    yield "数据来源.csv", sources_csv(content).encode()


def zipped(content: Content, tell: Tell = lambda done, step: None) -> bytes:
    """All of them in one zip, their names in UTF-8."""
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in members(content, tell):
            archive.writestr(name, data)
    return target.getvalue()


def tables_csv(content: Content) -> str:
    """All tables of the brief, a block each under its heading; for Excel, with the mark of UTF-8."""
    lines = []
    for section in content.sections:
        if section.table:
            lines += [csv_line([section.heading, section.table.caption]), csv_line(section.table.head)]
            lines += [csv_line([text_of((run,)) for run in row]) for row in section.table.rows]
            lines.append(csv_line([]))
    return BOM + "".join(lines)


def sources_csv(content: Content) -> str:
    """One row a value: what it is, the document, its sentence, the page of the product, a ruling."""
    head = ["序号", "数据", "文件", "原句", "出处链接", "裁定"]
    rows = [[str(s.number), s.what, s.title, s.sentence, s.link, s.ruling] for s in content.sources]
    return BOM + "".join(csv_line(row) for row in [head, *rows])
