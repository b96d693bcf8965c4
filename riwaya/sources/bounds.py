"""Foreign formats parsed in a process of their own, with bounds on time and memory."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from riwaya.sources.base import Intake, Item

Parse = Callable[[bytes, str, Intake], list[Item]]
"""A parser of one whole file or record: a top-level function (it is named to another process)."""


def parse_bounded(parse: Parse, content: bytes, where: str, intake: Intake) -> Iterator[Item]:
    """The items of `parse(content, where, intake)`, made in a helper process that is kept for the
    next call. An InputError item when it takes longer than `intake.seconds`, more memory than is
    allowed, or dies.
    """
    raise NotImplementedError
