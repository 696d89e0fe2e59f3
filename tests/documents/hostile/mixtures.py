"""Mixtures: one format within another, old containers that turn in circles, tables with lying sizes, odd texts."""

import base64
import struct
import zlib

from tests.documents.doc_writer import Run, make_doc, make_ole
from tests.documents.hostile.bombs import with_parts
from tests.documents.hostile.case import GOOD, MEBIBYTE, Case
from tests.documents.hostile.disguises import HTML, OFFICE_ENDS, docx, pdf, xls
from tests.documents.hostile.names import packed, report
from tests.documents.hostile.words import FILE, HTTP, LAUGHS
from tests.documents.hostile.workbooks import inline, make_xlsx
from tests.documents.ofd_writer import STANDARD, image, make_ofd
from tests.documents.ofd_writer import text as ofd_text
from tests.documents.packed import make_zip, p
from tests.documents.xls_writer import make_xls

OFD_END = "read too_complex broken empty scanned missing_ocr forbidden_xml too_large"
_HEADER_FAT, _HEADER_DIRECTORY = 76, 48


def cases() -> list[Case]:
    return [*_within(), *_ofd(), *_ole(), *_xls(), *_xlsx(), *_csv(), *_texts(), *_mails()]


def _within() -> list[Case]:
    inner = packed(("总结.txt", report(1)))
    book = make_xlsx({"A1": GOOD})
    chained = make_zip({"a.docx": with_parts({"word/embeddings/a.zip": inner})})
    chunk = '<w:altChunk r:id="c"/>'
    return [
        Case("mix_zip_in_docx_in_zip", "各县.zip", lambda: chained, "batch", entries=(1, 0)),
        Case("mix_zip_in_zip_in_docx", "总结.docx", lambda: with_parts({"word/embeddings/a.zip": packed(("b.zip", inner))}),
             holds=(GOOD,)),
        Case("mix_docx_with_workbook", "总结.docx", lambda: with_parts({"xl/workbook.xml": b"<workbook/>"}), holds=(GOOD,)),
        Case("mix_docx_and_ofd", "总结.docx", lambda: with_parts({"OFD.xml": b"<a/>"}), holds=(GOOD,)),
        Case("mix_docx_html_chunk", "总结.docx", lambda: _chunked(HTML.encode(), "a.html", chunk), holds=(GOOD,)),
        Case("mix_docx_docx_chunk_loop", "总结.docx", lambda: _chunked(docx(), "a.docx", chunk), holds=(GOOD,)),
        Case("mix_pdf_in_docx_in_zip", "各县.zip", lambda: packed(("a.docx", with_parts({"word/a.pdf": pdf()}))), "batch",
             entries=(1, 0)),
        Case("mix_xlsx_in_docx_name", "总结.docx", lambda: book, holds=(GOOD,)),
        Case("mix_zip_of_disguises", "各县.zip", lambda: packed(("a.docx", pdf()), ("b.pdf", docx()), ("c.txt", xls()),
             ("d.xlsx", b"MZ" + bytes(99))), "batch", entries=(3, 1)),
        Case("mix_zip_windows_names", "各县.zip", lambda: packed(*((name, report(n)) for n, name in enumerate((
             "PRN.txt", "nul.txt", "COM1.txt", "总结\u202etxt.exe.txt", "a\0b.txt", "长" * 250 + ".txt", " .txt", "a..txt")))),
             "batch", entries=(8, 0)),
        Case("mix_zip_all_encodings", "各县.zip", lambda: packed(*((f"{codec}.txt", GOOD.encode(codec)) for codec in
             ("utf-8", "gb18030", "utf-16", "utf-8-sig", "utf-16-be"))), "batch", entries=(5, 0)),
        Case("mix_docx_bomb_in_zip", "各县.zip", lambda: packed(("a.docx", make_zip({"word/document.xml": b" " * (60 * MEBIBYTE)})),
             ("b.txt", report(1))), "batch", entries=(2, 0)),
    ]  # fmt: skip


