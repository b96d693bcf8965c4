"""Persons by the titles that stand before their names: الرئيس الأمريكي is who was so called."""

from __future__ import annotations

from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterator, Sequence

from riwaya.model import Mention, Span
from riwaya.stages.isnad.naming import Naming
from riwaya.text import TextView

_LONGEST = 6
_FEWEST = 2
_ARTICLE = "ال"
_BETWEEN = frozenset("،,\"'«»“”")


class Titles:
    """The titles of one report's persons. Linear in the person mentions."""

    def __init__(self, view: TextView, mentions: Sequence[Mention]) -> None:
        self._view = view
        self._people = [m for m in mentions if m.kind == "person" and not m.nominal]
        self._starts = [m.span.start for m in self._people]
        self._by_words: dict[tuple[str, ...], list[Mention]] = defaultdict(list)
        self._by_head: dict[str, list[Mention]] = defaultdict(list)
        for mention in self._people:
            before = list(self._before(mention))
            for size in range(_FEWEST, len(before) + 1):
                self._by_words[tuple(before[-size:])].append(mention)
            for word in set(before):
                self._by_head[word].append(mention)

    def behind(self, span: Span) -> Mention | None:
        """The person whose name follows `span` at once, or behind a comma or a quotation mark."""
        at = bisect_left(self._starts, span.stop)
        if at == len(self._people):
            return None
        gap = self._view.text[span.stop : self._starts[at]]
        near = all(char.isspace() or char in _BETWEEN for char in gap) and "\n" not in gap
        return self._people[at] if near else None

    def called(self, naming: Naming) -> Mention | None:
        """The one person before whose name these very words stand somewhere in the report."""
        found = self._by_words.get(naming.letters, [])
        same = {mention.entity for mention in found}
        return found[0] if len(same) == 1 else None

    def last_called(self, naming: Naming) -> Mention | None:
        """The last person before `naming` who bears the title with which it begins (الوزير …)."""
        head = naming.letters[0] if naming.letters else ""
        if not head.startswith(_ARTICLE):
            return None
        found: list[Mention] = []
        for form in (head, head.removeprefix(_ARTICLE)):
            found += (m for m in self._by_head.get(form, []) if m.span.start < naming.span.start)
        return max(found, key=lambda mention: mention.span, default=None)

    def _before(self, mention: Mention) -> Iterator[str]:
        """The words right before a name, in text order, within its paragraph and clause."""
        words = self._view.words
        at = self._view.words_in(mention.span).start
        found: list[str] = []
        while at > 0 and len(found) < _LONGEST:
            at -= 1
            word = words[at]
            if "\n" in self._view.text[word.span.stop : words[at + 1].span.start]:
                break
            if word.is_word:
                found.append(word.letters)
            elif word.plain not in _BETWEEN or len(found) > 0:
                break
        return reversed(found)
