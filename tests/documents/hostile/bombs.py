"""Small files that become large: each is refused while it is counted, long before it stands in memory."""

import io
import struct
import zipfile
import zlib
from functools import cache

from tests.documents.hostile.case import GOOD, MEBIBYTE, Case
from tests.documents.hostile.disguises import HTML, IMAGE_ENDS, png
from tests.documents.hostile.workbooks import make_xlsx
from tests.documents.packed import NAMESPACES, make_docx, make_zip, p
from tests.documents.pdf_writer import stream_object, write_objects

REFUSED = "too_complex"
ANY_END = "read too_complex broken timeout crashed empty too_large"


def with_parts(parts: dict[str, bytes], method: int = zipfile.ZIP_DEFLATED) -> bytes:
    """A readable docx with further parts."""
    stream = io.BytesIO(make_docx(p(GOOD)))
    with zipfile.ZipFile(stream, "a") as archive:
        for name, content in parts.items():
            archive.writestr(zipfile.ZipInfo(name), content, method)
    return stream.getvalue()


@cache
def zeros(size: int) -> bytes:
    """Raw deflated zero bytes, packed piece by piece."""
    packer = zlib.compressobj(9, zlib.DEFLATED, -15)
    piece = bytes(MEBIBYTE)
    parts = [packer.compress(piece) for _ in range(size // MEBIBYTE)]
    return b"".join([*parts, packer.flush()])


def raw_zip(entries: list[tuple[str, bytes, int, int]], *, share: bool = False) -> bytes:
    """A zip of packed entries (name, deflated bytes, stated size, checksum); with ``share`` all stand on the first's
    bytes."""
    out, directory = b"", b""
    for name, packed, size, checksum in entries:
        coded = name.encode()
        fields = struct.pack("<HHHHHIIIHH", 20, 0x800, 8, 0, 0x21, checksum, len(packed), size, len(coded), 0)
        at = 0 if share and out else len(out)
        if not (share and out):
            out += b"PK\3\4" + fields + coded + packed
        directory += b"PK\1\2\x14\0" + fields + struct.pack("<HHHII", 0, 0, 0, 0, at) + coded
    end = struct.pack("<4s4H2IH", b"PK\5\6", 0, 0, len(entries), len(entries), len(directory), len(out), 0)
    return out + directory + end


def lying_docx(size: int, stated: int) -> bytes:
    """A docx whose main part says that it is short."""
    parts = [("[Content_Types].xml", b"<Types/>"), ("word/media/a.xml", b"")]
    entries = []
    for name, content in parts:
        packer = zlib.compressobj(9, zlib.DEFLATED, -15)
        entries.append((name, packer.compress(content) + packer.flush(), len(content), zlib.crc32(content)))
    entries.append(("word/document.xml", zeros(size), stated, 0))
    return raw_zip(entries)


def nested_zip(depth: int) -> bytes:
    data = make_zip({"a.txt": bytes(MEBIBYTE)})
    for level in range(depth):
        data = make_zip({f"{level}-{n}.zip": data for n in range(8)})
    return data


def flate_pdf(size: int, filters: int = 1, *, as_page: bool = True) -> bytes:
    """A page whose content unpacks to ``size`` spaces, packed ``filters`` times over."""
    data = zlib.compress(b" " * size, 9)
    for _ in range(filters - 1):
        data = zlib.compress(data, 9)
    names = " ".join(["/FlateDecode"] * filters)
    content = stream_object(f"/Filter [{names}] /Length {len(data)}", data)
    page = f"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents {4 if as_page else 5} 0 R >>"
    return write_objects(
        ["<< /Type /Catalog /Pages 2 0 R >>", "<< /Type /Pages /Count 1 /Kids [3 0 R] >>", page, content]
    )


def run_length_pdf() -> bytes:
    data = b"\x81 " * (2 * MEBIBYTE) + b"\x80"
    content = stream_object(f"/Filter /RunLengthDecode /Length {len(data)}", data)
    page = "<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 4 0 R >>"
    return write_objects(
        ["<< /Type /Catalog /Pages 2 0 R >>", "<< /Type /Pages /Count 1 /Kids [3 0 R] >>", page, content]
    )


def spaced_docx(size: int) -> bytes:
    body = f"<w:document {NAMESPACES}><w:body>{p(GOOD)}{' ' * size}</w:body></w:document>"
    return make_zip({"[Content_Types].xml": "<Types/>", "word/document.xml": body})


def cases() -> list[Case]:
    return [
        Case("bomb_docx_media", "总结.docx", lambda: with_parts({"word/media/a.bin": bytes(60 * MEBIBYTE)}), REFUSED),
        Case("bomb_docx_document", "总结.docx", lambda: spaced_docx(60 * MEBIBYTE), REFUSED),
        Case("bomb_docx_below_ratio", "总结.docx", lambda: spaced_docx(9 * MEBIBYTE), holds=(GOOD,)),
        Case("bomb_docx_lying", "总结.docx", lambda: lying_docx(128 * MEBIBYTE, 1000), "too_complex broken"),
        Case("bomb_docx_overlap", "总结.docx", _overlap, "too_complex broken"),
        Case("bomb_docx_entries", "总结.docx", lambda: with_parts({f"a/{n}": b"" for n in range(5200)}), REFUSED),
        Case("bomb_docx_parts", "总结.docx", _many_parts, REFUSED, heavy=True),
        Case("bomb_docx_bzip2", "总结.docx", lambda: with_parts({"word/media/a": bytes(9 * MEBIBYTE)}, zipfile.ZIP_BZIP2),
             holds=(GOOD,)),
        Case("bomb_docx_lzma", "总结.docx", lambda: with_parts({"word/media/a": bytes(9 * MEBIBYTE)}, zipfile.ZIP_LZMA),
             holds=(GOOD,)),
        Case("bomb_docx_nodes", "总结.docx", lambda: make_docx(p(GOOD) + "<w:p/>" * 4_000_000), ANY_END, heavy=True),
        Case("bomb_docx_runs", "总结.docx", lambda: make_docx(p(GOOD, *["<w:r/>"] * 1_000_000)), ANY_END, heavy=True),
        Case("bomb_docx_attribute", "总结.docx", lambda: make_docx(f'<w:p w:x="{"a" * 11_000_000}"/>' + p(GOOD)), ANY_END),
        Case("bomb_docx_attributes", "总结.docx",
             lambda: make_docx("<w:p " + " ".join(f'w:a{n}="1"' for n in range(200_000)) + "/>" + p(GOOD)), ANY_END),
        Case("bomb_docx_text", "总结.docx", lambda: make_docx(p("专" * 9_000_000)), ANY_END, heavy=True),
        Case("bomb_xlsx_strings", "表.xlsx", lambda: make_xlsx({"A1": GOOD}, strings="<si><t>a</t></si>" * 3_000_000),
             ANY_END, heavy=True),
        Case("bomb_xlsx_one_string", "表.xlsx", _repeated_string, ANY_END, heavy=True),
        Case("bomb_ofd_page", "总结.ofd", lambda: make_zip({"OFD.xml": b" " * (60 * MEBIBYTE)}), REFUSED),
        Case("bomb_zip_nested", "各县.zip", lambda: nested_zip(3), "batch", entries=(0, 8)),
        Case("bomb_zip_large_entry", "各县.zip", lambda: raw_zip([("a.txt", zeros(128 * MEBIBYTE), 1000, 0)]), "batch",
             entries=(0, 1)),
        Case("bomb_zip_total", "各县.zip", lambda: raw_zip([(f"{n}.txt", zeros(48 * MEBIBYTE), 48 * MEBIBYTE,
             zlib.crc32(bytes(48 * MEBIBYTE))) for n in range(8)]), "batch", entries=(0, 8), heavy=True),
        Case("bomb_zip_overlap", "各县.zip", lambda: raw_zip([(f"{n}.txt", zeros(4 * MEBIBYTE), 4 * MEBIBYTE, 0)
             for n in range(200)], share=True), "batch", entries=(0, 200), heavy=True),
        Case("bomb_zip_entries", "各县.zip", lambda: make_zip({f"{n}.txt": "1" for n in range(600)}), "too_complex"),
        Case("bomb_zip_claims_millions", "各县.zip", _claims, "too_complex broken"),
        Case("bomb_pdf_flate", "总结.pdf", lambda: flate_pdf(300 * MEBIBYTE), ANY_END, heavy=True),
        Case("bomb_pdf_flate2", "总结.pdf", lambda: flate_pdf(300 * MEBIBYTE, 2), ANY_END, heavy=True),
        Case("bomb_pdf_unused_stream", "总结.pdf", lambda: flate_pdf(100 * MEBIBYTE, 2, as_page=False), ANY_END),
        Case("bomb_pdf_run_length", "总结.pdf", run_length_pdf, ANY_END),
        Case("bomb_png_pixels", "图.png", lambda: png(50_000, 50_000, rows=10), IMAGE_ENDS),
        Case("bomb_png_dimensions", "图.png", lambda: png(2**31 - 1, 2**31 - 1, rows=1), IMAGE_ENDS),
        Case("bomb_html_tags", "总结.html", lambda: (HTML + "<b>" * 3_000_000).encode(), ANY_END, heavy=True),
        Case("bomb_html_data", "总结.html", lambda: (HTML + f'<img src="data:{"A" * 20_000_000}">').encode(), ANY_END),
    ]  # fmt: skip


def _overlap() -> bytes:
    packed = zeros(8 * MEBIBYTE)
    entries = [("word/document.xml", packed, 8 * MEBIBYTE, 0)]
    entries += [(f"word/media/{n}", packed, 8 * MEBIBYTE, 0) for n in range(200)]
    return raw_zip(entries, share=True)


def _many_parts() -> bytes:
    packed = zeros(9 * MEBIBYTE)
    return raw_zip(
        [("word/document.xml", zeros(MEBIBYTE), MEBIBYTE, 0)]
        + [(f"word/media/{n}", packed, 9 * MEBIBYTE, 0) for n in range(60)]
    )


def _repeated_string() -> bytes:
    """One long text that very many cells show."""
    rows = "<row>" + '<c t="s"><v>0</v></c>' * 200_000 + "</row>"
    return make_xlsx(rows=rows, strings=f"<si><t>{GOOD * 30}</t></si>")


def _claims() -> bytes:
    return b"PK\3\4" + bytes(100) + struct.pack("<4s4H2IH", b"PK\5\6", 0, 0, 65_535, 65_535, 50, 0, 0)
