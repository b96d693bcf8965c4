"""Who speaks in a claim, by a key that holds in every report, and whether two are one voice.

Reports may come with entities or with bare spans: a lexicon's or a gazetteer's id is taken where
there is one, else the naming's own words are read (`speakers_naming`). A short naming takes what
a fuller one of the same report says.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

from riwaya.compare.model import Speaker
from riwaya.compare.speakers_keys import is_organ, is_state_media, state_of_key
from riwaya.compare.speakers_naming import Naming, naming_of
from riwaya.compare.speakers_report import Cast
from riwaya.compare.speakers_words import alike, head_types
from riwaya.model import Claim, Document, Report

_OFFICIALS = frozenset({"official", "minister", "head", "diplomat", "commander"})
UNKNOWN = "unknown:"
UNNAMED = "unnamed:"
OUTLET = "outlet:"
SAME = 0.75
"""From this similarity on two speakers count as one voice."""


@dataclass(frozen=True, slots=True)
class Likeness:
    """How far two speakers are one voice (0 to 1), and the name of the reason."""

    score: float
    why: str


def speaker_of(report: Report, claim: Claim) -> Speaker:
    """The speaker of `claim`.

    `key` begins with `actor:` or `geonames:` (an id that holds everywhere), `person:`, `body:`,
    `role:`, `document:` or `unnamed:` (folded words), or `unknown:` (nobody is named; then the
    document's id follows, so that no two reports share it).
    """
    return _cast(report).speaker(claim)


def outlet_speaker(document: Document) -> Speaker:
    """The outlet as the teller of its own narration; the document itself where it has none."""
    name = document.outlet or document.id
    key = f"{OUTLET}{' '.join(name.lower().split())}"
    return Speaker(key, key, name)


def is_named(speaker: Speaker) -> bool:
    """Whether the key names one speaker, so that two claims with it are one speaker's."""
    return not speaker.key.startswith((UNKNOWN, UNNAMED, "document:"))


def same_voice(a: Speaker, b: Speaker) -> float:
    """How far two speakers are one voice: 1 the same, about 0.8 a body and its spokesman, about
    0.5 a state and its army or ministry, 0 nothing in common."""
    return likeness(a, b).score


def likeness(a: Speaker, b: Speaker) -> Likeness:
    """`same_voice` with the name of the reason: `same_speaker`, `same_name`, `same_office`,
    `same_body`, `part_of_state`, `same_state`, `unnamed_alike`, `words_alike`,
    `one_of_several`, `state_media` or `different`."""
    return _likeness(a, b) if a.key <= b.key else _likeness(b, a)


@lru_cache(maxsize=1 << 16)
def _likeness(a: Speaker, b: Speaker) -> Likeness:
    if UNKNOWN in (a.key[: len(UNKNOWN)], b.key[: len(UNKNOWN)]):
        return Likeness(1.0, "same_speaker") if a.key == b.key else Likeness(0.0, "different")
    first, second = naming_of(a.words), naming_of(b.words)
    if not (is_named(a) and is_named(b)):
        return _unnamed(a, b, first, second)
    if a.key == b.key:
        return Likeness(1.0, "same_speaker")
    if a.key.startswith(OUTLET) or b.key.startswith(OUTLET):
        return Likeness(0.0, "different")
    return _named(a, b, first, second)


def _unnamed(a: Speaker, b: Speaker, first: Naming, second: Naming) -> Likeness:
    """Sources without a name: like words may or may not be one person."""
    if a.key == b.key:
        return Likeness(0.6, "unnamed_alike")
    if a.body is not None and a.body == b.body:
        return Likeness(0.5, "same_body")
    share = alike(first.content, second.content)
    if share >= 0.5:
        told = first.name or second.name
        return Likeness((0.8 if told else 0.55) * share, "unnamed_alike")
    return Likeness(0.3, "same_state") if _states_meet(a, b, first, second) else DIFFERENT


DIFFERENT = Likeness(0.0, "different")


def _named(a: Speaker, b: Speaker, first: Naming, second: Naming) -> Likeness:
    several = len(first.both) > 1 or len(second.both) > 1
    if several and set(first.both) & set(second.both):
        return Likeness(0.6, "one_of_several")
    if is_state_media(a.key, b.key):
        return Likeness(0.6, "state_media")
    names = _names(a, b, first, second)
    if names is True:
        return Likeness(0.95, "same_name")
    bodies = _bodies(a, b)
    office = bool(first.roles & second.roles) and first.single and second.single
    if bodies == 1.0 and names is None:
        return Likeness(0.9, "same_office") if office else Likeness(0.8, "same_body")
    if bodies == 1.0:
        return Likeness(0.65, "same_body")
    known = a.key.startswith("actor:") and b.key.startswith("actor:")
    share = 0.0 if known or names is False else alike(first.content, second.content)
    if share >= 0.6:
        return Likeness(0.9 * share, "words_alike")
    if _states_meet(a, b, first, second):
        whole = _is_whole_state(a) or _is_whole_state(b)
        return Likeness(0.5, "part_of_state") if whole else Likeness(0.3, "same_state")
    return Likeness(0.9 * share, "words_alike") if share >= 0.5 else DIFFERENT


def _names(a: Speaker, b: Speaker, first: Naming, second: Naming) -> bool | None:
    """Whether two persons bear one name; None when one of them is not named."""
    if not first.name or not second.name:
        return None
    if a.key.startswith("actor:") and b.key.startswith("actor:"):
        return False
    short, full = sorted((first.name, second.name), key=len)
    return all(any(alike((x,), (y,)) for y in full) for x in short)


def _bodies(a: Speaker, b: Speaker) -> float:
    """1 when both speak for one body (or one is it), else how far the bodies' words agree."""
    one, two = {a.key, a.body} - {None}, {b.key, b.body} - {None}
    return 1.0 if one & two else 0.0


def _is_whole_state(speaker: Speaker) -> bool:
    return state_of_key(speaker.key) == speaker.key or state_of_key(speaker.body) == speaker.body


def _states_meet(a: Speaker, b: Speaker, first: Naming, second: Naming) -> bool:
    """Whether both speak for organs of one state."""
    one, two = _state(a, first), _state(b, second)
    return one is not None and one == two


def _state(speaker: Speaker, naming: Naming) -> str | None:
    """The state for which a speaker speaks as one of its organs, or as an official of it."""
    organ = next((key for key in (speaker.body, speaker.key) if is_organ(key)), None)
    if organ is not None:
        return state_of_key(organ)
    official = not naming.roles.isdisjoint(_OFFICIALS) or _is_official(naming)
    return naming.state if official and speaker.body is None else None


def _is_official(naming: Naming) -> bool:
    return bool(naming.content) and head_types().get(naming.content[0]) == "state"


_KEPT = 16
_casts: dict[int, tuple[Report, Cast]] = {}


def _cast(report: Report) -> Cast:
    """The cast of a report, kept for the last few reports: claims are asked for one by one."""
    kept = _casts.get(id(report))
    if kept is not None and kept[0] is report:
        return kept[1]
    cast = Cast(report)
    if len(_casts) >= _KEPT:
        _casts.pop(next(iter(_casts)))
    _casts[id(report)] = (report, cast)
    return cast


__all__ = [
    "DIFFERENT",
    "SAME",
    "Likeness",
    "is_named",
    "likeness",
    "outlet_speaker",
    "same_voice",
    "speaker_of",
]
