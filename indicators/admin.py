"""The catalogue may be edited here; what was published may only be looked at."""

from typing import Any

from django.contrib import admin
from django.db import models
from django.forms import BaseInlineFormSet, Field, ModelForm
from django.http import HttpRequest

from indicators.models import Citation, Indicator, IndicatorName, Observation, Region, Source, Target
from trail.actions import Action
from trail.services import record


class ReadOnlyAdmin(admin.ModelAdmin):
    """Published values change by superseding in the review, never by editing a row."""

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: models.Model | None = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: models.Model | None = None) -> bool:
        return False


class IndicatorNameInline(admin.TabularInline):
    model = IndicatorName
    extra = 1

    def formfield_for_dbfield(
        self, db_field: models.Field, request: HttpRequest, **kwargs: Any
    ) -> Field | None:
        """The field with its name: the row's column says it to eyes alone."""
        field = super().formfield_for_dbfield(db_field, request, **kwargs)
        if field is not None and field.label:
            field.widget.attrs["aria-label"] = field.label
        return field


@admin.register(Indicator)
class IndicatorAdmin(admin.ModelAdmin):
    list_display = ["name_zh", "name_en", "domain", "unit", "accounting", "is_headline"]
    list_filter = ["domain", "accounting", "is_headline"]
    search_fields = ["code", "name_zh", "name_en", "names__name"]
    inlines = [IndicatorNameInline]

    def get_readonly_fields(self, request: HttpRequest, obj: Indicator | None = None) -> list[str]:
        return ["code"] if obj else []  # a code never changes

    def has_delete_permission(self, request: HttpRequest, obj: Indicator | None = None) -> bool:
        return False

    def save_related(
        self, request: HttpRequest, form: ModelForm, formsets: list[BaseInlineFormSet], change: bool
    ) -> None:
        """Saves the names too, and writes what was changed into the trail: all of it stands, or nothing does."""
        super().save_related(request, form, formsets, change)
        if detail := told(form, formsets, change):
            record(Action.CATALOGUE_CHANGE, by=request.user, target=form.instance, detail=detail)


def told(form: ModelForm, formsets: list[BaseInlineFormSet], change: bool) -> dict[str, dict[str, str]]:
    """What the forms changed, as the trail keeps it: fields by name before and after, and the indicator's names."""
    old = {name: str(form.initial.get(name, "")) for name in form.changed_data} if change else {}
    new = {name: str(form.cleaned_data[name]) for name in form.changed_data}
    for rows in formsets:
        gone = [
            row.initial["name"]
            for row in rows.initial_forms
            if row in rows.deleted_forms or "name" in row.changed_data
        ]
        come = [row.name for row in (*rows.new_objects, *(one for one, _fields in rows.changed_objects))]
        old |= {"names": "、".join(gone)} if gone else {}
        new |= {"names": "、".join(come)} if come else {}
    return {side: said for side, said in (("old", old), ("new", new)) if said}


@admin.register(Region)
class RegionAdmin(ReadOnlyAdmin):
    list_display = ["code", "name", "level", "parent", "abolished"]
    list_filter = ["level"]
    list_select_related = ["parent"]
    search_fields = ["code", "name"]


@admin.register(Source)
class SourceAdmin(ReadOnlyAdmin):
    list_display = ["title", "issuer", "year", "received_at", "is_sample"]
    list_select_related = ["issuer"]
    search_fields = ["title"]


class CitationInline(admin.TabularInline):
    model = Citation
    fields = ["role", "source", "sentence", "link"]
    extra = 0
    can_delete = False

    def has_add_permission(self, request: HttpRequest, obj: models.Model | None = None) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: models.Model | None = None) -> bool:
        return False


@admin.register(Observation)
class ObservationAdmin(ReadOnlyAdmin):
    list_display = ["indicator", "breakdown", "measure", "region", "start", "end", "value", "superseded_at"]
    list_filter = ["measure", "accounting", "status"]
    list_select_related = ["indicator", "region"]
    search_fields = ["indicator__name_zh", "region__name"]
    inlines = [CitationInline]


@admin.register(Target)
class TargetAdmin(ReadOnlyAdmin):
    list_display = ["indicator", "breakdown", "region", "start", "end", "value", "superseded_at"]
    list_select_related = ["indicator", "region"]
    search_fields = ["indicator__name_zh", "region__name"]
    inlines = [CitationInline]
