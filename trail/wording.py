"""The words of the trail's pages for what others wrote into ``detail``: names of fields, codes of states."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext as _t
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

FIELDS = {
    "value": _("数值"), "state": _("状态"), "status": _("数据状态"), "indicator": _("指标"), "breakdown": _("分组"),
    "measure": _("度量"), "accounting": _("口径"), "unit_kind": _("单位类别"), "comparator": _("界限"),
    "start": _("期初"), "end": _("期末"), "area": _("所指地区"), "entity": _("所指单位"), "region": _("地区"),
    "year": _("年份"), "role": _("角色"), "office": _("报送单位"), "upheld": _("采信"), "note": _("说明"),
    "file": _("文件名"), "bytes": _("字节数"), "digest": _("文件指纹"), "kind": _("格式"), "rows": _("行数"),
    "query": _("查询条件"), "gained": _("新增"), "lost": _("减少"), "changed": _("改变"), "through": _("至第几环"),
    "first": _("自第几环"), "hash": _("哈希"), "count": _("条数"), "faults": _("发现的问题"), "before": _("早于"),
    "days": _("保存天数"), "replaced_by": _("取代它的报告"), "replaced_as": _("取代方式"), "name": _("名称"),
    "active": pgettext_lazy("account", "启用"), "reason": _("原因"),
}  # fmt: skip
CODES = {
    "pending": _("待核实"), "accepted": _("已采用"), "corrected": _("已更正"), "rejected": _("已否决"),
    "open": _("待裁定"), "ruled": _("已裁定"), "queued": _("排队"), "processing": _("处理中"),
    "review": _("待核实"), "reviewed": _("已核实"), "failed": _("失败待处理"), "cancelled": _("已取消"),
    "quarantine": _("已隔离"), "level": _("数值"), "yoy": _("同比增长"), "change": _("增减量"),
    "rank": _("位次"), "share": _("占比"), "target": _("目标"), "flow": _("时期数"),
    "stock": _("时点数"), "cumulative": _("累计数"), "exact": _("等于"), "above": _("超过"),
    "below": _("不足"), "about": _("约"), "office": _("报送单位"), "reviewer": _("核实人员"),
    "leader": _("领导"), "editor": _("目录编辑"), "administrator": _("管理员"),
    "security": _("安全管理员"), "auditor": _("审计员"), "receipt": _("回执"),
}  # fmt: skip


def field_words(name: str) -> str:
    """What people call the field; its own name where nobody told."""
    return str(FIELDS.get(name, name))


def value_words(value: Any) -> str:
    """A value of a detail as text: codes by their words, lists joined, nothing as a dash."""
    if value is None or value == "":
        return "—"
    if isinstance(value, bool):
        return _t("是") if value else _t("否")
    if isinstance(value, list):
        return _t("、").join(value_words(v) for v in value) or "—"
    if isinstance(value, dict):
        pairs = [f"{field_words(k)} {value_words(v)}" for k, v in value.items()]
        return _t("；").join(pairs) or "—"
    return str(CODES.get(value, value)) if isinstance(value, str) else str(value)
