"""One of everything that an address can speak of, in one district; the words of the table of rights name them."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from django.contrib.auth.models import AbstractUser
from django.test import Client
from django.utils import timezone

from accounts.tokens import make_token
from briefs.deck_services import add_slide, make_deck
from briefs.models import Brief, Export, MeetingNote
from briefs.services import make_work
from indicators.models import BaseMap, Region, SavedView, SeriesNote
from reports.models import AliasSuggestion, Expectation, NotApplicable, QueryLetter, Return, Twin
from reports.storage import path_of
from tests.accounts.addresses import Address, Row
from tests.factories import (
    make_citation,
    make_claim,
    make_finding,
    make_indicator,
    make_observation,
    make_promise,
    make_region,
    make_report,
    make_source,
    make_user,
    make_work_item,
)
from trail.services import record

TEXT = "{word}2016年工作总结\n一、主要工作\n全年专利申请94045件,另处写作90000件。收件37份。"


def make_world(region: Region, word: str = "本市") -> dict[str, Any]:
    """Keys and codes by the words of the table; the district's rows hold the word wherever a row holds words."""
    clerk = make_user(f"clerk-of-{word}", None)
    report = _make_report(region, word, clerk)
    second = make_report(f"{word}又一份", region=region, uploaded_by=clerk, title=f"{word}又一份")
    first_claim, second_claim = make_claim(report), make_claim(report, "90000件", 90000)
    finding = make_finding(report, [first_claim, second_claim], message=f"{word}有两个数值")
    nearly = make_finding(second, [], rule="twin", severity="warning", message=f"{word}相近")
    item = make_work_item(report, f"{word}修订办法。")
    make_work_item(report, f"{word}办成了。", kind="done")
    observation = make_observation(94045, region=region)
    sentence = f"{word}专利申请94045件。"
    make_citation(observation, sentence, source=make_source(title=f"{word}工作总结", issuer=region))
    start = report.text.index("37份")
    return {
        "report": report.pk,
        "second": second.pk,
        "claim": first_claim.pk,
        "item": item.pk,
        "promise": make_promise(item, second, f"{word}已经修订。").pk,
        **_make_meeting(region, word, clerk),
        "finding": finding.pk,
        "twin": Twin.objects.create(
            report=second, earlier=report, likeness=Decimal("0.9"), finding=nearly
        ).pk,
        "letter": _make_letter(report, finding, word).pk,
        "suggestion": _make_suggestion(first_claim, word).pk,
        **_make_filing(second, word, clerk),
        "observation": observation.pk,
        "token": make_token(by=clerk, name=f"{word}大屏", days=9)[0].pk,
        **_make_pinned(region, word, clerk),
        "event": record("other", by=clerk, target=report, detail={"note": word}).pk,
        "start": start,
        "end": start + 3,
        "person": make_user(f"person-of-{word}", "office", region).pk,
        "indicator": observation.indicator_id,
        "region": region.pk,
    }


def _make_report(region: Region, word: str, clerk: AbstractUser) -> Any:
    text = TEXT.format(word=word)
    start = text.index("37份")
    figure = {"span": [start, start + 3], "text": "37份", "value": "37", "unit": "份", "unit_kind": "count"}
    report = make_report(
        text, region=region, office=region, uploaded_by=clerk, file_name=f"{word}总结.txt",
        figures=[figure | {"role": "unassigned"}],
    )  # fmt: skip
    path = path_of(report.digest)
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, "utf-8")
    return report


def _make_letter(report: Any, finding: Any, word: str) -> QueryLetter:
    letter = QueryLetter.objects.create(
        report=report, addressee=f"{word}局", sender="省局", reply_by=timezone.localdate() + timedelta(days=9),
        drafted_by=make_user(f"drafter-of-{word}", None),
        items=[{"finding": finding.pk, "doubt": f"{word}有两个数值", "places": [], "ask": f"请{word}核实。"}],
    )  # fmt: skip
    letter.findings.add(finding)
    return letter


