"""What becomes of one promise, one reason a test."""

from __future__ import annotations

from decimal import Decimal

import pytest

from reports.extraction import extract, load_engine
from reports.ledger import Entry, build_ledger, paper_of, strength_of, to_json

PLAN = "青山市知识产权局2019年工作总结和2020年工作计划\n一、2019年工作总结\n%s\n二、2020年工作计划\n%s\n"
REPORT = "青山市知识产权局2020年工作总结和2021年工作计划\n一、2020年工作总结\n%s\n二、2021年工作计划\n%s\n"
BEFORE = "全市办理专利案件38件。建成专利信息网点12家。"
FILLER = "全市专利授权2210件。组织机关干部植树。"


def entry_of(promise: str, told: str, planned: str = "加强机关作风建设。", before: str = BEFORE) -> Entry:
    engine = load_engine()
    texts = PLAN % (before, promise), REPORT % (f"{FILLER}{told}", planned)
    plan, report = (paper_of(extract(text, engine=engine)) for text in texts)
    return build_ledger(plan, report, engine.names)[0]


@pytest.mark.parametrize(
    ("promise", "told", "status"),
    [
        ("举办专利文献检索竞赛6场。", "举办专利文献检索竞赛7场。", "done"),
        ("举办专利文献检索竞赛100场。", "举办专利文献检索竞赛99场。", "partly"),
        ("将专利纠纷调处周期压缩至60天以内。", "专利纠纷调处周期平均52天。", "done"),
        (
            "出台《专利代理监管办法》。",
            "《专利代理监管办法》经市政府审议通过，自2021年3月1日起施行。",
            "done",
        ),
        ("出台《青山市专利代理监管办法》。", "《青山市专利代理监管办法》形成初稿，正在征求意见。", "partly"),
        ("建成青山专利展示馆。", "青山专利展示馆主体完工，正在布展。", "partly"),
        ("建成青山专利展示馆。", "青山专利展示馆推迟到2022年建设。", "changed"),
        ("举办青山专利夜校40期。", "受疫情影响，青山专利夜校目标由40期调减为20期，实际举办22期。", "changed"),
        ("编印老区专利故事画册。", "老区专利故事画册与市志合并编印。", "changed"),
        ("停止发放外观设计授权补助。", "外观设计授权补助延续到年底。", "changed"),
        ("设立青山专利奖。", "发放专利资助资金320万元。", "not_mentioned"),
    ],
    ids=lambda value: str(value)[:14],
)
def test_a_promise_ends_in_the_status_that_the_summary_tells(promise: str, told: str, status: str) -> None:
    assert entry_of(promise, told).status == status


@pytest.mark.parametrize(("level", "status", "added"), [(391, "done", 55), (350, "partly", 14)])
def test_what_was_added_to_a_stock_is_the_level_less_the_one_before(
    level: int, status: str, added: int
) -> None:
    entry = entry_of(
        "新增执业专利代理师40人。", f"全市执业专利代理师{level}人。", before="全市执业专利代理师336人。"
    )
    assert (entry.status, entry.outcome, entry.is_rise) == (status, Decimal(added), True)


def test_a_promise_that_only_the_next_plan_has_is_repeated() -> None:
    entry = entry_of("筹建矿山机械专利联盟。", "", "加快筹建矿山机械专利联盟，吸纳骨干企业。")
    assert (entry.status, [piece.part for piece in entry.evidence]) == ("repeated", ["planned"])
    assert entry.unchanged


def test_what_was_not_begun_and_is_promised_again_is_repeated_with_both_sentences() -> None:
    entry = entry_of(
        "筹建矿山机械专利联盟。", "矿山机械专利联盟因企业意愿不足未能启动。", "筹建矿山机械专利联盟。"
    )
    assert (entry.status, len(entry.evidence)) == ("repeated", 2)


def test_another_number_in_the_next_plan_alone_is_a_change() -> None:
    entry = entry_of("举办专利文献检索竞赛6场。", "", "举办专利文献检索竞赛4场。")
    assert entry.status == "changed"


def test_what_is_promised_again_besides_is_still_done() -> None:
    entry = entry_of("举办专利文献检索竞赛6场。", "举办专利文献检索竞赛6场。", "举办专利文献检索竞赛8场。")
    assert entry.status == "done"


def test_parts_are_added_up_and_held_against_the_year_before() -> None:
    entry = entry_of("办理专利案件增长20%。", "办理专利侵权纠纷案件31件、假冒专利案件16件。")
    assert (entry.status, entry.outcome) == ("done", Decimal("23.7"))


def test_a_multiple_of_the_year_before_is_a_growth() -> None:
    entry = entry_of("专利质押融资额增长60%。", "专利质押融资额是上年的1.5倍。")
    assert (entry.status, entry.outcome) == ("partly", Decimal("50.0"))


def test_a_new_total_less_the_old_one_is_what_was_added() -> None:
    entry = entry_of("新增专利信息网点5家。", "专利信息网点总数达到18家。")
    assert (entry.status, entry.outcome) == ("done", Decimal(6))


def test_another_citys_deed_is_none_of_ours() -> None:
    assert entry_of("举办稀土专利论坛。", "绿水市举办了稀土专利论坛。").status == "not_mentioned"


@pytest.mark.parametrize(
    ("words", "strength"),
    [
        ("确保专利授权900件", "ensure"),
        ("力争突破900件", "strive"),
        ("推动立法", "promote"),
        ("探索试点", "explore"),
    ],
)
def test_the_strength_of_the_verb_is_kept(words: str, strength: str) -> None:
    assert strength_of(words) == strength


def test_the_output_has_the_fields_of_the_contract() -> None:
    told = "专利申请量1320件。"
    item = to_json([entry_of("力争专利申请量达到1300件。", told)], REPORT % (f"{FILLER}{told}", ""))["items"][
        0
    ]
    assert item["status"] == "done"
    assert item["target"] == {"indicator": "patent_applications", "value": "1300"}
    assert (item["outcome"], item["evidence"][0]["text"]) == ("1320", "专利申请量1320件")


def test_papers_without_anything_give_an_empty_ledger() -> None:
    engine = load_engine()
    nothing = paper_of(extract("", engine=engine))
    assert build_ledger(nothing, nothing, engine.names) == []
