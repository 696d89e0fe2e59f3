"""A brief as files to take along: which there are, and how each is written."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from django.contrib.auth.models import AbstractUser
from django.db import transaction
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from briefs.content import Content
from briefs.models import Brief
from trail.actions import Action
from trail.services import record

OPEN_XML = "application/vnd.openxmlformats-officedocument"


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of file: its name on the button, its ending, its media type."""

    name: str | Promise
    ending: str
    media_type: str


KINDS = {
    "docx": Kind("Word", "docx", f"{OPEN_XML}.wordprocessingml.document"),
    "pptx": Kind("PowerPoint", "pptx", f"{OPEN_XML}.presentationml.presentation"),
    "pdf": Kind("PDF", "pdf", "application/pdf"),
    "zip": Kind(_("全套"), "zip", "application/zip"),
    "xlsx": Kind("Excel", "xlsx", f"{OPEN_XML}.spreadsheetml.sheet"),
}


def write(kind: str, brief: Brief, content: Content, *, by: AbstractUser | None) -> bytes:
    """The bytes of the brief's content as a file of the kind; the trail keeps the export. Raises ServiceError."""
    data = render(kind, content)
    with transaction.atomic():
        record(Action.EXPORT, by=by, target=brief, detail={"kind": kind, "values": len(content.observations)})
    return data


def render(kind: str, content: Content, tell: Callable[[int, str], None] = lambda done, step: None) -> bytes:
    """The content as a file of the kind; ``tell`` hears how many steps are done and which comes next.

    Raises ServiceError for a PDF that this machine cannot make.
    """
    from briefs import deck, pack, pdf, word  # the libraries for Office files load when a file is asked for

    if kind == "zip":
        return pack.zipped(content, tell)
    tell(1, "pptx" if kind == "pptx" else "docx")
    if kind == "pptx":
        return deck.write_deck(content)
    document = word.write_brief(content)
    if kind != "pdf":
        return document
    tell(2, "pdf")
    return pdf.write_pdf(document)
