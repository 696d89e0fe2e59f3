"""Two reviewers at once: real transactions that race, and 1,000 orders of opening and saving."""

from __future__ import annotations

import random
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from threading import Barrier, BrokenBarrierError

import pytest
from django.db import connection, transaction

from indicators.models import Observation
from reports import desk, services
from reports.errors import ServiceError, Stale
from reports.models import Claim, Policy
from reports.places import lock_places_of
from tests.factories import make_claim, make_finding, make_indicator, make_report, make_user
from trail.actions import Action
from trail.models import Event
from trail.verification import verify

ROUNDS = 1000
PARTS = 4  # so that the workers of a run share them
FIGURES = 40
# a and b open, A and B save.
ONE_AFTER_THE_OTHER = ("aAbB", "bBaA")
ORDERS = (*ONE_AFTER_THE_OTHER, "abAB", "abBA", "baAB", "baBA")
DECISIONS = (Action.ACCEPT, Action.REJECT, Action.CORRECT, Action.REOPEN)


def at_once(*deeds) -> list[object]:
    """What the deeds returned or raised, each on a connection of its own, started at one moment."""
    start = Barrier(len(deeds), timeout=10)

    def run(deed) -> object:
        try:
            start.wait()
            return deed()
        except ServiceError as error:
            return error
        finally:
            connection.close()

    with ThreadPoolExecutor(len(deeds)) as pool:
        return [job.result(timeout=30) for job in [pool.submit(run, deed) for deed in deeds]]


@pytest.mark.django_db(transaction=True)
class TestRealTransactions:
    def test_of_two_who_save_at_one_moment_exactly_one_wins(self):
        alice, bob, claim = make_user("alice"), make_user("bob"), make_claim()
        for _round in range(5):
            claim.refresh_from_db()
            answers = at_once(
                lambda: services.accept(claim=claim, by=alice, version=claim.version),
                lambda: services.correct(claim=claim, by=bob, version=claim.version, value=94054),
            )
            assert sorted(isinstance(answer, Stale) for answer in answers) == [False, True]
            services.reopen(claim=claim, by=alice)
        assert verify().is_sound
        assert Event.objects.about([claim]).filter(action__in=[Action.ACCEPT, Action.CORRECT]).count() == 5

    def test_all_at_once_and_one_by_one_do_not_meet_in_a_circle(self):
        alice, bob = make_user("alice"), make_user("bob")
        report = make_report("\n".join(f"第{n}项{1000 + n}件。" for n in range(12)))
        claims = [
            make_claim(report, f"{1000 + n}件", 1000 + n, indicator=make_indicator(f"i{n}"))
            for n in range(12)
        ]
        Policy.objects.create(pk=1, publish_on_accept=True)

        def one_by_one() -> int:
            won = 0
            for claim in reversed(claims):
                try:
                    services.reject(claim=claim, by=bob, version=claim.version)
                    won += 1
                except Stale:
                    continue
            return won

        accepted, rejected = at_once(
            lambda: services.accept_all(report=report, by=alice, threshold=0), one_by_one
        )
        assert accepted + rejected == 12
        assert report.claims.filter(state="accepted", decided_by=alice).count() == accepted
        assert Event.objects.filter(action=Action.REJECT, user_name="bob").count() == rejected

    def test_two_reports_on_the_same_statistics_are_accepted_at_one_moment(self):
        """Each report names the statistics in another order, so that locks as they come would close a circle."""
        alice, bob = make_user("alice"), make_user("bob")
        numbers = list(range(1000, 1016))
        one, other = (
            make_report("\n".join(f"第{n}项{n}件。" for n in order)) for order in (numbers, numbers[::-1])
        )
        for report in (one, other):
            for n in numbers:
                make_claim(report, f"{n}件", n, indicator=make_indicator(f"i{n}"))
        answers = at_once(
            lambda: services.accept_all(report=one, by=alice, threshold=0),
            lambda: services.accept_all(report=other, by=bob, threshold=0),
        )
        assert answers == [16, 16]
        assert Observation.objects.count() == 16
        assert Claim.objects.filter(observation__isnull=False).count() == 32

    def test_places_are_locked_in_one_order_whatever_the_order_of_the_claims(self):
        """Who holds a first place and waits for a second would wait for ever, were the other to hold the second."""
        report = make_report("第1项8件，第2项7件。")
        claims = [make_claim(report, f"{n}件", n, indicator=make_indicator(f"i{n}")) for n in (8, 7)]
        for claim in claims:
            claim.report = report
        meeting = Barrier(2, timeout=10)

        def hold(first: Claim, second: Claim) -> None:
            with transaction.atomic():
                lock_places_of([first, second])
                with suppress(BrokenBarrierError):
                    meeting.wait(0.3)  # the other cannot come here before this one has ended
                lock_places_of([second])

        assert at_once(lambda: hold(*claims), lambda: hold(*reversed(claims))) == [None, None]

    def test_undoing_and_reopening_the_same_claim_at_one_moment_end_both(self):
        alice, claim = make_user("alice"), make_claim()
        for _round in range(3):
            desk.accept(claim=claim, by=alice)
            at_once(lambda: desk.undo(by=alice), lambda: desk.reopen(claim=claim, by=alice))
            claim.refresh_from_db()
            assert (claim.state, Observation.objects.count()) == ("pending", 0)

    def test_a_ruling_and_a_decision_on_its_claim_do_not_overwrite_each_other(self):
        alice, bob = make_user("alice"), make_user("bob")
        report = make_report("江西省2016年总结\n专利申请94045件。\n专利申请94054件。")
        first, second = make_claim(report), make_claim(report, "94054件", 94054)
        finding = make_finding(report, [first, second])
        ruled, accepted = at_once(
            lambda: services.rule_on(finding=finding, by=alice, upheld=second, ruling="附表为准", version=1),
            lambda: services.accept(claim=first, by=bob, version=1),
        )
        assert not isinstance(ruled, Exception)
        first.refresh_from_db(), second.refresh_from_db()
        assert (first.state, second.state) == ("rejected", "accepted")
        assert (
            isinstance(accepted, Stale)
            or Event.objects.filter(action=Action.ACCEPT, user_name="bob").exists()
        )


