"""Candidates from the gazetteer, grouped into senses: one place with the units of its name."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from math import asin, cos, log10, radians, sin, sqrt

from riwaya.gazetteer.base import Gazetteer, GazetteerPlace
from riwaya.stages.places.scene import Scene, Site, bare_names
from riwaya.stages.places.vocabulary import capitals

_MOST = 60  # candidates of one name that are weighed
_SAME_KM = 60.0  # a town and the district of its name lie nearer than this
_SAME_TOWN_KM = 20.0  # and a town and its old centre nearer than this
_EARTH_KM = 6371.0
STATE = "actor:state-"  # ids of the states in the actor lexicon begin so
# What a place of each level weighs by itself; a city by its people, 0.75 a power of ten.
_LEVELS = {
    "country": 4.0, "continent": 4.0, "region": 3.0, "water": 2.5, "admin1": 2.4, "island": 2.0,
    "mountain": 1.8, "admin2": 1.2, "admin3": 1.0, "camp": 1.0, "neighbourhood": 1.0,
    "facility": 1.5, "other": 0.8, "city": 0.8,
}  # fmt: skip
_CAPITAL, _CAPITAL_LEAST = 1.0, 2.5
KNOWN_ABROAD = 2.25  # weight of a town of 100,000, or a little less than a province's
LARGE = 2.6  # weight of a place that is known without its country being named
WATER = frozenset({"water"})
_EXACT = ("city", "neighbourhood", "camp", "facility")


@dataclass(frozen=True, slots=True)
class Sense:
    """Places of one name that hold each other or lie together: the city and its governorate.

    `capital` is the id of the one that is its state's capital.
    """

    places: tuple[GazetteerPlace, ...]
    capital: str | None = None

    @property
    def country(self) -> str | None:
        """ISO code of the country it lies in."""
        return next((place.country for place in self.places if place.country), None)

    @property
    def weight(self) -> float:
        """How much the weightiest of its places counts by itself."""
        return max(self.weight_of(place) for place in self.places)

    def weight_of(self, place: GazetteerPlace) -> float:
        """What one of its places counts by itself."""
        return weight_of(place, capital=place.id == self.capital)


@dataclass(slots=True)
class Group:
    """The mentions of one entity, and what its names can mean.

    `letters` is its commonest spelling, in the letters view. `apart` marks mentions of a name
    that cannot mean the same (`ولاية جورجيا`, `خليج عدن`). `usual` are the levels of a mention
    without a word of kind; `full` names the unit that is then meant by custom (`قطاع غزة`).
    `qualified` are places that bear a mention's name with its qualifier (`ريف دمشق`), by site.
    """

    sites: list[Site]
    letters: str = ""
    apart: bool = False
    usual: frozenset[str] = frozenset()
    full: str = ""
    qualified: dict[int, GazetteerPlace] = field(default_factory=dict)
    senses: list[Sense] = field(default_factory=list)
    full_names: frozenset[str] = frozenset()

    @property
    def named(self) -> list[Site]:
        """The sites that name the place; all of them where none does."""
        return [site for site in self.sites if not site.nominal] or self.sites


def group_sites(scene: Scene, apart: Callable[[Site], bool]) -> list[Group]:
    """The sites by the entity that they are read as, in text order; without one, by spelling.

    Sites for which `apart` holds make a group of their own, beside a state or beside the others.
    """
    found: dict[tuple[bool, str], Group] = {}
    shared = {site.entity.id for site in scene.sites if site.entity and not apart(site)}
    for site in scene.sites:
        key = site.entity.id if site.entity else f"{site.nominal} {site.letters}"
        alone = apart(site) and (key in shared or key.startswith(STATE))
        found.setdefault((alone, key), Group([], apart=alone)).sites.append(site)
    main = max(found.values(), key=lambda group: len(group.sites), default=None)
    for group in found.values():
        group.letters = Counter(site.letters for site in group.named).most_common(1)[0][0]
        group.full, by_custom = scene.words.larger.get(group.letters, ("", frozenset()))
        group.usual = _usual(group, group is main and scene.speaks_of_a_city) or by_custom
    return list(found.values())


def _usual(group: Group, city: bool) -> frozenset[str]:
    """The city where the text ever calls it one, else the unit that it is first called.

    `city` says that the text goes on to speak of "the city", and this is the place that it names
    most: then what is once called a governorate (محافظة الرقة) is the city elsewhere.
    """
    told = [site.told for site in group.sites if site.told]
    bare = any(not site.told and not site.nominal for site in group.sites)
    if any("city" in levels for levels in told) or (told and bare and city):
        return frozenset({"city"})
    return told[0] if told else frozenset()


def find_senses(group: Group, scene: Scene, gazetteer: Gazetteer) -> None:
    """Look the group's names up and sort what is found into senses."""
    found: dict[str, GazetteerPlace] = {}
    full: set[str] = set()
    for with_kind, name in _names(group, scene):
        places = gazetteer.named(name)[:_MOST]
        if with_kind:
            full.update(place.id for place in places)
        for place in places:
            found.setdefault(place.id, place)
    group.full_names = frozenset(full)
    fitting = (place for place in found.values() if not _other_kind(group, place))
    group.senses = _senses(list(fitting), group.letters)
    for site in group.sites:
        _find_qualified(site, group, scene, gazetteer)


def _find_qualified(site: Site, group: Group, scene: Scene, gazetteer: Gazetteer) -> None:
    """ريف دمشق is a governorate and no area; ريف دمشق الشرقي is a part of it."""
    start, stop = site.span.start, site.mention.span.stop
    if not (site.area or "").startswith("countryside") or start == site.mention.span.start:
        return
    whole = gazetteer.named(scene.view.text[start:stop])
    if whole:
        group.qualified[site.number] = whole[0]
        site.area = "direction" if site.area == "countryside_part" else None


