"""The keys of speakers: what states, their organs and media are, by the actor lexicon."""

from __future__ import annotations

from functools import cache

from riwaya.resources import lexicon
from riwaya.resources.actors import Actor, actor_with_id, state_body

STATE = "actor:state-"
_EXECUTIVE = ("actor:government-", "actor:cabinet-")
_LEADERS = frozenset({"president", "prime-minister", "king", "chancellor", "crown-prince"})
_ORGANS = frozenset({"executive", "army", "ministry", "police", "intelligence", "parliament"})
_MINISTRIES = {
    "foreign-minister": "foreign-ministry",
    "defence-minister": "defence-ministry",
    "interior-minister": "interior-ministry",
}


def state_of_key(key: str | None) -> str | None:
    """The key of the state that an actor's key belongs to."""
    if key is None or not key.startswith("actor:"):
        return None
    if is_state(key):
        return key
    actor = actor_with_id(key)
    return STATE + actor.country.lower() if actor and actor.country else None


def is_leader(actor: Actor) -> bool:
    """Whether a known person is or was at the head of a state or its government."""
    return not _LEADERS.isdisjoint(actor.tags)


def is_state(key: str) -> bool:
    """Whether a key is that of a state itself (`actor:state-fr`)."""
    return key.startswith(STATE) and len(key) == len(STATE) + 2


def is_medium(key: str) -> bool:
    """Whether a key is a news medium's (an agency, a newspaper, a state's media)."""
    return key in _media() or key.startswith("actor:state-media-")


def is_state_media(a: str, b: str) -> bool:
    """Whether one key is a state's media as a whole (الإعلام الرسمي السوري) and the other a medium
    of that state, which may be what is meant."""
    whole = next((key for key in (a, b) if key.startswith("actor:state-media-")), None)
    both = is_medium(a) and is_medium(b) and a != b
    return both and whole is not None and state_of_key(a) == state_of_key(b)


@cache
def _media() -> frozenset[str]:
    return frozenset(row["id"] for row in lexicon("actors_media"))


def is_organ(key: str | None) -> bool:
    """Whether a key is that of a state or of a body through which a state acts (its army, police,
    ministries): no party, medium or association of its people."""
    if key is None or not key.startswith("actor:"):
        return False
    actor = actor_with_id(key)
    if is_state(key) or actor is None or is_medium(key):
        return is_state(key)
    made = actor.country and state_body(
        key.removeprefix("actor:").rpartition("-")[0], STATE + actor.country.lower()
    )
    return bool(made) or not _ORGANS.isdisjoint(actor.tags)


def canonical(key: str) -> str:
    """The key of a state for its government: السلطات الأوكرانية and كييف are one voice."""
    for opening in _EXECUTIVE:
        if key.startswith(opening):
            return STATE + key.removeprefix(opening)
    return key


def office_body(actor: Actor) -> str | None:
    """The key of the body that a known person speaks for by his office, None when not known."""
    if not actor.country:
        return None
    state = STATE + actor.country.lower()
    for tag, body in _MINISTRIES.items():
        if tag in actor.tags:
            made = state_body(body, state)
            return made.id if made else state
    return state if _LEADERS.intersection(actor.tags) else None
