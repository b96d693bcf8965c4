"""The named rules that choose, among the names in a naming, whose account it is."""

from __future__ import annotations

from collections.abc import Callable

from riwaya.model import Mention
from riwaya.stages.isnad.naming import Naming

Rule = Callable[[Naming], Mention | None]

_BODIES = ("organisation", "group", "facility", "event")
_PEOPLE = ("person", "anonymous")
_VOICE = "spokesman"


def begins_with_name(naming: Naming) -> Mention | None:
    """بوتين، الرئيس الروسي; صحيفة is not a name, رويترز is; إسرائيل."""
    first = naming.first
    if first is None or first.kind == "person":
        return first
    return None if naming.type in _PEOPLE and naming.of_kind("person") else first


def person_behind_title(naming: Naming) -> Mention | None:
    """محامي ترامب، مايكل كوهين: the last person of a naming that is a person's."""
    people = naming.of_kind("person")
    titled = naming.type in _PEOPLE or naming.head == "person"
    if not people or not titled or naming.head in ("document", "media"):
        return None
    return people[-1]


def voice_of_body(naming: Naming) -> Mention | None:
    """المتحدث باسم التحالف, nobody named: the body speaks, through its spokesman."""
    if naming.role is None or naming.role.kind != _VOICE:
        return None
    bodies = naming.of_kind(*_BODIES)
    return bodies[0] if bodies else None


def body_behind_head(naming: Naming) -> Mention | None:
    """بيان التحالف, إدارة فيسبوك, قوات الجيش: the body that a statement or a part belongs to."""
    if naming.type in _PEOPLE or (naming.role is not None and naming.head not in _OF_BODIES):
        return None
    bodies = naming.of_kind(*_BODIES)
    return bodies[0] if bodies else None


def person_behind_document(naming: Naming) -> Mention | None:
    """تغريدة لترامب: the person whose document it is."""
    people = naming.of_kind("person")
    return people[0] if people and naming.head in _OF_BODIES else None


def state_behind_head(naming: Naming) -> Mention | None:
    """حكومة إسرائيل, بيان لروسيا: the state whose authorities or statement it is."""
    places = naming.of_kind("place")
    if not places or naming.type not in ("state", "document") or naming.role is not None:
        return None
    return places[0]


SPEAKER: tuple[Rule, ...] = (
    begins_with_name,
    person_behind_title,
    voice_of_body,
    body_behind_head,
    person_behind_document,
    state_behind_head,
)
_OF_BODIES = ("document", "media", "organisation")


def body_of(naming: Naming, speaker: Mention | None) -> Mention | None:
    """The body that the speaker of a naming speaks for or belongs to: the first one named that is
    not the speaker; a place only for people, as in عمدة لندن."""
    if speaker is not None and speaker.kind != "person":
        voice = naming.role is not None and naming.role.kind == _VOICE
        return speaker if voice else None
    return _first_body(naming)


def _first_body(naming: Naming) -> Mention | None:
    bodies = naming.of_kind(*_BODIES) or naming.of_kind("place")
    return bodies[0] if bodies else None
