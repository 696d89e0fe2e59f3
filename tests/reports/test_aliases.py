"""A name that a text uses becomes the catalogue's, and the next reading knows it."""

from __future__ import annotations

import pytest
from django.core.management import call_command

from indicators.models import Indicator, IndicatorName
from reports.aliases import decline, guess_name, suggest, take_up
from reports.engine import current_engine
from reports.errors import ServiceError
from reports.extraction import extract
from reports.models import AliasSuggestion
from tests.factories import make_claim, make_indicator, make_report, make_user

pytestmark = pytest.mark.django_db


@pytest.fixture
def alice():
    return make_user("alice")


@pytest.mark.parametrize(
    ("sentence", "name"),
    [
        ("全年收到专利奖励申报37份", "专利奖励申报"),
        ("其中：知识产权讲座达到37场", "知识产权讲座"),
        ("2016年，全市商标异议37件", "商标异议"),
        ("共37件", ""),
    ],
)
def test_the_name_before_a_number_is_guessed(sentence: str, name: str):
    assert guess_name(sentence, sentence.index("37")) == name


def test_a_known_name_is_not_suggested(alice):
    claim = make_claim()
    IndicatorName.objects.create(indicator=claim.indicator, name="专利申请")
    assert suggest(name="专利申请", claim=claim, by=alice) is None


def test_the_same_suggestion_is_made_once(alice):
    claim = make_claim()
    first, second = (suggest(name=" 发明  报送 ", claim=claim, by=alice) for _ in range(2))
    assert (first, first.name) == (second, "发明 报送")


def test_a_name_taken_up_is_read_in_the_next_report(alice):
    call_command("load_catalogue")
    text = "2016年，全市完成智财护航走访37件。"
    before = [v.indicator for v in extract(text, engine=current_engine()).values]
    indicator = Indicator.objects.get(pk="patent_applications")
    suggestion = AliasSuggestion.objects.create(name="智财护航走访", indicator=indicator, suggested_by=alice)
    take_up(suggestion=suggestion, by=alice)
    after = [v.indicator for v in extract(text, engine=current_engine()).values]
    assert (before, after) == ([], ["patent_applications"])


def test_a_name_of_another_indicator_is_refused(alice):
    claim = make_claim()
    suggestion = suggest(name="商标异议", claim=claim, by=alice)
    IndicatorName.objects.create(indicator=make_indicator("other"), name="商标异议")
    with pytest.raises(ServiceError, match="已经是目录里的名称"):
        take_up(suggestion=suggestion, by=alice)
    suggestion.refresh_from_db()
    assert suggestion.state == "pending"


def test_a_declined_name_keeps_its_reason(alice):
    suggestion = suggest(name="商标异议", claim=make_claim(make_report()), by=alice)
    with pytest.raises(ServiceError, match="理由"):
        decline(suggestion=suggestion, by=alice, reason=" ")
    decline(suggestion=suggestion, by=alice, reason="不是指标")
    suggestion.refresh_from_db()
    assert (suggestion.state, suggestion.reason, suggestion.decided_by) == ("declined", "不是指标", alice)
    with pytest.raises(ServiceError, match="处理过"):
        take_up(suggestion=suggestion, by=alice)


def test_only_the_catalogues_editor_decides(client, alice):
    suggestion = suggest(name="商标异议", claim=make_claim(), by=alice)
    client.force_login(alice)
    assert client.get("/catalogue/names/").status_code == 403
    assert client.post(f"/catalogue/names/{suggestion.pk}/").status_code == 403
    client.force_login(make_user("eve", "editor"))
    assert "商标异议" in client.get("/catalogue/names/").content.decode()
    client.post(f"/catalogue/names/{suggestion.pk}/")
    assert IndicatorName.objects.filter(name="商标异议").exists()


@pytest.mark.parametrize(
    ("reason", "state"), [("不是指标", "declined"), ("", "pending"), ("a\0b", "pending")]
)
def test_a_name_is_declined_on_the_page_for_a_reason_alone(client, alice, reason, state):
    suggestion = suggest(name="商标异议", claim=make_claim(), by=alice)
    client.force_login(make_user("eve", "editor"))
    client.post(f"/catalogue/names/{suggestion.pk}/", {"decline": "", "reason": reason})
    suggestion.refresh_from_db()
    assert suggestion.state == state
