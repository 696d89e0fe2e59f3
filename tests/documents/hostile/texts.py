"""Plain text: figures that are none, patterns that cost time, encodings, characters that nobody sees."""

from tests.documents.hostile.case import GOOD, Case
from tests.documents.packed import make_docx, p

HEAD = "某市知识产权局2019年工作总结\n\n一、工作情况\n\n"

FIGURES = {
    "fig_exp": "1e400件", "fig_exp_negative": "1e-400件", "fig_exp_upper": "9E999999999件", "fig_exp_format": "1e1000000件",
    "fig_int_20": "99999999999999999999亿元", "fig_int_400": "1" + "0" * 400 + "件", "fig_int_5000": "9" * 5000 + "件",
    "fig_int_1m": "7" * 1_000_000 + "件", "fig_decimals_5000": "0." + "3" * 5000 + "件", "fig_nan": "NaN件", "fig_inf": "inf%",
    "fig_infinity": "Infinity亿元", "fig_minus_zero": "-0件", "fig_minus_signs": "--−－5件", "fig_plus": "+5件",
    "fig_dots": "1.2.3.4件", "fig_dots_many": "1." * 2000 + "件", "fig_commas": ",,,1,,,2,,,件", "fig_comma_groups": "1,2,3,4567件",
    "fig_arabic_indic": "٣٤٥件", "fig_devanagari": "१२३件", "fig_full_width": "１２３４件", "fig_circled": "①②③件",
    "fig_superscript": "10²件", "fig_roman": "Ⅻ件", "fig_fraction": "½件", "fig_cjk_large": "壹仟贰佰叁拾肆件",
    "fig_cjk_long": "一" * 3000 + "件", "fig_cjk_units": "万亿万亿万亿亿亿亿元", "fig_cjk_mixed": "3万4千万亿百件",
    "fig_percent_of_percent": "百分之百分之三", "fig_percent_long": "百分之" * 500 + "三", "fig_percent_huge": "9" * 60 + "%",
    "fig_zero_divide": "1/0件", "fig_hex": "0xFFFF件", "fig_octal": "0o777件", "fig_underscore": "1_000_000件",
    "fig_zero_width": "1\u200b2\u200b34件", "fig_bidi": "\u202e4321\u202c件", "fig_soft_hyphen": "12\u00ad34件",
    "fig_word_joiner": "12\u206034件", "fig_combining": "1\u03362\u03363\u0336件", "fig_variation": "1\ufe0f2\ufe0f件",
    "fig_no_break": "1\u00a0234件", "fig_thin_space": "1\u2009234件", "fig_year_0": "0年00月00日", "fig_date_13": "13月45日",
    "fig_range_back": "999-1件", "fig_range_chain": "1-2-3-4-5-6-7件", "fig_ordinal": "第第第99999999999999999999届",
    "fig_negative_growth": "同比增长-99999999999%",
}  # fmt: skip
INVISIBLE = frozenset({"fig_zero_width", "fig_bidi", "fig_soft_hyphen", "fig_word_joiner"})
IN_DOCX = tuple(list(FIGURES)[::4])

REPEATS = {
    "redos_digits_commas": "1,", "redos_chinese_one": "一", "redos_growth": "同比增长", "redos_brackets": "(",
    "redos_of_which": "其中", "redos_dots": "1.", "redos_percent": "百分之", "redos_spaces": " ", "redos_newlines": "\n",
    "redos_slashes": "/", "redos_dashes": "-", "redos_years": "20××年", "redos_quotes": "“", "redos_names": "专利申请",
    "redos_regions": "北京市", "redos_respectively": "分别为1、",
}  # fmt: skip
"""Pieces that a pattern might try in many ways; each is judged at 50,000 and at 100,000 repeats."""
HALF, WHOLE = 50_000, 100_000


def cases() -> list[Case]:
    return [*_figures(), *_repeats(), *_encodings(), *_characters(), *_sizes()]


def report_with(figure: str) -> str:
    return f"{HEAD}全市专利申请{figure}，专利授权120件。\n"


