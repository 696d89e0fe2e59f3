"""Word documents: XML that reaches out or multiplies, changes that were tracked, places that do not exist."""

import struct

from tests.documents.doc_writer import DELETED, HIDDEN, INSERTED, Run, make_doc, make_ole
from tests.documents.hostile.bombs import with_parts
from tests.documents.hostile.case import GOOD, Case
from tests.documents.hostile.disguises import HTML, MHT, OFFICE_ENDS
from tests.documents.packed import NAMESPACES, R, cell, make_docx, make_zip, p, table

FORBIDDEN = "forbidden_xml broken"
DOC = make_doc(Run(GOOD + "\r"))


def entity(definition: str) -> str:
    return f"<!DOCTYPE a [{definition}]>"


FILE = entity('<!ENTITY x SYSTEM "file:///etc/passwd">')
HTTP = entity('<!ENTITY x SYSTEM "http://127.0.0.1:18999/x">')
PARAMETER = entity('<!ENTITY % x SYSTEM "http://127.0.0.1:18999/x.dtd"> %x;')
LAUGHS = entity(
    '<!ENTITY a0 "ha">'
    + "".join(f'<!ENTITY a{n} "{f"&a{n - 1};" * 10}">' for n in range(1, 10))
    + '<!ENTITY x "&a9;">'
)
QUADRATIC = entity(f'<!ENTITY x "{"a" * 100_000}">')


def part(content: str, declaration: str = "", codec: str = "utf-8", uses: str = "&x;") -> bytes:
    """A main part behind a declaration, which uses its entity."""
    body = f"<w:document {NAMESPACES}><w:body>{p(content)}<w:p><w:r><w:t>{uses}</w:t></w:r></w:p></w:body></w:document>"
    head = f'<?xml version="1.0" encoding="{codec}"?>'
    return make_zip(
        {"[Content_Types].xml": "<Types/>", "word/document.xml": (head + declaration + body).encode(codec)}
    )


def deleted(text: str) -> str:
    return f'<w:del w:id="1"><w:r><w:delText>{text}</w:delText></w:r></w:del>'


def inserted(text: str) -> str:
    return f'<w:ins w:id="2"><w:r><w:t>{text}</w:t></w:r></w:ins>'


def related(kind: str, target: str, *, outside: bool = True, body: str = "") -> bytes:
    """A docx one of whose relations points elsewhere."""
    mode = ' TargetMode="External"' if outside else ""
    link = f'<Relationship Id="r9" Type="{R}/{kind}" Target="{target}"{mode}/>'
    return make_zip(
        {
            "[Content_Types].xml": "<Types/>",
            "word/document.xml": f"<w:document {NAMESPACES}><w:body>{p(GOOD)}{body}</w:body></w:document>",
            "word/_rels/document.xml.rels": '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/'
            f'relationships">{link}</Relationships>',
        }
    )


def cases() -> list[Case]:
    return [*_entities(), *_links(), *_shapes(), *_changes(), *_containers(), *_old(), *_others()]


def _entities() -> list[Case]:
    name = "总结.docx"
    return [
        Case("docx_xxe_file", name, lambda: part(GOOD, FILE), FORBIDDEN),
        Case("docx_xxe_http", name, lambda: part(GOOD, HTTP), FORBIDDEN),
        Case("docx_xxe_parameter", name, lambda: part(GOOD, PARAMETER, uses=""), FORBIDDEN),
        Case("docx_xxe_utf16", name, lambda: part(GOOD, FILE, "utf-16"), FORBIDDEN),
        Case("docx_xxe_utf7", name, lambda: _utf7(FILE), FORBIDDEN),
        Case("docx_xxe_utf32", name, lambda: part(GOOD, FILE, "utf-32"), FORBIDDEN),
        Case("docx_xxe_styles", name, lambda: with_other_part("styles", FILE), FORBIDDEN),
        Case("docx_xxe_relations", name, lambda: _hostile_relations(FILE), FORBIDDEN),
        Case("docx_xxe_unused_part", name, lambda: with_parts({"customXml/item1.xml": FILE.encode()}), holds=(GOOD,)),
        Case("docx_billion_laughs", name, lambda: part(GOOD, LAUGHS), FORBIDDEN),
        Case("docx_quadratic", name, lambda: part(GOOD, QUADRATIC, uses="&x;" * 10_000), FORBIDDEN),
        Case("docx_xinclude", name, lambda: make_docx(p(GOOD) + '<xi:include xmlns:xi="http://www.w3.org/2001/XInclude" '
             'href="file:///etc/passwd" parse="text"/>'), holds=(GOOD,), lacks=("root:",)),
    ]  # fmt: skip


