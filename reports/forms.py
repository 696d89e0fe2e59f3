"""What people type: a correction, a ruling, a threshold."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from django import forms
from django.utils.translation import gettext as _t
from django.utils.translation import gettext_lazy as _

from indicators.catalogue import load_catalogue
from indicators.models import Accounting, Indicator, Measure, Region
from indicators.written_regions import EXAMPLE, parse_region
from reports.models import Claim, Finding, Policy, Report, WorkItem
from reports.placing import EARLIEST, LATEST
from reports.wording import breakdown_words

THRESHOLDS = [("0.95", "95%"), ("0.9", "90%"), ("0.8", "80%")]
SCALES = {"": 1, "万": 10**4, "亿": 10**8}


class AcceptAllForm(forms.Form):
    """From which confidence on claims are accepted unseen."""

    threshold = forms.TypedChoiceField(
        label=_("把握不低于"), choices=THRESHOLDS, coerce=Decimal, initial="0.9"
    )


class GroupForm(forms.Form):
    """Which of the claims that are alike are decided on at once, how, and for which one reason."""

    claims = forms.ModelMultipleChoiceField(queryset=Claim.objects.none(), label=_("数据"))
    verb = forms.ChoiceField(label=_("结论"), choices=[("accept", _("采用")), ("reject", _("否决"))])
    note = forms.CharField(label=_("理由"), max_length=300)

    def __init__(self, *args: Any, claims: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["claims"].queryset = claims


class NoteForm(forms.Form):
    """Why a claim was decided on as it was."""

    note = forms.CharField(label=_("说明"), max_length=300, required=False)


class DeclineForm(forms.Form):
    """Why a suggested name does not enter the catalogue."""

    reason = forms.CharField(label=_("不收的理由"), required=False)


class ProgressForm(forms.Form):
    """How far a planned item is, and what that rests on."""

    progress = forms.ChoiceField(label=_("进展"), choices=WorkItem.Progress.choices)
    evidence = forms.CharField(
        label=_("依据"), max_length=500, required=False, widget=forms.Textarea(attrs={"rows": 3})
    )
    version = forms.IntegerField(required=False, widget=forms.HiddenInput)


class CorrectionForm(forms.ModelForm):
    """A claim as a person reads it. The value is typed as people say it: with 万 or 亿 beside it."""

    indicator = forms.ModelChoiceField(label=_("指标"), queryset=Indicator.objects.all())
    breakdown = forms.ChoiceField(label=_("分组"), required=False)
    value = forms.DecimalField(label=_("数值"), max_digits=26, decimal_places=6)
    scale = forms.ChoiceField(
        label=_("万或亿"), required=False, choices=[("", "—"), ("万", _("万")), ("亿", _("亿"))]
    )
    note = forms.CharField(label=_("说明"), max_length=300, required=False)

    class Meta:
        model = Claim
        fields = [
            "indicator", "breakdown", "measure", "accounting", "value", "comparator",
            "start", "end", "area", "entity", "span_start", "span_end", "step",
        ]  # fmt: skip
        widgets = {
            "start": forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
            "end": forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
            "span_start": forms.HiddenInput,
            "span_end": forms.HiddenInput,
            "step": forms.HiddenInput,
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        members = {code for dimension in load_catalogue().dimensions.values() for code in dimension.members}
        members |= {self.instance.breakdown} - {""}
        self.fields["breakdown"].choices = [("", _("合计"))] + [
            (c, breakdown_words(c)) for c in sorted(members)
        ]
        if not self.is_bound:
            self.initial["value"] = f"{self.instance.value.normalize():f}"

    def indicator_choices(self) -> Any:
        """Every indicator with its aliases, for the searchable choice."""
        return Indicator.objects.prefetch_related("names")

    def chosen_indicator(self) -> str:
        return str(self["indicator"].value() or "")

    def paired(self) -> list[forms.BoundField]:
        """The fields that stand two in a row."""
        names = [
            "value",
            "scale",
            "comparator",
            "breakdown",
            "measure",
            "accounting",
            "start",
            "end",
            "area",
            "entity",
        ]
        return [self[name] for name in names]

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if data.get("value") is not None:
            data["value"] *= SCALES[data.get("scale") or ""]
        if data.get("start") and data.get("end") and data["start"] > data["end"]:
            self.add_error("end", _t("期末早于期初，请改正。"))
        if data.get("accounting") == Accounting.FLOW and data.get("end") and not data.get("start"):
            self.add_error("start", _t("时期数要有期初。"))
        if data.get("accounting") in {Accounting.STOCK, Accounting.CUMULATIVE}:
            data["start"] = None
        if data.get("value") != self.instance.value and data.get("step") == self.instance.step:
            data["step"] = None  # how exactly the old number was written says nothing of a new one
        self._check_breakdown(data)
        self._check_span(data)
        return data

    def _check_breakdown(self, data: dict[str, Any]) -> None:
        indicator, breakdown = data.get("indicator"), data.get("breakdown")
        if not indicator or not breakdown:
            return
        dimension = load_catalogue().dimensions.get(indicator.dimension)
        if dimension is None or breakdown not in dimension.members:
            self.add_error("breakdown", _t("这个指标没有这样的分组，请改选或选“合计”。"))

    def _check_span(self, data: dict[str, Any]) -> None:
        start, end = data.get("span_start"), data.get("span_end")
        if start is not None and end is not None and not start < end <= len(self.instance.report.text):
            self.add_error(None, _t("所选的位置不在正文里，请重新选取数字。"))

    def changes(self) -> dict[str, Any]:
        """The fields as the service takes them, the kind of unit following from indicator and measure."""
        names = [*self.Meta.fields, "unit_kind"]
        data = self.cleaned_data | {"unit_kind": self._unit_kind()}
        return {name: data[name] for name in names}

    def _unit_kind(self) -> str:
        measure, indicator = self.cleaned_data["measure"], self.cleaned_data["indicator"]
        own_percent = self.instance.unit_kind == "percent" and indicator.pk == self.instance.indicator_id
        fixed = {Measure.YOY: "percent", Measure.SHARE: "percent", Measure.RANK: "rank"}
        if measure in fixed:
            return fixed[measure]
        if measure in {Measure.CHANGE, Measure.TARGET} and own_percent:
            return "percent"
        return indicator.unit_kind

    def _post_clean(self) -> None:
        """The instance stays as it was read: a correction is a row of its own, which the service makes."""


class AssignForm(CorrectionForm):
    """A left-over figure as a person reads it, with the name that the text gives it."""

    name = forms.CharField(label=_("原文里的叫法"), max_length=80, required=False)


class PlaceForm(forms.Form):
    """Whose report it is and of which year, with the reason; a region is written as people write it, or by code."""

    region = forms.CharField(label=_("地区"), max_length=60, required=False)
    year = forms.IntegerField(label=_("年份"), min_value=EARLIEST, max_value=LATEST, required=False)
    note = forms.CharField(label=_("依据"), max_length=300)

    def __init__(self, *args: Any, report: Report, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.report = report
        self.initial = {"region": report.region.name if report.region else "", "year": report.year}
        self.fields["region"].widget.attrs["placeholder"] = EXAMPLE
        self.fields["note"].widget.attrs["placeholder"] = _("如：来文封面写明；经电话核实")

    def clean_region(self) -> Region | None:
        """The region written; None where nothing is, or what the report has already."""
        name = self.cleaned_data["region"].strip()
        if not name or (self.report.region and name == self.report.region.name):
            return None
        return parse_region(name, self.report.region_id)

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if data.get("year") == self.report.year:
            data["year"] = None
        if not self.errors and data.get("region") is None and data.get("year") is None:
            raise forms.ValidationError(_("地区和年份都没有改动。"))
        return data


class PolicyForm(forms.ModelForm):
    """From which confidence on the machine accepts by itself, in percent, and whether that publishes."""

    accept_from = forms.DecimalField(
        label=_("自动采用的把握（%）"), min_value=80, max_value=100, max_digits=4, decimal_places=1, required=False,
        help_text=_("把握不低于此值、没有疑点、属于本单位辖区的数据自动采用；不填则每条都由人核实。"),
    )  # fmt: skip
    publish_on_accept = forms.BooleanField(
        label=_("采用后立即发布"), required=False,
        help_text=_("不勾选时，采用的数据先作草稿，由核实人员按报告查看变动后发布。"),
    )  # fmt: skip

    class Meta:
        model = Policy
        fields = ["accept_from", "publish_on_accept"]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if self.instance.accept_from is not None:
            self.initial["accept_from"] = (self.instance.accept_from * 100).normalize()

    def clean_accept_from(self) -> Decimal | None:
        percent = self.cleaned_data["accept_from"]
        return None if percent is None else percent / 100


class RulingForm(forms.Form):
    """Which claim of a finding holds, and why."""

    upheld = forms.ModelChoiceField(
        label=_("采信"), queryset=Claim.objects.none(), required=False, widget=forms.RadioSelect
    )
    ruling = forms.CharField(
        label=_("裁定理由"), max_length=500, widget=forms.Textarea(attrs={"rows": 3}), required=True
    )

    hypothesis = forms.CharField(max_length=24, required=False, widget=forms.HiddenInput)

    def __init__(self, *args: Any, finding: Finding, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["upheld"].queryset = finding.claims.all()

    def clean(self) -> dict[str, Any]:
        """None of them is an answer too, but one that has to be given."""
        if self.add_prefix("upheld") not in self.data:
            self.add_error("upheld", _t("请选择采信哪一个，或选“都不采信”。"))
        return self.cleaned_data
