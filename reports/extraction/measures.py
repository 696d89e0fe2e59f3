"""What a number measures: a level, a growth, a change, a share or a rank, and with which sign."""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal

from reports.extraction.amounts import counts_nothing
from reports.extraction.cues import Cues
from reports.extraction.frozen import maker, quickly_made
from reports.extraction.line import Line, Number

_REACHES = re.compile(
    r"(?:增|升|提高|提升|增长|增加|扩大|上升|下降|减少|降|发展|降低|跃升|回升)(?:至|到|为)|达到?|为\Z|突破"
)
_COMPARED = re.compile(
    r"(?:[比较](?:上年|去年|上一年|上年度|前一年)(?:度)?(?:同期|末|底|同月)?|同比|[比较]同期|[比较]年初|与(?:上年|去年)(?:同期)?相比|净)"
)
_RANK_VERB = re.compile(
    r"(?:(?:已)?连续[一二三四五六七八九十两\d]+年)?(?:均|都|双双|同样?|齐|分别|仅|继续|稳|跃|仍|依[然旧]|并|也|再[次度]|首次|一举|始终|蝉联|持续|稳定)?"
    r"(?:位居|位列|名列|排名|排在|跃居|保持|[居列排位]|[为是](?=[^,;。\d]{1,10}(?:之首|首位|第[一二三四五六七八九十\d]+位?|榜首)\Z))"
)
_RANK_SCOPE = re.compile(
    r"(?:全国|全省|全市|全区|全县|自治区|[东中西]部(?:地区)?|东北|副省级(?:城市)?|省会(?:城市)?|同类|地级市|设区市|各[市县区]"
    r"|××大市|大市|(?:东北|[华中西][东北南中]|沿海|沿江|苏[南中北]|[粤鲁豫皖浙闽][东西南北中]|长三角|珠三角|京津冀|中原)[^,;。]{0,8})(?:[\d一二三四五六七八九十]{1,2}[省市州县区])?\Z"
)
# 总量和增速分列第四、第六位: the first is the level's rank, the other one that of its growth
LEVEL_AND_GROWTH = re.compile(r"(?:总量|总数|数量|绝对量)(?:和|与|、|及)(?:增速|增幅|增长率)[^,;。]{0,16}")
_FROM_THE_END = re.compile(r"(?:倒数|倒排|末尾|后进)\Z")
_RANK_BEFORE = re.compile(r"(?:上年|去年|上期|上月|此前|原来)(?:同期)?(?:为|的|排名|列|居)?\Z")
_AMONG_PLACES = re.compile(r"在[^,;。]{1,16}(?:中|里|内|间|当中)?\Z")
_AVERAGE = re.compile(r"平均(?:水平|增速|增幅|值)?[(]?(?:为|是)?\Z")
_GROWTH_RANK = re.compile(r"增幅|增速|增长率|降幅|增长幅度")
_OLDER_BASE = re.compile(
    r"(?<![近第])(?:[两三四五六七八九十]|[2-9]|10)年(?:来|间)?(?:时间)?(?:累计|共|已|就)?(?=增|提高|上升|翻|下降|净增)"
    r"|(?:比|较|与|是|为|相比)(?:“?十[一二三四]五|(?P<year>(?:19|20)\d{2})年|[一二三四五六七八九十两\d]+年前|“)"
)
_ARROWS = {"↑": 1, "▲": 1, "△": 1, "⬆": 1, "↗": 1, "↓": -1, "▼": -1, "▽": -1, "⬇": -1, "↘": -1}
_RATE_NOUN = re.compile(r"(?<![占频效功税])率|满意度|得分|评分|指数|利率|成活|总分")


@quickly_made
@dataclass(frozen=True, slots=True)
class Measured:
    """A number's measure and its value; its subject must stand before ``subject_end``."""

    measure: str
    value: Decimal
    subject_end: int
    comparator: str


_make_measured = maker(Measured)

