"""A stored record for reading: its dossier, then where it came from and what people decided."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import asdict
from typing import Any

from riwaya.contract import json_line, report_to_json
from riwaya.exports import dossier
from riwaya.exports.data_tables import rows
from riwaya.exports.differences import Piece
from riwaya.exports.display import Fragment, Page, layout, rule, visible
from riwaya.exports.phrases import Phrase, Sheet, joined, quoted, value
from riwaya.records import Capture, Judged, Record

SCHEMA = "riwaya.record/1"

_STEP = 4
_CONTEXT = 60  # characters of unchanged text shown on either side of a change
_SIGNS = {"removed": ("[-", "-]"), "added": ("{+", "+}"), "same": ("", "")}
_STYLES = {"removed": "mark", "added": "strong", "same": None}


def to_json(record: Record) -> str:
    """The record as one line of JSON; the report in it is that of the contract."""
    return json_line(
        {
            "schema": SCHEMA,
            "report": report_to_json(record.report),
            "captures": [asdict(capture) for capture in record.captures],
            "judgements": [judged_to_json(judged) for judged in record.judgements],
            "series": record.series,
            "version": record.version,
            "versions": record.versions,
            "added": record.added,
            "read": record.read,
        }
    )


def judged_to_json(judged: Judged) -> dict[str, Any]:
    """A judgement with how it stands now; `value` and `ground_was` as JSON values."""
    made = asdict(judged.judgement)
    ground, given = made.pop("ground"), made["value"]
    return {
        **made,
        "value": None if given is None else json.loads(given),
        "ground": judged.ground,
        "ground_was": json.loads(ground) if ground else None,
        "superseded": judged.superseded,
    }


def to_text(record: Record, siblings: Sequence[Record], lang: str, page: Page) -> str:
    """The dossier, the ids of the claims with the judgements on each, and the provenance.

    `siblings` are all versions of the document, in their order.
    """
    shown = dossier.render(record.report, lang, page.width, page.color)
    return "\n".join([shown, "", *_Page(record, lang, page).lines(siblings), ""])


def judged_lines(judgements: Iterable[Judged], lang: str, page: Page) -> Iterator[str]:
    """Judgements as a list, each with its document."""
    words = _words(lang)
    empty = True
    for judged in judgements:
        empty = False
        where = [Fragment(words["document"], style="label"), value(judged.judgement.document, None)]
        yield from layout([*_decision(judged, words), *where], page, 0, _STEP)
        yield from layout(_why(judged), page, _STEP)
    if empty:
        yield words["none"]


def difference_text(pieces: Iterable[Piece], heading: str, lang: str, page: Page) -> str:
    """Removed words as [-…-], added ones as {+…+}; long stretches that stayed are shortened."""
    words, parts = _words(lang), list(pieces)
    lines = layout([Fragment(words["diff"], style="strong"), value(heading, None)], page)
    if all(piece.change == "same" for piece in parts):
        return "\n".join([*lines, *layout([Fragment(words["diff_none"])], page), ""])
    phrase = []
    for number, piece in enumerate(parts):
        text = _shortened(piece.text, number == 0, number == len(parts) - 1)
        opens, closes = _SIGNS[piece.change]
        shown = piece.text if piece.change != "same" else text
        body = f"{opens}{visible(shown).strip()}{closes}"
        phrase.append(Fragment(body, isolate=True, style=_STYLES[piece.change]))
    return "\n".join([*lines, *layout(phrase, page), ""])


class _Page:
    """What stands below the dossier."""

    def __init__(self, record: Record, lang: str, page: Page) -> None:
        self._record, self._page = record, page
        self._words = _words(lang)
        self._sheet = Sheet.of(record.report, lang, page.width, page.color)

    def lines(self, siblings: Sequence[Record]) -> Iterator[str]:
        yield rule(self._page)
        document = self._record.report.document
        yield from self._field("document", [value(document.id, None)])
        yield from self._field("hash", [value(document.sha256, None)])
        yield from self._field("read", [value(self._record.read)])
        yield from self._field("stages", [value(", ".join(self._record.report.stages), None)])
        yield from self._head("captures")
        for capture in self._record.captures:
            yield from layout(self._capture(capture), self._page, _STEP, _STEP)
        if len(siblings) > 1:
            yield from self._versions(siblings)
        yield from self._judgements()

    def _versions(self, siblings: Sequence[Record]) -> Iterator[str]:
        yield from self._head("versions")
        for sibling in siblings:
            document = sibling.report.document
            mark = "▸" if document.id == self._record.report.document.id else " "
            phrase = [value(f"{mark} {sibling.version}/{sibling.versions} {document.id}", None)]
            phrase += [value(sibling.added)]
            yield from layout(phrase, self._page, _STEP)

    def _judgements(self) -> Iterator[str]:
        on: dict[str, list[Judged]] = {}
        for judged in self._record.judgements:
            on.setdefault(judged.judgement.target, []).append(judged)
        yield from self._head("claims_ids")
        for number, claim in enumerate(self._record.report.claims, start=1):
            phrase = [value(f"[{number}]", "strong"), value(claim.id, None)]
            yield from layout([*phrase, *self._sheet.quote(claim.cue)], self._page, _STEP)
            for judged in on.pop(claim.id, ()):
                yield from self._judged(judged)
        if on:
            yield from self._head("judgements")
        for rest in on.values():
            for judged in rest:
                yield from self._judged(judged)

    def _judged(self, judged: Judged) -> Iterator[str]:
        yield from layout(_decision(judged, self._words), self._page, 2 * _STEP, _STEP)
        yield from layout(_why(judged), self._page, 2 * _STEP, _STEP)

    def _capture(self, capture: Capture) -> Phrase:
        words = self._words
        where = f"{capture.place}, {capture.part}" if capture.part else capture.place
        phrases = [
            [Fragment(words["collected"], style="label"), value(capture.collected)],
            [value(capture.method, None), value(capture.media_type, None)],
            [Fragment(words["from"], style="label"), value(where, None)],
            [value(capture.collector, None), value(capture.tool, None)],
            [Fragment(words["raw"], style="label"), value(str(capture.size)),
             value(capture.sha256, None)],
        ]  # fmt: skip
        if capture.url:
            phrases.insert(3, [value(capture.url, None)])
        if capture.stated:
            phrases.append([Fragment(words["stated"], style="label"), value(capture.stated)])
        return joined(phrases, "·")

    def _head(self, key: str) -> list[str]:
        return layout([Fragment(f"{self._words[key]}:", style="strong")], self._page)

    def _field(self, key: str, phrase: Phrase) -> list[str]:
        label = Fragment(f"{self._words[key]}:", style="label")
        return layout([label, *phrase], self._page, 0, _STEP)


def _decision(judged: Judged, words: dict[str, str]) -> Phrase:
    made = judged.judgement
    phrase = [value(f"#{made.number}", "strong"), Fragment(words[made.decision])]
    phrase += [value(made.kind, None), value(made.target, None)]
    if made.field is not None:
        phrase.append(value(f"{made.field} = {made.value}", None))
    for key in (judged.ground, "superseded" if judged.superseded else "same"):
        if words[key]:
            phrase.append(Fragment(f"({words[key]})", style="mark"))
    return phrase


def _why(judged: Judged) -> Phrase:
    made = judged.judgement
    reason = [quoted(made.reason)] if made.reason else []
    return [value(made.user, None), value(made.at), *reason]


def _shortened(text: str, first: bool, last: bool) -> str:
    """The beginning and end of a stretch that stayed the same, as they touch a change."""
    if len(text) <= 2 * _CONTEXT:
        return text
    head = "" if first else text[:_CONTEXT].rsplit(" ", 1)[0]
    tail = "" if last else text[-_CONTEXT:].split(" ", 1)[-1]
    return f"{head} … {tail}"


def _words(lang: str) -> dict[str, str]:
    return {row["key"]: row[lang] for row in rows("record_labels")}
