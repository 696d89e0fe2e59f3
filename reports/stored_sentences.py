"""Sentences that are kept in rows or made by modules without Django, in the reader's language.

They are stored in Chinese, the language of the documents and of record. What they were made from is found again by the
templates below, and said in English where the reader reads English.
"""

from __future__ import annotations

import re
from functools import lru_cache

from django.utils.translation import gettext, gettext_noop

from indicators.catalogue import load_catalogue
from indicators.labels import language
from indicators.models import Indicator
from indicators.wording import is_english

CHECKS = (
    gettext_noop("%(indicator)s有两个不同的数值：%(one)s 与 %(other)s"),
    gettext_noop("%(indicator)s的各部分之和等于总数：%(terms)s 与 %(total)s"),
    gettext_noop("%(indicator)s的各部分之和不等于总数：%(terms)s 与 %(total)s"),
    gettext_noop("所述增幅 %(stated)s%% 与按两期数值计算的 %(computed)s%% 相符"),
    gettext_noop("所述增幅 %(stated)s%% 与按两期数值计算的 %(computed)s%% 不符"),
    gettext_noop(
        "所述增幅 %(stated)s%% 与按已有数值计算的 %(computed)s%% 不符：本期 %(now)s，上年同期 %(before)s"
    ),
    gettext_noop("占比 %(value)s%% 不在 0 到 100 之间"),
    gettext_noop("位次 %(value)s 不是正整数"),
    gettext_noop("数值 %(value)s 小于零"),
    gettext_noop("日期 %(date)s 远在报告所述时期之外"),
    gettext_noop("标题写 %(one)s 年，正文说的是 %(other)s 年"),
    gettext_noop("与已发布的数值不同：已发布 %(live)s，本报告为 %(claim)s。"),
    gettext_noop("与待发布的数值不同：待发布 %(live)s，本报告为 %(claim)s。"),
    gettext_noop("与《%(title)s》（%(date)s 收到）正文 %(share)s%% 相同"),
)
BASES = (
    gettext_noop("%(reason)s（共%(count)s处依据）"),
    gettext_noop("标题“%(quote)s”"),
    gettext_noop("标题“%(quote)s”，正文相符"),
    gettext_noop("计划的标题写明的年份"),
    gettext_noop("正文写明的年份"),
    gettext_noop("正文写明的两位数年份"),
    gettext_noop("计划部分写明的年份"),
    gettext_noop("计划部分写明的年份的上一年"),
    gettext_noop("“%(quote)s”在%(year)s年"),
    gettext_noop("“%(quote)s”指%(year)s年"),
    gettext_noop("年份被隐去，正文没有其他依据"),
    gettext_noop("文件名写明的年份"),
    gettext_noop("落款日期“%(quote)s”"),
    gettext_noop("网页上的发布日期"),
    gettext_noop("没有写明年份"),
    gettext_noop("标题写明的是没有区划代码的园区"),
    gettext_noop("正文提到最多的地区"),
    gettext_noop("标题或发文单位写明“%(quote)s”"),
    gettext_noop("正文提到“%(quote)s”"),
    gettext_noop("正文没有写明地区"),
    gettext_noop("正文开头说的是全国"),
    gettext_noop("地区被隐去，正文中的乡镇也不能确定"),
    gettext_noop("正文提到所辖乡镇街道“%(quote)s”"),
    gettext_noop("正文没有写明地区，按报送单位确定"),
)
DECISIONS = (
    gettext_noop("裁定：%(ruling)s"),
    gettext_noop("人工指定：%(note)s"),
    gettext_noop("核实结论撤回"),
    gettext_noop("精确值取代约数"),
    gettext_noop("由新的数值取代"),
    gettext_noop("把握不低于规则的 %(threshold)s，自动采用"),
    gettext_noop("是另一份报告，两份都保留"),
    gettext_noop("与较早的一份重复，撤下这一份"),
    gettext_noop("是修订稿，较早的一份由它取代"),
    gettext_noop("由修订稿取代：《%(title)s》（%(date)s 收到）"),
    gettext_noop("重复报送，以《%(title)s》（%(date)s 收到）为准"),
    gettext_noop("沿用前稿的核实结论（%(who)s）"),
    gettext_noop("前稿为“%(quote)s”，随修订稿更正"),
    gettext_noop("“%(quote)s”的数字不进入地区序列，已保留备查。"),
    gettext_noop("时间不明，请先更正期间。"),
    gettext_noop("这份报告已被另一份取代，数字不再进入序列。"),
    gettext_noop("期间与口径不符：时期数要有起止，时点数和累计数只有期末。"),
    gettext_noop("报告的地区不明，请先指定地区。"),
    gettext_noop("认不出“%(quote)s”是哪个地区，请更正所指地区。"),
    gettext_noop("该位次与已发布的位次范围不同，未并入序列，已保留备查。"),
    gettext_noop("本报告的另一数值已发布在这一序列，本条未并入，已保留备查。"),
    gettext_noop("请核对“%(quote)s”"),
)
EXPORTS = (
    gettext_noop("您已看不到这份材料，没有生成；请回到列表，选现在看得到的。"),
    gettext_noop("生成时出错，没有文件；请再试一次，还不行就请管理员看日志。"),
    gettext_noop("后台中断，没有生成；请再试一次。"),
    gettext_noop(
        "PDF 由 LibreOffice 生成，而它没有安装；"
        "请管理员运行 apt-get install libreoffice-writer-nogui，或先下载 Word。"
    ),
    gettext_noop("LibreOffice 生成 PDF 超过 %(n)s 秒，请稍后再试，或先下载 Word。"),
    gettext_noop("LibreOffice 没有生成 PDF，请先下载 Word，用 Word 或 WPS 另存为 PDF。"),
)
FAILURES = (
    gettext_noop("病毒扫描发现“%(quote)s”，文件已隔离，没有读取；请查清来源、清除后重新上传，或联系管理员。"),
    gettext_noop("程序处理这个文件时出错，已尝试 %(n)s 次；请联系管理员或人工录入。"),
    gettext_noop("处理多次中断，已停止尝试；请联系管理员或人工录入。"),
    gettext_noop("文件是空的（0 字节），可能没有传完；请检查原文件后重新上传。"),
    gettext_noop("文件有打开密码（已加密），无法读取；请去除密码后重新上传。"),
    gettext_noop("不支持演示文稿；请把文字内容另存为 docx 或 pdf 后重新上传。"),
    gettext_noop("OpenDocument 格式要先转换；请另存为 docx 或 pdf 后重新上传。"),
    gettext_noop("rtf 格式要先转换；请另存为 docx 或 pdf 后重新上传。"),
    gettext_noop(
        "rtf 和 odt 要由 LibreOffice 转换后读取，而它没有安装；"
        "请管理员运行 apt-get install libreoffice-writer-nogui 安装后再重新处理，或另存为 docx 后上传。"
    ),
    gettext_noop(
        "这台机器不允许把 LibreOffice 隔离运行，rtf、odt 和损坏的 doc 因此不作转换；请另存为 docx 后重新上传。"
    ),
    gettext_noop(
        "LibreOffice 打不开这个文件，内容可能已损坏；请用 Word 或 WPS 打开后另存为 docx，再重新上传。"
    ),
    gettext_noop("LibreOffice 转换超过 %(n)s 秒仍未完成；请用 Word 或 WPS 打开后另存为 docx，再重新上传。"),
    gettext_noop("不支持单一文件网页（mht）；请打开网页，把正文复制到 Word 中，存为 docx 后重新上传。"),
    gettext_noop(
        "单一文件网页（mht）里没有网页正文；请打开网页，把正文复制到 Word 中，存为 docx 后重新上传。"
    ),
    gettext_noop("不支持 xml 或 svg 文件；请上传报告本身的 docx 或 pdf。"),
    gettext_noop("图片要先识别文字，这里读不了；请上传报告的 docx 或带文字的 pdf。"),
    gettext_noop("不支持这种图片；请另存为 png、jpg、tif、bmp 或 pdf 后重新上传。"),
    gettext_noop(
        "这是扫描件或图片，没有可读的文字，而文字识别组件（OCR）没有安装；"
        "请管理员运行 make ocr 安装后再重新处理，或上传带文字的 docx 或 pdf。"
    ),
    gettext_noop("这是扫描件或图片，文字识别要由后台进行；请直接上传。"),
    gettext_noop("图片里没有认出文字；请检查图片是否清楚、完整，或上传带文字的 docx 或 pdf。"),
    gettext_noop("图片太大或太复杂，文字识别没有在限定的时间内完成；请降低分辨率或拆分后重新上传。"),
    gettext_noop("图片已损坏或不完整，无法打开；请重新扫描或重新导出后上传。"),
    gettext_noop("图片的一边超过 %(n)s 像素；请裁开成几张后重新上传。"),
    gettext_noop("图片超过 %(n)s 万像素；请降低扫描分辨率（200 dpi 就够）后重新上传。"),
    gettext_noop("压缩包不支持当作一份报告读取；请解压后逐个上传其中的报告。"),
    gettext_noop("不支持这种压缩包；请解压后逐个上传其中的报告。"),
    gettext_noop("这是程序文件，不是报告；请上传报告的 docx、pdf、网页或文本文件。"),
    gettext_noop(
        "认不出这是什么文件，内容可能已损坏；请用 Word 或 WPS 打开确认后另存为 docx 或 pdf 后重新上传。"
    ),
    gettext_noop("文件里没有可读的文字；请检查内容后重新上传。"),
    gettext_noop("找不到文件或无权读取；请检查文件是否存在后重试。"),
    gettext_noop("解析程序返回的内容不合规范，已丢弃；请另存为 docx 或 pdf 后重新上传。"),
    gettext_noop("这一份超过 %(n)s MB；请压缩或删去图片，或拆分后重新上传。"),
    gettext_noop("压缩包解压后总量超出上限，这一份没有读取；请分成几个压缩包上传。"),
    gettext_noop("压缩包里的这一份已损坏；请重新压缩后上传。"),
    gettext_noop("压缩包里还有压缩包，这一份没有读取；请解压后逐个上传其中的报告。"),
    gettext_noop("压缩包里的这一份是链接，不是文件；请放入文件本身后重新压缩。"),
    gettext_noop("压缩包里没有文件；请检查后重新上传。"),
    gettext_noop("压缩包里的文件超过 %(n)s 个；请分成几个压缩包上传。"),
    gettext_noop(
        "文件过大或结构异常，超出读取所需的资源上限；请用 Word 或 WPS 打开后另存为 docx 或 pdf，再重新上传。"
    ),
    gettext_noop("文件内容已损坏或不完整，无法读取；请用 Word 或 WPS 打开后另存为 docx 或 pdf，再重新上传。"),
    gettext_noop(
        "读取超过 %(n)s 秒仍未完成，文件过大或结构异常；"
        "请拆分文件，或用 Word 或 WPS 打开后另存为 docx 或 pdf，再重新上传。"
    ),
    gettext_noop("解析程序没有应答；请稍后重试，若仍失败请联系管理员。"),
    gettext_noop("解析程序异常退出，文件可能已损坏；请用 Word 或 WPS 打开后另存为 docx 或 pdf，再重新上传。"),
    gettext_noop("文件读出的内容过多，结构异常；请用 Word 或 WPS 打开后另存为 docx 或 pdf，再重新上传。"),
    gettext_noop("表格里没有内容；请检查后重新上传。"),
    gettext_noop(
        "doc 或 wps 文件已损坏，或版本太旧（早于 Word 97）；请用 Word 或 WPS 打开后另存为 docx，再重新上传。"
    ),
    gettext_noop("doc 或 wps 文件已损坏；请用 Word 或 WPS 打开后另存为 docx，再重新上传。"),
    gettext_noop(
        "这是 Word 95 或更早版本的 doc，没有安装 LibreOffice 就读不了；请用 Word 或 WPS 打开，另存为 docx 后上传，"
        "或请管理员运行 apt-get install libreoffice-writer-nogui 安装后再重新处理。"
    ),
    gettext_noop("文档里没有文字，可能只有图片；请上传带文字的 docx 或 pdf。"),
    gettext_noop("无法识别文字编码，读出来会是乱码；请用记事本另存为 UTF-8 编码后重新上传。"),
    gettext_noop("这不是普通文件，无法读取；请选择报告文件本身。"),
    gettext_noop(
        "文件名的后缀不在接收范围内，未读取；"
        "请改为上传 docx、doc、wps、pdf、ofd、xlsx、xls、csv、html、txt 或 zip 文件。"
    ),
    gettext_noop("文件超过 %(n)s MB；请压缩或删去图片，或拆分后重新上传。"),
    gettext_noop("网页里没有可读的正文；请打开原网页，把正文复制到 Word 或文本文件后上传。"),
    gettext_noop(
        "OFD 里没有可读的文字，可能是扫描件；请把它另存为 PDF 或图片后上传，或上传带文字的 OFD、PDF 或 docx。"
    ),
    gettext_noop("PDF 是扫描件或图片，没有可读的文字；请上传带文字的 PDF 或 docx。"),
    gettext_noop("OFD 是扫描件或图片，没有可读的文字；请上传带文字的 OFD、PDF 或 docx。"),
    gettext_noop("文档里只有图片，没有可读的文字；请上传带文字的 docx 或 pdf。"),
    gettext_noop("PDF 里没有文字；请检查原文件后重新上传。"),
    gettext_noop("PDF 的字体没有文字对照表，读出来是乱码；请从原文件重新导出 PDF，或上传 docx。"),
    gettext_noop("PDF 有打开密码，无法读取；请去除密码后重新上传。"),
    gettext_noop("PDF 已损坏或不完整，无法打开；请重新下载或重新导出 PDF 后上传。"),
    gettext_noop(
        "文件内部含有不允许的声明（DTD 或外部实体），已拒绝读取；请用 Word 或 WPS 打开后另存，再重新上传。"
    ),
    gettext_noop("文件内部的 XML 已损坏或不完整；请用 Word 或 WPS 打开后另存，再重新上传。"),
    gettext_noop("文件内容过大，超出读取上限；请拆分后重新上传。"),
    gettext_noop("xls 表格已损坏，或版本太旧；请用 Excel 或 WPS 打开后另存为 xlsx，再重新上传。"),
    gettext_noop("文件不完整或已损坏（内部结构打不开）；请重新下载或用 Word、WPS 打开后另存，再重新上传。"),
    gettext_noop(
        "文件解压后过大或结构异常，已停止读取；请用 Word 或 WPS 打开后另存为 docx 或 pdf，再重新上传。"
    ),
)
TEMPLATES = CHECKS + BASES + DECISIONS + EXPORTS + FAILURES

