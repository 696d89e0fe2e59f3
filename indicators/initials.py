"""The first letters of a Chinese name's pronunciation, so that zlsql finds 专利申请量.

GB 2312 orders its first 3,755 characters by pronunciation: each letter is a stretch of codes. The few that are read
otherwise in the bureau's words stand in EXCEPTIONS.
"""

from __future__ import annotations

from bisect import bisect_right

STARTS = (
    (0xB0A1, "a"), (0xB0C5, "b"), (0xB2C1, "c"), (0xB4EE, "d"), (0xB6EA, "e"), (0xB7A2, "f"), (0xB8C1, "g"),
    (0xB9FE, "h"), (0xBBF7, "j"), (0xBFA6, "k"), (0xC0AC, "l"), (0xC2E8, "m"), (0xC4C3, "n"), (0xC5B6, "o"),
    (0xC5BE, "p"), (0xC6DA, "q"), (0xC8BB, "r"), (0xC8F6, "s"), (0xCBFA, "t"), (0xCDDA, "w"), (0xCEF4, "x"),
    (0xD1B9, "y"), (0xD4D1, "z"),
)  # fmt: skip
LAST = 0xD7F9
EXCEPTIONS = {
    "重": "z",
    "行": "x",
    "会": "h",
    "调": "t",
    "传": "c",
    "单": "d",
    "区": "q",
    "示": "s",
    "质": "z",
}
_CODES = [code for code, _letter in STARTS]


def find_initials(name: str) -> str:
    """One small letter for each common character, digits and Latin letters as they are, nothing for the rest."""
    return "".join(_initial(character) for character in name)


def _initial(character: str) -> str:
    if character.isascii():
        return character.lower() if character.isalnum() else ""
    if character in EXCEPTIONS:
        return EXCEPTIONS[character]
    code = int.from_bytes(character.encode("gb2312", "ignore"), "big")
    return STARTS[bisect_right(_CODES, code) - 1][1] if _CODES[0] <= code <= LAST else ""