def _utf7(declaration: str) -> bytes:
    body = f"<w:document {NAMESPACES}><w:body>{p('1234')}</w:body></w:document>"
    text = (declaration + body).encode("utf-7").decode("ascii").replace("<", "+ADw-").replace("!", "+ACE-")
    data = '<?xml version="1.0" encoding="UTF-7"?>' + text
    return make_zip({"word/document.xml": data})


def with_other_part(kind: str, declaration: str) -> bytes:
    data = related(kind, f"{kind}.xml", outside=False)
    return (
        data
        if not declaration
        else _replace_part(data, f"word/{kind}.xml", f"{declaration}<w:styles {NAMESPACES}>&x;</w:styles>")
    )


def _replace_part(data: bytes, name: str, content: str) -> bytes:
    import io
    import zipfile

    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        parts: dict[str, str | bytes] = {n: archive.read(n) for n in archive.namelist()}
    return make_zip(parts | {name: content})


def _hostile_relations(declaration: str) -> bytes:
    return _replace_part(
        related("image", "x"),
        "word/_rels/document.xml.rels",
        f"{declaration}<Relationships>&x;</Relationships>",
    )


def _links() -> list[Case]:
    name, url = "总结.docx", "http://127.0.0.1:18999/ssrf"
    field = (
        '<w:p><w:r><w:fldChar w:fldCharType="begin"/></w:r><w:r><w:instrText> {} </w:instrText></w:r></w:p>'
    )
    return [
        Case("docx_ext_image", name, lambda: related("image", url), holds=(GOOD,)),
        Case("docx_template_remote", name, lambda: related("attachedTemplate", url), holds=(GOOD,)),
        Case("docx_ole_remote", name, lambda: related("oleObject", url), holds=(GOOD,)),
        Case("docx_frame_remote", name, lambda: related("frame", url), holds=(GOOD,)),
        Case("docx_header_remote", name, lambda: related("header", url), holds=(GOOD,)),
        Case("docx_styles_file_url", name, lambda: related("styles", "file:///etc/passwd", outside=False), holds=(GOOD,)),
        Case("docx_styles_traversal", name, lambda: related("styles", "../../../../etc/passwd", outside=False),
             holds=(GOOD,)),
        Case("docx_altchunk_remote", name, lambda: related("aFChunk", url, body='<w:altChunk r:id="r9"/>'),
             holds=(GOOD,), flags=("embedded_part",)),
        Case("docx_field_include", name, lambda: make_docx(p(GOOD) + field.format('INCLUDETEXT "/etc/passwd"')),
             holds=(GOOD,), lacks=("passwd",)),
        Case("docx_field_dde", name, lambda: make_docx(p(GOOD) + field.format("DDEAUTO c:\\\\cmd.exe")),
             holds=(GOOD,), lacks=("cmd",)),
        Case("docx_header_loop", name, lambda: related("header", "document.xml", outside=False,
             body='<w:sectPr><w:headerReference r:id="r9"/></w:sectPr>'), holds=(GOOD,)),
    ]  # fmt: skip


