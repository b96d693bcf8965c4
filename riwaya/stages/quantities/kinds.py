"""What became of the people counted, from the words around the count."""

from __future__ import annotations

from typing import cast

from riwaya.model import CountKind
from riwaya.stages.quantities.scene import Found, Scene

_FINAL = ("killed", "injured", "missing")  # what befell them last, whatever they were
_NEAR = 3  # words before a count within which a verb surely governs it
_AFTER = 4
_FAR = 10


def kind_of(scene: Scene, found: Found, before: Found | None) -> tuple[CountKind, str]:
    """The kind of `found` and the name of what decided it.

    In order: the noun itself (قتلى), a verb just before (أصيب), a verb of theirs after (لقوا
    حتفهم), a noun that tells only what they were (معتقلين، ركاب), the count that they are part of
    (بينهم), a verb further before, else `other`.
    """
    left = before.last if before else -1
    choices = (
        ("kind-by-noun", found.kind if found.kind in _FINAL else ""),
        ("kind-by-verb-before", _before(scene, found.first, max(left, found.first - 1 - _NEAR))),
        ("kind-by-verb-after", _after(scene, found)),
        ("kind-by-noun", found.kind),
        ("kind-by-part-of", _inherited(scene, found, before)),
        ("kind-by-verb-far-before", _before(scene, found.first, max(left, found.first - 1 - _FAR))),
    )
    for name, kind in choices:
        if kind:
            return cast(CountKind, kind), name
    return "other", "kind-unstated"


def _before(scene: Scene, first: int, limit: int) -> str:
    for index in range(first - 1, limit, -1):
        trigger = scene.words.trigger_before(scene.at(index))
        while trigger and scene.at(index).startswith("و"):  # `مقتل وجرح العشرات`: the first
            earlier = scene.words.trigger_before(scene.at(index - 1))
            if earlier is None or not earlier.governs or index - 1 <= limit:
                break
            index, trigger = index - 1, earlier
        if trigger:
            return trigger.kind
    return ""


def _after(scene: Scene, found: Found) -> str:
    last = found.last
    if found.amount.minimum == 1:  # `إن رجلا واحدا قتل`: a verb of one is like one before it
        singular = scene.words.before.get(scene.at(last + 1))
        if singular and singular.governs:
            return singular.kind
    for index in range(last + 1, last + 1 + _AFTER):
        trigger = scene.words.after.get(scene.at(index))
        if trigger:
            return trigger.kind
        if scene.at(index) in ("،", "."):
            return ""
    return ""


def _inherited(scene: Scene, found: Found, before: Found | None) -> str:
    if before is None:
        return ""
    between = range(before.last + 1, found.first)
    if any(scene.is_("inherit", index) for index in between):
        return before.kind
    if scene.is_("pronoun", found.last):
        return before.kind
    joined = found.clip or scene.at(found.first - 1) == "و" or len(between) <= 1
    return before.kind if joined else ""
