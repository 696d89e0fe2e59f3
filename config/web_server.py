"""How the web server runs, wherever it is started: `gunicorn --config python:config.web_server config.wsgi`.

Where it listens, with how many workers, and how long it waits for its end is said by who starts it.
"""

from __future__ import annotations

import gc
from typing import Any

threads = 8
timeout = 120  # seconds
control_socket_disable = True

YOUNG, MIDDLE, OLD = 50_000, 10, 10
"""When Python looks for circles of objects that nothing holds: after so many new objects, not after its usual 700. A
page makes some ten thousand, and lets nearly all of them go without being looked for."""


def post_worker_init(_worker: Any) -> None:
    """Loads what a first answer would wait for, and takes it out of the sight of Python's collector, which would else
    go through all of it (a quarter of a million objects, an eighth of a second) every few dozen pages."""
    _load_code()
    gc.collect()
    gc.freeze()
    gc.set_threshold(YOUNG, MIDDLE, OLD)


def _load_code() -> None:
    """The addresses with their views, the templates, and the words of each language; nothing that was answered."""
    from django.conf import settings
    from django.template.loader import get_template
    from django.urls import reverse
    from django.utils import translation

    for language, _name in settings.LANGUAGES:
        with translation.override(language):
            reverse(settings.LOGIN_URL)
            translation.gettext("知衡")
    folder = settings.BASE_DIR / "templates"
    for file in folder.rglob("*.html"):
        get_template(file.relative_to(folder).as_posix())
