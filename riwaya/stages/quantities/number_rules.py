"""Rules that begin at an amount. Each takes a scene and a token and gives a count or None."""

from __future__ import annotations

from riwaya.stages.quantities.amounts import Amount
from riwaya.stages.quantities.people import Noun
from riwaya.stages.quantities.scene import Found, Scene

_FIRST_YEAR, _LAST_YEAR = 1900, 2100
_COORDINATION_REACH = 9
_TOTAL_REACH = 6
_FATE_REACH = 3
MOST_ADJECTIVES = 4
_NO_END = ("%", "٪", "$", "€", "£", "/", "-", ":")


def number_with_noun(scene: Scene, at: int) -> Found | None:
    """`نحو 400 مدني`, `ثلاثة جنود`, `عشرات القتلى`, `3 آلاف جريح`."""
    amount = scene.amount(at)
    if amount is None or _counts_nobody(scene, at, amount):
        return None
    place = scene.skip_quote(amount.after)
    noun = scene.noun(place)
    if noun is None or not _agree(amount, noun):
        return None
    return _counted(scene, at, amount, noun_phrase_end(scene, place, noun), noun.kind)


def number_of_cases(scene: Scene, at: int) -> Found | None:
    """`74 حالة وفاة`."""
    amount = scene.amount(at)
    if amount is None or not scene.is_("case", amount.after):
        return None
    noun = scene.noun(amount.after + 1)
    if noun is None or not noun.kind:
        return None
    return _counted(scene, at, amount, amount.after + 1, noun.kind)


def number_between(scene: Scene, at: int) -> Found | None:
    """`مئات بين قتيل وجريح`, `30 ما بين قتيل وجريح`: one number for two fates."""
    amount = scene.amount(at)
    if amount is None:
        return None
    place = amount.after + 1 if scene.at(amount.after) == "ما" else amount.after
    if scene.at(place) != "بين":
        return None
    noun = scene.noun(place + 1)
    if noun is None or not noun.kind or not _joined_noun(scene, place + 2, noun):
        return None
    return _counted(scene, at, amount, place + 2, noun.kind)


def number_of_nouns(scene: Scene, at: int) -> Found | None:
    """`ثلاثة من ناشطي …`, `30 من أفراد القوات`, `مئات الآلاف من اللاجئين`."""
    amount = scene.amount(at)
    if amount is None or scene.at(amount.after) != "من" or _counts_nobody(scene, at, amount):
        return None
    place = amount.after + 1
    if scene.is_("which", place):
        return _counted(scene, at, amount, place, "")
    noun = scene.noun(place)
    if noun and (noun.definite or noun.possessed or not noun.one):
        return _counted(scene, at, amount, noun_phrase_end(scene, place, noun), noun.kind)
    if scene.at(place).removeprefix("ال") in scene.words.groups:
        return _counted(scene, at, amount, place, "")
    return None


def number_out_of(scene: Scene, at: int) -> Found | None:
    """`ستة من أصل 12 صبيا`: the part; the whole is found next."""
    amount = scene.amount(at)
    if amount is None or scene.at(amount.after) != "من":
        return None
    if not scene.is_("total_of", amount.after + 1):
        return None
    if number_with_noun(scene, amount.after + 2) is None:
        return None
    return Found(at, amount.after - 1, amount, "", amount.clip)


def number_of_others(scene: Scene, at: int) -> Found | None:
    """`ثلاثة آخرون`, `107 منهم`, `أكثر من ألفين آخرين`."""
    amount = scene.amount(at)
    if amount is None or amount.few or _counts_nobody(scene, at, amount):
        return None
    if not (scene.is_("other", amount.after) or scene.is_("pronoun", amount.after)):
        return None
    return _counted(scene, at, amount, amount.after, "")


def more_than_one(scene: Scene, at: int) -> Found | None:
    """`أكثر من شخص`: an amount of one that only the noun and the hedge state."""
    amount = scene.amount(at)
    if amount is None or not amount.nameless:
        return None
    noun = scene.noun(amount.after)
    if noun is None or not noun.one or noun.definite:
        return None
    return Found(at, amount.after, amount, noun.kind, amount.clip)


def total_reported(scene: Scene, at: int) -> Found | None:
    """`عدد القتلى إلى 40`, `حصيلة الضحايا 25`, `البالغ عددهم نحو مليونين`."""
    amount = scene.amount(at)
    if amount is None or amount.few or _counts_nobody(scene, at, amount):
        return None
    if scene.at(amount.after) == "عدد" and (noun := scene.noun(amount.after + 1)):
        return Found(at, amount.after - 1, amount, noun.kind, amount.clip)  # `إلى 40 عدد الضحايا`
    last = amount.after if scene.is_("case", amount.after) else amount.after - 1
    if not ends_here(scene, last + 1):
        return None
    kind = _totalled(scene, at)
    return None if kind is None else _counted(scene, at, amount, last, kind)


def number_after_trigger(scene: Scene, at: int) -> Found | None:
    """`وأصيب 143 إثر`, `مقتل العشرات`: a number with no noun right after what befell them."""
    amount = scene.amount(at)
    if amount is None or amount.few or not ends_here(scene, amount.after):
        return None
    place = at - 1
    while place >= at - 2 and scene.is_("light", place):
        place -= 1
    trigger = scene.words.trigger_before(scene.at(place))
    if trigger is None or not trigger.governs:
        return None
    return _counted(scene, at, amount, amount.after - 1, "")