def _shapes() -> list[Case]:
    name = "总结.docx"

    def spanned(value: str) -> bytes:
        return make_docx(
            table([cell("指标", f'<w:gridSpan w:val="{value}"/>'), "数值"], ["专利申请", "1234"])
        )

    return [
        Case("docx_gridspan_2g", name, lambda: spanned("2147483647"), holds=("1234",)),
        Case("docx_gridspan_negative", name, lambda: spanned("-5"), holds=("1234",)),
        Case("docx_gridspan_words", name, lambda: spanned("many"), holds=("1234",)),
        Case("docx_gridspan_digits", name, lambda: spanned("9" * 5000), holds=("1234",)),
        Case("docx_gridspan_many", name, lambda: make_docx(table(*[[cell("1234", '<w:gridSpan w:val="1000"/>')] * 20] * 2000)),
             holds=("1234",), heavy=True),
        Case("docx_gridbefore", name, lambda: make_docx('<w:tbl><w:tr><w:trPr><w:gridBefore w:val="999999999"/></w:trPr>'
             + cell("1234") + "</w:tr></w:tbl>" + p(GOOD)), holds=(GOOD,)),
        Case("docx_vmerge_columns", name, lambda: make_docx(table(*[[cell("1", "<w:vMerge/>")] * 50] * 1000) + p(GOOD)),
             holds=(GOOD,), heavy=True),
        Case("docx_1m_empty_paras", name, lambda: make_docx("<w:p/>" * 1_000_000 + p(GOOD)), holds=(GOOD,), heavy=True),
        Case("docx_1m_short_paras", name, lambda: make_docx(p("1") * 300_000), flags=("cut_",), heavy=True),
        Case("docx_deep_controls", name, lambda: make_docx("<w:sdt>" * 5000 + p(GOOD) + "</w:sdt>" * 5000), "broken"),
        Case("docx_deep_tables", name, lambda: make_docx(_nested_table(60)), "read broken", holds=()),
        Case("docx_deep_boxes", name, lambda: make_docx(p(GOOD) + _nested_box(60)), "read broken"),
        Case("docx_style_loop", name, lambda: make_docx(p(GOOD, properties='<w:pStyle w:val="a"/>'), styles=_loop()),
             holds=(GOOD,)),
        Case("docx_number_roman", name, lambda: _numbered("upperRoman", 999_999_999), holds=(GOOD,)),
        Case("docx_number_letters", name, lambda: _numbered("lowerLetter", 999_999_999), holds=(GOOD,)),
        Case("docx_number_chinese", name, lambda: _numbered("chineseCounting", 999_999_999), holds=(GOOD,)),
        Case("docx_number_negative", name, lambda: _numbered("decimal", -99_999_999), holds=(GOOD,)),
        Case("docx_xss_text", name, lambda: make_docx(p(GOOD) + p("&lt;script&gt;alert(1)&lt;/script&gt;")), holds=(GOOD,)),
        Case("docx_xss_title", name, lambda: make_docx(p("&lt;img src=x onerror=alert(1)&gt;", properties="<w:outlineLvl "
             'w:val="0"/>') + p(GOOD)), holds=(GOOD,)),
        Case("docx_zero_width", name, lambda: make_docx(p("专利申请1\u200b2\u200d34件。")), flags=("invisible_characters",)),
        Case("docx_bidi", name, lambda: make_docx(p("专利申请\u202e4321\u202c件。")), flags=("invisible_characters",)),
        Case("docx_private_use", name, lambda: make_docx(p(GOOD + "\ue000\uf8ff")), holds=(GOOD,)),
    ]  # fmt: skip


def _nested_table(depth: int) -> str:
    inner = p(GOOD)
    for _ in range(depth):
        inner = f"<w:tbl><w:tr>{cell(inner)}{cell('1')}</w:tr></w:tbl>"
    return inner


def _nested_box(depth: int) -> str:
    inner = p("1")
    for _ in range(depth):
        inner = f"<w:p><w:r><w:pict><v:textbox><w:txbxContent>{inner}</w:txbxContent></v:textbox></w:pict></w:r></w:p>"
    return inner


def _loop() -> str:
    style = '<w:style w:type="paragraph" w:styleId="{}"><w:basedOn w:val="{}"/></w:style>'
    return style.format("a", "b") + style.format("b", "a")


def _numbered(form: str, start: int) -> bytes:
    level = f'<w:lvl w:ilvl="0"><w:start w:val="{start}"/><w:numFmt w:val="{form}"/><w:lvlText w:val="%1、"/></w:lvl>'
    numbering = f'<w:abstractNum w:abstractNumId="1">{level}</w:abstractNum><w:num w:numId="1"><w:abstractNumId w:val="1"/></w:num>'
    listed = '<w:numPr><w:ilvl w:val="0"/><w:numId w:val="1"/></w:numPr>'
    return make_docx(p(GOOD, properties=listed), numbering=numbering)


