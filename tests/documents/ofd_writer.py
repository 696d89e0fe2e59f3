"""Writes small OFD files: pages of text at exact places, in millimetres."""

from tests.documents.packed import make_zip

STANDARD = "http://www.ofdspec.org/2016"


def text(left: float, base: float, content: str, size: float = 4.2, more: str = "", delta: str = "") -> str:
    """A text object whose first character stands at that place."""
    steps = delta or f"g {max(len(content) - 1, 1)} {size}"
    return (
        f'<ofd:TextObject ID="1" Boundary="{left} {base - size} 150 {size + 1}" Font="1" Size="{size}" {more}>'
        f'<ofd:TextCode X="0" Y="{size}" DeltaX="{steps}">{content}</ofd:TextCode></ofd:TextObject>'
    )


def line(x0: float, y0: float, x1: float, y1: float) -> str:
    """A stroke from one place to another."""
    path = f"<ofd:AbbreviatedData>M 0 0 L {x1 - x0} {y1 - y0}</ofd:AbbreviatedData>"
    return f'<ofd:PathObject ID="2" Boundary="{x0} {y0} {x1 - x0} {y1 - y0}">{path}</ofd:PathObject>'


def image(number: int = 7, box: str = "0 0 210 297") -> str:
    """The picture of that number in a place of the page."""
    return f'<ofd:ImageObject ID="3" Boundary="{box}" ResourceID="{number}"/>'


def make_ofd(
    *pages: str,
    template: str = "",
    namespace: str = STANDARD,
    root: str = "Doc_0",
    media: dict[int, bytes] | None = None,
) -> bytes:
    """An OFD of these pages' objects; objects of ``template`` stand on every page, ``media`` are its pictures."""

    def wrap(name: str, inner: str) -> str:
        return (
            f'<?xml version="1.0" encoding="UTF-8"?><ofd:{name} xmlns:ofd="{namespace}">{inner}</ofd:{name}>'
        )

    listed = "".join(f'<ofd:Page ID="{n}" BaseLoc="Pages/Page_{n}/Content.xml"/>' for n in range(len(pages)))
    area = "<ofd:PageArea><ofd:PhysicalBox>0 0 210 297</ofd:PhysicalBox></ofd:PageArea>"
    templates = '<ofd:TemplatePage ID="9" BaseLoc="Tpls/T.xml"/>'
    named = "<ofd:DocumentRes>DocumentRes.xml</ofd:DocumentRes>" if media else ""
    parts: dict[str, str | bytes] = {
        "OFD.xml": wrap("OFD", f"<ofd:DocBody><ofd:DocRoot>{root}/Document.xml</ofd:DocRoot></ofd:DocBody>"),
        f"{root}/Document.xml": wrap(
            "Document",
            f"<ofd:CommonData>{area}{named}{templates}</ofd:CommonData><ofd:Pages>{listed}</ofd:Pages>",
        ),
        f"{root}/Tpls/T.xml": wrap("Page", f"<ofd:Content><ofd:Layer>{template}</ofd:Layer></ofd:Content>"),
    }
    if media:
        files = "".join(
            f'<ofd:MultiMedia ID="{number}" Type="Image"><ofd:MediaFile>image_{number}.png</ofd:MediaFile>'
            "</ofd:MultiMedia>"
            for number in media
        )
        resources = f'<ofd:MultiMedias xmlns:ofd="{namespace}">{files}</ofd:MultiMedias>'
        parts[f"{root}/DocumentRes.xml"] = (
            f'<ofd:Res xmlns:ofd="{namespace}" BaseLoc="Res">{resources}</ofd:Res>'
        )
        parts |= {f"{root}/Res/image_{number}.png": data for number, data in media.items()}
    for number, page in enumerate(pages):
        content = f'<ofd:Template TemplateID="9"/><ofd:Content><ofd:Layer>{page}</ofd:Layer></ofd:Content>'
        parts[f"{root}/Pages/Page_{number}/Content.xml"] = wrap("Page", content)
    return make_zip(parts)
