"""What the office did and what it means to do: the headed achievements, and each sentence of its plans."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from reports.extraction.folding import fold
from reports.extraction.headings import DATE_LINE, LEVELS, OFFICE_LINE, PLAIN_LEVEL, numbering
from reports.extraction.parts import COUNTED_WORK, bare, is_lead_in, part_of_heading, years_in
from reports.extraction.report_facts import planned_year
from reports.extraction.structure_words import words
from reports.extraction.types import ReportFacts, Section, Sentence, Span, Structure, WorkItem

IS_ITEM = re.compile(r"([一二三四五六七八九十]{1,2})(?:是|要) ?(?=[^0-9])")
ORDINAL_ITEM = re.compile(r"第([一二三四五六七八九十]{1,2})[,、:]|(首先|其次|再次|最后)[,:]")
ITEM_FIRST = frozenset("一二三四五六七八九十第首其再最")  # what one of the two may begin with
ONE_LINERS = frozenset(("arabic", "arabic_bracket", "circled", "ordinal"))
RANKED: frozenset[int] = frozenset(
    (1, 2, 3)
)  # levels of headings that are achievements: 第一部分, 一、 and (一)
INNER: frozenset[int] = frozenset((LEVELS["arabic"], LEVELS["arabic_bracket"], LEVELS["circled"]))
FIGURE = re.compile(r"[0-9一二三四五六七八九十百千万]{1,9} ?(?:件|项|家|%|个百分点|亿元|万元|起|人次|期|场)")
SIGNED = re.compile(rf"(?:{OFFICE_LINE.pattern})?\s*(?:{DATE_LINE.pattern})")
OFFICE_ALONE = re.compile(r"[\u4e00-\u9fff]{2,14}(?:知识产权局|监督管理局|科学技术局|科技局)")
CONTACT = re.compile(
    r"(?:出席|列席|参加|参会|主持|记录|主送|抄送|报送|抄报|分送|发送|印发|责任单位|牵头单位|配合单位)"
    r"(?:人员|单位|领导|人)? ?:|(?:联系|咨询)(?:人|方式|电话|地址) ?:|(?:电话|传真|邮编|地址|电子邮箱) ?:"
)
# 由某局牵头,各县区配合。 says who, and the sentence before it what
WHO_DOES = re.compile(
    r"(?:(?:此|该|上述|这)项?工作)?由[^。;]{2,40}?(?:牵头|负责|承办|落实|配合)(?:[^。;0-9]{0,16}|,[^。;]{0,6}月底?前完成)[。;]?"
)
# 明年打算做好几件事。 announces what follows it
ANNOUNCES = re.compile(
    r"(?:[^,。;:]{0,12},)?[^,。;:]{0,8}(?:打算|准备|要|计划|重点)[^,。;:]{0,4}[做办抓干](?:好|实|成)?"
    r"(?:这|以下|如下)?[几两二三四五六七八九十]件(?:大|实|要)?事[。:]?"
)
# ——强化服务。 with what it means behind it is the heading of its paragraph
RUN_IN = re.compile(
    r"(?:-{1,4}|—{1,2}|·) ?(?:[^,。;:\d]{2,4}上,)?[^,。;:\d]{4,12}[。:]"
    r"|[0-9]{1,2}[.、] ?(?:抓[^,。;:\d]{2,6}|[^,。;:\d]{4})[。:]"
)
SLOGAN = re.compile(r"(?:[0-9]{1,2}[.、)]|\([0-9]{1,2}\)|[①-⑳])? ?[^,。;:\d]{3,10}[。:]")
# 成绩来之不易,要倍加珍惜 calls upon its hearers; 会议听取了汇报 tells of the meeting
CALLS = re.compile(
    "[,](?:要|必须|务必|务须)[^,]{2,10}\\Z|^[图表] ?[0-9一二三四五六七八九十]|^会议(?:听取|研究|审议|议定|指出|强调)"
)
_TWO_TOPICS = re.compile("[\u4e00-\u9fff]{2,5}[与和及][\u4e00-\u9fff]{2,3}")
EXHORTS = re.compile(r"(?:同志们[,:!])?(?:让我们|我们相信|我们坚信|相信在)")
LONGEST_IS_TITLE = 45
LONGEST_IS_ITEM = 60
SHORT_CLAUSE = 10
SHORTEST_ITEM = 4
SHORTEST_DEED = 4
SHORTEST_PLAIN_DEED = 6


@dataclass(frozen=True, slots=True)
class _IsItem:
    """A sentence that begins with 一是, 二是 …; ``detailed`` where sentences of its own follow it, ``lines``
    where it opens a line."""

    span: Span
    number: str
    detailed: bool
    lines: bool
    section: tuple[str, ...]


def find_work_items(text: str, structure: Structure, facts: ReportFacts) -> tuple[WorkItem, ...]:
    """The planned and the done items in reading order, each with the headings that it stands under."""
    folded = fold(text)
    items = _planned(text, folded, structure, facts) + _done(text, folded, structure, facts)
    return tuple(sorted(items, key=lambda item: item.span))


def _planned(text: str, folded: str, structure: Structure, facts: ReportFacts) -> list[WorkItem]:
    shut = _mere_headings(folded, structure)
    default = planned_year(facts)
    sentences = [s for s in structure.sentences if s.part == "planned" and s.span not in shut]
    sentences = _without_signature(folded, sentences)
    items: list[WorkItem] = []
    for sentence in sentences:
        piece = folded[slice(*sentence.span)]
        if (
            _only_guides(sentence, piece)
            or (
                RUN_IN.fullmatch(piece) is not None
                and folded[sentence.span[1] : sentence.span[1] + 1] not in "\n"
            )
            or not says_what_to_do(piece)
            or (sentence is sentences[-1] and is_closing(piece))
        ):
            continue
        year = _year_of(sentence, facts, default)
        section = (
            sentence.section[:-1]
            if sentence.section[-1:] == (text[slice(*sentence.span)],)
            else sentence.section
        )
        items.append(WorkItem("planned", year, section, text[slice(*sentence.span)], sentence.span))
    return items


def _mere_headings(folded: str, structure: Structure) -> set[Span]:
    """The headings that are no items. A numbered one-liner that opens a paragraph (2.加强宣传。) is one, and so are
    numbered lines with nothing below them."""
    shut: set[Span] = _slogans(folded, structure.sections)
    sections = structure.sections
    counts = Counter([sentence.section for sentence in structure.sentences])
    for index, section in enumerate(sections):
        heading = folded[slice(*section.heading)]
        numbered = numbering(heading)
        inner = numbered is not None and numbered[0] in ONE_LINERS
        following = sections[index + 1] if index + 1 < len(sections) else None
        alone = counts[section.path] == 1 and (following is None or following.level <= section.level)
        goal = heading[-1] in "。!" and (inner or FIGURE.search(heading) is not None)
        of_part = heading[-1] not in "。!" and part_of_heading(heading, None) == "planned"
        if (not (numbered is not None and alone) and not goal) or of_part:
            shut.add(section.heading)
    return shut


def _slogans(folded: str, sections: Sequence[Section]) -> set[Span]:
    """The headings of numbered lists in which each number has a short one with what it means behind it in its
    paragraph: 1.编好一个规划。高质量完成… 2.抓实两个中心。推动… A list with one that stands alone is a list of work."""
    lists: dict[tuple[str, ...], list[Section]] = {}
    for section in sections:
        if section.level in INNER:
            lists.setdefault(section.path[:-1], []).append(section)
    found: set[Span] = set()
    for listed in lists.values():
        headings = [section.heading for section in listed]
        if len(headings) > 1 and all(_is_slogan(folded, heading) for heading in headings):
            found.update(headings)
    return found


def _is_slogan(folded: str, heading: Span) -> bool:
    return SLOGAN.fullmatch(folded, *heading) is not None and folded[heading[1] : heading[1] + 1] not in "\n"


def _only_guides(sentence: Sentence, piece: str) -> bool:
    """Whether a sentence without a goal stands below a heading like 指导思想."""
    heading = bare(fold(sentence.section[-1])) if sentence.section else ""
    return heading in words("guiding_headings") and FIGURE.search(piece) is None


def says_what_to_do(sentence: str) -> bool:
    """Whether a folded sentence of a plan is an item: no lead-in without a goal, no scrap."""
    if len(bare(sentence)) < SHORTEST_ITEM or sentence[-1] == "?":
        return False
    if WHO_DOES.fullmatch(sentence) is not None:
        return False
    if CONTACT.match(sentence) is not None or ANNOUNCES.fullmatch(sentence) is not None:
        return False
    counted = COUNTED_WORK.search(sentence)
    if counted is not None and FIGURE.search(sentence[: counted.start()]) is None:
        return False  # 着力做好以下五项工作。 only announces them
    if FIGURE.search(sentence) is not None:
        return True
    return not is_lead_in(sentence) and not any(word in sentence[:40] for word in words("guiding"))


def is_closing(sentence: str) -> bool:
    """Whether a folded sentence only exhorts, as the last one of a report may."""
    return FIGURE.search(sentence) is None and any(word in sentence for word in words("closings"))


def _without_signature(folded: str, sentences: list[Sentence]) -> list[Sentence]:
    """Leave out what ends a report: the office's name with the date, and before it what begins with 让我们."""
    kept = list(sentences)
    if kept and SIGNED.fullmatch(folded[slice(*kept[-1].span)].strip(" ()")):
        kept.pop()
        if kept and OFFICE_LINE.fullmatch(folded[slice(*kept[-1].span)].strip()):
            kept.pop()
    elif kept and OFFICE_ALONE.fullmatch(folded[slice(*kept[-1].span)].strip()):
        kept.pop()
    return [s for s in kept if not exhorts(folded[slice(*s.span)])]


