"""From the clauses that speak of a promise to what became of it."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from reports.ledger.words import Ladder, LedgerWords

AHEAD = re.compile(
    r"(?:将|拟|计划|预计|待|正(?!式))[^,。;]{0,12}\Z|(?:力争|争取|有望|即将|准备|推动|推进|待|未|没有|没能|尚|加快|不)[^,。;]{0,5}\Z"
)
SHORT_OF = re.compile(r"(?:目标|任务|计划)(?:数|值|任务)?的(?:百分之)?([0-9]{1,2}(?:\.\d+)?)%")
RATE = re.compile(r"(?:完成率|完成目标任务|完成进度)[^,。;\d]{0,4}([0-9]{1,3}(?:\.\d+)?)%")
HALF_WAY = "stage"  # reached what was asked for, and that is not the last stage there is
# 完成总工程量的七成
RISING = re.compile(
    r"正增长|保持[^,。;]{0,4}增长|(?:稳步|持续|稳定|有所|有较大|较快|稳中有)(?:增长|提升|提高|升)"
)
FALLEN = re.compile(
    r"(?:比上年|较上年|同比|比去年|较去年)[^,。;]{0,4}(?:下降|减少|下滑|降低|回落|负增长|少\d)|负增长"
)
# 比年初打算的少2场, 离5亿元还差一口气
LESS = re.compile(
    r"比[^,。;]{0,8}(?:打算|计划|预定|目标|预期|安排|要求)[^,。;]{0,3}(?:少|低|差|慢|晚)|[离距与][^,。;]{1,14}(?:还|仍|尚)?(?:差|有[^,。;]{0,4}(?:距离|差距))"
)
SHARE = re.compile(
    r"(?:完成|进度|工程量|任务量)[^,。;\d]{0,8}(?:[一二三四五六七八九]成|[1-9]\d?(?:\.\d+)?%|过半|近半|一半|大半|三分之[一二])"
    r"|(?<!占)了(?:一半|大半|三分之[一二])"
)
# 进入标引阶段, 处于公示期
IN_STAGE = re.compile(r"(?:进入|处于|转入|步入)[^,。;]{0,16}(?:阶段|环节|程序|流程|期)(?=[,。;]|\Z)")
# 结题报告修改中: what goes on when the clause ends
DOING = re.compile(
    r"(?:修改|完善|审理|审核|审查|审议|评审|评估|办理|建设|制定|制订|编制|编写|起草|筹备|筹建|申报|申请|推进|进行|开展|洽谈|谈判|协商|对接|论证|研究"
    r"|装修|施工|调试|开发|测试|招标|采购|公示|流转|报批|收集|整理|征集|征求|验收|标引|磨合|校对|排版|印刷|组织|落实|调研|沟通|衔接|清理|改造|布展|审批|立项)"
    r"(?:过程)?(?<!其)中(?=[,。;]|\Z)"
)
NEAR = 40
DURING = re.compile(r"(?<!正)(?<!尚)(?<!仍)在[^,。;]*\Z")
# 待市场窗口发行, 眼下在等公告, 即将投用, 将于一季度发布
WAITING = re.compile(
    r"(?:(?<=[,、;])|\A)(?:待|等待|只待|只等)(?!遇)|(?:正|仍|还)?在等|正待|即将|有望"
    r"|待[^,。;]{1,10}(?:批准|批复|审批|验收|审议|审定|通过|发行|立项)"
    r"|待[^,。;]{1,16}后|(?:才|刚|刚刚|仅)(?:开始|起步|收集|启动|搭|谈)"
    r"|(?:将|拟|预计|计划)(?:于|在)?[^,。;]{0,8}(?:季度|月|上半年|年初|年底|年内)"
)
# 只播了七期, 仅办了2场: less than was meant, unless a number that was promised is met
ONLY = re.compile(
    r"(?:只|仅)有[0-9一二两三四五六七八九十]+[人家件个项名所户]|(?:只|仅)(?:有|能)?[\u4e00-\u9fff]{1,4}了(?:[0-9一二两三四五六七八九十]+)[\u4e00-\u9fff]"
)
NEXT_YEAR = re.compile(r"明年|来年|次年|翌年|下一年|下年度|明春")
IN_FORCE = re.compile(r"[^,。;]{0,12}(?:[施实试]行|生效)")  # a law passed and in force later is done
STILL_WITHOUT = re.compile(
    r"(?:仍|还|尚|依然)(?:然)?有[^,。;]{0,12}(?:没|未|无|不|空白)|没有?(?:下文|着落|动静|消息|眉目|结果)"
)
# 没争取到, 没办成, 没找着: the spoken way to say that a deed came to nothing
FAILED = re.compile(
    r"未能[\u4e00-\u9fff]{1,4}(?=[,。;]|\Z)|(?<!一次)(?<!从)没(?:有|能)?(?!落|误|漏|乱|丢|减|降|断|发生|出现|发现|收到|超|间断|停|问题|遗漏|上诉|异议)[\u4e00-\u9fff]{1,2}(?:起来|成|上|着)?(?=[,。;]|\Z)"
    r"|没(?:有|能)?[\u4e00-\u9fff]{1,3}(?:到|成|着|上|过|拢|下来|出来|起来|完)(?=[,。;]|\Z)|没(?:通)?过(?=[,。;]|\Z)"
)
ENTERED = re.compile(
    r"(?:列入|纳入|写入|列为)(?=[^,。;]{0,24}(?:计划|规划|考核|考评|项目|预算|目录|清单|体系|内容))"
)
# 提请省人大常委会审议: who promised that has done it when it was heard
SUBMITS = re.compile(r"(?:提请|报请|提交|送)[^,。;]{0,12}(?:审议|审定|审查|审批)(?=[,。;]|\Z)")
HEARD = re.compile(
    r"(?:初次|第一次|一次|二次|首次)审议|一审|初审|(?:提交|提请|报请|送)[^,。;]{0,16}(?:审议|审定|审查|审批)"
)
# 编制规划 is done when it 通过了专家评审, unless it was to be issued
PASSED = re.compile(r"通过(?:了)?[^,。;]{0,24}(?:评审|验收|审定|鉴定)")
ISSUES = re.compile(r"印发|出台|发布|颁布|公布")
ASKED_FOR = re.compile(r"[^,。;]{0,16}的(?:请示|申请|方案|建议|设想|提案|议案)")  # 设立发展资金的请示
GONE_ON = re.compile(r"了(?=[,。;]|\Z)|已|完成|\d(?!年|月|日|个?季)")
GOT = re.compile(r"(?:报|交|递|送)了|(?:拿|办|建|配|开|贷|签|谈|批)(?:到|成|好|起|下来)?了|批(?:了)?下来")
GAVE_UP = re.compile(r"不[^,。;]{0,4}(?:搞|办|做|建|设|评|开|报)了")
# who is to 整合 has done so when 并入 is told
JOINS = re.compile(r"整合|合并|并入|划转|划入|划归|转隶|归并|合署|机构改革")
ACCOUNT = re.compile(r"[^,。;]{0,6}(?:专户|账户|账上|卡上)")  # 首期4000万元划入专户 changes nothing
OF_THE_REST = re.compile(r"(?:其余|余下|剩余|剩下|部分|另外?有?)[^,。;]{0,16}(?:,就?)?\Z")
AS_PLANNED = re.compile(
    r"原定|原想|原先想|本想|原计划|原拟|原打算|原先计划|原本|年初(?:计划|确定|提出|部署|安排|列入|承诺)"
)
# 受疫情影响展会停办,: what stands in the clause of the cause was not changed by the office
CAUSE = re.compile(r"(?:受|因|因为|由于|鉴于)[^,。;]*,")
# 撤销资质1家: done to others, where the promise does not speak of it
DONE_TO = re.compile(r"(?:(?<=[,;。])|\A)(?:取消|停止|终止|撤销|收回|合并|中止)")
SOFT = re.compile(r"(?:建立|设立|形成|构建|健全|完善)[^,。;]*(?:机制|关系|制度|体系|档案|台账|名录)")


@dataclass(frozen=True, slots=True)
class Said:
    """What a piece of evidence says of the promise: its verdict and the word that says so."""

    verdict: str  # changed, not_begun, partly, done
    word: str = ""


def judge(promise: str, evidence: str, words: LedgerWords) -> Said:
    """What the words of the evidence say of the promise, numbers left aside; both in folded text."""
    word = changed_word(promise, evidence, words)
    moves = {match.group()[0] for match in words.cues["changed"].finditer(promise)}
    joined = JOINS.search(promise) is not None and JOINS.match(word) is not None
    if word and word[0] not in moves and not joined:  # who is to 划转 has done so when 均已划入 is told
        return Said("changed", word)
    begun = words.cues["not_begun"].search(evidence) or FAILED.search(evidence)
    if begun is not None:
        before = evidence[: begun.start()].rpartition(",")[0]
        started = any(_reached(evidence, ladder, promise) for ladder in words.ladders) or GOT.search(evidence)
        started = started or GONE_ON.search(before)
        return Said("partly" if started else "not_begun", begun.group())
    short = _short_word(promise, evidence, words)
    if short is not None:
        return Said("partly", short)
    reached = _stages(promise, evidence, words)
    asked = reached is not None and reached.verdict == "done"
    stages = [ladder.pattern for ladder in words.ladders if asked and _asked(promise, ladder)]
    underway = _underway(promise, evidence, words, stages)
    if reached is not None and (reached.word != HALF_WAY or not underway):
        return reached
    return Said("partly", underway) if underway else Said("done")


def _short_word(promise: str, evidence: str, words: LedgerWords) -> str | None:
    """The word that tells that less came than was meant; None where none does. Empty or % counts only where no
    number that was promised is met."""
    if RISING.search(promise) and FALLEN.search(evidence):
        return "fallen"
    less = LESS.search(evidence)
    if less is not None and less.group() not in promise:
        return less.group()
    if _falls_short(evidence):
        return "%"
    for high, low in words.lesser.items():
        if high in promise and low not in promise and low in evidence and high not in evidence:
            return low
    only = ONLY.search(evidence)
    if only is not None and "就" not in evidence[only.end() : only.end() + 8]:
        return ""
    open_still = words.cues["unfinished"].search(evidence) or STILL_WITHOUT.search(evidence)
    return open_still.group() if open_still is not None and open_still.group() not in promise else None


def _underway(promise: str, evidence: str, words: LedgerWords, stages: Sequence[re.Pattern[str]]) -> str:
    """The words that tell that it goes on (正在, 进入标引阶段, 修改中) or comes next year; empty where none do.

    The names of ``stages`` tell nothing: who promised a draft has it when the draft is out for comments.
    """
    for pattern in (words.cues["underway"], IN_STAGE, WAITING):
        for match in pattern.finditer(evidence):
            if evidence[match.end() - 1 : match.end() + 1] in ("中心", "中国"):  # 研究中心 is no 研究中
                continue
            if match.group() not in promise and not any(stage.fullmatch(match.group()) for stage in stages):
                return match.group()
    for match in DOING.finditer(evidence):
        if (
            DURING.search(evidence[max(0, match.start() - NEAR) : match.start()]) is None
        ):  # 在评选中 only tells when
            return match.group()
    for match in NEXT_YEAR.finditer(evidence):
        if match.group() not in promise and IN_FORCE.match(evidence, match.end()) is None:
            return match.group()
    return ""


def changed_word(promise: str, evidence: str, words: LedgerWords) -> str:
    """The word that tells of another target, date or means; one that the promise itself has tells nothing."""
    if words.cues["stopping"].search(promise):
        back = words.cues["reversing"].search(evidence)
        return back.group() if back and back.group() not in promise else ""
    told = evidence if AS_PLANNED.search(evidence) else CAUSE.sub(_masked, evidence)
    for match in words.cues["changed"].finditer(told):
        if DONE_TO.match(evidence, match.start()) and evidence[match.end() : match.end() + 2] not in promise:
            continue
        if ACCOUNT.match(evidence, match.end()) or evidence.startswith(
            "驻", match.end()
        ):  # 挂牌并入驻3个团队
            continue
        if match.group() not in promise and match.group()[:2] not in promise:
            return "" if OF_THE_REST.search(evidence[: match.start()]) else match.group()
    gave_up = GAVE_UP.search(evidence)
    return gave_up.group() if gave_up else ""


def _masked(cause: re.Match[str]) -> str:
    """Signs in the place of a cause; of 考点因疫情取消 the last word stays, for it is what became of the subject."""
    first, size = cause.string[cause.start() - 1 : cause.start()] in ("", ",", ";", "。"), len(cause.group())
    return "|" * size if first else "|" * (size - 3) + cause.group()[-3:]


def _falls_short(evidence: str) -> bool:
    match = SHORT_OF.search(evidence) or RATE.search(evidence)
    if match is not None and float(match.group(1)) < 100:
        return True
    return SHARE.search(evidence) is not None


def _stages(promise: str, evidence: str, words: LedgerWords) -> Said | None:
    """Whether the evidence reaches the stage that the promise asks for; None where they share no ladder."""
    if ENTERED.search(promise) and ENTERED.search(evidence):
        return Said("done")
    passed = PASSED.search(evidence) is not None and words.ladders[0].asking.search(promise) is not None
    if passed and ISSUES.search(promise) is None:
        return Said("done", HALF_WAY)
    if SUBMITS.search(promise) and HEARD.search(evidence):
        return Said("done")
    best: Said | None = None
    for ladder in words.ladders:
        asked, reached = _asked(promise, ladder), _reached(evidence, ladder, promise)
        if not asked or not reached:
            continue
        if reached >= asked:
            return Said("done", "" if reached == max(ladder.stages.values()) else HALF_WAY)
        best = Said("partly", f"{reached}/{asked}")
    return best


def _asked(promise: str, ladder: Ladder) -> int:
    """The stage that the last of the promise's words asks for: 起草 …, 九月底前提请审议 asks for the latter."""
    hard = SOFT.sub("", promise)  # a mechanism is built without foundations
    found = [ladder.stages.get(word) or ladder.asked[word] for word in ladder.asking.findall(hard)]
    return found[-1] if found else 0


def _reached(evidence: str, ladder: Ladder, promise: str = "") -> int:
    """The highest stage that the evidence tells; a word within the promised thing's name (运营中心) tells none."""
    stages = [
        ladder.stages[match.group()]
        for match in ladder.pattern.finditer(evidence)
        if AHEAD.search(evidence[max(0, match.start() - 16) : match.start()]) is None
        and not _is_named(evidence, match, promise)
        and ASKED_FOR.match(evidence, match.end()) is None
    ]
    return max(stages, default=0)


def _is_named(evidence: str, match: re.Match[str], promise: str) -> bool:
    if evidence[max(0, match.start() - 1) : match.start()] in ("已", "式", "现"):
        return False
    name = evidence[match.start() : match.end() + 2]
    return len(name) == len(match.group()) + 2 and name.isalpha() and name in promise


def combine(said: Sequence[Said]) -> Said:
    """What several pieces of evidence say together: a change goes before all, something open before done."""
    for verdict in ("changed", "partly"):
        for one in said:
            if one.verdict == verdict:
                return one
    verdicts = {one.verdict for one in said}
    if verdicts == {"not_begun"}:
        return said[0]
    return Said("partly", "not_begun") if "not_begun" in verdicts else Said("done")
