"""Rules that begin at a people noun (or at أحد). Each gives a count or None."""

from __future__ import annotations

from riwaya.stages.quantities.amounts import Amount
from riwaya.stages.quantities.number_rules import MOST_ADJECTIVES, ends_here
from riwaya.stages.quantities.scene import Found, Scene

_CONSTRUCT_GAP = 2  # words between a noun and its number: `أعضاء مجلس النواب الخمسة`
_SIGN_REACH = 4
_PAIR_ENDINGS = ("ين", "ان")
_OTHER_PAIRS = ("ين", "ان", "تي", "تا")
_SHORTEST_PAIR = 5  # letters: كان and بين are none


def noun_with_number(scene: Scene, at: int) -> Found | None:
    """`الأطفال الاثني عشر`, `زملائه الأربعة`, `أفراد الطاقم الستة`, `ركابها الـ66`."""
    noun = scene.noun_with_clitics(at)
    if noun is None or noun.one or not (noun.many or noun.possessed):
        return None
    for place in range(at + 1, at + 2 + _CONSTRUCT_GAP):
        amount = scene.amount(place)
        if amount and amount.definite and not amount.vague and not amount.clip:
            if amount.minimum is None or amount.minimum < 2:
                return None
            return Found(at, amount.after - 1, amount, noun.kind, noun.clip)
        if not (scene.at(place).startswith("ال") or scene.at(place) in scene.words.groups):
            return None
    return None


def dual_with_two(scene: Scene, at: int) -> Found | None:
    """`مدنيين اثنين`, `فلسطينيين قتلا`: a form that could be a plural, with a sign of two."""
    noun = scene.noun_with_clitics(at)
    if noun is None or noun.one or noun.possessed or not scene.at(at).endswith(_PAIR_ENDINGS):
        return None
    for place in range(at + 1, at + 1 + _SIGN_REACH):
        if scene.is_("dual_sign", place):
            last = place if scene.amount(place) else _pair_end(scene, at)
            return Found(at, last, Amount(last + 1, 2, 2), noun.kind, noun.clip)
        if scene.noun(place) is None:
            return None
    return None


def dual(scene: Scene, at: int) -> Found | None:
    """`شخصين`, `قتيلان`, `طفلتين`: forms that can only be two."""
    noun = scene.noun_with_clitics(at)
    if noun is None or not noun.only_two or _describes_things(scene, at):
        return None
    if noun.definite and not _fate_told(scene, at):
        return None
    last = _pair_end(scene, at)
    if scene.is_("other", last + 1):
        last += 1
    return scene.settle(Found(at, last, Amount(last + 1, 2, 2), noun.kind, noun.clip))


def one_with_one(scene: Scene, at: int) -> Found | None:
    """`رجل واحد`, `جندي إسرائيلي واحد`."""
    noun = scene.noun_with_clitics(at)
    if noun is None or not noun.one or noun.definite:
        return None
    place = _singular_end(scene, at) + 1
    feminine = scene.at(at).endswith("ه")
    if feminine and scene.at(at - 1).endswith("ه") and scene.noun(at - 1) is None:
        return None  # an adjective of something else: `بعثة دبلوماسية واحدة`
    if not scene.is_("one", place) or scene.at(place).endswith("ه") != feminine:
        return None
    return scene.settle(Found(at, place, Amount(place + 1, 1, 1), noun.kind, noun.clip))


def one_beside_number(scene: Scene, at: int) -> Found | None:
    """`قتيل و4 جرحى`, `قتيل وجريحان`: a casualty in a list of casualties."""
    noun = scene.noun_with_clitics(at)
    if noun is None or not noun.one or noun.definite or noun.kind not in ("killed", "injured"):
        return None
    place = at + 2 if scene.at(at + 1) == "و" else at + 1
    if not scene.at(at + 1).startswith("و"):
        return None
    trigger = scene.words.trigger_before(scene.at(at))
    if scene.at(at - 1) == "بين" or (trigger and trigger.governs):
        return None  # `بين قتيل وجريح`; إصابة is no person
    more = scene.noun_with_clitics(place)
    paired = more is not None and not more.many and not more.definite and bool(more.kind)
    if not (paired or scene.amount(place)):
        return None
    return Found(at, at, Amount(at + 1, 1, 1), noun.kind, noun.clip)


def one_after_trigger(scene: Scene, at: int) -> Found | None:
    """`مقتل شخص`, and in a headline `إصابة جندي`, `مقتل فلسطيني`: one person as a toll."""
    noun = scene.noun(at)
    if noun is None or not noun.one or noun.definite:
        return None
    trigger = scene.words.trigger_before(scene.at(at - 1))
    if trigger is None or not trigger.governs:
        return None
    anyone = scene.is_("anyone", at) or (scene.first and scene.at(at).endswith("ي"))
    if not anyone:
        return None
    last = _singular_end(scene, at)
    if scene.is_("other", last + 1):
        last += 1
    return (
        Found(at, last, Amount(last + 1, 1, 1), noun.kind) if ends_here(scene, last + 1) else None
    )


def one_of_them(scene: Scene, at: int) -> Found | None:
    """`قتل أحد المارة`, `مقتل أحدهم`, `أحد جنوده أصيب`."""
    alone = scene.at(at) not in ("احد", "احدي")
    noun = None if alone else scene.noun(at + 1)
    if not alone and (noun is None or noun.one):
        return None
    last = at if alone else at + 1
    trigger = scene.words.trigger_before(scene.at(at - 1))
    if (trigger is None or not trigger.governs) and not alone:
        trigger = scene.words.before.get(scene.at(last + 1))
    if trigger is None or not trigger.governs:
        return None
    return Found(at, last, Amount(last + 1, 1, 1), trigger.kind)


def _pair_end(scene: Scene, last: int) -> int:
    """Last token of a dual with its adjectives (`جنديين إسرائيليين`)."""
    definite = scene.at(last + 1).startswith("ال")
    for _ in range(MOST_ADJECTIVES):
        more = scene.noun(last + 1)
        if more is None or more.definite != definite:
            break
        if not scene.at(last + 1).endswith(_PAIR_ENDINGS):
            break
        last += 1
    return last


def _singular_end(scene: Scene, last: int) -> int:
    """Last token of an indefinite singular with its adjectives (`جندي إسرائيلي`)."""
    for _ in range(MOST_ADJECTIVES):
        more = scene.noun(last + 1)
        if more is None or not more.one or more.definite:
            break
        last += 1
    return last


def _describes_things(scene: Scene, at: int) -> bool:
    """Whether the dual is the adjective of a dual that names no people (عمليتان انتحاريتان)."""
    stem = scene.at(at)[: -len("ين")]
    if not stem.endswith(("ي", "ت")):
        return False
    pairs = (scene.at(at - back) for back in (1, 2) if scene.noun_with_clitics(at - back) is None)
    return any(before.endswith(_OTHER_PAIRS) and len(before) > _SHORTEST_PAIR for before in pairs)


def _fate_told(scene: Scene, at: int) -> bool:
    """Whether the words around a definite dual say what became of the two."""
    near = (scene.words.trigger_before(scene.at(at - back)) for back in (1, 2))
    later = (scene.words.after.get(scene.at(at + ahead)) for ahead in range(1, _SIGN_REACH))
    return any(near) or any(later)
