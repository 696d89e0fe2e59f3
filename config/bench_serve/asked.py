"""What is measured: each request with what was aimed at."""

from __future__ import annotations

from dataclasses import dataclass

from indicators.regions import load_gazetteer

INDICATOR = "patent_applications"
YEARS = "&from=2005&to=2024"
BESIDE = {"710000", "810000", "820000"}  # have no offices that report
DISTRICTS_OF = "510000"  # a province with some 180 districts


@dataclass(frozen=True, slots=True)
class Request:
    """One address; ``target`` is the median of the server's own milliseconds, None where nothing was aimed at."""

    name: str
    path: str
    target: float | None
    by_token: bool = False


def requests() -> list[Request]:
    """In the order of the table."""
    provinces = [
        entry.code
        for entry in load_gazetteer().regions
        if entry.level == "province" and not entry.abolished and entry.code not in BESIDE
    ]
    values, ranking = "/api/v1/observations?indicator=", "/api/v1/ranking?indicator="
    return [
        Request("one region, 20 years, JSON", f"{values}{INDICATOR}&region=360000{YEARS}", 4, True),
        Request("31 provinces, 20 years, JSON", f"{values}{INDICATOR}&region={','.join(provinces)}{YEARS}", 8, True),
        Request(
            "districts of a province, latest, JSON",
            f"{ranking}{INDICATOR}&within={DISTRICTS_OF}&level=county", 10, True,
        ),
        Request("overview page", "/?region=360000", 40),
        Request("overview page, no region named", "/", 40),
        Request("indicator page", f"/indicators/{INDICATOR}/?region=360000", 30),
        Request("indicator page, no region named", f"/indicators/{INDICATOR}/", 30),
        Request("list of indicators", "/indicators/", None),
        Request("a page without values", "/account/", None),
    ]  # fmt: skip
