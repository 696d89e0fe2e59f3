"""Pictures and pages of pictures whose headers lie, and PDFs and web pages that nest, loop and swell."""

import base64
import struct
import zlib

from tests.documents.hostile.case import GOOD, Case
from tests.documents.hostile.disguises import IMAGE_ENDS, png
from tests.documents.hostile.pages import ANY_END, bare, changed, content, page, pdf
from tests.documents.packed import make_docx, p
from tests.documents.packed import picture as shown
from tests.documents.pdf_writer import stream_object, write_objects

PDF_ENDS = f"{ANY_END} encrypted"


def cases() -> list[Case]:
    return [*_pictures(), *_in_documents(), *_pdf(), *_pdf_index(), *_html()]


def chunk(kind: bytes, data: bytes) -> bytes:
    return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))


def with_chunk(kind: bytes, data: bytes) -> bytes:
    """A small picture with one chunk more after its header."""
    good = png()
    return good[:33] + chunk(kind, data) + good[33:]


def tiff(entries: list[tuple[int, int, int, int]], following: int = 0, order: str = "<") -> bytes:
    """A TIFF of one directory with these entries (tag, kind, count, value)."""
    head = (b"II*\0" if order == "<" else b"MM\0*") + struct.pack(order + "I", 8)
    body = struct.pack(order + "H", len(entries)) + b"".join(
        struct.pack(order + "HHII", *entry) for entry in entries
    )
    return head + body + struct.pack(order + "I", following) + bytes(64)


def jpeg(width: int, height: int, *more: bytes) -> bytes:
    """The head of a JPEG that says this size, and then nothing that it promises."""
    frame = struct.pack(">BHHB", 8, height, width, 3) + b"\x01\x11\0\x02\x11\0\x03\x11\0"
    return (
        b"\xff\xd8" + b"".join(more) + b"\xff\xc0" + struct.pack(">H", len(frame) + 2) + frame + b"\xff\xd9"
    )


def gif(frames: int) -> bytes:
    """A GIF of that many frames, each as large as a GIF can say."""
    frame = b"\x2c\0\0\0\0\xff\xff\xff\xff\0\x02\x02\x4c\x01\0"
    return b"GIF89a\xff\xff\xff\xff\x80\0\0" + b"\0\0\0\xff\xff\xff" + frame * frames + b"\x3b"


