"""Brings a database to the state the product needs; every step may be repeated and then changes nothing.

`python -m config.prepare [--accounts] [--samples]`; run by config.launch in a process of its own. A line for the
terminal goes to the standard output, a failure ends with one sentence on the error stream.
"""

import io
import os
import sys
import traceback
from typing import Any

from config.terminal import choose, say, warn, write_line

Step = tuple[str, str, str, dict[str, Any]]  # Chinese, English, command, its options
ACCOUNT_MARK = "account\t"  # such lines are kept back and shown at the end, under the address

STEPS: tuple[Step, ...] = (
    ("建立数据表", "Making the tables", "migrate", {"interactive": False, "verbosity": 0}),
    ("载入指标目录和行政区划", "Loading the indicator catalogue and the gazetteer", "load_catalogue", {}),
)
OPTIONAL_STEPS: dict[str, Step] = {
    "--accounts": ("建立演示账号", "Making the demo accounts", "demo_accounts", {}),
    "--samples": (
        "载入示例报告（首次约需一分钟）",
        "Reading the sample reports (a minute, the first time)",
        "load_samples",
        {},
    ),
}


def prepare(wanted: list[str]) -> None:
    """Runs the steps in their order, the optional ones where wanted; raises what a step raises."""
    import django
    from django.conf import settings
    from django.core.management import call_command

    django.setup()
    # One connection is enough here, and without a pool its failure is told at once and with its reason.
    settings.DATABASES["default"]["OPTIONS"].pop("pool", None)
    for chinese, english, command, options in STEPS + tuple(
        step for flag, step in OPTIONAL_STEPS.items() if flag in wanted
    ):
        say(f"{chinese}……", f"{english} ...")
        if command == "demo_accounts":
            written = io.StringIO()
            call_command(command, stdout=written, **options)
            for line in written.getvalue().splitlines():
                write_line(ACCOUNT_MARK + line)
        else:
            call_command(command, **options)


def main(arguments: list[str]) -> int:
    """Prepares the database; the exit code."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
    from django.core.exceptions import ImproperlyConfigured
    from django.core.management.base import CommandError
    from django.db import DatabaseError, OperationalError

    try:
        prepare(arguments)
    except OperationalError as error:
        said = str(error).strip().splitlines()[0]
        warn(choose(f"数据库不能使用：{said}", f"The database cannot be used: {said}"))
        return 1
    except (CommandError, ImproperlyConfigured) as error:
        warn(str(error).strip())
        return 1
    except (DatabaseError, OSError) as error:
        traceback.print_exc()  # for the log; the terminal shows the last line
        warn((str(error).strip() or type(error).__name__).splitlines()[0])
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
