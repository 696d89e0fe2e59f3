"""Values as SDMX-CSV 2.0, and the structure that describes its columns as SDMX-ML 3.0."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any
from xml.etree import ElementTree

from django.utils import timezone
from django.utils.translation import override

from indicators.exports.codes import code_lists, period_of, status_code
from indicators.exports.rows import csv_line
from indicators.facts import Fact

AGENCY, FLOW, STRUCTURE, VERSION = "ZHIHENG", "IP_STATISTICS", "DSD_IP_STATISTICS", "1.0.0"
FLOW_ID = f"{AGENCY}:{FLOW}({VERSION})"
DIMENSIONS = ("FREQ", "REF_AREA", "INDICATOR", "BREAKDOWN", "MEASURE", "ACCOUNTING", "UNIT_MEASURE")
ATTRIBUTES = ("OBS_STATUS", "UNIT_MULT", "COMPARATOR", "OBS_ID", "IS_SAMPLE")
COLUMNS = ("STRUCTURE", "STRUCTURE_ID", "ACTION", *DIMENSIONS, "TIME_PERIOD", "OBS_VALUE", *ATTRIBUTES)
TOTAL = "_T"
CODED = {
    "FREQ": "CL_FREQ", "MEASURE": "CL_MEASURE", "ACCOUNTING": "CL_ACCOUNTING", "UNIT_MEASURE": "CL_UNIT_KIND",
    "OBS_STATUS": "CL_OBS_STATUS", "COMPARATOR": "CL_COMPARATOR",
}  # fmt: skip
CONCEPTS = {
    "FREQ": ("频率", "Frequency"),
    "REF_AREA": ("地区（GB/T 2260）", "Reference area (GB/T 2260)"),
    "INDICATOR": ("指标", "Indicator"),
    "BREAKDOWN": ("分组，_T 为合计", "Breakdown, _T for the total"),
    "MEASURE": ("度量", "Measure"),
    "ACCOUNTING": ("口径", "Accounting"),
    "UNIT_MEASURE": ("单位类别", "Kind of unit"),
    "TIME_PERIOD": ("时段", "Time period"),
    "OBS_VALUE": ("数值", "Observation value"),
    "OBS_STATUS": ("状态", "Observation status"),
    "UNIT_MULT": ("单位乘数（10 的幂）", "Unit multiplier (power of ten)"),
    "COMPARATOR": ("界限：数值是确数还是一侧的界", "Comparator: an exact value or a bound"),
    "OBS_ID": ("观测值编号", "Number of the observation"),
    "IS_SAMPLE": ("示例数据", "Sample data"),
}
_M, _S, _C = (
    f"{{http://www.sdmx.org/resources/sdmxml/schemas/v3_0/{part}}}"
    for part in ("message", "structure", "common")
)
_XML_LANGUAGE = "{http://www.w3.org/XML/1998/namespace}lang"


def sdmx_lines(facts: Iterable[Fact]) -> Iterator[str]:
    """The header, then a line a value, exact and in the indicator's own unit; text that a spreadsheet would run as
    a formula is none here, because every cell is a code or a number."""
    yield csv_line(COLUMNS)
    for fact in facts:
        yield csv_line(sdmx_row(fact))


def sdmx_row(fact: Fact) -> list[Any]:
    """One value in the order of COLUMNS."""
    frequency, period = period_of(fact.start, fact.end)
    return [
        "dataflow", FLOW_ID, "I", frequency, fact.region_id, fact.indicator_id, fact.breakdown or TOTAL, fact.measure,
        fact.accounting, fact.unit_kind, period, fact.value.normalize() + 0, status_code(fact.shown_status), 0,
        fact.comparator, fact.pk, int(fact.is_sample),
    ]  # fmt: skip


def structure_xml() -> bytes:
    """The data structure definition with its concepts, code lists and data flow, named in Chinese and English."""
    for prefix, name in (("mes", _M), ("str", _S), ("com", _C)):
        ElementTree.register_namespace(prefix, name[1:-1])
    root = ElementTree.Element(f"{_M}Structure")
    _add_header(ElementTree.SubElement(root, f"{_M}Header"))
    structures = ElementTree.SubElement(root, f"{_M}Structures")
    _add_lists(ElementTree.SubElement(structures, f"{_S}Codelists"))
    _add_concepts(ElementTree.SubElement(structures, f"{_S}ConceptSchemes"))
    _add_definition(ElementTree.SubElement(structures, f"{_S}DataStructures"))
    flow = _maintained(ElementTree.SubElement(structures, f"{_S}Dataflows"), "Dataflow", FLOW)
    _name(flow, "知识产权统计", "Intellectual property statistics")
    reference = f"urn:sdmx:org.sdmx.infomodel.datastructure.DataStructure={AGENCY}:{STRUCTURE}({VERSION})"
    ElementTree.SubElement(flow, f"{_S}Structure").text = reference
    ElementTree.indent(root)
    return ElementTree.tostring(root, encoding="utf-8", xml_declaration=True)


def _add_header(header: ElementTree.Element) -> None:
    ElementTree.SubElement(header, f"{_M}ID").text = STRUCTURE
    ElementTree.SubElement(header, f"{_M}Test").text = "false"
    ElementTree.SubElement(header, f"{_M}Prepared").text = timezone.now().isoformat(timespec="seconds")
    ElementTree.SubElement(header, f"{_M}Sender", {"id": AGENCY})


def _maintained(parent: ElementTree.Element, kind: str, name: str) -> ElementTree.Element:
    own = {"id": name, "agencyID": AGENCY, "version": VERSION}
    return ElementTree.SubElement(parent, f"{_S}{kind}", own)


def _name(element: ElementTree.Element, chinese: str, english: str) -> None:
    for language, words in (("zh", chinese), ("en", english)):
        ElementTree.SubElement(element, f"{_C}Name", {_XML_LANGUAGE: language}).text = words


def _add_lists(parent: ElementTree.Element) -> None:
    with override("zh-hans"):
        chinese = code_lists()
    with override("en"):
        english = code_lists()
    for list_name, codes in chinese.items():
        one = _maintained(parent, "Codelist", list_name)
        _name(one, list_name, list_name)
        for code, words in codes.items():
            _name(ElementTree.SubElement(one, f"{_S}Code", {"id": code}), words, english[list_name][code])


def _add_concepts(parent: ElementTree.Element) -> None:
    scheme = _maintained(parent, "ConceptScheme", "CS_IP_STATISTICS")
    _name(scheme, "概念", "Concepts")
    for code, names in CONCEPTS.items():
        _name(ElementTree.SubElement(scheme, f"{_S}Concept", {"id": code}), *names)


def _add_definition(parent: ElementTree.Element) -> None:
    definition = _maintained(parent, "DataStructure", STRUCTURE)
    _name(definition, "知识产权统计的数据结构", "Structure of intellectual property statistics")
    parts = ElementTree.SubElement(definition, f"{_S}DataStructureComponents")
    dimensions = ElementTree.SubElement(parts, f"{_S}DimensionList", {"id": "DimensionDescriptor"})
    for position, code in enumerate(DIMENSIONS, 1):
        _component(dimensions, "Dimension", code, {"position": str(position)})
    _component(dimensions, "TimeDimension", "TIME_PERIOD", {}, "ObservationalTimePeriod")
    attributes = ElementTree.SubElement(parts, f"{_S}AttributeList", {"id": "AttributeDescriptor"})
    for code in ATTRIBUTES:
        kind = {"UNIT_MULT": "Integer", "OBS_ID": "Long", "IS_SAMPLE": "Boolean"}.get(code, "String")
        one = _component(attributes, "Attribute", code, {"usage": "mandatory"}, kind)
        relation = ElementTree.SubElement(one, f"{_S}AttributeRelationship")
        ElementTree.SubElement(relation, f"{_S}Observation")
    measures = ElementTree.SubElement(parts, f"{_S}MeasureList", {"id": "MeasureDescriptor"})
    _component(measures, "Measure", "OBS_VALUE", {"usage": "mandatory"}, "Decimal")


def _component(
    parent: ElementTree.Element, kind: str, code: str, extra: dict[str, str], text: str = "String"
) -> ElementTree.Element:
    """A dimension, attribute or measure with its concept and its code list or type."""
    one = ElementTree.SubElement(parent, f"{_S}{kind}", {"id": code} | extra)
    concept = f"urn:sdmx:org.sdmx.infomodel.conceptscheme.Concept={AGENCY}:CS_IP_STATISTICS({VERSION}).{code}"
    ElementTree.SubElement(one, f"{_S}ConceptIdentity").text = concept
    shape = ElementTree.SubElement(one, f"{_S}LocalRepresentation")
    if code in CODED:
        codes = f"urn:sdmx:org.sdmx.infomodel.codelist.Codelist={AGENCY}:{CODED[code]}({VERSION})"
        ElementTree.SubElement(shape, f"{_S}Enumeration").text = codes
    else:
        ElementTree.SubElement(shape, f"{_S}TextFormat", {"textType": text})
    return one
