"""Feeds: RSS and Atom files, one document for each item."""

from __future__ import annotations

from collections.abc import Iterator
from typing import BinaryIO

from riwaya.errors import RiwayaError
from riwaya.sources.base import Intake, Item
from riwaya.sources.bounds import parse_bounded
from riwaya.sources.feed_items import parse_feed
from riwaya.sources.plain import read_whole


def read_feed(stream: BinaryIO, where: str, intake: Intake) -> Iterator[Item]:
    """The feed's items in its order, each with the words that the feed itself holds, its title,
    address and date; the outlet is the feed's title. Nothing is fetched. An item that cannot be
    taken is an error of its own.
    """
    try:
        content = read_whole(stream, where, intake)
    except RiwayaError as error:
        yield error
    else:
        yield from parse_bounded(parse_feed, content, where, intake)
