"""Parts of the HTML dossier. Whatever comes from outside passes through `inline` or `escape`."""

from __future__ import annotations

import html
from collections.abc import Iterable, Iterator

from riwaya.exports.display import visible
from riwaya.exports.dossier_model import Entry, Row, Table
from riwaya.exports.dossier_model_words import Piece, Text, Wording

_DEEPEST = 3
_FIRST_LEVEL = 4
_LAST_LEVEL = 6


def escape(text: str) -> str:
    """Words as text of a page or of an attribute: no control, no bidi control, no markup."""
    return html.escape(visible(text), quote=True)


def inline(text: Text) -> str:
    """Pieces as phrasing content, each whose direction is its own in a `bdi`."""
    return "".join(
        f"{'' if piece.glued or not n else ' '}{_piece(piece)}" for n, piece in enumerate(text)
    )


def definitions(rows: Iterable[Row], style: str = "") -> Iterator[str]:
    """Rows as a list of terms with what stands beside them."""
    yield f'<dl class="{style}">' if style else "<dl>"
    for row in rows:
        yield f"<dt>{escape(row.label)}</dt><dd>{inline(row.text)}</dd>"
    yield "</dl>"


def article(entry: Entry, words: Wording) -> Iterator[str]:
    """One claim: who, how, the words, what belongs to them, decisions, and the mark of its note."""
    level = min(_FIRST_LEVEL + entry.depth, _LAST_LEVEL)
    inner = f" inner-{min(entry.depth, _DEEPEST)}" if entry.depth else ""
    anchor = entry.anchor
    yield f'<article class="claim{inner}" id="{anchor}" aria-labelledby="{anchor}-title">'
    yield (
        f'<h{level} class="head" id="{anchor}-title">'
        f'<span class="number">{escape(entry.number)}</span> '
        f'<span class="text">{inline(entry.heading)}</span></h{level}>'
    )
    yield f'<p class="traits">{inline(entry.traits)}</p>'
    note = entry.note
    label = escape(f"{words['note.label']} {note.mark}")
    reference = (
        f'<sup class="noteref"><a id="ref-{note.number}" href="#note-{note.number}" '
        f'role="doc-noteref" aria-label="{label}">{escape(note.mark)}</a></sup>'
    )
    direction = _direction(entry.words, words)
    yield f'<blockquote class="as-{entry.kind}"{direction}><p>{inline(entry.words)}{reference}</p>'
    yield "</blockquote>"
    yield from definitions(entry.rows)
    yield from decision_list(entry.decisions, words)
    yield "</article>"


def decision_list(decisions: Iterable[Text], words: Wording) -> Iterator[str]:
    """Decisions of people, in a frame of their own; nothing where there are none."""
    texts = list(decisions)
    if not texts:
        return
    yield '<div class="decisions">'
    yield f'<p class="title">{escape(words["decisions"])}</p>'
    yield "<ul>"
    for text in texts:
        yield f"<li>{inline(text)}</li>"
    yield "</ul>"
    yield "</div>"


def note_item(entry: Entry, words: Wording) -> str:
    """The note of a claim, with the way back to it."""
    note = entry.note
    rows = f"<p>{' '.join(map(_note_row, note.words))}</p>"
    rows += "".join(f"<p>{_note_row(row)}</p>" for row in note.about)
    label = escape(f"{words['note.back']} {entry.number}")
    back = (
        f'<a class="back" href="#ref-{note.number}" role="doc-backlink" '
        f'aria-label="{label}">{escape(entry.number)}</a>'
    )
    return (
        f'<li id="note-{note.number}"><span class="number">{escape(note.mark)}</span>'
        f"<div>{rows}{back}</div></li>"
    )


def table(listed: Table, anchor: str) -> Iterator[str]:
    """A list of the end with its headings; nothing where it has no rows."""
    rows = iter(listed.rows())
    first = next(rows, None)
    if first is None:
        return
    yield f'<section class="appendix" aria-labelledby="{anchor}">'
    yield f'<h2 id="{anchor}">{escape(listed.heading)}</h2>'
    if listed.caution:
        yield f"<p>{escape(listed.caution)}</p>"
    heads = "".join(f'<th scope="col">{escape(column)}</th>' for column in listed.columns)
    yield f"<table><thead><tr>{heads}</tr></thead>"
    yield "<tbody>"
    for row in (first, *rows):
        yield f"<tr>{''.join(f'<td>{inline(cell)}</td>' for cell in row)}</tr>"
    yield "</tbody></table>"
    yield "</section>"


def _note_row(row: Row) -> str:
    label = f'<span class="label">{escape(row.label)}:</span>'
    return f"{label} {inline(row.text)}."


def _piece(piece: Piece) -> str:
    shown = "".join(
        f'<bdi dir="ltr" class="mark">{escape(part)}</bdi>' if is_escape else escape(part)
        for part, is_escape in piece.parts
    )
    if piece.link:
        target = html.escape(piece.link, quote=True)
        shown = f'<a href="{target}" rel="noopener noreferrer nofollow">{shown}</a>'
    style = f' class="{piece.style}"' if piece.style else ""
    if not piece.isolate:
        return f"<span{style}>{shown}</span>" if style else shown
    facing = 'dir="rtl" lang="ar"' if piece.rtl else 'dir="ltr"'
    return f"<bdi {facing}{style}>{shown}</bdi>"


def _direction(text: Text, words: Wording) -> str:
    """A quotation as a whole takes the direction of its words."""
    if not text or text[0].rtl == words.rtl or not text[0].isolate:
        return ""
    return ' dir="rtl" lang="ar"' if text[0].rtl else ' dir="ltr"'
