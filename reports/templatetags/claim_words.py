"""The words of ``reports.wording`` for templates."""

from decimal import Decimal

from django import template
from django.utils.translation import gettext, gettext_noop

from indicators.models import Measure
from reports import wording
from reports.models import Claim, Finding

register = template.Library()
register.filter("value_words", wording.value_words)
register.filter("exact_words", wording.exact_words)
register.filter("breakdown_words", wording.breakdown_words)
register.filter("kind_words", wording.kind_words)
register.filter("flag_words", wording.flag_words)
register.filter("basis_lines", wording.basis_lines)
register.filter("rule_words", wording.rule_words)
register.filter("rule_code_words", wording.rule_code_words)
register.filter("reason_words", wording.reason_words)
register.filter("finding_name", wording.finding_name)
register.filter("finding_words", wording.finding_words)
register.filter("plain_number", wording.plain_number)


CHANGES = {
    "new": gettext_noop("新增"),
    "same": gettext_noop("数值不变"),
    "replaced": gettext_noop("取代已发布"),
    "held": gettext_noop("疑点未裁定"),
}


@register.filter
def claim_period(claim: Claim) -> str:
    return wording.period_words(claim.start, claim.end)


@register.filter
def measure_words(code: str) -> str:
    return str(Measure(code).label) if code in Measure.values else code


@register.filter
def role_words(role: str) -> str:
    return gettext(wording.ROLES.get(role, role))


@register.filter
def state_words(state: str) -> str:
    return gettext(wording.STATES.get(state, state))


@register.filter
def change_words(kind: str) -> str:
    return gettext(CHANGES[kind])


@register.filter
def finding_badge(finding: Finding) -> str:
    """Which badge a finding wears in a list: what holds, what was ruled on, what is wrong, and what may be."""
    if finding.severity == Finding.Severity.INFO:
        return "accepted"
    if finding.state == Finding.State.RULED:
        return "noise"
    return "rejected" if finding.severity == Finding.Severity.ERROR else "doubt"


@register.filter
def as_percent(share: Decimal) -> str:
    """A share of 0 to 1 as whole percent, rounded down: 0.995 is no certainty."""
    return f"{int(share * 100)}%"


@register.simple_tag
def roles() -> list[str]:
    """The roles of figures that are no observations, in the legend's order."""
    return ["unassigned", "date", "ordinal", "identifier", "heading", "noise"]


@register.simple_tag
def states() -> list[str]:
    return list(wording.STATES)
