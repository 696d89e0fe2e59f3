"""The story of a figure: what happened to it, step by step, each a sentence with who and when."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from trail.actions import Action
from trail.models import Event

LOOKS = {
    Action.ACCEPT: "accepted", Action.PUBLISH: "accepted", Action.ASSIGN: "accepted", Action.CORRECT: "corrected",
    Action.REJECT: "rejected", Action.WITHDRAW: "rejected", Action.SUPERSEDE: "rejected", Action.RULE: "doubt",
    Action.REOPEN: "pending", Action.UNDO: "pending", Action.SET_ASIDE: "doubt", Action.PLACE: "pending",
    Action.RE_EXTRACT: "pending",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Step:
    """One step: when, who, from where (empty for the machine and where nobody noted it), what, and why."""

    at: datetime
    who: str
    words: str
    note: str = ""
    look: str = "noise"
    address: str = ""


def step_of(event: Event, words: str, *, note: str | None = None) -> Step:
    """The step that the row of the trail tells, in the given words."""
    return Step(
        at=event.at,
        who=event.user_name,
        words=words,
        note=str(event.detail.get("note") or "") if note is None else note,
        look=LOOKS.get(Action(event.action), "noise") if event.action in Action.values else "noise",
        address=event.address,
    )


def interleave(steps: Iterable[Step], told: Iterable[Step]) -> list[Step]:
    """The steps of the trail in their order of writing, with what else is ``told`` between them by its time.

    Clocks may jump, so the trail's own order is never changed.
    """
    waiting = sorted(told, key=lambda step: step.at)
    story: list[Step] = []
    for step in steps:
        while waiting and waiting[0].at <= step.at:
            story.append(waiting.pop(0))
        story.append(step)
    return story + waiting
