"""What a cell sends back is checked: only a well-formed Document or refusal comes through."""

import json

import pytest

from reports.reading import ReadingError, limits, read, wire
from tests.documents.packed import make_docx, p, table
from tests.documents.pdf_writer import Page, make_pdf
from tests.documents.xls_writer import make_xls

SAMPLES = [
    ("专利 12 件\n".encode(), "a.txt"),
    ("\x0c专利\x1f\x85\n\u2028 \x1c\n12 件\x00".encode(), "a.txt"),
    (make_xls({(0, 0): "专\x0b利", (0, 1): "甲"}, name="表\x0b名"), "a.xls"),
    (make_docx(p("专利") + table(["甲", "1"], ["乙", "2"])), "a.docx"),
    (make_pdf(Page().text(90, 150, "专利 12 件")), "a.pdf"),
]


@pytest.mark.parametrize(("data", "name"), SAMPLES)
def test_a_document_comes_back_as_it_was(data, name):
    document = read(data, name)
    assert wire.unpack(wire.pack(document)) == document


def test_a_refusal_comes_back_as_it_was():
    with pytest.raises(ReadingError, match="请去除密码") as caught:
        wire.unpack(wire.pack_error("encrypted", "有密码;请去除密码。"))
    assert caught.value.code == "encrypted"


def changed(**fields):
    return {**json.loads(wire.pack(read(*SAMPLES[0]))), **fields}


def block(**fields):
    names = ["start", "end", "kind", "origin", "level", "row", "column", "row_span", "column_span"]
    values = {**dict(zip(names, [0, 7, "line", [None] * 7, None, None, None, 1, 1], strict=True)), **fields}
    return [values[name] for name in names]


OUT_OF_ORDER = {
    "no object": [],
    "extra field": changed(more=1),
    "text of another type": changed(text=1),
    "NUL in text": changed(text="专利\0"),
    "half a surrogate": changed(text="专利\ud800"),
    "reversed block": changed(blocks=[block(start=5, end=3)]),
    "block beyond the text": changed(blocks=[block(end=99)]),
    "overlapping blocks": changed(blocks=[block(), block(start=3)]),
    "unknown kind": changed(blocks=[block(kind="script")]),
    "kind that is a list": changed(blocks=[block(kind=[])]),
    "number as text": changed(blocks=[block(start="0")]),
    "truth as number": changed(blocks=[block(start=False)]),
    "negative row": changed(blocks=[block(row=-1)]),
    "huge span": changed(blocks=[block(row_span=10**9)]),
    "box of text": changed(blocks=[block(origin=[1, 1, None, None, None, None, ["a", 1, 2, 3]])]),
    "short origin": changed(blocks=[block(origin=[1])]),
    "long title": changed(title="题" * 301),
    "flag that is none": changed(flags=[7]),
    "format with a slash": changed(format="../x"),
    "error without message": {"error": "x"},
    "error code with markup": {"error": "<b>", "message": "x"},
}


@pytest.mark.parametrize("value", OUT_OF_ORDER.values(), ids=OUT_OF_ORDER.keys())
def test_anything_out_of_order_is_no_answer(value):
    with pytest.raises(wire.WireError):
        wire.unpack(json.dumps(value).encode())


@pytest.mark.parametrize("data", [b"", b"{", b"\xff", b"NaN", b'{"text":NaN}', b"[" * 100_000, b"9" * 10_000])
def test_bytes_that_are_no_json_are_no_answer(data):
    with pytest.raises(wire.WireError):
        wire.unpack(data)


def test_text_beyond_the_limit_is_no_answer(monkeypatch):
    answer = json.dumps(changed()).encode()
    monkeypatch.setattr(limits, "TEXT_CHARACTERS", 3)
    with pytest.raises(wire.WireError):
        wire.unpack(answer)


def test_notes_of_progress_are_taken_off_the_head_of_an_answer():
    body = bytearray(wire.pack_progress(1, 3) + wire.pack_progress(2, 3) + b'{"text"')
    assert wire.take_progress(body) == (2, 3)
    assert body == b'{"text"'


def test_half_a_note_of_progress_waits_for_its_rest():
    body = bytearray(wire.pack_progress(2, 3)[:5])
    assert wire.take_progress(body) is None
    body += wire.pack_progress(2, 3)[5:]
    assert wire.take_progress(body) == (2, 3)


@pytest.mark.parametrize("numbers", [(4, 3), (0, 2_000_000_000)])
def test_progress_that_cannot_be_is_no_progress(numbers):
    assert wire.take_progress(bytearray(wire.pack_progress(*numbers))) is None
