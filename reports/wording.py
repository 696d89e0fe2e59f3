"""Claims, periods and reports in the words of the page, in the reader's language."""

from __future__ import annotations

import re
from datetime import date
from decimal import Decimal

from django.utils.translation import gettext, gettext_noop
from django.utils.translation import gettext as _

from indicators.labels import breakdown_name, language, unit_name
from indicators.series import window_of
from indicators.wording import format_exact, is_english, period_name, with_comparator
from reports.extraction.checks import FAR_DATE
from reports.extraction.inherited import (
    ISSUER_INFERRED,
    PERIOD_OPEN,
    REGION_INFERRED,
    YEAR_INFERRED,
    YEAR_OPEN,
)
from reports.extraction.misread import MISREAD
from reports.extraction.recognised import RECOGNISED
from reports.extraction.weak_cues import (
    ANOTHER_YEAR,
    DAYS_FROM_BEFORE,
    MAY_BE_AIMED_AT,
    MAY_BE_REACHED,
    NEW_OR_HELD,
    PLACE_FAR_OFF,
)
from reports.models import Claim, Finding, Report
from reports.stored_sentences import in_readers_language

KINDS = {
    "summary": gettext_noop("工作总结"),
    "plan": gettext_noop("工作计划"),
    "bulletin": gettext_noop("统计公报"),
    "report": gettext_noop("工作报告"),
    "other": gettext_noop("其他材料"),
}
ROLES = {
    "observation": gettext_noop("指标数值"),
    "date": gettext_noop("日期"),
    "ordinal": gettext_noop("序号"),
    "identifier": gettext_noop("文号与编号"),
    "heading": gettext_noop("标题编号"),
    "noise": gettext_noop("页面杂质"),
    "unassigned": gettext_noop("未归入指标"),
}
STATES = {
    "pending": gettext_noop("待核实"),
    "doubt": gettext_noop("有疑点"),
    "accepted": gettext_noop("已采用"),
    "corrected": gettext_noop("已更正"),
    "rejected": gettext_noop("已否决"),
}
BASES = {
    "year": gettext_noop("年份"),
    "region": gettext_noop("地区"),
    "kind": gettext_noop("种类"),
    "period": gettext_noop("期间"),
    "title": gettext_noop("标题"),
}
NUMBER_IN_SENTENCE = re.compile(r"\d+(?:,\d{3})*(?:\.\d+)?(?![\d年])")
AMOUNTS = {"", "level", "change", "target"}
LEAST_MONEY_SCALED = 10_000
CHINESE_SCALES = ((10**8, " 亿"), (10**4, " 万"))
ENGLISH_SCALES = ((10**9, " billion"), (10**6, " million"))
FLAGS = {
    "no_figures": gettext_noop("正文里没有数字，请确认上传的是不是工作报告。"),
    "invisible_characters": gettext_noop("正文里有看不见的字符，已用 □ 标出，请核对相关数字。"),
    "control_characters": gettext_noop("正文里有控制字符，已用 □ 标出，请核对相关数字。"),
    "replaced_characters": gettext_noop("有些字无法识别，已用替代符表示，请对照原件核对。"),
    "hidden_text": gettext_noop("文件里有隐藏文字，没有计入，请核对。"),
    "hidden_sheets": gettext_noop("文件里有隐藏的工作表，请核对。"),
    "tracked_insertions": gettext_noop("文件里有未接受的修订：插入的文字已计入。"),
    "tracked_deletions": gettext_noop("文件里有未接受的修订：删除的文字没有计入。"),
    "embedded_part": gettext_noop("文件里嵌有别的文件，没有读取，请单独上传。"),
    "list_numbers_not_read": gettext_noop("自动编号没有读出，请对照原件看序号。"),
    "uncalculated_formulas": gettext_noop("表格里有未计算的公式，请在原件中重新计算后保存再上传。"),
    "damaged_pages": gettext_noop("有的页面损坏，没有读出，请对照原件核对。"),
    "not_scanned": gettext_noop("上传时病毒扫描程序没有应答，原件未经扫描；打开原件前请先查毒。"),
    "ocr_layer": gettext_noop("文字是机器从图片识别的，数字请逐个核对。"),
    "recognised": gettext_noop("文字是从图片中识别出来的，不会自动采用，数字请逐个对照原件核对。"),
    "converted": gettext_noop("文件由 LibreOffice 转换后读取，请对照原件核对。"),
    "cut_depth": gettext_noop("文件层次太深，过深的部分没有读取。"),
}
COUNTED_FLAGS = {
    "cut_pages": gettext_noop("文件太长，仅处理前 %(n)s 页。"),
    "cut_text": gettext_noop("文件太长，仅处理前 %(n)s 个字。"),
    "cut_numbers": gettext_noop("文件里的数字太多，仅处理前 %(n)s 处。"),
    "cut_blocks": gettext_noop("文件太长，仅处理前 %(n)s 段。"),
    "cut_page_text": gettext_noop("有的页面文字太多，每页仅处理前 %(n)s 个字。"),
    "recognised_pages": gettext_noop(
        "第 %(n)s 页的文字是从图片中识别出来的，不会自动采用，数字请逐个对照原件核对。"
    ),
    "cut_recognition": gettext_noop("图片太多，文字识别仅处理前 %(n)s 页。"),
    "pages_without_text": gettext_noop("第 %(n)s 页是图片，没有读到文字，请补交文字版。"),
    "pictures_without_text": gettext_noop(
        "文中第 %(n)s 幅大图可能是扫描的文字，没有读到；若有数字，请补交文字版。"
    ),
    "recognised_pictures": gettext_noop(
        "文中第 %(n)s 幅大图的文字是识别出来的，不会自动采用，数字请逐个对照原件核对。"
    ),
}
RULES = {
    "person": gettext_noop("人工更正"),
    "named": gettext_noop("按紧邻的指标名读取"),
    "listed": gettext_noop("按并列的名称和数字一一对应"),
    "before": gettext_noop("按后面的指标名读取"),
    "behind": gettext_noop("按后面的指标名读取"),
    "earlier": gettext_noop("按前文的指标名读取"),
    "elided": gettext_noop("承前省略了指标名"),
    "ranked": gettext_noop("承前省略了指标名"),
    "bare": gettext_noop("按所在的主题读取"),
    "topic": gettext_noop("按所在的主题读取"),
    "restated": gettext_noop("按前文同一指标读取"),
    "part": gettext_noop("按“其中”归到前面的合计"),
    "part-before": gettext_noop("按前面的分组名读取"),
    "by-place": gettext_noop("按并列的地区逐一对应"),
    "by-period": gettext_noop("按并列的时段逐一对应"),
    "by-name": gettext_noop("按并列的指标名逐一对应"),
    "by-statement": gettext_noop("按前一句的数据逐一对应"),
    "by-position": gettext_noop("按前面列出的次序逐一对应"),
    "heading": gettext_noop("按前面小标题的指标名读取"),
    "part-alone": gettext_noop("只写了分组名，按专利申请读取"),
    "average": gettext_noop("读作所比较的平均值"),
    "table": gettext_noop("按表头和行名读取"),
    "cell": gettext_noop("按表头和行名读取"),
}
HOLDS = {
    "conflict": gettext_noop("数值一致"),
    "sum": gettext_noop("合计相符"),
    "growth": gettext_noop("增幅相符"),
    "year": gettext_noop("年份一致"),
}
REASONS = {
    "a name that no list knows": gettext_noop("名单里有不认识的名称"),
    "named by an everyday word": gettext_noop("由日常用语而不是指标名说出"),
    "words between name and number": gettext_noop("指标名和数字之间隔着别的词"),
    "the year before may be the one reported on": gettext_noop("“去年”也可能就是报告所述的年份，请核对"),
    "its month is told nowhere": gettext_noop("没有写明是哪个月"),
    FAR_DATE: gettext_noop("日期远在报告所述时期之外，请核对"),
    "an unknown word before the name": gettext_noop("指标名前面有不认识的词"),
    "of several kinds together": gettext_noop("前文说的是几类合在一起的数"),
    "what it goes on about was not named beside it": gettext_noop("承接的前一个数字旁边没有写指标名"),
    RECOGNISED: gettext_noop("文字识别所得，请对照原件"),
    MISREAD: gettext_noop("所在表格的数字互相矛盾，表头可能读错，请核对"),
    MAY_BE_AIMED_AT: gettext_noop("同一句前面写有目标、计划一类的词，可能是要达到的数，请核对"),
    MAY_BE_REACHED: gettext_noop("同一句没有写目标、计划一类的词，可能是已经达到的数，请核对"),
    ANOTHER_YEAR: gettext_noop("数字前面最近的年份不是它的年份，请核对时段"),
    DAYS_FROM_BEFORE: gettext_noop("日期写在前面的句子里，请核对时段"),
    NEW_OR_HELD: gettext_noop("原文的词不能确定是新增、现有还是累计，请核对"),
    PLACE_FAR_OFF: gettext_noop("所说的地区或单位写在前面的分句里，请核对"),
    "no unit of its own": gettext_noop("数字后面没有写单位"),
    REGION_INFERRED: gettext_noop("地区由正文推断，请核对"),
    YEAR_INFERRED: gettext_noop("年份由推断得出，请核对"),
    YEAR_OPEN: gettext_noop("正文写有年份，但不能确定报告属于哪一年，请核对"),
    PERIOD_OPEN: gettext_noop("正文各段多写前几个月，这个数没有写明时段，请核对"),
    ISSUER_INFERRED: gettext_noop("所述单位由正文开头推断，请核对"),
}