def _changes() -> list[Case]:
    name = "总结.docx"
    hidden = "<w:r><w:rPr><w:vanish/></w:rPr><w:t>9999</w:t></w:r>"
    row = "<w:tbl><w:tr>{}</w:tr><w:tr><w:trPr><w:del/></w:trPr>{}</w:tr></w:tbl>"
    return [
        Case("docx_tracked_deleted", name, lambda: make_docx(p("专利申请", deleted("9999"), inserted("1234"), "件。")),
             holds=("专利申请1234件",), lacks=("9999",), flags=("tracked_deletions", "tracked_insertions")),
        Case("docx_tracked_moved", name, lambda: make_docx(p("申请", "<w:moveFrom><w:r><w:t>9999</w:t></w:r></w:moveFrom>",
             "<w:moveTo><w:r><w:t>1234</w:t></w:r></w:moveTo>", "件")), holds=("1234",), lacks=("9999",)),
        Case("docx_tracked_row", name, lambda: make_docx(row.format(cell("专利") + cell("1234"), cell("专利") + cell("9999"))),
             holds=("1234",), lacks=("9999",)),
        Case("docx_hidden_text", name, lambda: make_docx(p("专利申请1234件。", hidden)), holds=("1234",), lacks=("9999",),
             flags=("hidden_text",)),
        Case("doc_tracked_deleted", "总结.doc", lambda: make_doc(Run("申请"), Run("9999", (DELETED,)),
             Run("1234", (INSERTED,)), Run("件\r")), holds=("1234",), lacks=("9999",)),
        Case("doc_hidden_text", "总结.doc", lambda: make_doc(Run("申请1234件"), Run("9999", (HIDDEN,)), Run("\r")),
             holds=("1234",), lacks=("9999",)),
    ]  # fmt: skip


