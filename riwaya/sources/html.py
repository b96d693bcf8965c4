"""HTML: a page as browsers save it and as servers send it; one file, one document."""

from __future__ import annotations

from collections.abc import Iterator
from typing import BinaryIO

from riwaya.errors import RiwayaError
from riwaya.sources.base import Intake, Item
from riwaya.sources.bounds import parse_bounded
from riwaya.sources.html_page import parse_file
from riwaya.sources.plain import read_whole


def read_html(stream: BinaryIO, where: str, intake: Intake) -> Iterator[Item]:
    """The page's article as one document with the title, outlet, address and date of publication
    that the page states. The page is parsed in a process of its own, within the intake's bounds.
    """
    try:
        content = read_whole(stream, where, intake)
    except RiwayaError as error:
        yield error
    else:
        yield from parse_bounded(parse_file, content, where, intake)
