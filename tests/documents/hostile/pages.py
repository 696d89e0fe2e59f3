"""PDF, OFD and web pages: sizes no paper has, loops, scripts, and whatever reaches out."""

from tests.documents.hostile.case import GOOD, Case
from tests.documents.hostile.words import FILE, HTTP, LAUGHS
from tests.documents.ofd_writer import STANDARD, make_ofd
from tests.documents.ofd_writer import text as ofd_text
from tests.documents.packed import make_zip
from tests.documents.pdf_writer import Page, make_encrypted_pdf, make_pdf, stream_object, write_objects

ANY_END = "read too_complex broken timeout crashed empty scanned encoding missing_ocr"
FORBIDDEN = "forbidden_xml broken"


def pdf() -> bytes:
    return make_pdf(Page().text(90, 90, GOOD))


def changed(*replacements: tuple[bytes, bytes]) -> bytes:
    """A good PDF with some words of it replaced."""
    data = pdf()
    for old, new in replacements:
        assert old in data
        data = data.replace(old, new, 1)
    return data


def bare(page: str, *objects: str, catalog: str = "", box: str = "0 0 595 842") -> bytes:
    """A PDF of one page whose dictionary holds ``page``; ``objects`` begin with number 4."""
    return write_objects(
        [
            f"<< /Type /Catalog /Pages 2 0 R {catalog} >>",
            "<< /Type /Pages /Count 1 /Kids [3 0 R] >>",
            f"<< /Type /Page /Parent 2 0 R /MediaBox [{box}] {page} >>",
            *objects,
        ]
    )


def content(data: str) -> str:
    return stream_object(f"/Length {len(data)}", data.encode())


def image(width: int, height: int) -> bytes:
    """A page that is one picture of that stated size."""
    picture = stream_object(f"/Type /XObject /Subtype /Image /Width {width} /Height {height} /ColorSpace /DeviceGray "
                            "/BitsPerComponent 8 /Length 4", b"abcd")  # fmt: skip
    return bare(
        "/Resources << /XObject << /I 4 0 R >> >> /Contents 5 0 R",
        picture,
        content("500 0 0 700 40 60 cm /I Do"),
    )


def forms(levels: int, calls: int) -> bytes:
    """Forms each of which draws the next one several times."""
    objects = []
    for level in range(levels):
        body = "/F Do " * calls if level + 1 < levels else "0 0 m 9 9 l S"
        resources = f"/Resources << /XObject << /F {5 + level} 0 R >> >>" if level + 1 < levels else ""
        objects.append(stream_object(f"/Type /XObject /Subtype /Form /BBox [0 0 9 9] {resources} /Length {len(body)}",
                                     body.encode()))  # fmt: skip
    page = f"/Resources << /XObject << /F 4 0 R >> >> /Contents {4 + levels} 0 R"
    return bare(page, *objects, content("/F Do"))


def cases() -> list[Case]:
    return [*_pdf_shapes(), *_pdf_actions(), *_pdf_broken(), *_ofd(), *_html(), *_html_shapes()]