# 在有效发明专利中占比45.8%: the whole stands before the share, and what the share is of before that
_WITHIN = re.compile(r"在[^,;。\d]{2,20}(?:中|里|内)(?:的|所|仅|就|已|约)*(?:占|比重|份额)")
# 增速较上年放缓9.5个百分点至13.8%, 增速由21.6%回落到7.2%: the rate itself, whichever way it went, and the one before
_RATE_ITSELF = re.compile(
    r"(?:增速|增幅|增长率|涨幅|降幅)(?:[^,;。]{0,16}百分点|[由从][^,;。]{1,20}%|[^,;。由从\d]{0,8})"
    r"(?:回落|放缓|收窄|加快|提高|提升|上升|扩大|下降|降低|升|降|减缓|跃升|攀升)?[至到]\Z"
)
_RATE_BEFORE = re.compile(
    r"(?:增速|增幅|增长率|涨幅|降幅)[^,;。\d]{0,4}[由从][^,;。\d]{0,8}(?:\d{4}年)?(?:同期|末|底)?的?\Z"
)
# 占比由去年同期的9.7%提高到12.8%: a share from one value to another
_SHARE_NOW = re.compile(
    r"(?:占|比重|份额|比例)[^,;。]{0,12}[由从][^,;。]{1,20}[%成](?:[^,;。\d]{0,4})(?:提高|提升|上升|增加|扩大|升|增|下降|降低|回落|降|减)[至到为]\Z"
)
_EXCESS_POINTS = re.compile(r"高于|低于|高出|低|收窄|差距|快于|慢于|领先|扩大|相差|超出|超过")
_EXCESS_BARE = re.compile(r"[)]?(?:的水平)?(?:仍|还|要)?(?:高|低|多|少)(?:出|了)?")
_EXCESS = re.compile(r"(?:高出|高于|低于|多出|超出|相差|少于|领先|落后|赶超|不及)[^,]{0,16}\Z")
_COMPLETION = re.compile(r"(?:占|达|完成|为)[^,;。]{0,10}(?:目标|任务|指标|计划)[^,;。]{0,4}\Z")
_AGAINST_YEAR = re.compile(
    r"[比较与]((?:19|20)\d{2})年(?:同期|末|底|度)?(?:相比)?,?(?:分别|各|均)?((?:净?增加|净?增长|净增|提高|多|新增|减少|下降|少|降低)了?)\Z"
)
_FALLS = re.compile(r"减|降|少")
# 在全省考核中获优秀等次,排名第3: the rank of the office, and no statistic's
_IN_A_TEST = re.compile("(?:考核|考评|绩效评价|评比|测评)[^;。\\d]{0,30}\\Z")
_LESS_THAN = re.compile(r"[比较]([^,;。]{1,12}?)(?:少|多|低|高|落后|差|领先)(?:出|了)?\Z")
_MORE_THAN = re.compile(
    r"[比较][^,;。]{1,12}(?:增加|减少|增长|净增|新增|增|减|下降)了?\Z"
)  # 比6月末增加210件
_TURNS = re.compile(r"(?:净?增加?|净?增长|净增|提高|多|新增|减少|下降|少|降低|增多)(?:出|了)?")
_LONGEST_TURN = 4
_SINCE_A_YEAR = ("同比", "同比+", "同比-", "同比:", "较上年同期+", "比上年同期+")
_TURNED_BY = re.compile(
    r"(?:(?:增加|减少|降低|增多)了?|(?<=[\u4e00-\u9fff])[多少]了)(?:近|约|超过?|逾|整整|将近|大约)?\Z"
)
_MORE_NOW = re.compile("(?:同比)?(?:增加|减少)了?")
_OF_THE_YEAR = re.compile(r"(?:季度|月份?|上半年|下半年)[^,;。]{0,8}占(?:到|了)?(?:全年|年度)")
_OF_SOME = re.compile(
    r"其中(?![^,;。]{0,3}(?:发明|实用新型|外观))[^,;。]{3,}的(?:约|仅|就|已|各)?占\Z"
)  # 其中线上办理的占六成
_PART_IN_TENTHS = re.compile(r"(?:发明|实用新型|外观)(?:专利|设计)?(?:占比)?[约仅只有还尚近不足到超过]*\Z")
# Without one of these no count is anything else than a level.
_COMPARES = re.compile(
    "[比较净高低多少超仍尚还相与领落不其](?:(?<=[比较净高低多少超仍尚还])|(?<=相)差|(?<=与)[上去]|(?<=领)先|(?<=落)后"
    "|(?<=不)及|(?<=其)[余他它])"
)
_IS_SO_MANY = re.compile(r"(?:为|是|达到?|相当于)[^增]{0,12}\Z")
_AGAINST_OTHERS = re.compile("(?<!不)(?:高于|低于)|快于")
_GROWS = re.compile("增幅|增速|增长率|同比增长|增长")
_GROWS_MOST = re.compile("(?:增长|增速|增幅|涨幅)[^,;。]{0,6}最[快大高],\\Z")
_TAKES_OF = re.compile(
    r"(?:(?:相当于|占)[^,;。]{0,30}|(?<!不)(?:是|为)(?:全[国省市区县州]|同期)[^,;。]{0,12}(?:量|数|额))的\Z"
)
# 同比+12.3%, 同比:-3.6%: growth by its sign alone
_SIGNED = re.compile(r"(?:同比|[比较](?:上年|去年)(?:同期)?)(?:为|:)?[+]?\Z")
# 较2020年的7323件增加1113件: the value of the year before stands inside the comparison
_FROM_THE_VALUE = re.compile(
    r"[比较](?:(?P<year>(?:19|20)\d{2})年|上年|去年|上一年|前一年)度?(?:同期|末|底)?的?[\d.,]{1,12}[万亿]?[余多]?[件家项个笔元人次名户]{1,2}"
    r"(?P<way>净?增加?|净?增长|净增|提高|多|新增|减少|下降|少|降低|增多)(?:出|了)?\Z"
)
_IN_BRACKETS = frozenset({")、(", ")和(", "),("})  # 嘉定区(38.2%)、青浦区(35.6%)
_EARLIER = re.compile("年|同期|同比|上月")
_DIFFERENCE = re.compile(r"[^,;。]{0,4}(?:差距|之差|的差)")
_STILL = re.compile(r"(?:仍有|尚有|还有)\Z")
_AMOUNTS = frozenset({"count", "people", "money", "bare"})


