"""Regions as people write them into a form: by name, with what they lie in before it, or by code."""

from __future__ import annotations

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from indicators.models import Region
from indicators.regions import load_gazetteer

EXAMPLE = gettext_lazy("如：江西省南昌市，或代码 360100")


def parse_region(name: str, home: str | None = None) -> Region:
    """The region written; of namesakes the one near ``home``, a code. Raises ValidationError where it is not plain."""
    code = code_of(name, home)
    region = Region.objects.filter(pk=code).first() if code else None
    if region is None:
        raise ValidationError(_("认不出这个地区，或有几个地区同名：请写出所在的省市，或写六位代码。"))
    return region


def code_of(name: str, home: str | None = None) -> str | None:
    """The code of the region written: 360100, 南昌市, 江西省南昌市; None where it is not plain."""
    gazetteer = load_gazetteer()
    if found := gazetteer.by_code(name) or gazetteer.resolve(name):
        return found.code
    for cut in range(2, len(name) - 1):
        outer = gazetteer.resolve(name[:cut], home)
        inner = gazetteer.resolve(name[cut:], outer.code) if outer else None
        if outer and inner and gazetteer.is_within(inner.code, outer.code):
            return inner.code
    return None
