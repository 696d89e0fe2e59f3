"""Whom a number is about: the reporting region, another region, or a park, company or school."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from reports.extraction.cues import Cues
from reports.extraction.frozen import quickly_made
from reports.extraction.line import CLAUSE_SIGNS, Line, Placed

_NOT_SUBJECT = re.compile(
    r"(?:占|占到|居|列|位列|名列|位居|排|排在|排名|在|比|较|高于|低于|高出|低|由|向|被|对|于|从|到|至|相当于|是|约为|支持|推动|会同|联合|"
    r"以|跃居|超过|经|受|同|与|通过|参加|报送|上报|如|被|成为|入选|作为|走进|赴|来自|其他|进驻|组织|联系|覆盖|带动|帮助|指导|协助|"
    r"推进|建设|依托|发挥|启动|加快|打造|申建|筹建|设立|成立|获批|批复|授予|评为|认定|列为|列入|跻身|进入|牵头|领先|"
    r"占了|占去|占据|占有|只及|仅及|不及|不足|不到|逊于|次于|优于|好于|多于|少于|紧追|赶上|接近|相较|"
    r"新增|新获|荣获|获评|新认定|新培育|创成|约|(?<!驻.)的|第[一二三四五六七八九十]+届)\Z"
)
# 某某保护中心获批筹建, 进入试运行: told of the centre, and over with its clause
_OPENED = re.compile(
    r"(?:正式|顺利|成功|已)*(?:获批|获准|进入|揭牌|挂牌|投入|启用|落户|建成|投用|成立|通过验收|开工)"
)
_LIST = re.compile(r"(?:、|和|与|及|以及)(?:[\u4e00-\u9fff]{2,6}[省市州])?")
_GOODS = re.compile(r"[\u4e00-\u9fff]{1,5}(?:、[\u4e00-\u9fff]{2,6})*等(?:地理标志|商标|产品|农产品|品牌)")
_FIRM = re.compile(r"(?:公司|集团|厂|大学|学院|学校|医院|研究院|研究所|银行|分行|支行)\Z")
# 州内专利代理人3名 behind a county is the whole prefecture's
_WITHIN = re.compile(r"(?<=[,;:。])(?:[省市区县州盟旗]内|辖区内|全域|境内)")
_SO_MANY = re.compile(r"[\d一二三四五六七八九十百]+[个家]")
_COUNTED = re.compile(
    r"等?\d+个?(?:县|市|区|镇|示范|试点|城市|园区|地|省)|等\d+家|\d+家(?=[\u4e00-\u9fff])"
    r"|(?:、[\u4e00-\u9fff]{2,12}){1,4}等\d*[家个]"
    r"|等(?:地|县|市|省|区|\d|[一二三四五六七八九十两]+[个家所市县区省])"
)
_OF_AVERAGE = re.compile(r"的?(?:平均|平均水平|平均值|均值)(?:水平)?[(]?(?:为|是|的)?")
_SEVERAL = re.compile(
    r"[两二三四五六七八九十\d]{1,3}(?:个?(?:设区|地级)?[市地区县州省家]|者|企业)(?:合计|总计|共|共计|累计|[\u4e00-\u9fff]{2,8}(?:合计|总计))|合计\Z"
)

_TOGETHER = re.compile("合计|总计|累计|共")  # nothing else ends the pattern above


@quickly_made
@dataclass(frozen=True, slots=True)
class Subject:
    """Who a number is about from ``start`` on; ``several`` marks districts or cities added up."""

    start: int
    area: str | None
    entity: str | None
    several: bool = False
    back: bool = False  # not told: the clause about a region above has ended


HOME = Subject(0, None, None)


def place_runs(line: Line) -> tuple[tuple[Placed, ...], ...]:
    """Return the places of a line in runs: those that are listed together (长沙、株洲和湘潭) make one run."""
    if len(line.places) < 2:
        return (line.places,) if line.places else ()
    runs: list[list[Placed]] = []
    for placed in line.places:
        between = line.text[runs[-1][-1].end : placed.start] if runs else ""
        if runs and between and len(between) <= 9 and _LIST.fullmatch(between):
            runs[-1].append(placed)
        elif runs and not between and runs[-1][-1].end == placed.start:
            before, own = runs[-1][-1], placed.place.text.startswith("全")
            place = before.place if own and before.place.kind == "area" else placed.place  # 孝感全市
            runs[-1][-1] = Placed(before.start, placed.end, place)  # 郑州市金水区 is one place
        else:
            runs.append([placed])
    return tuple(tuple(run) for run in runs)


def subject_of(placed: Placed, start: int) -> Subject:
    """Return the subject that a place makes."""
    place = placed.place
    if place.kind == "self":
        return Subject(start, None, None)
    if place.kind == "entity":
        return Subject(start, None, place.text)
    return Subject(start, place.text, None)


def find_subjects(line: Line, cues: Cues) -> tuple[Subject, ...]:
    """Return the subjects of a line in order of where they begin to hold."""
    found: list[Subject] = []
    for run in place_runs(line) if line.places else ():
        first, last = run[0], run[-1]
        if not _may_lead(line, first, last, cues) or _is_scope(line, last) or _in_a_name(line, first, last):
            continue
        if len(run) == 1:
            if not _counted_after(line, last):
                found.append(subject_of(last, last.end))
                closed = _bracketed(line, last.end)
                if closed:
                    before = found[-2] if len(found) > 1 else HOME
                    found.append(replace(before, start=closed, back=True))
                if last.place.kind == "entity" and _OPENED.match(line.text, last.end):
                    found.append(Subject(line.clause_end(last.end), None, None, back=True))
                if _FIRM.search(last.place.text) and _told_of_others(line, first.start, found):
                    found.append(Subject(_end_of_matter(line, last.end), None, None, back=True))
                if last.place.kind == "area" and _only_counted(line, first, last):
                    ends = line.text.find(";", last.end) + 1
                    among = line.text.endswith("其中", 0, first.start)
                    before = found[-2] if len(found) > 1 and (among or found[-2].area is None) else HOME
                    found += [replace(before, start=ends, back=True)] if ends else []
                if last.place.kind == "area" and last.place.text.startswith(("全", "自治区")):
                    found.append(Subject(line.clause_end(last.end), None, None, back=True))
        elif not _counted_after(line, last):
            found.append(Subject(last.end, None, None, True))
            ends = line.text.find(";", last.end) + 1
            if ends and not any(last.end <= number.start < ends for number in line.numbers):
                found.append(Subject(ends, None, None, back=True))  # 甲县、乙县进度滞后;…
    if found and ("内" in line.text or "全域" in line.text):
        for match in _WITHIN.finditer(line.text):
            if found[0].start < match.start():
                found.append(Subject(match.end(), None, None))
    if ("计" in line.text or "共" in line.text) and _TOGETHER.search(line.text):
        for match in _SEVERAL.finditer(line.text):
            if not any(found_one.several and found_one.start > match.start() - 12 for found_one in found):
                found.append(Subject(match.end(), None, None, True))
    return tuple(sorted(found, key=_start)) if len(found) > 1 else tuple(found)


def _bracketed(line: Line, end: int) -> int:
    """Where the bracket closes that holds a place's number: 仅次于某市(8万件), of which nothing more is told; or 0."""
    if line.text[end : end + 1] != "(" or not any(end < n.start <= end + 4 for n in line.numbers):
        return 0
    return line.text.find(")", end, end + 30) + 1


