"""The gazetteer: names as texts have them, seen from the region that reports."""

import pytest

from indicators.regions import NATION_CODE, RegionEntry, load_gazetteer
from indicators.regions.names import short_forms, stem_of

gazetteer = load_gazetteer()


def code_of(name: str, within: str | None = None) -> str | None:
    entry = gazetteer.resolve(name, within)
    return entry.code if entry else None


@pytest.mark.parametrize(
    ("name", "code"),
    [
        ("郑州市", "410100"),
        ("郑州", "410100"),
        ("广西", "450000"),
        ("新疆", "650000"),
        ("内蒙古", "150000"),
        ("延边州", "222400"),
        ("延边", "222400"),
        ("黔西南", "522300"),
        ("克孜勒苏", "653000"),
        ("积石山县", "622927"),
        ("苏州工业园区", "320576"),
    ],
)
def test_full_and_short_names_are_known(name: str, code: str) -> None:
    assert code_of(name) == code


def test_a_former_name_is_the_region_of_today() -> None:
    assert code_of("襄樊市") == "420600"


def test_an_abolished_city_is_still_named() -> None:
    entry = gazetteer.resolve("即墨市", "370200")
    assert entry is not None
    assert (entry.abolished, entry.successor) == (True, "370215")


def test_namesakes_are_settled_by_who_reports() -> None:
    assert code_of("鼓楼区") is None
    assert code_of("鼓楼区", "320100") == "320106"
    assert code_of("鼓楼区", "350100") == "350102"


def test_a_district_of_a_sibling_city_is_found_through_the_province() -> None:
    assert code_of("天河区", "440600") == "440106"


def test_a_short_name_means_the_province_rather_than_its_namesakes() -> None:
    assert code_of("河南") == "410000"
    assert code_of("吉林") == "220000"
    assert code_of("海南") == "460000"


def test_the_seat_of_a_prefecture_goes_before_its_namesakes() -> None:
    assert code_of("朝阳") == "211300"


def test_the_nation_is_no_region_but_has_a_code() -> None:
    assert gazetteer.resolve("全国") is None
    assert gazetteer.by_code(NATION_CODE) == gazetteer.nation
    assert gazetteer.is_within("320507", NATION_CODE)


def test_an_unknown_name_is_none() -> None:
    assert gazetteer.named("青河州") == ()
    assert code_of("青河州") is None


def test_ancestors_go_up_to_the_nation() -> None:
    assert [entry.code for entry in gazetteer.ancestors("320507")] == ["320500", "320000", NATION_CODE]
    assert gazetteer.ancestors("999999") == ()


def test_children_are_those_directly_below() -> None:
    codes = {entry.code for entry in gazetteer.children("320500")}
    assert "320507" in codes
    assert "320506" in codes
    assert "320100" not in codes


def test_a_region_lies_within_itself_and_those_above_it() -> None:
    assert gazetteer.is_within("320507", "320507")
    assert gazetteer.is_within("320507", "320000")
    assert not gazetteer.is_within("320500", "320507")


@pytest.mark.parametrize(
    ("abolished", "now"),
    [("320982", "320904"), ("110228", "110118"), ("130223", "130284"), ("320507", "320507")],
)
def test_an_abolished_code_leads_to_the_one_in_force(abolished: str, now: str) -> None:
    entry = gazetteer.current(abolished)
    assert entry is not None
    assert entry.code == now


def test_a_code_that_was_split_leads_nowhere() -> None:
    assert gazetteer.current("110103") is None


def test_townships_tell_their_counties() -> None:
    assert gazetteer.counties_of_township("渭塘镇") == ("320507",)
    assert "320507" in gazetteer.counties_of_township("北桥")
    assert gazetteer.counties_of_township("乡镇") == ()


@pytest.mark.parametrize(
    ("name", "stem"),
    [
        ("恩施土家族苗族自治州", "恩施"),
        ("东乡族自治县", "东乡"),
        ("神农架林区", "神农架"),
        ("香港特别行政区", "香港"),
        ("任县", "任"),
    ],
)
def test_the_stem_is_the_name_without_rank_and_peoples(name: str, stem: str) -> None:
    assert stem_of(name) == stem


def test_a_single_character_is_no_short_form() -> None:
    assert short_forms("任县") == ()


def test_every_parent_and_successor_exists() -> None:
    codes = {entry.code for entry in gazetteer.regions}
    parents = {entry.parent for entry in gazetteer.regions} - {None, NATION_CODE}
    successors = {entry.successor for entry in gazetteer.regions} - {None}
    assert parents <= codes
    assert successors <= codes


def test_codes_are_unique_and_of_six_digits() -> None:
    codes = [entry.code for entry in gazetteer.regions]
    assert len(set(codes)) == len(codes)
    assert all(len(code) == 6 and code.isdigit() for code in codes)


def test_an_entry_can_not_be_changed() -> None:
    entry = gazetteer.by_code("320507")
    assert isinstance(entry, RegionEntry)
    with pytest.raises(AttributeError):
        entry.name = "别处"  # type: ignore[misc]
