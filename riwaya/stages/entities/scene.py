"""One report's names read together: which entity each mention is."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from riwaya.resources.actors import nationality_of_adjective
from riwaya.stages.entities.forms import Form, Naming, family_of, forms_of
from riwaya.stages.entities.join import Joining
from riwaya.stages.entities.link import Link, Linker, named_like
from riwaya.stages.entities.nominals import STATE, STRONG, WEAK, Facts, Memory, best_fit


@dataclass(frozen=True, slots=True)
class Reading:
    """What one mention is read as: the number of its entity and the rule that says so."""

    naming: Naming
    entity: int
    rule: str


@dataclass(frozen=True, slots=True)
class Scene:
    """All mentions read, in text order, and the actors of the entities that have one."""

    readings: tuple[Reading, ...]
    links: dict[int, Link]


def read_scene(namings: Sequence[Naming], year: int | None = None) -> Scene:
    """Read the mentions of one report."""
    forms = forms_of(namings)
    joining = Joining(forms).run()
    linker = Linker(year, countries(namings))
    links = _links(joining, linker)
    return Scene(tuple(_read(namings, joining, links)), links)


def countries(namings: Sequence[Naming]) -> Counter[str]:
    """How often each state (ISO alpha-2) stands in or around the names."""
    found: Counter[str] = Counter()
    for naming in namings:
        for word in (*naming.words, *naming.before[:2]):
            if nationality := nationality_of_adjective(word):
                found[nationality.iso.upper()] += 1
        if naming.mention.kind == "place":
            states = [a.country for a in named_like(naming.text, False) if STATE in a.tags]
            found.update(country for country in states[:1] if country)
    return found


def _links(joining: Joining, linker: Linker) -> dict[int, Link]:
    """Link every set of forms, and join sets that are one actor's."""
    holders: dict[str, int] = {}
    links: dict[int, Link] = {}
    for root, members in joining.sets.members().items():
        if all(member in joining.open for member in members):
            continue
        link = linker.link([joining.forms[member] for member in members])
        if link is None:
            continue
        holder = holders.setdefault(link.actor.id, root)
        if holder != root:
            joining.sets.join(holder, root, "same-actor")
        else:
            links[root] = link
    return {joining.sets.root(root): link for root, link in links.items()}


def _read(namings: Sequence[Naming], joining: Joining, links: dict[int, Link]) -> list[Reading]:
    reader = _Reader(joining, links)
    return [reader.read(naming) for naming in namings]


class _Reader:
    """Reads mentions in text order, remembering what each entity was called so far."""

    def __init__(self, joining: Joining, links: dict[int, Link]) -> None:
        self._joining = joining
        self._links = links
        self._seen = Memory()
        self._met: dict[int, int] = {}
        self._forms: dict[int, Form] = {
            naming.mention.span.start: form for form in joining.forms for naming in form.namings
        }
        self._later = self._whole_report()
        self._own = len(joining.forms)

    def read(self, naming: Naming) -> Reading:
        """The next mention."""
        if naming.mention.nominal:
            return self._nominal(naming)
        form = self._forms[naming.mention.span.start]
        open_ = self._joining.open.get(form.index)
        if open_:
            entity, rule = self._open(open_)
        else:
            entity = self._joining.sets.root(form.index)
            rule = self._joining.sets.rules.get(form.index, "same-name")
        self._note(self._seen, entity, naming)
        self._met[entity] = naming.mention.span.start
        return Reading(naming, entity, rule)

    def _whole_report(self) -> Memory:
        """What the whole report says of each entity, the first one latest: for descriptions that
        come before names."""
        memory = Memory()
        for form in reversed(self._joining.forms):
            root = self._joining.sets.root(form.index)
            for naming in form.namings:
                self._note(memory, root, naming)
        return memory

    def _open(self, fulls: dict[int, str]) -> tuple[int, str]:
        """The entity of a short name that several may bear: the one spoken of last, or else the
        first to be spoken of."""
        roots = {self._joining.sets.root(full): rule for full, rule in fulls.items()}
        root = max(roots, key=lambda root: (self._met.get(root, -1), -root))
        return root, roots[root]

    def _nominal(self, naming: Naming) -> Reading:
        for memory, least, rule in (
            (self._seen, STRONG, "description"),
            (self._later, STRONG, "description-before-name"),
            (self._seen, WEAK[family_of(naming.mention.kind)], "description-of-recent"),
        ):
            entity = best_fit(naming, memory, least)
            if entity is not None:
                return self._described(naming, entity, rule)
        entity = self._own
        self._own += 1
        self._note(self._seen, entity, naming)
        return Reading(naming, entity, "description-alone")

    def _described(self, naming: Naming, entity: int, rule: str) -> Reading:
        facts = self._seen.get(entity)
        if facts:
            facts.count += 1
            facts.described.add(naming.words)
            self._seen.met(entity, facts)
            self._met[entity] = naming.mention.span.start
        return Reading(naming, entity, rule)

    def _note(self, memory: Memory, entity: int, naming: Naming) -> None:
        facts = memory.get(entity)
        if facts is None:
            kind = naming.mention.kind
            link = self._links.get(entity)
            facts = Facts(family_of(kind), kind, link.actor if link else None)
        facts.note(naming)
        memory.met(entity, facts)
