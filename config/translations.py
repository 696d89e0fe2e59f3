"""The English of every Chinese text on screen: `python -m config.translations check|update|compile`.

The Chinese text is the msgid; locale/en/LC_MESSAGES/django.po holds the English. GNU gettext is not needed: texts are
found with Python's own parser and Django's own template reader, and polib compiles them.
"""

import ast
import re
import sys
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

import polib
from django.conf import settings
from django.template.base import Lexer, TokenType
from django.utils.translation.template import templatize

from config.terminal import warn, write_line

PROJECT = Path(__file__).resolve().parent.parent
PO = PROJECT / "locale" / "en" / "LC_MESSAGES" / "django.po"
MO = PO.with_suffix(".mo")
PACKAGES = ("config", "accounts", "briefs", "reports", "indicators", "trail")
HEADER = {
    "Content-Type": "text/plain; charset=UTF-8",
    "Content-Transfer-Encoding": "8bit",
    "Language": "en",
    "MIME-Version": "1.0",
    "Plural-Forms": "nplurals=2; plural=(n != 1);",
}
CHINESE = re.compile(r"[\u3400-\u9fff]")
OWN_NAME = "中文"  # a language is offered under its own name in every language
PLACEHOLDER = re.compile(r"%\([^)]*\)[sd]|%[sd]|\{[^{}]*\}")

# function → (position of the context, position of the text, position of the plural); None where it takes none
CALLS: dict[str, tuple["int | None", int, "int | None"]] = {
    "_": (None, 0, None),
    "gettext": (None, 0, None),
    "gettext_noop": (None, 0, None),
    "ngettext": (None, 0, 1),
    "pgettext": (0, 1, None),
    "npgettext": (0, 1, 2),
}
CALLS |= {f"{name}_lazy": places for name, places in list(CALLS.items()) if name != "_"}

LITERAL = r"""u?(?:'(?:\\.|[^'\\])*'|"(?:\\.|[^"\\])*")"""
TEMPLATE_CALL = re.compile(rf"\b(_|gettext|ngettext|pgettext|npgettext)\(\s*({LITERAL}(?:\s*,\s*{LITERAL})*)")


@dataclass
class Text:
    """One text to translate, with the files that use it."""

    msgid: str
    plural: str = ""
    context: "str | None" = None
    files: set[str] = field(default_factory=set)

    @property
    def key(self) -> tuple["str | None", str]:
        return self.context, self.msgid


def find_in_python(source: str) -> Iterator[Text]:
    """The texts that the source passes to a gettext function as literals."""
    tree = ast.parse(source)
    aliases = {
        alias.asname or alias.name: alias.name
        for node in ast.walk(tree)
        if isinstance(node, ast.ImportFrom) and node.module == "django.utils.translation"
        for alias in node.names
    }
    for node in ast.walk(tree):
        if not isinstance(node, ast.Call):
            continue
        function = node.func
        name = (
            function.attr
            if isinstance(function, ast.Attribute)
            else aliases.get(getattr(function, "id", ""), "")
        )
        if name in CALLS:
            yield from _text_of(name, [_literal(argument) for argument in node.args])


def find_in_template(source: str) -> Iterator[Text]:
    """The texts in the template's translate and blocktranslate tags and in its `_("…")`."""
    for name, arguments in TEMPLATE_CALL.findall(templatize(source)):
        yield from _text_of(name, [ast.literal_eval(literal) for literal in re.findall(LITERAL, arguments)])


def find_untranslated(source: str) -> Iterator[tuple[int, str]]:
    """Line and text of every Chinese text in the template that stands outside its translation tags."""
    inside = ""  # the tag whose end is awaited
    for token in Lexer(source).tokenize():
        if token.token_type == TokenType.BLOCK:
            tag = token.contents.split()[0]
            if inside:
                inside = "" if tag == f"end{inside}" else inside
            elif tag in ("blocktranslate", "blocktrans", "comment"):
                inside = tag
            elif tag not in ("translate", "trans") and CHINESE.search(_outside_calls(token.contents)):
                yield token.lineno, token.contents
        elif token.token_type == TokenType.VAR:
            if CHINESE.search(_outside_calls(token.contents)):
                yield token.lineno, token.contents
        elif token.token_type == TokenType.TEXT and not inside:
            for offset, line in enumerate(token.contents.split("\n")):
                if CHINESE.search(line.replace(OWN_NAME, "")):
                    yield token.lineno + offset, line.strip()


def _outside_calls(contents: str) -> str:
    return re.sub(rf"\b_\({LITERAL}\)", "", contents)


def _literal(node: ast.expr) -> "str | None":
    """The string that the expression is, also one that is put together with +."""
    if isinstance(node, ast.Constant) and isinstance(node.value, str):
        return node.value
    if isinstance(node, ast.BinOp) and isinstance(node.op, ast.Add):
        left, right = _literal(node.left), _literal(node.right)
        return None if left is None or right is None else left + right
    return None


def _text_of(name: str, arguments: "list[str | None]") -> Iterator[Text]:
    context_at, text_at, plural_at = CALLS[name]
    msgid = arguments[text_at] if len(arguments) > text_at else None
    if not msgid:
        return
    plural = arguments[plural_at] if plural_at is not None and len(arguments) > plural_at else None
    yield Text(msgid, plural or "", arguments[context_at] if context_at is not None else None)


