"""Names as training labels: what each word may be, and what is attached before a name."""

from __future__ import annotations

from dataclasses import dataclass

from riwaya.model import Span
from riwaya.text import TextView
from training.names import ANY_NAME, IGNORE, NameMark, Names, TaggedText, bits, name_tags


@dataclass
class Text:
    """What `name_tags` asks of a training example."""

    view: TextView
    names: Names | None


TEXT = "وصل إلى النبعة وسامر الحوراني"


def span_of(words: str) -> Span:
    start = TEXT.index(words)
    return Span(start, start + len(words))


def tags(names: Names | None, core: set[int] | None = None) -> tuple[list[int], list[int]]:
    view = TextView(TEXT)
    words = range(len(view.words))
    return name_tags(Text(view, names), list(words), core or set(words))  # type: ignore[arg-type]


def test_a_name_is_its_first_word_and_those_inside() -> None:
    place = NameMark(span_of("النبعة"), ("place",))
    person = NameMark(span_of("سامر الحوراني"), ("person",))
    labels, clitics = tags(Names([place, person]))
    outside = bits(["O"])
    assert labels == [outside, outside, bits(["B-place"]), bits(["B-person"]), bits(["I"])]
    assert clitics == [IGNORE, IGNORE, 0, 1, IGNORE]


def test_a_label_that_says_less_leaves_the_choice() -> None:
    body = NameMark(span_of("النبعة"), ("organisation", "group"), exact=False)
    labels, clitics = tags(Names([body], ("O", "B-nominal")))
    assert labels[0] == bits(["O", "B-nominal"])
    assert labels[2] == bits(["B-organisation", "B-group"])
    assert clitics[2] == IGNORE


def test_what_is_not_known_is_not_learned() -> None:
    assert tags(None) == ([ANY_NAME] * 5, [IGNORE] * 5)
    labels, _ = tags(Names([NameMark(span_of("النبعة"), ())]))
    assert labels[2] == ANY_NAME
    labels, _ = tags(Names(()), core={3, 4})
    assert labels == [ANY_NAME] * 3 + [bits(["O"])] * 2


def test_sentences_are_put_together_with_their_marks() -> None:
    text = TaggedText()
    text.add(["وصل", "سامر", "الحوراني"], iter([(1, 2, ("person",))]))
    text.add(["في", "النبعة"], iter([(1, 1, ("place",))]))
    assert [mark.span.of(text.text) for mark in text.marks] == ["سامر الحوراني", "النبعة"]
    assert text.text.split("\n") == ["وصل سامر الحوراني", "في النبعة"]
