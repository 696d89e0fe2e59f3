import pytest
from django.conf import settings

from reports.storage import TooLarge, path_of, store


def test_a_file_is_named_by_its_content():
    stored = store([b"ab", b"c"], limit=3)
    assert stored.size == 3
    assert stored.path == path_of("ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad")
    assert stored.path.read_bytes() == b"abc"


def test_one_byte_beyond_the_limit_leaves_nothing_behind():
    before = (
        set((settings.MEDIA_ROOT / "incoming").glob("*"))
        if (settings.MEDIA_ROOT / "incoming").exists()
        else set()
    )
    with pytest.raises(TooLarge):
        store([b"abc", b"d"], limit=3)
    assert set((settings.MEDIA_ROOT / "incoming").glob("*")) == before


def test_a_source_that_breaks_off_leaves_nothing_behind():
    def broken():
        yield b"half of"
        raise ConnectionError

    with pytest.raises(ConnectionError):
        store(broken(), limit=100)
    assert not list((settings.MEDIA_ROOT / "incoming").glob("*"))
