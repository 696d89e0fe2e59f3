"""Files that are not what their names say, two kinds at once, and programs."""

import gzip
import struct
import zlib

from tests.documents.doc_writer import Run, make_doc, make_ole
from tests.documents.hostile.case import GOOD, Case
from tests.documents.hostile.workbooks import make_xlsx
from tests.documents.ofd_writer import make_ofd
from tests.documents.ofd_writer import text as ofd_text
from tests.documents.packed import make_docx, make_zip, p
from tests.documents.pdf_writer import Page, make_pdf
from tests.documents.xls_writer import make_xls

HTML = (
    f"<!DOCTYPE html><html><head><meta charset=utf-8><title>x</title></head><body><p>{GOOD}</p></body></html>"
)
RTF = rb"{\rtf1\ansi\ansicpg936 1234\par}"
MHT = (
    "MIME-Version: 1.0\nContent-Type: multipart/related; boundary=b\n\n--b\nContent-Type: text/html; charset=utf-8\n"
    f"Content-Transfer-Encoding: 8bit\nContent-Location: http://127.0.0.1:18999/a.html\n\n{HTML}\n--b--\n"
)
SVG = '<svg xmlns="http://www.w3.org/2000/svg" onload="alert(1)"><script>alert(2)</script><text>1234</text></svg>'
WORD_XML = (
    '<?xml version="1.0"?><?mso-application progid="Word.Document"?>'
    '<w:wordDocument xmlns:w="http://schemas.microsoft.com/office/word/2003/wordml"><w:body/></w:wordDocument>'
)
EXE = b"MZ\x90\0\3\0\0\0\4\0\0\0\xff\xff\0\0" + bytes(200) + b"This program cannot be run in DOS mode."
RAR = b"Rar!\x1a\7\1\0" + bytes(range(256)) * 4
OFFICE_ENDS = "read unsupported broken empty missing_libreoffice unsafe timeout"
"""Of what LibreOffice would open, where it is installed."""
IMAGE_ENDS = "read unsupported empty scanned broken too_complex encoding unavailable missing_ocr crashed timeout too_large"


def docx() -> bytes:
    return make_docx(p(GOOD))


def doc() -> bytes:
    return make_doc(Run(GOOD + "\r"))


def pdf() -> bytes:
    return make_pdf(Page().text(90, 90, GOOD))


def ofd() -> bytes:
    return make_ofd(ofd_text(20, 30, GOOD))


def xls() -> bytes:
    return make_xls({(0, 0): "专利申请", (0, 1): 1234.0})


