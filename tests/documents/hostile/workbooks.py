"""Writes xlsx files part by part, so that a case can hold any broken value."""

from tests.documents.packed import make_zip

MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
R = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_RELATIONS = "http://schemas.openxmlformats.org/package/2006/relationships"


def inline(address: str, text: str) -> str:
    """A cell that holds its text itself."""
    return f'<c r="{address}" t="inlineStr"><is><t>{text}</t></is></c>'


def number(address: str, value: str, style: int = 0) -> str:
    """A cell with a stored number, as it stands in the file."""
    return f'<c r="{address}" s="{style}"><v>{value}</v></c>'


def make_xlsx(
    cells: dict[str, str] | None = None,
    *,
    rows: str = "",
    name: str = "Sheet1",
    after: str = "",
    strings: str = "",
    styles: str = "",
    doctype: str = "",
    sheets: int = 1,
) -> bytes:
    """A workbook: texts by address in one row, or the XML of ``rows``; ``after`` follows the rows."""
    body = rows or f"<row>{''.join(inline(a, t) for a, t in (cells or {}).items())}</row>"
    listed = "".join(f'<sheet name="{name}{n or ""}" sheetId="{n + 1}" r:id="r1"/>' for n in range(sheets))
    relations = f'<Relationship Id="r1" Type="{R}/worksheet" Target="worksheets/sheet1.xml"/>'
    parts: dict[str, str | bytes] = {
        "[Content_Types].xml": "<Types/>",
        "_rels/.rels": f'<Relationships xmlns="{_RELATIONS}">'
        f'<Relationship Id="m" Type="{R}/officeDocument" Target="xl/workbook.xml"/></Relationships>',
        "xl/workbook.xml": f'<workbook xmlns="{MAIN}" xmlns:r="{R}"><sheets>{listed}</sheets></workbook>',
        "xl/worksheets/sheet1.xml": f'{doctype}<worksheet xmlns="{MAIN}"><sheetData>{body}</sheetData>{after}</worksheet>',
    }
    for kind, inner, root in (("sharedStrings", strings, "sst"), ("styles", styles, "styleSheet")):
        if inner:
            parts[f"xl/{kind}.xml"] = f'{doctype}<{root} xmlns="{MAIN}">{inner}</{root}>'
            relations += f'<Relationship Id="{kind}" Type="{R}/{kind}" Target="{kind}.xml"/>'
    parts["xl/_rels/workbook.xml.rels"] = f'<Relationships xmlns="{_RELATIONS}">{relations}</Relationships>'
    return make_zip(parts)
