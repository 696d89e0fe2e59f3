"""Which part of a report a heading or a sentence opens: what was done, what is planned, what goes badly."""

from __future__ import annotations

import re
from functools import lru_cache

from reports.extraction.headings import DATE_LINE, numbering
from reports.extraction.lines import Line
from reports.extraction.structure_words import words

YEAR = re.compile(
    r"[12一二](?:(?<![0-9].)(?:(?<=1) ?9|(?<=2) ?0) ?[0-9] ?[0-9](?= ?年|-|·|度|工作|知识产权|上半年|下半年)"
    r"|(?<=[一二])[〇零九0][〇零一二三四五六七八九]{2}(?= ?年))",
    re.DOTALL,
)
YEAR_WORD = re.compile(r"(?:[0-9〇一二三四五六七八九零*×XxＸ?_]{4}年?|年)")
DIGITS = str.maketrans("〇零一二三四五六七八九", "00123456789")
FUTURE = re.compile("将|要|继续|力争|确保|计划|拟|打算|争取|准备|重点")
GOAL = re.compile(
    r"(?:力争|确保|争取|目标)[^。]{0,200}?[0-9一二三四五六七八九十百千万]+ ?(?:件|项|家|%|个|亿元|万元|起|人次|期)"
)
OPENING_YEAR = re.compile(
    r"(?:到|展望|在|截至|截止|据统计,)?((?:19|20)[0-9]{2}|[一二][〇零一二三四五六七八九]{3})年"
)
OPENING_FIRST = frozenset("到展在截据12一二")  # what the pattern above may begin with
ATTRIBUTION = re.compile(
    r"据(?:悉|了解|介绍)[,:]|[^,。:]{2,25}(?:表示|介绍|说|指出|强调|透露)[,:]|[^,。:]{2,16}:"
)
SPEAKER = re.compile(r"[\u4e00-\u9fff×*]{2,12}:")
COUNTED_WORK = re.compile(r"[一二三四五六七八九十几0-9]个?(?:方面|项)的?(?:重点)?(?:工作|任务)[。:]?$")
AHEAD = re.compile(FUTURE.pattern + "|思路|要求|目标|任务|安排")
# 市知识产权局(2019年1月8日), 市知识产权局(2023年4月)
SIGNED_ON = re.compile(
    r"月 ?[0-9一二三四五六七八九十]{1,3} ?日 ?[)]?\Z"
    r"|[局会室厅院委中心府办处科班组社] ?[(]?(?:20[0-4][0-9]|二〇[〇一二三四][〇一二三四五六七八九])"
    r" ?年 ?[0-9一二三四五六七八九十]{1,3} ?月(?:编印|编|印)?[)]?\Z"
)
LONGEST_OPENING = 60
LEAD_IN_END = ":"
LONGEST_LEAD_IN = 14
LONGEST_PART_LINE = 24


def years_in(text: str) -> list[int]:
    """The years written in folded text, in digits or in Chinese numerals."""
    if YEAR.search(text) is None:
        return []
    return [int(match.group().translate(DIGITS).replace(" ", "")) for match in YEAR.finditer(text)]


def opening_year(line: str) -> int | None:
    """The year that a folded line or heading on work done opens with, its number left out; None for plans."""
    core = bare(line)
    match = _opening(core)
    if match is None or AHEAD.search(core[:LONGEST_OPENING]) or part_of_heading(line, None) == "planned":
        return None
    return int(match.group(1).translate(DIGITS))


def _opening(core: str) -> re.Match[str] | None:
    """The year that a sentence without its number opens with."""
    return OPENING_YEAR.match(core) if core[:1] in OPENING_FIRST else None


def bare(heading: str) -> str:
    """A heading without its number and its full stop."""
    numbered = numbering(heading)
    return (heading[numbered[1] :] if numbered else heading).strip(" 。:;")


@lru_cache(maxsize=4096)
def part_of_heading(heading: str, main_year: int | None, alone: bool = True) -> str | None:
    """done, planned or problems where the folded heading says so; None where it speaks of a topic only.

    ``main_year`` is the year that the document reports on, as its title and first heading have it: a later year in
    a heading is a plan's. A heading that runs into its paragraph (not ``alone``) must say it outright: 突出工作重点 is
    something done, 工作重点 is a plan.
    """
    text = bare(heading)
    if len(text) > 30:
        return None
    done = any(word in text for word in words("done_anywhere"))
    if any(word in text for word in words("problem_words")) and not done and len(text) <= 20:
        return None if any(word in text for word in words("mending")) else "problems"
    years = years_in(text)
    later = bool(years) and main_year is not None and min(years) > main_year
    past = bool(years) and main_year is not None and max(years) <= main_year
    ahead = text.startswith(words("planned_anywhere")) or (
        alone and any(w in text for w in words("planned_anywhere"))
    )
    if not done and (later or ahead or (_is_plan(text, alone) and not (past and is_vague(text)))):
        return "planned"
    return "done" if done and len(text) <= 16 else None


