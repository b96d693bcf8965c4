"""A comparison as one page of HTML: no script, nothing loaded from elsewhere."""

from __future__ import annotations

import html
from collections.abc import Iterable, Iterator, Sequence
from importlib.resources import files

from riwaya.compare.matrix import Entry, Matrix
from riwaya.compare.model import Question
from riwaya.compare.render_html_parts import beside
from riwaya.compare.render_words import (
    Words,
    asked,
    chain_words,
    labels_of,
    position_number,
    position_words,
    quoted,
    takers,
)
from riwaya.exports.display import visible

_POLICY = "default-src 'none'; style-src 'unsafe-inline'"


def to_html(matrices: Sequence[Matrix], lang: str) -> str:
    """The page, from the right in Arabic. All words of sources are escaped and isolated."""
    words = labels_of(lang)
    style = (files("riwaya.compare") / "data" / "compare_style.css").read_text(encoding="utf-8")
    title = html.escape(words("title"))
    body = "\n".join(part for matrix in matrices for part in _story(matrix, lang))
    return (
        f'<!doctype html>\n<html lang="{lang}" dir="{"rtl" if lang == "ar" else "ltr"}">\n<head>\n'
        f'<meta charset="utf-8">\n<meta http-equiv="Content-Security-Policy" content="{_POLICY}">\n'
        '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
        f"<title>{title}</title>\n<style>\n{style}</style>\n</head>\n<body>\n"
        f"<h1>{title}</h1>\n<p>{html.escape(words('neutral'))}</p>\n{body}\n</body>\n</html>\n"
    )


def outside(text: str) -> str:
    """Words from outside: visible, escaped, with a direction of their own."""
    return f"<bdi>{html.escape(visible(text), quote=True)}</bdi>"


def _story(matrix: Matrix, lang: str) -> Iterator[str]:
    words = labels_of(lang)
    counts = (
        f"{len(matrix.reports)} {words('reports')}",
        f"{len(matrix.accounts)} {words('accounts')}",
        f"{len(matrix.rows)} {words('groups')}",
    )
    yield "<main>"
    yield f"<h2>{html.escape(words('story'))} {outside(matrix.story)}</h2>"
    yield f'<p class="soft">{html.escape(" · ".join(counts))}</p>'
    yield from _questions(matrix, lang)
    yield from _table(matrix, lang)
    yield from beside(matrix, lang, outside)
    yield "</main>"


def _questions(matrix: Matrix, lang: str) -> Iterator[str]:
    words = labels_of(lang)
    yield f"<h2>{html.escape(words('questions'))}</h2>"
    if not matrix.questions:
        yield f"<p>{html.escape(words('no_questions'))}</p>"
    rejected = _rejected(matrix)
    for question in matrix.questions:
        style = ' class="rejected"' if question.id in rejected else ""
        yield f'<h3 id="{html.escape(question.id, quote=True)}"{style}>'
        yield f"{outside(asked(question, lang))}</h3>"
        yield f'<p class="soft">{html.escape(_told(matrix, question, words))}</p>'
        yield "<ol>"
        for position in question.positions:
            who = "، ".join(map(outside, takers(matrix, question, position.label)))
            label = outside(position_words(position, words))
            yield f'<li>{label} <span class="soft">[{who}]</span></li>'
        yield "</ol>"


def _told(matrix: Matrix, question: Question, words: Words) -> str:
    told = [words(f"kind.{question.kind}"), words(f"state.{question.state}")]
    if question.kind == "when" and question.state == "one_position":
        told.append(words("times_fit"))
    if any(j.decision == "add" and j.target == question.id for j in matrix.judgements):
        told.append(words("added"))
    return " · ".join(told)


def _rejected(matrix: Matrix) -> frozenset[str]:
    last = {j.target: j.decision for j in matrix.judgements if j.kind == "question"}
    return frozenset(target for target, decision in last.items() if decision == "reject")


def _table(matrix: Matrix, lang: str) -> Iterator[str]:
    words = labels_of(lang)
    if not matrix.questions:
        return
    label = html.escape(words("matrix"))
    yield f'<h2>{label}</h2>\n<div class="wide" tabindex="0" role="region" aria-label="{label}">'
    heads = "".join(f'<th scope="col">{outside(asked(q, lang))}</th>' for q in matrix.questions)
    source = html.escape(words("source"))
    yield f'<table class="matrix"><thead><tr><th scope="col">{source}</th>{heads}</tr></thead>'
    yield "<tbody>"
    for row in matrix.rows:
        cells = "".join(
            f"<td>{_cell(row.cells.get(q.id, ()), q, words)}</td>" for q in matrix.questions
        )
        proposed = f'<p class="soft">{html.escape(words("proposed"))}</p>'
        mark = proposed if row.group.proposed else ""
        yield f'<tr><th scope="row">{outside(row.group.label)}{mark}</th>{cells}</tr>'
    yield "</tbody></table></div>"


def _cell(entries: Iterable[Entry], question: Question, words: Words) -> str:
    told = "".join(_entry(entry, question, words) for entry in entries)
    return told or f'<span class="silent">{html.escape(words("silent"))}</span>'


def _entry(entry: Entry, question: Question, words: Words) -> str:
    number = position_number(question, entry.position)
    refused = f" {html.escape(words('no_comment'))}" if entry.refusal else ""
    style = "quote refusal" if entry.refusal else "quote"
    day = html.escape(visible(entry.said or words("undated")))
    spans = " ".join(f"{span.start}–{span.stop}" for span in entry.spans)
    return (
        f'<p class="{style}">({number}) «{outside(quoted(entry))}»{refused}</p>'
        f'<p class="soft">{day} · {outside(chain_words(entry, words))} '
        f"<code>{outside(entry.ref)} {spans}</code></p>"
    )
