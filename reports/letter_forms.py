"""What people type about a letter to an office."""

from __future__ import annotations

from datetime import date
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from reports import letters
from reports.models import Finding, QueryLetter, Report
from reports.numbers import read_number


class LetterForm(forms.Form):
    """Which doubts a letter asks about, what it asks of each, to whom and by when."""

    findings = forms.ModelMultipleChoiceField(label=_("疑点"), queryset=Finding.objects.none())
    addressee = forms.CharField(label=_("主送单位"), max_length=120)
    sender = forms.CharField(label=_("发函单位"), max_length=120)
    contact = forms.CharField(label=_("联系人及电话"), max_length=120, required=False)
    reply_by = forms.DateField(
        label=_("答复期限"), widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    )

    def __init__(self, *args: Any, report: Report, findings: list[Finding], by: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.known = findings
        self.fields["findings"].queryset = report.findings.doubts().open()
        last = QueryLetter.objects.filter(drafted_by=by).first()
        self.initial = {
            "addressee": letters.addressee_of(report),
            "sender": last.sender if last else "",
            "contact": last.contact if last else "",
            "reply_by": letters.reply_day(timezone.localdate()),
        } | (self.initial or {})
        for finding in findings:
            self.fields[f"ask_{finding.pk}"] = forms.CharField(
                label=_("要求"),
                max_length=300,
                required=False,
                initial=letters.ASKS.get(finding.rule, letters.DEFAULT_ASK),
            )

    def clean_reply_by(self) -> date:
        day = self.cleaned_data["reply_by"]
        if day <= timezone.localdate():
            raise forms.ValidationError(_("答复期限要晚于今天。"))
        return day

    def asked(self) -> list[tuple[Finding, forms.BoundField]]:
        """Each doubt with the field of what is asked of it."""
        return [(finding, self[f"ask_{finding.pk}"]) for finding in self.known]

    def ticked(self) -> list[int]:
        """The doubts that are asked about: all of them until somebody chose."""
        if not self.is_bound:
            asked = self.initial.get("finding")
            return [finding.pk for finding in self.known if asked in (None, str(finding.pk))]
        return [pk for key in self.data.getlist("findings") if (pk := read_number(key)) is not None]

    def headed(self) -> list[forms.BoundField]:
        return [self[name] for name in ("addressee", "sender", "contact", "reply_by")]

    def told(self) -> dict[str, Any]:
        """The fields as the service takes them."""
        data = self.cleaned_data
        chosen = {finding.pk for finding in data["findings"]}
        return {
            "findings": [finding for finding in self.known if finding.pk in chosen],
            "asks": {finding.pk: data[f"ask_{finding.pk}"] for finding in self.known},
            **{name: data[name] for name in ("addressee", "sender", "contact", "reply_by")},
        }


class SentForm(forms.Form):
    """On which day a letter went out."""

    on = forms.DateField(
        label=_("发出日期"),
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        initial=timezone.localdate,
    )
