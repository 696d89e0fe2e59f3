"""A zip of reports gives one result for each; nothing leaves its folder, no bad entry harms a good one."""

import io
import zipfile

import pytest

from reports.reading import ReadingError, limits, read_file, unpack_batch
from tests.documents.packed import make_docx, make_zip, p

TEXT = "授权 8 件"


def unpack(tmp_path, data):
    (tmp_path / "batch.zip").write_bytes(data)
    folder = tmp_path / "unpacked"
    folder.mkdir()
    return list(unpack_batch(tmp_path / "batch.zip", folder))


def test_good_files_survive_bad_neighbours(tmp_path):
    parts = {
        "甲.txt": TEXT,
        "乙.docx": make_docx(p(TEXT)),
        "空.txt": "",
        "坏.exe": b"MZ" + b"\0" * 50,
        "丙/丁.txt": TEXT,
    }
    results = {}
    for entry in unpack(tmp_path, make_zip(parts)):
        try:
            results[entry.name] = entry.error.code if entry.error else read_file(entry.path, entry.name).text
        except ReadingError as error:
            results[entry.name] = error.code
    assert results == {
        "甲.txt": TEXT,
        "乙.docx": TEXT,
        "空.txt": "empty",
        "坏.exe": "unsupported",
        "丁.txt": TEXT,
    }


def test_names_from_chinese_windows_are_right(tmp_path):
    data = make_zip({"AAAAAAAAAA.txt": TEXT}).replace(b"AAAAAAAAAA", "宝安区报告".encode("gbk"))
    [entry] = unpack(tmp_path, data)
    assert entry.name == "宝安区报告.txt"


@pytest.mark.parametrize(
    "name", ["../../evil.txt", "/etc/evil.txt", "..\\..\\evil.txt", "C:\\evil.txt", "a/../../evil.txt"]
)
def test_no_entry_leaves_its_folder(tmp_path, name):
    [entry] = unpack(tmp_path, make_zip({name: TEXT}))
    assert entry.path == tmp_path / "unpacked" / "1"
    assert entry.name.endswith("evil.txt")
    assert not list(tmp_path.parent.rglob("evil*"))


def test_links_are_refused(tmp_path):
    link = zipfile.ZipInfo("link.txt")
    link.external_attr = 0o120777 << 16
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as archive:
        archive.writestr(link, "/etc/passwd")
    [entry] = unpack(tmp_path, stream.getvalue())
    assert entry.error.code == "unsupported"


def test_litter_of_systems_is_left_out(tmp_path):
    litter = {"__MACOSX/._甲.txt": "x", ".DS_Store": "x", "Thumbs.db": "x", "~$乙.docx": "x", "甲.txt": TEXT}
    assert [entry.name for entry in unpack(tmp_path, make_zip(litter))] == ["甲.txt"]


def test_a_zip_in_a_zip_is_refused_by_name(tmp_path):
    [entry] = unpack(tmp_path, make_zip({"内.zip": make_zip({"a.txt": TEXT})}))
    assert "压缩包里还有压缩包" in str(entry.error)


@pytest.mark.parametrize(("size", "code"), [(1000, None), (1001, "too_large")])
def test_bytes_of_an_entry_at_the_limit_and_one_beyond(tmp_path, monkeypatch, size, code):
    monkeypatch.setattr(limits, "FILE_BYTES", 1000)
    big, small = unpack(tmp_path, make_zip({"大.txt": b"x" * size, "小.txt": TEXT}))
    assert (big.error and big.error.code) == code
    assert small.error is None


def test_bytes_of_all_entries_together_are_counted(tmp_path, monkeypatch):
    monkeypatch.setattr(limits, "ZIP_TOTAL_BYTES", 1500)
    first, second = unpack(tmp_path, make_zip({"甲": b"x" * 1000, "乙": b"x" * 1000}))
    assert first.error is None
    assert second.error.code == "too_large"
    assert not (tmp_path / "unpacked" / "2").exists()


@pytest.mark.parametrize(("count", "refused"), [(5, False), (6, True)])
def test_entries_at_the_limit_and_one_beyond(tmp_path, monkeypatch, count, refused):
    monkeypatch.setattr(limits, "BATCH_ENTRIES", 5)
    data = make_zip({f"{n}.txt": TEXT for n in range(count)})
    if refused:
        with pytest.raises(ReadingError, match="超过 5 个"):
            unpack(tmp_path, data)
    else:
        assert len(unpack(tmp_path, data)) == 5


@pytest.mark.parametrize("data", [b"PK\5\6" + b"\0" * 18, b"PK\3\4 nothing", make_zip({"a.txt": TEXT})[:40]])
def test_an_empty_or_broken_zip_is_refused(tmp_path, data):
    with pytest.raises(ReadingError) as caught:
        unpack(tmp_path, data)
    assert caught.value.code in {"empty", "broken"}
