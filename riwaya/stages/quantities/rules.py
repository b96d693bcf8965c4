"""The rules that find counts, in the order in which they are tried at each word."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from riwaya.stages.quantities.amounts import Amount
from riwaya.stages.quantities.people import Noun
from riwaya.stages.quantities.scene import Found, Rule, Scene

_LAST_YEAR, _FIRST_YEAR = 2100, 1900
_CONSTRUCT_GAP = 2  # words between a noun and its number: `أعضاء مجلس النواب الخمسة`
_COORDINATION_REACH = 9
_TOTAL_REACH = 6
_SIGN_REACH = 4


def number_with_noun(scene: Scene, at: int) -> Found | None:
    """`نحو 400 مدني`, `ثلاثة جنود`, `عشرات القتلى`, `3 آلاف جريح`."""
    amount = scene.amount(at)
    if amount is None or _is_year(scene, at, amount):
        return None
    place = scene.skip_quote(amount.after)
    noun = scene.noun(place)
    if noun is None or not _agree(amount, noun):
        return None
    return _counted(scene, at, amount, _noun_phrase_end(scene, place, noun), noun.kind)


def number_of_cases(scene: Scene, at: int) -> Found | None:
    """`74 حالة وفاة`."""
    amount = scene.amount(at)
    if amount is None or not scene.is_("case", amount.after):
        return None
    noun = scene.noun(amount.after + 1)
    if noun is None or not noun.kind:
        return None
    return _counted(scene, at, amount, amount.after + 1, noun.kind)


def number_of_nouns(scene: Scene, at: int) -> Found | None:
    """`ثلاثة من ناشطي …`, `30 من أفراد القوات`, `مئات الآلاف من اللاجئين`."""
    amount = scene.amount(at)
    if amount is None or scene.at(amount.after) != "من" or _is_year(scene, at, amount):
        return None
    place = amount.after + 1
    if scene.is_("which", place):
        return _counted(scene, at, amount, place, "")
    noun = scene.noun(place)
    if noun and (noun.definite or noun.possessed or not noun.one):
        return _counted(scene, at, amount, _noun_phrase_end(scene, place, noun), noun.kind)
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
    whole = number_with_noun(scene, amount.after + 2)
    if whole is None:
        return None
    return Found(at, amount.after - 1, amount, "", amount.clip, amount.after)


def number_of_others(scene: Scene, at: int) -> Found | None:
    """`ثلاثة آخرون`, `107 منهم`, `أكثر من ألفين آخرين`."""
    amount = scene.amount(at)
    if amount is None or amount.few or _is_year(scene, at, amount):
        return None
    after = scene.at(amount.after)
    if not (scene.words.has("other", after) or scene.words.has("pronoun", after)):
        return None
    return _counted(scene, at, amount, amount.after, "")


def noun_with_number(scene: Scene, at: int) -> Found | None:
    """`الأطفال الاثني عشر`, `زملائه الأربعة`, `أفراد الطاقم الستة`, `ركابها الـ66`."""
    noun = scene.noun_with_clitics(at)
    if noun is None or noun.one or not (noun.many or noun.possessed):
        return None
    for place in range(at + 1, at + 2 + _CONSTRUCT_GAP):
        amount = scene.amount(place)
        if amount and amount.definite and not amount.vague and not amount.clip:
            if amount.minimum is not None and amount.minimum > 1:
                return Found(at, amount.after - 1, amount, noun.kind, noun.clip)
            return None
        if not (scene.at(place).startswith("ال") or scene.at(place) == "مجلس"):
            return None
    return None


def total_reported(scene: Scene, at: int) -> Found | None:
    """`عدد القتلى إلى 40`, `حصيلة الضحايا 25`, `البالغ عددهم نحو مليونين`."""
    amount = scene.amount(at)
    if amount is None or amount.few or _is_year(scene, at, amount):
        return None
    if not _ends_here(scene, amount.after):
        return None
    kind, linked = "", False
    for back in range(at - 1, max(-1, at - 1 - _TOTAL_REACH), -1):
        linked = linked or scene.is_("total_link", back)
        if scene.is_("total_self", back):
            return _counted(scene, at, amount, amount.after - 1, "")
        noun = scene.noun_with_clitics(back)
        if noun is not None and not noun.one:
            kind = kind or noun.kind
            if kind and linked:
                return _counted(scene, at, amount, amount.after - 1, kind)
            if scene.is_("total", back - 1):
                return _counted(scene, at, amount, amount.after - 1, kind)
    return None


def number_after_trigger(scene: Scene, at: int) -> Found | None:
    """`وأصيب 143 إثر`, `مقتل العشرات`: a number with no noun right after what befell them."""
    amount = scene.amount(at)
    if amount is None or amount.few or not _ends_here(scene, amount.after):
        return None
    place = at - 1
    while place >= at - 2 and scene.is_("light", place):
        place -= 1
    trigger = scene.words.trigger_before(scene.at(place))
    if trigger is None or not trigger.governs:
        return None
    return _counted(scene, at, amount, amount.after - 1, trigger.kind)


def number_coordinated(scene: Scene, at: int) -> Found | None:
    """`46 شخصا في الشمال، و31 في ولاية أخرى`: a bare number joined to a count before it."""
    amount = scene.amount(at)
    if amount is None or not scene.found or not _ends_here(scene, amount.after):
        return None
    joined = amount.clip > 0 or scene.at(at - 1) == "و"
    before = scene.found[-1]
    if not joined or at - before.last > _COORDINATION_REACH or amount.few:
        return None
    return _counted(scene, at, amount, amount.after - 1, before.kind)


def dual_with_two(scene: Scene, at: int) -> Found | None:
    """`مدنيين اثنين`, `فلسطينيين قتلا`: a form that could be a plural, with a sign of two."""
    noun = scene.noun_with_clitics(at)
    if noun is None or noun.one or not noun.form or noun.possessed:
        return None
    if not scene.at(at).endswith(("ين", "ان")):
        return None
    for place in range(at + 1, at + 1 + _SIGN_REACH):
        if scene.is_("dual_sign", place):
            last = place if scene.amount(place) and place <= at + 2 else at
            return Found(at, last, Amount(last + 1, 2, 2), noun.kind, noun.clip)
        if scene.noun(place) is None:
            return None
    return None


def dual(scene: Scene, at: int) -> Found | None:
    """`شخصين`, `قتيلان`, `طفلتين`: forms that can only be two."""
    noun = scene.noun_with_clitics(at)
    if noun is None or not noun.only_two:
        return None
    last = at
    while (more := scene.noun(last + 1)) and scene.at(last + 1).endswith(("ين", "ان")):
        if more.definite != noun.definite:
            break
        last += 1
    if scene.is_("other", last + 1):
        last += 1
    return scene.settle(Found(at, last, Amount(last + 1, 2, 2), noun.kind, noun.clip))


def pair_alone(scene: Scene, at: int) -> Found | None:
    """`وأصيب اثنان حين`, `اثنان من الأساتذة` are numbers; here `واحد` and `رجل واحد`."""
    noun = scene.noun_with_clitics(at)
    if noun is None or not noun.one or noun.definite:
        return None
    place = at + 1
    while scene.noun(place):
        place += 1
    if not scene.is_("one", place) or scene.at(place).startswith("و") and len(scene.at(place)) > 5:
        return None
    return scene.settle(Found(at, place, Amount(place + 1, 1, 1), noun.kind, noun.clip))


def one_after_trigger(scene: Scene, at: int) -> Found | None:
    """`مقتل شخص`, `إصابة جندي إسرائيلي`: one person as a toll."""
    noun = scene.noun(at)
    if noun is None or not noun.one or noun.definite:
        return None
    trigger = scene.words.trigger_before(scene.at(at - 1))
    if trigger is None or not trigger.governs:
        return None
    last = at
    while (more := scene.noun(last + 1)) and more.one and not more.definite:
        last += 1
    if scene.is_("other", last + 1):
        last += 1
    return Found(at, last, Amount(last + 1, 1, 1), noun.kind or trigger.kind)


def one_of_them(scene: Scene, at: int) -> Found | None:
    """`قتل أحد المارة`, `مقتل أحدهم`."""
    if not scene.is_("one_of", at):
        return None
    trigger = scene.words.trigger_before(scene.at(at - 1))
    if trigger is None or not trigger.governs:
        return None
    if scene.at(at) not in ("احد", "احدي"):
        return Found(at, at, Amount(at + 1, 1, 1), trigger.kind)
    noun = scene.noun(at + 1)
    if noun is None or noun.one:
        return None
    return Found(at, at + 1, Amount(at + 2, 1, 1), noun.kind or trigger.kind)


RULES: tuple[Rule, ...] = (
    Rule("number-with-noun", number_with_noun, sure=True),
    Rule("number-of-cases", number_of_cases, sure=True),
    Rule("number-of-nouns", number_of_nouns, sure=True),
    Rule("number-out-of", number_out_of),
    Rule("number-of-others", number_of_others, sure=True),
    Rule("noun-with-number", noun_with_number),
    Rule("total-reported", total_reported),
    Rule("number-after-trigger", number_after_trigger),
    Rule("number-coordinated", number_coordinated),
    Rule("dual-with-two", dual_with_two),
    Rule("dual", dual),
    Rule("one-with-one", pair_alone),
    Rule("one-after-trigger", one_after_trigger),
    Rule("one-of-them", one_of_them),
)


def find(scene: Scene, rules: tuple[Rule, ...] = RULES) -> list[Found]:
    """All counts of a sentence in order; the first rule that matches at a word takes it."""
    at = 0
    while at < len(scene):
        found = next(_matches(scene, at, rules), None)
        if found is None:
            at += 1
            continue
        scene.found.append(found)
        at = max(found.resume, found.last + 1)
    return scene.found


def _matches(scene: Scene, at: int, rules: tuple[Rule, ...]):  # type: ignore[no-untyped-def]
    for rule in rules:
        found = rule.match(scene, at)
        if found:
            yield replace(found, rule=rule.name)


def _counted(scene: Scene, at: int, amount: Amount, last: int, kind: str) -> Found:
    return scene.settle(Found(at, last, amount, kind, amount.clip))


def _agree(amount: Amount, noun: Noun) -> bool:
    if amount.vague:
        return noun.many
    if noun.definite or noun.possessed:
        return False
    return noun.one or noun.many


def _is_year(scene: Scene, at: int, amount: Amount) -> bool:
    value = amount.minimum
    if not amount.figure or value is None or not _FIRST_YEAR <= value <= _LAST_YEAR:
        return False
    return scene.is_("year", at - 1)


def _ends_here(scene: Scene, index: int) -> bool:
    """Whether no noun of something else follows: a mark, a preposition, an adverb, the end."""
    token = scene.at(index)
    if not token or not token[0].isalnum():
        return token not in ("%", "٪", "$", "€", "£", "/", "-", ":")
    return scene.is_("stop", index)


def _noun_phrase_end(scene: Scene, last: int, noun: Noun) -> int:
    """Last token of the noun with its adjectives (`جنود إسرائيليين`) and `آخرين`."""
    while more := scene.noun(last + 1):
        if more.definite != noun.definite or more.possessed:
            break
        last += 1
    if scene.is_("other", last + 1) and not scene.at(last + 1).startswith("و"):
        last += 1
    joined = scene.at(last + 1)
    if joined.startswith("و") and (noun.one or noun.definite):
        more = scene.noun_with_clitics(last + 1)
        if more and more.clip == 1 and more.definite == noun.definite and more.many != noun.one:
            last += 1
    return last


Finder = Callable[[Scene, int], Found | None]
