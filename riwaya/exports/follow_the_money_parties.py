"""Which FollowTheMoney schema an entity of a report becomes, and with what values.

Nothing here says anything about anybody but the name: no topic, no role, no link.
"""

from __future__ import annotations

from riwaya.exports.follow_the_money_model import Money, Proxy
from riwaya.exports.masking import MASKED_ID
from riwaya.model import Entity, Report

_STATE = "actor:state-"
_PARTY_SCHEMA = {"person": "Person", "organisation": "Organization"}
_PLACES = frozenset(("place", "facility"))
_PARTIES = frozenset(("person", "organisation", "group"))
_OWN = ("local:",)


class Parties:
    """The entities of one report as FollowTheMoney has them, by Riwaya's id and whether it acts as
    somebody (a speaker, a party) or as somewhere."""

    def __init__(self, report: Report, money: Money) -> None:
        self._report = report
        self._money = money
        self._speaking = {
            id_ for claim in report.claims for id_ in (claim.speaker, claim.organisation) if id_
        }
        self.parties: dict[str, Proxy] = {}
        self.places: dict[str, Proxy] = {}
        for entity in report.entities:
            self._add(entity)

    def is_shared(self, entity: str) -> bool:
        """Whether other reports can have the same entity."""
        return not entity.startswith(_OWN)

    def _add(self, entity: Entity) -> None:
        schema = self._schema(entity)
        if schema:
            proxy = self._money.entity(schema, self._parts(entity), _values(entity))
            if self._money.valid(proxy):
                self.parties[entity.id] = proxy
        if entity.kind in _PLACES:
            self.places[entity.id] = self._place(entity)

    def _schema(self, entity: Entity) -> str | None:
        """None for what is nobody, for the unnamed, and for masked names: a mask is no name, and
        two persons behind one mask are not one person."""
        if entity.kind not in _PARTIES and entity.id not in self._speaking:
            return None
        if entity.id.startswith(MASKED_ID) or entity.standing == "unnamed":
            return None
        if entity.id.startswith(_STATE):
            return "PublicBody"
        return _PARTY_SCHEMA.get(entity.kind, "LegalEntity")

    def _parts(self, entity: Entity) -> tuple[str, ...]:
        """What its id is made of: an entity's id that is the same in all reports, else the report
        too."""
        if self.is_shared(entity.id) and entity.kind not in _PLACES:
            return (entity.id,)
        return (self._report.document.id, entity.id if entity.kind in _PARTIES else entity.name)

    def _place(self, entity: Entity) -> Proxy:
        """A place by its name in one report. It bears no coordinates and no gazetteer's id, which
        could lead to a protected site: the format `geojson` says what may be said of points."""
        values = {"full": entity.name, "country": entity.country}
        return self._money.entity("Address", (self._report.document.id, entity.name), values)


def _values(entity: Entity) -> dict[str, object]:
    """Names, country and Wikidata's number. `name` is the neutral one; what reports call somebody
    may take sides, and is only a weak alias."""
    refs = dict(entity.refs) if entity.kind in _PARTIES else {}
    return {
        "name": entity.name,
        "alias": entity.name_en,
        "weakAlias": [name for name in entity.names if name != entity.name],
        "country": entity.country,
        "wikidataId": refs.get("wikidata"),
    }