@dataclass(slots=True)
class _Number:
    """A number with what the measures look at: its clause up to it, and the year that the text reports on."""

    line: Line
    number: Number
    start: int
    clause: str
    value: Decimal
    cues: Cues
    year: int | None

    @property
    def offset(self) -> int:
        """Where the clause begins in the line."""
        return self.number.start - len(self.clause)

    @property
    def bound(self) -> str:
        """The number's comparator."""
        return self.number.quantity.comparator

    def has_other_base(self) -> bool:
        """Whether growth is told against anything else than the year before."""
        older = _OLDER_BASE.search(self.line.text, self.number.clause, self.number.start)
        if (
            older is not None
            and older.group("year")
            and self.year is not None
            and int(older.group("year")) == self.year - 1
        ):
            return False
        listed = self.clause[:1] in ("和", "、", "与", "及")  # 环比分别增长6.2%和下降3.1%
        told = self.line.text[self.number.clause : self.number.start] if listed else self.clause
        return self.cues.has("other_base", told) or older is not None


def measure_of(
    line: Line, number: Number, start: int, cues: Cues, previous: str | None, year: int | None = None
) -> Measured | None:
    """Return what a number measures, reading the text from ``start`` to it; None where it is no statistic.

    ``previous`` is the measure of the number before it in the same list, ``year`` the year reported on.
    """
    value = number.quantity.value
    if value is None:
        return None
    begin = number.clause
    clause = line.text[begin if begin > start else start : number.start]
    if number.kind in _AMOUNTS:
        if counts_nothing(line, number, clause):
            return None
        if clause.endswith(_SINCE_A_YEAR):
            return Measured("change", value, number.start, number.quantity.comparator)  # 同比+12件
        turns = 0 < len(clause) <= _LONGEST_TURN and _TURNS.fullmatch(clause) is not None
        by = _TURNED_BY.search(clause) if not turns and _COMPARES.search(clause[:-2]) is None else None
        if by is not None:  # 发明专利申请增加了412件: so many more, and not so many
            way = -1 if _FALLS.search(by.group()) else 1
            return Measured("change", way * value, number.start - len(by.group()), number.quantity.comparator)
        if not turns and previous != "change" and _COMPARES.search(clause) is None:
            return _make_measured("level", value, number.start, number.quantity.comparator)
        return _amount(_Number(line, number, start, clause, value, cues, year), previous, turns)
    told = _Number(line, number, start, clause, value, cues, year)
    if number.kind == "rank":
        return None if clause.startswith("、") and previous is None else _rank(told)
    if number.kind == "growth":
        return _growth(told, value)
    if number.kind == "times":
        grows = cues.has("up", clause) and not _IS_SO_MANY.search(clause)
        return _growth(told, value * 100) if grows or _grows_before(told) else None
    if number.kind == "points":
        return _points(told)
    return _percent(told, previous) if number.kind == "percent" else None


