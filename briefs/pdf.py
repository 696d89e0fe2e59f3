"""The Word brief as PDF, laid out by LibreOffice where it is installed: pages, headings and text are those of Word."""

from __future__ import annotations

import shutil
import subprocess
from pathlib import Path
from tempfile import TemporaryDirectory
from threading import Lock

from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from reports.errors import ServiceError

PROGRAMS = ("soffice", "libreoffice")
SECONDS = 90
MISSING = gettext_noop(
    "PDF 由 LibreOffice 生成，而它没有安装；"
    "请管理员运行 apt-get install libreoffice-writer-nogui，或先下载 Word。"
)
_one_at_a_time = Lock()


def is_possible() -> bool:
    """Whether this machine can make PDF files."""
    return _program() is not None


def write_pdf(document: bytes) -> bytes:
    """The docx as PDF. Raises ServiceError where LibreOffice is missing, fails or takes longer than SECONDS."""
    program = _program()
    if program is None:
        raise ServiceError(_(MISSING))
    with _one_at_a_time, TemporaryDirectory(prefix="zhiheng-pdf-") as folder:
        source, target = Path(folder, "brief.docx"), Path(folder, "brief.pdf")
        source.write_bytes(document)
        told = ["--headless", "--norestore", f"-env:UserInstallation=file://{folder}/profile"]
        try:
            subprocess.run(
                [program, *told, "--convert-to", "pdf:writer_pdf_Export", "--outdir", folder, str(source)],
                stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, timeout=SECONDS, check=False, cwd=folder,
            )  # fmt: skip
        except subprocess.TimeoutExpired as error:
            raise ServiceError(
                _("LibreOffice 生成 PDF 超过 %(n)s 秒，请稍后再试，或先下载 Word。") % {"n": SECONDS}
            ) from error
        if not target.exists():  # it ends with 0 on failure too
            raise ServiceError(_("LibreOffice 没有生成 PDF，请先下载 Word，用 Word 或 WPS 另存为 PDF。"))
        return target.read_bytes()


def _program() -> str | None:
    return next(filter(None, map(shutil.which, PROGRAMS)), None)
