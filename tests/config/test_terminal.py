import pytest

from config.terminal import language


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("zh_CN.UTF-8", "zh"),
        ("en_US.UTF-8", "en"),
        ("C.UTF-8", "zh"),
        ("POSIX", "zh"),
        ("", "zh"),
        ("de_DE", "en"),
    ],
)
def test_the_language_follows_the_locale_and_is_chinese_where_it_tells_nothing(monkeypatch, name, expected):
    for key in ("LC_ALL", "LC_MESSAGES"):
        monkeypatch.delenv(key, raising=False)
    monkeypatch.setenv("LANG", name)
    assert language() == expected
