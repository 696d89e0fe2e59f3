"""Which amounts are no statistic: means, what is lacking, what others have, limits and bars."""

from __future__ import annotations

import re

from reports.extraction.line import Line, Number

_A_MEAN = re.compile(
    r"(?:(?<!每)[年月季日天周场户人件项笔家]均|平均每(?:个?工作日|[年月季天日周场班期家户人件项笔个所名位])|每[年月天日周家户]平均|平均[每一][天日周月]|年平均|日平均)"
    r"[^,;。\d]{0,6}\Z"
)
_LACKS = re.compile(r"(?:还|仍|尚|只)?(?:相?差|缺口?|短缺)(?:了|有|为)?\Z")
_THE_OTHERS = re.compile("其余|其他各|其它|其他[市县区州企单高院]")
_BEYOND_TASK = re.compile(
    "^的?(?:年度|全年)?(?:任务|目标|指标|计划)数?(?:还|仅|只)?(?:多|少|超|低|差)(?:出|了)?\\Z"
)
_TASK_FIRST = frozenset("的年全任目指计")  # what the pattern above may begin with
_CAP = re.compile("为(?:限|上限|最高限)|封顶|的?上限")
_BAR_ALONE = re.compile("(?<=元以[上下内])[)]")
BAR_OF_A_LIST = re.compile(
    r"(?:以上|以下)?的(?:县\(市(?:、区)?\)|县市区?|区县|企业|单位|高校|乡?镇|园区|市|县|区)?"
    r"(?:有|包括|分别[是为有]|依次[是为])[:,]?(?=[\u4e00-\u9fff])"
)
_OF_SUCH = re.compile(
    r"(?:以上|以下)?的(?:企业|单位|县|乡镇|高校|大户|园区(?!知识产权|专利)|专利权人|申请人|[有达共]?(?:\d+|[一二三四五六七八九十]+)[家户所个])"
)


def counts_nothing(line: Line, number: Number, clause: str) -> bool:
    """Whether an amount is a mean, what is lacking, others', a limit or a bar, and so no statistic."""
    if "均" in clause and _A_MEAN.search(clause):
        return True
    if ("差" in clause or "缺" in clause) and _LACKS.search(clause):
        return True
    if ("其" in clause and _THE_OTHERS.search(clause)) or (
        clause[:1] in _TASK_FIRST and _BEYOND_TASK.match(clause)
    ):
        return True
    if number.kind == "money" and _CAP.match(line.text, number.end):
        return True  # 年度资助总额以20万元为限
    if number.quantity.comparator in ("above", "below") and _BAR_ALONE.match(line.text, number.end):
        return True  # 普惠贷款(1000万元以下)763笔
    if line.text[number.end : number.end + 1] not in ("以", "的"):
        return False
    return (BAR_OF_A_LIST.match(line.text, number.end) or _OF_SUCH.match(line.text, number.end)) is not None
