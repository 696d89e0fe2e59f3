"""A zip of reports: one outcome for each entry, under the name that its sender gave it."""

import io
import re
import zipfile

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import translation

from reports.incoming import receive_file
from reports.models import Report
from tests.factories import make_user

pytestmark = pytest.mark.django_db


def make_batch(entries: dict[str, bytes]) -> SimpleUploadedFile:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        for name, data in entries.items():
            info = zipfile.ZipInfo("placeholder")
            info.filename = name
            archive.writestr(info, data)
    return SimpleUploadedFile("各县总结.zip", packed.getvalue())


def test_good_entries_are_taken_in_beside_bad_ones():
    batch = make_batch(
        {"甲县.txt": "授权8件".encode(), "程序.exe": b"MZ" + b"\0" * 99, "乙县.txt": "授权9件".encode()}
    )
    outcomes = receive_file(batch, make_user(), None)
    assert [(o.name, o.kind) for o in outcomes] == [
        ("甲县.txt", "new"),
        ("程序.exe", "refused"),
        ("乙县.txt", "new"),
    ]
    assert Report.objects.count() == 2


def test_an_entry_that_came_before_is_shown_as_its_twin():
    entries = {"甲县.txt": "授权8件".encode(), "甲县(副本).txt": "授权8件".encode()}
    outcomes = receive_file(make_batch(entries), make_user(), None)
    assert [o.kind for o in outcomes] == ["new", "twin"]


def test_an_empty_batch_is_refused_with_a_reason():
    (outcome,) = receive_file(make_batch({}), make_user(), None)
    assert (outcome.kind, "各县总结.zip" in outcome.message) == ("refused", True)


def test_a_batch_in_a_batch_is_refused_and_its_neighbour_is_not():
    inner = make_batch({"丙县.txt": "授权7件".encode()}).read()
    outcomes = receive_file(make_batch({"内.zip": inner, "甲县.txt": "授权8件".encode()}), make_user(), None)
    assert [o.kind for o in outcomes] == ["refused", "new"]


def test_a_refused_entry_says_why_in_the_readers_language():
    inner = make_batch({"c.txt": b"8"}).read()
    with translation.override("en"):
        (outcome,) = receive_file(make_batch({"inner.zip": inner}), make_user(), None)
    assert not re.search("[\u4e00-\u9fff]", outcome.message)
