"""The year that a report is about: what its body, its headings, its title and its file name say, and how surely."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from reports.extraction.folding import fold
from reports.extraction.frozen import quickly_made
from reports.extraction.parts import years_in
from reports.extraction.structure_words import numbered_words
from reports.extraction.types import Sentence, Span, Structure

CHINESE_DIGITS = str.maketrans("〇零一二三四五六七八九", "00123456789")
YEAR_MENTION = re.compile(
    r"([12二一](?<![0-9].)(?:(?:(?<=1) ?9 ?[89]|(?<=2) ?0 ?[0-4]) ?[0-9]|(?<=二)〇[〇一二三四][〇一二三四五六七八九]"
    r"|(?<=一)九[八九][〇一二三四五六七八九]))"
    r"(?= ?年)",
    re.DOTALL,
)
SHORT_YEAR = re.compile(r"(?<![0-9〇一二三四五六七八九十])([0-3][0-9])年(?![来度级内间前后以])")
MASKED_YEAR = re.compile(
    r"(?:20|二〇)?[*×XxＸ?_○]{2}年|20[*×XxＸ?_]{1,2}年|20[0-9][*×XxＸ?_]年|[*×]年(?=度|上半年)"
)
MASK = re.compile("[*×XxＸ?_○]")  # every masked year holds one; most texts hold none
BACKGROUND_BEFORE = "自从比较同与是为由至于超过对和较"
BACKGROUND_AFTER = re.compile(
    r" ?年(?:以来|来|起|至|到|-|~|、|的 ?[0-9一二三四五六七八九十]|底?至|开始|启动|建|出台|颁布|实施以来"
    r"|(?:为|是|仅|只有) ?[0-9]|同期| ?[0-9]{1,2} ?月(?:[0-9]{1,2} ?日)?(?:发布|公布|通报|印发)(?=[。\n)]|$))"
)
# 4862件(2017年4015件): a year in brackets behind a value is held against it
BEHIND_VALUE = re.compile(
    "[0-9][余多]?[万亿]?(?:[件家项个笔元%户名人次期场份条篇倍种起]|人次|户次|百分点)[(]\\Z"
)
RANGE = re.compile(r"(?:19|20)[0-9]{2} ?年?(?:-|~|至|到) ?((?:19|20)[0-9]{2})(?= ?年(?![末底]))")
YEAR_ALONE = re.compile(" *(?:19|20)[0-9]{2} ?年?度? *")
SINCE = re.compile(" ?年(?:以来|来)")
END_OR_MONTH = re.compile(" ?年(?:年?[末底]|1?[0-9]月)")
PILED_UP = re.compile("累计|历年|至今|年均")
ORDINAL = re.compile(r"第([0-9]{1,2}|[一二三四五六七八九十]{1,3})(?:个|届)([^,。;]{0,12})")
PLAN_STAGE = re.compile(
    r"[“\"']?(九五|十五|十一五|十二五|十三五|十四五|十五五)(?:[”\"']| )?(?:规划|计划|时期|期间)?(?:的|实施的|实施)?"
    r"(开局|收官|起步|第[一二三四五]年|首年|最后一年|末年|良好开局|圆满收官)"
)
ANNIVERSARY = re.compile("(" + "|".join(numbered_words("anniversaries")) + ")[”\"']? ?([0-9]{2,3}) ?周年")
EVENTFUL = re.compile("[第周五]")  # what the three patterns above can't do without
NUMERALS = {sign: value for value, sign in enumerate("一二三四五六七八九", 1)}
FAIR = 3


@quickly_made
@dataclass(frozen=True, slots=True)
class YearEvidence:
    """One hint at the report's year: how much it weighs, where it stands (body, heading, title…), and why."""

    year: int
    weight: int
    source: str
    reason: str
    span: Span | None = None


# 《2019年某省保护状况》白皮书显示: what a paper on a year tells is of that year
PUBLISHED = re.compile(r"[^《》。;]{0,40}》(?:白皮书|公报|年报|报告|蓝皮书)?(?:显示|披露|表明|指出|统计)")