def _pictures() -> list[Case]:
    size = [
        (256, 4, 1, 8),
        (257, 4, 1, 8),
        (258, 3, 1, 8),
        (259, 3, 1, 1),
        (262, 3, 1, 1),
        (273, 4, 1, 8),
        (279, 4, 1, 64),
    ]
    large = [(256, 4, 1, 200_000), (257, 4, 1, 200_000), *size[2:]]
    text = zlib.compress(bytes(64 << 20), 9)
    return [
        Case("tiff_loop", "图.tif", lambda: tiff(size, following=8), IMAGE_ENDS),
        Case("tiff_loop_big_endian", "图.tif", lambda: tiff(size, following=8, order=">"), IMAGE_ENDS),
        Case("tiff_large", "图.tif", lambda: tiff(large), IMAGE_ENDS),
        Case("tiff_counts_lie", "图.tif", lambda: tiff([*size[:5], (273, 4, 0xFFFFFFFF, 8), (279, 4, 0xFFFFFFFF, 8)]), IMAGE_ENDS),
        Case("tiff_many_pages", "图.tif", _many_pages, IMAGE_ENDS),
        Case("tiff_beyond", "图.tif", lambda: b"II*\0\xff\xff\xff\x7f" + bytes(20), IMAGE_ENDS),
        Case("png_text_bomb", "图.png", lambda: with_chunk(b"zTXt", b"a\0\0" + text), IMAGE_ENDS),
        Case("png_profile_bomb", "图.png", lambda: with_chunk(b"iCCP", b"a\0\0" + text), IMAGE_ENDS),
        Case("png_length_lies", "图.png", lambda: png()[:33] + b"\xff\xff\xff\xffIDAT" + bytes(99), IMAGE_ENDS),
        Case("png_no_pixels", "图.png", lambda: png(0, 0), IMAGE_ENDS),
        Case("png_thin", "图.png", lambda: png(1, 39_000_000, rows=10), IMAGE_ENDS),
        Case("png_animated", "图.png", lambda: with_chunk(b"acTL", struct.pack(">II", 0xFFFFFFFF, 0)), IMAGE_ENDS),
        Case("jpeg_large", "图.jpg", lambda: jpeg(65_535, 65_535), IMAGE_ENDS),
        Case("jpeg_scans", "图.jpg", lambda: jpeg(6000, 6000) [:-2] + b"\xff\xda\0\x0c\x03\x01\0\x02\x11\x03\x11\0\x3f\0" * 20_000,
             IMAGE_ENDS),
        Case("jpeg_comments", "图.jpg", lambda: jpeg(8, 8, b"\xff\xfe\xff\xff" + bytes(65_533)) * 1 + b"\xff\xfe\0\2" * 500_000,
             IMAGE_ENDS),
        Case("jpeg_exif_loop", "图.jpg", lambda: jpeg(8, 8, b"\xff\xe1\0\x5aExif\0\0" + tiff(size[:2], following=8)[:80]), IMAGE_ENDS),
        Case("gif_frames", "图.gif", lambda: gif(10_000), IMAGE_ENDS),
        Case("gif_as_png", "图.png", lambda: gif(2), IMAGE_ENDS),
        Case("webp_large", "图.webp", lambda: b"RIFF" + struct.pack("<I", 40) + b"WEBPVP8X" + struct.pack("<II", 10, 0)
             + b"\xff\xff\xff\xff\xff\xff" + bytes(20), IMAGE_ENDS),
        Case("webp_as_jpg", "图.jpg", lambda: b"RIFF\xff\xff\xff\xffWEBPVP8L\xff\xff\xff\xff\x2f" + b"\xff" * 40, IMAGE_ENDS),
        Case("bmp_large", "图.bmp", lambda: _bmp(2**31 - 1, -(2**31)), IMAGE_ENDS),
        Case("bmp_run_length", "图.bmp", lambda: _bmp(60_000, 60_000, 1) + b"\xff\0" * 40_000, IMAGE_ENDS),
        Case("ico_as_png", "图.png", lambda: b"\0\0\1\0\xff\xff" + bytes(64), IMAGE_ENDS),
        Case("heic_as_jpg", "图.jpg", lambda: b"\0\0\0\x18ftypheic" + bytes(64), IMAGE_ENDS + " encoding"),
        Case("emf_as_png", "图.png", lambda: b"\1\0\0\0" + bytes(36) + b" EMF" + bytes(64), IMAGE_ENDS + " encoding"),
    ]  # fmt: skip


def _many_pages() -> bytes:
    """A TIFF of forty thousand directories of nothing."""
    one = struct.pack("<H", 1) + struct.pack("<HHII", 256, 4, 1, 8)
    out = b"II*\0" + struct.pack("<I", 8)
    for _ in range(40_000):
        out += one + struct.pack("<I", len(out) + len(one) + 4)
    return out


def _bmp(width: int, height: int, packing: int = 0) -> bytes:
    return (
        b"BM"
        + struct.pack("<IHHI", 200, 0, 0, 54)
        + struct.pack("<IiiHHIIiiII", 40, width, height, 1, 8, packing, 0, 0, 0, 0, 0)
    )


def _in_documents() -> list[Case]:
    name, ends = "总结.docx", "read scanned too_complex too_large broken missing_ocr timeout crashed"
    return [
        Case("docx_picture_bomb", name, lambda: make_docx(p(GOOD, shown("a.png")), **{"a.png": png(60_000, 60_000, rows=9)}), ends,
             holds=(GOOD,)),
        Case("docx_picture_only_bomb", name, lambda: make_docx(p(shown("a.png")), **{"a.png": png(60_000, 60_000, rows=9)}),
             ends + " empty"),
        Case("docx_picture_often", name, lambda: make_docx(p(GOOD) + p(shown("a.png")) * 5000, **{"a.png": png(800, 800)}), ends,
             holds=(GOOD,)),
        Case("docx_picture_is_html", name, lambda: make_docx(p(GOOD, shown("a.png")), **{"a.png": b"<html><script>"}), ends,
             holds=(GOOD,)),
        Case("docx_picture_tiff_loop", name, lambda: make_docx(p(shown("a.tif")), **{"a.tif": tiff([(256, 4, 1, 800)], following=8)}),
             ends + " empty"),
    ]  # fmt: skip


