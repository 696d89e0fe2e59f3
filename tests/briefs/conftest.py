"""A province with three years of published values and their sentences, three districts below it, and a reviewer."""

from datetime import date

import pytest

from briefs.models import Brief
from briefs.services import make_brief
from indicators.models import Region
from tests.factories import make_citation, make_indicator, make_observation, make_region, make_user


@pytest.fixture
def rita(client):
    """A reviewer, logged in."""
    rita = make_user("rita", "reviewer")
    client.force_login(rita)
    return rita


@pytest.fixture
def brief(province, rita) -> Brief:
    return make_brief(region=province, year=2016, by=rita)


@pytest.fixture
def province() -> Region:
    province = make_region()
    headline = make_indicator(is_headline=True, position=1)
    for year, value in [(2013, 50100), (2014, 61200), (2016, 94045)]:
        _cite(make_observation(value, year, indicator=headline, region=province))
    _cite(make_observation(22262, 2016, indicator=headline, region=province, breakdown="invention"))
    pledge = make_indicator(
        "pledge_financing_amount",
        name_zh="知识产权质押融资额",
        domain="utilisation",
        unit="元",
        unit_kind="money",
        position=2,
    )  # fmt: skip
    whole, part = (date(2015, 1, 1), date(2015, 12, 31)), (date(2016, 1, 1), date(2016, 10, 31))
    for (start, end), value in [(whole, 2_000_000_000), (part, 2_670_000_000)]:
        _cite(
            make_observation(
                value, indicator=pledge, region=province, start=start, end=end, unit_kind="money"
            )
        )
    for code, name, value in [
        ("360100", "南昌市", 31938),
        ("360400", "九江市", 9655),
        ("360700", "赣州市", 18938),
    ]:
        place = make_region(code, name, "prefecture", parent=province)
        _cite(make_observation(value, 2016, indicator=headline, region=place))
    return province


def _cite(observation) -> None:
    number = f"{observation.value:f}".split(".")[0]
    make_citation(observation, f"全年共{number}件。", number)
