"""Scenes and signals of sentences written for the tests."""

from __future__ import annotations

from riwaya.compare.facts import Scene, scene_of
from riwaya.compare.model import Account, Signal, Speaker
from riwaya.compare.signals import signals
from riwaya.model import Document, Report, Span, Stance

DAY = "2021-03-10"  # a Wednesday


def account_of(
    words: str, name: str = "d1", said: str | None = DAY, stance: Stance = "asserted"
) -> Account:
    """An account that is the whole of a text."""
    return Account(
        ref=f"{name}#P0",
        document=name,
        paragraph=0,
        spans=(Span(0, len(words)),),
        words=words,
        speaker=Speaker(f"outlet:{name}", None, name),
        outlet=name,
        said=said,
        stance=stance,
    )


def scene(
    words: str, name: str = "d1", said: str | None = DAY, stance: Stance = "asserted"
) -> Scene:
    """The scene of a text of one account."""
    report = Report(Document(name, words, outlet=name, published=said))
    return scene_of(report, account_of(words, name, said, stance))


def found(a: Scene, b: Scene) -> dict[str, Signal]:
    """The signals on a pair by name."""
    return {signal.name: signal for signal in signals(a, b)}


def between(one: str, other: str) -> dict[str, Signal]:
    """The signals on two texts of one day by two outlets."""
    return found(scene(one), scene(other, "d2"))
