"""Rebuilds every sample report from its source: `python -m samples.build`.

PDFs are printed by Chromium, which stamps the time into them, so one is replaced only when its text changed.
"""

from __future__ import annotations

import re
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Any

import pypdfium2
import yaml

from samples.figures import HERE
from samples.source import Sample, load_samples
from samples.web import build_print_page, write_html, write_txt
from samples.word import write_docx

REPORTS = HERE / "reports"
MANIFEST = HERE / "manifest.yaml"
BROWSERS = ("chromium", "chromium-browser", "google-chrome")


def main() -> int:
    """Write all reports and the manifest; returns the exit status."""
    samples = load_samples()
    REPORTS.mkdir(exist_ok=True)
    for sample in samples:
        build(sample, REPORTS / sample.file)
        sys.stdout.write(f"{sample.file}: {len(sample.stated)} figures\n")
    MANIFEST.write_text(build_manifest(samples), encoding="utf-8")
    strangers = {path.name for path in REPORTS.iterdir()} - {sample.file for sample in samples}
    for name in sorted(strangers):
        sys.stdout.write(f"{name}: no source, remove it by hand\n")
    return 1 if strangers else 0


def build(sample: Sample, path: Path) -> None:
    """Write one sample in the format that its file name ends with."""
    writers = {".docx": write_docx, ".html": write_html, ".txt": write_txt, ".pdf": write_pdf}
    writers[path.suffix](sample, path)


def write_pdf(sample: Sample, path: Path) -> None:
    """Print the sample with Chromium, unless the file at `path` already says the same."""
    if path.exists() and squeeze(read_pdf_text(path)) == expected_pdf_text(sample):
        return
    browser = next((found for name in BROWSERS if (found := shutil.which(name))), None)
    if browser is None:
        raise SystemExit(f"{path.name} changed, and no Chromium was found to print it")
    with tempfile.TemporaryDirectory() as folder:
        page = Path(folder) / "page.html"
        page.write_text(build_print_page(sample), encoding="utf-8")
        command = [
            browser,
            "--headless",
            "--no-sandbox",
            "--disable-gpu",
            f"--user-data-dir={folder}/profile",
        ]
        command += ["--no-pdf-header-footer", f"--print-to-pdf={path}", page.as_uri()]
        subprocess.run(command, check=True, capture_output=True, timeout=120)


def read_pdf_text(path: Path) -> str:
    """Return the text of all pages."""
    document = pypdfium2.PdfDocument(path)
    try:
        return "\n".join(page.get_textpage().get_text_bounded() for page in document)
    finally:
        document.close()


def expected_pdf_text(sample: Sample) -> str:
    """Return what the printed page says, without tags and spaces."""
    body = build_print_page(sample).split("<body>")[1]
    return squeeze(re.sub(r"<[^>]+>", "", body))


def squeeze(text: str) -> str:
    """Return the text without white space and PDF's line-break marks."""
    return re.sub(r"[\s\u3000\ufffe\u0002]", "", text)


def build_manifest(samples: list[Sample]) -> str:
    """Return the manifest: for each file its region, period, year and planted contradictions."""
    entries: list[dict[str, Any]] = [
        {
            "file": sample.file,
            "source": f"{sample.name}.md",
            "region": sample.meta["region"],
            "year": sample.year,
            "period": sample.meta["period"],
            "planted": sample.meta["planted"],
        }
        for sample in samples
    ]
    note = "# Written by `python -m samples.build` from the settings in source/: do not edit by hand.\n"
    return note + yaml.safe_dump(entries, allow_unicode=True, sort_keys=False, width=110)


if __name__ == "__main__":
    raise SystemExit(main())
