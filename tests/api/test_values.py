"""What the API answers: values, rankings, the catalogue and the gazetteer, and one sentence where it cannot."""

import pytest
from jsonschema import Draft202012Validator, FormatChecker

from indicators.api import limits
from indicators.api.document import build_document
from indicators.api.parameters import write_cursor
from tests.accounts.people import client_of
from tests.factories import make_indicator, make_observation, make_region, make_user, moment

pytestmark = pytest.mark.django_db
ONE = "/api/v1/observations?indicator=patent_applications"
RANK = "/api/v1/ranking?indicator=patent_applications"


@pytest.fixture(autouse=True)
def _fresh_counts():
    limits.forget()


@pytest.fixture
def api(db):
    client = client_of(make_user("alice"))
    return lambda address: client.get(address)


@pytest.fixture
def values(db):
    province = make_region()
    for code, name, value in (
        ("360100", "南昌市", 700),
        ("360200", "景德镇市", 900),
        ("360300", "萍乡市", 700),
    ):
        make_observation(value, 2020, region=make_region(code, name, "prefecture", parent=province))
    for year in (2018, 2019, 2020):
        make_observation(year, year, region=province)
    make_observation("12.50", 2020, region=province, accounting="stock", comparator="above", status="P")


def shown(answer):
    return [(row["region"], row["end"][:4], row["value"]) for row in answer.json()["data"]]


@pytest.mark.usefixtures("values")
def test_a_line_comes_in_order_of_time(api):
    answer = api(f"{ONE}&region=360000&from=2019&to=2020")
    assert shown(answer) == [("360000", "2019", "2019"), ("360000", "2020", "2020")]


@pytest.mark.usefixtures("values")
def test_a_value_is_written_exactly(api):
    row = api(f"{ONE}&region=360000&accounting=stock").json()["data"][0]
    assert (row["value"], row["comparator"], row["status"], row["start"]) == ("12.5", "above", "P", None)


@pytest.mark.usefixtures("values")
def test_many_regions_cost_as_many_questions_as_one(api, django_assert_num_queries):
    api(ONE)
    with django_assert_num_queries(4):  # session, person with role; indicator, values
        api(f"{ONE}&region=360000")
    with django_assert_num_queries(4):
        api(f"{ONE}&region=360000,360100&region=360200,360300")


@pytest.mark.usefixtures("values")
def test_pages_hold_every_value_once(api):
    whole = shown(api(ONE))
    pages, cursor = [], ""
    while cursor is not None:
        page = api(f"{ONE}&limit=2" + (f"&cursor={cursor}" if cursor else ""))
        pages += shown(page)
        cursor = page.json()["next"]
    assert pages == whole
    assert len(whole) == 6


@pytest.mark.usefixtures("values")
def test_regions_are_ranked_and_equal_ones_share_a_place(api):
    answer = api(f"{RANK}&parent=360000").json()
    assert [(row["place"], row["name"]) for row in answer["data"]] == [
        (1, "景德镇市"), (2, "南昌市"), (2, "萍乡市"),
    ]  # fmt: skip
    assert answer["year"] == 2020
    assert api(f"{RANK}&parent=360000&year=2019").json()["data"] == []


def test_what_was_known_on_a_day_is_asked_for_by_the_day(api):
    ended = {"superseded_at": moment(2018, 1, 1), "supersede_reason": "更正"}
    make_observation(1, 2016, published_at=moment(2017, 1, 1), **ended)
    make_observation(2, 2016, published_at=moment(2018, 1, 1))
    assert [row[2] for row in shown(api(f"{ONE}&as_of=2017-06-30"))] == ["1"]
    assert [row[2] for row in shown(api(ONE))] == ["2"]


def test_drafts_are_nobodys_through_the_api(api):
    make_observation(5, 2016, published_at=None)
    assert api(ONE).json()["data"] == []


@pytest.mark.parametrize(
    ("address", "status", "words"),
    [
        ("/api/v1/observations", 400, "指明指标"),
        ("/api/v1/observations?indicator=nothing", 404, "nothing"),
        (f"{ONE}&regoin=360000", 400, "regoin"),
        (f"{ONE}&measure=size", 400, "level"),
        (f"{ONE}&window=0230", 400, "window"),
        (f"{ONE}&from=20x0", 400, "年份"),
        (f"{ONE}&as_of=yesterday", 400, "日期"),
        (f"{ONE}&limit=0", 400, "limit"),
        (f"{ONE}&limit=99999999999", 400, "limit"),
        (f"{ONE}&cursor=abc", 400, "第一页"),
        (f"{ONE}&parent=江西", 400, "区划代码"),
        (f"{ONE}&region=" + ",".join(f"{n:06}" for n in range(401)), 400, "400"),
        (f"{RANK}&breakdown=all", 400, "all"),
        (f"{RANK},patent_grants", 400, "最多 1 个"),
    ],
    ids=range(14),
)  # fmt: skip
def test_a_request_that_cannot_be_met_gets_one_sentence(api, address, status, words):
    make_indicator()
    answer = api(address)
    assert answer.status_code == status
    assert answer["Content-Type"] == "application/problem+json"
    assert words in answer.json()["detail"]
    check(build_document("")["components"]["schemas"]["Problem"], answer.json())


def test_the_api_is_for_reading(db):
    answer = client_of(make_user("alice")).post(ONE)
    assert answer.status_code == 405
    assert answer["Allow"] == "GET, HEAD"


def check(schema, body):
    Draft202012Validator(schema, format_checker=FormatChecker()).validate(body)


@pytest.mark.usefixtures("values")
@pytest.mark.parametrize(
    "address",
    [
        f"{ONE}&accounting=all",
        RANK,
        "/api/v1/indicators",
        "/api/v1/regions?parent=360000",
        "/api/v1/regions?limit=1",
    ],
)
def test_every_answer_has_the_shape_that_the_document_gives(api, address):
    document = api("/api/v1/openapi.json").json()
    body = api(address).json()
    operation = document["paths"][address.split("?")[0]]["get"]
    check(operation["responses"]["200"]["content"]["application/json"]["schema"], body)
    assert body["data"]


@pytest.mark.usefixtures("values")
def test_every_parameter_of_the_document_is_one_that_is_read(api):
    examples = {
        "indicator": "patent_applications", "region": "360000", "parent": "360000", "within": "360000",
        "level": "prefecture", "breakdown": "all", "measure": "level", "accounting": "flow", "window": "annual",
        "as_of": "2024-03-12", "limit": "5", "from": "2019", "to": "2020",
        "year": "2020", "cursor": write_cursor(("360000", "2019-12-31", 1)),
    }  # fmt: skip
    for path, operations in api("/api/v1/openapi.json").json()["paths"].items():
        for parameter in operations["get"]["parameters"]:
            name = parameter["name"]
            needed = "" if path.endswith(("indicators", "regions")) else "indicator=patent_applications&"
            if name == "breakdown" and path.endswith("ranking"):
                continue  # the parts of a ranking are named one by one
            assert api(f"{path}?{needed}{name}={examples[name]}").status_code == 200, (path, name)


def test_the_page_for_people_names_every_address(api):
    page = api("/api/").content.decode()
    for path in build_document("")["paths"]:
        assert f"GET {path}" in page
