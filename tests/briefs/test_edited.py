"""A brief goes without the parts its maker leaves out, and ends with his words, whose numbers are the brief's own."""

import io

import pytest
from django.urls import reverse
from django.utils import timezone
from docx import Document

from briefs.composing import compose
from briefs.content import Figure, text_of
from briefs.edited import content_of, edit
from briefs.remarks import figures_of, remark_section, unknown_numbers
from briefs.services import edit_brief
from briefs.word import write_brief
from reports.errors import ServiceError

pytestmark = pytest.mark.django_db


def known(province) -> dict[str, Figure]:
    return figures_of(compose(province, 2016, timezone.now()).sections)


def test_parts_that_are_left_out_leave_no_gap_and_no_source(brief, rita) -> None:
    edit_brief(brief=brief, by=rita, title="", left_out=["creation"])
    content = content_of(brief)
    assert [section.heading for section in content.sections] == ["一、运用", "二、各地情况"]
    assert [line.number for line in content.sources] == list(range(1, len(content.sources) + 1))
    assert {line.ref for line in content.sources} == set(content.refs)
    assert [key for key, _name in edit(brief).offered] == ["creation", "utilisation", "districts"]


def test_a_number_in_ones_own_words_leads_to_its_sentence(province) -> None:
    section = remark_section("专利申请量94045件，居全国前列。\n\n建议：稳住增长。", known(province))
    assert [text_of(sentence) for sentence in section.sentences] == [
        "专利申请量94045件，居全国前列。", "建议：稳住增长。",
    ]  # fmt: skip
    (figure,) = (run for run in section.sentences[0] if isinstance(run, Figure))
    assert (figure.text, len(figure.observations)) == ("94045", 1)


@pytest.mark.parametrize(
    ("words", "unknown"),
    [
        ("94,045件和94045件是一个数。", []),
        ("2017年3月15日前办结，这是第2次。", []),
        ("达到10万件，增长12.5%。", ["10万", "12.5%"]),
        ("三项措施。", []),
        ("94,045万件，占94045%。", ["94,045万", "94045%"]),
        ("质押融资26.70亿元。", []),
    ],
)
def test_numbers_of_ones_own_are_none_but_dates(province, words: str, unknown: list[str]) -> None:
    assert unknown_numbers(words, known(province)) == unknown


def test_words_with_another_number_are_refused_and_not_lost(client, brief) -> None:
    words = {"title": "送审稿", "parts": ["creation"], "remark": "增长12.5%。"}
    answer = client.post(reverse("briefs:brief-edit", args=[brief.pk]), words)
    page = answer.content.decode()
    assert answer.status_code == 422
    assert "“12.5%”不是这份简报里的数" in page
    assert "增长12.5%。</textarea>" in page
    brief.refresh_from_db()
    assert (brief.remark, brief.left_out) == ("", [])


def test_ones_own_words_stand_on_the_page_and_in_the_word_file(client, brief) -> None:
    told = {"title": "", "parts": ["creation", "utilisation"], "remark": "申请量94,045件，请各市对照。"}
    client.post(reverse("briefs:brief-edit", args=[brief.pk]), told)
    page = client.get(reverse("briefs:brief-detail", args=[brief.pk])).content.decode()
    assert "三、说明和建议" in page
    assert "各地情况</h2>" not in page
    brief.refresh_from_db()
    document = Document(io.BytesIO(write_brief(content_of(brief))))
    assert "申请量94,045件，请各市对照。" in [paragraph.text for paragraph in document.paragraphs]


def test_a_number_that_the_data_has_no_longer_is_pointed_out(client, brief, rita) -> None:
    edit_brief(brief=brief, by=rita, title="", remark="申请量94,045件。")
    brief.remark = "申请量94,000件。"  # as after a correction of the value
    brief.save(update_fields=["remark"])
    page = client.get(reverse("briefs:brief-detail", args=[brief.pk])).content.decode()
    assert "里的 94,000 和现在的数据对不上" in page
    with pytest.raises(ServiceError, match="94,000"):
        edit_brief(brief=brief, by=rita, title="", remark=brief.remark)
