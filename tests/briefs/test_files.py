"""Word, PowerPoint, PDF and the pack: their numbers are the page's, to the last digit."""

import csv
import io
import zipfile
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command
from django.utils import timezone
from docx import Document
from docx.enum.text import WD_PARAGRAPH_ALIGNMENT as WD_ALIGN
from pptx import Presentation

from briefs import pack, pdf
from briefs.composing import compose
from briefs.content import text_of
from briefs.deck import write_deck
from briefs.names import file_name
from briefs.word import write_brief

pytestmark = pytest.mark.django_db


@pytest.fixture
def content(province):
    return compose(province, 2016, timezone.now(), "江西省2016年知识产权工作简报")


def test_the_word_brief_says_what_the_page_says(content) -> None:
    document = Document(io.BytesIO(write_brief(content)))
    words = "\n".join(paragraph.text for paragraph in document.paragraphs)
    for section in content.sections:
        assert section.heading in words
        assert all(text_of(sentence) in words for sentence in section.sentences)
    cells = [[cell.text for cell in row.cells] for row in document.tables[0].rows]
    assert cells[1] == ["专利申请量", "2016年", "94,045件", "—"]
    assert all(line.sentence in words for line in content.sources)


def test_headings_of_the_word_brief_stay_with_what_follows(content) -> None:
    document = Document(io.BytesIO(write_brief(content)))
    headings = [p for p in document.paragraphs if p.text in {s.heading for s in content.sections}]
    assert headings
    assert all(p.paragraph_format.keep_with_next for p in headings)
    page = document.sections[0]
    margins = page.top_margin, page.bottom_margin, page.left_margin, page.right_margin
    assert [round(margin.mm) for margin in margins] == [37, 35, 28, 26]


def test_page_numbers_stand_at_the_outer_edge_between_dashes(content) -> None:
    document = Document(io.BytesIO(write_brief(content)))
    assert document.settings.odd_and_even_pages_header_footer
    odd, even = document.sections[0].footer, document.sections[0].even_page_footer
    assert [foot.paragraphs[0].alignment for foot in (odd, even)] == [WD_ALIGN.RIGHT, WD_ALIGN.LEFT]
    assert all(foot.paragraphs[0].text == "—  —" for foot in (odd, even))
    assert all("PAGE" in foot.paragraphs[0]._p.xml for foot in (odd, even))


def test_charts_of_the_word_brief_are_native_and_hold_the_values(content) -> None:
    archive = zipfile.ZipFile(io.BytesIO(write_brief(content)))
    charts = [name for name in archive.namelist() if name.startswith("word/charts/chart")]
    assert len(charts) == sum(section.chart is not None for section in content.sections)
    xml = archive.read(charts[0]).decode()
    assert all(f"<c:v>{value}</c:v>" in xml for value in ("5.01", "6.12", "9.4045"))
    assert any(name.startswith("word/embeddings/chart") for name in archive.namelist())


def test_charts_of_the_deck_hold_the_values_of_the_page(content) -> None:
    deck = Presentation(io.BytesIO(write_deck(content)))
    charts = [shape.chart for slide in deck.slides for shape in slide.shapes if shape.has_chart]
    plots = [(list(chart.plots[0].categories), list(chart.plots[0].series[0].values)) for chart in charts]
    assert plots[0] == (["2013", "2014", "2015", "2016"], [5.01, 6.12, None, 9.4045])
    assert plots[-1] == (["九江市", "赣州市", "南昌市"], [0.9655, 1.8938, 3.1938])
    assert charts[0].plots[0].data_labels.number_format == "#,##0.00"


def test_the_notes_of_a_slide_tell_its_sources(content) -> None:
    deck = Presentation(io.BytesIO(write_deck(content)))
    notes = [s.notes_slide.notes_text_frame.text for s in deck.slides if s.has_notes_slide]
    assert "全年共94045件。" in notes[0]
    assert len(notes) == len(deck.slides) - 1


def test_a_title_of_120_characters_and_long_tables_make_a_deck(content) -> None:
    from dataclasses import replace

    section = content.sections[0]
    table = replace(section.table, rows=section.table.rows * 30)
    long = replace(content, title="知" * 120, sections=(replace(section, table=table),))
    deck = Presentation(io.BytesIO(write_deck(long)))
    assert len(deck.slides) == 2 + -(-len(table.rows) // 8)
    title, about = deck.slides[0].shapes
    size = title.text_frame.paragraphs[0].runs[0].font.size
    lines = -(-120 // int(title.width / size))
    assert lines * size * 1.3 < title.height
    assert title.top + title.height <= about.top


def test_a_long_title_makes_a_name_that_file_systems_keep() -> None:
    assert file_name("知" * 120, "docx") == "知" * 60 + ".docx"
    assert len(file_name("知" * 120, "docx").encode()) < 255


@pytest.mark.skipif(not pdf.is_possible(), reason="LibreOffice is not installed")
def test_the_pdf_has_chinese_text_that_can_be_selected(content) -> None:
    import pypdfium2

    document = pypdfium2.PdfDocument(pdf.write_pdf(write_brief(content)))
    words = (
        "".join(page.get_textpage().get_text_range() for page in document)
        .replace(" ", "")
        .replace("\r\n", "")
    )
    assert "专利申请量94,045件" in words


def test_without_libreoffice_a_pdf_is_refused_by_one_sentence(content, monkeypatch) -> None:
    monkeypatch.setattr(pdf, "PROGRAMS", ("no-such-office",))
    with pytest.raises(Exception, match="libreoffice-writer-nogui"):
        pdf.write_pdf(b"")
    names = [name for name, _data in pack.members(content)]
    assert names == [
        "江西省2016年知识产权工作简报.docx", "江西省2016年知识产权工作简报.pptx", "数据表.csv", "数据来源.csv",
    ]  # fmt: skip


def test_one_command_writes_the_pack(province, tmp_path: Path, monkeypatch) -> None:
    monkeypatch.setattr(pdf, "PROGRAMS", ("no-such-office",))
    call_command(
        "pack", region="360000", year=2016, output=tmp_path, stdout=io.StringIO(), stderr=io.StringIO()
    )
    rows = list(csv.reader(io.StringIO((tmp_path / "数据来源.csv").read_text("utf-8-sig"))))
    assert rows[1][1] == "江西省2016年专利申请量：94,045件"
    assert (tmp_path / "江西省2016年知识产权工作简报.docx").stat().st_size > 10_000


@pytest.mark.parametrize(
    ("region", "year", "said"), [("999999", 2016, "没有代码"), ("360000", 1990, "1990年")]
)
def test_a_pack_of_nothing_is_refused(province, tmp_path, region: str, year: int, said: str) -> None:
    with pytest.raises(CommandError, match=said):
        call_command("pack", region=region, year=year, output=tmp_path)
