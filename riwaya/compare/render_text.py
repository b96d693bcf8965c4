"""A comparison for the terminal."""

from __future__ import annotations

from collections.abc import Iterator

from riwaya.compare.matrix import Matrix, Row
from riwaya.compare.model import Question, Relation
from riwaya.compare.render_table import table_lines
from riwaya.compare.render_words import (
    Words,
    amount,
    asked,
    chain_words,
    group_labels,
    labels_of,
    position_number,
    position_words,
    quoted,
    takers,
    why_words,
)
from riwaya.exports.display import Fragment, Page, layout, rule, visible

_MARGIN, _HANG = 2, 4


_MOST_SILENT = 6
"""Silent sources that are named; the others are counted (the table and JSON have them all)."""


def to_text(matrix: Matrix, lang: str, page: Page) -> str:
    """The whole comparison: questions with positions, the table, and what stands beside it."""
    words = labels_of(lang)
    parts = (
        _head(matrix, words, page),
        _questions(matrix, lang, page),
        _table(matrix, lang, page),
        _timeline(matrix, lang, page),
        _tallies(matrix, lang, page),
        _headlines(matrix, lang, page),
        _relations(matrix, lang, page),
        _passages(matrix, lang, page),
        _notes(matrix, words, page),
    )
    return "".join(f"{line}\n" for part in parts for line in part)


def _line(page: Page, *texts: str, indent: int = 0) -> list[str]:
    """A paragraph of fragments, each with a direction of its own."""
    fragments = [Fragment(visible(text), isolate=True) for text in texts if text]
    return layout(fragments, page, indent, _HANG)


def _heading(page: Page, text: str) -> Iterator[str]:
    yield ""
    yield from layout([Fragment(visible(text), isolate=True, style="strong")], page)


def _head(matrix: Matrix, words: Words, page: Page) -> Iterator[str]:
    yield from _line(page, words("title"), "·", f"{words('story')} {matrix.story}")
    numbers = (
        f"{len(matrix.reports)} {words('reports')}",
        f"{len(matrix.accounts)} {words('accounts')}",
        f"{len(matrix.rows)} {words('groups')}",
    )
    yield from _line(page, " · ".join(numbers))
    yield from _line(page, words("neutral"))
    yield rule(page)


def _questions(matrix: Matrix, lang: str, page: Page) -> Iterator[str]:
    words = labels_of(lang)
    yield from _heading(page, words("questions"))
    if not matrix.questions:
        yield from _line(page, words("no_questions"))
    added = _added(matrix)
    for number, question in enumerate(matrix.questions, start=1):
        yield ""
        yield from _line(page, f"{words('question_mark')}{number}.", asked(question, lang))
        told = [words(f"kind.{question.kind}"), words(f"state.{question.state}"), question.id]
        if question.kind == "when" and question.state == "one_position":
            told.append(words("times_fit"))
        if question.id in added:
            told.append(words("added"))
        yield from _line(page, " · ".join(told), indent=_MARGIN)
        yield from _positions(matrix, question, words, page)


def _added(matrix: Matrix) -> frozenset[str]:
    return frozenset(j.target for j in matrix.judgements if j.decision == "add")


def _positions(matrix: Matrix, question: Question, words: Words, page: Page) -> Iterator[str]:
    for number, position in enumerate(question.positions, start=1):
        who = "، ".join(takers(matrix, question, position.label))
        label = position_words(position, words)
        yield from _line(page, f"{number})", label, f"[{who}]", indent=_MARGIN)
    names = group_labels(matrix)
    for turn in question.turns:
        change = (turn.from_position, turn.to_position)
        told = " ← ".join(position_words(label, words) for label in change)
        account = matrix.accounts.get(turn.earlier)
        speaker = account.speaker.words if account is not None else turn.speaker
        yield from _line(page, f"{words('changed')}:", speaker, told, indent=_MARGIN)
    silent = [names[name] for name in question.silent if name in names]
    if silent:
        shown = "، ".join(silent[:_MOST_SILENT])
        more = [f"+{len(silent) - _MOST_SILENT}"] if len(silent) > _MOST_SILENT else []
        yield from _line(page, f"{words('silent')}:", shown, *more, indent=_MARGIN)


def _table(matrix: Matrix, lang: str, page: Page) -> Iterator[str]:
    words = labels_of(lang)
    if not matrix.questions:
        return
    yield from _heading(page, words("matrix"))
    yield ""
    header = [words("source")]
    header += [
        f"{words('question_mark')}{n}. {asked(question, lang)}"
        for n, question in enumerate(matrix.questions, start=1)
    ]
    rows = [
        [[row.group.label], *(_cell(row, question, words) for question in matrix.questions)]
        for row in matrix.rows
    ]
    yield from table_lines(header, rows, page)


