"""Nearly the same report again: found when it is read, shown as a doubt, decided on by a person."""

import pytest

from indicators.catalogue_store import store_catalogue
from reports import processing, services
from reports.errors import ServiceError
from reports.models import Finding, Report, Twin
from reports.receiving import receive
from reports.twins import keep_both, withdraw_duplicate
from tests.factories import make_region, make_user

pytestmark = pytest.mark.django_db
PROSE = "\n".join(
    f"第{n}项工作稳步推进，联合有关部门开展专题调研，形成工作台账，责任落实到科室，按季度通报进展。{word}"
    for n, word in enumerate("甲乙丙丁戊己庚辛壬癸", start=1)
)
TEXT = f"江西省知识产权局2016年工作总结\n全年专利申请94045件。发明专利授权1914件。\n{PROSE}"


@pytest.fixture(autouse=True)
def catalogue():
    make_region()
    store_catalogue()


def read(text: str = TEXT, name: str = "总结.txt", **fields) -> Report:
    report = receive(chunks=[text.encode()], name=name, by=None, **fields).report
    processing.process(report.pk)
    report.refresh_from_db()
    return report


def twin_of(report: Report) -> Twin:
    return report.twins.get()


def test_a_revised_report_is_told_from_its_predecessor_with_the_share_they_have_in_common():
    first = read()
    again = read(TEXT.replace("94045件", "94054件"))
    assert twin_of(again).earlier == first
    message = again.findings.get(rule="twin").message
    assert message.startswith("与《江西省知识产权局2016年工作总结》（20")
    assert message.endswith(" 收到）正文 98% 相同")


def test_the_same_words_in_another_format_are_a_twin():
    first = read()
    page = "".join(f"<p>　　{line}</p>" for line in TEXT.splitlines())
    again = read(f"<html><head><meta charset=utf-8></head><body>{page}</body></html>", "总结.html")
    assert (twin_of(again).earlier, twin_of(again).likeness) == (first, 1)


def test_a_report_of_another_year_is_no_twin():
    read()
    assert not read(TEXT.replace("2016年", "2017年")).twins.exists()


def test_a_report_of_another_region_is_no_twin():
    read()
    make_region("430000", "湖南省")
    assert not read(TEXT.replace("江西省", "湖南省")).twins.exists()


def test_a_report_of_another_part_of_the_year_is_no_twin():
    read(TEXT.replace("2016年工作总结", "2016年上半年工作总结"))
    assert not read(TEXT.replace("2016年工作总结", "2016年1-9月工作总结")).twins.exists()


def test_another_report_of_the_office_and_year_is_no_twin():
    read()
    other = (
        "江西省知识产权局2016年工作总结\n"
        + "召开会议部署执法检查，查处假冒专利案件8件，移送司法机关2件。" * 9
    )
    assert not read(other).twins.exists()


def test_an_open_twin_keeps_the_report_from_being_accepted_at_once():
    read()
    again = read(TEXT.replace("94045件", "94054件"))
    assert services.accept_all(report=again, by=make_user(), threshold=0) == 0


def test_a_second_report_keeps_its_own_figures():
    read()
    again = read(TEXT.replace("94045件", "94054件"))
    alice = make_user()
    keep_both(twin=twin_of(again), by=alice)
    finding = again.findings.get(rule="twin")
    assert (finding.state, finding.ruled_by, twin_of(again).verdict) == ("ruled", alice, "separate")
    assert services.accept_all(report=again, by=alice, threshold=0) == 2


def test_a_duplicate_stands_down_for_the_first():
    first, again = read(), read(TEXT + "\n特此报告。")
    alice = make_user()
    services.accept(claim=again.claims.order_by("pk").first(), by=alice)
    withdraw_duplicate(twin=twin_of(again), by=alice)
    again.refresh_from_db()
    assert (again.replaced_by, again.replaced_as, again.state) == (first, "duplicate", "reviewed")
    assert not again.claims.pending().exists()
    assert not again.claims.exclude(observation=None).exists()
    assert not again.findings.open().doubts().exists()


def test_a_twin_is_decided_on_once():
    read()
    twin, alice = twin_of(read(TEXT + "\n特此报告。")), make_user()
    keep_both(twin=twin, by=alice)
    with pytest.raises(ServiceError, match="alice 已决定：是另一份报告"):
        withdraw_duplicate(twin=twin, by=alice)


def test_a_twin_is_not_ruled_on_as_figures_are():
    read()
    finding = Finding.objects.get(report=read(TEXT + "\n特此报告。"), rule="twin")
    with pytest.raises(ServiceError, match="比对页"):
        services.rule_on(finding=finding, by=make_user(), upheld=None, ruling="看过")


def test_a_report_that_stood_down_is_nobodys_twin():
    read()
    twin = twin_of(read(TEXT + "\n特此报告。"))
    withdraw_duplicate(twin=twin, by=make_user())
    third = read(TEXT + "\n以上报告。")
    assert [t.earlier_id for t in third.twins.all()] == [twin.earlier_id]


def test_twins_are_found_by_an_index(django_assert_num_queries):
    near = str(Report.objects.near(read(TEXT)).query)
    assert '"reports_report"."signature" &&' in near