def _only_counted(line: Line, first: Placed, last: Placed) -> bool:
    """其中广东23574件;受理…: a place right before its number, or among others, is over with its semicolon."""
    if line.text.endswith("其中", 0, first.start):
        return True
    return any(last.end <= number.start <= last.end + 2 for number in line.numbers)


def _told_of_others(line: Line, start: int, found: Sequence[Subject]) -> bool:
    """Whether numbers stand before a firm that nobody but the reporting region was told of."""
    home = all(one.area is None and one.entity is None for one in found[:-1])
    return home and any(number.start < start and number.kind != "rank" for number in line.numbers)


def _end_of_matter(line: Line, at: int) -> int:
    """The semicolon behind a place, or the end of the line: 某公司获奖7项;另获… is the region's again."""
    end = line.text.find(";", at)
    return end + 1 if end >= 0 else len(line.text)


def _start(subject: Subject) -> int:
    return subject.start


def _is_scope(line: Line, last: Placed) -> bool:
    """全国第9 ranks within the nation and speaks of no other region."""
    if line.text.startswith(("占比", "的占比", "比重", "份额", "排名", "位次", "第"), last.end):
        own = last.place.kind == "area" and not last.place.text.startswith(("全", "自治区"))
        return not (own and line.text.startswith(("占比最", "占比达", "占比为"), last.end))
    if last.place.text.startswith("全") and line.text.startswith("最", last.end):
        return True  # 增幅全市最高
    following = next((number for number in line.numbers if number.start >= last.end), None)
    return following is not None and following.kind == "rank" and following.start - last.end <= 6


