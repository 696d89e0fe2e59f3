"""One hostile or broken file: how it is made, and in which clear state it must end."""

from collections.abc import Callable
from dataclasses import dataclass

GOOD = "2019年全市专利申请1234件，同比增长5.6%。"
"""A sentence that an ordinary report would hold; whatever is read of a hostile file holds it, or says why not."""

READ = "read"
MEBIBYTE = 1024 * 1024


@dataclass(frozen=True, slots=True)
class Case:
    """A file of a hostile set.

    ``ends`` are the states that are right for it: ``read`` or codes of a refusal, with a space between. What is read
    holds every text of ``holds`` and none of ``lacks``, and carries every flag of ``flags`` (their beginnings).
    ``entries`` is for zips of several files: how many are taken in and how many refused. A ``heavy`` one takes more
    than a second and runs only in the whole set.
    """

    name: str
    file: str
    make: Callable[[], bytes]
    ends: str = READ
    holds: tuple[str, ...] = ()
    lacks: tuple[str, ...] = ()
    flags: tuple[str, ...] = ()
    entries: tuple[int, int] | None = None
    heavy: bool = False

    def __str__(self) -> str:
        return self.name
