"""The explorer's page, put together once: what is shown, what else could be, and what to know about it."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from django.db import models
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from indicators import labels
from indicators.chart_words import Note, source_line
from indicators.charts.kinds import KINDS
from indicators.charts.multiples import Panel
from indicators.choices import window_token
from indicators.explorer.address import Address
from indicators.explorer.cells import heat_rows, panels
from indicators.explorer.compared import Compared, compare
from indicators.explorer.drawing import Drawing, draw, shows_missing
from indicators.explorer.lookups import Facet, regions_with_values
from indicators.explorer.material import NO_REMARK, Material, gather
from indicators.explorer.notes import notes_of
from indicators.explorer.sentences import KIND_NAMES, reason
from indicators.explorer.state import State, facets_of, parts_of, settle
from indicators.explorer.table import TableRow, build_rows
from indicators.filters import ALL, DRAFTS
from indicators.models import Accounting, Indicator, Measure, Region, UnitKind
from indicators.regions import NATION_CODE
from indicators.series import Point
from indicators.wording import period_name, window_name

SUGGESTED = 12
MOST_YEARS = 20


@dataclass(frozen=True, slots=True)
class Option:
    """One value of a dimension, with the address that asks for it."""

    value: str
    label: str
    url: str
    is_current: bool
    hint: str = ""


@dataclass(frozen=True, slots=True)
class Chosen:
    """A region that is compared: the address without it, and the one that puts it in focus."""

    region: Region
    is_focus: bool
    without: str
    focused: str


@dataclass(frozen=True, slots=True)
class ExplorerPage:
    """Everything that the page shows of one statistic."""

    state: State
    address: Address
    drawing: Drawing
    title: str
    unit: str
    rows: tuple[TableRow, ...]
    kinds: tuple[Option, ...]
    dimensions: tuple[tuple[str, str, tuple[Option, ...]], ...]
    chosen: tuple[Chosen, ...]
    groups: tuple[Option, ...]
    signs: frozenset[str]
    notes: tuple[Note, ...]
    elsewhere: tuple[Option, ...]
    count: int

    @property
    def refusal(self) -> str:
        """Why nothing is drawn, in one sentence; "" where something is."""
        return reason(self.drawing.refusal)

    @property
    def reported(self) -> list[tuple[int, int]]:
        """(year, how many regions have a value) of the years shown; [] where the chart says it by itself."""
        drawing = self.drawing
        if drawing.refusal or drawing.kind in {"heat", "tiles", "map", "parts"}:
            return []
        return [
            (year, known) for year, known in drawing.reported if not drawing.years or year in drawing.years
        ]

    @property
    def source(self) -> str:
        """Where the chart is from, and as of which day."""
        return source_line(self.state.as_of, has_drafts="draft" in self.signs)

    @property
    def heat_rows(self) -> SafeString:
        """The rows of the heat table, where that is what is drawn."""
        return heat_rows(self.drawing.data, self.state.as_of)

    @property
    def panels(self) -> list[tuple[Panel, SafeString]]:
        """The small charts, where these are what is drawn."""
        return panels(self.drawing.data, self.state.as_of)

    @property
    def year_options(self) -> tuple[Option, ...]:
        """The years to choose from, where the kind shows one."""
        shown = self.drawing.years or ()
        if len(shown) != 1 or len(self.drawing.choices) < 2:
            return ()
        return tuple(
            Option(str(year), str(year), self.address.having(year=year).url, year == shown[0])
            for year in self.drawing.choices[:MOST_YEARS]
        )

    @property
    def kept(self) -> list[tuple[str, str]]:
        """What the address says beside the fields of the form under the chart."""
        fields = {parameter for parameter, _label, _options in self.dimensions} | {
            "from",
            "to",
            "as_of",
            "layer",
        }
        return [(name, value) for name, value in self.address.asked if name not in fields]

    @property
    def day_query(self) -> str:
        """What links to evidence say of the day that is shown."""
        return f"?as_of={self.state.as_of:%Y-%m-%d}" if self.state.as_of else ""

    @property
    def now_url(self) -> str:
        return self.address.having(as_of=None).url

    @property
    def drafts_url(self) -> str:
        return self.address.having(layer=DRAFTS).url

    @property
    def alone_url(self) -> str:
        return self.address.having(among=None).url

    @property
    def projector_url(self) -> str:
        return self.address.having(view="projector").url

    @property
    def screen_url(self) -> str:
        return self.address.having(view=None).url


def load_page(
    indicator: Indicator, asked: dict[str, Any], address: Address, home: Callable[[], Region | None]
) -> ExplorerPage:
    """The page for what was asked (an ExplorerForm's usable data), in about ten queries whatever is compared."""
    compared = compare(asked.get("region") or (), asked.get("among") or "", home)
    if (
        compared.among is None
    ):  # a region shown unasked is one that can be taken away, and compared with others
        address = address.having(region=compared.codes, among=None)
    facets = facets_of(indicator, compared, asked)
    state = settle(indicator, compared, facets, asked)
    material = gather(state)
    drawing = draw(state, material, parts_of(facets, state))
    rows = build_rows(material, drawing.years)
    signs = _signs(material, drawing, rows)
    return ExplorerPage(
        state=state,
        address=address,
        drawing=drawing,
        title=_title(state, material, drawing),
        unit=labels.unit_name(indicator, state.unit_kind),
        rows=tuple(rows),
        kinds=_kinds(drawing, address),
        dimensions=_dimensions(state, facets),
        chosen=_chosen(state, address),
        groups=_groups(state.compared, address),
        signs=signs,
        notes=notes_of(signs, drawing.left_out, _footnotes(material), _breaks(material, compared)),
        elsewhere=() if rows else _elsewhere(indicator, address),
        count=len(material.tracks),
    )


def _title(state: State, material: Material, drawing: Drawing) -> str:
    """What the chart shows, in its dimensions: 江西省所属 11 个地区 · 发明 · 同比增长 · 2019–2023 年."""
    parts = [state.compared.place(len(material.tracks))]
    if state.breakdown:
        parts.append(_("各类对照") if state.by_part else labels.breakdown_name(state.breakdown))
    if state.measure != Measure.LEVEL:
        parts.append(str(Measure(state.measure).label))
    years = sorted({point.year for _track, point in material.points()})
    if drawing.kind == "slope" and drawing.years and not drawing.refusal:
        parts.append(_("%(first)s 年与 %(last)s 年") % {"first": drawing.years[0], "last": drawing.years[1]})
    elif years := [year for year in drawing.years or years if year]:
        parts.append(str(years[0]) if years[0] == years[-1] else f"{years[0]}–{years[-1]}")
    return " · ".join(part for part in parts if part)


def _kinds(drawing: Drawing, address: Address) -> tuple[Option, ...]:
    """All kinds; those that would be nonsense stand there as well and say why when they are opened."""
    return tuple(
        Option(
            value=kind,
            label=str(KIND_NAMES[kind]),
            url=address.having(chart=kind).url,
            is_current=kind == drawing.kind,
            hint=reason(drawing.refusals[kind]),
        )
        for kind in KINDS
    )


# --- what else could be shown


def _dimensions(state: State, facets: Sequence[Facet]) -> tuple[tuple[str, str, tuple[Option, ...]], ...]:
    """(parameter, label, options) of each dimension in which there is a choice."""
    of_measure = [facet for facet in facets if facet.measure == state.measure]
    of_count = [facet for facet in of_measure if facet.accounting == state.accounting]
    of_part = [facet for facet in of_count if state.by_part or facet.breakdown == state.breakdown]
    of_unit = [facet for facet in of_part if facet.unit_kind == state.unit_kind]
    parts = {facet.breakdown for facet in of_count}
    names = {
        "": labels.breakdown_name(""),
        **{code: labels.breakdown_name(code) for code in labels.BREAKDOWNS},
    }
    if len(parts - {""}) > 1:
        names[ALL], parts = _("各类对照"), parts | {ALL}
    windows = sorted({facet.window for facet in of_unit}, key=lambda w: (-w.length, -w.last[0], w.last[1]))
    window_names = {window_token(window): window_name(window, labels.language()) for window in windows}
    current = window_token(state.window) if state.window else ""
    measures = {facet.measure for facet in facets}
    accountings = {facet.accounting for facet in of_measure}
    units = {facet.unit_kind for facet in of_part}
    all_of_them = (
        ("breakdown", _("分组"), _options(names, parts, state.breakdown)),
        ("measure", _("度量"), _options(_names(Measure), measures, state.measure)),
        ("accounting", _("口径"), _options(_names(Accounting), accountings, state.accounting)),
        ("unit", _("单位"), _options(_names(UnitKind), units, state.unit_kind)),
        ("window", _("连线时段"), _options(window_names, set(window_names), current)),
    )  # fmt: skip
    return tuple(dimension for dimension in all_of_them if len(dimension[2]) > 1)


def _names(choices: type[models.TextChoices]) -> dict[str, str]:
    return {str(value): str(label) for value, label in choices.choices}


def _options(names: dict[str, str], known: Iterable[str], current: str) -> tuple[Option, ...]:
    """The values that there is data for, in the order of their names; a field sends them, so they need no address."""
    known = set(known)
    return tuple(
        Option(value, label, "", value == current) for value, label in names.items() if value in known
    )


def _chosen(state: State, address: Address) -> tuple[Chosen, ...]:
    """The regions of an address that names them; none of a group, which is taken or left as one."""
    if state.compared.among is not None:
        return ()
    codes = list(state.compared.codes)
    return tuple(
        Chosen(
            region,
            at == 0 and len(codes) > 1,
            address.having(region=[code for code in codes if code != region.pk]).url,
            address.having(region=[region.pk, *(code for code in codes if code != region.pk)]).url,
        )
        for at, region in enumerate(state.compared.regions)
    )


def _groups(compared: Compared, address: Address) -> tuple[Option, ...]:
    """Groups one step away: all provinces, those beside the region looked at, those below it."""
    current = compared.among.pk if compared.among else ""
    focus = compared.focus
    codes: dict[str, str] = {NATION_CODE: _("全国各省")}
    if compared.among and current != NATION_CODE:
        codes[current] = _("%(name)s各地") % {"name": compared.among.shown_name}
    if focus is not None:
        if focus.parent_id and focus.level != Region.Level.PROVINCE:
            parent = focus.parent.shown_name if focus.parent else focus.parent_id
            codes.setdefault(focus.parent_id, _("%(name)s各地") % {"name": parent})
        if focus.level in {Region.Level.PROVINCE, Region.Level.PREFECTURE}:
            codes.setdefault(focus.pk, _("%(name)s各地") % {"name": focus.shown_name})
    own = [focus.pk] if focus else []
    return tuple(
        Option(code, label, address.having(among=code, region=[one for one in own if one != code]).url, code == current)
        for code, label in codes.items()
    )  # fmt: skip


def _elsewhere(indicator: Indicator, address: Address) -> tuple[Option, ...]:
    """Where the indicator has values, for whoever looks where it has none."""
    return tuple(
        Option(region.pk, region.shown_name, address.having(region=[region.pk], among=None).url, False)
        for region in regions_with_values(indicator.pk, SUGGESTED)
    )


# --- what to know about it


def _footnotes(material: Material) -> tuple[Note, ...]:
    """What was ruled on values that are shown and what people noted of them, by the sign that stands beside them; then
    what they noted of a whole year. It prints."""
    language = labels.language()
    told: dict[tuple[str, int], list[str]] = {}
    for one in material.notes:
        told.setdefault((one.region_id or "", one.year), []).append(one.words)
    notes = []
    for track, point in material.points():
        if mark := material.marks.get(point.id):
            period = period_name(point.window, point.year, language)
            ruling = material.remarks.get(point.id, NO_REMARK).ruling
            if ruling:
                words = {"place": track.name, "period": period, "ruling": ruling}
                notes.append(
                    Note(mark, _("%(place)s%(period)s的数值经裁定：%(ruling)s") % words, is_long=True)
                )
            for words_ in told.get((track.line.key.region, point.year), ()):
                notes.append(Note(mark, words_, is_long=True))
    of_years = [Note(one.sign, one.words, is_long=True) for one in material.notes if one.region_id is None]
    return (*notes, *of_years)


def _breaks(material: Material, compared: Compared) -> tuple[str, ...]:
    """Regions that ended within the years shown: their line ends there, and their successor's begins elsewhere."""
    shown = set(material.years)
    words = _("%(name)s于 %(year)s 年撤销，前后数值不是同一范围")
    return tuple(
        words % {"name": region.shown_name, "year": region.abolished}
        for region in compared.regions
        if region.abolished in shown
    )


def _signs(material: Material, drawing: Drawing, rows: Sequence[TableRow]) -> frozenset[str]:
    """Which signs stand in the chart, by name, so that they are explained and no others."""
    points = [
        point for _track, point in material.points() if not drawing.years or point.year in drawing.years
    ]
    signs: dict[str, Callable[[Point], bool]] = {
        "partial": lambda point: not point.window.is_full,
        "hedged": lambda point: point.is_hedged,
        "provisional": lambda point: point.status in {"P", "E"},
        "revised": lambda point: point.status == "R",
        "draft": lambda point: point.status == "draft",
    }
    found = {name for name, test in signs.items() if any(test(point) for point in points)}
    if any(row.is_sample for row in rows):
        found.add("sample")
    if any(row.place is not None and row.claimed and row.place != row.claimed_place for row in rows):
        found.add("other_place")
    if shows_missing(drawing, material.tracks):
        found.add("missing")
    return frozenset(found)
