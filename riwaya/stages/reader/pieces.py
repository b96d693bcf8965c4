"""Words to word pieces of the encoder's vocabulary (SentencePiece unigram, by `tokenizers`)."""

from __future__ import annotations

from collections.abc import Sequence

from tokenizers import Tokenizer
from tokenizers.models import Unigram

from riwaya.text import Word

BEGIN, END, UNKNOWN = 0, 2, 3
MOST_PIECES = 12
"""A longer word (an address, letters run together) is represented by its first pieces only."""

_CACHE_LIMIT = 200_000


class WordPieces:
    """Splits words, remembering each spelling."""

    def __init__(self, vocabulary: Sequence[tuple[str, float]]) -> None:
        self._model = Tokenizer(Unigram(list(vocabulary), unk_id=UNKNOWN)).model
        self._known: dict[str, tuple[int, ...]] = {}

    def of(self, word: Word) -> tuple[int, ...]:
        """Piece ids of `word` in its plain form, at least one."""
        return self.of_text(word.plain, word.after_space)

    def of_text(self, plain: str, after_space: bool) -> tuple[int, ...]:
        """Piece ids of a word given as text."""
        key = "▁" + plain if after_space else plain
        found = self._known.get(key)
        if found is None:
            # A lone surrogate cannot be handed over as UTF-8; any mark will do in its place.
            sendable = key[:64].encode("utf-8", "replace").decode("utf-8")
            tokens = self._model.tokenize(sendable)
            found = tuple(t.id for t in tokens[:MOST_PIECES]) or (UNKNOWN,)
            if len(self._known) < _CACHE_LIMIT:
                self._known[key] = found
        return found
