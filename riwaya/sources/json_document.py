"""JSON: one document, a list of documents, or a chat that Telegram Desktop exported."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, BinaryIO

from riwaya.errors import InputError, RiwayaError
from riwaya.records import Evidence, Raw
from riwaya.sources.base import Intake, Item, Taken
from riwaya.sources.documents import make_document
from riwaya.sources.encoding import Decoded, decode
from riwaya.sources.plain import read_whole
from riwaya.sources.telegram import is_telegram, telegram_items


def read_json(stream: BinaryIO, where: str, intake: Intake) -> Iterator[Item]:
    """The documents of a JSON file: an object, a list of them, or one object a line."""
    try:
        raw = Raw(read_whole(stream, where, intake))
        yield from json_items(raw, decode(raw.content, where), where, intake)
    except RiwayaError as error:
        yield error


def json_items(raw: Raw, decoded: Decoded, where: str, intake: Intake) -> Iterator[Item]:
    """The items of the JSON text decoded from `raw`, each error named by its place. Raises
    InputError."""
    try:
        value = parse(decoded.text, where)
    except InputError:
        if not _is_object(decoded.text.lstrip().split("\n", 1)[0], where):
            raise
        for number, line in enumerate(decoded.text.split("\n"), start=1):
            if line.strip():
                part = Part(raw, decoded.notes, f"line {number}")
                yield line_item(line, part, f"{where}, line {number}", intake)
        return
    if is_telegram(value):
        yield from telegram_items(value, raw, where, intake)
    elif not isinstance(value, list):
        yield item_of(value, Part(raw, decoded.notes), where, intake)
    elif not value:
        raise InputError("is an empty list.", where=where, advice="Give at least one document.")
    else:
        for number, element in enumerate(value, start=1):
            part = Part(raw, decoded.notes, f"item {number}")
            yield item_of(element, part, f"{where}, item {number}", intake)


@dataclass(frozen=True, slots=True)
class Part:
    """What a document was found in: the bytes, the notes on their decoding, the place in them."""

    raw: Raw
    notes: tuple[str, ...]
    name: str | None = None


def line_item(line: str, part: Part, where: str, intake: Intake) -> Item:
    """The item of one line of JSONL."""
    try:
        return item_of(parse(line, where), part, where, intake)
    except InputError as error:
        return error


def _is_object(line: str, where: str) -> bool:
    try:
        return isinstance(parse(line, where), dict)
    except InputError:
        return False


def item_of(value: Any, part: Part, where: str, intake: Intake) -> Item:
    """One document from a parsed object; from a report that Riwaya wrote, its document."""
    if not isinstance(value, dict):
        return InputError(
            "is not a JSON object.",
            where=where,
            advice="A document is {id, outlet, url, title, published, text}.",
        )
    if str(value.get("schema")).startswith("riwaya.report/"):
        value = value.get("document")
        if not isinstance(value, dict):
            return InputError("is a report without its document.", where=where)
    try:
        document = make_document(value, where, intake, part.notes)
        return Taken(document, where, Evidence(part.raw, "application/json", "file", part.name))
    except RiwayaError as error:
        return error


def parse(text: str, where: str) -> Any:
    """The JSON value of `text`. Raises InputError with line and column."""
    try:
        return json.loads(text)
    except json.JSONDecodeError as error:
        place = f"column {error.colno}" if error.lineno == 1 else f"line {error.lineno}"
        problem = f"is not valid JSON ({error.msg} at {place})."
    except (ValueError, RecursionError) as error:
        problem = f"is not usable JSON ({error})."
    raise InputError(
        problem, where=where, advice="Mend that place; many documents go one a line in a .jsonl."
    )