def _rank(told: _Number) -> Measured | None:
    if "考" in told.line.text and _IN_A_TEST.search(told.line.text, 0, told.number.start):
        return None
    if _FROM_THE_END.search(told.clause) or _RANK_BEFORE.search(told.clause):
        return None
    pair = LEVEL_AND_GROWTH.search(told.clause)
    if pair is None and (_GROWTH_RANK.search(told.clause) or _RATE_NOUN.search(told.clause)):
        return None
    if told.clause in ("、", "和", "与") and LEVEL_AND_GROWTH.search(
        told.line.text[told.number.clause : told.number.start]
    ):
        return None
    ranked = told.clause + told.number.quantity.text
    verbs = [match.start() for match in _RANK_VERB.finditer(ranked) if match.start() < len(told.clause)]
    scope = _RANK_SCOPE.search(told.clause)
    at = verbs[-1] if verbs else scope.start() if scope else len(told.clause)
    among = _AMONG_PLACES.search(told.clause[:at])
    at = pair.start() if pair is not None else among.start() if among is not None else at
    return Measured("rank", told.value, told.offset + at, "exact")


def _growth(told: _Number, value: Decimal) -> Measured | None:
    if told.has_other_base():
        return None
    place = max(told.cues.last("up", told.clause), told.cues.last("down", told.clause))
    at = told.offset + (place if place >= 0 else len(told.clause))
    return Measured("yoy", value, at, told.bound)


def _points(told: _Number) -> Measured | None:
    if _EXCESS_POINTS.search(told.clause) or told.has_other_base() or _GROWTH_RANK.search(told.clause):
        return None
    down, up = told.cues.last("down", told.clause), told.cues.last("up", told.clause)
    if max(down, up) < 0:
        return None
    return Measured(
        "change", -told.value if down > up else told.value, told.offset + max(down, up), told.bound
    )


def _percent(told: _Number, previous: str | None) -> Measured | None:
    clause, cues, value = told.clause, told.cues, told.value
    begin = told.number.clause
    whole = told.line.text[begin : told.number.start]
    if (rate := _RATE_ITSELF.search(whole)) is not None:
        return Measured("yoy", value, begin + rate.start(), told.bound)
    if _RATE_BEFORE.search(whole):
        return None
    if _AVERAGE.search(clause):
        return Measured("average", value, told.offset, told.bound)
    if _OF_THE_YEAR.search(clause) or _OF_SOME.search(clause):
        return None
    if (signed := _by_arrow(told, previous)) is not None:
        return signed
    share, up, down = cues.last("share", clause), cues.last("up", clause), cues.last("down", clause)
    if _RATE_NOUN.search(clause) and share < 0:
        return None
    if _COMPLETION.search(clause):
        return None
    if share >= 0 and share > max(up, down) - 4:
        within = _WITHIN.search(clause)
        first = within.start() if within is not None else cues.first("share", clause)
        return Measured("share", value, told.offset + first, told.bound)
    if previous == "share" and _SHARE_NOW.search(whole):
        return Measured("share", value, told.number.start, told.bound)
    if max(up, down) >= 0:
        if told.has_other_base() or _AGAINST_OTHERS.search(clause):
            return None
        falling = down > up and not clause[down:].startswith("增")
        return Measured(
            "yoy", -abs(value) if falling else value, told.offset + _growth_start(clause, cues), told.bound
        )
    if (grown := _SIGNED.search(clause)) is not None:
        return Measured("yoy", value, told.offset + grown.start(), told.bound)
    if told.number.quantity.text.startswith(("一半", "半数")):
        return Measured("share", value, told.number.start, told.bound)
    if clause.startswith("达") and _GROWS_MOST.search(told.line.text, 0, told.offset) and _grows_before(told):
        return Measured("yoy", value, told.number.start, told.bound)  # 某市增长最快,达62.1%
    if not cues.without_fillers(clause) and (at := _share_before(told)) is not None:
        return Measured("share", value, at, told.bound)
    if "成" in told.number.quantity.text and previous == "level" and _follows_a_count(told):
        return Measured("share", value, told.number.start, told.bound)
    if "成" in told.number.quantity.text and _PART_IN_TENTHS.search(clause):
        return Measured("share", value, told.number.start, told.bound)
    if _TAKES_OF.search(whole):
        return Measured("share", value, told.number.start, told.bound)
    if previous not in ("share", "yoy"):
        return None
    listed = told.line.open_text(told.offset, told.number.start) in _IN_BRACKETS
    return Measured(previous, value, told.number.start, told.bound) if not clause or listed else None