def _chunked(content: bytes, name: str, body: str) -> bytes:
    """A docx that shows another document's bytes in its place."""
    relation = f'<Relationship Id="c" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/aFChunk" Target="{name}"/>'
    return make_zip(
        {
            "[Content_Types].xml": "<Types/>",
            "word/document.xml": _body(p(GOOD) + body),
            "word/_rels/document.xml.rels": '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/'
            f'relationships">{relation}</Relationships>',
            f"word/{name}": content,
        }
    )


def _body(inner: str) -> str:
    from tests.documents.packed import NAMESPACES

    return f"<w:document {NAMESPACES}><w:body>{inner}</w:body></w:document>"


def _ofd() -> list[Case]:
    name, held = "总结.ofd", (GOOD,)
    good = ofd_text(20, 30, GOOD)
    area = "<ofd:PhysicalBox>0 0 210 297</ofd:PhysicalBox>"

    def boxed(box: str) -> bytes:
        return _changed(
            make_ofd(good), "Doc_0/Document.xml", area, f"<ofd:PhysicalBox>{box}</ofd:PhysicalBox>"
        )

    glyphs = f'<ofd:CGTransform CodePosition="0" CodeCount="{2**31 - 1}" GlyphCount="{2**31 - 1}"><ofd:Glyphs>1 2</ofd:Glyphs></ofd:CGTransform>'
    return [
        Case("ofd_page_xxe", name, lambda: _page_of(FILE), OFD_END, lacks=("root:",)),
        Case("ofd_page_xxe_http", name, lambda: _page_of(HTTP), OFD_END),
        Case("ofd_page_laughs", name, lambda: _page_of(LAUGHS), OFD_END),
        Case("ofd_huge_page", name, lambda: boxed("0 0 1e12 1e12"), OFD_END),
        Case("ofd_page_of_nothing", name, lambda: boxed("0 0 0 0"), OFD_END),
        Case("ofd_page_nan", name, lambda: boxed("nan nan inf -inf"), OFD_END),
        Case("ofd_zip_slip", name, lambda: _added(make_ofd(good), {"../../../evil_ofd.txt": b"x", "/etc/evil.txt": b"x"}), holds=held),
        Case("ofd_picture_slip", name, lambda: _changed(make_ofd(good + image(), media={7: b"x"}), "Doc_0/DocumentRes.xml",
             "image_7.png", "../../../../etc/passwd"), OFD_END, lacks=("root:",), heavy=True),
        Case("ofd_picture_bomb", name, lambda: make_ofd(image(), media={7: _png_bomb()}), OFD_END),
        Case("ofd_same_page_often", name, lambda: make_ofd(*[good] * 1500), holds=held, flags=("cut_pages",), heavy=True),
        Case("ofd_template_of_itself", name, lambda: make_ofd(good, template='<ofd:Template TemplateID="9"/>' + ofd_text(20, 60, "8")),
             holds=held),
        Case("ofd_steps_many", name, lambda: make_ofd(ofd_text(20, 30, GOOD, delta="g 1 " * 200_000)), OFD_END),
        Case("ofd_glyph_count", name, lambda: make_ofd(good.replace("<ofd:TextCode", glyphs + "<ofd:TextCode")), OFD_END, holds=held),
        Case("ofd_200k_objects", name, lambda: make_ofd(ofd_text(20, 30, "专8") * 200_000), OFD_END + " timeout", heavy=True),
        Case("ofd_path_words", name, lambda: make_ofd('<ofd:PathObject ID="2" Boundary="0 0 9 9"><ofd:AbbreviatedData>'
             + "M 0 0 L " * 300_000 + "</ofd:AbbreviatedData></ofd:PathObject>" + good), OFD_END, heavy=True),
    ]  # fmt: skip


def _page_of(declaration: str) -> bytes:
    page = f'<ofd:Page xmlns:ofd="{STANDARD}"><ofd:Content><ofd:Layer>{ofd_text(20, 30, "&x;")}</ofd:Layer></ofd:Content></ofd:Page>'
    return _added(make_ofd(ofd_text(20, 30, GOOD)), {"Doc_0/Pages/Page_0/Content.xml": declaration + page})


