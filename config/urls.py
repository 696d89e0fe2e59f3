"""Every address of the product."""

from django.contrib import admin
from django.contrib.auth.decorators import login_not_required
from django.urls import include, path
from django.utils.translation import gettext_lazy as _
from django.views.i18n import set_language

from config.health import health

admin.site.site_title = _("知衡")
admin.site.site_header = _("知衡后台管理")
admin.site.index_title = _("后台管理")

urlpatterns = [
    path("", include("indicators.urls")),
    path("", include("reports.urls")),
    path("", include("briefs.urls")),
    path("", include("trail.urls")),
    path("", include("accounts.entrance_urls")),
    path("", include("accounts.urls")),
    path("i18n/setlang/", login_not_required(set_language), name="set_language"),
    path("admin/", admin.site.urls),
    path("healthz", health, name="health"),
]
handler400 = "config.errors.bad_request"
handler403 = "config.errors.permission_denied"
handler404 = "config.errors.not_found"
handler500 = "config.errors.server_error"