def plain_number(value: Decimal, *, signed: bool = False) -> str:
    """The exact number, grouped in threes: 94,045; with its sign where it is a change: +26.5."""
    return ("+" if signed and value > 0 else "") + format_exact(value)


def scaled_number(value: Decimal, *, signed: bool = False) -> str:
    """The exact number in 亿 or 万 (in English billions or millions); plain where it is smaller."""
    for size, word in ENGLISH_SCALES if is_english(language()) else CHINESE_SCALES:
        if abs(value) >= size:
            return plain_number(value / size, signed=signed) + word
    return plain_number(value, signed=signed)


def unit_words(claim: Claim) -> str:
    """The unit as it stands behind a number of the claim; empty for a rank."""
    if claim.unit_kind == "percent":
        return _("个百分点") if claim.measure == "change" else "%"
    if claim.unit_kind == "rank":
        return ""
    return _("元") if claim.unit_kind == "money" else unit_name(claim.indicator, value=claim.value)


def value_words(claim: Claim) -> str:
    """The value as a reader says it: 26.7 亿元, +36.23%, 第 2 位, 超过 90,000 件."""
    signed = claim.measure in {"yoy", "change"}
    if claim.unit_kind == "rank" and claim.measure != "change":
        words = _("第 %(rank)s 位") % {"rank": plain_number(claim.value)}
    elif claim.unit_kind == "money":
        words = _joined(scaled_number(claim.value, signed=signed), unit_words(claim))
    else:
        words = _joined(plain_number(claim.value, signed=signed), unit_words(claim))
    return with_comparator(words, claim.comparator, language())