def exhorts(sentence: str) -> bool:
    """Whether a folded sentence only calls upon everybody (让我们…) and sets no goal in numbers."""
    return EXHORTS.match(sentence) is not None and FIGURE.search(sentence) is None


def _year_of(sentence: Sentence, facts: ReportFacts, default: int | None) -> int | None:
    """A heading above the sentence may name the plan's year; else it follows from the report's."""
    if facts.year is None:
        return None
    for heading in reversed(sentence.section):
        years = [year for year in years_in(fold(heading)) if facts.year <= year <= facts.year + 1]
        if years:
            return years[0]
    return default


def _done(text: str, folded: str, structure: Structure, facts: ReportFacts) -> list[WorkItem]:
    if facts.kind in ("plan", "other"):
        return []
    parts = {sentence.span: sentence.part for sentence in structure.sentences}
    groups = _is_groups(folded, structure)
    done = [section for section in structure.sections if parts.get(section.heading) == "done"]
    levels, lists = _achieving_levels(done), _unnumbered_lists(done)
    counted = [s for s in done if s.level in levels or (s.level == PLAIN_LEVEL and s.path[:-1] in lists)]
    topical = _lists_of_topics(counted)
    grouped = [section.span[0] for section in done if section.path in groups]
    items = [_is_item(text, folded, facts, item) for items in groups.values() for item in items]
    for index, section in enumerate(counted):
        start, end = section.span
        below = counted[index + 1].span[0] if index + 1 < len(counted) else end
        if below < end or bisect_left(grouped, end) > bisect_left(grouped, start):
            continue  # the parts below it tell its achievements one by one
        if section.level == PLAIN_LEVEL and len(section.path[-1]) < SHORTEST_PLAIN_DEED:
            continue
        topic = section.path[:-1] in topical or is_topic(fold(section.path[-1]))
        if topic or (facts.kind == "bulletin" and not _tells_deed(section)):
            continue
        items.append(WorkItem("done", facts.year, section.path[:-1], section.path[-1], section.heading))
    telling = [item for item in items if not bare(fold(item.text)).endswith(words("generic_endings"))]
    return telling or items