@dataclass(frozen=True, slots=True)
class YearChoice:
    """The year chosen, or None, the reason in words, and whether the text says it or it was inferred."""

    year: int | None
    reason: str
    sure: bool = True


def chinese_number(text: str) -> int:
    """The value of a numeral below one hundred: 十二 is 12, 二十六 is 26, 8 is 8."""
    if text.isdigit():
        return int(text)
    tens, ten, ones = text.partition("十")
    if not ten:
        return NUMERALS.get(text[0], 0)
    return NUMERALS.get(tens, 1) * 10 + (NUMERALS.get(ones[:1], 0) if ones else 0)


def is_masked(folded: str) -> bool:
    """Whether the text hides its year: 20**年, 20××年, 20xx年."""
    if MASK.search(folded) is None:
        return False
    return MASKED_YEAR.search(folded.replace("\n", "")) is not None


def body_years(folded: str, sentences: Iterable[Sentence]) -> list[YearEvidence]:
    """What the sentences on work done say about the year, background and comparisons left out."""
    found: list[YearEvidence] = []
    for sentence in sentences:
        if sentence.part == "noise" or sentence.part == "problems":
            continue
        start, end = sentence.span
        piece = folded[start:end]
        for match in YEAR_MENTION.finditer(piece) if "年" in piece else ():
            if _is_background(piece, match):
                continue
            year = int(match.group(1).translate(CHINESE_DIGITS).replace(" ", ""))
            weight = 3 if match.start() <= 2 else 2 if _opens_clause(piece, match.start()) else 1
            span = (start + match.start(), start + match.end())
            if sentence.part == "planned":
                if weight >= 2:
                    found.append(YearEvidence(year - 1, 1, "plan", "计划部分写明的年份的上一年", span))
                continue
            found.append(YearEvidence(year, weight, "body", "正文写明的年份", span))
        if piece[:1] in "12" and sentence.part != "planned" and (years := RANGE.match(piece)) is not None:
            span = (start + years.start(1), start + years.end(1))
            found.append(YearEvidence(int(years.group(1)), 1, "body", "正文写明的年份", span))
    return found


def _is_background(piece: str, match: re.Match[str]) -> bool:
    if BEHIND_VALUE.search(piece, max(0, match.start() - 14), match.start()):
        return True
    before = piece[max(0, match.start() - 2) : match.start()].rstrip()
    after = piece[match.end() : match.end() + 12]
    opening = piece.rfind("《", max(0, match.start() - 80), match.start())
    if opening >= 0 and piece.find("》", opening, match.start()) < 0:
        return opening + 1 < match.start() or PUBLISHED.match(piece, match.end()) is None
    if before.endswith(("到", "至")):
        return END_OR_MONTH.match(after) is None
    if before and before[-1] in BACKGROUND_BEFORE:
        return True
    return BACKGROUND_AFTER.match(after) is not None


def _opens_clause(piece: str, place: int) -> bool:
    before = piece[max(0, place - 3) : place].rstrip()
    return (
        not before
        or before[-1] in ",;:("
        or before.endswith(("截至", "截止", "截止到", "到", "通报", "介绍"))
    )


def since_year(folded: str, sentences: Iterable[Sentence]) -> int | None:
    """The one year that 2023年以来 opens a clause with, where nothing piled up since; None for none or several."""
    years: set[int] = set()
    for sentence in sentences:
        piece = folded[slice(*sentence.span)]
        if sentence.part not in ("done", "preamble") or PILED_UP.search(piece) is not None:
            continue
        for match in YEAR_MENTION.finditer(piece):
            if _opens_clause(piece, match.start()) and SINCE.match(piece, match.end()):
                years.add(int(match.group(1).translate(CHINESE_DIGITS).replace(" ", "")))
    return years.pop() if len(years) == 1 else None


def short_years(folded: str, sentences: Iterable[Sentence]) -> list[YearEvidence]:
    """Years of two digits at the head of a clause: 06年."""
    found: list[YearEvidence] = []
    for sentence in sentences:
        if sentence.part not in ("done", "preamble"):
            continue
        piece = folded[slice(*sentence.span)]
        for match in SHORT_YEAR.finditer(piece):
            if _opens_clause(piece, match.start()):
                span = (sentence.span[0] + match.start(), sentence.span[0] + match.end())
                found.append(
                    YearEvidence(2000 + int(match.group(1)), 2, "body", "正文写明的两位数年份", span)
                )
    return found


