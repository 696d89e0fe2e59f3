"""Chinese and Arabic numerals as exact decimals; nothing here knows units or meaning."""

from __future__ import annotations

import re
from decimal import Decimal

DIGITS = {
    char: value for value, chars in enumerate(("零〇", "一壹", "二两贰", "三叁", "四肆")) for char in chars
}
DIGITS.update(
    {char: value for value, chars in enumerate(("五伍", "六陆", "七柒", "八捌", "九玖"), 5) for char in chars}
)
TENS = {"廿": 20, "卅": 30}
SMALL_UNITS = {"十": 10, "拾": 10, "百": 100, "佰": 100, "千": 1000, "仟": 1000}
LARGE_UNITS = {"万": 10**4, "亿": 10**8}
MULTIPLIERS = {**SMALL_UNITS, **LARGE_UNITS}

# A number of any real report is far below this; longer ones are damage, kept as text and never computed with.
LIMIT = Decimal(10) ** 18
MAX_LENGTH = 40

_ARABIC = re.compile(r"[+-]?[0-9]+(?:\.[0-9]+)?\Z")


def parse_arabic(text: str) -> Decimal | None:
    """Return the value of digits with optional separators (``1,203`` or ``18. 6``), or None if it is none."""
    plain = text
    if not text.isalnum():
        plain = text.replace(",", "").replace(" ", "").replace("\n", "")
    if len(plain) > MAX_LENGTH or not _ARABIC.match(plain):
        return None
    return _bounded(Decimal(plain))


def parse_chinese(text: str) -> Decimal | None:
    """Return the value of a Chinese numeral (``两万三千``, ``二点一``, ``二〇一六``, ``百``), or None if it is none."""
    if not text or len(text) > MAX_LENGTH:
        return None
    whole, point, fraction = text.partition("点")
    value = _whole(whole)
    if value is None:
        return None
    if not point:
        return _bounded(Decimal(value))
    if not fraction or any(char not in DIGITS for char in fraction):
        return None
    return _bounded(Decimal(f"{value}.{''.join(str(DIGITS[char]) for char in fraction)}"))


def scale(number: Decimal, multiplier: str) -> Decimal | None:
    """Return ``number`` times a run of 万, 亿, 千, 百 (``万亿`` is 10^12), or None where that leaves the range."""
    for char in multiplier:
        number *= MULTIPLIERS[char]
    return _bounded(number)


def _bounded(value: Decimal) -> Decimal | None:
    return value if -LIMIT < value < LIMIT else None


def _whole(text: str) -> int | None:
    if len(text) == 1 and text in DIGITS:
        return DIGITS[text]
    if all(char in DIGITS for char in text):
        return int("".join(str(DIGITS[char]) for char in text)) if text else None
    total = section = 0
    digit: int | None = None
    last_unit = 10**9
    for char in text:
        if char in DIGITS:
            if digit:
                return None
            digit = DIGITS[char]
        elif char in TENS:
            section, digit = section + TENS[char], None
        elif char in SMALL_UNITS:
            section += (1 if digit is None else digit) * SMALL_UNITS[char]
            digit, last_unit = None, SMALL_UNITS[char]
        elif char in LARGE_UNITS:
            section += digit or 0
            base = section if section or digit is not None else 1
            total, section, digit = _close(total, base, LARGE_UNITS[char]), 0, None
            last_unit = LARGE_UNITS[char]
        else:
            return None
    return total + section + _tail(digit, last_unit, text)


def _close(total: int, section: int, unit: int) -> int:
    """一万亿 is ten thousand times a hundred million: a larger unit multiplies what stands before it."""
    return (total + section) * unit if total and total < unit else total + section * unit


def _tail(digit: int | None, last_unit: int, text: str) -> int:
    """两万三 means 23000: a last digit right after a unit counts tenths of that unit."""
    if digit is None:
        return 0
    colloquial = len(text) > 1 and text[-2] in MULTIPLIERS and last_unit in (100, 1000, 10**4, 10**8)
    return digit * last_unit // 10 if colloquial else digit