def _unnumbered_lists(done: Sequence[Section]) -> set[tuple[str, ...]]:
    """The paths of headings like 工作亮点 that have two or more unnumbered headings straight below them."""
    counts = Counter(
        section.path[:-1] for section in done if section.level == PLAIN_LEVEL and len(section.path) > 1
    )
    return {
        path
        for path, count in counts.items()
        if count >= 2 and bare(fold(path[-1])).endswith(words("above_deeds"))
    }


def _is_item(text: str, folded: str, facts: ReportFacts, item: _IsItem) -> WorkItem:
    """A long sentence after 一是 is told by its first clause of some length."""
    start, end = item.span
    if end - start > LONGEST_IS_ITEM:
        comma = folded.find(",", start + SHORT_CLAUSE, end)
        end = comma if comma > 0 else end
    return WorkItem("done", facts.year, item.section, text[start:end], (start, end))


def _achieving_levels(done: Sequence[Section]) -> frozenset[int]:
    """The levels of headings that tell achievements: 一、 and (一); where none stands, 1. or (1), or no number."""
    levels = {section.level for section in done}
    if levels & RANKED:
        return RANKED
    numbered = levels & INNER
    return frozenset({min(numbered)} if numbered else levels & {PLAIN_LEVEL})


def is_topic(heading: str) -> bool:
    """Whether a folded heading names a topic (二、专利授权情况) and nothing achieved."""
    text = bare(heading)
    return (
        CALLS.search(text) is not None
        or len(text) < SHORTEST_DEED
        or text.endswith(words("topic_endings"))
        or text in words("topic_headings")
    )


