"""How exactly a mention says where: level, precision codes, point, and what is held back.

Codes: `where_prec` after the UCDP GED codebook (1 exact … 7 international waters), `geo_precision`
after ACLED's (1 town, 2 part of a region or near a town, 3 province). The table is
`place_precision.tsv`.
"""

from __future__ import annotations

from dataclasses import dataclass

from riwaya.gazetteer.base import Gazetteer, GazetteerPlace
from riwaya.stages.places.countries import Guess
from riwaya.stages.places.evidence import NOWHERE
from riwaya.stages.places.scene import Site
from riwaya.stages.places.senses import Sense, ancestor
from riwaya.stages.places.vocabulary import letters_of, precisions, vocabulary

AREA = "area"
_POINTS = ("city", "neighbourhood", "camp", "facility")
_DISTRICT = ("admin2",)
_PROVINCE = ("admin1",)

Point = tuple[float | None, float | None]
NO_POINT: Point = (None, None)


@dataclass(frozen=True, slots=True)
class Measure:
    """What a reading holds beside its mention and country. `rule` names the row of the table."""

    level: str | None
    codes: tuple[int | None, int | None]
    point: Point
    admin: tuple[str, ...]
    rule: str
    coarsened: bool = False


def is_protected(site: Site) -> bool:
    """Whether the mention names a hospital, a school, a shelter or a camp."""
    words = site.letters.split() if site.facility or site.inner_head else []
    if site.head and "camp" in site.head.levels and not site.head.several:
        words.append(site.head.word)
    return vocabulary().is_protected(tuple(words))


def measure_known(
    site: Site, place: GazetteerPlace, sense: Sense, coarse: Gazetteer | None
) -> Measure:
    """The measure of a mention whose place is settled. `coarse` is where the district is looked up
    of a site that is kept back, None for any other."""
    if site.area and site.area.startswith("countryside"):
        place = _widest(place, sense)
    base = place.level
    area = None if site.area == "centre" and base in _POINTS else site.area
    if area:
        return Measure(AREA, _codes(area, base), NO_POINT, held_in(place), f"{area}:{base}")
    if coarse:
        return _coarse(base, ancestor(place, _DISTRICT, coarse), place, coarse)
    kind = "sea" if base == "water" and _is_sea(place) else base
    return Measure(
        base, _codes("named", kind), (place.lat, place.lon), place.admin, f"named:{kind}"
    )


def _is_sea(place: GazetteerPlace) -> bool:
    """Whether waters of no one country are a sea, a gulf or a strait, and no river or lake."""
    firsts = (letters_of(name).partition(" ")[0] for name in (place.name, *place.names))
    heads = (vocabulary().head(first) for first in firsts)
    return place.country in (None, NOWHERE) and any(head and "sea" in head.marks for head in heads)


def _widest(place: GazetteerPlace, sense: Sense) -> GazetteerPlace:
    """The unit that the countryside of a town fills: its governorate, else its district."""
    units = (unit for level in ("admin1", "admin2") for unit in sense.places if unit.level == level)
    return next(units, place)


def measure_unknown(site: Site, guess: Guess | None, coarse: Gazetteer | None) -> Measure:
    """The measure of a mention whose place is not settled: never a point of its own. `coarse` as
    for `measure_known`."""
    area = site.area or site.inner_area
    level = AREA if area else _level_told(site)
    inside = guess.inside if guess else None
    if coarse and not site.area:
        own = inside if inside and inside.level in _DISTRICT else None
        district = own or (ancestor(inside, _DISTRICT, coarse) if inside else None)
        return _coarse(level, district, inside, coarse)
    if guess and inside and guess.rule == "part-of" and site.inner_area:
        codes = _codes(site.inner_area, inside.level)
        return Measure(AREA, codes, NO_POINT, held_in(inside), f"{site.inner_area}:{inside.level}")
    if inside:
        codes = _codes("inside", inside.level)
        return Measure(level, codes, NO_POINT, held_in(inside), f"inside:{inside.level}")
    if guess is None:
        return Measure(level, (None, None), NO_POINT, (), "not-established")
    if guess.country == NOWHERE:
        return Measure(level, _codes("named", "sea"), NO_POINT, (), "named:sea")
    return Measure(level, _codes("inside", "country"), NO_POINT, (), "inside:country")


def held_in(place: GazetteerPlace) -> tuple[str, ...]:
    """The units from the country down to the place itself."""
    return (*place.admin, place.name)


def district_point(place: GazetteerPlace, gazetteer: Gazetteer) -> Point:
    """The point of the place's district; no point where the gazetteer has none."""
    district = ancestor(place, _DISTRICT, gazetteer)
    return (district.lat, district.lon) if district else NO_POINT


def _coarse(
    level: str | None,
    district: GazetteerPlace | None,
    place: GazetteerPlace | None,
    gazetteer: Gazetteer,
) -> Measure:
    """A protected site moved to its district; to its province, without a point, where none is."""
    if district:
        point, codes = (district.lat, district.lon), _codes("named", district.level)
        return Measure(level, codes, point, held_in(district), "coarsened", True)
    province = ancestor(place, _PROVINCE, gazetteer) if place else None
    if province:
        codes = _codes("inside", province.level)
        return Measure(level, codes, NO_POINT, held_in(province), "coarsened", True)
    admin = place.admin[:1] if place else ()
    return Measure(level, _codes("inside", "country"), NO_POINT, admin, "coarsened", True)


def _codes(kind: str, base: str) -> tuple[int | None, int | None]:
    table = precisions()
    return table.get((kind, base)) or table.get((kind, "*")) or (None, None)


def _level_told(site: Site) -> str | None:
    """The level that a firm word of kind tells; that of a building where the kind says so."""
    if site.facility:
        return "facility"
    head = site.head or site.inner_head
    if head is None or head.soft:
        return None
    return head.level