def is_vague(heading: str) -> bool:
    """Whether a folded heading could open either part: 重点工作, 主要任务, 工作措施."""
    return bare(heading).endswith(words("either_part")) and not any(
        w in heading for w in words("planned_anywhere")
    )


def _is_plan(text: str, alone: bool) -> bool:
    if text.startswith(words("deeds")):
        return False
    if alone and text.endswith(words("planned_endings")):
        return True
    return _only_of(text, (*words("planned_endings"), *words("planned_weakly")), words("plan_fillers"))


def _only_of(text: str, endings: tuple[str, ...], fillers: tuple[str, ...]) -> bool:
    """Whether text is one of the endings with nothing but fillers and a year before it."""
    ending = max((ending for ending in endings if text.endswith(ending)), key=len, default="")
    if not ending:
        return False
    rest = YEAR_WORD.sub("", text[: -len(ending)])
    while rest:
        filler = next((filler for filler in fillers if rest.startswith(filler)), None)
        if filler is None:
            return False
        rest = rest[len(filler) :]
    return True


def is_part_line(line: Line, main_year: int | None) -> bool:
    """Whether an unnumbered line is the heading of a part: 2019年工作思路, or 下半年打算: with a colon."""
    text = line.text.rstrip(":")
    if (
        DATE_LINE.fullmatch(text)
        or SIGNED_ON.search(text)
        or not 4 <= len(text) <= LONGEST_PART_LINE
        or any(sign in text for sign in "。;,:、!?|/>")
    ):
        return False
    return part_of_heading(text, main_year, alone=False) is not None or (
        text.endswith(words("planned_endings")) and part_of_heading(text, main_year) is not None
    )


def is_lead_in(sentence: str) -> bool:
    """Whether a folded sentence only announces what follows it: 重点做好以下工作:, and nothing behind the words."""
    text = sentence.strip()
    tail = text[-LONGEST_LEAD_IN:]
    if text.endswith(LEAD_IN_END) or COUNTED_WORK.search(tail) is not None:
        return True
    return _any_of("lead_ins").search(tail) is not None


def opens_plan(core: str, main_year: int | None = None) -> bool:
    """Whether a sentence turns to what will be done: 下一步, or a year after the report's with 将 or 力争.

    ``core`` is the folded sentence without its number, as ``bare`` gives it.
    """
    said = ATTRIBUTION.match(core)
    if said is not None and not said.group().startswith(words("planned_openers")):
        core = core[said.end() :]  # 明年工作打算:… is told by nobody
    year = _opening(core)
    if year is not None and main_year is not None:
        return (
            int(year.group(1).translate(DIGITS)) > main_year
            and AHEAD.search(core[:LONGEST_OPENING]) is not None
        )
    if not core.startswith(words("planned_openers")):
        return False
    return core.startswith(words("firm_openers")) or FUTURE.search(core[:LONGEST_OPENING]) is not None


def returns_to_done(core: str, main_year: int | None) -> bool:
    """Whether a sentence goes back to what was done after plans that a sentence opened: 截至2018年底."""
    said = SPEAKER.match(core)
    if said is not None:  # 张某:截至目前,…
        core = core[said.end() :]
    year = _opening(core)
    if year is not None and main_year is not None:
        return int(year.group(1).translate(DIGITS)) <= main_year
    return core.startswith(words("past_openers"))


def opens_problems(core: str) -> bool:
    """Whether a sentence without its number turns to what goes badly, for the rest of its paragraph."""
    return (
        core[:1] in _problem_firsts() and _any_of("problem_openers", "before_openers").match(core) is not None
    )


@lru_cache(maxsize=1)
def _problem_firsts() -> frozenset[str]:
    """The characters that such a sentence may begin with."""
    return frozenset(word[0] for word in (*words("problem_openers"), *words("before_openers")))


def tells_problem(core: str) -> bool:
    """Whether a sentence without its number tells what goes badly."""
    return marks_problem(core) or opens_problems(core)


def marks_problem(core: str) -> bool:
    """Whether a word anywhere in a sentence tells that something goes badly."""
    return _any_of("problem_marks").search(core) is not None


@lru_cache(maxsize=8)
def _any_of(name: str, before: str | None = None) -> re.Pattern[str]:
    """One of the words of a list, behind at most one of another list."""
    lead = f"(?:(?:{'|'.join(map(re.escape, words(before)))}),?)?" if before else ""
    return re.compile(lead + "(?:" + "|".join(map(re.escape, words(name))) + ")")


def sets_goal(sentence: str) -> bool:
    """Whether a folded sentence sets a goal in figures (力争申请 900 件)."""
    return GOAL.search(sentence) is not None


def is_plan_title(title: str) -> bool:
    """Whether a title announces plans alone."""
    text = bare(title)
    if any(word in text for word in words("summary_titles")):
        return False
    if "\u60c5\u51b5" in text and len(set(years_in(text))) > 1:
        return False  # 2021年情况与2022年要点
    return any(word in text for word in words("plan_titles"))
