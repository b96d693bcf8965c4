"""In which capacity an account is told, and which speakers of a story are one."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from riwaya.compare.model import Account, Speaker
from riwaya.compare.speakers import OUTLET, SAME, UNKNOWN, is_named, likeness
from riwaya.compare.speakers_keys import is_medium
from riwaya.compare.speakers_naming import naming_of
from riwaya.compare.speakers_words import bones, reading_in, words_of
from riwaya.resources.actors import name_words

_COMMON = 200  # speakers
_ONE = ("same_name", "same_office", "words_alike")


@dataclass(frozen=True, slots=True)
class Telling:
    """Who tells an account. `body` is set where the body itself speaks, or an officer of it whom
    nobody names; `capacity` is how (statement, spokesman, commander …; empty for the body)."""

    speaker: Speaker
    body: str | None = None
    capacity: str = ""


def telling_of(account: Account, text: str) -> Telling:
    """The telling of an account of a document with this text. A claim for which no source is named,
    but a medium through which it came, is told by that medium."""
    speaker = account.speaker
    if speaker.key.startswith(UNKNOWN):
        return Telling(_through(account, text) or speaker)
    if account.claim is None or speaker.body is None or not is_named(speaker):
        return Telling(speaker)
    naming = naming_of(speaker.words)
    if naming.name or speaker.key.startswith("person:") or is_medium(speaker.key):
        return Telling(speaker)
    return Telling(speaker, speaker.body, _capacity(speaker.words, naming.roles))


def _through(account: Account, text: str) -> Speaker | None:
    """The medium through which a claim came."""
    for via in account.claim.via if account.claim else ():
        words = " ".join(via.of(text).split())
        naming = naming_of(words, "media")
        if naming.kind == "media" and naming.body:
            return Speaker(naming.body, naming.body, words)
    return None


def _capacity(words: str, roles: frozenset[str]) -> str:
    first = next(iter(name_words(words)), "")
    if reading_in(first, words_of("spoken")):
        return "statement"
    return "+".join(sorted(roles))


def one_speaker(speakers: Sequence[Speaker]) -> dict[Speaker, str]:
    """The key of each speaker, one for all namings of the same.

    A surname or a bare office goes to the one fuller naming that it fits, and to none where it
    fits two that are not the same.
    """
    named = {s for s in speakers if is_named(s) and not s.key.startswith(OUTLET)}
    distinct = sorted(named, key=lambda s: (-_fullness(s), s.key))
    near = _sharing_words(distinct)
    keys: dict[Speaker, str] = {}
    for at, speaker in enumerate(distinct):
        fits = {
            keys[distinct[other]]
            for other in near[at]
            if other < at and _is_one(speaker, distinct[other])
        }
        same = {keys[s] for s in distinct[:at] if s.key == speaker.key}
        found = same or (fits if len(fits) == 1 else set())
        keys[speaker] = min(found, default=speaker.key)
    return keys


def _is_one(a: Speaker, b: Speaker) -> bool:
    """Of a body and one who holds an office of it neither is the other."""
    found = likeness(a, b)
    if found.why == "same_office" and (a.key == a.body or b.key == b.body):
        return False
    return found.score >= SAME and found.why in _ONE


def _fullness(speaker: Speaker) -> int:
    known = 100 if speaker.key.startswith("actor:") else 0
    return known + len(naming_of(speaker.words).content)


def _sharing_words(speakers: Iterable[Speaker]) -> list[set[int]]:
    """For each speaker those that share a word or a body with it: no others can be one with it. A
    word of very many namings (رئيس) tells nothing."""
    signs = [
        {bones(word) for word in naming_of(speaker.words).content} | {speaker.body or ""}
        for speaker in speakers
    ]
    by_sign: dict[str, list[int]] = defaultdict(list)
    for at, found in enumerate(signs):
        for sign in found - {""}:
            by_sign[sign].append(at)
    return [
        {other for sign in found - {""} if len(by_sign[sign]) <= _COMMON for other in by_sign[sign]}
        for found in signs
    ]
