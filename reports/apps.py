from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class ReportsConfig(AppConfig):
    name = "reports"
    verbose_name = _("报告")

    def ready(self) -> None:
        from reports.stored_sentences import name_in_readers_language
        from trail.naming import say_names_with

        say_names_with(name_in_readers_language)