FIELD = re.compile(r"%\((\w+)\)s")
NUMBER = r"[-−+.,\dE]+"
FIELD_FORMS = {
    "indicator": ".+?", "quote": ".+", "reason": ".+", "ruling": ".+", "note": ".+", "title": ".+", "who": ".+",
    "terms": r"[-−+.,\dE ]+",
}  # fmt: skip
WIDTHS = str.maketrans("，：；（）", ",:;()")  # either width stands for the same sign
MOST_CHARACTERS = 1000


def in_readers_language(text: str) -> str:
    """The stored sentence in English for those who read English; as it is for the others, or where it is unknown.

    A note may hold a person's own words before the product's sentence, with a space between them: those stay.
    """
    if not text or not is_english(language()) or len(text) > MOST_CHARACTERS:
        return text
    whole = _in_english(text)
    if whole is not None:
        return whole
    for place in (at for at, character in enumerate(text) if character == " "):
        tail = _in_english(text[place + 1 :])
        if tail is not None:
            return f"{text[:place]} {tail}"
    return text


def name_in_readers_language(words: str) -> str:
    """What the trail calls an object: a stored sentence, a fixed name, or an indicator with what follows it."""
    if not words or not is_english(language()):
        return words
    sentence = in_readers_language(words)
    if sentence != words:
        return sentence
    indicator, space, rest = words.partition(" ")
    known = _english_names().get(indicator)
    return f"{known}{space}{rest}" if known else gettext(words)


