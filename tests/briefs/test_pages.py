"""The pages of briefs: made, shown, renewed, noted."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from briefs.models import Brief
from tests.factories import make_region, make_user
from trail.models import Event

pytestmark = pytest.mark.django_db


def make(client, province) -> Brief:
    client.post("/briefs/", {"region": province.pk, "year": 2016})
    return Brief.objects.get()


def test_a_brief_is_made_and_shows_its_numbers_with_links(client, rita, province) -> None:
    brief = make(client, province)
    assert brief.title == "江西省2016年知识产权工作简报"
    page = client.get(reverse("briefs:brief-detail", args=[brief.pk])).content.decode()
    assert "94,045件" in page
    assert "/evidence/" in page


def test_a_brief_shows_its_charts_with_a_number_at_each_mark(client, rita, province) -> None:
    parts = client.get(reverse("briefs:brief-detail", args=[make(client, province).pk])).context["parts"]
    figures = {section.key: figure for section, figure, _bars in parts if figure}
    told = [note["text"] for note in figures["creation"]["layout"]["annotations"] if "x" in note]
    assert "9.40" in told
    assert {section.key: [row[:2] for row in bars] for section, _figure, bars in parts if bars} == {
        "districts": [("南昌市", "3.19"), ("赣州市", "1.89"), ("九江市", "0.97")]
    }


def test_a_slide_has_the_sources_of_its_own_numbers(client, rita, province) -> None:
    brief = make(client, province)
    slides = client.get(reverse("briefs:brief-slides", args=[brief.pk])).context["show"].slides
    for slide in slides[1:]:
        assert {line.ref for line in slide.sources} == set(slide.refs), slide.key
    table = next(slide for slide in slides if slide.key == "creation-1")
    assert {
        run.refs[0] for row in table.table.rows for run in row if run and not isinstance(run, str)
    } <= set(table.refs)


def test_a_year_without_values_is_told_beside_the_form(client, rita, province) -> None:
    answer = client.post("/briefs/", {"region": "360100", "year": 2013})
    assert answer.status_code == 422
    assert "南昌市2013年还没有已发布的数据" in answer.content.decode()


@pytest.mark.parametrize(("kind", "head"), [("docx", b"PK"), ("pptx", b"PK")])
def test_a_file_is_saved_under_the_title_and_leaves_its_trail(client, rita, province, kind, head) -> None:
    brief = make(client, province)
    answer = client.get(reverse("briefs:brief-file", args=[brief.pk, kind]))
    assert answer.content.startswith(head)
    assert "filename*=UTF-8''%E6%B1%9F" in answer["Content-Disposition"]
    assert Event.objects.filter(action="export").count() == 1


def test_an_unknown_kind_of_file_is_not_found(client, rita, province) -> None:
    assert (
        client.get(reverse("briefs:brief-file", args=[make(client, province).pk, "exe"])).status_code == 404
    )


def test_slides_hold_title_parts_and_tables(client, rita, province) -> None:
    brief = make(client, province)
    slides = client.get(reverse("briefs:brief-slides", args=[brief.pk])).context["show"].slides
    assert [slide.key for slide in slides] == [
        "title", "creation", "creation-1", "utilisation", "districts", "districts-1",
    ]  # fmt: skip


def test_what_was_said_at_a_slide_is_kept(client, rita, province) -> None:
    brief = make(client, province)
    answer = client.post(
        reverse("briefs:brief-note", args=[brief.pk]), {"slide": "creation", "text": "核对赣州的数"}
    )
    assert answer.status_code == 201
    assert "核对赣州的数" in client.get(reverse("briefs:brief-detail", args=[brief.pk])).content.decode()


def test_a_brief_is_renewed_on_the_data_of_now(client, rita, province) -> None:
    brief = make(client, province)
    Brief.objects.filter(pk=brief.pk).update(pinned_at=timezone.now() - timedelta(days=9))
    client.post(reverse("briefs:brief-renew", args=[brief.pk]))
    brief.refresh_from_db()
    assert timezone.now() - brief.pinned_at < timedelta(minutes=5)


def test_an_office_makes_briefs_of_its_own_region_alone(client, province) -> None:
    client.force_login(make_user("nora", "office", make_region("360100")))
    assert client.post("/briefs/", {"region": "360000", "year": 2016}).status_code == 422
    assert client.post("/briefs/", {"region": "360100", "year": 2016}).status_code == 302


def test_queries_of_a_brief_do_not_grow_with_its_numbers(
    client, rita, province, django_assert_max_num_queries
) -> None:
    brief = make(client, province)
    with django_assert_max_num_queries(25):
        client.get(reverse("briefs:brief-detail", args=[brief.pk]))
