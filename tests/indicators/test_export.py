"""Values as files: Excel opens them, nothing runs, the sentences travel along."""

import csv
import io
from datetime import date

import pytest
from django.test import Client
from openpyxl import load_workbook

from tests.factories import make_citation, make_indicator, make_observation, make_source, make_user

pytestmark = pytest.mark.django_db
EXPORT = "/indicators/patent_applications/export/"


@pytest.fixture
def alice(client: Client) -> Client:
    client.force_login(make_user("alice"))
    return client


def rows_of(response) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(response.content.decode("utf-8-sig"))))


def book_of(response):
    return load_workbook(io.BytesIO(response.content))


def test_csv_begins_with_a_byte_order_mark_for_excel(alice):
    make_observation(94045)
    assert alice.get(EXPORT + "csv/").content.startswith(b"\xef\xbb\xbf")


def test_csv_has_exact_values_in_the_indicators_own_unit(alice):
    pledge = make_indicator("pledge_financing_amount", unit="元", unit_kind="money", dimension="")
    make_observation("20560035.5", indicator=pledge, unit_kind="money")
    (row,) = rows_of(alice.get("/indicators/pledge_financing_amount/export/csv/"))
    assert (row["数值"], row["单位"], row["期初"]) == ("20560035.5", "元", "2016-01-01")


def test_csv_writes_round_numbers_without_an_exponent(alice):
    make_observation(90000)
    assert rows_of(alice.get(EXPORT + "csv/"))[0]["数值"] == "90000"


def test_a_refused_growth_is_empty_and_explained(alice):
    make_observation(90000, 2015)
    make_observation(94045, 2016, end=date(2016, 10, 31))
    row = rows_of(alice.get(EXPORT + "csv/"))[0]
    assert row["同比（%）"] == ""
    assert row["同比说明"] == "不可比：本期为1–10月，上年为全年"


def test_the_file_holds_what_the_page_was_asked_for(alice):
    make_observation(74639, 2015)
    make_observation(94045, 2016)
    assert len(rows_of(alice.get(EXPORT + "csv/?from=2016"))) == 1


def test_the_workbook_has_values_sentences_and_definitions(alice):
    observation = make_observation(94045)
    make_citation(observation, source=make_source(title="年度小结"))
    values, sentences, meaning = book_of(alice.get(EXPORT + "xlsx/"))
    assert values["K2"].value == 94045
    assert [cell.value for cell in sentences[2]][2:4] == ["全年专利申请94045件。", "94045件"]
    assert meaning["B2"].value == "专利申请量"


def test_a_sentence_that_looks_like_a_formula_stays_text(alice):
    make_citation(make_observation(94045), "=HYPERLINK(1)94045件", "94045件")
    cell = book_of(alice.get(EXPORT + "xlsx/")).worksheets[1]["C2"]
    assert (cell.data_type, cell.value) == ("s", "=HYPERLINK(1)94045件")


def test_a_control_character_does_not_break_the_workbook(alice):
    make_citation(make_observation(94045), "共\x0b94045件", "94045件")
    assert book_of(alice.get(EXPORT + "xlsx/")).worksheets[1]["C2"].value == "共94045件"


def test_the_file_carries_the_indicators_name(alice):
    make_observation(94045)
    header = alice.get(EXPORT + "xlsx/")["Content-Disposition"]
    assert 'filename="patent_applications_' in header
    assert "%E4%B8%93%E5%88%A9%E7%94%B3%E8%AF%B7%E9%87%8F_" in header


def test_an_unknown_format_is_not_found(alice):
    make_indicator()
    assert alice.get(EXPORT + "pdf/").status_code == 404


def test_a_stranger_gets_no_file(client):
    make_observation(94045)
    assert client.get(EXPORT + "csv/").status_code == 302


def test_csv_carries_the_sentence_and_a_link_that_opens_outside(alice):
    make_citation(make_observation(94045), link="/reports/7/?claim=8")
    (row,) = rows_of(alice.get(EXPORT + "csv/"))
    assert row["原句"] == "全年专利申请94045件。"
    assert row["链接"] == "http://testserver/reports/7/?claim=8"


def test_a_sentence_in_csv_never_runs_as_a_formula(alice):
    make_citation(make_observation(94045), "=HYPERLINK(1)94045件", "94045件")
    assert rows_of(alice.get(EXPORT + "csv/"))[0]["原句"].startswith("'=")


def test_a_hedge_is_written_in_words(alice):
    make_observation(90000, comparator="above")
    assert rows_of(alice.get(EXPORT + "csv/"))[0]["界限"] == "超过"


def test_changes_of_a_rank_are_counted_in_places(alice):
    make_observation(5, 2015, measure="rank", unit_kind="rank")
    make_observation(3, 2016, measure="rank", unit_kind="rank")
    row = rows_of(alice.get(EXPORT + "csv/?measure=rank"))[0]
    assert row["比上年（位）"] == "-2"