def _pdf_shapes() -> list[Case]:
    name, held = "总结.pdf", (GOOD,)
    page = b"[0 0 595.0 842.0]"
    return [
        Case("pdf_image_50k", name, lambda: image(50_000, 50_000), ANY_END),
        Case("pdf_image_2g", name, lambda: image(2**31 - 1, 2**31 - 1), ANY_END),
        Case("pdf_image_negative", name, lambda: image(-5, 5), ANY_END),
        Case("pdf_huge_page", name, lambda: changed((page, b"[0 0 1e9 1e9]    ")), ANY_END),
        Case("pdf_huge_page_image", name, lambda: bare("/Contents 4 0 R", content("1 g 0 0 1e9 1e9 re f"), box="0 0 9e8 9e8"),
             ANY_END),
        Case("pdf_zero_page", name, lambda: changed((page, b"[0 0 0 0]        ")), ANY_END),
        Case("pdf_negative_page", name, lambda: changed((page, b"[9 9 -9 -9]      ")), ANY_END),
        Case("pdf_nan_box", name, lambda: changed((page, b"[0 0 nan inf]    ")), ANY_END),
        Case("pdf_5000_pages", name, lambda: make_pdf(*[Page().text(90, 90, GOOD)] * 5000), holds=held, flags=("cut_pages",),
             heavy=True),
        Case("pdf_5000_empty_pages", name, lambda: make_pdf(*[Page()] * 5000), "empty", heavy=True),
        Case("pdf_form_exponential", name, lambda: forms(12, 10), ANY_END, heavy=True),
        Case("pdf_form_loop", name, lambda: forms(3, 3).replace(b"/F 6 0 R", b"/F 4 0 R"), ANY_END),
        Case("pdf_200k_characters", name, lambda: make_pdf(Page().lines(20, 20, *["专利" * 500] * 200, size=1.0, pitch=4.0)),
             flags=("cut_page_text",), heavy=True),
        Case("pdf_overlapping", name, lambda: make_pdf(_overlapping(20_000)), ANY_END, heavy=True),
        Case("pdf_many_lines", name, lambda: make_pdf(_ruled(20_000)), holds=held, heavy=True),
        Case("pdf_many_crossings", name, lambda: make_pdf(_crossed(60)), holds=held),
        Case("pdf_too_many_crossings", name, lambda: make_pdf(_crossed(1900)), holds=held, heavy=True),
        Case("pdf_rotated_31", name, lambda: changed((b"/Rotate 0", b"/Rotate 31")), ANY_END),
        Case("pdf_hidden_layer", name, lambda: make_pdf(Page().text(90, 90, GOOD).text(5000, 90, "9999")), holds=held,
             lacks=("9999",)),
        Case("pdf_matrix_overflow", name, lambda: bare("/Contents 4 0 R", content("1e38 0 0 1e38 1e38 1e38 cm 1e38 0 0 1e38 0 0 "
             "cm 0 0 9 9 re f")), ANY_END),
    ]  # fmt: skip


def _overlapping(count: int) -> Page:
    page = Page()
    for n in range(count):
        page.text(90 + n % 7 * 0.1, 90 + n % 5 * 0.1, "专8")
    return page


def _ruled(count: int) -> Page:
    page = Page().text(90, 90, GOOD)
    for n in range(count):
        page.rule(10, 100 + n * 0.03, 500, 100 + n * 0.03)
    return page


def _crossed(count: int) -> Page:
    step = 400 / count
    places = [100 + n * step for n in range(count)]
    return Page().text(90, 90, GOOD).grid(places, places)


def _pdf_actions() -> list[Case]:
    name, held = "总结.pdf", (GOOD,)
    root = b"/Type /Catalog /Pages 2 0 R"

    def action(words: str) -> bytes:
        return changed((root, root + b" /OpenAction << " + words.encode() + b" >>"))

    return [
        Case("pdf_javascript", name, lambda: action("/S /JavaScript /JS (app.alert(1))"), holds=held),
        Case("pdf_launch", name, lambda: action("/S /Launch /F (cmd.exe)"), holds=held),
        Case("pdf_uri", name, lambda: action("/S /URI /URI (http://127.0.0.1:18999/ssrf)"), holds=held),
        Case("pdf_submit_form", name, lambda: action("/S /SubmitForm /F (http://127.0.0.1:18999/ssrf)"), holds=held),
        Case("pdf_goto_remote", name, lambda: action("/S /GoToR /F (//127.0.0.1/share/a.pdf)"), holds=held),
        Case("pdf_cmap_path", name, lambda: changed((b"/UniGB-UCS2-H", b"/../../../tmp/evil")), ANY_END),
        Case("pdf_external_stream", name, lambda: bare("/Contents 4 0 R", "<< /F (/etc/passwd) /Length 0 >>\nstream\n\nendstream"),
             ANY_END, lacks=("root:",)),
        Case("pdf_xfa_xxe", name, lambda: bare("", stream_object(f"/Length {len(FILE)}", FILE.encode()),
             catalog="/AcroForm << /XFA 4 0 R /Fields [] >>"), ANY_END, lacks=("root:",)),
        Case("pdf_xmp_laughs", name, lambda: bare("", stream_object(f"/Type /Metadata /Subtype /XML /Length {len(LAUGHS)}",
             LAUGHS.encode()), catalog="/Metadata 4 0 R"), ANY_END),
    ]  # fmt: skip


