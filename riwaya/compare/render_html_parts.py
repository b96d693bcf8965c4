"""What stands beside the matrix on the HTML page: time, numbers, headlines, relations, passages."""

from __future__ import annotations

import html
from collections.abc import Callable, Iterable, Iterator

from riwaya.compare.matrix import Matrix
from riwaya.compare.model import Relation
from riwaya.compare.render_words import (
    amount,
    asked,
    group_labels,
    labels_of,
    position_words,
    why_words,
)
from riwaya.model import Span
from riwaya.stories.model import Copy

Outside = Callable[[str], str]
"""Escapes and isolates words from outside."""


def beside(matrix: Matrix, lang: str, outside: Outside) -> Iterator[str]:
    """All sections after the matrix; a section without content is left out."""
    yield from _timeline(matrix, lang, outside)
    yield from _tallies(matrix, lang, outside)
    yield from _headlines(matrix, lang, outside)
    yield from _relations(matrix, lang, outside)
    yield from _passages(matrix, lang, outside)
    yield from _notes(matrix, lang, outside)


def _heading(lang: str, key: str) -> str:
    return f"<h2>{html.escape(labels_of(lang)(key))}</h2>"


def _timeline(matrix: Matrix, lang: str, outside: Outside) -> Iterator[str]:
    words, names = labels_of(lang), group_labels(matrix)
    if not matrix.timeline:
        return
    yield _heading(lang, "timeline")
    yield "<table><tbody>"
    shown = {question.id: asked(question, lang) for question in matrix.questions}
    for moment in matrix.timeline:
        cells = (
            moment.entry.said or words("undated"),
            names[moment.group],
            shown[moment.question],
            position_words(moment.entry.position, words),
        )
        yield f"<tr>{''.join(f'<td>{outside(cell)}</td>' for cell in cells)}</tr>"
    yield "</tbody></table>"


def _tallies(matrix: Matrix, lang: str, outside: Outside) -> Iterator[str]:
    words, names = labels_of(lang), group_labels(matrix)
    shown = {question.id: asked(question, lang) for question in matrix.questions}
    if matrix.tallies:
        yield _heading(lang, "tallies")
    for tally in matrix.tallies:
        yield f"<h3>{outside(shown.get(tally.question, ''))}</h3>"
        yield f"<p>{html.escape(words('range'))}: {outside(amount(tally))}</p><ul>"
        for toll in tally.tolls:
            day, group = toll.said or words("undated"), names.get(toll.group, "")
            told = (day, amount(toll), toll.counts, group)
            yield f"<li>{' · '.join(outside(part) for part in told if part)}</li>"
        yield "</ul>"


def _headlines(matrix: Matrix, lang: str, outside: Outside) -> Iterator[str]:
    words = labels_of(lang)
    yield _heading(lang, "headlines")
    yield f"<p>{html.escape(words('headlines_checked'))}: {len(matrix.checked)}</p>"
    unlike = [r for r in matrix.headlines if r.relation in ("contradicts", "updates")]
    if not unlike:
        yield f"<p>{html.escape(words('headlines_none'))}</p>"
    for relation in unlike:
        yield _relation(matrix, relation, lang, outside)


def _relations(matrix: Matrix, lang: str, outside: Outside) -> Iterator[str]:
    words = labels_of(lang)
    if matrix.relations:
        yield _heading(lang, "relations")
    for relation, mark in matrix.relations:
        yield _relation(matrix, relation, lang, outside)
        if mark is not None:
            kind = f" → {words(f'relation.{mark.kind}')}" if mark.kind else ""
            decision = html.escape(words(f"decision.{mark.decision}") + kind)
            yield f"<p>{decision} ({outside(mark.user)}): {outside(mark.reason)}</p>"


def _relation(matrix: Matrix, relation: Relation, lang: str, outside: Outside) -> str:
    kind = html.escape(labels_of(lang)(f"relation.{relation.relation}"))
    why = html.escape(why_words(relation.reason, lang))
    sides = "".join(
        f"<p>«{outside(' … '.join(_words(matrix, ref, spans)))}» <code>{outside(ref)}</code></p>"
        for ref, spans in ((relation.a, relation.evidence_a), (relation.b, relation.evidence_b))
    )
    head = f"<p>{kind}: {why} ({relation.confidence:.2f}) <code>{relation.id}</code></p>"
    return f'{head}<div class="side">{sides}</div>'


def _words(matrix: Matrix, ref: str, spans: Iterable[Span]) -> tuple[str, ...]:
    return matrix.words(ref, spans) if ref in matrix.accounts else (ref,)


def _passages(matrix: Matrix, lang: str, outside: Outside) -> Iterator[str]:
    if matrix.copies:
        yield _heading(lang, "passages")
    for copy in matrix.copies:
        yield from _copy(matrix, copy, lang, outside)


def _copy(matrix: Matrix, copy: Copy, lang: str, outside: Outside) -> Iterator[str]:
    told = html.escape(labels_of(lang)(f"direction.{copy.direction or 'unknown'}"))
    origin = f" · {outside(copy.origin)}" if copy.origin else ""
    shares = f"{copy.share_a:.0%} / {copy.share_b:.0%}"
    yield f"<h3>{outside(copy.a)} · {outside(copy.b)}</h3>"
    yield f'<p class="soft">{shares} · {told}{origin}</p>'
    one, other = (matrix.reports[name].document.text for name in (copy.a, copy.b))
    for passage in copy.passages:
        yield f'<div class="side"><p>{outside(passage.a.of(one))}</p>'
        yield f"<p>{outside(passage.b.of(other))}</p></div>"


def _notes(matrix: Matrix, lang: str, outside: Outside) -> Iterator[str]:
    if matrix.notes:
        yield _heading(lang, "notes")
        yield f"<ul>{''.join(f'<li>{outside(note)}</li>' for note in matrix.notes)}</ul>"
