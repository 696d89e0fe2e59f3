"""The coded terms of published values, with the words that people read for them; SDMX's where it has them."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Measure(models.TextChoices):
    LEVEL = "level", _("数值")
    YOY = "yoy", _("同比增长")
    CHANGE = "change", _("增减量")
    RANK = "rank", _("位次")
    SHARE = "share", _("占比")
    TARGET = "target", _("目标")


class Accounting(models.TextChoices):
    FLOW = "flow", _("时期数")
    STOCK = "stock", _("时点数")
    CUMULATIVE = "cumulative", _("累计数")


class Comparator(models.TextChoices):
    EXACT = "exact", _("等于")
    ABOVE = "above", _("超过")
    BELOW = "below", _("不足")
    ABOUT = "about", _("约")


class UnitKind(models.TextChoices):
    COUNT = "count", _("计数")
    PEOPLE = "people", _("人数")
    MONEY = "money", _("金额（元）")
    PERCENT = "percent", _("百分数")
    RANK = "rank", _("位次")
    RATIO = "ratio", _("比率")


class ObservationStatus(models.TextChoices):
    """SDMX code list CL_OBS_STATUS, the part that reports use."""

    NORMAL = "A", _("正常")
    PROVISIONAL = "P", _("初步数")
    ESTIMATED = "E", _("估计数")
    REVISED = "R", _("修订数")


DRAFT = "draft"  # beside the codes of ObservationStatus, where values are shown
