"""The administrator's view of people; reports and claims are changed on their own pages alone."""

from django.contrib import admin

from reports.models import Membership


@admin.register(Membership)
class MembershipAdmin(admin.ModelAdmin):
    list_display = ["user", "role", "region"]
    list_filter = ["role"]
    search_fields = ["user__username", "region__name"]
    autocomplete_fields = ["region"]
