"""What the bureau has switched on."""

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from indicators.prepared import columns_of, instances, prepared


class Policy(models.Model):
    """How accepted figures are published: one row for the bureau; without it, a person decides on everything."""

    accept_from = models.DecimalField(
        _("自动采用的把握"),
        max_digits=4,
        decimal_places=3,
        null=True,
        blank=True,
        validators=[MinValueValidator(0), MaxValueValidator(1)],
        help_text=_("把握不低于此值、没有疑点的数据自动采用；不填则每条都由人核实"),
    )
    publish_on_accept = models.BooleanField(
        _("采用后立即发布"), default=False, help_text=_("不勾选则采用的数据先作草稿，由人按报告发布")
    )

    class Meta:
        verbose_name = _("发布规则")
        verbose_name_plural = _("发布规则")
        constraints = [
            models.CheckConstraint(condition=Q(pk=1), name="policy_is_one_row"),
            models.CheckConstraint(
                condition=Q(accept_from__isnull=True) | Q(accept_from__gte=0, accept_from__lte=1),
                name="policy_accept_from_is_a_share",
            ),
        ]

    def __str__(self) -> str:
        return str(self._meta.verbose_name)

    @classmethod
    def current(cls) -> "Policy":
        """The bureau's policy; where none is stored, the careful one."""
        return next(iter(instances(cls, _stored())), None) or cls(pk=1)


@prepared(scoped=False)
def _stored() -> models.QuerySet:
    return Policy.objects.order_by().filter(pk=1).values_list(*columns_of(Policy))
