"""What a person says of a promise."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _

from reports.models import Promise


class PromiseForm(forms.Form):
    """What became of a promise, and why it is not what was proposed."""

    status = forms.ChoiceField(label=_("落实情况"), choices=Promise.Status.choices)
    note = forms.CharField(
        label=_("理由"), max_length=300, required=False, widget=forms.Textarea(attrs={"rows": 3})
    )
    version = forms.IntegerField(required=False, widget=forms.HiddenInput)
