"""The rules that read entities of several reports as one: named, scored in `linking_rules.tsv`.

No rule compares all pairs. Each sorts entities into blocks by a form of their name, and inside a
block into bins by what they share beside it (an office, two entities of their company, a country);
those of one bin come together. So a new report can bring groups together, and never pulls a group
apart that nothing speaks against.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import combinations

from riwaya.linking.clusters import Objection, contradict, differ_in_office
from riwaya.linking.members import Evidence, Member
from riwaya.linking.names import NameForm, variant_keys
from riwaya.resources import lexicon

_EVENT_DAYS = 60
_STORY_DAYS = 4
_RARE = 8
_LEAST_LETTERS = 3


@dataclass(frozen=True, slots=True)
class Candidate:
    """An entity that rules may join to others."""

    member: Member
    evidence: Evidence


Keys = Iterator[Hashable]
Blocks = Callable[[NameForm, Candidate], Keys]
Bins = Callable[[Evidence], Keys]
Fits = Callable[[Sequence[Candidate]], bool]


@dataclass(frozen=True, slots=True)
class Rule:
    """`blocks` gives the keys under which a candidate meets others; `bins` what two of a block must
    share besides (None: nothing more); `fits` refuses a whole block; `objections` forbid a union.
    """

    name: str
    score: float
    kinds: frozenset[str]
    blocks: Blocks
    bins: Bins | None
    fits: Fits | None
    objections: tuple[Objection, ...]


def _full_names(form: NameForm, _: Candidate) -> Keys:
    if form.is_full:
        yield form.words


def _long_names(form: NameForm, _: Candidate) -> Keys:
    if len(form.words) > 2:
        yield form.words


def _specific_names(form: NameForm, _: Candidate) -> Keys:
    if form.is_full and not form.is_made_of("generic", "everywhere"):
        yield form.words


def _names_in_country(form: NameForm, candidate: Candidate) -> Keys:
    """A hospital's or a local council's name is borne in many towns of one country."""
    if candidate.member.block == "facility":
        widespread = form.is_made_of("generic", "everywhere") or form.starts_with("everywhere")
    else:
        widespread = form.has_any("everywhere")
    if form.is_full and candidate.member.country and not widespread:
        yield form.words, candidate.member.country


def _cores(form: NameForm, _: Candidate) -> Keys:
    core = form.core
    if len(core) > 1 and not NameForm(core, "").is_made_of("generic", "everywhere"):
        yield core


def _names_in_unit(form: NameForm, candidate: Candidate) -> Keys:
    unit = candidate.evidence.unit
    if candidate.member.country and unit:
        yield form.words, candidate.member.country, unit


def _names_in_season(form: NameForm, candidate: Candidate) -> Keys:
    if form.is_full:
        yield from ((form.words, *window) for window in _windows(candidate, _EVENT_DAYS))


def _single_names_in_days(form: NameForm, candidate: Candidate) -> Keys:
    """A name of one or two letters is an initial or a slip."""
    tells = len(form.key) >= _LEAST_LETTERS and not form.is_made_of("generic", "everywhere")
    if tells and not form.is_full:
        yield from ((form.words, *window) for window in _windows(candidate, _STORY_DAYS))


def _spellings(form: NameForm, _: Candidate) -> Keys:
    yield from variant_keys(form)


def _windows(candidate: Candidate, days: int) -> Iterator[tuple[str, int]]:
    """The two windows of `days` days that hold the day of publication; each begins in the middle of
    the other, so that half of `days` never falls between two."""
    day = candidate.evidence.day
    if day is not None:
        yield "a", day // days
        yield "b", (day + days // 2) // days


def _offices(evidence: Evidence) -> Keys:
    yield from evidence.offices


def _company(evidence: Evidence) -> Keys:
    yield from combinations(sorted(evidence.company), 2)


def _office_or_company(evidence: Evidence) -> Keys:
    yield from _offices(evidence)
    yield from _company(evidence)


def _three_of_company(evidence: Evidence) -> Keys:
    yield from combinations(sorted(evidence.company), 3)


def _one_head(block: Sequence[Candidate]) -> bool:
    """حزب الوادي الأخضر and حركة الوادي الأخضر: nobody knows which the bare name means."""
    heads = {form.head for candidate in block for form in candidate.evidence.forms}
    return len(heads - {""}) < 2


def _rare(block: Sequence[Candidate]) -> bool:
    return len({candidate.member.document for candidate in block}) <= _RARE


_STRICT = (contradict, differ_in_office)

_TESTS: dict[str, tuple[Blocks, Bins | None, Fits | None]] = {
    "same_name_same_office": (_full_names, _offices, None),
    "long_name": (_long_names, None, None),
    "full_name": (_specific_names, None, None),
    "name_shared_context": (_full_names, _company, None),
    "name_same_country": (_names_in_country, None, None),
    "name_head_left_out": (_cores, None, _one_head),
    "place_same_unit": (_names_in_unit, None, None),
    "event_near_in_time": (_names_in_season, None, None),
    "name_variant_shared_context": (_spellings, _office_or_company, None),
    "rare_name_same_story": (_single_names_in_days, _three_of_company, _rare),
}
_SWAYED_BY_OFFICE = frozenset({"long_name"})


@cache
def rules() -> tuple[Rule, ...]:
    """All rules, the surest first."""
    found = []
    for row in lexicon("linking_rules"):
        name = row["rule"]
        objections = _STRICT if name in _SWAYED_BY_OFFICE else (contradict,)
        kinds = frozenset(row["kinds"].split())
        found.append(Rule(name, float(row["score"]), kinds, *_TESTS[name], objections))
    return tuple(sorted(found, key=lambda rule: (-rule.score, rule.name)))


def bins_of(rule: Rule, candidates: Iterable[Candidate]) -> Iterator[list[Candidate]]:
    """Groups of candidates, in their order, that `rule` reads as one entity unless something speaks
    against it."""
    blocks: dict[Hashable, dict[int, Candidate]] = {}
    for number, candidate in enumerate(candidates):
        if candidate.member.block in rule.kinds:
            for form in candidate.evidence.forms:
                for key in rule.blocks(form, candidate):
                    blocks.setdefault((candidate.member.block, key), {})[number] = candidate
    for block in blocks.values():
        inside = list(block.values())
        if len(inside) > 1 and (rule.fits is None or rule.fits(inside)):
            yield from ([inside] if rule.bins is None else _bins(inside, rule.bins))


def _bins(block: list[Candidate], bins: Bins) -> Iterator[list[Candidate]]:
    found: dict[Hashable, list[Candidate]] = {}
    for candidate in block:
        for key in bins(candidate.evidence):
            found.setdefault(key, []).append(candidate)
    yield from (inside for inside in found.values() if len(inside) > 1)
