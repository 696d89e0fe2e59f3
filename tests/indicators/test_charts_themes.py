"""One palette in two places: what the page resolves and what pictures are painted with must be the same."""

import re
from pathlib import Path

import pytest
from django.conf import settings

from indicators.chart_themes import THEMES, paint
from indicators.pictures.shaded import SHADES

CSS = Path(settings.BASE_DIR, "static/css/variables.css").read_text("utf-8")


def css_variables(theme: str) -> dict[str, str]:
    blocks = {"light": r":root \{(.*?)\n\}"} | {
        name: rf':root\[data-theme="{name}"\] \{{(.*?)\n\}}' for name in ("dark", "projector")
    }
    light = dict(re.findall(r"(--[\w-]+): ([^;]+);", re.search(blocks["light"], CSS, re.S).group(1)))
    own = dict(re.findall(r"(--[\w-]+): ([^;]+);", re.search(blocks[theme], CSS, re.S).group(1)))
    return light | own


@pytest.mark.parametrize("theme", ["light", "dark", "projector"])
def test_the_page_and_the_pictures_have_the_same_colours(theme):
    page = css_variables(theme)
    assert {name: page[name] for name in THEMES[theme]} == THEMES[theme]


def test_shades_print_on_the_page_as_in_pictures():
    css = Path(settings.BASE_DIR, "static/css/cells.css").read_text("utf-8")
    printed = dict(re.findall(r"(--shade[\w-]*): (#\w+)", css[css.index("@media print") :]))
    inks = [printed["--shade-ink"]] * 3 + [printed["--shade-ink-strong"]] * 2
    assert [(printed[f"--shade-{level}"], ink) for level, ink in enumerate(inks)] == list(SHADES)


@pytest.mark.parametrize("theme", sorted(THEMES))
def test_paint_leaves_no_variable(theme):
    figure = {"data": [{"marker": {"color": ["var(--series-1)", "var(--surface)"]}}]}
    (color,) = [trace["marker"]["color"] for trace in paint(figure, theme)["data"]]
    assert color == [THEMES[theme]["--series-1"], THEMES[theme]["--surface"]]


def luminance(colour: str) -> float:
    parts = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    linear = [part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(one: str, other: str) -> float:
    lighter, darker = sorted((luminance(one), luminance(other)), reverse=True)
    return (lighter + 0.05) / (darker + 0.05)


WORDS = ["--text", "--text-muted", "--brand"]
STATES = ["accepted", "pending", "corrected", "rejected", "doubt", "noise"]


@pytest.mark.parametrize("theme", ["light", "dark", "projector"])
def test_words_stand_out_from_their_ground(theme):
    page = css_variables(theme)
    for name in WORDS:
        assert contrast(page[name], page["--surface"]) >= 4.5, name
        assert contrast(page[name], page["--ground"]) >= 4.5, name
    for state in STATES:
        assert contrast(page[f"--{state}"], page[f"--{state}-soft"]) >= 4.5, state


@pytest.mark.parametrize("theme", ["light", "dark", "projector"])
def test_lines_stand_out_from_their_ground(theme):
    page = css_variables(theme)
    for number in range(1, 9):
        assert contrast(page[f"--series-{number}"], page["--surface"]) >= 3, number