def event_years(folded: str, sentences: Iterable[Sentence]) -> list[YearEvidence]:
    """Years told by events: 第五个世界知识产权日 (2005), “十三五”开局之年 (2016)."""
    found: list[YearEvidence] = []
    for sentence in sentences:
        if sentence.part in ("noise", "problems"):
            continue
        later = 1 if sentence.part == "planned" else 0
        start, end = sentence.span
        if EVENTFUL.search(folded, start, end) is None:
            continue
        piece = folded[start:end].replace("\n", "")
        for match in ORDINAL.finditer(piece):
            for event, before in numbered_words("yearly_events").items():
                if event in match.group(2):
                    year = before + chinese_number(match.group(1)) - later
                    span = (
                        start + match.start(),
                        start + match.start() + match.group().index(event) + len(event),
                    )
                    reason = f"“{folded[slice(*span)]}”在{year + later}年"
                    found.append(YearEvidence(year, FAIR, "event", reason, span))
                    break
        for match in ANNIVERSARY.finditer(piece):
            born = numbered_words("anniversaries")[match.group(1)]
            year = born + int(match.group(2)) - later
            span = (start + match.start(), start + match.end())
            found.append(YearEvidence(year, FAIR, "event", f"“{match.group()}”在{year + later}年", span))
        for match in PLAN_STAGE.finditer(piece):
            first = numbered_words("five_year_plans")[match.group(1)]
            year = first + _place_in_plan(match.group(2)) - later
            span = (start + match.start(), start + match.end())
            found.append(YearEvidence(year, 2, "event", f"“{match.group()}”指{year + later}年", span))
    return found


def _place_in_plan(stage: str) -> int:
    """How many years after the first one of its plan a stage is: 开局 0, 第三年 2, 收官 4."""
    if stage.startswith("第"):
        return NUMERALS[stage[1]] - 1
    return 4 if any(word in stage for word in ("收官", "最后", "末年")) else 0


def heading_years(structure: Structure, parts: dict[Span, str]) -> list[YearEvidence]:
    """Years in headings; a heading of the planned part speaks of the year after the report's."""
    found: list[YearEvidence] = []
    for section in structure.sections:
        years = years_in(fold(section.path[-1]))
        if not years:
            continue
        planned = parts.get(section.heading) == "planned"
        year = min(years) - (1 if planned else 0)
        weight = 4 if not planned else 3
        found.append(YearEvidence(year, weight, "heading", f"标题“{section.path[-1]}”", section.heading))
    return found


def heaviest(evidence: Sequence[YearEvidence]) -> tuple[int, int] | None:
    """(year, weight) of the year that the evidence speaks for most; the later one of equals; None without any."""
    weights = _weights(evidence)
    if not weights:
        return None
    year = max(weights, key=lambda each: (weights[each], each))
    return year, weights[year]


def _weights(evidence: Iterable[YearEvidence]) -> dict[int, int]:
    weights: dict[int, int] = {}
    for hint in evidence:
        weights[hint.year] = weights.get(hint.year, 0) + hint.weight
    return weights


def is_written(evidence: Sequence[YearEvidence], year: int) -> bool:
    """Whether the work done names the year, or an event tells it firmly, and no other year comes near in weight."""
    hints = [hint for hint in evidence if hint.year == year]
    firm = any(hint.source in ("body", "heading") or hint.weight >= FAIR for hint in hints)
    weights = _weights(evidence)
    return firm and all(4 * weight < 3 * weights[year] for other, weight in weights.items() if other != year)


def is_mentioned(folded: str, cells: Iterable[str]) -> bool:
    """Whether any year at all stands in the text, or alone in a cell of a table."""
    return YEAR_MENTION.search(folded) is not None or any(YEAR_ALONE.fullmatch(cell) for cell in cells)