def _in_english(sentence: str) -> str | None:
    """The English of one whole sentence; None where no template fits."""
    found = _template_of(sentence)
    if found is None:
        return None
    template, fields = found
    return gettext(template) % {name: _term(name, value) for name, value in fields}


def _term(name: str, value: str) -> str:
    if name == "indicator":
        return _indicator_in_english(value)
    return in_readers_language(value) if name in ("reason", "ruling") else value


def _indicator_in_english(name: str) -> str:
    """The indicator's English name: the catalogue's, else the one that staff gave it."""
    known = _english_names()
    if name in known:
        return known[name]
    return Indicator.objects.filter(name_zh=name).values_list("name_en", flat=True).first() or name


@lru_cache(maxsize=1)
def _english_names() -> dict[str, str]:
    return {entry.zh: entry.en for entry in load_catalogue()}


@lru_cache(maxsize=2048)
def _template_of(sentence: str) -> tuple[str, tuple[tuple[str, str], ...]] | None:
    """The template that the whole sentence was made from, with what stands in its fields, as it was written."""
    folded = sentence.translate(WIDTHS)
    for template, pattern in _patterns():
        match = pattern.fullmatch(folded)
        if match is not None:
            return template, tuple((name, sentence[slice(*match.span(name))]) for name in match.groupdict())
    return None


@lru_cache(maxsize=1)
def _patterns() -> tuple[tuple[str, re.Pattern[str]], ...]:
    """Each template as a pattern. A field of free text stands alone in its template, so that matching is linear."""
    return tuple((template, _pattern(template)) for template in TEMPLATES)


def _pattern(template: str) -> re.Pattern[str]:
    pieces = FIELD.split(template.translate(WIDTHS))
    for at, piece in enumerate(pieces):
        if at % 2:
            pieces[at] = f"(?P<{piece}>{FIELD_FORMS.get(piece, NUMBER)})"
        else:
            pieces[at] = re.escape(piece.replace("%%", "%"))
    return re.compile("".join(pieces), re.DOTALL)
