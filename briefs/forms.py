"""What people type: of which region and year a brief is, what they write down at a slide, what work they make of it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from briefs.models import Brief, Deck, Export
from indicators.models import Observation, Region


class BriefForm(forms.Form):
    """The regions and years that have published values, as far as the reader sees them."""

    region = forms.ModelChoiceField(label=_("地区"), queryset=Region.objects.none(), empty_label=None)
    year = forms.TypedChoiceField(label=_("年份"), coerce=int)
    title = forms.CharField(label=_("题名"), max_length=120, required=False)

    def __init__(self, *args: Any, regions: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["region"].queryset = regions
        years = sorted(Observation.objects.published().years(), reverse=True)
        self.fields["year"].choices = [(year, str(year)) for year in years]
        self.fields["title"].widget.attrs["placeholder"] = _("不填则为“地区＋年份＋知识产权工作简报”")


class BriefEditForm(forms.Form):
    """What a brief's maker changes of it: its title, which parts it has, and what he adds."""

    title = forms.CharField(label=_("题名"), max_length=120, required=False)
    parts = forms.MultipleChoiceField(
        label=_("包含的部分"), required=False, widget=forms.CheckboxSelectMultiple
    )
    remark = forms.CharField(
        label=_("说明和建议"), max_length=2000, required=False, widget=forms.Textarea(attrs={"rows": 5})
    )

    def __init__(self, *args: Any, offered: Sequence[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["parts"].choices = offered

    @property
    def left_out(self) -> list[str]:
        """The parts that were offered and not chosen."""
        return [key for key, _name in self.fields["parts"].choices if key not in self.cleaned_data["parts"]]


class DeckForm(forms.Form):
    """A new deck; whether others see it is asked of those who may share."""

    title = forms.CharField(label=_("题名"), max_length=120)
    shared = forms.BooleanField(label=_("与全局共享"), required=False)

    def __init__(self, *args: Any, shares: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not shares:
            del self.fields["shared"]


class TitleForm(forms.Form):
    """Another title, for a deck or a slide; what an empty one means is the verb's to say."""

    title = forms.CharField(label=_("题名"), max_length=120, required=False)


class PickForm(forms.Form):
    """What is put into a deck: a chart (``query``) or a part of a brief, into one's own deck or a new one."""

    title = forms.CharField(label=_("这一页的标题"), max_length=120, required=False)
    deck = forms.ModelChoiceField(
        label=_("放进"), queryset=Deck.objects.none(), required=False, empty_label=_("新建一套")
    )
    new_title = forms.CharField(label=_("新幻灯片的题名"), max_length=120, required=False)
    query = forms.CharField(max_length=4000, required=False, widget=forms.HiddenInput)
    brief = forms.IntegerField(required=False, min_value=1, widget=forms.HiddenInput)
    section = forms.SlugField(max_length=60, required=False, widget=forms.HiddenInput)

    def __init__(self, *args: Any, decks: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["deck"].queryset = decks


class NoteForm(forms.Form):
    """What was said at a slide."""

    slide = forms.CharField(max_length=60)
    text = forms.CharField(label=_("记录"), max_length=500)


class WorkForm(forms.Form):
    """What is to be done, by whom, until when."""

    text = forms.CharField(
        label=_("要办的事"), max_length=500, widget=forms.Textarea(attrs={"rows": 2, "maxlength": 500})
    )
    region = forms.ModelChoiceField(label=_("地区"), queryset=Region.objects.none(), empty_label=None)
    body = forms.CharField(label=_("责任单位"), max_length=60, required=False)
    due = forms.DateField(
        label=_("时限"), required=False, widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    )

    def __init__(self, *args: Any, regions: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["region"].queryset = regions


class ExportForm(forms.Form):
    """Which file is made by a job: of a brief, of a deck, or of all that is published."""

    kind = forms.ChoiceField(choices=Export.Kind.choices)
    brief = forms.ModelChoiceField(queryset=Brief.objects.none(), required=False)
    deck = forms.ModelChoiceField(queryset=Deck.objects.none(), required=False)

    def __init__(self, *args: Any, briefs: Any, decks: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["brief"].queryset, self.fields["deck"].queryset = briefs, decks

    def clean(self) -> dict[str, Any]:
        """A workbook is of everything, the other kinds of one brief or one deck; of a deck there is PowerPoint."""
        told = super().clean()
        of = [told.get("brief"), told.get("deck")]
        if told.get("kind") == Export.Kind.XLSX:
            fits = of == [None, None]
        else:
            fits = (of[0] is None) != (of[1] is None)
            fits = fits and (of[1] is None or told.get("kind") == Export.Kind.PPTX)
        if not fits:
            raise forms.ValidationError(_("没有这种文件。"))
        return told
