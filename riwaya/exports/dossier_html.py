"""The printed dossier as one HTML file that needs no other: no script, font, picture, network.

Footnotes stand at the end of each report with links both ways. The page's policy forbids whatever
it does not hold itself (Content-Security-Policy), so that even a text which passed for markup
could load and run nothing.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from importlib.resources import files
from pathlib import Path

from riwaya.exports.base import ExportContext
from riwaya.exports.dossier_html_parts import (
    article,
    decision_list,
    definitions,
    escape,
    inline,
    note_item,
    table,
)
from riwaya.exports.dossier_model import Cover, Dossier, Heading, Section, open_dossier
from riwaya.records import Record

FILE = "dossier.html"

_POLICY = "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'"


def write(records: Iterable[Record], folder: Path, context: ExportContext) -> list[str]:
    """`dossier.html` in `folder`, in the language of the context; the list of that one name.

    One report is in memory at a time. Raises SettingError for an unknown language, DocumentError
    for coordinates off the globe.
    """
    with (
        open_dossier(records, folder, context) as dossier,
        (folder / FILE).open("w", encoding="utf-8", newline="\n") as page,
    ):
        page.writelines(f"{line}\n" for line in _lines(dossier, context))
    return [FILE]


def _lines(dossier: Dossier, context: ExportContext) -> Iterator[str]:
    cover = dossier.cover()
    yield from _head(dossier, cover, context)
    yield from _cover(cover)
    yield from _contents(dossier)
    yield '<main id="reports">'
    for section in dossier.sections():
        yield from _section(section, dossier)
    for number, listed in enumerate(dossier.tables(), 1):
        yield from table(listed, f"list-{number}")
    yield from _check(dossier, cover)
    yield "</main>"
    yield f"<footer><p>{escape(cover.subtitle)}</p></footer>"
    yield "</body>"
    yield "</html>"


def _head(dossier: Dossier, cover: Cover, context: ExportContext) -> Iterator[str]:
    words = dossier.wording
    style = (files("riwaya.exports") / "data" / "dossier_style.css").read_text(encoding="utf-8")
    direction = "rtl" if words.rtl else "ltr"
    yield "<!DOCTYPE html>"
    yield f'<html lang="{words.language}" dir="{direction}">'
    yield "<head>"
    yield '<meta charset="utf-8">'
    yield f'<meta http-equiv="Content-Security-Policy" content="{_POLICY}">'
    yield '<meta name="referrer" content="no-referrer">'
    yield '<meta name="viewport" content="width=device-width, initial-scale=1">'
    yield f'<meta name="generator" content="{escape(context.tool)}">'
    yield f"<title>{escape(cover.title)}</title>"
    digits = "arabic-indic" if words.rtl else "decimal"
    yield f"<style>\n{style}"
    yield f"@page {{ @bottom-center {{ content: counter(page, {digits}); font-size: 9pt; }} }}"
    yield "</style>"
    yield "</head>"
    yield "<body>"
    yield f'<a class="skip" href="#reports">{escape(words["skip"])}</a>'


def _cover(cover: Cover) -> Iterator[str]:
    yield '<header class="cover">'
    yield f"<h1>{escape(cover.title)}</h1>"
    yield f'<p class="subtitle">{escape(cover.subtitle)}</p>'
    yield from definitions(cover.rows, "facts")
    yield "</header>"


def _contents(dossier: Dossier) -> Iterator[str]:
    words, cover = dossier.wording, dossier.cover()
    yield '<section class="guide" aria-labelledby="guide">'
    yield f'<h2 id="guide">{escape(words["about.guide"])}</h2>'
    yield "<ul>"
    for line in cover.guide:
        yield f"<li>{escape(line)}</li>"
    yield "</ul>"
    yield "</section>"
    yield '<nav class="contents" aria-labelledby="contents">'
    yield f'<h2 id="contents">{escape(words["contents"])}</h2>'
    yield "<ol>"
    for heading in dossier.headings():
        yield _content(heading)
    yield "</ol>"
    yield "</nav>"


def _content(heading: Heading) -> str:
    about = f'<div class="about">{inline(heading.about)}</div>' if heading.about else ""
    return (
        f'<li><span class="number">{escape(heading.number)}</span>'
        f'<div><a href="#{heading.anchor}">{inline(heading.text)}</a>{about}</div></li>'
    )


def _section(section: Section, dossier: Dossier) -> Iterator[str]:
    words, anchor = dossier.wording, section.anchor
    yield f'<section class="report" id="{anchor}" aria-labelledby="{anchor}-title">'
    yield (
        f'<h2 id="{anchor}-title"><span class="number">{escape(section.number)}</span> '
        f'<span class="text">{inline(section.heading)}</span></h2>'
    )
    yield from definitions(section.rows, "facts")
    if section.captures:
        yield f"<h3>{escape(words['evidence'])}</h3>"
    for rows in section.captures:
        yield '<div class="capture">'
        yield from definitions(rows)
        yield "</div>"
    yield f"<h3>{escape(words['claim.heading'])}</h3>"
    if not section.entries:
        yield f"<p>{escape(words['none.claims'])}</p>"
    for entry in section.entries:
        yield from article(entry, words)
    yield from decision_list(section.decisions, words)
    if section.entries:
        yield f'<section role="doc-endnotes" aria-labelledby="{anchor}-notes">'
        yield f'<h3 id="{anchor}-notes">{escape(words["notes"])}</h3>'
        yield '<ol class="notes">'
        for entry in section.entries:
            yield note_item(entry, words)
        yield "</ol>"
        yield "</section>"
    yield "</section>"


def _check(dossier: Dossier, cover: Cover) -> Iterator[str]:
    yield '<section class="appendix" aria-labelledby="check">'
    yield f'<h2 id="check">{escape(dossier.wording["about.check"])}</h2>'
    for number, line in enumerate(cover.check):
        yield f"<p>{escape(line)}</p>"
        if number == 0:
            yield f'<pre dir="ltr"><code>{escape(cover.command)}</code></pre>'
    yield "</section>"
