"""Where a text names an indicator: catalogue names and the word lists, in one pass, longest names first."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import lru_cache
from types import MappingProxyType
from typing import Any, TypeAlias

from indicators.catalogue import Catalogue
from reports.extraction.folding import fold
from reports.extraction.frozen import maker, quickly_made
from reports.extraction.lexicon import LexiconError, each_word, read_words
from reports.extraction.types import Span
from reports.extraction.word_tree import WordTree

TYPES = ("invention", "utility_model", "design")
PATENTS = frozenset({"patent_applications", "patent_grants", "valid_patents"})
OF_ATOMS = PATENTS | {
    "pct_applications", "high_value_invention_patents", "valid_invention_patents_per_10k_population",
    "patent_applications_per_100m_gdp", "patent_grants_per_100m_gdp",
    "patent_applications_per_100k_population", "patent_grants_per_100k_population",
}  # fmt: skip
TYPED_SUBSIDIES = frozenset({"subsidy_rate_application", "subsidy_rate_grant", "subsidised_patents"})
RATES = {"patent_applications": "subsidy_rate_application", "patent_grants": "subsidy_rate_grant"}
# What may stand between two atoms of one name: 发明专利的申请
GLUE = frozenset(
    {"", "的", "之", "类", "量", "数", "总", "年", "年度", "国际", "国内", "累计", "公开", "(公开)", "共"}
)


@dataclass(frozen=True, slots=True)
class Meaning:
    """What a name may stand for: an indicator, where the unit is one of ``units`` (None: any that fits)."""

    code: str
    units: frozenset[str] | None = None


@dataclass(frozen=True, slots=True)
class Name:
    """One entry of the lexicon. ``open_dimension`` names take their indicator from a fuller name before them."""

    meanings: tuple[Meaning, ...]
    part: str | None = None
    needs: tuple[str, ...] = ()
    open_dimension: str | None = None
    void: bool = False
    loose: bool = False  # an everyday word (有专利的, 受益) that is doubted wherever it names
    codes: tuple[str, ...] = field(init=False, repr=False, compare=False)  # those of its meanings

    def __post_init__(self) -> None:
        object.__setattr__(self, "codes", tuple(meaning.code for meaning in self.meanings))


@quickly_made
@dataclass(frozen=True, slots=True)
class Mention:
    """An indicator's name at a place. ``bare`` mentions (发明, 授权) are completed by what was said before."""

    span: Span
    meanings: tuple[Meaning, ...]
    part: str | None = None
    open_dimension: str | None = None
    bare: str | None = None
    void: bool = False
    codes: tuple[str, ...] = ()  # the indicators that it may stand for: those of its meanings
    loose: bool = False  # an everyday word, whose values are doubted


_make_mention = maker(Mention)
Value: TypeAlias = "Name | str"
Hit: TypeAlias = "tuple[int, int, Value]"


@dataclass(frozen=True, slots=True)
class Names:
    """The compiled lexicon: a tree of words whose values are ``Name`` or the kind of an atom."""

    tree: WordTree[tuple[Value, tuple[str, ...]]]
    words: Mapping[str, Value]
    units: Mapping[str, frozenset[str]]
    lacks: frozenset[str] = frozenset()  # what names put together from atoms mean, but the catalogue has not


def build_names(catalogue: Catalogue, data: Mapping[str, Any] | None = None, whole: bool = True) -> Names:
    """Return the automaton of all names; raises LexiconError where a word means two things for one unit.

    A catalogue that is not ``whole``, because people deleted indicators from it, leaves out the names of those that
    it lacks; of the whole one that is an error.
    """
    words: dict[str, Name | str] = {}
    data = read_words("mentions.yaml") if data is None else data
    for entry in data["mentions"]:
        name = _name_of(entry, catalogue) if whole else _name_within(entry, catalogue)
        for word in each_word(entry["names"]):
            _add(words, fold(word), name)
    for kind, atoms in data["atoms"].items():
        for word in atoms:
            words[fold(word)] = kind
    atoms_only = _compiled({word: value for word, value in words.items() if isinstance(value, str)})
    for indicator in catalogue:
        for word in map(fold, (indicator.zh, *indicator.names)):
            if not _says_itself(word, indicator.code, atoms_only):
                words.setdefault(word, Name((Meaning(indicator.code),)))
    return replace(_compiled(words), lacks=frozenset(code for code in OF_ATOMS if code not in catalogue))