def _pdf_broken() -> list[Case]:
    name, good = "总结.pdf", pdf()
    start = good.rfind(b"startxref")
    return [
        Case("pdf_encrypted", name, make_encrypted_pdf, "encrypted"),
        Case("pdf_truncated", name, lambda: good[: len(good) // 2], ANY_END),
        Case("pdf_head_only", name, lambda: b"%PDF-1.7\n", "broken"),
        Case("pdf_without_index", name, lambda: good[:start], ANY_END),
        Case("pdf_index_loop", name, lambda: good[:start].replace(b"/Root 1 0 R", b"/Root 1 0 R /Prev " + str(
             good.rfind(b"xref\n0")).encode()) + good[start:], ANY_END),
        Case("pdf_index_beyond", name, lambda: good[:start] + b"startxref\n99999999999999\n%%EOF\n", ANY_END),
        Case("pdf_page_loop", name, lambda: changed((b"/Kids [ 5 0 R ]", b"/Kids [ 2 0 R ]")), ANY_END),
        Case("pdf_count_lies", name, lambda: changed((b"/Count 1", b"/Count 999999999")), ANY_END, heavy=True),
        Case("pdf_count_negative", name, lambda: changed((b"/Count 1", b"/Count -1")), ANY_END),
        Case("pdf_parent_loop", name, lambda: changed((b"/Parent 2 0 R", b"/Parent 5 0 R")), ANY_END),
        Case("pdf_contents_loop", name, lambda: bare("/Contents [4 0 R]", "[4 0 R 4 0 R]"), ANY_END),
        Case("pdf_object_loop", name, lambda: bare("/Contents 4 0 R", "4 0 R"), ANY_END),
        Case("pdf_length_loop", name, lambda: bare("/Contents 4 0 R", "<< /Length 4 0 R >>\nstream\nx\nendstream"), ANY_END),
        Case("pdf_deep_arrays", name, lambda: bare("/A " + "[" * 100_000 + "]" * 100_000), ANY_END),
        Case("pdf_deep_operators", name, lambda: bare("/Contents 4 0 R", content("q " * 500_000)), ANY_END),
        Case("pdf_deep_strings", name, lambda: bare("/Contents 4 0 R", content("(" * 500_000)), ANY_END),
        Case("pdf_bad_filter", name, lambda: bare("/Contents 4 0 R", stream_object("/Filter /Nothing /Length 3", b"abc")), ANY_END),
        Case("pdf_predictor", name, lambda: bare("/Contents 4 0 R", stream_object(
             "/Filter /LZWDecode /DecodeParms << /Predictor 15 /Columns 2147483647 >> /Length 3", b"abc")), ANY_END),
        Case("pdf_noise", name, lambda: b"%PDF-1.7\n" + bytes(range(256)) * 400, "broken"),
    ]  # fmt: skip


def _ofd() -> list[Case]:
    name, held = "总结.ofd", (GOOD,)

    def described(declaration: str = "", document: str = "", start: str = "Doc_0/Document.xml") -> bytes:
        return make_zip(
            {
                "OFD.xml": f'{declaration}<ofd:OFD xmlns:ofd="{STANDARD}"><ofd:DocBody><ofd:DocRoot>{start}</ofd:DocRoot>'
                "</ofd:DocBody></ofd:OFD>",
                "Doc_0/Document.xml": f'<ofd:Document xmlns:ofd="{STANDARD}">{document}</ofd:Document>',
                "Doc_0/P.xml": f'<ofd:Page xmlns:ofd="{STANDARD}"><ofd:Content><ofd:Layer>{ofd_text(20, 30, GOOD)}</ofd:Layer>'
                "</ofd:Content></ofd:Page>",
            }
        )

    pages = "<ofd:Pages>" + '<ofd:Page BaseLoc="P.xml"/>' * 3000 + "</ofd:Pages>"
    return [
        Case("ofd_xxe_file", name, lambda: described(FILE), FORBIDDEN),
        Case("ofd_xxe_http", name, lambda: described(HTTP), FORBIDDEN),
        Case("ofd_billion_laughs", name, lambda: described(LAUGHS), FORBIDDEN),
        Case("ofd_traversal", name, lambda: described(start="../../../../etc/passwd"), "scanned empty broken missing_ocr"),
        Case("ofd_document_loop", name, lambda: described(document='<ofd:Pages><ofd:Page BaseLoc="Document.xml"/></ofd:Pages>'),
             "scanned empty broken missing_ocr"),
        Case("ofd_3000_pages", name, lambda: described(document=pages), holds=held, flags=("cut_pages",), heavy=True),
        Case("ofd_steps", name, lambda: make_ofd(ofd_text(20, 30, GOOD, delta="g 2000000000 4.2")), holds=held),
        Case("ofd_steps_nan", name, lambda: make_ofd(ofd_text(20, 30, GOOD, delta="nan inf 1e400 g")), holds=(GOOD[0],)),
        Case("ofd_matrix", name, lambda: make_ofd(ofd_text(20, 30, GOOD, more='CTM="1e300 0 0 1e300 nan inf"')), ANY_END),
        Case("ofd_size_zero", name, lambda: make_ofd(ofd_text(20, 30, GOOD, size=0.0)), ANY_END),
        Case("ofd_truncated", name, lambda: make_ofd(ofd_text(20, 30, GOOD))[:-50], "broken"),
        Case("ofd_encrypted", name, lambda: make_zip({"OFD.xml": "<a/>", "Encryptions.xml": "<a/>"}), "encrypted"),
        Case("ofd_deep", name, lambda: make_ofd("<ofd:PageBlock>" * 150 + ofd_text(20, 30, GOOD) + "</ofd:PageBlock>" * 150),
             ANY_END),
    ]  # fmt: skip


def page(body: str, head: str = "<meta charset=utf-8>") -> str:
    return f"<!DOCTYPE html><html><head>{head}</head><body><p>{GOOD}</p>{body}</body></html>"


def _html() -> list[Case]:
    name, held = "总结.html", (GOOD,)
    gb = page("", "<meta charset=gb2312>")
    return [
        Case("html_gb2312", name, lambda: gb.encode("gb18030"), holds=held),
        Case("html_gb2312_rare", name, lambda: gb.replace("全市", "𠮷县镕").encode("gb18030"), holds=("𠮷县镕",)),
        Case("html_wrong_charset", name, lambda: gb.encode("utf-8"), holds=held),
        Case("html_charset_unknown", name, lambda: page("", "<meta charset=x-none>").encode("gbk"), holds=held),
        Case("html_charset_utf7", name, lambda: page("+ADw-script+AD4-", "<meta charset=utf-7>").encode(), "read encoding",
             lacks=("<script",)),
        Case("html_charset_rot13", name, lambda: page("", "<meta charset=rot13>").encode(), holds=held),
        Case("html_charset_idna", name, lambda: page("", "<meta charset=idna>").encode("gbk"), holds=held),
        Case("html_charset_punycode", name, lambda: page("", "<meta charset=punycode>").encode("gbk"), holds=held),
        Case("html_utf16", name, lambda: page("").encode("utf-16"), holds=held),
        Case("html_xss", name, lambda: page('<script>alert(1)</script><img src=x onerror=alert(2)>').encode(), holds=held,
             lacks=("alert",)),
        Case("html_ssrf", name, lambda: page('<img src="http://127.0.0.1:18999/a"><link rel=stylesheet href="http://127.0.0.1:18999/b">'
             '<iframe src="file:///etc/passwd"></iframe>').encode(), holds=held, lacks=("root:",)),
        Case("html_meta_refresh", name, lambda: page("", '<meta charset=utf-8><meta http-equiv=refresh content="0;'
             'url=http://127.0.0.1:18999/">').encode(), holds=held),
        Case("html_xxe_file", name, lambda: (FILE + page("&x;")).encode(), "read unsupported empty", lacks=("root:",)),
        Case("html_billion_laughs", name, lambda: (LAUGHS + page("&x;")).encode(), "read unsupported empty"),
        Case("html_xml_xxe", name, lambda: ('<?xml version="1.0"?>' + FILE + page("&x;")).encode(), "read unsupported",
             lacks=("root:",)),
        Case("json_nul_html", name, lambda: page('<script type="application/ld+json">{"a":"\\u0000"}</script>\0&#0;').encode(),
             holds=held, lacks=("\0",)),
        Case("html_bad_entities", name, lambda: page("<p>&#xD800;&#xFFFE;&#1114112;&#99999999999;&#x1F;1234</p>").encode(),
             holds=held),
        Case("html_hidden", name, lambda: page('<p style="display:none">9999</p><p hidden>8888</p>').encode(), holds=held,
             lacks=("9999", "8888")),
        Case("html_noscript", name, lambda: b"<html><body><script>document.write(1234)</script></body></html>", "empty"),
        Case("html_frameset", name, lambda: b'<html><frameset><frame src="http://127.0.0.1:18999/"></frameset></html>', "empty"),
    ]  # fmt: skip


def _html_shapes() -> list[Case]:
    name, held = "总结.html", (GOOD,)
    return [
        Case("html_deep", name, lambda: page("<div>" * 100_000 + "8").encode(), "read too_complex empty", flags=("cut_depth",)),
        Case("html_deep_tables", name, lambda: page("<table><tr><td>" * 3000 + "8").encode(), "read too_complex"),
        Case("html_deep_inline", name, lambda: page("<b><i><u>" * 50_000 + "8").encode(), "read too_complex"),
        Case("html_misnested", name, lambda: page("<b><p><i></b></p>" * 50_000).encode(), "read too_complex", heavy=True),
        Case("html_spans_2g", name, lambda: page('<table><tr><td colspan=2147483647 rowspan=2147483647>1</td><td>2</td></tr>'
             "<tr><td>3</td><td>4</td></tr></table>").encode(), holds=held),
        Case("html_spans_many", name, lambda: page("<table>" + "<tr>" + "<td rowspan=1000 colspan=1000>1</td><td>2" * 500 +
             "</tr>" * 400 + "</table>").encode(), holds=held),
        Case("html_wide_table", name, lambda: page("<table><tr>" + "<td>1" * 300_000 + "</table>").encode(), holds=held, heavy=True),
        Case("html_comments", name, lambda: ("<!---->" * 1000 + page("")).encode(), "read", holds=held),
        Case("html_open_comments", name, lambda: (page("") + "<!--" * 500_000).encode(), holds=held),
        Case("html_metas", name, lambda: page("", "<meta " * 100_000).encode(), "read empty encoding"),
        Case("html_styles", name, lambda: page(f'<p style="{";" * 2_000_000}">8</p>').encode(), "read too_complex"),
        Case("html_many_styles", name, lambda: page(f'<p style="{"a:b;" * 500}">8</p>' * 2000).encode(), holds=held),
        Case("html_entities", name, lambda: page("&amp;" * 1_000_000).encode(), "read too_complex"),
        Case("html_selects", name, lambda: page("<select><option>9" * 50_000).encode(), "read too_complex"),
        Case("html_cdata", name, lambda: page("<![CDATA[9]]><?php echo 1 ?><!ELEMENT a>").encode(), holds=held),
        Case("html_attribute_20mb", name, lambda: page(f'<p title="{"a" * 20_000_000}">8</p>').encode(), "read too_complex"),
    ]  # fmt: skip
