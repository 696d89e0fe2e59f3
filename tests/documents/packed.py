"""Builds docx and other zip files part by part, so that a test can hold exactly what it speaks of."""

import io
import zipfile

W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
R = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
NAMESPACES = (
    f'xmlns:w="{W}" xmlns:r="{R}" '
    'xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006" '
    'xmlns:wps="http://schemas.microsoft.com/office/word/2010/wordprocessingShape" '
    'xmlns:v="urn:schemas-microsoft-com:vml" '
    'xmlns:wp="http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing" '
    'xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main"'
)
_RELATIONS = (
    '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">{}</Relationships>'
)
_RELATION = '<Relationship Id="{id}" Type="{type}/{kind}" Target="{target}"/>'


def make_zip(parts: dict[str, str | bytes], method: int = zipfile.ZIP_DEFLATED) -> bytes:
    """A zip of these parts, the same bytes at any time."""
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as archive:
        for name, content in parts.items():
            archive.writestr(zipfile.ZipInfo(name), content, method)
    return stream.getvalue()


def make_docx(body: str, **parts: str | bytes) -> bytes:
    """A docx with that body XML; ``styles``, ``numbering``, ``header1``, ``footnotes`` … are roots' inner XML, and
    bytes are a picture of that name."""
    files: dict[str, str | bytes] = {
        "[Content_Types].xml": "<Types/>",
        "_rels/.rels": _RELATIONS.format(
            _RELATION.format(id="m", type=R, kind="officeDocument", target="word/document.xml")
        ),
        "word/document.xml": f"<w:document {NAMESPACES}><w:body>{body}</w:body></w:document>",
    }
    roots = {
        "styles": "styles",
        "numbering": "numbering",
        "footnotes": "footnotes",
        "header": "hdr",
        "footer": "ftr",
    }
    relations = ""
    for name, inner in parts.items():
        if isinstance(inner, bytes):
            files[f"word/media/{name}"] = inner
            relations += _RELATION.format(id=name, type=R, kind="image", target=f"media/{name}")
            continue
        kind = name.rstrip("0123456789")
        files[f"word/{name}.xml"] = f"<w:{roots[kind]} {NAMESPACES}>{inner}</w:{roots[kind]}>"
        relations += _RELATION.format(id=name, type=R, kind=kind, target=f"{name}.xml")
    files["word/_rels/document.xml.rels"] = _RELATIONS.format(relations)
    return make_zip(files)


def p(*runs: str, properties: str = "") -> str:
    """A paragraph of plain texts and of run XML."""
    inner = "".join(run if run.startswith("<") else f"<w:r><w:t>{run}</w:t></w:r>" for run in runs)
    return f"<w:p><w:pPr>{properties}</w:pPr>{inner}</w:p>"


def picture(name: str, width: int = 415, height: int = 590) -> str:
    """A run that shows the picture of that name, so many points large."""
    extent = f'<wp:extent cx="{width * 12700}" cy="{height * 12700}"/>'
    blip = f'<a:graphic><a:graphicData><a:blip r:embed="{name}"/></a:graphicData></a:graphic>'
    return f"<w:r><w:drawing><wp:inline>{extent}{blip}</wp:inline></w:drawing></w:r>"


def shape(name: str, style: str = "width:415pt;height:590.5pt") -> str:
    """The same as older programs write it."""
    return f'<w:r><w:pict><v:shape style="{style}"><v:imagedata r:id="{name}"/></v:shape></w:pict></w:r>'


def table(*rows: list[str]) -> str:
    """A table of cells, each plain text or the inner XML of a cell."""
    return "<w:tbl>" + "".join(f"<w:tr>{''.join(map(cell, row))}</w:tr>" for row in rows) + "</w:tbl>"


def cell(content: str, properties: str = "") -> str:
    """One cell; text becomes its paragraph, XML stays."""
    if content.startswith("<w:tc>"):
        return content
    inner = content if content.startswith("<") else p(content)
    return f"<w:tc><w:tcPr>{properties}</w:tcPr>{inner}</w:tc>"
