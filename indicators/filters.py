"""What can be asked of the pages, from their addresses."""

from __future__ import annotations

from datetime import date, datetime, time
from typing import Any

from django import forms
from django.core.validators import ProhibitNullCharactersValidator
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from indicators.area import find_region, find_regions
from indicators.models import Accounting, Measure, Region

MOST_REGIONS = 20
ALL = "all"
DRAFTS = "draft"  # the layer with what was accepted and is not published yet


def end_of(day: date | None) -> datetime | None:
    """The last moment of the day asked about; None for now."""
    return timezone.make_aware(datetime.combine(day, time.max)) if day else None


class RegionField(forms.ModelChoiceField):
    """One region with those above it, looked up by a statement that is kept."""

    def to_python(self, value: Any) -> Region | None:
        if value in self.empty_values:
            return None
        found = find_region(str(value)) if "\0" not in str(value) else None
        if found is None:
            raise forms.ValidationError(self.error_messages["invalid_choice"], code="invalid_choice")
        return found


class RegionsField(forms.ModelMultipleChoiceField):
    """Regions, looked up by a statement that is kept; as a list, in no order."""

    def clean(self, value: Any) -> list[Region]:
        if not value:
            return []
        codes = {str(code) for code in value}
        for code in codes:
            ProhibitNullCharactersValidator()(code)
        found = find_regions(codes)
        if unknown := codes - {region.pk for region in found}:
            raise forms.ValidationError(
                self.error_messages["invalid_choice"], code="invalid_choice", params={"value": min(unknown)}
            )
        return found


class OverviewForm(forms.Form):
    """Whose overview is shown, up to which year, as it was on which day, and since when something is news."""

    region = RegionField(Region.objects.all(), required=False)
    year = forms.IntegerField(label=_("年份"), required=False, min_value=1949, max_value=2100)
    by = forms.SlugField(required=False)
    since = forms.DateField(
        label=_("从哪天起"),
        required=False,
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
    )
    layer = forms.ChoiceField(choices=[(DRAFTS, _("含草稿"))], required=False)
    as_of = forms.DateField(
        label=_("截至这天已发布"),
        required=False,
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
    )


class DayForm(forms.Form):
    """The day that is shown; none is now."""

    as_of = forms.DateField(required=False)


def day_of(query: Any) -> date | None:
    """The day that an address asks for; None where it asks for none, or for no day at all."""
    form = DayForm(query)
    return form.cleaned_data["as_of"] if form.is_valid() else None


class IndicatorListForm(forms.Form):
    """Which indicators are listed, and with the values of which day."""

    as_of = forms.DateField(
        label=_("截至这天已发布"),
        required=False,
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
    )
    q = forms.CharField(label=_("名称"), required=False, max_length=80)
    known = forms.BooleanField(label=_("只看有数据的"), required=False)


class SelectionForm(forms.Form):
    """Which values of an indicator are shown; ``from`` and ``to`` are years, ``as_of`` a day in the past."""

    region = RegionsField(Region.objects.all(), label=_("地区"), required=False)
    breakdown = forms.CharField(required=False, max_length=40)
    measure = forms.ChoiceField(choices=Measure.choices, required=False)
    accounting = forms.ChoiceField(choices=Accounting.choices, required=False)
    window = forms.CharField(required=False, max_length=20)
    layer = forms.ChoiceField(choices=[(DRAFTS, _("含草稿"))], required=False)
    to = forms.IntegerField(label=_("止年"), required=False, min_value=1949, max_value=2100)
    as_of = forms.DateField(
        label=_("截至这天已发布"),
        required=False,
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
    )

    field_order = ("region", "from", "to", "as_of")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        # The address says ?from=2012, and from is a word that Python keeps for itself.
        self.fields["from"] = forms.IntegerField(
            label=_("起年"), required=False, min_value=1949, max_value=2100
        )
        self.order_fields(self.field_order)
        for name in ("from", "to"):
            self.fields[name].widget.attrs["placeholder"] = _("不限")

    def clean_region(self) -> list[Region]:
        """The regions in the order in which the address names them: the first is in focus."""
        asked = self.data.getlist("region")
        chosen = sorted(self.cleaned_data["region"], key=lambda region: asked.index(region.pk))
        if len(chosen) > MOST_REGIONS:
            raise forms.ValidationError(_("一张图最多比较 20 个地区，请减少所选地区。"))
        return chosen

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if data.get("from") and data.get("to") and data["from"] > data["to"]:
            self.add_error("to", _("止年不能早于起年。"))
        return data

    def kept(self) -> list[tuple[str, str]]:
        """What the address says beside the form's own fields, so that sending the form does not lose it."""
        names = ("breakdown", "measure", "accounting", "window", "layer")
        return [(name, self.data[name]) for name in names if self.data.get(name)]
