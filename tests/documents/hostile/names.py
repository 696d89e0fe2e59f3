"""Names that lead elsewhere, and zips of several reports."""

import io
import stat
import warnings
import zipfile
import zlib

from tests.documents.hostile.bombs import raw_zip
from tests.documents.hostile.case import GOOD, MEBIBYTE, Case
from tests.documents.hostile.disguises import EXE, docx, pdf
from tests.documents.hostile.words import _flagged
from tests.documents.packed import make_zip

NAMES = {
    "name_traversal": "../../../evil_traversal.txt", "name_absolute": "/etc/evil.txt", "name_backslash": "..\\..\\evil.txt",
    "name_drive": "C:\\Windows\\evil.txt", "name_percent": "%2e%2e%2fevil.txt", "name_nul": "a\0.txt", "name_newline": "a\r\nX: y.txt",
    "name_html": "<img src=x onerror=alert(1)>.txt", "name_attribute": '" onmouseover="alert(1).txt', "name_quotes": "a\"b';c.txt",
    "name_formula": "=cmd|'C calc'!A0.txt", "name_formula_at": "@SUM(1).txt", "name_template": "{{ 7*7 }}{% x %}.txt",
    "name_percent_s": "%s%n%(name)s.txt", "name_long": "长" * 400 + ".txt", "name_dots": "....txt", "name_hidden": ".txt",
    "name_device": "CON.txt", "name_stream": "a.txt:b.txt", "name_right_to_left": "总结\u202etxt.exe.txt",
    "name_zero_width": "总\u200b结.txt", "name_surrogate": "总\ud800结.txt", "name_emoji": "总结😀.txt", "name_astral": "𠮷.txt",
    "name_combining": "e\u0301" * 100 + ".txt", "name_full_width_dots": "．．／evil.txt", "name_tab": "a\tb.txt", "name_bell": "a\x07b.txt",
    "name_spaces": "   .txt", "name_semicolon": "a;rm -rf ~;.txt", "name_sql": "a'; DROP TABLE reports_report;--.txt",
    "name_log": "a%0aERROR forged.txt", "name_url": "http:127.0.0.1.txt", "name_script_url": "javascript:alert(1).txt",
}  # fmt: skip
"""Names as a sender gives them; the bytes under them are an ordinary report."""


def packed(*entries: tuple[str, bytes], flags: int | None = None, link: str = "") -> bytes:
    """A zip under exactly these names; ``link`` is the name of one that becomes a symbolic link."""
    stream = io.BytesIO()
    with warnings.catch_warnings(), zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        warnings.simplefilter("ignore")  # the same name twice is one of the things to try
        for name, content in entries:
            info = zipfile.ZipInfo("x")
            info.filename = name
            if name == link:
                info.create_system, info.external_attr = 3, (stat.S_IFLNK | 0o777) << 16
            archive.writestr(info, content)
    return stream.getvalue()


def report(number: int) -> bytes:
    return GOOD.replace("1234", str(1000 + number)).encode()


def reports(count: int) -> list[tuple[str, bytes]]:
    return [(f"{n}县总结.txt", report(n)) for n in range(count)]


def gbk_zip() -> bytes:
    """A zip as Windows makes it: names in GBK, and nothing that says so."""
    data = packed(("aaaaaaaaaaaaaa.txt", report(1)))
    coded = "宝安区报告".encode("gbk").ljust(14, b"_")
    return data.replace(b"aaaaaaaaaaaaaa", coded)


def cases() -> list[Case]:
    named = [
        Case(name, file, lambda name=name: f"{GOOD}{name}".encode(), holds=(GOOD,))
        for name, file in NAMES.items()
    ]
    return [*named, *_zips(), *_broken_zips()]


