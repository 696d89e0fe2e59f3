"""Nothing that is stored in Chinese stays Chinese for those who read English."""

import ast
import re
from itertools import product
from pathlib import Path

import pytest
from django.utils import translation

from indicators.catalogue import load_catalogue
from reports import placing, processing, publishing, receiving, services, stored_sentences
from reports.extraction import extract, load_engine
from reports.extraction.confidence import BY_RULE
from reports.reading import ReadingError, limits, read_file
from reports.reading.gate import check_size
from reports.reading.refusals import _BY_FORMAT, refusal
from reports.stored_sentences import TEMPLATES, in_readers_language
from reports.wording import REASONS, RULES, flag_words

PROJECT = Path(__file__).resolve().parents[2]
SAMPLES = sorted((PROJECT / "samples" / "reports").iterdir())
CHINESE = re.compile(r"[\u3000-\u303f\u3400-\u9fff\uff00-\uffef]")
QUOTED = re.compile(r"“[^”]*(?:“[^”]*”[^”]*)*”")
SENTENCE_SIGN = re.compile(r"[；。]")
READING = sorted((PROJECT / "reports" / "reading").glob("*.py"))
STATING = [
    PROJECT / "reports" / "extraction" / f"{name}.py"
    for name in ("checks", "report_facts", "report_year", "report_region")
]


def english(text: str) -> str:
    with translation.override("en"):
        return in_readers_language(text)


def left_in_chinese(text: str) -> str:
    """The Chinese that English readers would see, quotations of the report left out."""
    return "".join(CHINESE.findall(QUOTED.sub("", english(text))))


def documented(tree: ast.AST) -> set[int]:
    """Docstrings and notes under constants, which nobody is shown."""
    return {id(node.value) for node in ast.walk(tree) if isinstance(node, ast.Expr)}


def pieces_of(path: Path) -> list[str]:
    """Every string of the module that is a sentence, or the part of one, in Chinese."""
    tree = ast.parse(path.read_text("utf-8"))
    inside = documented(tree)
    return [
        node.value
        for node in ast.walk(tree)
        if isinstance(node, ast.Constant)
        and isinstance(node.value, str)
        and id(node) not in inside
        and re.search(r"[\u3400-\u9fff]{2}", node.value)
        and SENTENCE_SIGN.search(node.value)
        and not re.search(r"[\\\[^?]", node.value)
    ]


def formatted_strings(path: Path) -> list[str]:
    """Every f-string with Chinese in it: a name in front where one stands, 7 for numbers, each word of a choice."""
    front = "专利申请量" if path.stem == "checks" else "7"
    texts = []
    for function in ast.walk(ast.parse(path.read_text("utf-8"))):
        if isinstance(function, ast.FunctionDef):
            choices = dict(choices_in(function))
            for node in (n for n in ast.walk(function) if isinstance(n, ast.JoinedStr)):
                texts += filled(node, front, choices)
    return [text for text in texts if CHINESE.search(text)]


def choices_in(function: ast.FunctionDef) -> list[tuple[str, tuple[str, str]]]:
    """Names that the function sets to one of two words."""
    sets = (n for n in ast.walk(function) if isinstance(n, ast.Assign) and isinstance(n.value, ast.IfExp))
    return [(n.targets[0].id, (n.value.body.value, n.value.orelse.value)) for n in sets if is_word(n.value)]


def is_word(choice: ast.IfExp) -> bool:
    return all(isinstance(getattr(side, "value", None), str) for side in (choice.body, choice.orelse))


def filled(node: ast.JoinedStr, front: str, choices: dict[str, tuple[str, str]]) -> list[str]:
    ways = []
    for at, part in enumerate(node.values):
        if isinstance(part, ast.Constant):
            ways.append([part.value])
        else:
            ways.append(choices.get(getattr(part.value, "id", ""), [front if at == 0 else "7"]))
    return ["".join(way) for way in product(*ways)]


def plain_reasons(path: Path) -> list[str]:
    """The Chinese strings that the module hands on as a year's or a region's reason."""
    tree = ast.parse(path.read_text("utf-8"))
    calls = (n for n in ast.walk(tree) if isinstance(n, ast.Call) and isinstance(n.func, ast.Name))
    handed = [a for n in calls if n.func.id in {"YearEvidence", "RegionChoice"} for a in n.args]
    returned = [
        e
        for n in ast.walk(tree)
        if isinstance(n, ast.Return) and isinstance(n.value, ast.Tuple)
        for e in n.value.elts
    ]
    texts = [n.value for n in handed + returned if isinstance(n, ast.Constant) and isinstance(n.value, str)]
    return [text for text in texts if CHINESE.search(text)]


def test_every_template_has_an_english_text():
    with translation.override("en"):
        assert [template for template in TEMPLATES if CHINESE.search(translation.gettext(template))] == []


@pytest.mark.parametrize("path", READING, ids=lambda path: path.stem)
def test_what_a_reader_may_say_has_an_english_text(path):
    known = [re.sub(r"%\(\w+\)s", "", text) for text in TEMPLATES]
    parts = [part for text in TEMPLATES for part in re.split(r"%\(\w+\)s", text)] + known
    for piece in pieces_of(path):
        for part in re.split(r"\{\}", piece):
            assert any(part.removeprefix("请") in whole for whole in parts), part


