"""Who may do what, and for which region."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from indicators.models import Region
from trail.history import tracked

USER = settings.AUTH_USER_MODEL


@tracked(inserts=True)
class Membership(models.Model):
    """What a person may do, and for which region: an office sees its own and what lies below it."""

    class Role(models.TextChoices):
        OFFICE = "office", _("报送单位")
        REVIEWER = "reviewer", _("核实人员")
        LEADER = "leader", _("领导")
        EDITOR = "editor", _("目录编辑")
        ADMINISTRATOR = "administrator", _("管理员")
        SECURITY = "security", _("安全管理员")
        AUDITOR = "auditor", _("审计员")

    user = models.OneToOneField(USER, models.CASCADE, related_name="membership", verbose_name=_("用户"))
    role = models.CharField(_("角色"), max_length=20, choices=Role.choices)
    region = models.ForeignKey(Region, models.PROTECT, null=True, blank=True, verbose_name=_("地区"))

    class Meta:
        verbose_name = _("人员角色")
        verbose_name_plural = _("人员角色")
        constraints = [
            models.CheckConstraint(
                condition=~Q(role="office") | Q(region__isnull=False), name="office_has_a_region"
            )
        ]

    def __str__(self) -> str:
        return f"{self.user} · {self.get_role_display()}"
