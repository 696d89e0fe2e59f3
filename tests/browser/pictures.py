"""Reference pictures: how a page is photographed, kept small, and compared with a tolerance.

Letters are drawn otherwise by other fonts and browsers, so pictures are compared on machines alone that draw them as
the one that made them did: ``fingerprint`` says by which Chromium and fonts.
"""

from __future__ import annotations

import hashlib
import io
import shutil
import subprocess
from dataclasses import dataclass
from pathlib import Path

from PIL import Image, ImageChops
from playwright.sync_api import Page

FOLDER = Path(__file__).parent / "reference"
TALLEST = 1800  # pixels of a page that are compared: the rest is more of the same
SHRINK = 2  # pictures are kept at half their size
COLOURS = 64
STEP = 40  # of 255: a smaller difference of a pixel is none
TOLERATED = 0.006  # share of pixels that may differ
FAMILIES = ("sans-serif:lang=zh-cn", "sans-serif:lang=en", "Arial")
STILL = """
    *, *::before, *::after { animation: none !important; transition: none !important; caret-color: #0000 !important; }
    [data-picture-mask], time, .chart-source, .session-bar { visibility: hidden !important; }
"""
DRAWN = "[...document.querySelectorAll('.chart__plot')].every((plot) => plot.querySelector('.main-svg'))"


@dataclass(frozen=True, slots=True)
class View:
    """One way to look at a page."""

    width: int
    theme: str
    language: str

    @property
    def name(self) -> str:
        return f"{self.width}-{self.theme}-{self.language}"


VIEWS = (
    View(390, "dark", "zh"),
    View(1280, "light", "zh"),
    View(1280, "dark", "en"),
    View(1920, "light", "en"),
)


def fingerprint(chromium: str) -> str:
    """Browser and fonts of this machine as one line; other lines draw other letters."""
    said = subprocess.run([chromium, "--version"], capture_output=True, text=True, check=True).stdout.split()
    version = next((word for word in said if word[0].isdigit()), "?")
    return f"Chromium {version.split('.')[0]}; " + "; ".join(_font(family) for family in FAMILIES)


def _font(family: str) -> str:
    """The file that stands for the family here, by name and content."""
    matcher = shutil.which("fc-match")
    if matcher is None:
        return "no fontconfig"
    path = Path(subprocess.run([matcher, "-f", "%{file}", family], capture_output=True, text=True).stdout)
    return f"{path.name} {hashlib.sha256(path.read_bytes()).hexdigest()[:12]}" if path.is_file() else "none"


def take(page: Page) -> Image.Image:
    """The page as it stands, from its top, shrunk; nothing moves in it and no moment of today is seen."""
    page.wait_for_function(DRAWN)
    page.add_style_tag(content=STILL)
    page.evaluate("document.fonts.ready")
    size = page.evaluate("[innerWidth, document.documentElement.scrollHeight]")
    clip = {"x": 0, "y": 0, "width": size[0], "height": min(size[1], TALLEST)}
    picture = Image.open(io.BytesIO(page.screenshot(full_page=True, clip=clip))).convert("RGB")
    return picture.resize((picture.width // SHRINK, picture.height // SHRINK), Image.Resampling.BOX)


def store(picture: Image.Image, path: Path) -> None:
    """The picture with few colours, which is a tenth of its size."""
    path.parent.mkdir(parents=True, exist_ok=True)
    picture.quantize(COLOURS, dither=Image.Dither.NONE).save(path, optimize=True)


def difference(picture: Image.Image, path: Path) -> float:
    """The share of pixels that differ from the reference; 1 where the sizes do by more than a line of text."""
    reference = Image.open(path).convert("RGB")
    if picture.width != reference.width or abs(picture.height - reference.height) > 8:
        return 1.0
    height = min(picture.height, reference.height)
    box = (0, 0, picture.width, height)
    gap = ImageChops.difference(picture.crop(box), reference.crop(box))
    most = ImageChops.lighter(ImageChops.lighter(gap.getchannel(0), gap.getchannel(1)), gap.getchannel(2))
    return sum(most.histogram()[STEP:]) / (picture.width * height)