def _parts_of(data: bytes) -> dict[str, str | bytes]:
    import io
    import zipfile

    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def _added(data: bytes, parts: dict[str, str | bytes]) -> bytes:
    return make_zip(_parts_of(data) | parts)


def _changed(data: bytes, name: str, old: str, new: str) -> bytes:
    parts = _parts_of(data)
    content = bytes(parts[name])
    assert old.encode() in content
    return make_zip(parts | {name: content.replace(old.encode(), new.encode())})


def _png_bomb() -> bytes:
    from tests.documents.hostile.disguises import png

    return png(60_000, 60_000, rows=8)


def _ole() -> list[Case]:
    doc, good = "总结.doc", make_doc(Run(GOOD + "\r"))
    book = make_xls({(0, 0): GOOD, (0, 1): 1234.0})
    ends = "read broken unsupported too_complex empty"
    return [
        Case("doc_fat_of_itself", doc, lambda: _fat(good, lambda at, n: at), ends),
        Case("doc_fat_backwards", doc, lambda: _fat(good, lambda at, n: max(at - 1, 0)), ends),
        Case("doc_fat_far", doc, lambda: _fat(good, lambda at, n: 0x7FFFFFFF), ends),
        Case("doc_directory_loop", doc, lambda: _directory(good, right=0, child=0), ends),
        Case("doc_directory_tree_loop", doc, lambda: _directory(good, right=1, child=1), ends, heavy=True),
        Case("doc_stream_4g", doc, lambda: _sizes(good, 0xFFFFFFFF), ends, heavy=True),
        Case("doc_sector_shift", doc, lambda: good[:30] + b"\x1f\0" + good[32:], ends, heavy=True),
        Case("doc_mini_shift", doc, lambda: good[:32] + b"\xff\xff" + good[34:], ends, heavy=True),
        Case("doc_difat_loop", doc, lambda: good[:68] + struct.pack("<II", 0, 0xFFFFFF) + good[76:], ends, heavy=True),
        Case("doc_many_fats", doc, lambda: good[:44] + struct.pack("<I", 0x7FFFFFFF) + good[48:], ends),
        Case("wps_fat_of_itself", "总结.wps", lambda: _fat(good, lambda at, n: at), ends),
        Case("wps_with_book", "总结.wps", lambda: book, "read", holds=("1234",)),
        Case("xls_fat_of_itself", "表.xls", lambda: _fat(book, lambda at, n: at), ends),
        Case("ole_without_streams", doc, lambda: make_ole({}), "unsupported broken"),
        Case("ole_many_streams", doc, lambda: make_ole({f"s{n}": b"x" for n in range(1500)} | {"WordDocument": b"x"}), ends),
    ]  # fmt: skip


def _fat(data: bytes, entry) -> bytes:
    """The container with another table of sectors: ``entry`` of each place and of their number."""
    changed = bytearray(data)
    at = (struct.unpack_from("<I", data, _HEADER_FAT)[0] + 1) * 512
    for n in range(128):
        struct.pack_into("<I", changed, at + 4 * n, entry(n, 128))
    return bytes(changed)


def _directory(data: bytes, *, right: int, child: int) -> bytes:
    """The container whose second entry of the directory leads to these others."""
    changed = bytearray(data)
    at = (struct.unpack_from("<I", data, _HEADER_DIRECTORY)[0] + 1) * 512
    for n in (1, 2):
        struct.pack_into("<III", changed, at + 128 * n + 68, right, right, child)
    return bytes(changed)


def _sizes(data: bytes, size: int) -> bytes:
    changed = bytearray(data)
    at = (struct.unpack_from("<I", data, _HEADER_DIRECTORY)[0] + 1) * 512
    for n in range(1, 4):
        struct.pack_into("<I", changed, at + 128 * n + 120, size)
    return bytes(changed)


