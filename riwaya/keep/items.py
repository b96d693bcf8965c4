"""What is to be added: files and folders first, then the pages that were asked for by address."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from riwaya.sources.base import Intake, Item
from riwaya.sources.paths import at_place, read_all_paths


def items_of(paths: Sequence[str], urls: Sequence[str], intake: Intake) -> Iterator[Item]:
    """Items of the paths, repeated documents included, then those of the fetched pages.

    Nothing is fetched unless `urls` names it.
    """
    yield from read_all_paths(paths, intake)
    if urls:
        from riwaya.sources.fetch import read_url

        for url in urls:
            yield from at_place(read_url(url, intake), url)
