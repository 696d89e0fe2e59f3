from django.apps import AppConfig
from django.contrib.admin.apps import AdminConfig
from django.utils.translation import gettext_lazy as _


class AccountsConfig(AppConfig):
    name = "accounts"
    verbose_name = _("人员与登录")


class CatalogueAdminConfig(AdminConfig):
    """Django's admin, with our own door."""

    default_site = "accounts.admin_site.CatalogueAdmin"
