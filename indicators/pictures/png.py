"""A drawing as PNG, made by resvg: no browser, no network, some fifty milliseconds."""

from __future__ import annotations

from functools import cache
from types import ModuleType

ZOOM = 2.0  # pixels of the picture for one of the drawing
_PROBE = (
    '<svg xmlns="http://www.w3.org/2000/svg" width="40" height="40"><text x="4" y="30" font-size="28"'
    ' font-family="sans-serif">{}</text></svg>'
)


class CannotDraw(Exception):
    """Why no picture can be made; ``reason`` is ``renderer`` or ``font``."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


def render_png(svg: str, zoom: float = ZOOM) -> bytes:
    """The drawing as a PNG. Raises CannotDraw where resvg is not installed, or no font has Chinese characters."""
    renderer = _renderer()
    if not has_chinese():
        raise CannotDraw("font")
    return bytes(renderer.svg_to_bytes(svg_string=svg, zoom=zoom))


def _renderer() -> ModuleType:
    try:
        import resvg_py
    except ImportError as error:
        raise CannotDraw("renderer") from error
    return resvg_py


@cache
def has_chinese() -> bool:
    """Whether any font here has Chinese characters: two of them look different, and neither is empty."""
    renderer = _renderer()
    drawn = [bytes(renderer.svg_to_bytes(svg_string=_PROBE.format(words))) for words in ("", "知", "衡")]
    return len(set(drawn)) == len(drawn)