def _joined(number: str, unit: str) -> str:
    """No space between 亿 and 元 or before %, one between a digit and its unit."""
    return f"{number}{unit}" if number[-1] in "亿万" or unit == "%" else f"{number} {unit}".rstrip()


def exact_words(claim: Claim) -> str:
    """The other way to say the value: in full for money, in 万 for a large count; empty where it adds nothing."""
    if claim.unit_kind not in {"count", "people", "money"} or abs(claim.value) < 10_000:
        return ""
    if claim.unit_kind == "money":
        return _joined(plain_number(claim.value), unit_words(claim))
    scaled = scaled_number(claim.value)
    return "" if scaled == plain_number(claim.value) else _joined(scaled, unit_words(claim))


def period_words(start: date | None, end: date | None) -> str:
    """The period as prose: 2016年, 2016年1–10月, 2016年末; unknown where it has no end."""
    return period_name(window_of(start, end), end.year, language()) if end else _("期间不明")


def breakdown_words(code: str) -> str:
    """The breakdown's member in words; empty for the total."""
    return breakdown_name(code) if code else ""


def kind_words(code: str) -> str:
    return gettext(KINDS[code]) if code in KINDS else code


def flag_words(flag: str) -> str:
    """A remark of the reader as a sentence; an unknown one as it is, so that none is lost."""
    name, _separator, number = flag.partition(":")
    if name in COUNTED_FLAGS:
        return gettext(COUNTED_FLAGS[name]) % {"n": number}
    return gettext(FLAGS.get(name, flag))


def basis_lines(report: Report) -> list[tuple[str, str]]:
    """Why the report is taken to be of its year, region and kind: pairs of what and why."""
    return [
        (gettext(BASES.get(what, what)), in_readers_language(str(why)))
        for what, why in report.basis.items()
        if why and isinstance(why, str)
    ]


def rule_words(claim: Claim) -> str:
    """How the claim came to be, in one short phrase."""
    if claim.rule == "person" and not claim.corrects_id:
        return _("人工归入指标")
    return rule_code_words(claim.rule)


def rule_code_words(code: str) -> str:
    """How claims of a rule came to be; an unknown rule as it is."""
    return gettext(RULES.get(code, code))


def reason_words(reason: str) -> str:
    """Why the claim is less than sure."""
    return gettext(REASONS.get(reason, reason)) if reason else ""


def finding_name(finding: Finding) -> str:
    """What the check found, in two words: a doubt, or that something holds."""
    if finding.severity == Finding.Severity.INFO and finding.rule in HOLDS:
        return gettext(HOLDS[finding.rule])
    return finding.get_rule_display()


def finding_words(finding: Finding) -> str:
    """The finding's sentence in the reader's language, its values as a reader says them: 53.72 亿元, not 5372000000."""
    values = {abs(value) for value in finding.values if finding.rule != Finding.Rule.YEAR}
    indicator = finding.indicator
    is_money = bool(indicator and indicator.unit_kind == "money" and finding.measure in AMOUNTS)

    def spoken(found: re.Match[str]) -> str:
        value = Decimal(found[0].replace(",", ""))
        if value not in values:
            return found[0]
        if is_money and value >= LEAST_MONEY_SCALED:
            return _joined(scaled_number(value), _("元"))
        return plain_number(value)

    return NUMBER_IN_SENTENCE.sub(spoken, in_readers_language(finding.message))
