"""Where a published value is used: the charts that show it, what staff keep for themselves and for all, rulings."""

from __future__ import annotations

from dataclasses import dataclass
from urllib.parse import urlencode

from django.contrib.auth.models import AbstractBaseUser
from django.urls import reverse
from django.utils.translation import gettext as _

from indicators.headlines import HEADLINES
from indicators.models import Observation, Target
from indicators.overview import CHARTS
from indicators.pinned import SavedView

MOST_VIEWS = 10


@dataclass(frozen=True, slots=True)
class Use:
    """One place that rests on the value or the sentence: its kind in words, what it is, and where it is."""

    kind: str
    words: str
    link: str = ""
    note: str = ""


def uses_of_value(value: Observation | Target, user: AbstractBaseUser) -> list[Use]:
    """The charts and views that show the value as the user finds them; nothing where it is shown no more. At most one
    query; expects indicator and region with it."""
    if value.superseded_at is not None:
        return []
    if isinstance(value, Target):
        return [Use(_("目标"), _title(value), f"{_page(value, only_region=True)}#targets-title")]
    return [
        Use(_("图表"), _title(value), _page(value)),
        Use(_("对比图"), _title(value), f"{reverse('indicators:explorer')}?{_explorer(value)}"),
        *_overview(value),
        *_views(value, user),
    ]


def _title(value: Observation | Target) -> str:
    return _("%(region)s · %(indicator)s") % {
        "region": value.region.shown_name,
        "indicator": value.indicator.name,
    }


def _page(value: Observation | Target, *, only_region: bool = False) -> str:
    """The indicator's page with the dimensions of the value; the layer with drafts for one."""
    asked = {"region": value.region_id}
    if not only_region:
        asked |= {"measure": value.measure, "accounting": value.accounting}
        asked |= {"breakdown": value.breakdown} if value.breakdown else {}
    asked |= {"layer": "draft"} if value.is_draft else {}
    return f"{reverse('indicators:indicator-detail', args=[value.indicator_id])}?{urlencode(asked)}"


def _explorer(value: Observation) -> str:
    asked = {"indicator": value.indicator_id, "region": value.region_id, "measure": value.measure}
    asked |= {"accounting": value.accounting}
    return urlencode(asked | ({"breakdown": value.breakdown} if value.breakdown else {}))


def _overview(value: Observation) -> list[Use]:
    """The region's overview, where the value's line is one of its headlines or charts."""
    shown = (value.indicator_id, value.breakdown) in HEADLINES or value.indicator_id in CHARTS
    shown |= value.indicator.is_headline and not value.breakdown
    if not shown or value.measure not in {"level", "yoy"} or value.is_draft:
        return []
    words = _("%(region)s知识产权工作总览") % {"region": value.region.shown_name}
    return [Use(_("总览"), words, f"{reverse('indicators:overview')}?region={value.region_id}")]


def _views(value: Observation, user: AbstractBaseUser) -> list[Use]:
    """Saved views of the indicator that the user may open."""
    rows = SavedView.objects.seen_by(user).of_indicator(value.indicator_id)[:MOST_VIEWS]
    return [Use(_("保存的视图"), view.name, view.get_absolute_url(), _words_of_owner(view)) for view in rows]


def _words_of_owner(view: SavedView) -> str:
    return _("%(owner)s 保存") % {"owner": view.owner}