def _xls() -> list[Case]:
    name, ends = "表.xls", "read broken empty too_complex"
    return [
        Case("xls_dimensions_lie", name, lambda: _records((0x200, struct.pack("<IIHHH", 0, 0xFFFFFFFF, 0, 0xFFFF, 0))), ends),
        Case("xls_row_lies", name, lambda: _records((0x208, struct.pack("<HHHHHHI", 65535, 0, 0xFFFF, 255, 0, 0, 0)) ), ends),
        Case("xls_200k_rows_records", name, lambda: _records(*[(0x208, struct.pack("<HHHHHHI", n % 65536, 0, 255, 255, 0, 0, 0))
             for n in range(200_000)]), ends, heavy=True),
        Case("xls_merged_lies", name, lambda: _records((0xE5, struct.pack("<HHHHH", 0xFFFF, 0, 0xFFFF, 0, 0xFFFF))), ends),
        Case("xls_merged_all", name, lambda: make_xls({(0, 0): GOOD, (9, 9): 8.0}, merged=(0, 65535, 0, 255)), holds=(GOOD,)),
        Case("xls_merged_many", name, lambda: _records(*[(0xE5, struct.pack("<H", 1000) + struct.pack("<HHHH", 0, 65535, 0, 255) * 1000)
             for _ in range(100)]), ends, heavy=True),
        Case("xls_blanks", name, lambda: _records(*[(0xBE, struct.pack("<HH", n, 0) + b"\x0f\0" * 256 + struct.pack("<H", 255))
             for n in range(3000)]), ends, heavy=True),
        Case("xls_strings_lie", name, lambda: _records((0xFC, struct.pack("<II", 0xFFFFFFFF, 0xFFFFFFFF) + b"\0" * 100)), ends),
        Case("xls_label_lies", name, lambda: _records((0x204, struct.pack("<HHHH", 0, 0, 15, 0xFFFF) + b"\x01a\0")), ends),
        Case("xls_formula_dde", name, lambda: _records((0x06, struct.pack("<HHH", 0, 1, 15) + struct.pack("<d", 8.0) + bytes(6)
             + struct.pack("<H", 4) + b"\x39\xff\xff\xff")), ends),
        Case("xls_record_beyond", name, lambda: _records((0x204, b"x"), tail=b"\x04\x02\xff\xff"), ends),
        Case("xls_format_bomb", name, lambda: make_xls({(0, 0): GOOD, (0, 1): 12.0}, {(0, 1): "0." + "0" * 30_000}), ends),
    ]  # fmt: skip


def _records(*records: tuple[int, bytes], tail: bytes = b"") -> bytes:
    """A workbook whose sheet holds these records before its good cell."""
    whole = make_xls({(0, 0): GOOD})
    book = whole[512:]
    head = struct.pack("<HHHHII", 0x600, 0x10, 0, 0, 0, 0)
    begin = book.index(struct.pack("<HH", 0x809, 16) + head) + 20
    end = book.index(struct.pack("<HH", 0x0A, 0), begin)
    more = b"".join(struct.pack("<HH", kind, len(data)) + data for kind, data in records)
    return make_ole({"Workbook": book[:begin] + more + book[begin:end] + tail + book[end : end + 4]})