def _figures() -> list[Case]:
    plain = [
        Case(name, "总结.txt", report_with(figure).encode, "read", holds=() if name == "fig_int_1m" else ("120件",),
             flags=("invisible_characters",) if name in INVISIBLE else ())
        for name, figure in FIGURES.items()
    ]  # fmt: skip
    packed = [
        Case(name.replace("fig_", "figdocx_"), "总结.docx", lambda name=name: make_docx(p(report_with(FIGURES[name]))),
             holds=("120件",))
        for name in IN_DOCX
    ]  # fmt: skip
    return plain + packed


def _repeats() -> list[Case]:
    return [
        Case(name, "总结.txt", lambda piece=piece: (HEAD + piece * WHOLE).encode(), heavy=True)
        for name, piece in REPEATS.items()
    ]  # fmt: skip


def _encodings() -> list[Case]:
    text, held, name = GOOD * 20, (GOOD,), "总结.txt"
    traditional = "專利申請1234件，與去年相比增長5.6%，國際專利發展為重點，組織經濟部門開展工作。" * 20
    return [
        Case("encoding_utf8_bom", name, lambda: text.encode("utf-8-sig"), holds=held),
        Case("encoding_gbk", name, lambda: text.encode("gbk"), holds=held),
        Case("encoding_gb18030", name, lambda: (text + "𠮷㐀").encode("gb18030"), holds=(GOOD, "𠮷㐀")),
        Case("encoding_big5", name, lambda: traditional.encode("big5"), holds=("1234",)),
        Case("encoding_utf16le_bom", name, lambda: text.encode("utf-16"), holds=held),
        Case("encoding_utf16be_bom", name, lambda: b"\xfe\xff" + text.encode("utf-16-be"), holds=held),
        Case("encoding_utf16le", name, lambda: text.encode("utf-16-le"), holds=held),
        Case("encoding_utf16be", name, lambda: text.encode("utf-16-be"), holds=held),
        Case("encoding_utf32", name, lambda: text.encode("utf-32"), "read encoding unsupported"),
        Case("encoding_utf7", name, lambda: text.encode("utf-7"), "read encoding", lacks=()),
        Case("encoding_hz", name, lambda: text.encode("hz"), "read encoding"),
        Case("encoding_shift_jis", name, lambda: ("特許出願" * 50).encode("shift_jis"), "read encoding unsupported"),
        Case("encoding_euc_kr", name, lambda: ("특허출원" * 50).encode("euc-kr"), "read encoding unsupported"),
        Case("encoding_latin1", name, lambda: ("é" * 500).encode("latin-1"), "read encoding unsupported"),
        Case("encoding_mixed", name, lambda: text.encode("utf-8") + text.encode("gbk"), "read encoding"),
        Case("encoding_cut_character", name, lambda: text.encode("utf-8")[:-2], "read"),
        Case("encoding_stray_byte", name, lambda: text.encode("gbk") + b"\x81", "read", flags=("replaced_characters",)),
        Case("encoding_overlong", name, lambda: b"\xc0\xaf" * 200, "encoding unsupported"),
        Case("encoding_wrong_bom", name, lambda: b"\xef\xbb\xbf" + text.encode("gbk"), "read encoding unsupported"),
        Case("encoding_csv_gbk", "表.csv", lambda: "指标,数值\n专利申请,1234\n".encode("gbk"), holds=("专利申请", "1234")),
    ]  # fmt: skip