def png(width: int = 8, height: int = 8, *, rows: int | None = None) -> bytes:
    """A grey picture; ``rows`` of it are stored, whatever its header says."""

    def chunk(kind: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    header = struct.pack(">IIBBBBB", width, height, 8, 0, 0, 0, 0)
    body = zlib.compress((b"\0" + b"\xff" * min(width, 1 << 16)) * (height if rows is None else rows))
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + chunk(b"IDAT", body) + chunk(b"IEND", b"")


def with_text(data: bytes) -> bytes:
    return data + HTML.encode()


def cases() -> list[Case]:
    return [*_renamed(), *_programs(), *_archives(), *_polyglots(), *_pictures(), *_extensions()]


def _renamed() -> list[Case]:
    held = (GOOD,)
    return [
        Case("pdf_as_docx", "总结.docx", pdf, holds=held),
        Case("pdf_as_txt", "总结.txt", pdf, holds=held),
        Case("docx_as_pdf", "总结.pdf", docx, holds=held),
        Case("docx_as_doc", "总结.doc", docx, holds=held),
        Case("docx_as_zip", "总结.zip", docx, holds=held),
        Case("doc_as_docx", "总结.docx", doc, holds=held),
        Case("doc_as_xls", "总结.xls", doc, holds=held),
        Case("doc_as_pdf", "总结.pdf", doc, holds=held),
        Case("html_as_doc", "总结.doc", HTML.encode, holds=held),
        Case("html_as_xls", "总结.xls", HTML.encode, holds=held),
        Case("html_as_pdf", "总结.pdf", HTML.encode, holds=held),
        Case("txt_as_docx", "总结.docx", GOOD.encode, holds=held),
        Case("txt_as_doc_gbk", "总结.doc", lambda: (GOOD * 9).encode("gbk"), holds=held),
        Case("txt_as_pdf", "总结.pdf", GOOD.encode, holds=held),
        Case("ofd_as_pdf", "总结.pdf", ofd, holds=held),
        Case("pdf_as_ofd", "总结.ofd", pdf, holds=held),
        Case("xls_as_xlsx", "表.xlsx", xls, holds=("1234",)),
        Case("xlsx_as_xls", "表.xls", lambda: make_xlsx({"A1": GOOD}), holds=held),
        Case("xlsx_as_csv", "表.csv", lambda: make_xlsx({"A1": GOOD}), holds=held),
        Case("xlsx_as_docx", "总结.docx", lambda: make_xlsx({"A1": GOOD}), holds=held),
        Case("csv_as_xls", "表.xls", lambda: "指标,数值\n专利申请,1234\n".encode("gbk"), holds=("1234",)),
        Case("rtf_as_doc", "总结.doc", lambda: RTF, OFFICE_ENDS),
        Case("mhtml_as_doc", "总结.doc", MHT.encode, holds=held),
        Case("mhtml_as_xls", "表.xls", MHT.encode, holds=held),
        Case("xml_as_doc", "总结.doc", WORD_XML.encode, "unsupported"),
        Case("zip_as_docx", "总结.docx", lambda: make_zip({"a.bin": "x"}), "unsupported batch", entries=(0, 1)),
        Case("ole_as_docx", "总结.docx", lambda: make_ole({"Nothing": b"x"}), "unsupported"),
        Case("ppt_as_doc", "总结.doc", lambda: make_ole({"PowerPoint Document": b"x"}), "unsupported"),
        Case("png_as_pdf", "总结.pdf", png, IMAGE_ENDS),
        Case("zero_as_docx", "总结.docx", lambda: bytes(5000), "unsupported"),
        Case("noise_as_docx", "总结.docx", lambda: bytes(range(256)) * 40, "unsupported"),
    ]  # fmt: skip


def _programs() -> list[Case]:
    refused = "unsupported"
    return [
        Case("exe_mz", "总结.exe", lambda: EXE, refused),
        Case("exe_as_docx", "总结.docx", lambda: EXE, refused),
        Case("exe_as_txt", "总结.txt", lambda: EXE, refused),
        Case("exe_elf_as_pdf", "总结.pdf", lambda: b"\x7fELF\2\1\1" + bytes(300), refused),
        Case("exe_macho_as_doc", "总结.doc", lambda: b"\xcf\xfa\xed\xfe" + bytes(300), refused),
        Case("exe_class_as_pdf", "总结.pdf", lambda: b"\xca\xfe\xba\xbe\0\0\0\x34" + bytes(300), refused),
        Case("exe_script_as_txt", "总结.txt", lambda: b"#!/bin/sh\nrm -rf ~\n", refused),
        Case("exe_double_extension", "总结.docx.exe", docx, refused),
        Case("exe_bat", "总结.bat", lambda: b"@echo off\r\ndel 1234\r\n", refused),
        Case("exe_vbs", "总结.vbs", lambda: b'MsgBox "1234"\r\n', refused),
        Case("exe_js", "总结.js", lambda: b"alert(1234)\n", refused),
        Case("exe_hta", "总结.hta", HTML.encode, refused),
        Case("exe_lnk", "总结.lnk", lambda: b"L\0\0\0\1\x14\2\0" + bytes(100), refused),
        Case("exe_chm", "总结.chm", lambda: b"ITSF\3\0\0\0" + bytes(100), refused),
    ]


def _archives() -> list[Case]:
    refused = "unsupported"
    return [
        Case("rar_5", "各县.rar", lambda: RAR, refused),
        Case("rar_4", "各县.rar", lambda: b"Rar!\x1a\7\0" + bytes(500), refused),
        Case("rar_as_zip", "各县.zip", lambda: RAR, refused),
        Case("rar_as_docx", "总结.docx", lambda: RAR, refused),
        Case("7z_as_zip", "各县.zip", lambda: b"7z\xbc\xaf\x27\x1c\0\4" + bytes(300), refused),
        Case("gz_as_txt", "总结.txt", lambda: gzip.compress(GOOD.encode(), mtime=0), refused),
        Case("tar_as_zip", "各县.zip", _tar, refused),
        Case("xz_as_zip", "各县.zip", lambda: b"\xfd7zXZ\0" + bytes(60), refused),
        Case("zst_as_zip", "各县.zip", lambda: b"\x28\xb5\x2f\xfd" + bytes(range(256)), refused),
        Case("cab_as_zip", "各县.zip", lambda: b"MSCF\0\0\0\0" + bytes(300), refused),
        Case("iso_as_zip", "各县.zip", lambda: bytes(0x8001) + b"CD001" + bytes(3000), refused),
    ]


def _tar() -> bytes:
    head = bytearray(512)
    head[:5], head[257:262] = b"a.txt", b"ustar"
    return bytes(head) + bytes(1024)


def _polyglots() -> list[Case]:
    packed = make_zip({"evil.txt": "x"})
    return [
        Case("pdf_zip_polyglot", "总结.pdf", lambda: pdf() + packed, holds=(GOOD,)),
        Case("html_pdf_polyglot", "总结.pdf", lambda: HTML.encode() + pdf(), "read broken unsupported encoding"),
        Case("pdf_html_polyglot", "总结.html", lambda: with_text(pdf()), lacks=("<p>",)),
        Case("docx_html_polyglot", "总结.html", lambda: with_text(docx()), "read broken", lacks=("<p>",)),
        Case("gif_zip_polyglot", "图.gif", lambda: b"GIF89a" + bytes(20) + packed, IMAGE_ENDS),
        Case("exe_zip_polyglot", "各县.zip", lambda: EXE + packed, "unsupported"),
        Case("exe_pdf_polyglot", "总结.pdf", lambda: EXE + pdf(), "unsupported"),
        Case("jpg_html_polyglot", "图.jpg", lambda: with_text(b"\xff\xd8\xff\xe0\0\x10JFIF\0"), IMAGE_ENDS),
        Case("pdf_after_junk_polyglot", "总结.pdf", lambda: b"junk\n" * 20 + pdf(), "read unsupported broken",
             lacks=("endobj",)),
        Case("ole_zip_polyglot", "总结.doc", lambda: doc() + docx(), "read broken"),
        Case("png_html", "总结.html", lambda: with_text(png()), IMAGE_ENDS, lacks=("<p>",)),
    ]  # fmt: skip


def _pictures() -> list[Case]:
    doctype = '<!DOCTYPE svg PUBLIC "-//W3C//DTD SVG 1.1//EN" "http://127.0.0.1:18999/svg.dtd">'
    entity = '<!DOCTYPE svg [<!ENTITY x SYSTEM "file:///etc/passwd">]>'
    return [
        Case("svg_script", "图.svg", SVG.encode, "unsupported"),
        Case("svg_as_png", "图.png", SVG.encode, "unsupported"),
        Case("svg_as_html", "图.html", SVG.encode, "unsupported empty"),
        Case("svg_as_txt", "图.txt", SVG.encode, "unsupported"),
        Case("svg_doctype", "图.txt", (doctype + SVG).encode, "unsupported"),
        Case("svg_comment", "图.txt", ("<!-- a -->\n" + SVG).encode, "unsupported"),
        Case("svg_xxe_file", "图.svg", (entity + SVG.replace("1234", "&x;")).encode, "unsupported"),
        Case("png_plain", "图.png", png, IMAGE_ENDS),
        Case("png_truncated", "图.png", lambda: png(64, 64)[:60], IMAGE_ENDS),
        Case("eps_as_png", "图.png", lambda: b"%!PS-Adobe-3.0 EPSF-3.0\n(1234) show\n", "unsupported"),
        Case("ps_as_txt", "总结.txt", lambda: b"%!PS-Adobe-3.0\n(/etc/passwd) (r) file\n", "unsupported"),
    ]


def _extensions() -> list[Case]:
    return [
        Case("text_without_extension", "2019年总结", GOOD.encode, holds=(GOOD,)),
        Case("text_with_chinese_extension", "1.县局总结", GOOD.encode, holds=(GOOD,)),
        Case("upper_case_extension", "总结.DOCX", docx, holds=(GOOD,)),
        Case("unknown_extension", "总结.xyz", GOOD.encode, "unsupported"),
        Case("macro_docm_extension", "总结.docm", docx, holds=(GOOD,)),
    ]
