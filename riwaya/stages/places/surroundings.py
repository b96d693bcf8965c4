"""Named rules over the words beside a place: its kind, its area, its country, what holds it."""

from __future__ import annotations

import re
from dataclasses import replace

from riwaya.model import Span
from riwaya.stages.places.scene import WIDTH, Item, Scene, Site
from riwaya.stages.places.vocabulary import Head

_SITES = frozenset({"facility", "other"})
_REACH = 12  # items looked at on either side
_NEAR_KM = 25  # UCDP GED: a known point within about 25 km


# From a noun of direction, side or distance up to the name, with a word of kind between or not.
_SIDES = r".[DRNPCMB](?:.[DRNPCMBAG]|.m|.E)*"
_MEASURE = r"(?:.T(?:.[~nx]){0,4}|(?:.~)?.n).K"
_QUALIFIED = re.compile(rf"(?P<run>{_MEASURE}(?:.m|{_SIDES})|{_SIDES})(?P<head>[-ل]H)?(?:-[GA])*$")
_HEADED = re.compile(r".H(?P<between>(?:-[GA])*)$")
_DIRECTED = re.compile(r"(?:-A)+(?:وA(?:-A)*)*")
_ITS = re.compile(r"و[r](?:-A)*(?:وA(?:-A)*)*")
_NATION = re.compile(r"(?:-A)?(?P<nation>-G)")
_DIGITS = re.compile(r"\d+")
# `بيروت (رويترز) -`, `دبي، الإمارات (CNN)--`, `دمشق - `
_OPENING = re.compile(
    r"[^\n]{0,80}?\((?:[A-Za-z .]{2,12}\)|[^()\n]{2,24}\)\s*[-–—:])|[^\n]{0,40}?\s[-–—]{1,2}\s"
)
_BETWEEN = r"(?:.[HRDNPCMAGn~KT]|.m)*"
_LINKS = (
    ("inside", re.compile(rf"(?:-[GA])*(?:.,)?(?:-I|ب[HRDPCM]){_BETWEEN}[-ل]X")),
    ("inside", re.compile(r"(?:-[GA])*(?:.,)?(?:-I)?بX")),
    ("beside", re.compile(rf"(?:-[GA])*(?:.,)?(?:-x)?-[DN]{_BETWEEN}[-ل]X")),
    ("apposed", re.compile(r"(?:-[GA])*.,(?:-H)?-X")),
    ("apposed", re.compile(r"(?:-[GA])*-H(?:-[GA])*-X")),
)


def describe(scene: Scene) -> None:
    """Fill in what the words beside each site say."""
    for site in scene.sites:
        if site.at < len(scene.items) and scene.items[site.at].site == site.number:
            _before(scene, site)
            _coordinated(scene, site)
            _after(scene, site)
            _linked(scene, site)
    _dateline(scene)


def _before(scene: Scene, site: Site) -> None:
    """`area-before`, `word-of-kind`: ريف X، شمال مدينة X، بلدة X، العاصمة السورية X."""
    clitic = scene.items[site.at].reading.clitic
    if clitic not in "-ل":
        return
    numbers = scene.before(site, _REACH)
    codes = scene.codes(numbers)
    match = _QUALIFIED.search(codes)
    if match:
        first = numbers.start + match.start() // WIDTH
        run = scene.items[first : numbers.stop]
        site.area = _area_of(scene, match["run"], run)
        site.area_shared = any(i.reading.head and i.reading.head.several for i in run)
        if site.area:
            site.span = Span(scene.start_of(scene.items[first]), site.span.stop)
    headed = _HEADED.search(codes)
    if headed and (clitic == "-" or match):
        first = numbers.start + headed.start() // WIDTH
        site.head = _head(scene, first, site)
        _adjective(scene, site, scene.items[first + 1 : numbers.stop])


def _head(scene: Scene, number: int, site: Site) -> Head | None:
    """The word of kind, unless it names a building that is only called after the place (مطار X)."""
    item = scene.items[number]
    head, clip = item.reading.head, item.reading.clip
    if head is None or ("capital" in head.marks and not _definite(scene, item.first, clip)):
        return None  # عاصمة X is the capital of X
    return None if head.levels and head.levels <= _SITES and not site.facility else head


