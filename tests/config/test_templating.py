"""Fixed words and plain addresses in templates are looked up once, and say what Django's own tags say."""

import pytest
from django.contrib.staticfiles.storage import staticfiles_storage
from django.template import Context, Engine, RequestContext, Template
from django.test import RequestFactory, override_settings
from django.urls import NoReverseMatch, set_script_prefix
from django.utils import translation
from django_tables2.utils import OrderBy


def render(text: str, **values: object) -> str:
    return Template("{% load i18n %}" + text).render(Context(values))


def test_words_follow_the_language():
    page = Template("{% load i18n %}{% translate '总览' %}")
    said = []
    for language in ("zh-hans", "en", "zh-hans"):
        with translation.override(language):
            said.append(page.render(Context()))
    assert said[0] == said[2] == "总览"
    assert said[1] != said[0]


def test_words_in_a_variable_are_said_each_time():
    page = Template("{% load i18n %}{% translate word %}")
    assert [page.render(Context({"word": word})) for word in ("<一>", "二")] == ["&lt;一&gt;", "二"]


def test_words_kept_in_a_variable_stay_there():
    assert render("{% translate '总览' as word %}[{{ word }}]") == "[总览]"


def test_a_sign_of_per_cent_is_one():
    assert render("{% translate '100%' %}") == "100%"


def test_addresses_differ_by_their_numbers():
    page = Template("{% url 'indicators:observation-evidence' number %}")
    found = [page.render(Context({"number": number})) for number in (1, 2, 1)]
    assert found == [f"/observations/{number}/evidence/" for number in (1, 2, 1)]


def test_an_address_that_is_none_is_still_told():
    with pytest.raises(NoReverseMatch):
        render("{% url 'indicators:nothing' %}")
    assert render("{% url 'indicators:nothing' as way %}[{{ way }}]") == "[]"


def test_addresses_begin_where_the_house_stands():
    page = Template("{% url 'indicators:overview' %}")
    try:
        set_script_prefix("/house/")
        assert page.render(Context()) == "/house/"
    finally:
        set_script_prefix("/")
    assert page.render(Context()) == "/"


def test_another_table_of_addresses_has_its_own():
    page = Template("{% url 'login' %}")
    page.render(Context())
    with override_settings(ROOT_URLCONF="allauth.account.urls"), pytest.raises(NoReverseMatch):
        page.render(Context({"request": RequestFactory().get("/")}))


QUERIES = [
    "",
    "page=2",
    "region=360000&region=510000&page=3",
    "q=%E4%B8%93%E5%88%A9&sort=-end&a=b%26c",
    "empty=&page=",
]
CHANGES = [
    "'page'=7",
    "'sort'=order",
    "'page'=7 without 'q'",
    "'page'=word 'region'=word",
    "'page'=words",
    "''=7",
]


@pytest.mark.parametrize("changes", CHANGES)
@pytest.mark.parametrize("query", QUERIES)
def test_queries_of_addresses_are_those_that_the_tables_library_writes(query, changes):
    values = {"order": OrderBy("-a&b"), "word": "<一 二>", "words": ["x", "y"]}
    values["request"] = RequestFactory().get(f"/?{query}")
    library = Engine(libraries={"django_tables2": "django_tables2.templatetags.django_tables2"})
    text = f"{{% load django_tables2 %}}{{% querystring_replace {changes} %}}"
    ours, theirs = Template(text), library.from_string(text)
    assert ours.render(Context(values)) == theirs.render(Context(values))


OWN_CHANGES = [
    "page=7",
    "page=None",
    "region=word page=None",
    "page=words",
    "page=order q=7",
    "q=word as kept",
]


@pytest.mark.parametrize("changes", OWN_CHANGES)
@pytest.mark.parametrize("query", QUERIES)
def test_queries_of_addresses_are_those_that_django_writes(query, changes):
    values = {"order": OrderBy("-a&b"), "word": "<一 二>", "words": ["x", "y"]}
    request = RequestFactory().get(f"/?{query}")
    text = f"{{% querystring {changes} %}}[{{{{ kept }}}}]"
    ours, theirs = Template(text), Engine().from_string(text)
    assert ours.render(RequestContext(request, values)) == theirs.render(RequestContext(request, values))


def test_a_fixed_file_is_where_files_are_kept():
    page = Template(
        "{% load static %}{% static 'css/base.css' %}|{% static name %}|{% static 'a b.js' as kept %}{{ kept }}"
    )
    context = Context({"name": "css/base.css"})
    assert page.render(context) == "/static/css/base.css|/static/css/base.css|/static/a%20b.js"
    with override_settings(STATIC_URL="/elsewhere/"):
        assert page.render(context).startswith("/elsewhere/css/base.css|")


def test_the_storage_is_asked_once_for_a_fixed_file(monkeypatch):
    asked = []
    monkeypatch.setattr(staticfiles_storage, "url", lambda path: asked.append(path) or f"/{path}")
    page = Template("{% load static %}{% static 'css/a.css' %}{% static name %}")
    for _ in range(3):
        page.render(Context({"name": "b.css"}))
    assert asked == ["css/a.css", "b.css", "b.css", "b.css"]
