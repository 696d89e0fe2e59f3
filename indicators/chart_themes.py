"""The colours of charts by theme, for pictures made without a page; static/css/variables.css holds the
same ones."""

from __future__ import annotations

from typing import Any

Figure = dict[str, Any]

THEMES: dict[str, dict[str, str]] = {
    "light": {
        "--series-1": "#1f4b82",
        "--series-2": "#4f9bd4",
        "--series-3": "#c8690a",
        "--series-4": "#12876a",
        "--series-5": "#b3457f",
        "--series-6": "#8a6d00",
        "--series-7": "#c2410c",
        "--series-8": "#5f6b78",
        "--series-other": "#a9b3be",
        "--chart-grid": "#e6eaee",
        "--chart-axis": "#8592a2",
        "--text": "#18212c",
        "--text-muted": "#566374",
        "--surface": "#ffffff",
    },
    "dark": {
        "--series-1": "#7fb0f0",
        "--series-2": "#3fc7c0",
        "--series-3": "#f2a03d",
        "--series-4": "#8ad06f",
        "--series-5": "#e58abd",
        "--series-6": "#d9c34a",
        "--series-7": "#f5835a",
        "--series-8": "#a3b0bf",
        "--series-other": "#6d7c8e",
        "--chart-grid": "#242e39",
        "--chart-axis": "#74859a",
        "--text": "#e7ecf2",
        "--text-muted": "#a3b0bf",
        "--surface": "#171e27",
    },
}
THEMES["print"] = THEMES["light"] | {"--text": "#000000", "--text-muted": "#3a434e"}
THEMES["projector"] = THEMES["light"] | {
    "--series-1": "#0b3d78",
    "--series-2": "#2f86c9",
    "--series-3": "#b85600",
    "--series-4": "#00694f",
    "--series-5": "#9b2367",
    "--series-other": "#98a3af",
    "--chart-grid": "#d5dbe1",
    "--chart-axis": "#333d49",
    "--text": "#000000",
    "--text-muted": "#333d49",
}


def paint(figure: Figure, theme: str) -> Figure:
    """The figure with every CSS variable replaced by the theme's colour; raises KeyError for an unknown
    theme."""
    colours = {f"var({name})": colour for name, colour in THEMES[theme].items()}

    def painted(value: Any) -> Any:
        if isinstance(value, dict):
            return {key: painted(inner) for key, inner in value.items()}
        if isinstance(value, list):
            return [painted(inner) for inner in value]
        return colours.get(value, value) if isinstance(value, str) else value

    result: Figure = painted(figure)
    return result
