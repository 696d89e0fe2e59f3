"""The catalogue and the gazetteer, from their files into the database; running it again changes only what changed."""

from __future__ import annotations

from datetime import datetime

from django.db import connection, transaction

from indicators.catalogue import Catalogue, build_catalogue, load_catalogue
from indicators.models import Indicator, IndicatorName, Region
from indicators.regions import RegionEntry, load_gazetteer

NATION = "000000"


@transaction.atomic
def store_catalogue() -> int:
    """How many indicators the file names; names that staff added in the database stay."""
    entries = load_catalogue().indicators
    for position, entry in enumerate(entries.values(), start=1):
        Indicator.objects.update_or_create(
            code=entry.code,
            defaults={
                "name_zh": entry.zh,
                "name_en": entry.en,
                "domain": entry.domain,
                "unit": entry.unit,
                "unit_kind": entry.unit_kind,
                "accounting": entry.accounting,
                "dimension": entry.breakdown or "",
                "position": position,
                "is_headline": entry.code in HEADLINES,
            },
        )
    IndicatorName.objects.bulk_create(
        (
            IndicatorName(indicator_id=e.code, name=name)
            for e in entries.values()
            for name in {e.zh, *e.names}
        ),
        ignore_conflicts=True,
    )
    return len(entries)


@transaction.atomic
def store_regions() -> int:
    """How many regions the gazetteer holds; the nation stands above the provinces."""
    nation = Region(code=NATION, name="全国", level=Region.Level.NATION)
    regions = [nation] + [
        Region(
            code=entry.code,
            name=entry.name,
            level=entry.level,
            parent_id=entry.parent or NATION,
            abolished=ended(entry),
            successor_id=entry.successor,
        )
        for entry in load_gazetteer().regions
        if entry.code != NATION
    ]
    Region.objects.bulk_create(
        regions,
        update_conflicts=True,
        unique_fields=["code"],
        update_fields=["name", "level", "parent", "abolished", "successor"],
        batch_size=1000,
    )
    return len(regions)


def ended(entry: RegionEntry) -> int | None:
    """The year in which the region was abolished, 0 where the source does not know it; None for those of today."""
    return entry.abolished_in or 0 if entry.abolished else None


# Asked for before each report is read, so all of it in one statement.
_VERSION = """
select i.count, n.count, i.latest, n.latest
from (select count(*), max(changed_at) as latest from indicators_indicator) i,
     (select count(*), max(changed_at) as latest from indicators_indicatorname) n
"""


def catalogue_version() -> tuple[int, int, datetime | None, datetime | None]:
    """Changes whenever an indicator or a name is added, edited or removed: the key of what is built from them."""
    with connection.cursor() as cursor:
        cursor.execute(_VERSION)
        return cursor.fetchone()


def read_catalogue() -> Catalogue:
    """The catalogue as it stands in the database, with what staff added. Raises CatalogueError."""
    names: dict[str, list[str]] = {}
    for code, name in IndicatorName.objects.order_by("pk").values_list("indicator_id", "name"):
        names.setdefault(code, []).append(name)
    dimensions = {d.code: dict(d.members) for d in load_catalogue().dimensions.values()}
    indicators = {i.code: _fields(i, names.get(i.code, [])) for i in Indicator.objects.all()}
    return build_catalogue({"dimensions": dimensions, "indicators": indicators})


def _fields(indicator: Indicator, names: list[str]) -> dict[str, object]:
    fields: dict[str, object] = {
        "zh": indicator.name_zh,
        "en": indicator.name_en,
        "domain": indicator.domain,
        "unit": indicator.unit,
        "unit_kind": indicator.unit_kind,
        "accounting": indicator.accounting,
        "names": [name for name in names if name != indicator.name_zh],
    }
    return fields | ({"breakdown": indicator.dimension} if indicator.dimension else {})


HEADLINES = frozenset(
    {
        "patent_applications",
        "patent_grants",
        "valid_patents",
        "valid_invention_patents_per_10k_population",
        "pledge_financing_amount",
        "pledge_financing_contracts",
        "enforcement_cases",
        "dispute_cases",
    }
)
