"""Compiles every template of the project, so that a typing error is found before its page is opened."""

import os
import sys
from pathlib import Path

from config.terminal import warn, write_line

PROJECT = Path(__file__).resolve().parent.parent


def main() -> int:
    """1 where a template does not compile, with its name and the reason."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
    import django
    from django.template import TemplateSyntaxError
    from django.template.loader import get_template

    django.setup()
    names = [
        path.relative_to(PROJECT / "templates").as_posix() for path in (PROJECT / "templates").rglob("*.html")
    ]
    faults = 0
    for name in sorted(names):
        try:
            get_template(name)
        except TemplateSyntaxError as error:
            warn(f"templates/{name}: {error}")
            faults += 1
    write_line(f"{len(names)} templates, {faults} faults")
    return 1 if faults else 0


if __name__ == "__main__":
    sys.exit(main())