def _cell(row: Row, question: Question, words: Words) -> list[str]:
    """One paragraph for each entry: the number of its position, words, day and chain."""
    told = []
    for entry in row.cells.get(question.id, ()):
        number = position_number(question, entry.position)
        mark = f" [{words('no_comment')}]" if entry.refusal else ""
        day = entry.said or words("undated")
        told.append(f"({number}) «{quoted(entry)}»{mark} {day}")
        told.append(chain_words(entry, words))
    return told


def _timeline(matrix: Matrix, lang: str, page: Page) -> Iterator[str]:
    words, names = labels_of(lang), group_labels(matrix)
    if not matrix.timeline:
        return
    yield from _heading(page, words("timeline"))
    numbers = {q.id: n for n, q in enumerate(matrix.questions, start=1)}
    for moment in matrix.timeline:
        mark = f"{words('question_mark')}{numbers[moment.question]}"
        position = position_words(moment.entry.position, words)
        day = moment.entry.said or words("undated")
        yield from _line(page, day, mark, names[moment.group], position, indent=_MARGIN)


def _tallies(matrix: Matrix, lang: str, page: Page) -> Iterator[str]:
    words, names = labels_of(lang), group_labels(matrix)
    if not matrix.tallies:
        return
    yield from _heading(page, words("tallies"))
    asked_of = {question.id: asked(question, lang) for question in matrix.questions}
    for tally in matrix.tallies:
        about = asked_of.get(tally.question, "")
        yield from _line(page, about, f"{words('range')}: {amount(tally)}", indent=_MARGIN)
        for toll in tally.tolls:
            day = toll.said or words("undated")
            group = names.get(toll.group, "")
            about = " ".join(toll.counts.split())
            yield from _line(page, day, amount(toll), about, group, indent=2 * _MARGIN)


def _headlines(matrix: Matrix, lang: str, page: Page) -> Iterator[str]:
    words = labels_of(lang)
    yield from _heading(page, words("headlines"))
    yield from _line(page, f"{words('headlines_checked')}: {len(matrix.checked)}", indent=_MARGIN)
    unlike = [r for r in matrix.headlines if r.relation in ("contradicts", "updates")]
    if not unlike:
        yield from _line(page, words("headlines_none"), indent=_MARGIN)
    for relation in unlike:
        yield from _relation(matrix, relation, lang, page)


def _relations(matrix: Matrix, lang: str, page: Page) -> Iterator[str]:
    words = labels_of(lang)
    if not matrix.relations:
        return
    yield from _heading(page, words("relations"))
    for relation, mark in matrix.relations:
        yield from _relation(matrix, relation, lang, page)
        if mark is not None:
            kind = words(f"relation.{mark.kind}") if mark.kind else ""
            told = f"{words(f'decision.{mark.decision}')} ({mark.user}): {mark.reason}"
            yield from _line(page, told, kind, indent=2 * _MARGIN)


def _relation(matrix: Matrix, relation: Relation, lang: str, page: Page) -> Iterator[str]:
    words = labels_of(lang)
    ends = [
        " … ".join(matrix.words(ref, spans)) if ref in matrix.accounts else ref
        for ref, spans in ((relation.a, relation.evidence_a), (relation.b, relation.evidence_b))
    ]
    kind = words(f"relation.{relation.relation}")
    why = f"{why_words(relation.reason, lang)} ({relation.confidence:.2f})"
    yield from _line(page, relation.id, f"{kind}: {why}", indent=_MARGIN)
    for ref, told in zip((relation.a, relation.b), ends, strict=True):
        yield from _line(page, f"«{' '.join(told.split())}»", ref, indent=2 * _MARGIN)


def _passages(matrix: Matrix, lang: str, page: Page) -> Iterator[str]:
    words = labels_of(lang)
    if not matrix.copies:
        return
    yield from _heading(page, words("passages"))
    for copy in matrix.copies:
        told = words(f"direction.{copy.direction or 'unknown'}")
        shares = f"{copy.share_a:.0%} / {copy.share_b:.0%}"
        yield from _line(page, f"{copy.a} · {copy.b}", shares, told, copy.origin or "")
        text = matrix.reports[copy.a].document.text
        for passage in copy.passages:
            shared = " ".join(passage.a.of(text).split())
            yield from _line(page, f"«{shared}»", indent=_MARGIN)


def _notes(matrix: Matrix, words: Words, page: Page) -> Iterator[str]:
    if not matrix.notes:
        return
    yield from _heading(page, words("notes"))
    for note in matrix.notes:
        yield from _line(page, note, indent=_MARGIN)
