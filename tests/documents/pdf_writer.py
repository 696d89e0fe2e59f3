"""Writes small PDFs with Chinese text at exact places, without fonts or libraries."""

import zlib
from dataclasses import dataclass, field

WIDTH, HEIGHT = 595.0, 842.0
_FONT = (
    "<< /Type /Font /Subtype /Type0 /BaseFont /STSong-Light /Encoding /UniGB-UCS2-H /DescendantFonts [ "
    "<< /Type /Font /Subtype /CIDFontType0 /BaseFont /STSong-Light "
    "/CIDSystemInfo << /Registry (Adobe) /Ordering (GB1) /Supplement 4 >> "
    "/DW 1000 /W [ 1 95 500 814 939 500 ] /FontDescriptor << /Type /FontDescriptor /FontName /STSong-Light /Flags 6 "
    "/FontBBox [ -25 -254 1000 880 ] /ItalicAngle 0 /Ascent 880 /Descent -120 /CapHeight 880 /StemV 93 >> >> ] >>"
)


@dataclass
class Page:
    """Content of one page; places count from the left and the top, in points."""

    parts: list[str] = field(default_factory=list)
    turn: int = 0
    image: bool = False

    def text(self, left: float, base: float, text: str, size: float = 12.0, mode: int = 0) -> "Page":
        """Write text with its base line at that height."""
        code = text.encode("utf-16-be").hex()
        self.parts.append(f"BT /F1 {size} Tf {mode} Tr 1 0 0 1 {left} {HEIGHT - base} Tm <{code}> Tj ET")
        return self

    def lines(self, left: float, base: float, *texts: str, size: float = 12.0, pitch: float = 20.0) -> "Page":
        """Write lines below each other; a line that begins with a full-width space is set that much further right."""
        for number, text in enumerate(texts):
            indent = len(text) - len(text.lstrip("\u3000"))
            self.text(left + indent * size, base + number * pitch, text.lstrip("\u3000"), size)
        return self

    def grid(self, xs: list[float], ys: list[float]) -> "Page":
        """Rule a table with these upright and level lines."""
        for x in xs:
            self.rule(x, ys[0], x, ys[-1])
        for y in ys:
            self.rule(xs[0], y, xs[-1], y)
        return self

    def rule(self, x0: float, y0: float, x1: float, y1: float) -> "Page":
        """Draw one line."""
        self.parts.append(f"0.5 w {x0} {HEIGHT - y0} m {x1} {HEIGHT - y1} l S")
        return self


def make_pdf(*pages: Page) -> bytes:
    """A PDF of these pages."""
    objects = ["<< /Type /Catalog /Pages 2 0 R >>", "", _FONT, _IMAGE]
    kids = []
    for page in pages:
        content = "\n".join([*page.parts, *(["q 500 0 0 700 40 60 cm /I1 Do Q"] if page.image else [])])
        packed = zlib.compress(content.encode("ascii"))
        kids.append(f"{len(objects) + 1} 0 R")
        objects.append(
            f"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 {WIDTH} {HEIGHT}] /Rotate {page.turn} "
            f"/Resources << /Font << /F1 3 0 R >> /XObject << /I1 4 0 R >> >> /Contents {len(objects) + 2} 0 R >>"
        )
        objects.append(stream_object(f"/Filter /FlateDecode /Length {len(packed)}", packed))
    objects[1] = f"<< /Type /Pages /Count {len(kids)} /Kids [ {' '.join(kids)} ] >>"
    return write_objects(objects)


def stream_object(dictionary: str, data: bytes) -> str:
    """A stream with that dictionary."""
    return f"<< {dictionary} >>\nstream\n{data.decode('latin-1')}\nendstream"


_IMAGE = stream_object(
    "/Type /XObject /Subtype /Image /Width 1 /Height 1 /ColorSpace /DeviceGray /BitsPerComponent 8 /Length 1",
    b"\x80",
)


def write_objects(objects: list[str], trailer: str = "") -> bytes:
    """A PDF of these objects, of which the first is the catalogue."""
    out = b"%PDF-1.5\n"
    places = []
    for number, body in enumerate(objects, start=1):
        places.append(len(out))
        out += f"{number} 0 obj\n{body}\nendobj\n".encode("latin-1")
    start = len(out)
    out += f"xref\n0 {len(objects) + 1}\n0000000000 65535 f \n".encode()
    out += b"".join(f"{place:010d} 00000 n \n".encode() for place in places)
    return (
        out
        + f"trailer\n<< /Size {len(objects) + 1} /Root 1 0 R {trailer} >>\nstartxref\n{start}\n%%EOF\n".encode()
    )


def make_encrypted_pdf() -> bytes:
    """A PDF whose password nobody knows (standard handler, 40 bit)."""
    keys = f"/Filter /Standard /V 1 /R 2 /P -44 /O <{'5a' * 32}> /U <{'a5' * 32}>"
    objects = ["<< /Type /Catalog /Pages 2 0 R >>", "<< /Type /Pages /Count 0 /Kids [] >>"]
    return write_objects(objects, f"/Encrypt << {keys} >> /ID [<00><00>]")
