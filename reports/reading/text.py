"""Plain text: every line that holds something is a block; the text itself stays whole."""

from __future__ import annotations

from reports.reading.assembly import Assembly
from reports.reading.document import Document, Origin
from reports.reading.encodings import decode


def read_text(data: bytes) -> Document:
    """A text file as lines. Line ends become ``\\n``; nothing else is moved. Raises ReadingError ``encoding``."""
    decoded = decode(data)
    text = decoded.text.replace("\r\n", "\n").replace("\r", "\n")
    assembly = Assembly()
    if decoded.replaced:
        assembly.flag("replaced_characters")
    pending = ""
    for number, line in enumerate(text.split("\n"), start=1):
        body = line.strip()
        if not body:
            pending += line + "\n"
            continue
        indent = line[: line.index(body)]
        assembly.gap(pending + indent)
        assembly.add(body, "line", Origin(line=number), separator="")
        pending = line[len(indent) + len(body) :] + "\n"
        if assembly.full:
            break
    return assembly.finish("txt")