def _other_kind(group: Group, place: GazetteerPlace) -> bool:
    """Whether the place cannot be meant: a state where a smaller unit stands apart from it, no
    water where the text names one (خليج عدن)."""
    if group.apart and place.level == "country":
        return True
    heads = (site.head or site.inner_head for site in group.sites if not site.nominal)
    return any(head and head.levels == WATER and place.level != "water" for head in heads)


def _names(group: Group, scene: Scene) -> list[tuple[bool, str]]:
    """(whether the word of kind belongs to it, name) for each way to look the group up."""
    names: dict[tuple[bool, str], None] = {(True, group.full): None} if group.full else {}
    for site in group.sites:
        if site.nominal:
            names.update({(True, name): None for name in _capital_meant(site)})
            continue
        if site.head and not site.head.several:
            names.setdefault((True, f"{site.head.word} {site.letters}"))
        for number, name in enumerate(bare_names(site.letters, scene.words)):
            if not (number and site.facility):
                names.setdefault((number == 0 and site.inner_head is not None, name))
    return list(names)


def _capital_meant(site: Site) -> tuple[str, ...]:
    """العاصمة السورية: names of the capital that a description tells."""
    head, country = site.inner_head, site.inner_country
    if head is None or country is None or "capital" not in head.marks:
        return ()
    return tuple(name for name, (iso, _) in capitals().items() if iso == country)[:1]


def _senses(places: Sequence[GazetteerPlace], letters: str) -> list[Sense]:
    capital = _capital(places, letters)
    by_country: dict[str, list[list[GazetteerPlace]]] = {}
    for place in places:
        clusters = by_country.setdefault(place.country or place.id, [])
        home = next((c for c in clusters if any(_together(place, p) for p in c)), None)
        if home is None:
            clusters.append([place])
        else:
            home.append(place)
    return [Sense(tuple(cluster), capital) for found in by_country.values() for cluster in found]


def _capital(places: Sequence[GazetteerPlace], letters: str) -> str | None:
    """The id of the place that is the capital of this name: by its English name, else by people."""
    country, name_en = capitals().get(letters, ("", ""))
    cities = [place for place in places if place.level == "city" and place.country == country]
    best = max(cities, key=lambda place: (place.name_en == name_en, place.population), default=None)
    return best.id if best else None


def _together(one: GazetteerPlace, other: GazetteerPlace) -> bool:
    if one.level == "country" or other.level == "country":
        return True  # of one country: a state and its capital (تونس), or a city that is a state
    if one.level == other.level == "admin1":
        return True  # filed twice: no state has two provinces of one name
    if one.id in other.parents or other.id in one.parents:
        return True
    distance = distance_km(one, other)
    if distance is not None:
        towns = one.level == other.level == "city"
        return distance < (_SAME_TOWN_KM if towns else _SAME_KM)
    return bool(set(one.parents[1:]) & set(other.parents[1:])) and one.level != other.level


def is_foreign_capital(letters: str, country: str) -> bool:
    """Whether the name is that of another state's capital."""
    return capitals().get(letters, (country, ""))[0] != country


def weight_of(place: GazetteerPlace, *, capital: bool = False) -> float:
    """What a place counts for by itself: its level, its people, whether it is a capital."""
    people = 0.75 * log10(place.population) - 1.5 if place.population > 100 else 0.0
    weight = max(_LEVELS[place.level], people if place.level == "city" else 0.0)
    return max(weight, _CAPITAL_LEAST) + _CAPITAL if capital else weight


def distance_km(one: GazetteerPlace, other: GazetteerPlace) -> float | None:
    """Great-circle distance in kilometres (haversine); None where a place has no point."""
    if one.lat is None or one.lon is None or other.lat is None or other.lon is None:
        return None
    lat, other_lat = radians(one.lat), radians(other.lat)
    half_lat, half_lon = (other_lat - lat) / 2, radians(other.lon - one.lon) / 2
    chord = sin(half_lat) ** 2 + cos(lat) * cos(other_lat) * sin(half_lon) ** 2
    return 2 * _EARTH_KM * asin(min(1.0, sqrt(chord)))


def chosen_place(sense: Sense, levels: frozenset[str]) -> GazetteerPlace:
    """The place of a sense that fits the wanted levels best; without levels a country before a
    city before the rest."""
    return max(sense.places, key=lambda place: (_fit(place, levels), sense.weight_of(place)))


def fits(place: GazetteerPlace, levels: frozenset[str]) -> bool:
    """Whether the place is of one of the levels; a first division may be filed as a second."""
    if place.level in levels:
        return True
    return "admin1" in levels and place.level == "admin2" and len(place.parents) == 1


def too_exact(place: GazetteerPlace, levels: frozenset[str]) -> bool:
    """Whether a point would be false: the text names a wider unit than the gazetteer has."""
    return bool(levels) and place.level in _EXACT and not levels & set(_EXACT)


def _fit(place: GazetteerPlace, levels: frozenset[str]) -> int:
    if levels:
        return 10 * fits(place, levels)
    return {"country": 3, "continent": 3, "city": 2}.get(place.level, 1)


def ancestor(
    place: GazetteerPlace, levels: Sequence[str], gazetteer: Gazetteer
) -> GazetteerPlace | None:
    """The smallest unit above the place that is of one of the levels."""
    for parent in reversed(place.parents):
        unit = gazetteer.get(parent)
        if unit and unit.level in levels:
            return unit
    return None
