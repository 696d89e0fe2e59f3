"""What else could be looked at: the values of each dimension that there is data for, and windows as addresses write
them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _

from indicators import labels
from indicators.filters import ALL
from indicators.series import Series, Window, main_window
from indicators.wording import window_name


@dataclass(frozen=True, slots=True)
class Choice:
    """One value of a dimension that there is data for."""

    value: str
    label: str
    is_current: bool


def choices_among(names: dict[str, str], known: Iterable[str], current: str) -> tuple[Choice, ...]:
    """The values with data in the order of their names; none where there is nothing to choose."""
    known = set(known)
    choices = tuple(
        Choice(value, label, value == current) for value, label in names.items() if value in known
    )
    return choices if len(choices) > 1 else ()


def breakdown_choices(known: set[str], current: str) -> tuple[Choice, ...]:
    names = {
        "": labels.breakdown_name(""),
        **{code: labels.breakdown_name(code) for code in labels.BREAKDOWNS},
    }
    choices = choices_among(names, known, current)
    if len(known - {""}) < 2:
        return choices
    return (*choices, Choice(ALL, _("各类对照"), current == ALL))


# --- windows in addresses


def window_token(window: Window) -> str:
    """The window as an address writes it: 0101-1031, or 1031 for a value held at a date."""
    last = f"{window.last[0]:02}{window.last[1]:02}"
    span = f"+{window.span}" if window.span else ""
    return last if window.first is None else f"{window.first[0]:02}{window.first[1]:02}-{last}{span}"


def find_window(series: Sequence[Series], token: str) -> Window | None:
    known = {window_token(one.key.window): one.key.window for one in series if one.known}
    return known.get(token) or main_window(series)


def window_choices(series: Sequence[Series], current: Window | None) -> tuple[Choice, ...]:
    """The windows with values, the longest first; none where all values share one."""
    known = sorted(
        {one.key.window for one in series if one.known}, key=lambda w: (-w.length, -w.last[0], w.last[1])
    )
    if len(known) < 2:
        return ()
    return tuple(Choice(window_token(w), window_name(w, labels.language()), w == current) for w in known)