def _pdf() -> list[Case]:
    name = "总结.pdf"
    symbols = stream_object("/Type /XObject /Subtype /Image /Width 30000 /Height 30000 /ColorSpace /DeviceGray "
                            "/BitsPerComponent 1 /Filter /JBIG2Decode /Length 40", b"\0\0\0\0\x30\0\1\0\0\0\x13" + b"\xff" * 29)  # fmt: skip
    wavelet = stream_object("/Type /XObject /Subtype /Image /Width 30000 /Height 30000 /Filter /JPXDecode /Length 40",
                            b"\0\0\0\x0cjP  \r\n\x87\n" + b"\xff" * 28)  # fmt: skip
    drawn = "/Resources << /XObject << /I 4 0 R >> >> /Contents 5 0 R"
    draw = content("500 0 0 700 40 60 cm /I Do")
    return [
        Case("pdf_page_tree_deep", name, lambda: _tree(20_000), PDF_ENDS),
        Case("pdf_page_tree_wide_loop", name, lambda: changed((b"/Kids [ 5 0 R ]", b"/Kids [ 5 0 R " + b"2 0 R " * 2000 + b"]")), PDF_ENDS),
        Case("pdf_same_page_often", name, lambda: changed((b"/Kids [ 5 0 R ]", b"/Kids [ " + b"5 0 R " * 5000 + b"]"),
             (b"/Count 1", b"/Count 5000")), PDF_ENDS, heavy=True),
        Case("pdf_jbig2", name, lambda: bare(drawn, symbols, draw), PDF_ENDS),
        Case("pdf_jpx", name, lambda: bare(drawn, wavelet, draw), PDF_ENDS),
        Case("pdf_image_many", name, lambda: bare("/Resources << /XObject << /I 4 0 R >> >> /Contents 5 0 R", _grey(3000),
             content("/I Do " * 5000)), PDF_ENDS, heavy=True),
        Case("pdf_pattern_loop", name, lambda: bare("/Resources << /Pattern << /P 4 0 R >> >> /Contents 5 0 R", stream_object(
             "/Type /Pattern /PatternType 1 /PaintType 1 /TilingType 1 /BBox [0 0 9 9] /XStep 0.0001 /YStep 0.0001 /Resources << "
             "/Pattern << /P 4 0 R >> >> /Length 32", b"/Pattern cs /P scn 0 0 9 9 re f "), content("/Pattern cs /P scn 0 0 900 900 re f")),
             PDF_ENDS),
        Case("pdf_shading_function", name, lambda: bare("/Resources << /Shading << /S 4 0 R >> >> /Contents 5 0 R",
             "<< /ShadingType 1 /ColorSpace /DeviceRGB /Function << /FunctionType 4 /Domain [0 1 0 1] /Range [0 1 0 1 0 1] >> >>",
             content("/S sh")), PDF_ENDS),
        Case("pdf_font_loop", name, lambda: changed((b"/DescendantFonts [ <<", b"/DescendantFonts [ 3 0 R <<")), PDF_ENDS),
        Case("pdf_to_unicode_bomb", name, _to_unicode, PDF_ENDS),
        Case("pdf_user_unit", name, lambda: changed((b"/Rotate 0", b"/UserUnit 1e9 /Rotate 0")), PDF_ENDS),
        Case("pdf_annotations", name, lambda: bare("/Annots [" + "4 0 R " * 100_000 + "]", "<< /Type /Annot /Subtype /Link /A << /S /URI "
             "/URI (http://127.0.0.1:18999/a) >> /Rect [0 0 9 9] >>"), PDF_ENDS),
        Case("pdf_embedded_file", name, lambda: bare("", stream_object("/Type /EmbeddedFile /Length 5", b"MZabc"),
             catalog="/Names << /EmbeddedFiles << /Names [(a.exe) << /Type /Filespec /F (a.exe) /EF << /F 4 0 R >> >>] >> >>"), PDF_ENDS),
        Case("pdf_empty_password", name, lambda: write_objects(["<< /Type /Catalog /Pages 2 0 R >>", "<< /Type /Pages /Count 0 /Kids [] >>"],
             f"/Encrypt << /Filter /Standard /V 5 /R 6 /Length 256 /P -1 /O <{'00' * 48}> /U <{'00' * 48}> /OE <{'00' * 32}> /UE "
             f"<{'00' * 32}> /Perms <{'00' * 16}> >> /ID [<00><00>]"), PDF_ENDS),
        Case("pdf_own_handler", name, lambda: write_objects(["<< /Type /Catalog /Pages 2 0 R >>", "<< /Type /Pages /Count 0 /Kids [] >>"],
             "/Encrypt << /Filter /FoxitDRM /V 9 >> /ID [<00><00>]"), PDF_ENDS),
    ]  # fmt: skip


