"""Cells and small charts as markup: hundreds of values, which a template would take longer over than the database."""

from __future__ import annotations

from datetime import date
from html import escape

from django.urls import reverse
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

from indicators.charts.heat import HeatTable
from indicators.charts.multiples import Mark, Multiples, Panel
from indicators.charts.shading import Cell

KNOWN = (
    '<td class="cell cell--{}{}" data-panel-row="{}"><a href="{}" data-evidence="{}" title="{}">{}{}</a></td>'
)
UNKNOWN = '<td class="cell cell--{}"><span title="{}">{}</span></td>'


def heat_rows(heat: HeatTable, day: date | None) -> SafeString:
    """The rows of the table's body, every text in them escaped."""
    before, after = around_evidence(day)
    return format_html_join(
        "\n",
        '<tr{}><th scope="row">{}</th>{}</tr>',
        (
            (
                SafeString(' class="is-focus"') if row.is_focus else "",
                row.name,
                format_html_join("", "{}", ((_cell(cell, before, after),) for cell in row.cells)),
            )
            for row in heat.rows
        ),
    )


def _cell(cell: Cell, before: str, after: str) -> SafeString:
    if cell.id is None:
        return format_html(UNKNOWN, cell.kind, cell.title, cell.text)
    shade = f" shade-{cell.level}" if cell.level is not None else ""
    note = format_html("<small>{}</small>", cell.note) if cell.note else ""
    address = f"{before}{cell.id}{after}"
    return format_html(KNOWN, cell.kind, shade, cell.id, address, cell.id, cell.title, cell.text, note)


def panels(sheet: Multiples, day: date | None) -> list[tuple[Panel, SafeString]]:
    """Each panel with its lines and points as SVG, every text in them escaped."""
    before, after = around_evidence(day)
    return [(panel, _inside(panel, before, after)) for panel in sheet.panels]


def _inside(panel: Panel, before: str, after: str) -> SafeString:
    """Paths and marks: coordinates, numbers and words of our own, and titles, which alone are escaped."""
    lines = "".join(
        f'<path class="multiple__line{" is-dashed" if is_dashed else ""}" d="{path}"/>'
        for path, is_dashed in panel.paths
    )
    return SafeString(lines + "".join(_mark(mark, before, after) for mark in panel.marks))


def _mark(mark: Mark, before: str, after: str) -> str:
    title = escape(mark.title)
    return (
        f'<a href="{before}{mark.id}{after}" data-evidence="{mark.id}" data-panel-row="{mark.id}" aria-label="{title}">'
        f'<title>{title}</title><circle class="multiple__reach" cx="{mark.x}" cy="{mark.y}" r="8"/>'
        f'<use class="multiple__mark{" is-hollow" if mark.is_hollow else ""}" href="#mark-{mark.shape}" x="{mark.x}" '
        f'y="{mark.y}"/></a>'
    )


def around_evidence(day: date | None) -> tuple[str, str]:
    """What stands before and behind a value's number in the address of its evidence, as it was on the day."""
    before, after = reverse("indicators:observation-evidence", args=[0]).split("0")
    return before, f"{after}?as_of={day:%Y-%m-%d}" if day else after
