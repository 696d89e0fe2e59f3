"""One spelling for one meaning: full-width signs, traditional characters and odd spaces, folded in place."""

from __future__ import annotations

import re
from functools import lru_cache
from pathlib import Path

TRADITIONAL = Path(__file__).with_name("traditional.txt")
SPACES = "\u00a0\u1680\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009\u200a\u202f\u205f\u3000\t"
WORTH_KEEPING = 200
MANY_SIGNS = 100
COMMON_SIGNS = "，；：（）％\u3000"
LINE_ENDS = "\x0b\x0c\x85\u2028\u2029"


@lru_cache(maxsize=1)
def _folding_table() -> dict[int, str]:
    table = {code: chr(code - 0xFEE0) for code in range(0xFF01, 0xFF5F)}
    table.update(dict.fromkeys(map(ord, SPACES), " "))
    table.update(dict.fromkeys(map(ord, LINE_ENDS), "\n"))
    table[ord("\r")] = " "  # of \r\n the \n alone ends the line
    table.update(
        {ord("○"): "〇", ord("Ｏ"): "O", ord("﹪"): "%", ord("﹒"): ".", ord("〔"): "[", ord("〕"): "]"}
    )
    table.update({ord("—"): "-", ord("–"): "-", ord("－"): "-", ord("~"): "-", ord("～"): "-"})
    for line in TRADITIONAL.read_text("utf-8").splitlines():
        if not line.startswith("#"):
            table.update({ord(pair[0]): pair[1] for pair in line.split()})
    return table


@lru_cache(maxsize=1)
def _rarely_folded() -> re.Pattern[str]:
    """Any sign that is folded, looked for when the common ones are gone: one place of a hundred holds one."""
    return re.compile(f"[{re.escape(''.join(map(chr, _folding_table())))}]")


def fold(text: str) -> str:
    """The text with each character replaced by its plain form; as long as the original, so that spans agree.

    Full-width letters, digits and signs become ASCII (，is ``,`` and （ is ``(``), dashes and tildes ``-``,
    every other space a blank, every other line end a line feed, ○ 〇, traditional characters simplified ones.
    """
    return _fold_text(text) if len(text) >= WORTH_KEEPING else _fold_words(text)


@lru_cache(maxsize=256)
def _fold_words(text: str) -> str:
    """A heading is asked for with each sentence below it."""
    return text.translate(_folding_table())


@lru_cache(maxsize=2)
def _fold_text(text: str) -> str:
    """The stages after each other ask for the same text.

    A report holds few different signs to fold, and one replacement for each is faster than a look at every character.
    """
    table = _folding_table()
    for sign in COMMON_SIGNS:
        text = text.replace(sign, table[ord(sign)])
    signs = set(_rarely_folded().findall(text))
    if len(signs) > MANY_SIGNS:
        return text.translate(table)
    for sign in signs:
        text = text.replace(sign, table[ord(sign)])
    return text