def _grey(side: int) -> str:
    packed = zlib.compress(bytes(side * side), 9)
    return stream_object(f"/Type /XObject /Subtype /Image /Width {side} /Height {side} /ColorSpace /DeviceGray /BitsPerComponent 8 "
                         f"/Filter /FlateDecode /Length {len(packed)}", packed)  # fmt: skip


def _tree(depth: int) -> bytes:
    """A page below that many branches, each of which has one child."""
    branches = [f"<< /Type /Pages /Count 1 /Kids [{n + 3} 0 R] /Parent {n + 1} 0 R >>" for n in range(depth)]
    leaf = f"<< /Type /Page /Parent {depth + 1} 0 R /MediaBox [0 0 595 842] >>"
    return write_objects(["<< /Type /Catalog /Pages 2 0 R >>", *branches, leaf])


def _to_unicode() -> bytes:
    """A map of characters that says the same over and over, and each time of the whole range."""
    body = (
        b"/CIDInit /ProcSet findresource begin begincmap "
        + b"1 beginbfrange <0000> <FFFF> <4E00> endbfrange " * 20_000
    )
    font = "<< /Type /Font /Subtype /TrueType /BaseFont /A /ToUnicode 5 0 R >>"
    return bare("/Resources << /Font << /F 4 0 R >> >> /Contents 6 0 R", font, stream_object(f"/Length {len(body)}", body),
                content("BT /F 12 Tf 90 700 Td (abc) Tj ET"))  # fmt: skip


def _pdf_index() -> list[Case]:
    name, good = "总结.pdf", pdf()
    start = good.rfind(b"startxref")
    return [
        Case("pdf_index_huge", name, lambda: good.replace(b"xref\n0 ", b"xref\n0 99999999", 1), PDF_ENDS),
        Case("pdf_index_sections", name, lambda: good[:start] + b"xref\n" + b"0 0\n" * 500_000 + b"trailer << /Root 1 0 R >>\n" + good[start:],
             PDF_ENDS),
        Case("pdf_size_huge", name, lambda: good.replace(b"/Size ", b"/Size 2147483647 %", 1), PDF_ENDS),
        Case("pdf_object_streams_loop", name, lambda: _object_streams(), PDF_ENDS),
        Case("pdf_index_stream_bomb", name, _index_stream, PDF_ENDS),
        Case("pdf_many_updates", name, lambda: good + b"".join(b"xref\n0 0\ntrailer << /Root 1 0 R /Prev %d >>\nstartxref\n%d\n%%%%EOF\n"
             % (n, n) for n in range(len(good), len(good) + 5000)), PDF_ENDS),
        Case("pdf_500k_objects", name, lambda: good[:start] + b"9 0 obj null endobj\n" * 500_000, PDF_ENDS, heavy=True),
        Case("pdf_linear_lies", name, lambda: good.replace(b"%PDF-1.5\n", b"%PDF-1.5\n1 0 obj << /Linearized 1 /L 9999999999 /H [9 9] "
             b"/O 9 /E 9 /N 999999999 /T 9 >> endobj\n", 1), PDF_ENDS),
        Case("pdf_headers_many", name, lambda: b"%PDF-1.7\n" * 100 + good, PDF_ENDS),
        Case("pdf_after_spaces", name, lambda: b" " * 900 + good, PDF_ENDS, holds=(GOOD,)),
    ]  # fmt: skip


