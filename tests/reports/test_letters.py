"""A letter to the office: drafted from doubts, written as Word, recorded when it went out."""

from __future__ import annotations

import io
from datetime import date, timedelta

import pytest
from django.test import Client
from django.utils import timezone
from docx import Document

from reports import letters
from reports.letter_docx import chinese_number, write_letter
from reports.models import Finding, QueryLetter
from tests.factories import make_claim, make_finding, make_region, make_report, make_user

pytestmark = pytest.mark.django_db
TEXT = "某市2016年工作总结\n前文申请94045件。\n后文写作93815件，又写作合计。"


@pytest.fixture
def alice(client: Client):
    user = make_user("alice")
    client.force_login(user)
    return user


@pytest.fixture
def finding() -> Finding:
    blocks = [{"start": 0, "end": 20, "kind": "paragraph", "page": 1}]
    blocks.append({"start": 20, "end": len(TEXT), "kind": "paragraph", "page": 3})
    report = make_report(TEXT, blocks=blocks, title="某市2016年工作总结")
    claims = [make_claim(report, section=["一、工作"]), make_claim(report, "93815件", 93815)]
    return make_finding(report, claims, message="专利申请量有两个不同的数值：94045 与 93815")


def write(finding: Finding, by, **fields) -> QueryLetter:
    told = {"addressee": "某市知识产权局", "sender": "某省知识产权局", "reply_by": date(2030, 3, 4)} | fields
    return letters.draft(report=finding.report, findings=[finding], by=by, **told)


def test_a_letter_quotes_the_sentences_with_section_and_page(alice, finding):
    item = write(finding, alice).items[0]
    assert item["doubt"] == "专利申请量有两个不同的数值：94,045 与 93,815"
    first, second = item["places"]
    assert (first["section"], first["page"], first["sentence"]) == ("一、工作", 1, "前文申请94045件。")
    assert (second["page"], second["figures"]) == (3, ["93815件"])


def test_the_word_file_is_laid_out_as_an_official_letter(alice, finding):
    letter = write(finding, alice, contact="王某 0791-0000000")
    document = Document(io.BytesIO(write_letter(letter)))
    lines = [paragraph.text for paragraph in document.paragraphs]
    assert lines[0] == "关于核实《某市2016年工作总结》有关数据的函"
    assert lines[2] == "某市知识产权局\uff1a"
    assert "请于2030年3月4日前书面答复" in "".join(lines)
    assert lines[-2] == "某省知识产权局"
    assert round(document.sections[0].top_margin.mm) == 37
    bold = [run.text for paragraph in document.paragraphs for run in paragraph.runs if run.bold]
    assert bold == ["94045件", "93815件"]


def test_the_letter_stays_as_it_was_written_when_the_doubt_is_ruled_on(alice, finding):
    letter = write(finding, alice)
    before = letter.items
    Finding.objects.update(message="另一句话")
    letter.refresh_from_db()
    assert letter.items == before


def test_what_is_asked_can_be_said_otherwise(alice, finding):
    letter = write(finding, alice, asks={finding.pk: "请附统计台账。"})
    assert letter.items[0]["ask"] == "请附统计台账。"


def test_a_letter_is_drafted_downloaded_and_recorded_as_sent(client, alice, finding):
    address = f"/reports/{finding.report_id}/letter/"
    assert "知识产权局" in client.get(address).content.decode()
    form = {
        "findings": [finding.pk],
        "addressee": "某市知识产权局",
        "sender": "某省知识产权局",
        "reply_by": (timezone.localdate() + timedelta(days=9)).isoformat(),
    }
    page = client.post(address, form)
    letter = QueryLetter.objects.get()
    assert page.url == f"/letters/{letter.pk}/"
    assert "未发出" in client.get(page.url).content.decode()
    assert client.get(f"{page.url}docx/").content[:2] == b"PK"
    client.post(f"{page.url}sent/", {"on": timezone.localdate().isoformat()})
    letter.refresh_from_db()
    assert (letter.sent_on, letter.sent_by) == (timezone.localdate(), alice)
    assert "某市知识产权局" in client.get("/letters/").content.decode()


def test_a_letter_without_doubts_or_with_a_day_gone_by_is_shown_again(client, alice, finding):
    form = {"addressee": "某局", "sender": "某局", "reply_by": "2001-01-01"}
    assert client.post(f"/reports/{finding.report_id}/letter/", form).status_code == 422
    assert not QueryLetter.objects.exists()


def test_a_letter_is_sent_once(client, alice, finding):
    letter = write(finding, alice)
    letters.mark_sent(letter=letter, on=timezone.localdate(), by=alice)
    with pytest.raises(letters.ServiceError, match="已于"):
        letters.mark_sent(letter=letter, on=timezone.localdate(), by=alice)


def test_ten_working_days_leave_weekends_out():
    assert letters.reply_day(date(2026, 11, 20)) == date(2026, 12, 4)


def test_an_office_sees_no_letters(client, finding):
    letter = write(finding, make_user("bob"))
    client.force_login(make_user("carol", "office", make_region()))
    for path in ("/letters/", f"/letters/{letter.pk}/", f"/letters/{letter.pk}/docx/"):
        assert client.get(path).status_code in (403, 404), path


def test_headings_are_numbered_in_chinese():
    assert [chinese_number(n) for n in (1, 10, 11, 20, 34)] == ["一", "十", "十一", "二十", "三十四"]
