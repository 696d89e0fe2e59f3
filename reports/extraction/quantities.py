"""Every number of a text with its unit, its bound and its exact place."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from decimal import Decimal

from reports.extraction.frozen import maker, quickly_made
from reports.extraction.numerals import parse_arabic, parse_chinese, scale
from reports.extraction.torn_numbers import MULTIPLIER, joined_end
from reports.extraction.types import Span
from reports.extraction.unit_patterns import UnitPatterns, unit_patterns

CHINESE = "零〇一二两三四五六七八九十百千万亿廿卅半"
# Characters that are no part of a number and can't be seen; a figure that holds one is never trusted.
INVISIBLE = "\x00-\x08\x0e-\x1f\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff\ud800-\udfff"


@quickly_made
@dataclass(frozen=True, slots=True)
class Quantity:
    """One number. ``value`` is in the base unit (元, 件, %) or None where it can't be told.

    ``kind`` is a unit kind, or rank, ordinal, date, identifier, range, bare (no unit) or damaged. ``scaled`` says
    that 万 or 亿 stood in it; ``step`` is the last place that was written, in the base unit; ``weak`` marks 一个, 一批.
    """

    span: Span
    text: str
    value: Decimal | None
    unit: str | None
    kind: str
    comparator: str = "exact"
    per: str | None = None
    scaled: bool = False
    step: Decimal = Decimal(1)
    weak: bool = False


_make_quantity = maker(Quantity)


# Where a number may begin: one set of characters in front, then each branch looks back at the one that it took.
_SEED = re.compile(
    rf"[\d第{CHINESE}首之榜居翻A-Za-z]"
    rf"(?:(?<=\d)|(?<=第)[ ]?(?=[0-9{CHINESE}])|(?<=[百千])分之(?=[0-9{CHINESE}])|(?<=[{CHINESE}])"
    r"|(?<=首)位|(?<=[之榜])首|(?<=居)首(?!位)|(?<=翻)番|(?<=[A-Za-z])(?<![A-Za-z]{2})[A-Za-z]*\d)"
)
# Most numbers of a report: short, and nothing behind them that could make them longer, a list, a range or damage.
_PLAIN_NUMBER = re.compile(rf"[0-9]{{1,4}}(?:\.([0-9]{{1,4}}))?(?![\d,.: \n至到{INVISIBLE}-])")
_DIGIT_RUN = re.compile(r"\d+")
_NUMBER = re.compile(r"\d+(?:,\d{3}(?!\d))*(?:\.\d+)?")
_INVISIBLE_RUN = re.compile(rf"\d[\d,.]{{0,40}}(?:[{INVISIBLE}]{{1,40}}\d[\d,.]{{0,40}}){{1,40}}")
_CHINESE_SIGNS = frozenset(CHINESE)
_GOES_ON_CHINESE = frozenset(
    CHINESE + "点"
)  # a numeral without one of these behind its first character is alone
_CHINESE_RUN = re.compile(rf"[{CHINESE}]+(?:点[零〇一二三四五六七八九]+)?")
_MULTIPLIER_FIRST = frozenset(" \n百千万亿")
_MIXED_REST = re.compile(r"(\d{1,4})(?!\d)")
_LIST_OF_NUMBERS = re.compile(r"\d+(?:\.\d+)?(?: ?: ?\d+(?:\.\d+)?)+")
_RANGE = re.compile(r"\d{1,9}(?:\.\d{1,4})?(?:-|至|到)\d{1,9}(?:\.\d{1,4})?(?![\d-])")
_IDENTIFIERS = re.compile(
    r"0\d{2,3}-\d{7,8}(?:-\d{1,5})?"
    r"|(?<=[\[(])[12][09][0-9×xX*]{2}[\])] ?第?\d{1,5} ?号"
    r"|(?:ZL)? ?(?:19|20)?\d{8,10}\.[\dXx](?!\d)"
    r"|1[3-9]\d{9}(?!\d)"
    r"|(?:12330|12345|12315|12312|12365|400-\d{3}-\d{4})(?![\d,.]| ?[件个家项万])"
)
_LETTERED = re.compile(r"[A-Za-z][A-Za-z0-9.\-/]*\d[A-Za-z0-9.\-/]*")
_TENTH = re.compile(r"[一二三四五六七八九](?=[,;。、的左)和与及]|\Z)")  # 一成六
_POINTS = re.compile(r"个?(?:百分)?点")
_PLACE = re.compile(r"[ \n]?[位名](?![单录])")
_RANKED = re.compile("[居列排位名][^,;。]*\\Z")  # 居全省第二(截至6月底)
_FAN = re.compile(r"翻了?([一两二三四])番")


def find_quantities(text: str) -> tuple[Quantity, ...]:
    """Return every number of a folded text in reading order, without overlaps; dates are left to ``periods``."""
    patterns, position = unit_patterns(), 0
    quantities: list[Quantity] = []
    search, add = _SEED.search, quantities.append
    while seed := search(text, position):
        start = seed.start()
        first = text[start]
        found = _read_arabic(text, start, patterns) if first.isdigit() else _read(text, seed, patterns)
        if found is None:
            position = _skip_chinese(text, start) if first in CHINESE else seed.end()
            continue
        add(found)
        end = found.span[1]
        position = end if end > start else start + 1
    return tuple(quantities)


def _skip_chinese(text: str, start: int) -> int:
    if text[start + 1 : start + 2] not in _GOES_ON_CHINESE:
        return start + 1
    run = _CHINESE_RUN.match(text, start)
    return run.end() if run else start + 1


def _read(text: str, seed: re.Match[str], patterns: UnitPatterns) -> Quantity | None:
    start, first = seed.start(), seed.group()
    if first in _CHINESE_SIGNS:  # a character of a numeral alone is what most of them are
        return _read_chinese(text, start, patterns)
    if first in ("首位", "之首", "榜首", "居首"):
        return _plain(text, start, seed.end(), "rank", Decimal(1), "位")
    if first.startswith("第"):
        return _read_ordinal(text, start, seed.end())
    if first.endswith("分之"):
        return _read_parts(text, start, seed.end(), patterns)
    if first == "翻番":
        return None
    if first[0].isascii() and first[0].isalpha():
        return _read_lettered(text, start, seed.end(), patterns)
    return _read_chinese(text, start, patterns)


def _plain(
    text: str, start: int, end: int, kind: str, value: Decimal | None = None, unit: str | None = None
) -> Quantity:
    return Quantity((start, end), text[start:end], value, unit, kind)


def _read_lettered(text: str, start: int, digit_end: int, patterns: UnitPatterns) -> Quantity | None:
    """CD2型 is a name; PCT186件 is a count behind an abbreviation."""
    if match := _IDENTIFIERS.match(text, start):
        return _plain(text, start, match.end(), "identifier")
    counted = _read_arabic(text, digit_end - 1, patterns)
    if counted and counted.unit and counted.kind in ("count", "people", "money", "percent") and counted.value:
        return counted
    match = _LETTERED.match(text, start)
    return _plain(text, start, match.end() if match else digit_end, "identifier")


_STEPS = tuple(Decimal(1).scaleb(-places) for places in range(31))
_ONE = _STEPS[0]


def _read_arabic(text: str, start: int, patterns: UnitPatterns) -> Quantity:
    plain = _PLAIN_NUMBER.match(text, start)
    before = text[start - 1 : start]
    if plain is not None and before != "(" and before != "[":
        digits, fraction = plain.group(0, 1)
        value, end = Decimal(digits), start + len(digits)
        step = _STEPS[len(fraction)] if fraction else _ONE
        if before == "-" and _sign_before(text, start):
            start, value = start - 1, -value
        if text[end : end + 1] in patterns.goes_on:
            return _with_unit(text, start, end, value, step, patterns)
        return _with_bounds(text, start, end, value, step, False, None, patterns)
    if (special := _read_special(text, start, patterns)) is not None:
        return special
    match = _NUMBER.match(text, start)
    if match is None:
        return _plain(text, start, start + 1, "damaged")
    end = joined_end(text, start, match.end(), patterns)
    digits = text[start:end]
    if not digits.isascii():
        return _plain(text, start, end, "damaged")
    number = parse_arabic(digits)
    sign = _sign_before(text, start)
    if number is not None and sign:
        number = -number
    return _with_unit(text, start - sign, end, number, _step_of(digits), patterns)


def _read_special(text: str, start: int, patterns: UnitPatterns) -> Quantity | None:
    """An identifier, a proportion (3:2), a figure with something invisible inside, or a range; None for a number.

    The length of the run of digits and the sign behind it tell which of them are worth trying.
    """
    run = _DIGIT_RUN.match(text, start)
    end = run.end() if run is not None else start
    after = text[end : end + 1]
    if (end - start > 4 or after == "-" or text[start - 1 : start] in ("[", "(")) and (
        match := _IDENTIFIERS.match(text, start)
    ):
        return _plain(text, start, match.end(), "identifier")
    if after in (":", " ", ".") and (match := _LIST_OF_NUMBERS.match(text, start)):
        return _plain(text, start, match.end(), "identifier")
    if match := _INVISIBLE_RUN.match(text, start):
        return _plain(text, start, match.end(), "damaged")
    if (
        after in ("-", "至", "到", ".")
        and (match := _RANGE.match(text, start))
        and (unit := patterns.unit.match(text, match.end()))
    ):
        return Quantity((start, unit.end()), text[start : unit.end()], None, unit.group(1), "range")
    return None


def _sign_before(text: str, start: int) -> int:
    if start == 0 or text[start - 1] != "-":
        return 0
    earlier = text[start - 2] if start > 1 else " "
    return 0 if (earlier.isascii() and earlier.isalnum()) or earlier in "年月日季" or earlier == "-" else 1


def _step_of(digits: str) -> Decimal:
    fraction = digits.partition(".")[2].replace(" ", "").replace("\n", "")
    return _STEPS[min(len(fraction), 30)]


def _read_chinese(text: str, start: int, patterns: UnitPatterns) -> Quantity | None:
    run, end = text[start], start + 1
    if text[end : end + 1] in _GOES_ON_CHINESE and (match := _CHINESE_RUN.match(text, start)):
        run, end = match.group(), match.end()
    if run == "半":
        return _half(text, start, end + 1, patterns) if text.startswith("半数", start) else None
    if run == "一半":
        return _half(text, start, end, patterns)
    turned = text.rfind("翻", max(0, start - 2), start)
    if turned >= 0 and (fan := _FAN.match(text, turned)):
        times = 2 ** {"一": 1, "两": 2, "二": 2, "三": 3, "四": 4}[fan.group(1)]
        bound = "above" if text.startswith("多", fan.end()) else "exact"
        return Quantity(
            (start, fan.end()), text[start : fan.end()], Decimal(times - 1) * 100, "番", "growth", bound
        )
    if text[end : end + 1] not in patterns.goes_on and text[end : end + 1] not in patterns.by_first:
        return None  # no unit can follow, and without one it is no figure
    value = parse_chinese(run)
    if value is None:
        return None
    found = _with_unit(text, start, end, value, Decimal(1), patterns)
    if not _is_counted(text, found, run):
        return None
    vague = start > 0 and text[start - 1] in "数几" and run[0] in "十百千万亿"
    return replace(found, value=None, kind="range") if vague else found


def _half(text: str, start: int, end: int, patterns: UnitPatterns) -> Quantity:
    """半数 and 一半 are 50 %."""
    end, bound = _bound_after(text, end, patterns)
    bound = bound or _bound_before(text, start, patterns) or "exact"
    return Quantity((start, end), text[start:end], Decimal(50), "%", "percent", bound)


def _is_counted(text: str, found: Quantity, run: str) -> bool:
    """A Chinese numeral is a figure only with a unit, and not as part of 十分 or 每万人."""
    start = found.span[0]
    if found.unit is None or found.kind == "bare":
        return False
    if run in ("百", "千", "万", "亿", "十"):
        before = text[start - 1] if start else ""
        if before == "每" or (found.kind in ("people", "other", "time") and found.unit != "人次"):
            return False
    return not (run == "十" and found.unit == "分")


def _read_parts(text: str, start: int, at: int, patterns: UnitPatterns) -> Quantity | None:
    """百分之三十 is 30 %, 千分之三 0.3 %; 百分之百分之三 is nothing."""
    match = _NUMBER.match(text, at) or _CHINESE_RUN.match(text, at)
    if match is None:
        return None
    digits = match.group()
    value = parse_arabic(digits) if digits[0].isdigit() else parse_chinese(digits)
    if value is None or text.startswith("分之", match.end()):
        return _plain(text, start, match.end(), "damaged")
    if text[start] == "千":
        value /= 10
    end, bound = _bound_after(text, match.end(), patterns)
    points = _POINTS.match(text, end)
    before = _bound_before(text, start, patterns)
    kind = "points" if points else "percent"
    end = points.end() if points else end
    step = _step_of(digits) if digits[0].isdigit() else Decimal(1).scaleb(-len(digits.partition("点")[2]))
    return Quantity((start, end), text[start:end], value, "%", kind, bound or before or "exact", step=step)


def _read_ordinal(text: str, start: int, at: int) -> Quantity | None:
    match = _NUMBER.match(text, at) or _CHINESE_RUN.match(text, at)
    if match is None:
        return None
    digits = match.group().rstrip("半")
    value = parse_arabic(digits) if digits[:1].isdigit() else parse_chinese(digits)
    end = at + len(digits)
    place = _PLACE.match(text, end)
    if place:
        return _plain(text, start, place.end(), "rank", value, "位")
    following = text[end : end + 1]
    boundary = not following or following in ',。;、)]!:,.\n “”"' or text.startswith(("和", "与", "及"), end)
    boundary = boundary or (following == "(" and _RANKED.search(text, max(0, start - 10), start) is not None)
    if boundary and value is not None and start and not _opens_clause(text, start):
        return _plain(text, start, end, "rank", value, "位")
    return _plain(text, start, end, "ordinal", value)


def _opens_clause(text: str, start: int) -> bool:
    """第二,… at the head of a sentence numbers it and ranks nothing."""
    before = text[start - 1]
    return before in "\n。;!?" or text[max(0, start - 4) : start].strip() == ""


def _with_unit(
    text: str, start: int, end: int, number: Decimal | None, step: Decimal, patterns: UnitPatterns
) -> Quantity:
    """Read on from a bare number: 余, 万, 余, unit, 以上."""
    bound: str | None = None
    if text[end : end + 1] in patterns.inside_first:
        inside = patterns.inside.match(text, end)
        if inside and (MULTIPLIER.match(text, inside.end()) or patterns.unit.match(text, inside.end())):
            end, bound = inside.end(), "above"
    scaled = False
    if text[end : end + 1] in _MULTIPLIER_FIRST and (many := MULTIPLIER.match(text, end)):
        run = many.group().strip()
        end, scaled = many.end(), "万" in run or "亿" in run
        number = scale(number, run) if number is not None else None
        step = scale(step, run) or step
        if rest := _MIXED_REST.match(text, end):
            lowest = step / 10 ** len(rest.group(1)) if len(rest.group(1)) < 4 else Decimal(1)
            if len(rest.group(1)) == 4 and number is not None:
                number, end, step = number + int(rest.group(1)), rest.end(), lowest
        inside = patterns.inside.match(text, end) if text[end : end + 1] in patterns.inside_first else None
        if inside and (patterns.unit.match(text, inside.end()) or bound is None):
            end, bound = inside.end(), "above"
    return _with_bounds(text, start, end, number, step, scaled, bound, patterns)


def _with_bounds(
    text: str,
    start: int,
    end: int,
    number: Decimal | None,
    step: Decimal,
    scaled: bool,
    bound: str | None,
    patterns: UnitPatterns,
) -> Quantity:
    unit = per = comparator = None
    kind, following = "bare", text[end : end + 1]
    longer = patterns.short.get(following)
    if longer is not None and text[end + 1 : end + 2] not in longer and following not in "成‰":
        unit, kind, end = following, patterns.units.kinds[following], end + 1
        following = text[end : end + 1]
    elif (units := patterns.by_first.get(following)) is not None and (match := units.match(text, end)):
        found, rate = match.groups()
        told_kind = patterns.units.kinds[found]
        if following not in " \n" or told_kind not in ("other", "time"):
            unit, per, end, kind = found, rate, match.end(), told_kind
            if unit in ("成", "‰") and number is not None:
                number, step, end = _in_percent(text, end, number, step, unit)
                unit = "%"
            following = text[end : end + 1]
    if following in patterns.after_first:
        end, comparator = _bound_after(text, end, patterns)
    if comparator is None:
        comparator = bound
        if comparator is None and text[start - 1 : start] in patterns.before_last:
            comparator = _bound_before(text, start, patterns)
    told = text[start:end]
    first = told[0]
    weak = first in "一万亿" and (first != "一" or (number == 1 and unit != "倍"))
    return _make_quantity(
        (start, end), told, number, unit, kind, comparator or "exact", per, scaled, step, weak
    )


def _in_percent(
    text: str, end: int, number: Decimal, step: Decimal, unit: str
) -> tuple[Decimal, Decimal, int]:
    """The number and its last place in percent, and where it ends: 三成 is 30, 一成半 15, 5‰ 0.5."""
    if unit == "‰":
        return number * Decimal("0.1"), step * Decimal("0.1"), end
    if text.startswith("半", end):
        number, end = number + Decimal("0.5"), end + 1
    elif tenth := _TENTH.match(text, end):
        number, end = number + (parse_chinese(tenth.group()) or Decimal(0)) / 10, tenth.end()
    return number * 10, step * 10, end


def _bound_after(text: str, end: int, patterns: UnitPatterns) -> tuple[int, str | None]:
    match = patterns.after.match(text, end)
    if match is None:
        return end, None
    return match.end(), patterns.units.after[match.group().strip()]


def _bound_before(text: str, start: int, patterns: UnitPatterns) -> str | None:
    """The bound that stands before a place; asked for where the sign before it may end such a word."""
    match = patterns.before.search(text, max(0, start - 8), start)
    if match is None:
        return None
    word = match.group().strip()
    while word and word not in patterns.units.before:
        word = word[:-1]
    return patterns.units.before.get(word)