def _in_a_name(line: Line, first: Placed, last: Placed) -> bool:
    """An entity inside a name (维权援助工作站) is what is counted, not who counts; a prize is its giver's."""
    if any(m.span[0] <= last.end < m.span[1] and "regional_patent_awards" in m.codes for m in line.mentions):
        return True
    if last.place.kind != "entity":
        if _in_quotes(line, first.start, last.end):
            return True
        return any(m.span[0] < first.start and last.end <= m.span[1] for m in line.mentions if m.meanings)
    return any(
        m.span[0] < last.end and first.start < m.span[1] <= last.end for m in line.mentions if m.meanings
    )


def _in_quotes(line: Line, start: int, end: int) -> bool:
    """“某地草莓” is the name of goods, and not of the place."""
    opening = line.text.rfind("“", 0, start)
    return opening >= 0 and line.text.find("”", opening, end + 1) < 0


def _may_lead(line: Line, first: Placed, last: Placed, cues: Cues) -> bool:
    """A subject opens its clause, or stands right before a name or a number; 占全省的 never does."""
    clause = line.clause_start(first.start)
    before = line.open_text(clause, first.start)
    if _NOT_SUBJECT.search(before):
        return False
    if first.place.kind == "self" and len(cues.without_fillers(before)) <= 4:
        return True
    if len(cues.without_fillers(before)) <= 1:
        return True
    after = line.text[last.end : last.end + 3]
    near = any(last.end <= mention.span[0] <= last.end + 3 for mention in line.mentions)
    if any(number.start == last.end and number.kind != "rank" for number in line.numbers):
        return True
    near_number = any(last.end <= number.start <= last.end + 3 for number in line.numbers)
    return (
        (near or near_number)
        and not after.startswith(tuple(CLAUSE_SIGNS))
        and line.text[first.start - 1] in "、(,和"
    )


def first_of_goods(after: str) -> bool:
    """Whether what follows a place makes it the name of goods in a list: 泰山板栗、肥城桃等地理标志商标38件."""
    return "等" in after and _GOODS.match(after) is not None


def _counted_after(line: Line, last: Placed) -> bool:
    """巩义市、长垣县等12个县 lists examples and speaks of the twelve."""
    after = line.text[last.end : last.end + 14]
    if after.startswith(("下达", "确定的", "交办", "分解")) or first_of_goods(after):
        return True  # 完成自治区下达任务380件
    if last.place.text == "全国" and _SO_MANY.match(after):
        return True
    return _COUNTED.match(after) is not None


def subject_at(subjects: Sequence[Subject], at: int, default: Subject) -> Subject:
    """Return the subject that holds at a place of the line."""
    holds = default
    for subject in subjects:
        if subject.start > at:
            break
        holds = subject
    return holds


_LOCAL = re.compile(r"(?:相当于|占|高于|低于|比|较|约?[是为])\Z")


def bracketed_subject(line: Line, number_start: int) -> Subject | None:
    """Return the place that a number in brackets stands behind: 嘉定区(38.2%); None for the others."""
    if line.text[number_start - 1 : number_start] != "(":
        return None
    placed = next((one for one in line.places if one.end == number_start - 1), None)
    return subject_of(placed, placed.end) if placed is not None and placed.place.kind != "self" else None


def local_subject(line: Line, number_start: int) -> Subject | None:
    """Return whom only this number is about: 全国平均3.23件, 相当于自治区1204件的三成; None for the others."""
    for placed in line.places:
        if placed.end > number_start:
            break
        if number_start - placed.end > 10:
            continue
        between = line.text[placed.end : number_start]
        if _OF_AVERAGE.fullmatch(between):
            return (
                subject_of(placed, placed.end)
                if placed.place.kind != "self"
                else Subject(0, placed.place.text, None)
            )
        if between == "(" and placed.place.kind != "self":
            return subject_of(placed, placed.end)  # 仅次于苏州(18067件)
        if between in ("", "的", "合计", "为", "共") and _LOCAL.search(line.text[: placed.start][-4:]):
            return subject_of(placed, placed.end)
    return None
