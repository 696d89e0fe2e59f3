"""What is written down about indicators."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from indicators.annotations import FIRST_YEAR, LAST_YEAR, LONGEST, SeriesNote
from indicators.models import Region


class NoteForm(forms.Form):
    """A note on a year of an indicator; ``regions`` are those to choose from beside all of them."""

    kind = forms.ChoiceField(
        label=_("类别"),
        choices=SeriesNote.Kind.choices,
        initial=SeriesNote.Kind.NOTE,
        widget=forms.RadioSelect,
    )
    year = forms.IntegerField(label=_("年份"), min_value=FIRST_YEAR, max_value=LAST_YEAR)
    region = forms.ModelChoiceField(
        label=_("地区"), queryset=Region.objects.none(), required=False, empty_label=_("所有地区")
    )
    text = forms.CharField(
        label=_("内容"),
        max_length=LONGEST,
        help_text=_("写一句话；选“口径变化”时，写明从这一年起数值包括什么、不包括什么。"),
    )

    def __init__(self, *args: Any, regions: Sequence[str] = (), **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["region"].queryset = Region.objects.filter(pk__in=regions)