def _xlsx() -> list[Case]:
    name, ends = "表.xlsx", "read broken empty too_complex timeout"
    cell = inline("A1", GOOD)
    return [
        Case("xlsx_external_links", name, lambda: _added(make_xlsx({"A1": GOOD}), {
             "xl/externalLinks/externalLink1.xml": "<externalLink/>", "xl/externalLinks/_rels/externalLink1.xml.rels":
             '<Relationships><Relationship Id="r" Target="http://127.0.0.1:18999/x" TargetMode="External"/></Relationships>',
             "xl/connections.xml": '<connections><connection url="http://127.0.0.1:18999/c"/></connections>'}), holds=(GOOD,)),
        Case("xlsx_1m_merged", name, lambda: make_xlsx(rows=f"<row>{cell}</row>", after="<mergeCells>" + "".join(
             f'<mergeCell ref="A{n}:B{n}"/>' for n in range(1, 1_000_001)) + "</mergeCells>"), ends, heavy=True),
        Case("xlsx_merged_overlapping", name, lambda: make_xlsx(rows=f"<row>{cell}</row>", after="<mergeCells>" + "".join(
             f'<mergeCell ref="A1:{chr(65 + n % 26)}{n + 1}"/>' for n in range(20_000)) + "</mergeCells>"), ends),
        Case("xlsx_shared_strings_rich", name, lambda: make_xlsx({"A1": GOOD}, strings="<si>" + "<r><rPr/><t>a</t></r>" * 900_000
             + "</si>"), ends, heavy=True),
        Case("xlsx_same_long_string", name, lambda: make_xlsx(rows="".join('<row><c t="s"><v>0</v></c></row>' for _ in range(60_000)),
             strings=f"<si><t>{GOOD * 1000}</t></si>"), ends, heavy=True),
        Case("xlsx_50k_columns", name, lambda: make_xlsx(rows="<row>" + cell + "".join(
             f'<c r="{_column(n)}1"><v>1</v></c>' for n in range(2, 50_000)) + "</row>"), ends, heavy=True),
        Case("xlsx_sheet_loop", name, lambda: _changed(make_xlsx({"A1": GOOD}), "xl/_rels/workbook.xml.rels",
             "worksheets/sheet1.xml", "workbook.xml"), ends),
        Case("xlsx_sheet_slip", name, lambda: _changed(make_xlsx({"A1": GOOD}), "xl/_rels/workbook.xml.rels",
             "worksheets/sheet1.xml", "../../../../etc/passwd"), ends, lacks=("root:",)),
        Case("xlsx_dde_cells", name, lambda: make_xlsx(rows='<row><c r="A1"><f>cmd|\'/C calc\'!A0</f><v>8</v></c>' + inline("B1", GOOD)
             + "</row>"), holds=(GOOD,)),
        Case("xlsx_deep_rich", name, lambda: make_xlsx(rows="<row><c t='inlineStr'><is>" + "<r>" * 5000 + "</r>" * 5000
             + "</is></c></row>"), ends),
    ]  # fmt: skip


def _column(number: int) -> str:
    name = ""
    while number:
        number, rest = divmod(number - 1, 26)
        name = chr(65 + rest) + name
    return name


def _csv() -> list[Case]:
    name, ends = "表.csv", "read too_complex empty encoding"
    return [
        Case("csv_1m_columns", name, lambda: (",".join(f"列{n}" for n in range(1_000_000)) + "\n" + "1," * 1_000_000).encode(), ends,
             heavy=True),
        Case("csv_quotes_only", name, lambda: b'"' * 3_000_000, ends, heavy=True),
        Case("csv_quoted_lines", name, lambda: ('"' + "8\n" * 500_000 + '",1\n' + GOOD).encode(), ends, heavy=True),
        Case("csv_odd_separators", name, lambda: ("a;b\tc|d,e\n" * 50_000 + GOOD).encode(), ends, heavy=True),
        Case("csv_gb_then_utf8", name, lambda: "指标,数值\n专利申请,1234\n".encode("gb18030") + GOOD.encode() * 20, ends),
        Case("csv_utf16_odd", name, lambda: "指标,数值\n专利申请,1234\n".encode("utf-16")[:-1], ends, holds=("1234",)),
    ]  # fmt: skip