def _lists_of_topics(counted: Sequence[Section]) -> set[tuple[str, ...]]:
    """The paths below which most headings are two things side by side (资助与奖励, 申请与授权): all topics."""
    told: dict[tuple[str, ...], list[bool]] = {}
    for section in counted:
        told.setdefault(section.path[:-1], []).append(
            _TWO_TOPICS.fullmatch(bare(fold(section.path[-1]))) is not None
        )
    return {path for path, pairs in told.items() if len(pairs) > 2 and 2 * sum(pairs) > len(pairs)}


def _tells_deed(section: Section) -> bool:
    """Whether a bulletin's heading tells an achievement: most name a topic."""
    heading = bare(fold(section.path[-1]))
    if heading.startswith(words("deeds")) or heading.endswith(words("achieved_endings")):
        return True
    return any(fold(above).rstrip("。").endswith(words("above_deeds")) for above in section.path[:-1])


def _is_groups(folded: str, structure: Structure) -> dict[tuple[str, ...], list[_IsItem]]:
    """The 一是 … 二是 … parts below each path of headings, where they stand as headed parts.

    They do where each is short and tells its matter in sentences of its own after it; long ones in a row are one
    running account.
    """
    found: dict[tuple[str, ...], list[_IsItem]] = {}
    sentences = structure.sentences
    for index, sentence in enumerate(sentences):
        if sentence.part != "done":
            continue
        number = _item_number(folded, sentence)
        if number is None:
            continue
        following = sentences[index + 1] if index + 1 < len(sentences) else None
        detailed = (
            following is not None
            and following.section == sentence.section
            and following.part == "done"
            and IS_ITEM.match(folded, following.span[0], following.span[1]) is None
        )
        lines = _opens_line(folded, sentence.span[0])
        found.setdefault(sentence.section, []).append(
            _IsItem(sentence.span, number, detailed, lines, sentence.section)
        )
    return {path: items for path, items in found.items() if _are_headed(items)}


def _item_number(folded: str, sentence: Sentence) -> str | None:
    """一 of 一是 at a sentence's head; of 第一, or 首先, only where it opens a line."""
    if folded[sentence.span[0]] not in ITEM_FIRST:
        return None
    match = IS_ITEM.match(folded, *sentence.span)
    if match is not None:
        return match.group(1)
    match = ORDINAL_ITEM.match(folded, *sentence.span)
    if match is None or not _opens_line(folded, sentence.span[0]):
        return None
    return match.group(1) or match.group(2)


def _opens_line(folded: str, start: int) -> bool:
    before = folded[max(0, start - 8) : start]
    return not before.strip(" ") or ("\n" in before and not before.rpartition("\n")[2].strip(" "))


def _are_headed(items: Sequence[_IsItem]) -> bool:
    if len(items) < 2 or items[0].number not in ("一", "首先"):
        return False
    if all(item.lines for item in items):
        return True
    short = [item for item in items if item.span[1] - item.span[0] <= LONGEST_IS_TITLE]
    detailed = [item for item in items if item.detailed]
    return 2 * len(short) > len(items) and 2 * len(detailed) >= len(items)
