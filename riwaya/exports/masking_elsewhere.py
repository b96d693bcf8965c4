"""Names that are private in one report of an export, where another report of it has them too."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import fields

from riwaya.exports.masking_names import Words, words_of
from riwaya.exports.masking_view import seen
from riwaya.records import Capture, Judgement, Record

_ATTACHED = "وفبلكس"
_MOST_ATTACHED = 2
_ARTICLE = "ال"


class Elsewhere:
    """Whole names of several words that some report has for a private person, without those that
    another report has for a public one: who is meant there is not known."""

    def __init__(self) -> None:
        self._by_last: dict[str, set[Words]] = defaultdict(set)
        self._public: set[Words] = set()

    def add(self, private: Iterable[str], public: Iterable[str]) -> None:
        """Take note of the names of one report."""
        self._public.update(map(words_of, public))
        for words in map(words_of, private):
            if len(words) > 1:
                self._by_last[words[-1]].add(words)

    def names_in(self, record: Record) -> set[str]:
        """The names of which all words are in the record."""
        if not self._by_last:
            return set()
        there = set(_words(record))
        return {
            " ".join(name)
            for word in there & self._by_last.keys()
            for name in self._by_last[word] - self._public
            if there.issuperset(name)
        }


def _words(record: Record) -> Iterator[str]:
    """Every word of the record, also without what may be attached before it."""
    for text in _texts(record):
        for word in words_of(seen(text).letters):
            yield word
            bare = word
            for _ in range(_MOST_ATTACHED):
                if bare[:1] not in _ATTACHED:
                    break
                if bare.startswith("لل"):
                    yield _ARTICLE + bare[2:]
                bare = bare[1:]
                yield bare


def _texts(record: Record) -> Iterator[str]:
    document = record.report.document
    yield from filter(None, (document.text, document.title, document.url, document.outlet))
    yield from document.notes
    beside: list[Capture | Judgement] = [*record.captures]
    beside += [judged.judgement for judged in record.judgements]
    for kept in beside:
        for field in fields(kept):
            value = getattr(kept, field.name)
            if isinstance(value, str):
                yield value
