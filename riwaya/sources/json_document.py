"""JSON: one document, or a list of documents."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any, BinaryIO

from riwaya.errors import InputError, RiwayaError
from riwaya.sources.base import Intake, Item, Taken
from riwaya.sources.documents import make_document
from riwaya.sources.encoding import Decoded, decode
from riwaya.sources.plain import read_whole


def read_json(stream: BinaryIO, where: str, intake: Intake) -> Iterator[Item]:
    """The documents of a JSON file: an object, a list of them, or one object a line."""
    try:
        decoded = decode(read_whole(stream, where, intake), where)
        yield from json_items(decoded, where, intake)
    except RiwayaError as error:
        yield error


def json_items(decoded: Decoded, where: str, intake: Intake) -> Iterator[Item]:
    """The items of a JSON text, each error named by its place. Raises InputError."""
    try:
        value = parse(decoded.text, where)
    except InputError:
        if not _is_object(decoded.text.lstrip().split("\n", 1)[0], where):
            raise
        yield from _line_items(decoded, where, intake)
        return
    if not isinstance(value, list):
        yield item_of(value, decoded.notes, where, intake)
        return
    if not value:
        raise InputError("is an empty list.", where=where, advice="Give at least one document.")
    for number, element in enumerate(value, start=1):
        yield item_of(element, decoded.notes, f"{where}, item {number}", intake)


def line_item(decoded: Decoded, where: str, intake: Intake) -> Item:
    """The item of one line of JSONL."""
    try:
        return item_of(parse(decoded.text, where), decoded.notes, where, intake)
    except InputError as error:
        return error


def _line_items(decoded: Decoded, where: str, intake: Intake) -> Iterator[Item]:
    for number, line in enumerate(decoded.text.split("\n"), start=1):
        if line.strip():
            yield line_item(Decoded(line, decoded.notes), f"{where}, line {number}", intake)


def _is_object(line: str, where: str) -> bool:
    try:
        return isinstance(parse(line, where), dict)
    except InputError:
        return False


def item_of(value: Any, notes: tuple[str, ...], where: str, intake: Intake) -> Item:
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
        return Taken(make_document(value, where, intake, notes), where)
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
