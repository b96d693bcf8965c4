"""Settlements: which are kept, and under which names."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Mapping
from difflib import SequenceMatcher
from typing import Any

from riwaya.gazetteer.arabic import arabic_names
from riwaya.gazetteer.keys import name_key
from tools.gazetteer import packages
from tools.gazetteer.countries import capital_of
from tools.gazetteer.draft import Draft

# The Middle East, North Africa and their neighbours, where news names small towns and where a
# Persian, Kurdish or Urdu spelling may be printed: everything that the packages hold.
NEAR = frozenset(
    {"AE", "AF", "BH", "CY", "DJ", "DZ", "EG", "EH", "ER", "ET", "IL", "IQ", "IR", "JO", "KM", "KW"}
    | {"LB", "LY", "MA", "MR", "OM", "PK", "PS", "QA", "SA", "SD", "SO", "SS", "SY", "TD", "TN"}
    | {"TR", "YE"}
)
_NEAR_LATIN_ONLY = 1_000  # inhabitants of a near town without any Arabic name
_FAR_ARABIC, _FAR_LATIN_ONLY = 5_000, 50_000
_TITLED = 300_000  # inhabitants of a city whose English name is taken for an article's title
_STRICT = re.compile("[āēīōūḩţşẕḑ‘’]")  # marks of a scholarly transliteration
_FAMOUS = 1_000_000  # inhabitants of a city whose name no far town bears by chance
_ALIKE = 0.6  # least likeness of two English names of one Arabic name
_DOMINANT = 4  # times as populous as the next place of its English name


def by_country() -> dict[str, list[dict[str, Any]]]:
    """All settlements of the packages, by country."""
    found = defaultdict(list)
    for city in packages.cities():
        found[city["countrycode"]].append(city)
    return found


def cities(tables: dict[str, list[dict[str, Any]]]) -> list[Draft]:
    """The settlements that are kept."""
    units = packages.city_units()
    capitals = {
        capital["geonameid"]
        for code, country in packages.countries().items()
        if (capital := capital_of(country, tables.get(code, [])))
    }
    drafts = []
    for city in (city for code in sorted(tables) for city in tables[code]):
        is_capital = city["geonameid"] in capitals
        if not is_capital and city["countrycode"] not in NEAR and city["population"] < _FAR_ARABIC:
            continue  # the most; looking for their Arabic names would take the longest
        draft = _draft(city, units, is_capital)
        if _is_kept(draft):
            drafts.append(draft)
    _unname(drafts)
    _entitle(drafts)
    return drafts


def _draft(city: dict[str, Any], units: dict[str, str], is_capital: bool) -> Draft:
    names = arabic_names(city["alternatenames"], city["name"])
    country = city["countrycode"]
    foreign = names.foreign if country in NEAR else ()
    usual = names.usual
    return Draft(
        gid=f"geonames:{city['geonameid']}",
        name=(usual or foreign or (city["name"],))[0],
        name_en=city["name"],
        level="city",
        country=country,
        lat=float(city["latitude"]),
        lon=float(city["longitude"]),
        population=max(0, int(city["population"])),
        is_capital=is_capital,
        unit=units.get(str(city["geonameid"]), f"{country}.{city['admin1code']}"),
        names=[*usual[1:], *(foreign if usual else foreign[1:])],
    )


def _is_kept(city: Draft) -> bool:
    is_arabic = city.name != city.name_en
    if city.is_capital:
        return True
    if city.country in NEAR:
        return is_arabic or city.population >= _NEAR_LATIN_ONLY
    return city.population >= (_FAR_ARABIC if is_arabic else _FAR_LATIN_ONLY)


def _unname(drafts: list[Draft]) -> None:
    """Take from a far town the Arabic name of a famous city that it does not resemble.

    GeoNames has such names by mistake: موسكو for Mesquite, Texas.
    """
    famous: dict[str, list[Draft]] = defaultdict(list)
    for draft in drafts:
        if draft.is_capital or draft.population >= _FAMOUS:
            for name in draft.all_names():
                famous[name_key(name)].append(draft)
    for draft in drafts:
        if draft.country in NEAR or draft.is_capital or draft.population >= _FAMOUS:
            continue
        kept = [name for name in draft.all_names() if not _is_borrowed(name, draft, famous)]
        draft.name, draft.names = kept[0], kept[1:]


def _is_borrowed(name: str, draft: Draft, famous: Mapping[str, list[Draft]]) -> bool:
    if name == draft.name_en:
        return False
    own = name_key(draft.name_en)
    others = famous.get(name_key(name), [])
    alike = (SequenceMatcher(None, own, name_key(other.name_en)).ratio() for other in others)
    return bool(others) and max(alike) < _ALIKE


def _entitle(drafts: list[Draft]) -> None:
    """Give capitals and plainly named large cities the title of their English article.

    Near towns are left to the hand-made rows: GeoNames transliterates their names strictly
    (Ar Raqqah), and titles do not. American titles carry the state.
    """
    people: dict[str, list[int]] = defaultdict(list)
    for draft in drafts:
        people[name_key(draft.name_en)].append(draft.population)
    for draft in drafts:
        *_, second = [0, *sorted(people[name_key(draft.name_en)])][:-1]
        is_large = draft.population >= max(_TITLED, _DOMINANT * second)
        is_far = draft.country not in {*NEAR, "US", "CA", "AU"}
        is_known = is_large and is_far and draft.name != draft.name_en
        if (is_known or draft.is_capital) and not _STRICT.search(draft.name_en):
            draft.refs["wikipedia"] = draft.name_en
