"""Who reports, where it is a park, a company or a school and no region: all that names nobody else is told of it."""

from __future__ import annotations

import re
from functools import lru_cache

from indicators.regions import Gazetteer
from reports.extraction.entities import Entity, find_entities
from reports.extraction.region_names import find_region_names
from reports.extraction.structure_words import words
from reports.extraction.types import Structure

_BEFORE = re.compile(r"(?:(?:19|20)[\d*×Xx]{2}年(?:度|[上下]半年)?|关于|中国)*\Z")
_AFTER_IN_TITLE = re.compile(
    r"(?:管理委员会|管委会|党工委)?(?:[\u4e00-\u9fff]{2,10}(?:局|办公室|办|部|处))?(?:关于)?"
    r"(?=[(]?(?:19|20)[\d*×Xx]{2}|[*×]{2,4}年|[上下]半年|年度|第?[一二三四1-4]季度|知识产权|专利|商标|工作|情况|运行)"
)
_DATE = r"(?:(?:截至)?(?:19|20)\d{2}年(?:度|底|末|[上下]半年|\d{1,2}[-至]?\d{0,2}月(?:份|底|末)?)?,?)?"
_OPENS = re.compile(_DATE + r"\Z")
_LISTED = re.compile(r"[、和与及等的(]|分别")
_NO_SUBJECT = re.compile(r"获批|入选|揭牌|正式|成功|通过|是|被|位于|将")
_OTHERS = re.compile(
    r"(?<![占居列位在比于和])(?:[全我本](?:省|市|区|县|州|盟|旗)(?![第前内])|全国(?!第|前|的))"
)
_PUBLIC = re.compile("中心|平台|工作站|代办处")
_OF_A_REGION = re.compile("援助中心|维权中心|工作站|服务平台")  # its work is the region's
_SPELLINGS = (
    ("高新技术产业开发区", "高新区"),
    ("高新技术开发区", "高新区"),
    ("经济技术开发区", "经开区"),
    ("经济开发区", "经开区"),
    ("国家级", ""),
    ("省级", ""),
)


def titled_issuer(title: str | None, gazetteer: Gazetteer) -> str | None:
    """Return the park, company or school whose report a folded title announces, or None for a region's."""
    if not title:
        return None
    for entity in find_entities(title, find_region_names(title, gazetteer)):
        start, end = entity.span
        if not _BEFORE.match(title[:start]) or not _AFTER_IN_TITLE.match(title, end):
            continue
        if not _OF_A_REGION.search(title, start, end) and not _is_region(title, entity, gazetteer):
            return title[start:end]
    return None


def opening_subject(folded: str, structure: Structure, gazetteer: Gazetteer) -> str | None:
    """Return whom an excerpt speaks of throughout: the entity that opens it, where no region is told beside it."""
    if structure.sections or structure.title or _OTHERS.search(folded):
        return None
    first = next((s.span for s in structure.sentences if s.part != "noise"), None)
    if first is None or first[1] == len(folded.rstrip()):
        return None  # one sentence keeps its subject by itself
    piece = folded[slice(*first)]
    names = find_region_names(piece, gazetteer)
    for entity in find_entities(piece, names)[:1]:
        start, end = entity.span
        told = _OPENS.fullmatch(piece[:start]) is not None and not _LISTED.match(piece, end)
        private = not _PUBLIC.search(piece, start, end) and not _NO_SUBJECT.match(piece, end)
        if told and private and not _is_region(piece, entity, gazetteer):
            return piece[start:end]
    return None


def _is_region(text: str, entity: Entity, gazetteer: Gazetteer) -> bool:
    """浦东新区 is a district with a code."""
    entry = gazetteer.resolve(text[slice(*entity.span)])
    return entry is not None and entry.level != "zone"


@lru_cache(maxsize=1024)
def is_issuer(name: str, issuer: str) -> bool:
    """Whether a name is the issuer's: the same, a shorter spelling of it, or 高新区 in a high-tech zone's report."""
    told, own = _plainly(name), _plainly(issuer)
    if told == own or (len(told) >= 3 and own.endswith(told)):
        return True
    return is_zone(issuer) and told in words("own_zones") and told[-2:] in ("园区", "发区")


@lru_cache(maxsize=256)
def is_zone(issuer: str) -> bool:
    """Whether an issuer is a park or a zone."""
    return issuer.endswith(words("park_endings"))


def _plainly(name: str) -> str:
    for long, short in _SPELLINGS:
        name = name.replace(long, short)
    return re.sub("(?<=..)[省市](?=.{2})", "", name)
