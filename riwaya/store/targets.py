"""The annotations of a report by their ids, as judgements name them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from riwaya.contract import report_to_json
from riwaya.errors import InputError
from riwaya.model import Report
from riwaya.records import TargetKind
from riwaya.store.attest import canonical

Target = tuple[TargetKind, str]

_LAYERS: dict[TargetKind, tuple[str, str]] = {
    "claim": ("claims", "id"),
    "mention": ("mentions", "id"),
    "time": ("times", "id"),
    "count": ("counts", "id"),
    "place": ("places", "mention"),
    "entity": ("entities", "id"),
}
_NOT_JUDGED = frozenset({"confidence", "origins", "notes", "text"})


class Targets:
    """All that can be judged in one report."""

    def __init__(self, report: Report) -> None:
        value = report_to_json(report)
        self._found: dict[Target, Mapping[str, Any]] = {
            (kind, annotation[name]): annotation
            for kind, (layer, name) in _LAYERS.items()
            for annotation in value[layer]
        }
        self._found["document", report.document.id] = value["document"]

    def beginning(self, given: str) -> Iterator[Target]:
        """The annotations whose id is or begins with `given`."""
        return (target for target in self._found if target[1].startswith(given))

    def ground(self, target: Target) -> str | None:
        """The canonical JSON of what a judgement on it is made on: the annotation without what
        tells only how sure, and by which rule, it was read. None where there is no such one."""
        value = self._found.get(target)
        return None if value is None else canonical(judged_fields(value))

    def fields(self, target: Target) -> Mapping[str, Any] | None:
        """The same, not yet as JSON text."""
        value = self._found.get(target)
        return None if value is None else judged_fields(value)

    def full(self, kind: TargetKind, given: str, document: str) -> str:
        """The id of the one annotation of this kind that `given` is or begins. Raises InputError
        for none, or several."""
        ids = [id_ for other, id_ in self.beginning(given) if other == kind]
        if given in ids or len(ids) == 1:
            return given if given in ids else ids[0]
        raise InputError(
            f"the present report has {'several' if ids else 'no'} {kind}s with the id {given!r}.",
            where=f"document {document}",
            advice="`riwaya show` lists the ids.",
        )


def judged_fields(value: Mapping[str, Any]) -> dict[str, Any]:
    """The fields of an annotation that a judgement rests on."""
    return {name: item for name, item in value.items() if name not in _NOT_JUDGED}