@pytest.mark.parametrize("format", list(_BY_FORMAT))
def test_the_refusal_of_each_format_is_told_in_english(format):
    assert left_in_chinese(str(refusal(format))) == ""


def test_a_refusal_with_a_number_keeps_it():
    class Status:
        st_mode, st_size = 0o100644, limits.FILE_BYTES + 1

    with pytest.raises(ReadingError) as caught:
        check_size(Status())
    assert f"larger than {limits.FILE_BYTES // limits.MEBIBYTE} MB" in english(str(caught.value))


@pytest.mark.parametrize("path", STATING, ids=lambda path: path.stem)
def test_what_extraction_says_in_chinese_has_an_english_text(path):
    texts = formatted_strings(path) + plain_reasons(path)
    assert texts
    assert [text for text in texts if left_in_chinese(text)] == []


def noted_in(path: Path) -> list[str]:
    """The Chinese that the module marks for storing, by whatever name it calls gettext_noop."""
    tree = ast.parse(path.read_text("utf-8"))
    imports = (n for n in ast.walk(tree) if isinstance(n, ast.ImportFrom))
    names = {a.asname or a.name for n in imports for a in n.names if a.name == "gettext_noop"}
    calls = (n for n in ast.walk(tree) if isinstance(n, ast.Call) and getattr(n.func, "id", "") in names)
    return [re.sub(r"%\(\w+\)[sd]", "7", n.args[0].value) for n in calls]


@pytest.mark.parametrize("module", [publishing, processing, receiving, services, placing])
def test_what_is_noted_beside_a_claim_or_a_report_has_an_english_text(module):
    texts = noted_in(Path(module.__file__))
    assert texts
    assert [text for text in texts if left_in_chinese(text)] == []


@pytest.fixture(scope="module")
def engine():
    return load_engine(load_catalogue())


@pytest.mark.parametrize("path", SAMPLES, ids=lambda path: path.stem)
def test_everything_said_of_a_sample_can_be_read_in_english(path, engine):
    document = read_file(path)
    found = extract(document.text, engine=engine, blocks=document.blocks, file_name=path.name)
    said = [check.message for check in found.checks] + list(found.report.basis.values())
    assert [text for text in said if text and left_in_chinese(text)] == []
    with translation.override("en"):
        assert [flag for flag in document.flags if CHINESE.search(flag_words(flag))] == []
    assert {value.rule for value in found.values} <= RULES.keys()
    assert {reason for value in found.values for reason in value.reasons} <= REASONS.keys()


def doubts_in(module: Path) -> set[str]:
    """The codes that the module gives as reasons for being less than sure, constants followed to their texts."""
    tree = ast.parse(module.read_text("utf-8"))
    calls = [n for n in ast.walk(tree) if isinstance(n, ast.Call)]
    given = [n.args[0] for n in calls if ast.unparse(n.func) == "doubts.append"]
    given += [word.value for n in calls for word in n.keywords if word.arg == "doubt"]
    constants = {
        n.targets[0].id: n.value
        for n in tree.body
        if isinstance(n, ast.Assign) and isinstance(n.targets[0], ast.Name)
    }
    nodes = [constants.get(getattr(node, "id", ""), node) for node in given]
    return {node.value for node in nodes if isinstance(node, ast.Constant) and node.value}


def test_every_rule_and_every_doubt_of_the_extraction_has_its_words():
    modules = sorted((PROJECT / "reports" / "extraction").glob("*.py"))
    doubts = set().union(*map(doubts_in, modules))
    assert doubts
    assert doubts - REASONS.keys() == set()
    assert BY_RULE.keys() - RULES.keys() == set()


@pytest.mark.parametrize(
    ("stored", "shown"),
    [
        (
            "专利申请量有两个不同的数值：1200 与 1300",
            "Patent applications: two different values, 1200 and 1300",
        ),
        ("所述增幅 12.5% 与按两期数值计算的 10% 不符", "12.5%"),
        ("标题“清河县2021年工作总结”,正文相符(共3处依据)", "“清河县2021年工作总结”"),
        ("标题“清河县2021年工作总结”，正文相符（共3处依据）", "(3 pieces of evidence)"),
        ("裁定：以公报为准", "Ruling: 以公报为准"),
    ],
)
def test_numbers_names_and_quotations_are_kept(stored, shown):
    assert shown in english(stored)


def test_a_persons_own_words_before_the_products_stay():
    assert english("已电话 核对 时间不明，请先更正期间。").startswith("已电话 核对 The time is unknown")


def test_what_nobody_wrote_a_template_for_stays_as_it_is():
    assert english("今天 天气很好。") == "今天 天气很好。"


def test_readers_of_chinese_get_the_stored_text_itself():
    with translation.override("zh-hans"):
        assert all(in_readers_language(text) is text for text in stored_sentences.TEMPLATES)


@pytest.mark.django_db
def test_an_indicator_that_staff_added_is_called_by_its_english_name():
    from indicators.models import Indicator

    Indicator.objects.create(
        code="own_thing",
        name_zh="自设指标",
        name_en="Own thing",
        domain="creation",
        unit="件",
        unit_kind="count",
        accounting="flow",
    )
    assert english("自设指标有两个不同的数值：1 与 2").startswith("Own thing: two")


@pytest.mark.parametrize("text", ["“" * 900, "标题“" + "”，正文相符" * 120, "专利 " * 300])
def test_hostile_text_takes_no_time(text):
    assert english(text)
