"""Views over an untouched text: folding with a map back, words, paragraphs, sentences, offsets."""

from riwaya.text.fold import FoldedText, fold, fold_letters
from riwaya.text.view import TextView, Word

__all__ = ["FoldedText", "TextView", "Word", "fold", "fold_letters"]
