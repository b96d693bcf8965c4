"""Administrative units: provinces and districts, with Arabic names where GeoNames has them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from difflib import SequenceMatcher

from riwaya.gazetteer.arabic import arabic_names
from riwaya.gazetteer.base import Level
from riwaya.gazetteer.keys import name_key
from tools.gazetteer import packages
from tools.gazetteer.cities import NEAR
from tools.gazetteer.draft import Draft
from tools.gazetteer.packages import Subdivision

_LEVELS: dict[int, Level] = {1: "admin1", 2: "admin2", 3: "admin3"}
Point = tuple[float, float]


def units(cities: Iterable[Mapping[str, object]]) -> list[Draft]:
    """All first-level units, and the lower ones that have an Arabic name or hold near towns."""
    points = _points(cities)
    drafts = []
    for subdivision in packages.subdivisions():
        draft = _draft(subdivision, points)
        is_arabic = draft.name != draft.name_en
        if subdivision.level == 1 or is_arabic:
            drafts.append(draft)
    return drafts


def _draft(unit: Subdivision, points: Mapping[str, Point]) -> Draft:
    country = unit.code.partition(".")[0]
    name_en = _english(unit)
    names = arabic_names(unit.aliases, name_en)
    foreign = names.foreign if country in NEAR else ()
    shortest = sorted(names.usual, key=len)
    arabic = [*shortest, *foreign]
    lat, lon = points.get(unit.code, (None, None))
    latin = [unit.name] if unit.name != name_en else []
    return Draft(
        gid=f"geonames:{unit.geonames}",
        name=arabic[0] if arabic else name_en,
        name_en=name_en,
        level=_LEVELS[unit.level],
        country=country,
        lat=lat,
        lon=lon,
        unit=unit.code.rpartition(".")[0],
        codes=[unit.code],
        names=[*arabic[1:], *latin],
    )


def _english(unit: Subdivision) -> str:
    """The plainest Latin name: the unit's own if it needs no accents, else the alias next to it
    (aliases come in every language: Lloegr, Estado de Texas)."""
    plain = [alias for alias in unit.aliases if alias.isascii()]
    if unit.name.isascii() or not plain:
        return unit.name
    own = name_key(unit.name)
    return max(plain, key=lambda a: (SequenceMatcher(None, name_key(a), own).ratio(), a))


def _points(cities: Iterable[Mapping[str, object]]) -> dict[str, Point]:
    """The middle of each unit's settlements: a point inside it, for want of its bounds."""
    codes = packages.city_units()
    held: dict[str, list[Point]] = defaultdict(list)
    for city in cities:
        code = codes.get(str(city["geonameid"]), "")
        point = (float(str(city["latitude"])), float(str(city["longitude"])))
        while "." in code:
            held[code].append(point)
            code = code.rpartition(".")[0]
    return {
        code: (sum(p[0] for p in found) / len(found), sum(p[1] for p in found) / len(found))
        for code, found in held.items()
    }


def seat_units(drafts: Iterable[Draft]) -> None:
    """Give units without a point that of the town in the same province that bears their name."""
    towns: dict[tuple[str, str], Draft] = {}
    missing = []
    for draft in drafts:
        if draft.level in _LEVELS.values():
            missing += [draft] if draft.lat is None else []
        elif draft.level == "city":
            for key in {name_key(name) for name in draft.all_names()}:
                towns.setdefault((_province(draft.unit), key), draft)
                if towns[_province(draft.unit), key].population < draft.population:
                    towns[_province(draft.unit), key] = draft
    for unit in missing:
        keys = (name_key(name) for name in unit.all_names())
        province = _province(unit.codes[0])
        seat = next((towns[province, key] for key in keys if (province, key) in towns), None)
        if seat:
            unit.lat, unit.lon = seat.lat, seat.lon


def _province(code: str | None) -> str:
    """`SY.09` of `SY.09.1234`."""
    return ".".join((code or "").split(".")[:2])
