"""The extraction engine for the catalogue as it stands in the database now."""

from __future__ import annotations

from functools import lru_cache

from indicators.catalogue_store import catalogue_version, read_catalogue
from reports.extraction import Engine, load_engine


def current_engine() -> Engine:
    """The engine; built anew only when staff changed the catalogue. Raises CatalogueError."""
    return _engine(catalogue_version())


@lru_cache(maxsize=2)
def _engine(version: tuple[object, ...]) -> Engine:
    return load_engine(read_catalogue())
