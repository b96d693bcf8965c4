"""Reports as another program or a person wrote them, in the JSON contract or close to it.

What `riwaya read` writes is read as it stands. Besides, only what names words of the text must be
there: quotes, origins, chains and confidences may be missing, and a document may carry a `story`
(the name of the story that it belongs to), which the contract leaves out.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, fields
from pathlib import Path
from typing import Any

from riwaya.contract.report import report_from_json
from riwaya.errors import InputError, RiwayaError
from riwaya.model import SCHEMA, Claim, Document, Report, Span, text_sha256

_PARTS = ("cue", "source", "content", "via")
_DOCUMENT = frozenset(field.name for field in fields(Document))
_CLAIM: dict[str, Any] = {
    "source": [], "content": [], "via": [], "source_from": None, "mode": "indirect",
    "stance": "asserted", "source_type": "person", "parent": None, "speaker": None, "role": None,
    "isnad": [], "times": [], "counts": [], "confidence": 1.0, "origins": [],
}  # fmt: skip
_TIME: dict[str, Any] = {"type": "date", "anchor": None, "inferred": False, "origins": []}
_COUNT: dict[str, Any] = {
    "min": None, "max": None, "approx": False, "kind": "other", "origins": [],
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Given:
    """A report and the name of the story that its writer puts it into (None: not said)."""

    report: Report
    story: str | None
    where: str


def read_given(paths: Iterable[str | Path]) -> Iterator[Given | RiwayaError]:
    """The reports of JSONL files, line by line; an error, naming file and line, for each that
    cannot be taken, and for a document that was given before. Blank lines are passed over."""
    seen: dict[str, str] = {}
    for path in paths:
        try:
            with Path(path).open(encoding="utf-8") as lines:
                for number, line in enumerate(lines, start=1):
                    if line.strip():
                        yield _given(line, f"{path}, line {number}", seen)
        except OSError as error:
            yield InputError(f"cannot be read ({error.strerror}).", where=str(path))
        except UnicodeDecodeError as error:
            yield InputError(
                f"is not UTF-8 ({error.reason} at byte {error.start}).",
                where=str(path),
                advice="Give a JSONL file of reports, as `riwaya read --format jsonl` writes it.",
            )


def _given(line: str, where: str, seen: dict[str, str]) -> Given | RiwayaError:
    try:
        given = given_report(json.loads(line), where)
    except RiwayaError as error:
        return InputError(error.what, where=where, advice=error.advice)
    except (ValueError, RecursionError) as error:
        return InputError(
            f"is not valid JSON ({error}).", where=where, advice="Give one report a line."
        )
    first = seen.setdefault(given.report.document.id, where)
    if first != where:
        return InputError(
            f"the document {given.report.document.id} was given before ({first}).",
            where=where,
            advice="Give each document once.",
        )
    return given


def given_report(value: Any, where: str) -> Given:
    """The report of one JSON value. Raises InputError for what is missing or damaged, SpanError
    for a span outside the text."""
    if not isinstance(value, Mapping) or not isinstance(value.get("document"), Mapping):
        raise InputError(
            "is not a report.",
            advice=f"Give JSON of schema {SCHEMA!r}, as `riwaya read --format jsonl` writes it.",
        )
    document = dict(value["document"])
    story = document.pop("story", None)
    text = document.get("text")
    if not isinstance(text, str) or not isinstance(document.get("id"), str):
        raise InputError("the document has no text or no id.")
    document = {name: field for name, field in document.items() if name in _DOCUMENT}
    document.setdefault("sha256", text_sha256(text))
    try:
        filled = {
            "schema": value.get("schema", SCHEMA),
            "document": document,
            "claims": [_claim(claim, text) for claim in value.get("claims", ())],
            "times": _spanned(value.get("times", ()), _TIME, text, "t"),
            "counts": _spanned(value.get("counts", ()), _COUNT, text, "n"),
        }
    except (KeyError, TypeError, ValueError, AttributeError) as error:
        raise InputError(f"the report is damaged ({type(error).__name__}: {error}).") from error
    for layer in ("mentions", "entities", "places", "stages"):
        filled[layer] = value.get(layer, ())
    return Given(report_from_json(filled), None if story is None else str(story), where)


def claims_of(report: Report) -> dict[str, Claim]:
    """The claims by their ids."""
    return {claim.id: claim for claim in report.claims}


def _claim(value: Mapping[str, Any], text: str) -> dict[str, Any]:
    claim = {**_CLAIM, **value}
    if "quotes" not in claim:
        whole = claim["source_from"]
        claim["quotes"] = {
            **{part: [Span(*span).of(text) for span in claim[part]] for part in _PARTS},
            "source_from": None if whole is None else Span(*whole).of(text),
        }
    return claim


def _spanned(
    values: Iterable[Mapping[str, Any]], missing: Mapping[str, Any], text: str, letter: str
) -> list[dict[str, Any]]:
    return [
        {"id": f"{letter}{number}", "quote": Span(*value["span"]).of(text), **missing, **value}
        for number, value in enumerate(values, start=1)
    ]
