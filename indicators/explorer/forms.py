"""What the explorer's address may ask for."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from indicators.charts.kinds import KINDS
from indicators.charts.outlines import MOST_BYTES
from indicators.filters import SelectionForm
from indicators.models import Indicator, UnitKind
from indicators.regions import NATION_CODE, load_gazetteer

PROJECTOR = "projector"


class ExplorerForm(SelectionForm):
    """The selection of an indicator's page, and what the explorer adds to it.

    ``among`` is a region whose direct parts are compared (000000 is every province); then the first ``region`` is the
    one in focus. ``year`` is that of charts that show one; ``find`` and ``place`` are names typed where no script
    helps.
    """

    indicator = forms.ModelChoiceField(Indicator.objects.all(), required=False)
    among = forms.RegexField(r"^\d{6}$", required=False)
    chart = forms.ChoiceField(choices=[(kind, kind) for kind in KINDS], required=False)
    unit = forms.ChoiceField(choices=UnitKind.choices, required=False)
    year = forms.IntegerField(label=_("年份"), required=False, min_value=1949, max_value=2100)
    view = forms.ChoiceField(choices=[(PROJECTOR, PROJECTOR)], required=False)
    find = forms.CharField(required=False, max_length=80)
    place = forms.CharField(required=False, max_length=60)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["indicator"].error_messages["invalid_choice"] = _("没有这项指标，请重新选择。")
        self.fields["region"].error_messages["invalid_choice"] = _(
            "没有代码为 %(value)s 的地区，请重新选择。"
        )

    def clean_among(self) -> str:
        """The code of a region that has parts, or of the nation; "" for none."""
        code = self.cleaned_data["among"]
        if code and code != NATION_CODE and load_gazetteer().by_code(code) is None:
            raise ValidationError(_("没有这个地区，请重新选择要比较的范围。"))
        return code

    def sentences(self) -> list[str]:
        """What of the address can't be used, a sentence each."""
        return [str(error) for errors in self.errors.values() for error in errors]

    @property
    def usable(self) -> dict[str, Any]:
        """What can be used of what was asked."""
        self.is_valid()
        return self.cleaned_data


class SaveForm(forms.Form):
    """A name for the view that is shown, and whether others see it."""

    name = forms.CharField(label=_("名称"), max_length=80)
    shared = forms.BooleanField(label=_("与全局共享"), required=False)


class MapForm(forms.Form):
    """A map with the number under which its publication was approved."""

    title = forms.CharField(label=_("名称"), max_length=80)
    approval = forms.CharField(
        label=_("审图号"),
        max_length=40,
        help_text=_("公开使用的地图须经自然资源主管部门审核，例如：某S(2026)001号。"),
    )
    file = forms.FileField(
        label=_("GeoJSON 文件"),
        help_text=_("每个地区一个面，属性 code 或 adcode 为六位行政区划代码；不超过 5 MB。"),
    )

    def clean_file(self) -> Any:
        """The file; refused by its size before it is read."""
        file = self.cleaned_data["file"]
        if file.size > MOST_BYTES:
            raise ValidationError(_("文件超过 5 MB；请先简化轮廓再上传。"))
        return file
