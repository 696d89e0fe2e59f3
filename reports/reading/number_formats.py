"""What a spreadsheet shows for a stored number: 0.125 under ``0.0%`` is 12.5%, and no report says 0.125."""

from __future__ import annotations

import re
from datetime import datetime, timedelta
from decimal import ROUND_HALF_UP, Decimal
from typing import Final

_BUILT_IN: Final = {
    1: "0", 2: "0.00", 3: "#,##0", 4: "#,##0.00", 9: "0%", 10: "0.00%", 11: "0.00E+00", 37: "#,##0", 38: "#,##0",
    39: "#,##0.00", 40: "#,##0.00", 48: "##0.0E+0", 49: "@",
    **dict.fromkeys((14, 15, 27, 30, 31, 36, 50, 51, 52, 54, 57, 58), "yyyy-m-d"),
    **dict.fromkeys((17, 28, 29, 53, 55, 56), "yyyy-m"), 16: "m-d", 22: "yyyy-m-d h:mm",
    **dict.fromkeys((18, 19, 20, 21, 32, 33, 34, 35, 45, 46, 47), "h:mm"),
}  # fmt: skip
_DROPPED: Final = re.compile(r"\[[^\]]{0,60}\]|_.|\*.")
_TOKEN: Final = re.compile(r'"([^"]*)"|[\\!](.)|([0#?][0#?,.]*)|(%)|([^"\\!0#?%])')
_DATE: Final = re.compile(r"[ymdhs]", re.IGNORECASE)
_LONGEST_FORMAT: Final = 200
_HIGHEST: Final = Decimal(10) ** 15
_MOST_DECIMALS: Final = 10
_LAST_DAY: Final = 2_958_465


def built_in(identifier: int) -> str:
    """The format code of a built-in number; empty for General."""
    return _BUILT_IN.get(identifier, "")


def show_number(value: float, code: str, *, since_1904: bool = False) -> str:
    """The characters that a cell of that format code shows. Codes beyond the usual show the plain number."""
    number = _plain(value)
    if number is None:
        return ""
    code = _section(code[:_LONGEST_FORMAT], number)
    if not code or code == "@" or code.lower() == "general" or "E+" in code.upper():
        return _text(number)
    bare = re.sub(r'"[^"]*"|[\\!].', "", code)
    if _DATE.search(bare) and not re.search("[0#]", bare):
        return _date(value, bare.lower(), since_1904) or _text(number)
    return _numeric(number, code) or _text(number)


def _plain(value: float) -> Decimal | None:
    """The number as a spreadsheet shows it: fifteen digits count, the rest is noise of binary fractions."""
    if value != value or abs(value) > 1e300:
        return None
    return Decimal(f"{value:.15g}")


def _text(number: Decimal) -> str:
    text = f"{number:f}"
    return text.rstrip("0").rstrip(".") if "." in text else text


def _section(code: str, number: Decimal) -> str:
    """The part of a code that applies to positive, negative or zero numbers; a negative one shows its sign there."""
    sections = code.split(";")
    chosen = sections[0]
    if number < 0 and len(sections) > 1:
        chosen = sections[1]
        if not re.search(r"[-(]", chosen):
            chosen = "-" + chosen
    elif number == 0 and len(sections) > 2:
        chosen = sections[2]
    return _DROPPED.sub("", chosen)


def _numeric(number: Decimal, code: str) -> str | None:
    """Literals around one run of digit places, with decimals, thousands, scaling commas and per cent; else None."""
    before, places, after, percent = "", None, "", False
    for quoted, escaped, digits, sign, other in _TOKEN.findall(code):
        if digits:
            if places is not None:
                return None
            places = digits
            continue
        percent = percent or bool(sign)
        literal = quoted or escaped or sign or other
        if places is None:
            before += literal
        else:
            after += literal
    if places is None:  # words instead of the number, such as a dash for zero
        return before.strip()
    if abs(number) >= _HIGHEST:
        return None
    scaled = len(places) - len(places.rstrip(","))
    places = places.rstrip(",")
    whole, _, fraction = places.partition(".")
    if len(fraction) > _MOST_DECIMALS:
        return None
    shown = abs(number) if number < 0 and re.search(r"[-(]", before) else number
    shown = shown.scaleb(2 if percent else 0).scaleb(-3 * scaled)
    shown = shown.quantize(Decimal(1).scaleb(-len(fraction)), ROUND_HALF_UP)
    text = f"{shown:,f}" if "," in whole else f"{shown:f}"
    optional = len(fraction) - len(fraction.rstrip("#?"))
    for _ in range(optional):
        if text.endswith("0") and "." in text:
            text = text[:-1]
    return (before + text.rstrip(".") + after).strip()


def _date(serial: float, code: str, since_1904: bool) -> str | None:
    """A day, month or moment as its format names it, in ISO order; None where the number is no day."""
    if not 0 <= serial < _LAST_DAY:
        return None
    start = datetime(1904, 1, 1) if since_1904 else datetime(1899, 12, 30)  # noqa: DTZ001 - a calendar day has no zone
    moment = start + timedelta(days=serial)
    time = f"{moment.hour}:{moment.minute:02d}" if re.search("[hs]", code) else ""
    if "y" not in code and "d" not in code:
        return time or f"{moment.month}月"
    if "d" not in code:
        day = f"{moment.year}年{moment.month}月" if "m" in code else f"{moment.year}年"
    elif "y" not in code:
        day = f"{moment.month}月{moment.day}日"
    else:
        day = f"{moment.year}年{moment.month}月{moment.day}日"
    return f"{day} {time}".strip()
