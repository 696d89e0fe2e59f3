"""Promises that share few words with what tells of them, and what an outcome looks like in spoken words."""

from __future__ import annotations

import pytest

from reports.extraction import extract, load_engine
from reports.ledger import paper_of
from reports.ledger.matching import MOST_STARTS, Pool
from reports.ledger.terms import build_reader
from reports.ledger.words import load_words
from tests.reports.ledger.test_statuses import REPORT, entry_of


@pytest.mark.parametrize(
    ("promise", "told"),
    [
        ("夜校要开到山区集市上去。", "夜校在三个山区集市开了课。"),
        ("请青山学院帮着摸一摸专利的底数。", "青山师范学院交来专利底数分析一册。"),
        ("编制《青山市知识产权“十四五”规划》。", "《青山市知识产权“十四五”规划》形成送审稿。"),
        ("聘请法律顾问，为石材企业打官司提供援助。", "市局法律顾问代理石材企业诉讼7起。"),
        ("办案骨干要去省里跟岗。", "选了4名骨干到省局跟岗。"),
    ],
)
def test_an_answer_in_other_words_is_found(promise: str, told: str) -> None:
    assert [piece.part for piece in entry_of(promise, told).evidence] == ["done"]


@pytest.mark.parametrize(
    ("promise", "told"),
    [
        ("编印机关专利读本。", "青山市科协编印了健康读本。"),
        ("在青山港设知识产权法庭。", "市法院在青山港开设劳动争议巡回审判点。"),
        ("制定石材地理标志专用标志核查办法。", "石材地理标志用标企业达到60家。"),
        ("设立专利质押风险补偿资金。", "市工商联出台大蒜贷风险补偿细则。"),
        ("承办辽东专利协作会议。", "组队参加了在丹东召开的辽东专利协作会议。"),
        ("出台石材商业秘密指引。", "省局发布《石材商业秘密指引》，我市组织宣讲。"),
        ("与江苏、浙江两省签订对口支援协议。", "江苏省知识产权局援助我市软件1套。"),
        ("与启东建立长江口专利协作联盟。", "市文旅局与启东签订长江口旅游协议。"),
        ("组织老发明人协会换届。", "市科协完成了航模协会换届。"),
    ],
)
def test_a_look_alike_is_no_answer(promise: str, told: str) -> None:
    assert entry_of(promise, told).status == "not_mentioned"


def test_what_tells_of_another_promise_is_no_answer_to_this_one() -> None:
    promise = "建设专利展示馆。\n2.办好展示馆志愿讲解队。"
    assert entry_of(f"1.{promise}", "专利展示馆建成开放。").status == "done"


def test_the_name_of_its_line_belongs_to_a_promise() -> None:
    entry = entry_of(
        "1、发明专利：授权900件以上。\n2、商标：注册1500件。", "1、创造方面：发明专利授权935件。"
    )
    assert (entry.status, str(entry.outcome)) == ("done", "935")


@pytest.mark.parametrize(
    ("told", "status"),
    [
        ("企业专利画像系统进入试算阶段。", "partly"),
        ("企业专利画像系统方案修改中。", "partly"),
        ("企业专利画像系统材料被退回补正。", "partly"),
        ("企业专利画像系统将于明年一季度上线。", "partly"),
        ("企业专利画像系统没建成，改请省局统一开发。", "changed"),
        ("企业专利画像系统我们研究过，这件事不搞了。", "changed"),
        ("在企业专利画像系统评选中获一等奖，系统已上线。", "done"),
        ("企业专利画像系统上线，办法2021年1月起施行。", "done"),
        ("企业专利画像系统因疫情取消，资金收回。", "changed"),
        ("企业专利画像系统上半年推到明年再建。", "changed"),
        ("建设企业专利画像系统的请示已批转财政局研究。", "partly"),
        ("企业专利画像系统进入内测。", "partly"),
        ("企业专利画像系统待财政系统对接后启用。", "partly"),
        ("企业专利画像系统两次招标未果。", "partly"),
        ("受疫情影响会议停办，企业专利画像系统按期上线。", "done"),
        ("企业专利画像系统上线，撤销老账号12个。", "done"),
        ("企业专利画像系统方案定了，用地手续没办下来。", "partly"),
    ],
)
def test_what_is_going_on_is_told_from_what_is_done(told: str, status: str) -> None:
    assert entry_of("建设企业专利画像系统。", told).status == status


@pytest.mark.parametrize(
    ("promise", "told", "status"),
    [
        ("在海西州、海东市挂牌维权分中心。", "海西维权分中心挂牌；海东市维权分中心顺延至明年。", "partly"),
        ("石材、茶业各编一份专利地图。", "石材的专利地图编成了；茶业的才开始收集数据。", "partly"),
        ("在法院、检察院、公安局设联络站。", "公检法三家都设了联络站。", "done"),
    ],
)
def test_each_of_the_things_listed_is_looked_for(promise: str, told: str, status: str) -> None:
    assert entry_of(promise, told).status == status


def test_a_report_that_repeats_itself_is_compared_in_few_places() -> None:
    engine = load_engine()
    text = REPORT % ("专利展示馆修改中，石材地图3份。\n" * 200, "授权专利900件。")
    report = paper_of(extract(text, engine=engine))
    reader = build_reader([report], load_words(), engine.names)
    pool = Pool(report, reader, frozenset(("done",)), frozenset())
    goal = reader.terms(report, report.clauses[3].span)
    assert 0 < len(pool.windows(goal, "专利展示馆", "专利展示馆")) <= MOST_STARTS


def test_what_was_to_enter_a_plan_is_done_when_it_stands_there() -> None:
    told = "修订《青山市专利条例》列入市人大明年立法调研项目。"
    assert entry_of("推动修订《青山市专利条例》列入立法计划。", told).status == "done"


@pytest.mark.parametrize(
    ("promise", "told", "outcome", "status"),
    [
        ("专利联盟成员扩大到30家。", "专利联盟吸收新成员9家，成员达到32家。", "32", "done"),
        ("专利行政执法办案180件以上。", "查处假冒专利131件，受理专利侵权纠纷62件，结案59件。", "193", "done"),
        ("组织申报中国专利奖，力争获奖5项。", "在中国专利奖评选中，我市获优秀奖4项。", "4", "partly"),
        ("查办知识产权案件200件以上。", "查办商标案件163件、专利案件58件。", "221", "done"),
        ("发明专利申请占比达到50%。", "申请专利400件，其中发明专利198件。", "49.5", "partly"),
        ("促成专利转让20件。", "达成专利转让意向31件，签订专利转让合同11件。", "11", "partly"),
        ("马德里商标新增30件。", "马德里商标由41件增加到68件。", "27", "partly"),
        ("专利奖励由每件2000元提高到3000元。", "专利奖励标准调整为每件3000元。", "3000", "done"),
        (
            "专利质押融资达到24亿元。",
            "办理抗疫专利质押融资6亿元。全市专利质押融资33亿元。",
            "3300000000",
            "done",
        ),
        ("请专家讲四堂专利课。", "专家来讲了两堂专利课。", "2", "partly"),
        ("专利资金由20万元提高到50万元。", "专利资金从20万元增至40万元。", "400000", "partly"),
        ("企业申请占比超过一半。", "企业申请专利230件，占百分之五十六。", "56", "done"),
    ],
)
def test_numbers_are_found_where_words_differ(promise: str, told: str, outcome: str, status: str) -> None:
    entry = entry_of(promise, told)
    assert (str(entry.outcome), entry.status) == (outcome, status)
