"""What a brief's files are called."""

from __future__ import annotations

import re
from urllib.parse import quote

REFUSED = re.compile(r"[^0-9A-Za-z\u4e00-\u9fff（）_-]+")

LONGEST = 60  # characters: three bytes each, of the 255 that a file system keeps for a name


def file_name(title: str, ending: str) -> str:
    """The title as a file's name, without what file systems refuse."""
    words = REFUSED.sub("_", title)[:LONGEST].strip("_")
    return f"{words or 'brief'}.{ending}"


def disposition(title: str, ending: str) -> str:
    """The header that makes a browser save the answer under that name."""
    return f"attachment; filename=\"brief.{ending}\"; filename*=UTF-8''{quote(file_name(title, ending))}"