def _compiled(words: dict[str, Name | str]) -> Names:
    tree = WordTree(
        {word: (value, value.needs if isinstance(value, Name) else ()) for word, value in words.items()}
    )
    units: dict[str, set[str]] = {}
    for value in words.values():
        for meaning in value.meanings if isinstance(value, Name) else ():
            units.setdefault(meaning.code, set()).update(meaning.units or ())
    kept = MappingProxyType({code: frozenset(told) for code, told in units.items()})
    return Names(tree, words, kept)


def _says_itself(word: str, code: str, atoms: Names) -> bool:
    """Whether a catalogue name is put together from atoms, which also read its type (有效发明专利)."""
    mentions = find_mentions(word, atoms)
    return len(mentions) == 1 and mentions[0].span == (0, len(word)) and mentions[0].codes == (code,)


def _name_of(entry: Mapping[str, Any], catalogue: Catalogue) -> Name:
    means = entry.get("means")
    part, dimension = entry.get("part"), entry.get("open")
    if dimension is not None:
        if dimension not in catalogue.dimensions or part not in catalogue.dimensions[dimension].members:
            raise LexiconError(f"{entry['names'][0]}: {dimension} has no member {part}")
        return Name((), part, (), dimension)
    told = {None: means} if isinstance(means, str) else means
    if not isinstance(told, dict) or not told:
        raise LexiconError(f"{entry['names'][0]}: means nothing")
    meanings = tuple(
        Meaning(code, frozenset(units.split()) if units else None) for units, code in told.items() if code
    )
    for meaning in meanings:
        if meaning.code not in catalogue:
            raise LexiconError(f"{entry['names'][0]}: no indicator {meaning.code}")
        dimension = catalogue[meaning.code].breakdown
        if part is not None and dimension and part not in catalogue.dimensions[dimension].members:
            raise LexiconError(f"{entry['names'][0]}: {meaning.code} has no part {part}")
    return Name(
        meanings, part, tuple(entry.get("needs") or ()), void=not meanings, loose=bool(entry.get("loose"))
    )


def _name_within(entry: Mapping[str, Any], catalogue: Catalogue) -> Name:
    """The name with the meanings that the catalogue still has; without any it keeps its numbers from others."""
    dimension, means = entry.get("open"), entry.get("means")
    if dimension is not None and dimension not in catalogue.dimensions:
        return Name((), void=True)
    told = {None: means} if isinstance(means, str) else means
    if not isinstance(told, dict):
        return _name_of(entry, catalogue)
    left = {units: code for units, code in told.items() if not code or code in catalogue}
    if not any(left.values()) and any(told.values()):
        return Name((), void=True)
    return _name_of({**entry, "means": left}, catalogue)


def _add(words: dict[str, Name | str], word: str, name: Name) -> None:
    """Keep the first of two entries with one word; a later one adds meanings for other units."""
    known = words.get(word)
    if known is None:
        words[word] = name
    elif isinstance(known, Name) and known != name and known.part == name.part and not known.needs:
        taken = {unit for meaning in known.meanings for unit in meaning.units or ()}
        more = tuple(m for m in name.meanings if m.units and not m.units & taken)
        if all(m.units for m in known.meanings) and more and not name.needs:
            words[word] = Name(known.meanings + more, known.part)


def find_mentions(text: str, names: Names, context: str = "") -> tuple[Mention, ...]:
    """Return the names in a folded text without blanks, in order; ``context`` may satisfy what a name needs."""
    hits: list[Hit] = []
    words = names.tree.words_in(text)
    if not words:
        return ()
    for start, end, (value, needs) in words:
        if needs and not _satisfied(needs, text, context):
            hits.extend(_inside(text, start, end, names))
            continue
        hits.append((start, end, value))
    mentions = tuple(_compose(text, hits))
    if not names.lacks:
        return mentions
    return tuple(Mention(m.span, (), void=True) if names.lacks.intersection(m.codes) else m for m in mentions)


def _satisfied(needs: Iterable[str], text: str, context: str) -> bool:
    return any(word in text or word in context for word in needs)


def _inside(text: str, start: int, end: int, names: Names) -> list[Hit]:
    """The atoms inside a name whose condition fails: they may still mean something."""
    begin = start + 1
    return [
        (begin + at, begin + stop, value)
        for at, stop, (value, needs) in names.tree.words_in(text[begin:end])
        if not needs
    ]