def _characters() -> list[Case]:
    name, held = "总结.txt", ("1234",)
    surrogate = GOOD.encode("utf-16-le") + b"\x00\xd8" + GOOD.encode("utf-16-le")
    return [
        Case("txt_nul", name, lambda: GOOD.replace("申", "\0申").encode(), holds=held, lacks=("\0",)),
        Case("txt_nul_many", name, lambda: (GOOD + "\0" * 3).encode() * 30, "read unsupported", lacks=("\0",)),
        Case("txt_utf16le_surrogate", name, lambda: b"\xff\xfe" + surrogate, holds=held, lacks=("\ud800",),
             flags=("replaced_characters",)),
        Case("txt_utf8_surrogate", name, lambda: GOOD.encode() * 9 + b"\xed\xa0\x80", "read encoding", lacks=("\ud800",)),
        Case("txt_noncharacters", name, lambda: (GOOD + "\ufffe\uffff\ufdd0").encode(), holds=held, lacks=("\ufffe", "\uffff")),
        Case("txt_bidi", name, lambda: f"专利申请\u202e4321\u202c件。{GOOD}".encode(), holds=held, flags=("invisible_characters",)),
        Case("txt_zero_width", name, lambda: f"专利申请1\u200b203件。{GOOD}".encode(), holds=held, flags=("invisible_characters",)),
        Case("txt_tags", name, lambda: f"{GOOD}\U000e0041\U000e0042".encode(), holds=held, flags=("invisible_characters",)),
        Case("txt_ansi_log", name, lambda: f"\x1b[31m{GOOD}\x1b[0m\r\n2026-01-01 ERROR forged\n".encode(), holds=held,
             lacks=("\x1b",)),
        Case("txt_line_separators", name, lambda: f"{GOOD}\u2028{GOOD}\u2029\x85\x0b\x0c8".encode(), holds=held),
        Case("txt_nfkc_bomb", name, lambda: (GOOD + "\ufdfa" * 200_000).encode(), "read encoding"),
        Case("txt_zalgo", name, lambda: (GOOD + "a" + "\u0301" * 200_000).encode(), "read encoding"),
        Case("txt_emoji", name, lambda: (GOOD + "👨‍👩‍👧‍👦" * 1000).encode(), "read encoding"),
        Case("txt_private_use", name, lambda: (GOOD + "\ue000\U000f0000").encode(), holds=held),
        Case("txt_xss", name, lambda: f"{GOOD}<script>alert(1)</script>\"'&lt;".encode(), holds=held),
        Case("txt_template", name, lambda: (GOOD + "{{ settings.SECRET_KEY }}{% load x %}%(a)s${7*7}").encode(), holds=held),
        Case("txt_json", name, lambda: b'{"error": "x", "text": 1234, "blocks": NaN}', holds=held),
        Case("txt_sql", name, lambda: (GOOD + "'); DROP TABLE reports_report;--").encode(), holds=held),
    ]  # fmt: skip


def _sizes() -> list[Case]:
    name = "总结.txt"
    return [
        Case("txt_empty", name, lambda: b"", "empty"),
        Case("txt_bom_only", name, lambda: b"\xef\xbb\xbf", "empty"),
        Case("txt_utf16_bom_only", name, lambda: b"\xff\xfe", "empty"),
        Case("txt_spaces_only", name, lambda: b" \t\r\n\xe3\x80\x80" * 1000, "empty"),
        Case("txt_zero_width_only", name, lambda: "\u200b\ufeff".encode() * 50, "read empty encoding"),
        Case("txt_one_byte", name, lambda: b"8", holds=("8",)),
        Case("txt_20mb_line", name, lambda: (GOOD * 400_000).encode()[: 20 << 20], "read", flags=("cut_",), heavy=True),
        Case("txt_20mb_digits", name, lambda: b"1 " * (10 << 20), "read", flags=("cut_",), heavy=True),
        Case("txt_40mb_lines", name, lambda: (GOOD + "\n").encode() * 700_000, "read", flags=("cut_",), heavy=True),
        Case("txt_10m_newlines", name, lambda: b"\n" * 10_000_000 + GOOD.encode(), "read empty", heavy=True),
        Case("txt_carriage_returns", name, lambda: GOOD.encode() + b"\r" * 1_000_000, holds=("1234",)),
        Case("txt_1m_lines", name, lambda: b"8\n" * 1_000_000, "read", flags=("cut_",), heavy=True),
        Case("txt_too_large", name, lambda: bytes(60 << 20), "too_large", heavy=True),
    ]  # fmt: skip
