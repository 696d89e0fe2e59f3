"""Names of places: what reports call them is kept, an English page shows the English one."""

import re

import pytest
from django.utils.translation import override

from indicators.models import Region
from indicators.place_names import shown_name, shown_names
from indicators.regions import load_english_names, load_gazetteer
from tests.factories import make_observation, make_region, make_user


def test_every_region_of_the_gazetteer_has_an_english_name_in_plain_letters():
    english = load_english_names()
    assert {entry.code for entry in load_gazetteer().regions} <= english.keys()
    assert [name for name in english.values() if not re.fullmatch(r"[A-Z][A-Za-z' -]+", name)] == []


@pytest.mark.parametrize(
    ("code", "name", "english"),
    [
        ("360000", "江西省", "Jiangxi"),
        ("610000", "陕西省", "Shaanxi"),
        ("140000", "山西省", "Shanxi"),
        ("341500", "六安市", "Lu'an"),
        ("331000", "台州市", "Taizhou"),
        ("150000", "内蒙古自治区", "Inner Mongolia"),
        ("360111", "青山湖区", "Qingshanhu District"),
        ("410922", "清丰县", "Qingfeng County"),
        ("410923", "南乐县", "Nanle County"),
        ("450330", "平乐县", "Pingle County"),
        ("130171", "石家庄高新技术产业开发区", "Shijiazhuang High-tech Zone"),
    ],
)
def test_a_place_is_called_by_its_english_name_on_english_pages_only(code: str, name: str, english: str):
    with override("en"):
        assert shown_name(code, name) == english
        assert shown_names([(code, name)]) == {code: english}
    with override("zh-hans"):
        assert shown_name(code, name) == name
        assert shown_names([(code, name)]) == {code: name}


def test_a_place_without_an_english_name_keeps_its_own():
    with override("en"):
        assert shown_name("999999", "青河市") == "青河市"
        assert str(Region(code="360100", name="南昌市")) == "Nanchang"


@pytest.mark.django_db
def test_an_english_overview_calls_the_city_by_its_english_name(client):
    make_observation(33813, 2023, region=make_region("360100", "南昌市", "prefecture"))
    client.force_login(make_user())
    client.cookies["django_language"] = "en"
    page = client.get("/?region=360100").content.decode()
    assert "Nanchang" in page
    assert "南昌市" not in page
