"""Whose words a narrated passage is: what lineage found of copied text, seen from the accounts."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from riwaya.compare.model import Account
from riwaya.model import Span
from riwaya.stories.model import Copy

_COVERED = 0.6
"""An account is copied when so much of it stands in copied passages."""
_WHOLE = 0.95
"""Two documents that share so much of both are one text."""


@dataclass(slots=True)
class Copied:
    """Copied passages by document and by whom they come from.

    `origins` are (document, origin's words), `sources` (document, document that it was copied
    from); the spans of each are in order and do not meet.
    """

    origins: Mapping[tuple[str, str], list[Span]] = field(default_factory=dict)
    sources: Mapping[tuple[str, str], list[Span]] = field(default_factory=dict)


def copied_of(copies: Sequence[Copy]) -> Copied:
    """What stands in which document from whom. Where the direction is not known and no origin is
    credited, nothing is said here (`twins` pairs such passages)."""
    origins: dict[tuple[str, str], list[Span]] = defaultdict(list)
    sources: dict[tuple[str, str], list[Span]] = defaultdict(list)
    for copy in copies:
        for passage in copy.passages:
            if copy.origin:
                origins[copy.a, copy.origin].append(passage.a)
                origins[copy.b, copy.origin].append(passage.b)
            elif copy.direction == "a>b":
                sources[copy.b, copy.a].append(passage.b)
            elif copy.direction == "b>a":
                sources[copy.a, copy.b].append(passage.a)
    return Copied(_merged(origins), _merged(sources))


def is_covered(account: Account, spans: Sequence[Span]) -> bool:
    """Whether most of an account's words stand in `spans` (in order)."""
    size = sum(span.stop - span.start for span in account.spans)
    return size > 0 and sum(_inside(span, spans) for span in account.spans) >= _COVERED * size


def twins(accounts: Sequence[Account], copies: Sequence[Copy]) -> Iterator[tuple[str, str]]:
    """Refs of accounts of two documents that are the same words in a shared passage.

    Of documents that are one text, each is paired with one other only, so that a wire text in n
    outlets costs n pairs and not n squared.
    """
    places = _Places(accounts)
    texts = _Texts()
    for copy in copies:
        whole = min(copy.share_a, copy.share_b) >= _WHOLE
        if whole and not texts.join(copy.a, copy.b):
            continue
        for passage in copy.passages:
            slack = _SLACK + abs(_length(passage.a) - _length(passage.b))
            for account in places.within(copy.a, passage.a):
                start = passage.b.start + account.spans[0].start - passage.a.start
                other = places.near(copy.b, Span(start - slack, start + slack), account)
                if other is not None and is_covered(other, (passage.b,)):
                    yield account.ref, other.ref


class _Places:
    """The accounts of each document by where they begin."""

    def __init__(self, accounts: Sequence[Account]) -> None:
        self._by_document: dict[str, list[Account]] = defaultdict(list)
        for account in sorted(accounts, key=lambda account: account.spans[0].start):
            self._by_document[account.document].append(account)
        self._starts = {
            document: [account.spans[0].start for account in found]
            for document, found in self._by_document.items()
        }

    def within(self, document: str, span: Span) -> Iterator[Account]:
        """Accounts that begin in `span` and mostly stand in it."""
        starts = self._starts.get(document, [])
        for at in range(bisect_left(starts, span.start), bisect_left(starts, span.stop)):
            account = self._by_document[document][at]
            if is_covered(account, (span,)):
                yield account

    def near(self, document: str, where: Span, like: Account) -> Account | None:
        """The account of a document that begins in `where`, the nearest to its middle, and is
        narrated if `like` is."""
        starts = self._starts.get(document, [])
        low, high = bisect_left(starts, where.start), bisect_right(starts, where.stop)
        found = [self._by_document[document][at] for at in range(low, high)]
        fits = [account for account in found if (account.claim is None) is (like.claim is None)]
        middle = (where.start + where.stop) // 2
        return min(fits, key=lambda account: abs(account.spans[0].start - middle), default=None)


def _length(span: Span) -> int:
    return span.stop - span.start


_SLACK = 12  # code points: edits inside a passage move what follows


class _Texts:
    """Which documents are one text so far."""

    def __init__(self) -> None:
        self._above: dict[str, str] = {}

    def join(self, a: str, b: str) -> bool:
        """Make two documents one; False when they were already."""
        first, second = self._top(a), self._top(b)
        self._above[first] = second
        return first != second

    def _top(self, name: str) -> str:
        while (above := self._above.setdefault(name, name)) != name:
            self._above[name] = name = self._above[above]
        return name


def _merged(found: Mapping[tuple[str, str], list[Span]]) -> dict[tuple[str, str], list[Span]]:
    return {key: _union(spans) for key, spans in found.items()}


def _union(spans: Sequence[Span]) -> list[Span]:
    out: list[Span] = []
    for span in sorted(spans):
        if out and span.start <= out[-1].stop:
            out[-1] = Span(out[-1].start, max(out[-1].stop, span.stop))
        else:
            out.append(span)
    return out


def _inside(span: Span, spans: Sequence[Span]) -> int:
    shared = (min(span.stop, other.stop) - max(span.start, other.start) for other in spans)
    return sum(max(0, size) for size in shared)
