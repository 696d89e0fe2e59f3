"""The data files of the project: YAML without objects, read by libyaml where it is there."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import yaml

# The parser in C reads the same files ten times as fast; a build of PyYAML without it has only the other one.
_LOADER: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


def read_yaml(path: Path) -> Any:
    """Return the plain data of a YAML file; raises OSError, UnicodeDecodeError or yaml.YAMLError."""
    return yaml.load(path.read_text("utf-8"), Loader=_LOADER)  # noqa: S506 - safe in both builds
