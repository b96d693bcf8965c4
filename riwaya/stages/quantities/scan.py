"""The order of the rules, and the walk over a sentence that tries them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from riwaya.stages.quantities import noun_rules as nouns
from riwaya.stages.quantities import number_rules as numbers
from riwaya.stages.quantities.scene import Found, Opener, Rule, Scene

RULES: tuple[Rule, ...] = (
    Rule("number-with-noun", "amount", numbers.number_with_noun, sure=True),
    Rule("number-of-cases", "amount", numbers.number_of_cases, sure=True),
    Rule("number-between", "amount", numbers.number_between, sure=True),
    Rule("number-of-nouns", "amount", numbers.number_of_nouns, sure=True),
    Rule("number-out-of", "amount", numbers.number_out_of),
    Rule("number-of-others", "amount", numbers.number_of_others, sure=True),
    Rule("more-than-one", "amount", numbers.more_than_one),
    Rule("total-reported", "amount", numbers.total_reported),
    Rule("number-after-trigger", "amount", numbers.number_after_trigger),
    Rule("number-with-fate", "amount", numbers.number_with_fate),
    Rule("number-among", "amount", numbers.number_among),
    Rule("number-coordinated", "amount", numbers.number_coordinated),
    Rule("crowd", "amount", numbers.crowd),
    Rule("noun-with-number", "noun", nouns.noun_with_number),
    Rule("dual-with-two", "noun", nouns.dual_with_two),
    Rule("dual", "noun", nouns.dual),
    Rule("one-with-one", "noun", nouns.one_with_one),
    Rule("one-beside-number", "noun", nouns.one_beside_number),
    Rule("one-after-trigger", "noun", nouns.one_after_trigger),
    Rule("one-of-them", "one_of", nouns.one_of_them),
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


def _matches(scene: Scene, at: int, rules: tuple[Rule, ...]) -> Iterator[Found]:
    openers = _openers(scene, at)
    for rule in rules if openers else ():
        if rule.opens in openers and (found := rule.match(scene, at)):
            yield replace(found, rule=rule.name)


def _openers(scene: Scene, at: int) -> set[Opener]:
    openers: set[Opener] = set()
    if scene.amount(at):
        openers.add("amount")
    if scene.noun_with_clitics(at):
        openers.add("noun")
    if scene.words.names_one(scene.at(at)):
        openers.add("one_of")
    return openers
