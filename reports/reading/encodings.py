"""Bytes of unknown encoding → characters, or a refusal: a text that reads as nonsense must not pass for a report."""

from __future__ import annotations

import codecs
import re
from dataclasses import dataclass
from itertools import chain, islice
from typing import Final

from reports.reading.document import ReadingError

_UNKNOWN: Final = "无法识别文字编码，读出来会是乱码；请用记事本另存为 UTF-8 编码后重新上传。"
# The commonest characters of Chinese office prose, simplified and traditional: a wrong decoding hardly hits them.
_COMMON: Final = frozenset(
    "的一是在了和有年市专利知识产权国家人大中工作业发展全省区县企会上为个对与到新高行动推进度成用实施服务创建设管理方"
    "关法件次项万元亿比增长率同期以来我们地及加强保护要求开提质量商标申请授政府局部门经济社科技术级学院第二三四五六七"
    "八九十不其这时下过可得于月日本公司等由将通组织力强育重点化数多主内文件"
    "專產權識業務發長萬億國會與個對為來於應學們這開關護標請財團際經濟組織強質圖將過處實體點門間說時後動進種當無區縣"
)
_HAN: Final = re.compile("[㐀-鿿豈-﫿]")
_SAMPLE: Final = 20_000


def _characters(codec: str, leads: range, trails: tuple[range, ...]) -> frozenset[str]:
    pairs = (bytes((lead, trail)) for lead in leads for trail in chain(*trails))
    return frozenset("".join(pair.decode(codec, "ignore") for pair in pairs))


# The frequent half of both double-byte sets (level one of GB 2312 and of Big5), and the signs of Chinese text.
_FREQUENT: Final = (
    _characters("gb2312", range(0xB0, 0xD8), (range(0xA1, 0xFF),))
    | _characters("big5", range(0xA4, 0xC7), (range(0x40, 0x7F), range(0xA1, 0xFF)))
    | frozenset(map(chr, chain(range(0x3000, 0x3040), range(0xFF00, 0xFF66), range(0x2018, 0x201E))))
    | frozenset("—…·")
)
_FEW_ERRORS: Final = 0.002


@dataclass(frozen=True, slots=True)
class Decoded:
    """Characters and the codec they came by; ``replaced`` counts bytes that no character stands for."""

    text: str
    codec: str
    replaced: int = 0


def decode(data: bytes, declared: str | None = None) -> Decoded:
    """The characters of ``data``: by byte order mark, strict UTF-8, what the file declares, then by plausibility.

    A few damaged bytes are replaced one for one and counted. Raises ReadingError ``encoding`` where no encoding gives
    plausible text.
    """
    marked = _by_mark(data)
    if marked is not None:
        return marked
    wide = _by_nul_pattern(data)
    if wide is not None:
        return wide
    try:
        return Decoded(data.decode("utf-8"), "utf-8")
    except UnicodeDecodeError:
        pass
    candidates = ["gb18030", "big5hkscs"]
    codec = browser_codec(declared)
    if codec is not None and codec != "utf-8":
        candidates = [codec, *(c for c in candidates if c != codec)]
    read = [d for d in (_tolerant(data, c) for c in candidates) if d is not None]
    damaged = _tolerant(data, "utf-8")
    if damaged is not None and _HAN.search(damaged.text):
        read.append(damaged)
    if codec is not None and read and read[0].codec == codec and plausibility(read[0].text) >= 0.5:
        return read[0]
    best = max(read, key=lambda d: plausibility(d.text), default=None)
    if best is None or plausibility(best.text) < 0.5:
        raise ReadingError("encoding", _UNKNOWN)
    return best


def browser_codec(label: str | None) -> str | None:
    """The Python codec that a browser would take for a charset label, or None for one that is unknown."""
    if not label:
        return None
    name = label.strip().strip("'\"").lower()
    if name in {
        "gb2312",
        "gbk",
        "gb_2312-80",
        "x-gbk",
        "cp936",
        "gb18030",
        "chinese",
        "iso-ir-58",
        "hz-gb-2312",
    }:
        return "gb18030"
    if name in {"big5", "big5-hkscs", "cn-big5", "x-x-big5", "cp950"}:
        return "big5hkscs"
    if name in {"utf-16", "utf-16le", "utf-16be", "unicode"}:
        return "utf-8"  # a page whose ASCII meta could be read is none of these
    if name in {"iso-8859-1", "latin1", "us-ascii", "ascii"}:
        return "cp1252"
    try:
        return codecs.lookup(name).name
    except LookupError:
        return None


def plausibility(text: str) -> float:
    """How much a text looks like Chinese office prose: 0 (nonsense) to 1.

    The share of characters beyond ASCII that are in the frequent half of their set, halved where a long text holds
    next to none of the commonest characters.
    """
    beyond = [c for c in islice(text, _SAMPLE) if c > "\x7f"]
    if not beyond:
        return 1.0
    share = sum(c in _FREQUENT for c in beyond) / len(beyond)
    han = [c for c in beyond if "㐀" <= c <= "\ufaff"]
    if len(han) >= 8 and sum(c in _COMMON for c in han) / len(han) < 0.08:
        return share / 2.5
    return share


def _by_mark(data: bytes) -> Decoded | None:
    for mark, codec in (
        (codecs.BOM_UTF8, "utf-8"),
        (codecs.BOM_UTF32_LE, "utf-32-le"),
        (codecs.BOM_UTF16_LE, "utf-16-le"),
        (codecs.BOM_UTF16_BE, "utf-16-be"),
        (b"\x84\x31\x95\x33", "gb18030"),
    ):
        if data.startswith(mark):
            body = data[len(mark) :]
            try:
                return Decoded(body.decode(codec), codec)
            except UnicodeDecodeError:
                text = body.decode(codec, "replace")
                return Decoded(text, codec, text.count("\ufffd"))
    return None


def _by_nul_pattern(data: bytes) -> Decoded | None:
    """UTF-16 without its mark: ASCII digits, spaces and line breaks leave a zero in one byte of two."""
    head = data[:4096]
    if b"\0" not in head or len(head) < 4:
        return None
    even, odd = head[0::2].count(0), head[1::2].count(0)
    if max(even, odd) < 0.01 * len(head):
        return None
    codec = "utf-16-le" if odd > even else "utf-16-be"
    text = data.decode(codec, "replace")
    if plausibility(text) < 0.5 or text.count("\0") > 0.01 * len(text):
        return None
    return Decoded(text, codec, text.count("\ufffd"))


def _tolerant(data: bytes, codec: str) -> Decoded | None:
    """``data`` by that codec if all but a few bytes fit it, else None."""
    try:
        return Decoded(data.decode(codec), codec)
    except UnicodeDecodeError:
        text = data.decode(codec, "replace")
        damaged = text.count("\ufffd")
        return Decoded(text, codec, damaged) if damaged <= max(2, _FEW_ERRORS * len(text)) else None
