import polib
import pytest

from config import translations
from config.translations import find_in_python, find_in_template, find_untranslated


def msgids(found) -> list[str]:
    return [text.msgid for text in found]


def test_calls_are_found_under_the_name_they_were_imported_by():
    source = "from django.utils.translation import gettext as _t, gettext\n_t('报' '告')\ngettext('指标')\n_('别的')\n"
    assert sorted(msgids(find_in_python(source))) == ["报告", "指标"]


def test_a_plural_and_a_context_are_kept():
    names = "from django.utils.translation import ngettext, pgettext"
    source = f"{names}\nngettext('%d 条', '%d 条', n)\npgettext('月', '份')"
    plural, context = find_in_python(source)
    assert (plural.msgid, plural.plural) == ("%d 条", "%d 条")
    assert (context.context, context.msgid) == ("月", "份")


def test_template_tags_are_found():
    source = (
        "{% load i18n %}{% translate '报告' %}{% blocktranslate count n=n %}一条{% plural %}{{ n }} 条"
        "{% endblocktranslate %}{{ x|default:_('无') }}"
    )
    found = list(find_in_template(source))
    assert sorted(msgids(found)) == ["一条", "报告", "无"]
    assert next(text.plural for text in found if text.msgid == "一条") == "%(n)s 条"


def test_chinese_outside_the_tags_is_found_with_its_line():
    source = "{% load i18n %}\n{# 注释 #}{% translate '报告' %}\n<p title='提示'>{{ x|default:'无' }}</p>"
    assert [line for line, _ in find_untranslated(source)] == [3, 3]


@pytest.mark.parametrize(
    ("entry", "fault"),
    [
        ({"msgstr": "%(n)s reports"}, None),
        ({"msgstr": ""}, "no English"),
        ({"msgstr": "reports"}, "the placeholders differ"),
        ({"msgstr": "%(m)s reports"}, "the placeholders differ"),
        ({"msgstr": "%(n)s reports", "flags": ["fuzzy"]}, "fuzzy"),
        ({"msgstr": "%(n)s 份报告"}, "the English is the Chinese"),
        ({"msgstr": '%(n)s "reports"'}, "a straight quotation mark, which would end an attribute"),
    ],
)
def test_an_entry_that_is_not_english_is_a_fault(entry, fault):
    found = translations._faults_of(
        polib.POEntry(msgid="%(n)s 份报告", **entry), translations.Text("%(n)s 份报告")
    )
    assert found == ([fault] if fault else [])


def test_a_compiled_file_that_is_older_is_a_fault(tmp_path, monkeypatch):
    monkeypatch.setattr(translations, "PO", tmp_path / "django.po")
    monkeypatch.setattr(translations, "MO", tmp_path / "django.mo")
    translations.update()
    po = polib.pofile(str(translations.PO))
    po[0].msgstr = "English"
    po.save()
    assert any("django.mo is older" in fault for fault in translations.faults())
    translations.main(["compile"])
    assert not any("django.mo is older" in fault for fault in translations.faults())


def test_updating_keeps_the_english_and_drops_what_is_unused(tmp_path, monkeypatch):
    monkeypatch.setattr(translations, "PO", tmp_path / "django.po")
    po = polib.POFile()
    po.metadata = translations.HEADER
    known = next(iter(translations.find_all().values()))
    po.append(polib.POEntry(msgid=known.msgid, msgctxt=known.context, msgstr="kept"))
    po.append(polib.POEntry(msgid="从前的文字", msgstr="gone"))
    po.save(str(translations.PO))
    _added, dropped = translations.update()
    assert dropped == 1
    assert polib.pofile(str(translations.PO)).find(known.msgid).msgstr == "kept"
