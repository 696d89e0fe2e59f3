"""What LibreOffice converts is converted behind walls, and where it is missing the reason says what to install."""

import json
import os
import socket
import subprocess
import sys

import pytest

from reports.reading import ReadingError, check_file, office, read_file
from reports.reading.office_cell import FILTERS, WALL_MISSING
from reports.reading.sniffing import Format
from tests.documents.doc_writer import Run, make_doc
from tests.documents.packed import make_zip

SENTENCE = "全年专利授权1234件。"
RTF = (
    rb"{\rtf1\ansi\ansicpg936\uc1 "
    + "".join(f"\\u{ord(c)}?" for c in SENTENCE).encode("ascii")
    + rb"\par {\v 9999}\par}"
)
ODT = make_zip(
    {
        "mimetype": "application/vnd.oasis.opendocument.text",
        "META-INF/manifest.xml": "<manifest:manifest "
        'xmlns:manifest="urn:oasis:names:tc:opendocument:xmlns:manifest:1.0">'
        '<manifest:file-entry manifest:full-path="/" manifest:media-type="application/vnd.oasis.opendocument.text"/>'
        '<manifest:file-entry manifest:full-path="content.xml" manifest:media-type="text/xml"/></manifest:manifest>',
        "content.xml": '<office:document-content xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0" '
        'xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0" office:version="1.2"><office:body><office:text>'
        f"<text:p>{SENTENCE}</text:p></office:text></office:body></office:document-content>",
    },
    method=0,
)
needs_office = pytest.mark.skipif(
    not office.is_installed(), reason="needs LibreOffice (apt-get install libreoffice-writer-nogui)"
)
PROBE = """
import json, os, socket, sys
from pathlib import Path
sys.path[:] = json.loads(sys.argv[1])
from reports.reading import limits, office_cell

def tried(attempt):
    try:
        return str(attempt())
    except BaseException as error:
        return type(error).__name__

def look(program, format, source):
    out = Path("/work/out")
    out.mkdir()
    seen = {
        "connect": tried(lambda: socket.socket().connect(("127.0.0.1", int(sys.argv[3])))),
        "project": tried(lambda: Path(sys.argv[4]).read_text()),
        "folders": sorted(os.listdir("/")),
        "processes": [name for name in os.listdir("/proc") if name.isdigit()],
        "write": tried(lambda: Path("/usr/left-behind").write_text("x")),
        "memory": tried(lambda: len(bytearray(limits.OFFICE_MEMORY_BYTES))),
        "user": os.getuid(),
        "devices": tried(lambda: open("/dev/mem", "rb")),
        "mount": tried(lambda: office_cell._mount("none", Path("/tmp"), "tmpfs", 0)),
    }
    (out / "document.docx").write_text(json.dumps(seen))

office_cell._run = look
office_cell.main("soffice", "rtf", sys.argv[2])
"""


@pytest.fixture
def read(tmp_path):
    def read_bytes(data, name="报告.rtf"):
        path = tmp_path / "file"
        path.write_bytes(data)
        check_file(path, name)
        return read_file(path, name)

    return read_bytes


@pytest.fixture
def seen(tmp_path):
    """What a program sees from inside the cell."""
    with socket.create_server(("127.0.0.1", 0)) as listening:
        port = str(listening.getsockname()[1])
        folder = tmp_path / "cell"
        folder.mkdir()
        done = subprocess.run(
            [sys.executable, "-c", PROBE, json.dumps(sys.path), str(folder), port, __file__],
            input=b"x",
            capture_output=True,
            env={"LC_ALL": "C.UTF-8"},
            check=False,
        )
    if done.returncode == WALL_MISSING:
        pytest.skip("this machine forbids namespaces")
    return json.loads(done.stdout)


def test_the_program_sees_no_network_no_project_and_no_other_process(seen):
    assert seen["connect"] == "OSError"
    assert seen["project"] == "FileNotFoundError"
    assert set(seen["folders"]) <= {"usr", "bin", "sbin", "lib", "lib32", "lib64", "libx32", "opt"} | {
        "etc", "dev", "proc", "tmp", "work"
    }  # fmt: skip
    assert seen["processes"] == ["1"]


def test_the_program_may_change_nothing_and_take_no_more_than_its_share(seen):
    assert (seen["write"], seen["memory"]) == ("OSError", "MemoryError")
    assert seen["devices"] == "FileNotFoundError"
    assert seen["mount"] in {"PermissionError", "OSError"}


@pytest.mark.skipif(os.geteuid() != 0, reason="only root can change to another user")
def test_the_program_runs_as_another_user(seen):
    assert seen["user"] not in {0, os.geteuid()}


def test_every_convertible_format_has_one_filter():
    assert {format.value for format in office.CONVERTIBLE | office.SECOND_CHANCE} == set(FILTERS)


@needs_office
@pytest.mark.parametrize(
    ("data", "name", "format"), [(RTF, "a.rtf", "rtf"), (ODT, "a.odt", "odf")], ids=["rtf", "odt"]
)
def test_it_is_read_by_way_of_docx(read, data, name, format):
    document = read(data, name)
    assert (document.text, document.format, document.flags[0]) == (SENTENCE, format, "converted")


@needs_office
def test_what_libreoffice_cannot_open_is_refused(read):
    with pytest.raises(ReadingError, match=r"损坏|没有可读的文字"):
        read(b"{\\rtf1" + bytes(range(128, 256)) * 20)


def test_a_word_file_that_our_own_reader_opens_needs_no_libreoffice(read, monkeypatch):
    monkeypatch.setattr(office, "convert", None)
    assert read(make_doc(Run(SENTENCE + "\r")), "a.doc").text == SENTENCE


@pytest.mark.parametrize("data", [RTF, ODT], ids=["rtf", "odt"])
def test_where_it_is_missing_the_reason_names_the_package(read, monkeypatch, data):
    monkeypatch.setattr(office, "_program", lambda: None)
    with pytest.raises(ReadingError, match="libreoffice-writer-nogui") as caught:
        read(data)
    assert caught.value.code == "missing_libreoffice"


def test_a_broken_word_file_is_refused_as_such_where_it_is_missing(read, monkeypatch):
    monkeypatch.setattr(office, "_program", lambda: None)
    with pytest.raises(ReadingError, match="doc 或 wps") as caught:
        read(make_doc(Run(SENTENCE)).replace(b"\xec\xa5", b"\0\0", 1), "a.doc")
    assert caught.value.code == "broken"


@needs_office
@pytest.mark.parametrize("tail", [b"{" * 201, b"\\bin2147483647 x"], ids=["deep", "binary"])
def test_what_would_keep_it_busy_is_refused_before(tail):
    with pytest.raises(ReadingError, match="打不开") as caught:
        office.convert(b"{\\rtf1 " + tail, Format.RTF)
    assert caught.value.code == "broken"


@needs_office
def test_time_is_limited_and_nothing_is_left(monkeypatch, tmp_path):
    monkeypatch.setattr(office.limits, "OFFICE_SECONDS", 0.2)
    monkeypatch.setenv("TMPDIR", str(tmp_path))
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))
    with pytest.raises(ReadingError, match="秒仍未完成") as caught:
        office.convert(RTF, Format.RTF)
    assert caught.value.code == "timeout"
    assert list(tmp_path.iterdir()) == []