def _zips() -> list[Case]:
    name = "各县.zip"
    bad = [("程序.exe", EXE), ("空.txt", b""), ("坏.rar", b"Rar!\x1a\7\0" + bytes(99))]
    junk = [
        ("__MACOSX/._0县总结.txt", b"\0\5\x16\7"),
        (".DS_Store", b"\0\0\0\1Bud1"),
        ("Thumbs.db", b"x"),
        ("~$a.docx", b"x"),
    ]
    good = packed(*reports(2))
    return [
        Case("zip_mixed_good_bad", name, lambda: packed(*reports(5), *bad), "batch", entries=(5, 3)),
        Case("zip_mac_junk", name, lambda: packed(*reports(5), *bad, *junk), "batch", entries=(5, 3)),
        Case("zip_mac_folder_file", name, lambda: packed(*reports(1), ("__MACOSX/a.txt", b"8")), "batch", entries=(1, 0)),
        Case("zip_gbk_names", name, gbk_zip, "batch", entries=(1, 0)),
        Case("zip_utf8_names_unflagged", name, lambda: packed(("a" * 15 + ".txt", report(1))).replace(b"a" * 15,
             "宝安区报告".encode()), "batch", entries=(1, 0)),
        Case("zip_traversal", name, lambda: packed(("../../evil_traversal.txt", report(1)), ("/etc/evil.txt", report(2))),
             "batch", entries=(2, 0)),
        Case("zip_backslash", name, lambda: packed(("..\\..\\evil_traversal.txt", report(1))), "batch", entries=(1, 0)),
        Case("zip_symlink", name, lambda: packed(("链接.txt", b"/etc/passwd"), *reports(1), link="链接.txt"), "batch", entries=(1, 1)),
        Case("zip_device_name", name, lambda: packed(("CON", report(1)), ("a:b.txt", report(2))), "batch", entries=(2, 0)),
        Case("zip_empty_name", name, _nameless, "batch broken", entries=(1, 0)),
        Case("zip_same_names", name, lambda: packed(("a.txt", report(1)), ("a.txt", report(2))), "batch", entries=(2, 0)),
        Case("zip_same_bytes", name, lambda: packed(("a.txt", report(1)), ("b.txt", report(1))), "batch", entries=(2, 0)),
        Case("zip_folders", name, lambda: packed(("甲/", b""), ("甲/乙/总结.txt", report(1))), "batch", entries=(1, 0)),
        Case("zip_nested", name, lambda: packed(("内.zip", good), *reports(1)), "batch", entries=(1, 1)),
        Case("zip_nested_unnamed", name, lambda: packed(("内.docx", good), *reports(1)), "batch", entries=(1, 1)),
        Case("zip_documents", name, lambda: packed(("a.docx", docx()), ("b.pdf", pdf())), "batch", entries=(2, 0)),
        Case("zip_html_name", name, lambda: packed(("<img src=x onerror=alert(1)>.txt", report(1))), "batch", entries=(1, 0)),
        Case("zip_long_name", name, lambda: packed(("长" * 3000 + ".txt", report(1))), "batch", entries=(1, 0)),
        Case("zip_large_entry", name, lambda: packed(("a.txt", bytes(51 * MEBIBYTE)), *reports(1)), "batch", entries=(1, 1),
             heavy=True),
    ]  # fmt: skip


def _broken_zips() -> list[Case]:
    name, good = "各县.zip", packed(*reports(2))
    return [
        Case("zip_name_mismatch", name, lambda: good.replace(good[30:30 + 16], b"b" * 16, 1), "batch broken", entries=(1, 1)),
        Case("zip_encrypted", name, lambda: _flagged(good), "encrypted"),
        Case("zip_one_encrypted", name, _one_encrypted, "batch", entries=(1, 1)),
        Case("zip_empty", name, lambda: make_zip({}), "empty"),
        Case("zip_only_folders", name, lambda: packed(("甲/", b"")), "empty"),
        Case("zip_only_junk", name, lambda: packed((".DS_Store", b"x")), "empty"),
        Case("zip_truncated", name, lambda: good[:-30], "broken"),
        Case("zip_half", name, lambda: good[: len(good) // 2], "broken"),
        Case("zip_bad_checksum", name, _bad_checksum, "batch", entries=(1, 1)),
        Case("zip_fake_eocd", name, lambda: good + b"PK\5\6" + bytes(18), "batch broken empty", entries=(2, 0)),
        Case("zip_prefixed", name, lambda: b"junk" * 100 + good, "unsupported read broken encoding"),
        Case("zip_self_extracting", "各县.exe", lambda: EXE + good, "unsupported"),
        Case("zip_comment", name, lambda: good[:-2] + b"\xff\xff" + b"c" * 65_535, "batch", entries=(2, 0)),
        Case("zip_spanned", name, lambda: b"PK\7\x08" + good, "unsupported broken batch", entries=(2, 0)),
        Case("zip_bzip2_entry", name, _bzip2, "batch", entries=(0, 1)),
        Case("zip_offset_beyond", name, _offset, "batch broken", entries=(0, 1)),
    ]  # fmt: skip


def _nameless() -> bytes:
    content = report(1)
    packer = zlib.compressobj(9, zlib.DEFLATED, -15)
    return raw_zip([("", packer.compress(content) + packer.flush(), len(content), zlib.crc32(content))])


def _one_encrypted() -> bytes:
    data = bytearray(packed(*reports(2)))
    data[data.find(b"PK\1\2") + 8] |= 1
    return bytes(data)


def _bad_checksum() -> bytes:
    data = bytearray(packed(*reports(2)))
    at = data.find(b"PK\1\2")
    for place in (14, at + 16):
        data[place] ^= 0xFF
    return bytes(data)


def _bzip2() -> bytes:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_BZIP2) as archive:
        archive.writestr("a.txt", report(1))
    return stream.getvalue()


def _offset() -> bytes:
    data = bytearray(packed(("a.txt", report(1))))
    at = data.find(b"PK\1\2")
    data[at + 42 : at + 46] = b"\xff\xff\xff\x7f"
    return bytes(data)