def _object_streams() -> bytes:
    """Two streams of objects, each of which says that the other one holds it."""
    packed = zlib.compress(b"4 0 5 9 << >> << >>")
    one = "/Type /ObjStm /N 2147483647 /First 8 /Filter /FlateDecode /Extends {} 0 R /Length " + str(
        len(packed)
    )
    return bare("/Contents 4 0 R", stream_object(one.format(5), packed), stream_object(one.format(4), packed))


def _index_stream() -> bytes:
    """An index of a hundred million entries in a few bytes."""
    body = zlib.compress(bytes(50 << 20), 9)
    head = b"%PDF-1.7\n1 0 obj << /Type /Catalog /Pages 2 0 R >> endobj\n2 0 obj << /Type /Pages /Count 0 /Kids [] >> endobj\n"
    stream = stream_object(f"/Type /XRef /Size 100000000 /W [1 1 1] /Index [0 100000000] /Root 1 0 R /Filter /FlateDecode "
                           f"/Length {len(body)}", body).encode("latin-1")  # fmt: skip
    return head + b"3 0 obj\n" + stream + b"\nendobj\nstartxref\n%d\n%%%%EOF\n" % len(head)


def _html() -> list[Case]:
    name, held, ends = "总结.html", (GOOD,), "read too_complex empty timeout"
    data = base64.b64encode(bytes(15_000_000)).decode()
    return [
        Case("html_100k_tables", name, lambda: page("<table><tr><td>" * 100_000 + "8").encode(), ends, heavy=True),
        Case("html_table_of_tables", name, lambda: page("<table><tr>" + "<td><table><tr><td>1<td>2</table>" * 20_000).encode(), ends, heavy=True),
        Case("html_base64_page", name, lambda: page(f'<iframe src="data:text/html;base64,{data}"></iframe>').encode(), ends, holds=held),
        Case("html_base64_text", name, lambda: page(f"<p>{data}</p>").encode(), ends, heavy=True),
        Case("html_refresh_to_file", name, lambda: page("", '<meta charset=utf-8><meta http-equiv=refresh content="0;url=file:///etc/passwd">'
             '<base href="http://127.0.0.1:18999/">').encode(), holds=held, lacks=("root:",)),
        Case("html_srcdoc", name, lambda: page('<iframe srcdoc="<p>专利授权9999件</p>"></iframe><object data="http://127.0.0.1:18999/o">'
             "</object><embed src=http://127.0.0.1:18999/e>").encode(), holds=held, lacks=("9999",)),
        Case("html_style_import", name, lambda: page("<style>@import url(http://127.0.0.1:18999/s); p:after{content:'9999'}</style>")
             .encode(), holds=held, lacks=("9999",)),
        Case("html_template_shadow", name, lambda: page("<template><p>9999</p></template><template shadowrootmode=open>9999</template>")
             .encode(), holds=held, lacks=("9999",)),
        Case("html_math_svg_mix", name, lambda: page("<math><mtext><table><mglyph><style><!--</style><img title='--&gt;&lt;img src=1"
             " onerror=alert(1)&gt;'>").encode(), ends),
        Case("html_forms_nested", name, lambda: page("<form><div></form>" * 30_000).encode(), ends, heavy=True),
        Case("html_1m_attributes", name, lambda: page("<p " + " ".join(f"a{n}=1" for n in range(1_000_000)) + ">8</p>").encode(), ends,
             heavy=True),
        Case("html_entities_open", name, lambda: page("&#" * 1_000_000 + "&#x" + "1" * 1_000_000).encode(), ends, heavy=True),
        Case("html_200k_lists", name, lambda: page("<ul><li>" * 200_000).encode(), ends, heavy=True),
        Case("html_nul_tags", name, lambda: page("<scr\0ipt>alert(1)</scr\0ipt><p\0>8</p>").encode(), ends),
    ]  # fmt: skip
