"""Two people at once: a decision names the version that its maker saw, and a stale one changes nothing.

Every decision on a claim or a finding counts its ``version`` up, and so does a reading that was renewed. Forms post
the version that they were shown; the verbs take it as ``version``, and None where nobody was shown anything.
"""

from __future__ import annotations

from collections.abc import Iterable

from django.utils import timezone
from django.utils.translation import gettext as _

from reports.errors import Stale
from reports.models import Claim, Finding, Report
from trail.models import Event


def lock_report(report_id: int) -> None:
    """Let decisions on one report follow one another: rivals, sums and published values tie its claims together."""
    Report.objects.select_for_update(no_key=True).only("pk").get(pk=report_id)


def lock_reports(keys: Iterable[int]) -> None:
    """The same for several, in the order of their numbers: who needs two of them never waits in a circle."""
    rows = Report.objects.filter(pk__in=set(keys)).order_by("pk").select_for_update(no_key=True)
    list(rows.values_list("pk"))


def check_version(row: Claim | Finding, version: int | None) -> None:
    """Raise Stale where the locked row is no longer the version that the person saw."""
    if version is not None and row.version != version:
        raise Stale(_stale_words(row), row)


def check_pending(claim: Claim) -> None:
    """Raise Stale, naming who decided and when, where the locked claim does not wait any more."""
    if claim.state == Claim.State.PENDING:
        return
    when = timezone.localtime(claim.decided_at)
    words = _("这条数据已由 %(who)s 于 %(when)s 核实为“%(state)s”，未作改动；请刷新后再看。") % {
        "who": claim.decided_by or _("系统"),
        "when": f"{when:%Y-%m-%d %H:%M}",
        "state": claim.get_state_display(),
    }
    raise Stale(words, claim)


def _stale_words(row: Claim | Finding) -> str:
    last = Event.objects.about([row]).last()
    if last is None:
        return _("您打开之后，这一条的内容变了，未作改动；请对照后再决定。")
    when = timezone.localtime(last.at)
    return _("您打开之后，%(who)s 于 %(when)s 改动过这一条（%(what)s），未作改动；请对照后再决定。") % {
        "who": last.user_name or _("系统"),
        "when": f"{when:%Y-%m-%d %H:%M}",
        "what": last.action_words,
    }