def _containers() -> list[Case]:
    name, good = "总结.docx", make_docx(p(GOOD))
    return [
        Case("docx_slash_entries", name, lambda: _renamed(good, lambda n: "/" + n), holds=(GOOD,)),
        Case("docx_backslash_entries", name, lambda: _renamed(good, lambda n: n.replace("/", "\\")), holds=(GOOD,)),
        Case("docx_traversal_entry", name, lambda: with_parts({"../../evil_traversal.txt": b"x"}), holds=(GOOD,)),
        Case("docx_duplicate_document", name, _duplicate, "read broken"),
        Case("docx_without_document", name, lambda: make_zip({"[Content_Types].xml": "x", "word/styles.xml": "x"}), "broken unsupported"),
        Case("docx_empty_body", name, lambda: make_docx(""), "empty"),
        Case("docx_truncated", name, lambda: good[:-200], "broken"),
        Case("docx_half", name, lambda: good[: len(good) // 2], "broken"),
        Case("docx_bad_checksum", name, _bad_checksum, "broken"),
        Case("docx_broken_xml", name, lambda: make_zip({"word/document.xml": "<w:document><w:body>"}), "broken"),
        Case("docx_no_xml", name, lambda: make_zip({"word/document.xml": bytes(range(256))}), "broken"),
        Case("docx_encrypted", name, lambda: make_ole({"EncryptedPackage": b"x", "EncryptionInfo": b"x"}), "encrypted"),
        Case("docx_encrypted_entries", name, lambda: _flagged(good), "encrypted"),
        Case("docx_macro", name, lambda: with_parts({"word/vbaProject.bin": b"x" * 500}), holds=(GOOD,)),
        Case("docx_embedded_exe", name, lambda: with_parts({"word/embeddings/a.exe": b"MZ" * 500}), holds=(GOOD,)),
    ]  # fmt: skip


def _renamed(data: bytes, change) -> bytes:
    import io
    import zipfile

    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        old = {n: archive.read(n) for n in archive.namelist()}
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as archive:
        for name, content in old.items():
            info = zipfile.ZipInfo("x")
            info.filename = change(name)
            archive.writestr(info, content)
    return stream.getvalue()


def _duplicate() -> bytes:
    import io
    import warnings
    import zipfile

    stream = io.BytesIO(make_docx(p("甲1234")))
    with warnings.catch_warnings(), zipfile.ZipFile(stream, "a") as archive:
        warnings.simplefilter("ignore")
        archive.writestr(
            zipfile.ZipInfo("word/document.xml"),
            f"<w:document {NAMESPACES}><w:body>{p('乙5678')}</w:body></w:document>",
        )
    return stream.getvalue()


def _bad_checksum() -> bytes:
    data = bytearray(make_docx(p(GOOD)))
    at = data.find(b"word/document.xml")
    data[at + len("word/document.xml") + 20] ^= 0xFF
    return bytes(data)


def _flagged(data: bytes) -> bytes:
    changed = bytearray(data)
    at = changed.find(b"PK\1\2")
    while at >= 0:
        changed[at + 8] |= 1
        at = changed.find(b"PK\1\2", at + 4)
    return bytes(changed)


def _old() -> list[Case]:
    name = "总结.doc"
    loop = bytearray(DOC)
    table_at = (struct.unpack_from("<I", DOC, 76)[0] + 1) * 512
    struct.pack_into("<I", loop, table_at, 0)
    lying = bytearray(DOC)
    struct.pack_into("<i", lying, 512 + 0x4C, 2_000_000_000)
    negative = bytearray(DOC)
    struct.pack_into("<i", negative, 512 + 0x4C, -1)
    return [
        Case("doc_encrypted", name, lambda: make_doc(Run(GOOD + "\r"), encrypted=True), "encrypted"),
        Case("doc_truncated", name, lambda: DOC[: len(DOC) // 2], "broken unsupported"),
        Case("doc_head_only", name, lambda: DOC[:512], "broken unsupported"),
        Case("doc_sector_loop", name, lambda: bytes(loop), "read broken"),
        Case("doc_count_lies", name, lambda: bytes(lying), "read broken"),
        Case("doc_count_negative", name, lambda: bytes(negative), "broken"),
        Case("doc_noise", name, lambda: DOC[:600] + bytes(range(256)) * 20, "broken unsupported"),
        Case(
            "doc_word_6", name, lambda: make_ole({"WordDocument": b"\xdc\xa5" + bytes(2000)}), "unsupported"
        ),
        Case(
            "doc_control_characters",
            name,
            lambda: make_doc(Run("\x01\x02\x13\x14\x15" + GOOD + "\r")),
            holds=(GOOD,),
        ),
        Case("wps_truncated", "总结.wps", lambda: DOC[: len(DOC) // 2], "broken unsupported"),
    ]


def _others() -> list[Case]:
    frame = (
        '<office:document-content xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0" '
        'xmlns:xlink="http://www.w3.org/1999/xlink"><draw:floating-frame xlink:href="http://127.0.0.1:18999/f"/>'
        "</office:document-content>"
    )
    odt = make_zip({"mimetype": "application/vnd.oasis.opendocument.text", "content.xml": frame}, 0)
    remote = HTML.replace(
        "<body>", '<body><img src="http://127.0.0.1:18999/i"><iframe src="file:///etc/passwd"></iframe>'
    )
    return [
        Case("odt_frame_as_doc", "总结.doc", lambda: odt, OFFICE_ENDS),
        Case("odt_frame_as_wps", "总结.wps", lambda: odt, OFFICE_ENDS),
        Case("rtf_object", "总结.rtf", lambda: rb"{\rtf1{\object\objautlink\objupdate{\*\objclass x}}1234}", OFFICE_ENDS),
        Case("rtf_include", "总结.doc", lambda: rb'{\rtf1{\field{\*\fldinst INCLUDETEXT "http://127.0.0.1:18999/r"}}}',
             OFFICE_ENDS),
        Case("rtf_template", "总结.doc", lambda: rb"{\rtf1{\*\template http://127.0.0.1:18999/t}1234}", OFFICE_ENDS),
        Case("rtf_deep", "总结.rtf", lambda: b"{\\rtf1" + b"{" * 500_000, OFFICE_ENDS),
        Case("rtf_binary", "总结.rtf", lambda: rb"{\rtf1\bin2147483647 " + bytes(100), OFFICE_ENDS),
        Case("html_as_doc_remote", "总结.doc", remote.encode, holds=(GOOD,), lacks=("root:",)),
        Case("mhtml_doc", "总结.doc", MHT.replace("<body>", '<body><img src="http://127.0.0.1:18999/m">').encode, holds=(GOOD,)),
        Case("mhtml_parts", "总结.mht", lambda: _many_parts_mail(20_000), "read empty broken"),
        Case("mhtml_nested", "总结.mht", lambda: _nested_mail(2000), "read empty broken too_complex"),
        Case("mhtml_without_page", "总结.mht", lambda: MHT.replace("text/html", "text/plain").encode(), "empty"),
    ]  # fmt: skip


def _many_parts_mail(count: int) -> bytes:
    head = b"MIME-Version: 1.0\nContent-Type: multipart/related; boundary=b\n\n"
    return head + b"--b\nContent-Type: image/png\n\nx\n" * count + b"--b--\n"


def _nested_mail(depth: int) -> bytes:
    out = b"MIME-Version: 1.0\nContent-Type: multipart/related; boundary=b0\n\n"
    for n in range(1, depth):
        out += b"--b%d\nContent-Type: multipart/related; boundary=b%d\n\n" % (n - 1, n)
    return out + b"--b%d\nContent-Type: text/html\n\n<p>1234</p>\n" % (depth - 1)
