"""The numbers that Word writes before paragraphs: a count and the name of a format → its characters."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

_DIGITS: Final = "〇一二三四五六七八九"
_LEGAL: Final = "零壹贰叁肆伍陆柒捌玖"
_STEMS: Final = "甲乙丙丁戊己庚辛壬癸"
_BRANCHES: Final = "子丑寅卯辰巳午未申酉戌亥"
_ROMAN: Final = (
    (1000, "m"), (900, "cm"), (500, "d"), (400, "cd"), (100, "c"), (90, "xc"), (50, "l"), (40, "xl"),
    (10, "x"), (9, "ix"), (5, "v"), (4, "iv"), (1, "i"),
)  # fmt: skip
_HIGHEST: Final = 9_999


def format_number(count: int, format: str) -> str:
    """The characters of ``count`` in a numbering format of WordprocessingML; decimal where the format is unknown."""
    if not 0 <= count <= _HIGHEST:
        return str(count)
    maker = _MAKERS.get(format)
    return maker(count) if maker else str(count)


def chinese(count: int, digits: str = _DIGITS, units: str = "十百千", zero: str = "零") -> str:
    """A count up to 9999 as it is read aloud: 12 → 十二, 105 → 一百零五."""
    if count == 0:
        return digits[0]
    text, pending = "", False
    for power in (3, 2, 1, 0):
        digit = count // 10**power % 10
        if digit == 0:
            pending = bool(text)
            continue
        text += (zero if pending else "") + digits[digit] + (units[power - 1] if power else "")
        pending = False
    return text.removeprefix(digits[1]) if 10 <= count < 20 and digits == _DIGITS else text


def _roman(count: int) -> str:
    text = ""
    for value, letters in _ROMAN:
        repeats, count = divmod(count, value)
        text += letters * repeats
    return text


def _letter(count: int) -> str:
    if count < 1:
        return str(count)
    return chr(97 + (count - 1) % 26) * ((count - 1) // 26 + 1)


def _enclosed(first: int, highest: int) -> Callable[[int], str]:
    return lambda count: chr(first + count - 1) if 1 <= count <= highest else str(count)


def _cycle(signs: str) -> Callable[[int], str]:
    return lambda count: signs[count - 1] if 1 <= count <= len(signs) else str(count)


def _digitwise(count: int) -> str:
    return "".join(_DIGITS[int(d)] for d in str(count))


def _legal(count: int) -> str:
    return chinese(count, _LEGAL, "拾佰仟")


_MAKERS: Final[dict[str, Callable[[int], str]]] = {
    "chineseCounting": chinese,
    "chineseCountingThousand": chinese,
    "japaneseCounting": chinese,
    "taiwaneseCounting": chinese,
    "taiwaneseCountingThousand": chinese,
    "ideographDigital": _digitwise,
    "japaneseDigitalTenThousand": _digitwise,
    "taiwaneseDigital": _digitwise,
    "chineseLegalSimplified": _legal,
    "ideographLegalTraditional": _legal,
    "ideographTraditional": _cycle(_STEMS),
    "ideographZodiac": _cycle(_BRANCHES),
    "decimalEnclosedCircle": _enclosed(0x2460, 20),
    "decimalEnclosedCircleChinese": _enclosed(0x2460, 20),
    "decimalEnclosedParen": _enclosed(0x2474, 20),
    "decimalEnclosedFullstop": _enclosed(0x2488, 20),
    "ideographEnclosedCircle": _enclosed(0x3280, 10),
    "decimalFullWidth": lambda count: str(count).translate({48 + i: 0xFF10 + i for i in range(10)}),
    "decimalFullWidth2": lambda count: str(count).translate({48 + i: 0xFF10 + i for i in range(10)}),
    "decimalZero": lambda count: f"{count:02d}",
    "upperLetter": lambda count: _letter(count).upper(),
    "lowerLetter": _letter,
    "upperRoman": lambda count: _roman(count).upper(),
    "lowerRoman": _roman,
    "bullet": lambda count: "",
    "none": lambda count: "",
}
