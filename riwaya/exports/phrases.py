"""How parts of a report read on a page: quotations, values, claims' fields; shared by views."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cache

from riwaya.errors import SettingError
from riwaya.exports.display import Fragment, Page, display_width, layout, padded, visible
from riwaya.exports.labels import Labels, labels
from riwaya.model import Claim, Quantity, Report, Span, TimeValue

Phrase = list[Fragment]
NARROWEST = 40
_WIDEST_LABEL = 12


@dataclass(frozen=True, slots=True)
class Sheet:
    """A page with the labels that it is written in and the text that it quotes."""

    page: Page
    words: Labels
    text: str

    @classmethod
    def of(cls, report: Report, lang: str, width: int, color: bool = False) -> Sheet:
        """A sheet for `report`. Raises SettingError for an unknown language or a narrow page."""
        if width < NARROWEST:
            raise SettingError(
                f"a page of {width} columns is too narrow.",
                where="width",
                advice=f"Give {NARROWEST} or more.",
            )
        found = labels(lang)
        return cls(Page(width, found.rtl, color), found, report.document.text)

    def field(self, key: str, phrase: Phrase, indent: int = 0) -> list[str]:
        """Lines of one field: its label in a column of its own, the phrase beside it."""
        column = _label_column(self.words)
        label = Fragment(padded(visible(self.words[f"field.{key}"]), column), style="label")
        return layout([label, *phrase], self.page, indent, hang=column + 1)

    def line(self, phrase: Phrase, indent: int = 0) -> list[str]:
        """Lines of a phrase without a label."""
        return layout(phrase, self.page, indent, hang=2)

    def label(self, key: str) -> Fragment:
        """A label as a fragment; safe to show, for a value without a label is shown as it is."""
        return Fragment(visible(self.words[key]))

    @property
    def comma(self) -> str:
        """What stands between the items of a list."""
        return "؛" if self.page.rtl else ";"

    def quote(self, spans: Iterable[Span], style: str | None = None) -> Phrase:
        """The words of the spans, each between «», an ellipsis between two."""
        phrase: Phrase = []
        for span in spans:
            if phrase:
                phrase.append(Fragment("…"))
            phrase.append(quoted(span.of(self.text), style))
        return phrase


def quoted(words: str, style: str | None = None) -> Fragment:
    """Words of the text between «», safe to show and isolated."""
    return Fragment(f"«{visible(words).strip()}»", isolate=True, style=style)


def value(text: str, style: str | None = "number", glued: bool = False) -> Fragment:
    """A value of ours (a number, a date, an id): isolated, for its direction is its own."""
    return Fragment(visible(text), isolate=True, style=style, glued=glued)


def joined(phrases: Sequence[Phrase], mark: str) -> Phrase:
    """Phrases one after another; `mark` stands directly after each but the last."""
    out: Phrase = []
    for number, phrase in enumerate(phrases):
        if number:
            out.append(Fragment(mark, glued=mark in "،,;؛"))
        out.extend(phrase)
    return out


def time_phrase(time: TimeValue, sheet: Sheet) -> Phrase:
    """«words» = value, with a mark when the value is inferred or missing."""
    phrase = [*sheet.quote([time.span]), Fragment("=")]
    if time.value is None:
        return [*phrase, sheet.label("time.unresolved")]
    phrase.append(value(time.value))
    if time.inferred:
        phrase.append(Fragment(f"({sheet.words['time.inferred']})", style="mark"))
    return phrase


def count_phrase(count: Quantity, sheet: Sheet) -> Phrase:
    """«words» = number and kind; open ends and approximation in words."""
    kind = sheet.words[f"kind.{count.kind}"]
    bare = [*sheet.quote([count.span]), Fragment("="), *_amount(count, sheet)]
    return [*bare, Fragment(f"({kind})", style="label")]


def source_phrase(claim: Claim, sheet: Sheet) -> Phrase:
    """Who is quoted, as named beside the cue and as it resolves, the latter marked as such."""
    phrase = sheet.quote(claim.source, "strong")
    if claim.source_from is None:
        return phrase or [sheet.label("none.source")]
    if not phrase:
        phrase = [sheet.label("none.source_here")]
    mark = Fragment(f"[{sheet.words['field.source_from']}:", style="mark")
    resolved = sheet.quote([claim.source_from], "strong")
    return [*phrase, mark, *resolved, Fragment("]", style="mark", glued=True)]


@cache
def _label_column(words: Labels) -> int:
    """Columns that the labels of fields take; a longer one pushes its own line aside."""
    shown = (key for key in words.keys if key.startswith("field."))
    return min(_WIDEST_LABEL, max(display_width(words[key]) for key in shown))


def _amount(count: Quantity, sheet: Sheet) -> Phrase:
    low, high = count.minimum, count.maximum
    about = [sheet.label("count.about")] if count.approx else []
    if low is None and high is None:
        return [sheet.label("count.open")]
    if high is None:
        return [*about, value(f"{low:,}"), sheet.label("count.and_more")]
    if low is None:
        return [*about, sheet.label("count.up_to"), value(f"{high:,}")]
    return [*about, value(f"{low:,}" if low == high else f"{low:,}–{high:,}")]