def number_with_fate(scene: Scene, at: int) -> Found | None:
    """`40 قتلوا`, `أربعة ملايين إلى الفرار`: a bare number whose fate follows it."""
    amount = scene.amount(at)
    if amount is None or amount.few or not scene.letters_after(amount.after):
        return None
    if amount.definite and not amount.vague:
        return None  # an ordinal, an age
    if not (scene.is_("stop", amount.after) or scene.at(amount.after) in scene.words.after):
        return None
    for place in range(amount.after, amount.after + _FATE_REACH):
        trigger = scene.words.after.get(scene.at(place))
        if trigger and trigger.governs:
            return _counted(scene, at, amount, amount.after - 1, trigger.kind)
    return None


def number_among(scene: Scene, at: int) -> Found | None:
    """`من بينهم نحو مئة في المستشفى`: a bare part of the count before it."""
    amount = scene.amount(at)
    if amount is None or not scene.found or not scene.is_("inherit", at - 1):
        return None
    if amount.few or not ends_here(scene, amount.after):
        return None
    return _counted(scene, at, amount, amount.after - 1, "")


def number_coordinated(scene: Scene, at: int) -> Found | None:
    """`46 شخصا في الشمال، و31 في ولاية أخرى`: a bare number joined to a count before it."""
    amount = scene.amount(at)
    if amount is None or not scene.found or not ends_here(scene, amount.after):
        return None
    joined = amount.clip > 0 or scene.at(at - 1) == "و"
    before = scene.found[-1]
    if not joined or at - before.last > _COORDINATION_REACH or amount.few or _like_year(amount):
        return None
    return _counted(scene, at, amount, amount.after - 1, "")


def crowd(scene: Scene, at: int) -> Found | None:
    """`عشرات الآلاف تظاهروا`, `وتدفق الآلاف`: a vague definite amount that stands alone."""
    amount = scene.amount(at)
    if amount is None or not amount.vague or not scene.at(amount.after - 1).endswith(_CROWDS):
        return None
    after = scene.at(amount.after)
    if amount.clip or after == "من" or not (ends_here(scene, amount.after) or after.endswith("وا")):
        return None
    return _counted(scene, at, amount, amount.after - 1, "")


_CROWDS = ("العشرات", "الميات", "الالاف", "الملايين")


def ends_here(scene: Scene, index: int) -> bool:
    """Whether no noun of something else follows: a mark, a preposition, an adverb, the end."""
    token = scene.at(index)
    if not token or not token[0].isalnum():
        return token not in _NO_END
    if scene.is_("stop", index):
        return True
    return token.startswith("و") and scene.words.trigger_before(token) is not None


def noun_phrase_end(scene: Scene, last: int, noun: Noun) -> int:
    """Last token of the noun with its adjectives (`جنود إسرائيليين`) and `آخرين`."""
    for _ in range(MOST_ADJECTIVES):
        more = scene.noun(last + 1)
        if more is None or more.definite != noun.definite or more.possessed:
            break
        last += 1
    if scene.is_("other", last + 1) and not scene.at(last + 1).startswith("و"):
        last += 1
    return last + 1 if _joined_noun(scene, last + 1, noun) else last


def _joined_noun(scene: Scene, index: int, noun: Noun) -> bool:
    """`مريضا وموظفا`, `القتلى والمفقودين`: one number for two nouns."""
    if not scene.at(index).startswith("و") or not (noun.one or noun.definite):
        return False
    more = scene.noun_with_clitics(index)
    trigger = scene.words.trigger_before(scene.at(index))
    if more is None or more.clip != 1 or (trigger and trigger.governs):
        return False
    return more.definite == noun.definite and more.one == noun.one


def _totalled(scene: Scene, at: int) -> str | None:
    """Kind of the total (عدد القتلى) that the amount at `at` states; None: it states none."""
    kind, linked = "", False
    for back in range(at - 1, max(-1, at - 1 - _TOTAL_REACH), -1):
        linked = linked or scene.is_("total_link", back)
        if scene.is_("total_self", back):
            return ""
        noun = scene.noun_with_clitics(back)
        if noun is not None and not noun.one:
            kind = kind or noun.kind
            if (kind and linked) or scene.is_("total", back - 1):
                return kind
    return None


def _counted(scene: Scene, at: int, amount: Amount, last: int, kind: str) -> Found:
    return scene.settle(Found(at, last, amount, kind, amount.clip))


def _agree(amount: Amount, noun: Noun) -> bool:
    if amount.nameless or noun.possessed:
        return False
    if amount.vague:
        return noun.many
    return not noun.definite and (noun.one or noun.many)


def _counts_nobody(scene: Scene, at: int, amount: Amount) -> bool:
    """Whether the amount is a year (`عام 2018`) or a rate (`من كل خمس`)."""
    if scene.is_("rate", at - 1):
        return True
    return _like_year(amount) and scene.is_("year", at - 1)


def _like_year(amount: Amount) -> bool:
    value = amount.minimum
    return amount.figure and value is not None and _FIRST_YEAR <= value <= _LAST_YEAR
