"""What the commands say on a terminal: one language, one sentence a failure."""

import os
import sys


class Refusal(Exception):
    """A reason to stop that the person at the terminal can act on: one sentence, no stack trace."""


def language() -> str:
    """`"en"` where the locale names a language other than Chinese, else `"zh"`.

    A bare server speaks C, C.UTF-8 or nothing at all: that tells nothing of its reader, likely a Chinese.
    """
    name = next((os.environ[key] for key in ("LC_ALL", "LC_MESSAGES", "LANG") if os.environ.get(key)), "C")
    return "zh" if name.startswith("zh") or name.split(".")[0] in ("C", "POSIX") else "en"


def choose(chinese: str, english: str) -> str:
    """The one of two wordings that the terminal's locale asks for."""
    return chinese if language() == "zh" else english


def say(chinese: str, english: str) -> None:
    """Writes one line to the terminal and flushes it, in the terminal's language."""
    write_line(choose(chinese, english))


def write_line(line: str) -> None:
    """Writes a line as far as the terminal's encoding can show it; a closed terminal is not an error."""
    encoding = sys.stdout.encoding or "utf-8"
    try:
        sys.stdout.write(line.encode(encoding, "replace").decode(encoding) + "\n")
        sys.stdout.flush()
    except (BrokenPipeError, ValueError):
        return


def warn(sentence: str) -> None:
    """Writes one line to the terminal's error stream."""
    encoding = sys.stderr.encoding or "utf-8"
    sys.stderr.write(sentence.encode(encoding, "replace").decode(encoding) + "\n")
    sys.stderr.flush()
