"""Files for other programs: SDMX-CSV with its structure, data packages, and everything of an indicator at once."""

import csv
import hashlib
import io
import json
import zipfile
from datetime import date
from xml.etree import ElementTree

import pytest
from django.test import Client
from pytest_django.asserts import assertContains

from indicators.exports import sdmx
from indicators.exports.codes import period_of
from tests.factories import (
    make_citation,
    make_indicator,
    make_observation,
    make_region,
    make_source,
    make_user,
)
from trail.models import Event

pytestmark = pytest.mark.django_db
EXPORT = "/indicators/patent_applications/export/"
STRUCTURE = "{http://www.sdmx.org/resources/sdmxml/schemas/v3_0/structure}"


@pytest.fixture
def alice(client: Client) -> Client:
    client.force_login(make_user("alice"))
    return client


def rows_of(response) -> list[dict[str, str]]:
    body = b"".join(response.streaming_content) if response.streaming else response.content
    return list(csv.DictReader(io.StringIO(body.decode("utf-8-sig"))))


def package_of(response) -> tuple[dict, zipfile.ZipFile]:
    archive = zipfile.ZipFile(io.BytesIO(response.content))
    return json.loads(archive.read("datapackage.json")), archive


@pytest.mark.parametrize(
    ("start", "end", "told"),
    [
        (date(2016, 1, 1), date(2016, 12, 31), ("A", "2016")),
        (date(2016, 1, 1), date(2016, 6, 30), ("S", "2016-S1")),
        (date(2016, 7, 1), date(2016, 9, 30), ("Q", "2016-Q3")),
        (date(2016, 2, 1), date(2016, 2, 29), ("M", "2016-02")),
        (date(2016, 1, 1), date(2016, 10, 31), ("_O", "2016-01-01/P10M")),
        (date(2015, 1, 1), date(2016, 12, 31), ("_O", "2015-01-01/P24M")),
        (date(2016, 1, 1), date(2016, 11, 25), ("_O", "2016-01-01/P330D")),
        (None, date(2016, 12, 31), ("A", "2016-12-31")),
        (None, date(2016, 10, 31), ("M", "2016-10-31")),
        (None, date(2016, 10, 15), ("_O", "2016-10-15")),
    ],
)
def test_periods_are_written_as_sdmx_knows_them(start, end, told):
    assert period_of(start, end) == told


def test_sdmx_has_its_columns_in_the_standard_s_order(alice):
    make_observation("94045.5", breakdown="invention", status="P", comparator="above")
    (row,) = rows_of(alice.get(EXPORT + "sdmx/"))
    assert tuple(row) == sdmx.COLUMNS
    assert [row[name] for name in ("STRUCTURE", "STRUCTURE_ID", "REF_AREA", "BREAKDOWN", "TIME_PERIOD")] == [
        "dataflow", "ZHIHENG:IP_STATISTICS(1.0.0)", "360000", "invention", "2016",
    ]  # fmt: skip
    assert [row[name] for name in ("OBS_VALUE", "OBS_STATUS", "UNIT_MULT", "COMPARATOR")] == [
        "94045.5", "P", "0", "above",
    ]  # fmt: skip


def test_a_total_has_the_standard_s_code(alice):
    make_observation(1)
    assert rows_of(alice.get(EXPORT + "sdmx/"))[0]["BREAKDOWN"] == "_T"


def test_the_structure_describes_every_column_and_every_code_in_it(alice):
    make_observation(1, status="R", comparator="about")
    (row,) = rows_of(alice.get(EXPORT + "sdmx/"))
    root = ElementTree.fromstring(alice.get(EXPORT + "structure/").content)
    described = {one.get("id") for kind in ("Dimension", "TimeDimension", "Attribute", "Measure")
                 for one in root.iter(f"{STRUCTURE}{kind}")}  # fmt: skip
    assert described == set(sdmx.COLUMNS[3:])
    lists = {one.get("id"): {code.get("id") for code in one.iter(f"{STRUCTURE}Code")}
             for one in root.iter(f"{STRUCTURE}Codelist")}  # fmt: skip
    assert all(row[column] in lists[name] for column, name in sdmx.CODED.items())


def test_names_in_the_structure_are_chinese_and_english(alice):
    make_indicator()
    root = ElementTree.fromstring(alice.get(EXPORT + "structure/").content)
    names = [one.text for one in root.iter("{http://www.sdmx.org/resources/sdmxml/schemas/v3_0/common}Name")]
    assert {"初步数", "时期数"} <= set(names)
    assert "Observation status" in names


