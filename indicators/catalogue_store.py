"""The catalogue and the gazetteer, from their files into the database; running it again changes only what changed."""

from __future__ import annotations

from django.db import transaction

from indicators.catalogue import load_catalogue
from indicators.models import Indicator, IndicatorName, Region
from indicators.regions import load_gazetteer

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
            abolished=entry.abolished,
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
