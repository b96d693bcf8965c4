"""One report seen by the speaker rules: its claims in order, where they lie, who has spoken."""

from __future__ import annotations

from bisect import bisect_right
from collections import defaultdict
from collections.abc import Iterator
from functools import cached_property
from typing import cast

from riwaya.model import Claim, Mention, SourceType, Span
from riwaya.stages.speakers.agreement import Agreement, bare, of_cue
from riwaya.stages.speakers.namings import Naming, is_anaphor, is_title_only, naming_of
from riwaya.text import TextView, Word

_FAR = 40
_BARE = 2
_DAMMA = "\u064f"


class Scene:
    """Claims of one text with what is known of their speakers so far."""

    def __init__(
        self, view: TextView, claims: tuple[Claim, ...], mentions: tuple[Mention, ...] = ()
    ) -> None:
        self.view = view
        self.claims = claims
        self.speakers: list[Naming | None] = [None] * len(claims)
        self.sources = [naming_of(view, c.source[0]) if c.source else None for c in claims]
        self._names = sorted(mention.span for mention in mentions)
        self._types = {c.source[0]: c.source_type for c in claims if c.source}
        self._fuller: dict[str, Naming] = {}
        self._by_id = {claim.id: index for index, claim in enumerate(claims)}
        self._paragraphs = [span.start for span in view.paragraphs]
        self._sentences = [span.start for span in view.sentences]

    def naming(self, span: Span) -> Naming:
        """The naming that `span` holds."""
        return naming_of(self.view, span)

    def settle(self, index: int, speaker: Naming | None) -> None:
        """Note who speaks in a claim, and under which words a fuller naming can be found."""
        self.speakers[index] = speaker
        if speaker and len(speaker.words) > _BARE:
            for word in speaker.words[1:]:
                self._fuller[word] = speaker

    def fuller(self, naming: Naming) -> Naming:
        """An earlier longer naming that ends in the same name, or `naming` itself."""
        longer = self._fuller.get(naming.words[-1]) if len(naming.words) <= _BARE else None
        return longer if longer and longer.head != naming.head else naming

    def type_of(self, naming: Naming) -> SourceType:
        """The source type of the claim that has this naming beside its cue, or its head's."""
        if naming.span in self._types:
            return self._types[naming.span]
        return cast(SourceType, naming.type or "person")

    def can_speak(self, naming: Naming) -> bool:
        """Whether a phrase holds a name or begins with a noun for a speaker; any may, where the
        names of the text are not known."""
        if not self._names or naming.type is not None:
            return True
        at = bisect_right(self._names, (naming.span.stop,))
        return any(name.meets(naming.span) for name in self._names[max(0, at - 2) : at])

    def needs_speaker(self, index: int) -> bool:
        """Whether the claim's own source does not say who it is."""
        if not self.view.words_in(self.claims[index].cue[0]):
            return False
        source = self.sources[index]
        return source is None or is_anaphor(source) or is_title_only(source)

    def parent(self, index: int) -> int | None:
        """Index of the claim in whose content this one lies."""
        parent = self.claims[index].parent
        return None if parent is None else self._by_id.get(parent)

    def cue_index(self, index: int) -> int:
        """Index of the claim's first cue word."""
        return self.view.words_in(self.claims[index].cue[0]).start

    def cue_word(self, index: int) -> Word:
        """The claim's first cue word (with proclitics, as it stands)."""
        return self.view.words[self.cue_index(index)]

    def agreement(self, index: int) -> Agreement:
        """How the claim's cue agrees with its subject. The last word of a phrase is its verb."""
        return of_cue(self.cue_text(index))

    def is_passive(self, index: int) -> bool:
        """زُعم, وُجهت: a ُ on the first letter leaves the subject out on purpose."""
        cue = self.claims[index].cue[0].of(self.view.text)
        return cue[1:2] == _DAMMA

    def cue_text(self, index: int) -> str:
        """The last word of the claim's first cue span, plain, without proclitics cut off it."""
        span = self.claims[index].cue[0]
        words = self.view.words_in(span)
        last = self.view.words[words[-1]]
        start = max(last.span.start, span.start)
        cut = self.view.plain
        low, high = cut.forth(start), cut.forth(last.span.stop - 1) + 1
        return cut.text[low:high]

    def paragraph(self, offset: int) -> int:
        """Number of the paragraph that holds `offset`."""
        return bisect_right(self._paragraphs, offset) - 1

    def sentence(self, offset: int) -> int:
        """Number of the sentence that holds `offset`."""
        return bisect_right(self._sentences, offset) - 1

    def sentence_start(self, offset: int) -> int:
        """Offset where the sentence that holds `offset` begins."""
        return self._sentences[max(0, self.sentence(offset))] if self._sentences else 0

    def earlier(self, index: int) -> Iterator[int]:
        """Indexes of the claims before this one, nearest first, not without end."""
        return iter(range(index - 1, max(-1, index - 1 - _FAR), -1))

    @cached_property
    def by_head(self) -> dict[str, list[int]]:
        """Head noun (letters, bare) -> the words of the text that can be it, in order."""
        table: dict[str, list[int]] = defaultdict(list)
        for index, word in enumerate(self.view.words):
            if word.is_word:
                table[bare(word.letters)].append(index)
        return table
