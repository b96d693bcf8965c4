"""What of a store is handed on: the records of a selection or a search, and how that is said."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import asdict, dataclass

from riwaya.exports.archive import Rest
from riwaya.records import Query, Record, Selection
from riwaya.store.base import View

_HITS = 500  # of a search at once
_RECORDS = 100
_PLAIN = ("stance", "since", "until", "latest")
"""What a selection says that can name nobody."""


@dataclass(frozen=True, slots=True)
class Chosen:
    """The chosen part of a store."""

    store: View
    selection: Selection
    query: str | None = None

    def records(self) -> Iterator[Record]:
        """The records, a few at a time in memory."""
        if self.query is None:
            yield from self.store.records(self.selection)
            return
        ids = self._found(self.query)
        for at in range(0, len(ids), _RECORDS):
            yield from self.store.records(Selection(documents=tuple(ids[at : at + _RECORDS])))

    def rest(self) -> Rest:
        """What is kept beside documents: all of it where all is chosen, else nothing."""
        if self.query is not None or not self.selection.everything:
            return Rest()
        removed = (
            judged.judgement
            for judged in self.store.judgements()
            if (known := self.store.known(judged.judgement.document)) is None or known.removed
        )
        stories = self.store.story_judgements()
        return Rest(removed, self.store.tombstones(), self.store.log_entries(), stories)

    def _found(self, words: str) -> list[str]:
        """Ids of the documents with hits, each once."""
        ids: dict[str, None] = {}
        offset = 0
        while True:
            found = self.store.search(Query(words, "all", self.selection, _HITS, offset))
            ids.update((hit.document, None) for hit in found.hits)
            offset += len(found.hits)
            if not found.more or not found.hits:
                return list(ids)


def selection_in_words(selection: Selection, query: str | None, masked: bool) -> str:
    """What was chosen, on one line. Words that may hold a private name are left out of a masked
    export."""
    said = []
    for name, value in asdict(selection).items():
        if not value:
            continue
        if name == "documents":
            said.append(f"documents: {len(value)}" if masked else f"documents: {', '.join(value)}")
        elif masked and name not in _PLAIN:
            said.append(f"{name}: (given)")
        else:
            said.append(name if value is True else f"{name}: {value}")
    if query is not None:
        said.append("query: (given)" if masked else f"query: {query}")
    return "; ".join(said) or "all"
