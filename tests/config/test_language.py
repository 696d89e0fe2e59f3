import pytest

pytestmark = pytest.mark.django_db


def test_a_page_is_chinese_even_for_an_english_browser(client):
    response = client.get("/login/", headers={"accept-language": "en-US,en"})
    assert response["Content-Language"] == "zh-hans"


def test_the_switch_makes_it_english(client):
    client.post("/i18n/setlang/", {"language": "en", "next": "/login/"})
    assert client.get("/login/")["Content-Language"] == "en"


def test_an_unknown_language_falls_back_to_chinese(client):
    client.cookies["django_language"] = "xx"
    assert client.get("/login/")["Content-Language"] == "zh-hans"
