"""What people type about filing: why a report goes back, an answer, a deadline, what does not apply, which coverage."""

from __future__ import annotations

import re
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _t
from django.utils.translation import gettext_lazy as _

from indicators import labels
from indicators.models import Indicator, Region
from indicators.written_regions import EXAMPLE, code_of, parse_region
from reports.coverage_area import EVERY, Area
from reports.expectations import EARLIEST, LATEST, TEMPLATES, Whom
from reports.models import Claim, Expectation, Finding, Report
from reports.numbers import read_number
from reports.return_page import open_doubts, unsettled_claims
from reports.returning import LONGEST, Reasons

SEPARATORS = re.compile(r"[\s,，、;；]+")
MOST_NAMED = 400
MOST_YEARS = 12


class DayInput(forms.DateInput):
    """A date as browsers let people pick it."""

    def __init__(self) -> None:
        super().__init__(attrs={"type": "date"}, format="%Y-%m-%d")


def words_field(
    label: Any, *, required: bool, placeholder: Any = "", longest: int = LONGEST
) -> forms.CharField:
    area = forms.Textarea(attrs={"rows": 3, "placeholder": placeholder})
    return forms.CharField(label=label, max_length=longest, required=required, widget=area)


class ReturnForm(forms.Form):
    """Why a report goes back: doubts, figures, words; and until when an answer is wanted."""

    findings = forms.ModelMultipleChoiceField(
        label=_("疑点"), queryset=Finding.objects.none(), required=False
    )
    claims = forms.ModelMultipleChoiceField(label=_("数据"), queryset=Claim.objects.none(), required=False)
    words = words_field(
        _("退回原因"), required=False, placeholder=_("如：缺少专利执法部分；附表与正文不是同一年")
    )
    reply_by = forms.DateField(label=_("答复期限（可不填）"), required=False, widget=DayInput())

    def __init__(self, *args: Any, report: Report, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["findings"].queryset = open_doubts(report).prefetch_related("claims")
        self.fields["claims"].queryset = unsettled_claims(report)

    def ticked(self, name: str, first: list[int]) -> set[int]:
        """The keys that stand ticked: what was sent, else the first choice."""
        if not self.is_bound:
            return set(first)
        return {pk for key in self.data.getlist(name) if (pk := read_number(key)) is not None}

    def reasons(self) -> Reasons:
        data = self.cleaned_data
        return Reasons(data["words"], list(data["findings"]), list(data["claims"]))


class AnswerForm(forms.Form):
    """What the office says to a return."""

    words = words_field(_("答复"), required=False)


class ClosingForm(forms.Form):
    """How a return ended."""

    words = words_field(_("办结说明"), required=False, longest=500)


class ExpectationForm(forms.Form):
    """Which reports are asked for, by a template; of a level below a region, or of regions by name."""

    template = forms.ChoiceField(
        label=_("模板"), choices=[(code, one.words) for code, one in TEMPLATES.items()]
    )
    year = forms.IntegerField(label=_("年份"), min_value=EARLIEST, max_value=LATEST)
    due = forms.DateField(label=_("另定期限（可不填）"), required=False, widget=DayInput())
    level = forms.ChoiceField(label=_("级别"), required=False, choices=[])
    parent = forms.ModelChoiceField(
        label=_("范围"), queryset=Region.objects.none(), required=False, empty_label="—"
    )
    named = forms.CharField(
        label=_("或只要这些地区"),
        required=False,
        max_length=8000,
        widget=forms.Textarea(
            attrs={"rows": 2, "placeholder": _("写地区名或代码，用逗号隔开；填了就不看级别和范围")}
        ),
    )

    def __init__(self, *args: Any, area: Area, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["level"].choices = [("", "—"), *Region.Level.choices[1:]]
        self.fields["parent"].queryset = area.parents
        self.home = area.parent.pk if area.parent else None
        self.initial = {"year": timezone.localdate().year, "level": area.level, "parent": area.parent}

    def clean_named(self) -> tuple[str, ...]:
        """The codes of the regions written."""
        names = [name for name in SEPARATORS.split(self.cleaned_data["named"]) if name]
        if len(names) > MOST_NAMED:
            raise ValidationError(_t("一次最多写 400 个地区；请改用级别和范围。"))
        found = {name: code_of(name, self.home) for name in names}
        known = set(Region.objects.filter(pk__in=filter(None, found.values())).values_list("pk", flat=True))
        unknown = [name for name, code in found.items() if code not in known]
        if unknown:
            raise ValidationError(
                _t("认不出“%(name)s”是哪个地区，请写出所在的省市或六位代码。") % {"name": unknown[0]}
            )
        return tuple(code for code in found.values() if code)

    def changes(self) -> dict[str, Any]:
        """The fields as the verb takes them."""
        data = self.cleaned_data
        whom = Whom(data["level"], data["parent"], data["named"])
        return {"template": data["template"], "year": data["year"], "due": data["due"], "whom": whom}


class DueForm(forms.Form):
    """Another day for what is asked."""

    due = forms.DateField(label=_("报送期限"), widget=DayInput())


class NotApplicableForm(forms.Form):
    """An indicator without a figure for a level or for one region, and why."""

    indicator = forms.ModelChoiceField(label=_("指标"), queryset=Indicator.objects.all(), empty_label="—")
    level = forms.ChoiceField(label=_("级别"), required=False, choices=[("", "—"), *Region.Level.choices[1:]])
    region = forms.CharField(label=_("或一个地区"), required=False, max_length=60)
    reason = forms.CharField(label=_("理由"), max_length=300)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["region"].widget.attrs["placeholder"] = EXAMPLE
        self.fields["reason"].widget.attrs["placeholder"] = _("如：没有受理窗口，不产生这项业务")

    def clean_region(self) -> Region | None:
        name = self.cleaned_data["region"].strip()
        return parse_region(name) if name else None


class CoverageForm(forms.Form):
    """Whose coverage, of which years, on which day. What cannot be used is told and left out."""

    region = forms.ModelChoiceField(
        label=_("范围"), queryset=Region.objects.none(), required=False, empty_label=None
    )
    level = forms.ChoiceField(
        label=_("级别"), required=False, choices=[*Region.Level.choices[1:], (EVERY, _("全部级别"))]
    )
    kind = forms.ChoiceField(
        label=_("种类"), required=False, choices=[("", _("全部种类")), *Expectation.Kind.choices]
    )
    to = forms.IntegerField(label=_("止年"), required=False, min_value=EARLIEST, max_value=LATEST)
    as_of = forms.DateField(label=_("截至这天已报送"), required=False, widget=DayInput())

    def __init__(self, *args: Any, parents: QuerySet, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["region"].queryset = parents
        self.fields["from"] = forms.IntegerField(
            label=_("起年"), required=False, min_value=EARLIEST, max_value=LATEST
        )
        self.order_fields(["region", "level", "kind", "from", "to", "as_of"])

    def years(self, known: list[int]) -> tuple[int, int]:
        """First and last year: what was asked, else the last three that are known; at most twelve."""
        last = self.cleaned_data.get("to") or (known[-1] if known else timezone.localdate().year)
        first = self.cleaned_data.get("from") or last - 2
        first = min(first, last)
        return max(first, last - MOST_YEARS + 1), last


class ValueCoverageForm(forms.Form):
    """Whose values, of which year and domain, on which day."""

    region = forms.ModelChoiceField(
        label=_("范围"), queryset=Region.objects.none(), required=False, empty_label=None
    )
    level = forms.ChoiceField(
        label=_("级别"), required=False, choices=[*Region.Level.choices[1:], (EVERY, _("全部级别"))]
    )
    domain = forms.ChoiceField(label=_("领域"), required=False, choices=[])
    year = forms.IntegerField(label=_("年份"), required=False, min_value=EARLIEST, max_value=LATEST)
    as_of = forms.DateField(label=_("截至这天已发布"), required=False, widget=DayInput())

    def __init__(self, *args: Any, parents: QuerySet, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["region"].queryset = parents
        domains = [(code, labels.domain_name(code)) for code in labels.DOMAINS]
        self.fields["domain"].choices = [(EVERY, _("全部领域")), *domains]