def test_a_package_describes_its_files_by_type_size_and_hash(alice):
    make_observation(94045)
    description, archive = package_of(alice.get(EXPORT + "package/"))
    for resource in description["resources"]:
        content = archive.read(resource["path"])
        assert resource["bytes"] == len(content)
        assert resource["hash"] == f"sha256:{hashlib.sha256(content).hexdigest()}"
    values = description["resources"][0]
    header = archive.read("values.csv").decode().split("\r\n")[0].split(",")
    assert [field["name"] for field in values["schema"]["fields"]] == header


def test_a_package_names_sources_licence_and_who_took_it(alice, settings):
    settings.DATA_LICENCE, settings.DATA_LICENCE_TITLE = "CC-BY-4.0", "署名"
    make_citation(make_observation(94045), source=make_source(title="年度小结"))
    description, archive = package_of(alice.get(EXPORT + "package/"))
    assert description["sources"] == [{"title": "年度小结"}]
    assert description["licenses"] == [{"name": "CC-BY-4.0", "title": "署名"}]
    assert description["contributors"][0]["title"] == "alice"
    assert "全年专利申请94045件。" in archive.read("sentences.csv").decode()


def test_no_cell_of_a_package_runs_as_a_formula(alice):
    make_citation(make_observation(94045), "=HYPERLINK(1)94045件", "94045件")
    _description, archive = package_of(alice.get(EXPORT + "package/"))
    (row,) = csv.DictReader(io.StringIO(archive.read("sentences.csv").decode()))
    assert row["sentence"] == "'=HYPERLINK(1)94045件"


@pytest.fixture
def everything() -> None:
    make_observation(10, region=make_region("360100", "南昌市", "prefecture"))
    make_observation(8, end=date(2016, 6, 30))
    make_observation("3.5", measure="yoy", unit_kind="percent")
    make_observation(7, breakdown="design")
    make_observation(99, published_at=None)
    make_observation(50, superseded_at="2020-01-01T00:00Z", supersede_reason="更正")


@pytest.mark.usefixtures("everything")
def test_the_whole_of_an_indicator_holds_every_live_value_and_nothing_else(alice):
    response = alice.get(EXPORT + "all/csv/")
    assert response.streaming
    rows = rows_of(response)
    assert sorted(row["数值"] for row in rows) == ["10", "3.5", "7", "8"]
    assert {row["地区"] for row in rows} == {"江西省", "南昌市"}


@pytest.mark.usefixtures("everything")
def test_the_whole_holds_drafts_for_who_may_see_them_alone(alice):
    assert "99" in [row["OBS_VALUE"] for row in rows_of(alice.get(EXPORT + "all/sdmx/?layer=draft"))]
    leader = Client()
    leader.force_login(make_user("leader", "leader"))
    assert "99" not in [row["OBS_VALUE"] for row in rows_of(leader.get(EXPORT + "all/sdmx/?layer=draft"))]


@pytest.mark.usefixtures("everything")
def test_an_office_takes_away_its_own_regions_alone_however_the_file_is_made():
    office = Client()
    office.force_login(make_user("office", "office", make_region("360100", "南昌市", "prefecture")))
    assert [row["地区"] for row in rows_of(office.get(EXPORT + "all/csv/"))] == ["南昌市"]
    assert [row["REF_AREA"] for row in rows_of(office.get(EXPORT + "sdmx/?region=360000&region=360100"))] == [
        "360100"
    ]


@pytest.mark.usefixtures("everything")
def test_every_file_leaves_a_row_in_the_trail(alice):
    for kind in ("sdmx/", "package/", "svg/", "all/csv/"):
        rows_of(alice.get(EXPORT + kind)) if "csv" in kind else alice.get(EXPORT + kind)
    told = [
        (event.detail["kind"], event.user_name)
        for event in Event.objects.filter(action="export").order_by("pk")
    ]
    assert told == [("sdmx", "alice"), ("package", "alice"), ("svg", "alice"), ("csv whole", "alice")]


def test_the_page_offers_every_kind_of_file(alice):
    make_observation(1)
    page = alice.get("/indicators/patent_applications/")
    for kind in ("xlsx", "csv", "png", "svg", "package", "sdmx", "structure", "all/csv", "all/sdmx"):
        assertContains(page, f"{EXPORT}{kind}/?")