def _definite(scene: Scene, word: int, clip: int) -> bool:
    """Whether a word has its article, behind a particle of `clip` letters or not."""
    letters = scene.view.words[word].letters
    return letters[clip:].startswith("ال") or letters[: clip + 1].endswith("لل")


def _area_of(scene: Scene, run: str, items: list[Item]) -> str | None:
    """What kind of area a run of qualifiers makes; None where it makes none."""
    roles = run[1::WIDTH]
    if "K" in roles:
        return _distance(scene, items)
    if "E" in roles and "B" not in roles:
        return None
    for role, area in (("B", "border"), ("C", "coast"), ("N", "near")):
        if role in roles:
            return area
    if "R" in roles:
        return "countryside_part" if set(roles) & set("DA") else "countryside"
    if "D" in roles or ("P" in roles and "A" in roles):
        return "direction"
    return "centre" if "M" in roles else None


def _distance(scene: Scene, items: list[Item]) -> str:
    """`distance_near` up to 25 km (UCDP GED's reach of precision 2), else `distance_far`."""
    words = (scene.view.words[item.first].plain for item in items)
    digits = next((match[0] for match in map(_DIGITS.match, words) if match), "")
    return "distance_near" if digits and int(digits[:6]) <= _NEAR_KM else "distance_far"


def _coordinated(scene: Scene, site: Site) -> None:
    """`coordinated`: ريفي X وY، محافظات X وY: what was said of the one holds for the next."""
    at = site.at - 1
    while at > 0 and scene.items[at].code == "-A":  # ريفي X الشمالي وY الجنوبي
        at -= 1
    before = scene.items[at].site if at >= 0 else None
    if scene.items[site.at].reading.clitic != "و" or before is None:
        return
    previous = scene.sites[before]
    if previous.head is not None and (previous.head.several or previous.shared):
        site.shared = previous.shared = True
        site.head = previous.head = replace(previous.head, marks=previous.head.marks - {"several"})
    if previous.area and previous.area_shared:
        site.area, site.area_shared = previous.area, True


def _after(scene: Scene, site: Site) -> None:
    """`area-after`, `nationality-after`: ريف X الغربي والشمالي، X وريفها الشرقي، X السورية."""
    numbers = scene.after(site, _REACH)
    codes = scene.codes(numbers)
    country_side = (site.area or "").startswith("countryside")
    match = _DIRECTED.match(codes) if country_side else _ITS.match(codes)
    if match:
        last = scene.items[numbers.start + match.end() // WIDTH - 1]
        site.span = Span(site.span.start, scene.stop_of(last))
        site.area = "countryside_part" if "A" in match[0] else "countryside"
    nation = _NATION.match(codes)
    if nation:
        first = numbers.start + nation.start("nation") // WIDTH
        _adjective(scene, site, scene.items[first : first + 1])


def _adjective(scene: Scene, site: Site, items: list[Item]) -> None:
    """The country of a nationality with its article among `items`."""
    for item in items:
        country = item.reading.country
        if country and scene.view.words[item.first].letters.startswith("ال"):
            site.adjective = country
            site.sure = site.head is not None


def _linked(scene: Scene, site: Site) -> None:
    """`inside`, `beside`, `apposed`: X في ريف Y، X بمحافظة Y، X شمال غربي Y، (X - Y)، X قضاء Y."""
    numbers = scene.after(site, _REACH)
    codes = scene.codes(numbers)
    reach = codes.find("X")
    if reach < 0:
        return
    codes = codes[: reach + 1]
    target = scene.items[numbers.start + reach // WIDTH].site
    for link, pattern in _LINKS:
        if target is not None and pattern.fullmatch(codes):
            site.links.append((link, target))
            return


def _dateline(scene: Scene) -> None:
    """`dateline`: places that open a first paragraph before the agency's bracket or a dash."""
    for span in scene.view.paragraphs[:2]:
        opened = _OPENING.match(span.of(scene.view.text))
        if opened is None:
            continue
        for site in scene.sites:
            if site.mention.span.start >= span.start + opened.end():
                break
            site.dateline = site.dateline or site.mention.span.start >= span.start