def _compose(text: str, hits: Sequence[Hit]) -> list[Mention]:
    at, mentions, count = 0, [], len(hits)
    while at < count:
        start, end, value = hits[at]
        if not isinstance(value, str):
            part = value.part
            if at and part is None:
                part, start = _part_beside(text, hits, at, value)
            mentions.append(
                _make_mention(
                    (start, end),
                    value.meanings,
                    part,
                    value.open_dimension,
                    None,
                    value.void,
                    value.codes,
                    value.loose,
                )
            )
            at += 1
            continue
        stop, kinds = at + 1, [value]
        while stop < count:
            following = hits[stop]
            if not isinstance(following[2], str) or text[end : following[0]] not in GLUE:
                break
            end = following[1]
            kinds.append(following[2])
            stop += 1
        mention = _atoms(text, (start, end), tuple(kinds))
        if mention is not None and not _belongs_to_next(text, hits, stop, mention):
            mentions.append(mention)
        at = stop
    return mentions


def _belongs_to_next(text: str, hits: Sequence[Hit], stop: int, mention: Mention) -> bool:
    """A type right before a name is the name's part: 发明专利 + 申请资助."""
    if stop >= len(hits) or mention.bare != "type" or not isinstance(hits[stop][2], Name):
        return False
    return text[mention.span[1] : hits[stop][0]] in GLUE and _takes_type(hits[stop][2])


def _takes_type(name: Name | str) -> bool:
    return isinstance(name, Name) and not TYPED_SUBSIDIES.isdisjoint(name.codes)


def _part_beside(text: str, hits: Sequence[Hit], at: int, name: Name) -> tuple[str | None, int]:
    """The type that stands right before a name, and where the two begin."""
    start = hits[at][0]
    first, end, before = hits[at - 1]
    # A name is compared with no type: that would ask its dataclass three times.
    beside = isinstance(before, str) and before in TYPES and text[end:start] in GLUE
    return (str(before), first) if beside and _takes_type(name) else (None, start)


def _atoms(text: str, span: Span, kinds: tuple[str, ...]) -> Mention | None:
    """The name that atoms standing together make."""
    if kinds.count("receive") == len(kinds) and not text[span[1] : span[1] + 1].isnumeric():
        return None
    code, part, bare = _meant_by(kinds)
    if code is not None:
        if code == "valid_patents" and bare and not text[span[0] : span[1]].endswith("量"):
            return None
        return _make_mention(span, _meaning(code), part, None, bare, False, (code,))
    if bare is None:
        return None
    return Mention(span, (), part, "patent_type" if bare == "type" else None, bare)


@lru_cache(maxsize=512)
def _meant_by(kinds: tuple[str, ...]) -> tuple[str | None, str | None, str | None]:
    """What kinds of atoms mean together: indicator, part, and how far the name is left to be completed."""
    told = set(kinds)
    types = [kind for kind in kinds if kind in TYPES]
    part = types[-1] if types else None
    code = _indicator_of(told, part)
    if code:
        return code, part if code in PATENTS else None, None
    full = bool(types or "patent" in told)
    if "apply" in told or ("receive" in told and full):
        return "patent_applications", part, None if full else "act"
    if "grant" in told:
        return "patent_grants", part, None if full else "act"
    if told == {"receive"}:
        return "patent_applications", None, "act"
    if types:
        return None, part, "type"
    if told == {"per_10k"}:
        return None, None, None
    if told & {"own", "valid"} and "patent" not in told:
        return "valid_patents", None, "act"
    return None, None, "patent" if told == {"patent"} else None


@lru_cache(maxsize=32)
def _meaning(code: str) -> tuple[Meaning, ...]:
    return (Meaning(code),)


def _indicator_of(told: set[str], part: str | None) -> str | None:
    if "per_10k" in told:
        if "high_value" in told:
            return "high_value_invention_patents_per_10k_population"
        return None if part in ("utility_model", "design") else "valid_invention_patents_per_10k_population"
    for kind, ending in (("per_gdp", "100m_gdp"), ("per_100k", "100k_population")):
        if kind in told:
            stem = "patent_grants" if "grant" in told else "patent_applications"
            return f"{stem}_per_{ending}"
    if "high_value" in told:
        return "high_value_invention_patents"
    if "pct" in told:
        return "pct_applications"
    if told & {"valid", "own"} and (part or "patent" in told) and not told & {"apply", "grant"}:
        return "valid_patents"
    return None
