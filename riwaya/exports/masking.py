"""Masks the names of private persons in stored records, as every export does by default.

Who is masked: a person whose `standing` is private; and, on the safe side, a named person of whom
nothing says that the standing is public, unless the lexicon of actors has that person. A person's
decision on the standing (`riwaya judge ID correct`) goes before what was read. What is
masked: every mention, and every further occurrence of the name or of a part of it, in whatever
field. Offsets stay: each code point becomes one `MASK`.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, fields, is_dataclass, replace
from functools import cache
from typing import Any, TypeVar, get_args

from riwaya.exports.data_tables import rows
from riwaya.exports.masking_elsewhere import Elsewhere
from riwaya.exports.masking_json import masked_json
from riwaya.exports.masking_names import Finder, finder, joined
from riwaya.exports.masking_view import MASK, blotted
from riwaya.model import Document, Entity, Report, Standing
from riwaya.records import Judged, Judgement, Record

NOTE = "private names masked"
"""What the notes of a document say of which something was masked."""

MASKED_ID = "masked:"
"""With what the ids of masked entities begin."""

_LEXICON = "actor:"
_NO_WORDS = frozenset({"stages", "origins"})  # fields that hold no words of a source
T = TypeVar("T")


def is_private(entity: Entity) -> bool:
    """Whether the names of an entity are masked."""
    if entity.kind != "person" or entity.id.startswith(MASKED_ID) or entity.standing == "unnamed":
        return False
    if entity.standing == "private":
        return True
    return entity.standing is None and not entity.id.startswith(_LEXICON)


def masked(record: Record) -> Record:
    """`record` alone with private names masked, persons numbered from 1."""
    return Masker().masked(record)


class Masker:
    """Masks the records of one export. A person has one number in all of it: the same entity, or
    the same name in the versions of one document. Numbers follow the order of appearance and tell
    nothing else."""

    def __init__(self) -> None:
        self._numbers: dict[tuple[str, ...], int] = {}
        self._persons = 0
        self._documents = 0
        self._elsewhere = Elsewhere()

    def learn(self, record: Record) -> None:
        """Take note of the private names in `record`, so that they are masked as whole names in
        all records of the export, also where nobody is read as bearing them."""
        private = _in_order(record)
        others = [
            entity
            for entity in record.report.entities
            if entity.kind == "person" and entity.standing != "unnamed" and entity not in private
        ]
        private_names = [name for entity in private for name in _names(entity)]
        self._elsewhere.add(private_names, [name for entity in others for name in _names(entity)])

    def masked(self, record: Record) -> Record:
        """`record` with private names masked; the same record where there are none."""
        private, whole = _in_order(record), self._elsewhere.names_in(record)
        if not private and not whole:
            return record
        names = _names_of(record.report, private)
        kept = [name for e in record.report.entities if e not in private for name in _names(e)]
        look = finder(names, kept, whole)
        persons = {e.id: _pseudonym(e, self._number(record.series, e)) for e in private}
        done = _OneRecord(record, look, persons, self._ids(record, look, persons)).masked()
        changed = done != replace(record, report=_noted(record.report))
        return done if persons or changed else record

    def _number(self, series: str, entity: Entity) -> int:
        keys = [("id", entity.id), ("name", series, entity.name)]
        number = next((self._numbers[key] for key in keys if key in self._numbers), None)
        if number is None:
            self._persons += 1
            number = self._persons
        for key in keys:
            self._numbers.setdefault(key, number)
        return number

    def _ids(self, record: Record, look: Finder, persons: Mapping[str, Entity]) -> dict[str, str]:
        """New ids: of masked persons, of unnamed speakers whose words name one (their ids are
        hashes of the words), and of a document or a series whose id holds a name."""
        ids = {old: person.id for old, person in persons.items()}
        for entity in record.report.entities:
            if entity.id not in ids and look.whole_masked(entity.name) != entity.name:
                self._persons += 1
                ids[entity.id] = f"{MASKED_ID}{self._persons}"
        for old in (record.report.document.id, record.series):
            if old not in ids and look.masked(old) != old:
                self._documents += 1
                ids[old] = f"masked-document-{self._documents}"
        return ids


@dataclass(frozen=True, slots=True)
class _OneRecord:
    """One record being masked: `persons` by their old ids, `ids` old to new."""

    record: Record
    look: Finder
    persons: Mapping[str, Entity]
    ids: Mapping[str, str]

    def masked(self) -> Record:
        report = self.record.report
        text = blotted(report.document.text, self._spans())
        return replace(
            self._walked(replace(self.record, report=Report(Document("", "")), judgements=())),
            report=self._report(report, text),
            judgements=tuple(self._judged(judged, text) for judged in self.record.judgements),
        )

    def _spans(self) -> list[Any]:
        """Mentions of the masked, and further occurrences outside the mentions of all others."""
        report = self.record.report
        mine = [m.span for m in report.mentions if m.entity in self.persons and not m.nominal]
        others = [m.span for m in report.mentions if m.entity not in self.persons]
        text = report.document.text
        return joined(text, [*mine, *self.look.spans(text, others)])

    def _report(self, report: Report, text: str) -> Report:
        document = self._walked(replace(_noted(report).document, text=""))
        bare = replace(report, document=Document("", ""), entities=())
        return replace(
            self._walked(bare),
            document=replace(document, text=text, sha256=report.document.sha256),
            entities=tuple(map(self._entity, report.entities)),
        )

    def _entity(self, entity: Entity) -> Entity:
        if entity.id in self.persons:
            return self.persons[entity.id]
        whole = self.look.whole_masked
        return replace(
            entity,
            id=self.ids.get(entity.id, entity.id),
            name=whole(entity.name),
            names=tuple(map(whole, entity.names)),
            name_en=None if entity.name_en is None else whole(entity.name_en),
            refs=tuple((key, whole(value)) for key, value in entity.refs),
        )

    def _judged(self, judged: Judged, text: str) -> Judged:
        kept: Judgement = judged.judgement
        whole = self._walked(replace(kept, value=None, ground=""))
        words = (self.record.report.document.text, text)
        return replace(
            judged,
            judgement=replace(
                whole,
                value=kept.value and masked_json(kept.value, words, self._string),
                ground=masked_json(kept.ground, words, self._string),
            ),
        )

    def _string(self, value: str) -> str:
        if value in self.ids:
            return self.ids[value]
        return self.look.masked(value)

    def _walked(self, value: T) -> T:
        """`value`, a frozen type, with every string in it masked, at any depth."""
        changed = {}
        for field in fields(value):  # type: ignore[arg-type]
            old = getattr(value, field.name)
            if field.name not in _NO_WORDS and (new := self._masked(old)) != old:
                changed[field.name] = new
        return replace(value, **changed) if changed else value  # type: ignore[type-var]

    def _masked(self, value: Any) -> Any:
        if isinstance(value, str):
            return self._string(value)
        if type(value) is tuple:
            return tuple(map(self._masked, value))
        return self._walked(value) if is_dataclass(value) else value


def _noted(report: Report) -> Report:
    notes = tuple(note for note in report.document.notes if note != NOTE)
    return replace(report, document=replace(report.document, notes=(*notes, NOTE)))


def _in_order(record: Record) -> list[Entity]:
    """The persons to mask, in the order in which the text names them."""
    report, decided = record.report, _decided(record)
    first: dict[str, int] = {}
    for mention in report.mentions:
        if mention.entity is not None:
            first[mention.entity] = min(
                mention.span.start, first.get(mention.entity, mention.span.start)
            )
    end = len(report.document.text)
    private = [e for e in report.entities if is_private(decided.get(e.id, e))]
    return sorted(private, key=lambda e: (first.get(e.id, end), e.id))


def _decided(record: Record) -> dict[str, Entity]:
    """The entities of which a person has decided what their standing is."""
    entities = {entity.id: entity for entity in record.report.entities}
    found = {}
    for judged in record.judgements:
        judgement = judged.judgement
        correction = (judgement.kind, judgement.decision, judgement.field)
        if correction != ("entity", "correct", "standing") or judged.superseded:
            continue
        entity, value = entities.get(judgement.target), json.loads(judgement.value or "null")
        if entity is not None and value in get_args(Standing):
            found[entity.id] = replace(entity, standing=value)
    return found


def _names_of(report: Report, private: list[Entity]) -> set[str]:
    """Every wording of the persons to mask: names, and what their mentions cover."""
    ids = {entity.id for entity in private}
    text = report.document.text
    mentioned = {m.span.of(text) for m in report.mentions if m.entity in ids and not m.nominal}
    return {name for entity in private for name in _names(entity)} | mentioned


def _names(entity: Entity) -> list[str]:
    words = [entity.name, *entity.names, entity.name_en or ""]
    words += [value for key, value in entity.refs if key == "wikipedia"]
    return [word for word in words if word and set(word) != {MASK}]


def _pseudonym(entity: Entity, number: int) -> Entity:
    """The entity as exports show it: its number, no names, nothing that leads to it."""
    word = _words()["person"]
    return replace(
        entity,
        id=f"{MASKED_ID}{number}",
        name=f"{word['name']} {number}",
        names=(),
        name_en=f"{word['name_en']} {number}",
        refs=(),
        lat=None,
        lon=None,
    )


@cache
def _words() -> dict[str, dict[str, str]]:
    return {row["key"]: row for row in rows("masking_pseudonyms")}