class Reviewer:
    """One who opens a figure, and later saves a decision on what was shown."""

    def __init__(self, name: str) -> None:
        self.user = make_user(name)
        self.seen: Claim | None = None
        self.won = 0
        self.refused = 0

    def open(self, claim: Claim) -> None:
        self.seen = Claim.objects.only("report_id", "version", "state").get(pk=claim.pk)

    def save(self, dice: random.Random) -> None:
        """Decide on the version that was opened; a refusal leaves nothing behind."""
        seen, pending = self.seen, self.seen.state == Claim.State.PENDING
        verb = dice.choice(["accept", "reject", "correct"] if pending else ["reopen", "accept", "correct"])
        changes = {"value": dice.randrange(1, 10**6)} if verb == "correct" else {}
        try:
            getattr(services, verb)(claim=seen, by=self.user, version=seen.version, **changes)
            self.won += 1
        except ServiceError:
            self.refused += 1


@pytest.mark.django_db
@pytest.mark.parametrize("part", range(PARTS))
def test_a_thousand_interleavings_of_two_reviewers_lose_nothing(part, record_property):
    """Each save either counts the version up, by its own deed in the trail, or is refused and changes nothing.

    So no decision was written over one that its maker had not seen: the deeds of the trail, in their order, name
    every version once. The figures are a company's, which nobody publishes: publishing races above.
    """
    claims = [make_claim(make_report(f"第{n}号专利申请94045件。"), entity="某公司") for n in range(FIGURES)]
    reviewers = Reviewer("alice"), Reviewer("bob")
    versions = dict.fromkeys(range(FIGURES), 1)
    for seed in range(part * ROUNDS // PARTS, (part + 1) * ROUNDS // PARTS):
        dice = random.Random(seed)
        which = dice.randrange(FIGURES)
        won = sum(reviewer.won for reviewer in reviewers)
        order = dice.choice(ORDERS)
        for letter in order:
            reviewer = reviewers["ab".index(letter.lower())]
            reviewer.open(claims[which]) if letter.islower() else reviewer.save(dice)
        wins = sum(reviewer.won for reviewer in reviewers) - won
        after = Claim.objects.values_list("version", flat=True).get(pk=claims[which].pk)
        assert wins <= (2 if order in ONE_AFTER_THE_OTHER else 1), seed
        assert after - versions[which] == wins, seed
        versions[which] = after
    deeds = Event.objects.filter(action__in=DECISIONS)
    for reviewer in reviewers:
        assert deeds.filter(user_name=reviewer.user.username).count() == reviewer.won
        assert min(reviewer.won, reviewer.refused) > 50
    told = ", ".join(f"{r.user.username} {r.won} saved, {r.refused} refused" for r in reviewers)
    record_property("measured", f"{ROUNDS // PARTS} of {ROUNDS} interleavings: {told}; nothing lost")
