"""Reports with exactly the claims that a test of search needs."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from typing import Any

import pytest

from riwaya.model import (
    Claim,
    Document,
    Entity,
    Mention,
    PlaceReading,
    Report,
    Span,
    Stance,
    annotation_id,
    document_id,
    text_sha256,
)
from riwaya.records import Hit, Query, Selection
from riwaya.store.base import Store


@dataclass(frozen=True)
class Said:
    """A claim by stretches of its text, each found where it stands first."""

    cue: str
    source: str
    content: str
    stance: Stance = "asserted"
    speaker: Entity | None = None
    organisation: Entity | None = None
    role: str | None = None
    places: tuple[str, ...] = ()


def report(
    text: str, said: Sequence[Said] = (), places: Sequence[Entity] = (), **fields: Any
) -> Report:
    """A report with these claims; `places` are entities whose name stands in the text."""
    id_ = document_id(fields.get("outlet"), fields.get("url"), text)
    document = Document(**{"id": id_, "text": text, "sha256": text_sha256(text), **fields})
    mentions = {place.name: _mention(document, place) for place in places}
    claims = tuple(_claim(document, one, mentions) for one in said)
    spoken = {e.id: e for one in said for e in (one.speaker, one.organisation) if e}
    readings = tuple(
        PlaceReading(mention.id, mention.span, mention.entity, "city", 1, 1, 35.9, 39.0, "SY",
                     ("سوريا", "محافظة السهل"))
        for mention in mentions.values()
    )  # fmt: skip
    return Report(
        document,
        tuple(sorted(claims, key=lambda claim: claim.start)),
        mentions=tuple(sorted(mentions.values(), key=lambda mention: mention.span)),
        entities=(*spoken.values(), *(place for place in places if place.id not in spoken)),
        places=tuple(sorted(readings, key=lambda reading: reading.span)),
        stages=("claims/1",),
    )


def person(name: str, *names: str, id_: str | None = None) -> Entity:
    """Someone with this name, and perhaps others."""
    return Entity(id_ or f"local:{document_id(None, None, name)}", name, "person", names or (name,))


def place(name: str, id_: str, *names: str) -> Entity:
    """A place as a gazetteer names it."""
    return Entity(id_, name, "place", names or (name,))


@contextmanager
def place_for(request: pytest.FixtureRequest, folders: pytest.TempPathFactory) -> Iterator[str]:
    """Where to make a store of the kind that the fixture is asked for."""
    if request.param == "sqlite":
        yield str(folders.mktemp("search") / "store.sqlite")
        return
    server = request.getfixturevalue("postgres_server")
    url = server.new()
    yield url
    server.drop(url)


def find(store: Store, words: str, within: Any = "all", **selection: Any) -> list[Hit]:
    """All hits of a query, the first hundred."""
    return list(store.search(Query(words, within, Selection(**selection), limit=100)).hits)


def marked(hits: Sequence[Hit]) -> list[list[str]]:
    """The words that each hit marks."""
    return [[mark.of(hit.snippet) for mark in hit.marks] for hit in hits]


def kinds(hits: Sequence[Hit]) -> list[str]:
    """What each hit is."""
    return [hit.kind for hit in hits]


def numbered(report_: Report, number: int) -> Report:
    """The same report under another id and address."""
    document = replace(
        report_.document, id=f"{number:016x}", url=f"https://nawras.example/{number}"
    )
    return replace(report_, document=document)


def _span(text: str, words: str) -> Span:
    start = text.index(words)
    return Span(start, start + len(words))


def _mention(document: Document, entity: Entity) -> Mention:
    span = _span(document.text, entity.name)
    return Mention(annotation_id(document.id, "mention", (span,)), span, "place", entity.id)


def _claim(document: Document, said: Said, mentions: dict[str, Mention]) -> Claim:
    text = document.text
    cue = _span(text, said.cue)
    return Claim(
        annotation_id(document.id, "claim", (cue,)),
        (cue,),
        (_span(text, said.source),) if said.source else (),
        content=(_span(text, said.content),) if said.content else (),
        stance=said.stance,
        speaker=said.speaker.id if said.speaker else None,
        organisation=said.organisation.id if said.organisation else None,
        role=said.role,
        mentions=tuple(mentions[name].id for name in said.places),
    )
