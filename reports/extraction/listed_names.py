"""Names that are listed before as many values, whatever they are called: 睿芯微、章源机电、抚州幼专分别为…."""

from __future__ import annotations

import re

from reports.extraction.line import Line
from reports.extraction.subjects import Subject, subject_of
from reports.extraction.types import Span

UNKNOWN_NAME = "a name that no list knows"  # a doubt
LONGEST_NAME = 14
_EACH = re.compile("依次|分别|各[为有是达]?(?=\\d|[约近超]|$)|紧[随跟]其后|次之|各[为有]")
# Where the last name of a list ends: 三江纸业三家的…, 狮山农大依次为…, 普华动力紧随其后
_TAIL = re.compile(
    r"(?:等)?(?:[两二三四五六七八九十\d]{1,2}(?:家|所|个|校|州|县|市|区|旗|盟|镇|乡|街道|户|院|企业|公司|单位|地|者)|依次|分别|各[为有自是]|的|[排居列位]|名列|紧[随跟]|跟随|其后|次之"
    r"|领先|专利|发明|商标|实用|外观|申请|授权|有效|质押|PCT|全年|当年|年内|以|[均都])"
)
_NAME = re.compile(r"[\u4e00-\u9fffA-Za-z×*]{2,14}")
_LIST = re.compile(
    r"(?:[\u4e00-\u9fffA-Za-z×*]{2,14}、)*[\u4e00-\u9fffA-Za-z×*]{2,14}[、和与及][\u4e00-\u9fffA-Za-z×*]{2,40}"
)
_OPENED = re.compile("其中|分别是|包括|如")
_AREA = re.compile(r"(?:街道|[省市县区镇乡旗盟州])\Z")
_PREMISES = re.compile("[校院园厂厅库]区\\Z")  # 某大学某校区 is no district
_NO_NAME = re.compile(
    r"专利|商标|发明|实用|外观|申请|授权|增长|下降|同比|比重|占比|总量|数量|金额|[一二三四]季度|上半年|本年|去年|今年|[一二三两]等奖|金奖|银奖|类$"
)


def find_listed_names(
    line: Line, start: int, before: int, count: int
) -> tuple[tuple[Subject, ...], Span] | None:
    """Return the subjects of a list of ``count`` names between two places of a line, and where it stands; None where
    there is none, or where every name is a place that is known anyway."""
    told = line.text[start:before]
    if ("、" not in told and count > 2) or _EACH.search(told) is None:
        return None
    for match in reversed(list(_LIST.finditer(line.text, start, before))):
        names = _names_of(line.text, match, count)
        if len(names) != count or any(_is_no_name(line, span) for span in names):
            continue
        if _EACH.search(line.text, names[-1][1], before) is None:
            continue
        exact = {(placed.start, placed.end): placed for placed in line.places}
        if all(span in exact for span in names):
            return None
        areas = any(span in exact and exact[span].place.kind == "area" for span in names)
        subjects = []
        for span in names:
            text = line.text[slice(*span)]
            if span in exact:
                subjects.append(subject_of(exact[span], span[1]))
            elif (areas or _AREA.search(text)) and _PREMISES.search(text) is None:
                subjects.append(Subject(0, text, None))
            else:
                subjects.append(Subject(0, None, text))
        return tuple(subjects), (names[0][0], names[-1][1])
    return None


def _names_of(text: str, match: re.Match[str], count: int) -> list[Span]:
    """The spans of the names in a list, the last one cut where its clause goes on; 泰和新材 is one name."""
    spans: list[Span] = []
    at = match.start()
    signs = "(、)" if match.group().count("、") == count - 1 else "([、和与及])"
    for piece in re.split(signs, match.group()):
        if piece and piece not in "、和与及":
            spans.append((at, at + len(piece)))
        at += len(piece)
    first, last = spans[0], spans[-1]
    opened = _OPENED.match(text, *first)
    if opened is not None:
        spans[0] = (opened.end(), first[1])
    tail = _TAIL.search(text, last[0] + 2, last[1])
    spans[-1] = (last[0], tail.start() if tail else last[1])
    return spans


def _is_no_name(line: Line, span: Span) -> bool:
    text = line.text[slice(*span)]
    if not 2 <= len(text) <= LONGEST_NAME or _NAME.fullmatch(text) is None or _NO_NAME.search(text):
        return True
    crossed = any(m.span[0] < span[1] and span[0] < m.span[1] for m in line.mentions)
    return crossed or any(t.start < span[1] and span[0] < t.end for t in line.periods)
