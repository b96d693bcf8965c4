"""What linking keeps of a report: its entities, and what stands beside each of them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from functools import cache

from riwaya.linking.clusters import AS, FOR, Node
from riwaya.linking.names import NameForm, name_form, weak_tags
from riwaya.model import Claim, Entity, NameKind, Report, Standing
from riwaya.resources.actors import actor_with_id

LOCAL = "local:"
UNDATED = "9999-12-31"

_MOST_COMPANY = 16
_MOST_FORMS = 6
_CLASSES: dict[str, str] = {"organisation": "body", "group": "body"}


@dataclass(frozen=True, slots=True)
class Member:
    """One entity of one report. `names` are the report's words, `mentions` and `claims` count how
    often it is named and how many claims it speaks; `published` is a day or UNDATED."""

    document: str
    entity: str
    kind: NameKind
    name: str
    names: tuple[str, ...]
    name_en: str | None
    country: str | None
    standing: Standing | None
    refs: tuple[tuple[str, str], ...]
    mentions: int
    claims: int
    published: str

    @property
    def node(self) -> Node:
        """What names it among all members."""
        return self.document, self.entity

    @property
    def is_local(self) -> bool:
        """Whether its id holds in its own report only."""
        return self.entity.startswith(LOCAL)

    @property
    def block(self) -> str:
        """Its kind as rules see it: readers take parties for organisations and for groups."""
        return _CLASSES.get(self.kind, self.kind)

    @property
    def all_names(self) -> tuple[str, ...]:
        """The name and the report's words, each once."""
        return tuple(dict.fromkeys((self.name, *self.names)))


@dataclass(frozen=True, slots=True)
class Evidence:
    """What rules look at. `named` is whether the text calls it by a name: a description (مصدر طبي)
    that two reports use says nothing of who is meant. `offices` are organisations spoken for (FOR)
    and roles of several words (AS); `company` are the specific entities beside it, most mentioned
    first; `unit` is the unit below the country that holds a place; `day` is the day of publication
    as a number."""

    named: bool = False
    forms: tuple[NameForm, ...] = ()
    offices: frozenset[tuple[str, str]] = frozenset()
    company: tuple[str, ...] = ()
    unit: str | None = None
    day: int | None = None


def members_of(report: Report) -> Iterator[tuple[Member, Evidence]]:
    """Each entity of the report with its evidence."""
    view = _View(report)
    for entity in report.entities:
        yield view.member(entity), view.evidence(entity)


class _View:
    """A report's entities with what refers to them counted once."""

    def __init__(self, report: Report) -> None:
        self._report = report
        self._mentions = Counter(mention.entity for mention in report.mentions)
        self._named = {mention.entity for mention in report.mentions if not mention.nominal}
        self._spoken: dict[str, list[Claim]] = {}
        for claim in report.claims:
            if claim.speaker:
                self._spoken.setdefault(claim.speaker, []).append(claim)
        self._tokens = {entity.id: self._token(entity) for entity in report.entities}
        told = [entity.id for entity in report.entities if self._tokens[entity.id]]
        self._told = sorted(told, key=lambda id_: (-self._mentions[id_], self._tokens[id_]))
        self._published = (report.document.published or UNDATED)[:10]

    def member(self, entity: Entity) -> Member:
        return Member(
            document=self._report.document.id,
            entity=entity.id,
            kind=entity.kind,
            name=entity.name,
            names=entity.names,
            name_en=entity.name_en,
            country=entity.country,
            standing=entity.standing,
            refs=entity.refs,
            mentions=self._mentions[entity.id],
            claims=len(self._spoken.get(entity.id, ())),
            published=self._published,
        )

    def evidence(self, entity: Entity) -> Evidence:
        """Nothing for an entity that is known by its id: no rule has to look at it."""
        if not entity.id.startswith(LOCAL):
            return Evidence()
        own = self._tokens[entity.id]
        company = [self._tokens[id_] for id_ in self._told if self._tokens[id_] != own]
        return Evidence(
            named=entity.id in self._named and entity.standing != "unnamed",
            forms=_forms(entity),
            offices=frozenset(self._offices(entity.id)),
            company=tuple(dict.fromkeys(company))[:_MOST_COMPANY],
            unit=self._unit(entity.id),
            day=_day(self._published),
        )

    def _token(self, entity: Entity) -> str:
        """How an entity is recognised beside others: '' where it tells nothing of the subject."""
        if not entity.id.startswith(LOCAL):
            return "" if _is_everywhere(entity.id) else entity.id
        form = name_form(entity.name)
        vague = not form.is_full or form.is_made_of("generic", "everywhere")
        if vague or entity.id not in self._named:
            return ""
        return f"{_CLASSES.get(entity.kind, entity.kind)} {form.key}"

    def _offices(self, entity: str) -> Iterator[tuple[str, str]]:
        for claim in self._spoken.get(entity, ()):
            if claim.organisation:
                token = self._tokens.get(claim.organisation) or claim.organisation
                yield FOR, token
            if claim.role and (form := name_form(claim.role)).is_full:
                yield AS, form.key

    def _unit(self, entity: str) -> str | None:
        """The last unit of the chain under the country that readings of the place agree on."""
        chains = {place.admin for place in self._report.places if place.entity == entity}
        chain = chains.pop() if len(chains) == 1 else ()
        return name_form(chain[-1]).key if len(chain) > 1 else None


def _forms(entity: Entity) -> tuple[NameForm, ...]:
    forms = dict.fromkeys(name_form(name) for name in (entity.name, *entity.names))
    return tuple(form for form in forms if form.words)[:_MOST_FORMS]


@cache
def _is_everywhere(id_: str) -> bool:
    if id_.startswith("iso:"):
        return True
    actor = actor_with_id(id_) if id_.startswith("actor:") else None
    return actor is not None and not weak_tags().isdisjoint(actor.tags)


def _day(published: str) -> int | None:
    try:
        return None if published == UNDATED else date.fromisoformat(published).toordinal()
    except ValueError:
        return None