def _texts() -> list[Case]:
    name, ends = "总结.txt", "read empty encoding too_complex"
    return [
        Case("txt_50mb_line", name, lambda: (GOOD.encode() * (50 * MEBIBYTE // len(GOOD.encode())))[: 50 * MEBIBYTE], "read",
             flags=("cut_",), heavy=True),
        Case("txt_50mb_han", name, lambda: ("专利" * (50 * MEBIBYTE // 6)).encode(), "read", flags=("cut_",), heavy=True),
        Case("txt_utf7", name, lambda: GOOD.encode("utf-7") + b"+ADw-script+AD4-alert(1)", ends, lacks=("<script",)),
        Case("txt_half_and_half", name, lambda: GOOD.encode("gb18030") * 30 + GOOD.encode() * 30, ends),
        Case("txt_utf16_in_utf8", name, lambda: GOOD.encode() * 5 + GOOD.encode("utf-16-le") * 5, ends),
        Case("txt_base64", name, lambda: base64.b64encode(zlib.compress(bytes(MEBIBYTE)) * 9), ends),
        Case("txt_ebcdic", name, lambda: ("PATENT REPORT 1234 " * 40).encode("cp500"), "read encoding unsupported"),
        Case("txt_iso2022", name, lambda: GOOD.encode("iso2022_jp_2") * 3, ends),
        Case("txt_hz", name, lambda: GOOD.encode("hz") * 3, ends),
        Case("txt_1m_paragraph_marks", name, lambda: ("一、" + "（一）" * 300_000 + GOOD).encode(), ends, heavy=True),
        Case("txt_of_units", name, lambda: ("亿元" * 400_000 + GOOD).encode(), ends, heavy=True),
        Case("txt_of_years", name, lambda: ("2019年" * 200_000).encode(), ends, heavy=True),
        Case("txt_of_lists", name, lambda: ("分别为1件、2件、3件、" * 60_000).encode(), ends, heavy=True),
        Case("txt_of_tables", name, lambda: ("│专利│1234│\n" * 50_000).encode(), ends, heavy=True),
        Case("txt_of_links", name, lambda: ("http://a.b/c?d=1234&e= " * 40_000 + GOOD).encode(), ends, heavy=True),
    ]  # fmt: skip


def _mails() -> list[Case]:
    head = "MIME-Version: 1.0\nContent-Type: multipart/related; boundary=b\n\n"
    part = "--b\nContent-Type: text/html; charset={}\nContent-Transfer-Encoding: {}\n\n"
    page = base64.encodebytes(HTML.encode()).decode()
    return [
        Case("mhtml_base64", "总结.mht", lambda: (head + part.format("utf-8", "base64") + page + "--b--\n").encode(), holds=(GOOD,)),
        Case("mhtml_base64_spaces", "总结.mht", lambda: (head + part.format("utf-8", "base64") + " \n" * 3_000_000 + page).encode(),
             "read empty broken too_complex", heavy=True),
        Case("mhtml_quoted_bomb", "总结.mht", lambda: (head + part.format("utf-8", "quoted-printable") + "=\n" * 3_000_000 + HTML)
             .encode(), "read empty broken too_complex", heavy=True),
        Case("mhtml_charset_unknown", "总结.mht", lambda: (head + part.format("x-none", "8bit") + HTML).encode("gb18030"),
             "read empty encoding"),
        Case("mhtml_long_header", "总结.mht", lambda: b"X: " + b"a" * 3_000_000 + b"\n" + head.encode() + part.format("utf-8", "8bit")
             .encode() + HTML.encode(), "read empty broken unsupported encoding", heavy=True),
        Case("mhtml_many_headers", "总结.mht", lambda: ("MIME-Version: 1.0\n" + "X-A: b\n" * 300_000 + head[18:]
             + part.format("utf-8", "8bit") + HTML).encode(), "read empty broken unsupported encoding too_complex", heavy=True),
        Case("mhtml_boundary_odd", "总结.mht", lambda: head.replace("=b", "=" + "b" * 100_000).encode() + HTML.encode(),
             "read empty broken"),
        Case("rtf_hex_bomb", "总结.rtf", lambda: rb"{\rtf1{\pict\pngblip " + b"00" * 5_000_000 + b"}1234}", OFFICE_ENDS + " too_complex", heavy=True),
        Case("rtf_ole_link", "总结.doc", lambda: rb"{\rtf1{\object\objemb{\*\objdata " + b"d0cf11e0a1b11ae1" + b"00" * 4000 + b"}}1234}",
             OFFICE_ENDS, heavy=True),
        Case("rtf_picture_remote", "总结.rtf", lambda: rb'{\rtf1{\field{\*\fldinst INCLUDEPICTURE "http://127.0.0.1:18999/p" \\d}}1234}',
             OFFICE_ENDS, heavy=True),
        Case("rtf_equation", "总结.doc", lambda: rb"{\rtf1{\object\objocx{\*\objclass Equation.3}{\*\objdata 01050000}}1234}",
             OFFICE_ENDS, heavy=True),
    ]  # fmt: skip
