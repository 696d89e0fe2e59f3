"""Where in a document the figures of its source stand."""

from __future__ import annotations

from samples.figures import Stated


class Places:
    """Finds lines in a document whose white space and line breaks are not those of the source."""

    def __init__(self, text: str) -> None:
        self.offsets = [at for at, char in enumerate(text) if not char.isspace()]
        self.squeezed = "".join(text[at] for at in self.offsets)
        self.line, self.start = "", -1

    def find(self, stated: Stated) -> tuple[int, int]:
        """Return the span of the figure; ask in the order of the source, line by line."""
        line = _squeeze(stated.line.lstrip("#> "))
        if stated.line != self.line:
            self.line, self.start = stated.line, self.squeezed.index(line, max(self.start, 0))
        before = _squeeze(stated.line[: stated.at].lstrip("#> "))
        start = self.start + len(before)
        return self.offsets[start], self.offsets[start + len(stated.text) - 1] + 1


def _squeeze(line: str) -> str:
    return "".join(char for char in line if not char.isspace() and char != "|")