def _by_arrow(told: _Number, previous: str | None) -> Measured | None:
    """1023件(↑12.7%), 2107件 ▼18.4%, 1968件(+21.5%): growth by a sign alone, right behind a count."""
    at = told.number.start
    before = told.line.text[at - 1 : at]
    if before in _ARROWS and before:
        return Measured("yoy", abs(told.value) * _ARROWS[before], at - 1, told.bound)
    signed = before == "+" or told.number.quantity.text[:1] == "-"
    if previous == "level" and signed and told.clause.rstrip("+") in ("", "(", ")"):
        return Measured("yoy", told.value, at - (before == "+"), told.bound)
    return None


def _follows_a_count(told: _Number) -> bool:
    """有专利的只有27家,不到三成: tenths alone in the clause behind a count are its share."""
    return told.line.text[told.start] == "," and not told.cues.without_fillers(told.clause)


def _grows_before(told: _Number) -> bool:
    """达1.6倍 behind 增幅全市最高: a growth that the clause before names without a number."""
    end = told.number.clause - 1
    if end <= 0 or told.line.text[end] != "," or told.cues.without_fillers(told.clause):
        return False
    begin = told.line.clause_start(end)
    if any(begin <= number.start < end for number in told.line.numbers):
        return False
    return _GROWS.search(told.line.text, begin, end) is not None


def _share_before(told: _Number) -> int | None:
    """Where the share of 发明占比仍然偏低,仅为14.3% is named: in the clause before, which holds no number."""
    end = told.number.clause - 1
    if end <= 0 or told.line.text[end] not in ",:":
        return None
    begin = told.line.clause_start(end)
    if any(begin <= number.start < end for number in told.line.numbers):
        return None
    at = told.cues.first("share", told.line.text[begin:end])
    return begin + at if at >= 0 else None


def _growth_start(clause: str, cues: Cues) -> int:
    places = [place for place in (cues.first(g, clause) for g in ("up", "down", "year_before")) if place >= 0]
    return min(places)


def _held_against(told: _Number) -> re.Match[str] | None:
    """The comparison of 较2020年的7323件增加1113件, for a clause that only turns."""
    return _FROM_THE_VALUE.search(told.line.text, told.number.clause, told.number.start)


def _change_since(told: _Number, held: re.Match[str]) -> Measured | None:
    """The change that a comparison tells, if it is one with the year before."""
    if held.group("year") and (told.year is None or int(held.group("year")) != told.year - 1):
        return None
    sign = -1 if _FALLS.search(held.group("way")) else 1
    return Measured("change", sign * told.value, told.offset, told.bound)


def _amount(told: _Number, previous: str | None, turns: bool) -> Measured | None:
    """What an amount measures that is compared with something, or turned; ``turns``: its clause does nothing else."""
    clause, number = told.clause, told.number
    if turns and (held := _held_against(told)) is not None:
        return _change_since(told, held)
    behind = told.offset > 0 and told.line.text[told.offset - 1] == ","
    if previous == "level" and behind and (turned := _MORE_NOW.fullmatch(clause)) is not None:
        sign = -1 if _FALLS.search(turned.group()) else 1
        return Measured("change", sign * told.value, told.offset, told.bound)  # 假冒专利81件,增加32件
    against = _AGAINST_YEAR.search(clause)
    if against is not None:
        if told.year is None or int(against.group(1)) != told.year - 1:
            return None
        sign = -1 if _FALLS.search(against.group(2)) else 1
        return Measured("change", sign * told.value, told.offset + against.start(), told.bound)
    compared = [match.start() for match in _COMPARED.finditer(clause)]
    up, down = told.cues.last("up", clause), told.cues.last("down", clause)
    if compared and max(up, down) >= compared[-1] and not _REACHES.search(clause, compared[-1]):
        sign = -1 if down > up else 1
        return Measured("change", sign * told.value, told.offset + compared[-1], told.bound)
    if previous == "change" and clause in ("、", "和"):
        return Measured("change", told.value, number.start, told.bound)  # 分别比上年增加3家、22人
    if not compared and _MORE_THAN.search(clause):
        return None
    than = _LESS_THAN.search(clause)
    if than is not None and not _EARLIER.search(than.group(1)):
        return None
    if _EXCESS_BARE.fullmatch(clause) or (told.bound == "exact" and _EXCESS.search(clause)):
        return None
    if _STILL.search(clause) and _DIFFERENCE.match(told.line.text, number.end):
        return None
    return Measured("level", told.value, number.start, told.bound)
