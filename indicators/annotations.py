"""What people write beside a series: notes on a year, and breaks, from which on values count something else."""

from __future__ import annotations

from collections.abc import Collection, Iterable

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from indicators.prepared import columns_of, instances, prepared
from indicators.series import Breaks

FIRST_YEAR, LAST_YEAR = 1949, 2100
LONGEST = 200


class SeriesNoteQuerySet(models.QuerySet):
    def beside(self, indicator: str, regions: Collection[str]) -> SeriesNoteQuerySet:
        """Notes on the indicator that concern one of the regions, or all; in the order of their years."""
        rows = self.filter(Q(region=None) | Q(region__any_of=regions), indicator=indicator)
        return rows.select_related("region").in_order()

    def in_order(self) -> SeriesNoteQuerySet:
        return self.order_by("year", F("region").asc(nulls_first=True), "pk")

    def breaks(self, indicators: Collection[str]) -> dict[str, Breaks]:
        """The breaks of each of the indicators that has any, in all regions: there are few; one query."""
        found: dict[str, set[tuple[str, int]]] = {}
        for indicator, region, year in _breaks(list(indicators)):
            found.setdefault(indicator, set()).add((region or "", year))
        return {indicator: Breaks(frozenset(places)) for indicator, places in found.items()}


@prepared(scoped=False)
def _breaks(indicators: list[str]) -> models.QuerySet:
    rows = SeriesNote.objects.filter(indicator__any_of=indicators, kind=SeriesNote.Kind.BREAK)
    return rows.values_list("indicator", "region", "year")


class SeriesNote(models.Model):
    """A sentence about one year of an indicator, in one region or in all of them (``region`` None).

    A break (SDMX: time series break) says that values from this year on can't be compared with those before: charts
    mark it, and no growth is told across it.
    """

    class Kind(models.TextChoices):
        NOTE = "note", _("说明")
        BREAK = "break", _("口径变化")

    indicator = models.ForeignKey(
        "indicators.Indicator", models.CASCADE, related_name="notes", verbose_name=_("指标")
    )
    region = models.ForeignKey(
        "indicators.Region", models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("地区")
    )
    year = models.PositiveSmallIntegerField(_("年份"))
    kind = models.CharField(_("类别"), max_length=8, choices=Kind.choices, default=Kind.NOTE)
    text = models.CharField(_("内容"), max_length=LONGEST)
    written_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("填写人")
    )
    written_at = models.DateTimeField(_("填写时间"), auto_now_add=True)

    objects = SeriesNoteQuerySet.as_manager()

    class Meta:
        verbose_name = _("图表注记")
        verbose_name_plural = _("图表注记")
        constraints = [
            models.CheckConstraint(
                condition=Q(year__gte=FIRST_YEAR, year__lte=LAST_YEAR), name="series_note_year"
            ),
            models.CheckConstraint(condition=~Q(text=""), name="series_note_text"),
            models.UniqueConstraint(
                fields=["indicator", "region", "year"],
                condition=Q(kind="break"),
                name="series_note_one_break_a_year",
                nulls_distinct=False,
            ),
        ]

    def __str__(self) -> str:
        return f"{self.indicator_id} {self.year} {self.text}"

    @property
    def is_break(self) -> bool:
        return self.kind == self.Kind.BREAK

    @property
    def sign(self) -> str:
        """What stands at its year in charts."""
        return "╎" if self.is_break else "※"

    @property
    def words(self) -> str:
        """The note as it stands under charts, with its year and its region before it."""
        place = self.region.shown_name if self.region else ""
        if self.is_break:
            words = gettext("%(place)s%(year)s 年起统计口径有变化，不与之前比较：%(text)s")
        else:
            words = gettext("%(place)s%(year)s 年：%(text)s")
        return words % {"place": place, "year": self.year, "text": self.text}

    @property
    def trail_words(self) -> str:
        """How the trail names it: the indicator and what is noted of which year."""
        return f"{self.indicator.name} {self.year} {self.text}"


def notes_beside(indicator: str, regions: Iterable[str]) -> tuple[SeriesNote, ...]:
    """What ``beside`` finds, with the regions, by a statement that is kept."""
    from indicators.models import Region

    size, rows = len(columns_of(SeriesNote)), _beside(indicator, list(regions))
    found = tuple(instances(SeriesNote, rows))
    for note, row in zip(found, rows, strict=True):
        if note.region_id:
            (note.region,) = instances(Region, [row[size:]])
    return found


@prepared(scoped=False)
def _beside(indicator: str, regions: list[str]) -> models.QuerySet:
    from indicators.models import Region

    region = (f"region__{name}" for name in columns_of(Region))
    return SeriesNote.objects.beside(indicator, regions).values_list(*columns_of(SeriesNote), *region)


def breaks_of(notes: Iterable[SeriesNote]) -> Breaks:
    """Where the series breaks that the notes are beside."""
    return Breaks(frozenset((note.region_id or "", note.year) for note in notes if note.is_break))


def year_signs(notes: Iterable[SeriesNote]) -> dict[int, str]:
    """The signs at the top of each year that something was noted of for all regions."""
    signs: dict[int, str] = {}
    for note in notes:
        if note.region_id is None and note.sign not in signs.get(note.year, ""):
            signs[note.year] = signs.get(note.year, "") + note.sign
    return signs
