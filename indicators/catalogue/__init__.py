"""The indicator catalogue: what the product knows how to count, read from ``indicators.yaml``."""

from indicators.catalogue.loader import (
    ACCOUNTINGS,
    UNIT_KINDS,
    Catalogue,
    CatalogueError,
    Dimension,
    IndicatorEntry,
    build_catalogue,
    load_catalogue,
)

__all__ = [
    "ACCOUNTINGS",
    "UNIT_KINDS",
    "Catalogue",
    "CatalogueError",
    "Dimension",
    "IndicatorEntry",
    "build_catalogue",
    "load_catalogue",
]