def source_files() -> tuple[list[Path], list[Path]]:
    """The project's Python files and its templates."""
    python = [
        path
        for package in PACKAGES
        for path in sorted((PROJECT / package).rglob("*.py"))
        if "migrations" not in path.parts and path != Path(__file__).resolve()
    ]
    return python, sorted((PROJECT / "templates").rglob("*.html"))


def find_all() -> dict[tuple["str | None", str], Text]:
    """Every text of the project, by context and msgid."""
    found: dict[tuple[str | None, str], Text] = {}
    python, templates = source_files()
    for paths, find in ((python, find_in_python), (templates, find_in_template)):
        for path in paths:
            for text in find(path.read_text("utf-8")):
                known = found.setdefault(text.key, text)
                known.plural = known.plural or text.plural
                known.files.add(path.relative_to(PROJECT).as_posix())
    return found


def faults() -> list[str]:
    """One line for everything that keeps the English from being complete; empty where it is."""
    if not PO.exists():
        return [f"{PO} is missing: run `make messages`"]
    texts, po = find_all(), polib.pofile(str(PO))
    entries = {(entry.msgctxt, entry.msgid): entry for entry in po if not entry.obsolete}
    found = []
    for key, text in texts.items():
        where = ", ".join(sorted(text.files))
        if key not in entries:
            found.append(f"not in django.po: {text.msgid!r} ({where})")
        else:
            found += [f"{fault}: {text.msgid!r} ({where})" for fault in _faults_of(entries[key], text)]
    found += [
        f"in django.po and nowhere else: {msgid!r}"
        for context, msgid in entries
        if (context, msgid) not in texts
    ]
    for path in source_files()[1]:
        for line, text_found in find_untranslated(path.read_text("utf-8")):
            found.append(f"outside a translation tag: {path.relative_to(PROJECT)}:{line} {text_found[:60]!r}")
    if not MO.exists() or _contents(polib.mofile(str(MO))) != _contents(po):
        found.append("django.mo is older than django.po: run `make messages`")
    return found


def _faults_of(entry: polib.POEntry, text: Text) -> list[str]:
    if "fuzzy" in entry.flags:
        return ["fuzzy"]
    forms = list(entry.msgstr_plural.values()) if text.plural else [entry.msgstr]
    if not forms or not all(form.strip() for form in forms):
        return ["no English"]
    if CHINESE.search(text.msgid) and text.msgid in forms:
        return ["the English is the Chinese"]
    if any('"' in form for form in forms):
        return ["a straight quotation mark, which would end an attribute"]
    wanted = set(PLACEHOLDER.findall(text.msgid)) | set(PLACEHOLDER.findall(text.plural))
    strange = [set(PLACEHOLDER.findall(form)) - wanted for form in forms]
    missing = set(PLACEHOLDER.findall(text.msgid)) - set(PLACEHOLDER.findall(forms[-1]))
    return ["the placeholders differ"] if any(strange) or missing else []


def _contents(file: "polib.POFile | polib.MOFile") -> dict[tuple["str | None", str], tuple[str, str]]:
    return {
        (entry.msgctxt, entry.msgid): (entry.msgstr, repr(sorted(entry.msgstr_plural.items())))
        for entry in file
        if not entry.obsolete
        and "fuzzy" not in entry.flags
        and (entry.msgstr or any(entry.msgstr_plural.values()))
    }


def update() -> tuple[int, int]:
    """Adds the new texts, without English yet, and drops the unused: how many of each."""
    texts = find_all()
    old = polib.pofile(str(PO)) if PO.exists() else polib.POFile()
    known = {(entry.msgctxt, entry.msgid): entry for entry in old if not entry.obsolete}
    po = polib.POFile(wrapwidth=100)
    po.metadata = HEADER
    for key in sorted(texts, key=lambda key: (sorted(texts[key].files), key[1], key[0] or "")):
        text = texts[key]
        entry = known.get(key) or polib.POEntry(msgid=text.msgid, msgctxt=text.context)
        entry.msgid_plural = text.plural
        if text.plural and not entry.msgstr_plural:
            entry.msgstr_plural = {0: entry.msgstr, 1: entry.msgstr}
            entry.msgstr = ""
        entry.occurrences = [(name, "") for name in sorted(text.files)]
        po.append(entry)
    PO.parent.mkdir(parents=True, exist_ok=True)
    po.save(str(PO))
    return len(texts.keys() - known.keys()), len(known.keys() - texts.keys())


def main(arguments: list[str]) -> int:
    """Runs check, update or compile; the exit code."""
    if not settings.configured:
        settings.configure()  # Django's template reader asks for it; nothing of the project's settings is needed
    if arguments == ["update"]:
        added, dropped = update()
        write_line(f"{PO.relative_to(PROJECT)}: {added} added, {dropped} dropped")
    elif arguments == ["compile"]:
        polib.pofile(str(PO)).save_as_mofile(str(MO))
    elif arguments == ["check"]:
        found = faults()
        for fault in found:
            warn(fault)
        write_line(f"translations: {len(found)} faults")
        return 1 if found else 0
    else:
        warn("python -m config.translations check|update|compile")
        return 2
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
