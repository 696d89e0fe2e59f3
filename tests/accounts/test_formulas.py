"""No file that leaves the house runs a formula, whatever a document says: every file of the URLconf is taken."""

from __future__ import annotations

import csv
import io
import re
import zipfile

import pytest
from django.http import HttpResponse

from briefs.files import KINDS as BRIEFS
from indicators.exports.formats import WRITERS
from indicators.exports.whole import LINES as WHOLE
from indicators.models import Indicator
from tests.accounts.addresses import find_addresses, load_table
from tests.accounts.world import client_for, home, make_world
from tests.documents.hostile.workbooks import make_xlsx

pytestmark = pytest.mark.django_db
TABLE = load_table()
HOSTILE = ("=cmd|'/C calc'!A0", "\t@SUM(1)")
RUNS = re.compile(r"[\s\0]*[=+\-@＝＋－＠]")
A_FORMULA = re.compile(rb"<f[ />]")
A_NUMBER = re.compile(r"-?[\d.]+%?")
KINDS = sorted({*WRITERS, *WHOLE, *BRIEFS} - {"png", "pdf"})
"""Of files that hold cells; a brief as a PDF takes LibreOffice."""
AS_IT_CAME = "reports:report-original"


def files(column: str, world: dict) -> dict[str, bytes]:
    """Every file that somebody of the role can take away, by its address."""
    client, found = client_for(column), {}
    for address in find_addresses():
        row = TABLE.row(address.name)
        if row is None or row.codes["GET"][column] != 200 or address.name == AS_IT_CAME:
            continue
        for kind in KINDS if "kind" in row.values else [None]:
            values = row.values if kind is None else row.values | {"kind": kind}
            answer = client.get(address.path({name: world.get(word, word) for name, word in values.items()}))
            if answer.status_code == 200 and is_file(answer):
                found[f"{address.name} {kind or ''}"] = body_of(answer)
    return found


def is_file(answer: HttpResponse) -> bool:
    return answer.headers.get("Content-Disposition", "").startswith("attachment")


def body_of(answer: HttpResponse) -> bytes:
    return answer.getvalue() if answer.streaming else answer.content


def faults_of(data: bytes) -> list[str]:
    """Cells of the file, and of the files packed in it, that a spreadsheet would run."""
    if data[:2] == b"PK":
        with zipfile.ZipFile(io.BytesIO(data)) as packed:
            parts = {name: packed.read(name) for name in packed.namelist()}
        found = [n for n, part in parts.items() if n.startswith("xl/worksheets/") and A_FORMULA.search(part)]
        inner = [part for name, part in parts.items() if name.endswith((".csv", ".xlsx"))]
        return found + [fault for part in inner for fault in faults_of(part)]
    try:
        rows = csv.reader(io.StringIO(data.decode("utf-8-sig")))
        return [cell for row in rows for cell in row if RUNS.match(cell) and not A_NUMBER.fullmatch(cell)]
    except (UnicodeDecodeError, csv.Error):
        return []


def test_the_search_finds_a_formula() -> None:
    assert faults_of("名称,数值\n=1+1,-5.6\n".encode()) == ["=1+1"]
    assert faults_of(make_xlsx(rows="<row><c><f>1+1</f></c></row>")) == ["xl/worksheets/sheet1.xml"]


@pytest.mark.parametrize("word", HOSTILE, ids=range(len(HOSTILE)))
def test_no_file_runs_what_a_document_says(word: str) -> None:
    world = make_world(home(), word)
    Indicator.objects.update(name_zh=f"{word}量")
    taken = files("reviewer", world) | files("auditor", world)
    assert len(taken) > 15, sorted(taken)
    assert {name: faults_of(data) for name, data in taken.items() if faults_of(data)} == {}
