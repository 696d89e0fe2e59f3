"""`manage.py bench_deck`: how long a deck of twenty slides takes on what is published here; prints, keeps nothing."""

from __future__ import annotations

import time
from collections.abc import Callable
from itertools import cycle, islice
from typing import Any

from django.contrib.auth import get_user_model
from django.core.management.base import BaseCommand, CommandError
from django.db import transaction

from briefs.deck import write_deck
from briefs.deck_services import add_slide, make_deck
from briefs.decks import changes_in, content_of_deck, parts_of, slides_of_deck
from briefs.models import Deck
from indicators.models import Observation, Region

SLIDES = 20
KINDS = ("line", "bar", "heat", "multiples")


class Command(BaseCommand):
    help = (
        "Measures a deck of twenty charts: put together, filled, drawn for the screen, written as PowerPoint."
    )

    def handle(self, **options: Any) -> None:
        found = Observation.objects.published().levels().values_list("indicator", "region").distinct()
        pairs = list(found.order_by("region", "indicator")[:SLIDES])
        if not pairs:
            raise CommandError("没有已发布的数据，量不出什么；请先发布报告，或用 make run 带示例启动。")
        with transaction.atomic():
            self._measure(pairs)
            transaction.set_rollback(True)

    def _measure(self, pairs: list[tuple[str, str]]) -> None:
        user = get_user_model().objects.order_by("pk").filter(membership__role="reviewer").first()
        if user is None:
            raise CommandError("没有核实人员的账号，请先建一个再量。")
        kept: dict[str, Any] = {}
        total = self._timed("put together", kept, lambda: _deck(user, pairs))
        deck = kept["put together"]
        total += self._timed("load", kept, lambda: parts_of(deck, user))
        total += self._timed("changes", kept, lambda: changes_in(deck, kept["load"]))
        total += self._timed("screen", kept, lambda: slides_of_deck(deck, kept["load"]))
        total += self._timed("pptx", kept, lambda: write_deck(content_of_deck(deck, kept["load"])))
        self.stdout.write(f"{SLIDES} slides: {total:.2f} s in all, {len(kept['pptx']) / 1000:,.0f} kB")

    def _timed(self, name: str, kept: dict[str, Any], work: Callable[[], Any]) -> float:
        start = time.perf_counter()
        kept[name] = work()
        seconds = time.perf_counter() - start
        self.stdout.write(f"{name}: {seconds:.2f} s")
        return seconds


def _deck(user: Any, pairs: list[tuple[str, str]]) -> Deck:
    deck = make_deck(title="bench", by=user)
    above = dict(
        Region.objects.filter(pk__in=[region for _indicator, region in pairs]).values_list("pk", "parent")
    )
    for number, (indicator, region) in enumerate(islice(cycle(pairs), SLIDES)):
        kind = KINDS[number % len(KINDS)]
        who = (
            f"region={region}" if kind == "line" else f"among={above[region] if above[region] else '000000'}"
        )
        add_slide(deck=deck, by=user, query=f"indicator={indicator}&{who}&chart={kind}")
    return deck
