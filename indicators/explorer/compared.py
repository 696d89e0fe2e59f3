"""Which regions are compared: those that were chosen, or all that lie directly below one."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from indicators.area import first_to_show
from indicators.explorer.lookups import find_group, find_provinces
from indicators.models import Region
from indicators.regions import NATION_CODE

SELDOM = frozenset(
    {"710000", "810000", "820000"}
)  # do not report to the bureau; shown where they have values
MOST_NAMES = 4


@dataclass(frozen=True, slots=True)
class Compared:
    """The regions in their order, the one in ``focus`` (None: all alike), and the region whose parts they are."""

    regions: tuple[Region, ...]
    focus: Region | None
    among: Region | None = None

    @property
    def codes(self) -> tuple[str, ...]:
        return tuple(region.pk for region in self.regions)

    def place(self, count: int) -> str:
        """The regions as a title names them; ``count`` of a group are shown."""
        if self.among is not None:
            return group_name(self.among, count)
        names = [region.shown_name for region in self.regions]
        if len(names) <= MOST_NAMES:
            return _("、").join(names)
        return _("%(names)s等 %(count)s 个地区") % {
            "names": _("、").join(names[: MOST_NAMES - 1]),
            "count": len(names),
        }


def group_name(among: Region, count: int) -> str:
    """What the regions below one are called together."""
    if among.pk == NATION_CODE:
        return ngettext("全国 %(count)s 个省区市", "全国 %(count)s 个省区市", count) % {"count": count}
    words = {"name": among.shown_name, "count": count}
    return ngettext("%(name)s所属 %(count)s 个地区", "%(name)s所属 %(count)s 个地区", count) % words


def group_of(code: str) -> tuple[Region, list[Region]] | None:
    """The region and those directly below it that exist today, in one query; None where there is none."""
    if code == NATION_CODE:
        return Region(pk=NATION_CODE, name="全国", level=Region.Level.NATION), find_provinces()
    above, below = find_group(code)
    return (above, below) if above and below else None


def compare(chosen: Sequence[Region], among: str, home: Callable[[], Region | None]) -> Compared:
    """The regions that an address means. Of a group the first chosen one that belongs to it is in focus; without a
    group and a choice the reader's own region, or the first that has something to show."""
    group = group_of(among) if among else None
    if group:
        inside = {region.pk for region in group[1]}
        focus = next((region for region in chosen if region.pk in inside), None)
        return Compared(tuple(group[1]), focus, group[0])
    if not chosen:
        first = home() or first_to_show()
        chosen = [first] if first else []
    return Compared(tuple(chosen), chosen[0] if chosen else None)
