"""The clauses of accounts: the stretches that can bear on a point each by itself."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache

from riwaya.compare.facts_ground import ground_of
from riwaya.compare.model import Account
from riwaya.compare.questions_words import carries, folded, root_of
from riwaya.model import Quantity, Report, Span, TimeValue
from riwaya.resources import lexicon
from riwaya.text import TextView, Word

_ENDS = frozenset("،؛.:!?؟…,;")
_LEAST_WORDS = 2


@dataclass(frozen=True, slots=True)
class Clause:
    """One stretch of an account. `number` counts the account's clauses from 0; `counts` and
    `times` are those that stand in it; `contested` says that tellers differ on it, in the words
    of the report (تضاربت الروايات)."""

    account: Account
    number: int
    span: Span
    words: tuple[Word, ...]
    roots: frozenset[str]
    counts: tuple[Quantity, ...]
    times: tuple[TimeValue, ...]
    contested: bool
    view: TextView

    @property
    def node(self) -> tuple[str, int]:
        """What names the clause in a story."""
        return self.account.ref, self.number


class Scenes:
    """The reports of a story as views, and the clauses of its accounts, each worked out once."""

    def __init__(self, reports: Iterable[Report], accounts: Iterable[Account]) -> None:
        self.reports: Mapping[str, Report] = {r.document.id: r for r in reports}
        self._grounds = {name: ground_of(report) for name, report in self.reports.items()}
        self.views = {name: ground.view for name, ground in self._grounds.items()}
        self.accounts: Mapping[str, Account] = {
            account.ref: account for account in accounts if account.document in self.reports
        }
        self.known: frozenset[str] = frozenset(
            word.letters for view in self.views.values() for word in view.words
        )
        self.clauses: Mapping[str, tuple[Clause, ...]] = {
            ref: tuple(self._clauses(account)) for ref, account in self.accounts.items()
        }

    def text(self, ref: str, span: Span) -> str:
        """The words of a span of the account's document, with single spaces."""
        report = self.reports[self.accounts[ref].document]
        return " ".join(span.of(report.document.text).split())

    def _clauses(self, account: Account) -> Iterator[Clause]:
        ground = self._grounds[account.document]
        view = ground.view
        found = list(_pieces(view, account.spans))
        pieces = [piece for piece in found if len(piece) >= _LEAST_WORDS] or found[:1]
        for number, words in enumerate(pieces):
            span = Span(words[0].span.start, words[-1].span.stop)
            yield Clause(
                account=account,
                number=number,
                span=span,
                words=words,
                roots=frozenset(root_of(word.letters) for word in words if carries(word)),
                counts=tuple(count for count in ground.counts if span.meets(count.span)),
                times=tuple(time for time in ground.times if span.meets(time.span)),
                contested=_contested(words),
                view=view,
            )


def _pieces(view: TextView, spans: Iterable[Span]) -> Iterator[tuple[Word, ...]]:
    for span in spans:
        piece: list[Word] = []
        for index in view.words_in(span):
            word = view.words[index]
            if piece and (word.plain in _ENDS or word.letters in _turns()):
                yield from _kept(piece)
                piece = []
            if word.plain not in _ENDS:
                piece.append(word)
        yield from _kept(piece)


def _kept(piece: list[Word]) -> Iterator[tuple[Word, ...]]:
    """A piece without the marks at its edges, if any words are left."""
    while piece and not piece[0].is_word:
        del piece[0]
    while piece and not piece[-1].is_word:
        del piece[-1]
    if piece:
        yield tuple(piece)


def _contested(words: tuple[Word, ...]) -> bool:
    joined = " ".join(word.letters for word in words)
    return any(phrase in joined for phrase in _phrases("contested"))


@cache
def _turns() -> frozenset[str]:
    return frozenset(_phrases("contrast"))


@cache
def _phrases(kind: str) -> tuple[str, ...]:
    return tuple(folded(row["words"]) for row in lexicon("question_turns") if row["kind"] == kind)


@cache
def joining_words() -> frozenset[str]:
    """Words that join a clause to the one before, and that a label can do without."""
    return _turns() | frozenset(_phrases("joining"))


@cache
def past_verbs() -> frozenset[str]:
    """Common verbs of news in the past, with which a clause can begin."""
    return frozenset(_phrases("verb"))


@cache
def governing_words() -> frozenset[str]:
    """Cues whose matter follows with ب (طالب بتشكيل لجنة)."""
    return frozenset(_phrases("governing"))
