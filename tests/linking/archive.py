"""Small reports to link: a text made of the names themselves (all people are invented)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from riwaya.model import (
    Claim,
    Document,
    Entity,
    Mention,
    NameKind,
    PlaceReading,
    Report,
    Span,
    Standing,
)


@dataclass(frozen=True)
class E:
    """An entity of a report; `id` None makes it local. `org` and `role` make it speak a claim."""

    name: str
    kind: NameKind = "person"
    id: str | None = None
    country: str | None = None
    names: tuple[str, ...] = ()
    org: str | None = None
    role: str | None = None
    standing: Standing | None = None
    admin: tuple[str, ...] = field(default=())
    nominal: bool = False
    mentioned: bool = True


def local_id(document: str, name: str) -> str:
    """The id of a local entity in these reports."""
    return f"local:{document}-{name}"


def make(document: str, published: str | None, *entities: E | str) -> Report:
    """A report that names the entities one after another; a string is a known entity's id."""
    given = [e if isinstance(e, E) else E(e.partition(":")[2], "place", e) for e in entities]
    text, mentions, known, claims, places = "", [], [], [], []
    for number, one in enumerate(given):
        id_ = one.id or local_id(document, one.name)
        span = Span(len(text), len(text) + len(one.name))
        text += f"{one.name} . "
        if one.mentioned:
            mentions.append(Mention(f"m{number}", span, one.kind, id_, one.nominal))
        known.append(
            Entity(id_, one.name, one.kind, one.names or (one.name,), country=one.country,
                   standing=one.standing)
        )  # fmt: skip
        if one.org or one.role:
            claims.append(
                Claim(f"c{number}", (span,), speaker=id_, organisation=one.org, role=one.role)
            )
        if one.admin:
            places.append(
                PlaceReading(f"m{number}", span, id_, "city", country=one.country, admin=one.admin)
            )
    return Report(
        Document(document, text or "نص", published=published),
        tuple(claims), (), (), tuple(mentions), tuple(known), tuple(places),
    )  # fmt: skip


def story(*extra: E | str) -> tuple[E | str, ...]:
    """The company of one story: entities that stand beside the extra ones."""
    beside: Sequence[E | str] = (
        E("مجلس وادي الزان المدني", "organisation"),
        E("لواء فرسان النهر", "group"),
        "geonames:1001",
    )
    return (*extra, *beside)