def _make_filing(report: Any, word: str, clerk: AbstractUser) -> dict[str, int]:
    """A report that was sent back, one that is asked for, and an indicator that does not apply."""
    region, indicator = report.region, make_indicator()
    asked = {"kind": "plan", "year": 2016, "period": "year", "due": date(2016, 1, 31)}
    rule = {"indicator": indicator, "region": region, "reason": f"{word}不办理"}
    return {
        "returned": Return.objects.create(report=report, words=f"{word}请重报", returned_by=clerk).pk,
        "expectation": Expectation.objects.create(**asked, codes=[region.pk], set_by=clerk).pk,
        "exemption": NotApplicable.objects.create(**rule, set_by=clerk).pk,
    }


def _make_pinned(region: Region, word: str, clerk: AbstractUser) -> dict[str, int]:
    """A view that somebody keeps for himself, and a map of the bureau's."""
    view = SavedView.objects.create(owner=clerk, name=f"{word}申请量", query="indicator=patent_applications")
    shapes = [{"code": "360100", "path": "M0 0L9 0L9 9Z", "x": 5, "y": 5}]
    drawn = {"codes": ["360100"], "shapes": shapes, "width": 1000, "height": 800, "uploaded_by": clerk}
    base = BaseMap.objects.create(title="底图", approval="某S(2026)001号", digest=f"{view.pk:064}", **drawn)
    place = {"indicator": make_indicator(), "region": region, "year": 2016}
    said = place | {"text": f"{word}说明", "written_by": clerk}
    return {"view": view.pk, "map": base.pk, "series-note": SeriesNote.objects.create(**said).pk}


def _make_meeting(region: Region, word: str, clerk: AbstractUser) -> dict[str, int]:
    """A brief with a note that nobody has made into work and one that somebody has, and a deck that nobody shares."""
    brief = _make_brief(region, word, clerk)
    waiting, given = (
        MeetingNote.objects.create(brief=brief, slide="title", text=f"{word}{n}", taken_by=clerk)
        for n in "一二"
    )
    make_work(note=given, by=clerk, region=region, text=f"{word}核对数字")
    deck = make_deck(title=f"{word}例会", by=clerk)
    slide = add_slide(deck=deck, by=clerk, brief=brief, section="creation", title=f"{word}一页")
    export = Export.objects.create(owner=clerk, kind="zip", title=f"{word}全套", brief=brief)
    made = {"deck": deck.pk, "slide": slide.pk, "export": export.pk}
    return made | {"brief": brief.pk, "note": waiting.pk}


def _make_brief(region: Region, word: str, clerk: AbstractUser) -> Brief:
    now = timezone.now()
    return Brief.objects.create(title=f"{word}简报", region=region, year=2016, pinned_at=now, made_by=clerk)


def _make_suggestion(claim: Any, word: str) -> AliasSuggestion:
    return AliasSuggestion.objects.create(
        name=f"{word}申请数",
        indicator=claim.indicator,
        claim=claim,
        sentence=f"{word}申请数",
        suggested_by=claim.report.uploaded_by,
    )


def values_of(row: Row, world: dict[str, Any]) -> dict[str, Any]:
    """The row's values, where a word of the world stands for its key."""
    return {name: world.get(word, word) for name, word in row.values.items()}


def path_for(address: Address, row: Row, world: dict[str, Any]) -> str:
    return address.path(values_of(row, world))


def home() -> Region:
    make_region("360000")
    return make_region("360100", "南昌市", "prefecture")


def elsewhere() -> Region:
    return make_region("360400", "九江市", "prefecture")


PEOPLE = ("office", "other", "reviewer", "leader", "editor", "administrator", "security", "auditor", "nobody")


def make_person(column: str) -> AbstractUser:
    """Who stands in the column: the office of the world's district, that of another one, or somebody of a role."""
    if column == "office":
        return make_user("of-home", "office", home())
    if column == "other":
        return make_user("of-elsewhere", "office", elsewhere())
    return make_user(f"some-{column}", None if column == "nobody" else column)


def client_for(column: str, **options: Any) -> Client:
    client = Client(raise_request_exception=False, **options)
    client.force_login(make_person(column))
    return client
