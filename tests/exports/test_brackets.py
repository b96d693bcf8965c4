"""Brackets: the grammar by example, and the way there and back for anything."""

import dataclasses
from typing import get_args

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from riwaya.errors import InputError, SpanError
from riwaya.exports import brackets
from riwaya.exports.brackets import ParsedCase, ParsedClaim, ParsedCount, ParsedTime
from riwaya.model import Claim, Document, Mode, Report, SourceType, Span, Stance

CASE = "{1.cue قال} {1.source سالم} إن {1.content {n=3..3:killed ثلاثة جنود} قتلوا {t=? ليلا}}"
LINE = CASE + " ⇒ 1: indirect asserted person"


def test_reads_labels_and_offsets() -> None:
    case = brackets.parse(LINE)
    assert case.text == "قال سالم إن ثلاثة جنود قتلوا ليلا"
    (claim,) = case.claims
    assert claim.cue == (Span(0, 3),)
    assert [span.of(case.text) for span in claim.content] == ["ثلاثة جنود قتلوا ليلا"]
    assert (claim.mode, claim.stance, claim.source_type) == ("indirect", "asserted", "person")
    assert case.times == (ParsedTime(Span(29, 33), None),)
    assert case.counts == (ParsedCount(Span(12, 22), 3, 3, False, "killed"),)


def test_writes_what_it_read() -> None:
    assert brackets.render_case(brackets.parse(LINE)) == LINE


def test_open_ends_and_approximation() -> None:
    case = brackets.parse("{n=51..:killed أكثر} {n=..~:other عشرات} {n=400..400~ نحو}")
    assert [(c.minimum, c.maximum, c.approx, c.kind) for c in case.counts] == [
        (51, None, False, "killed"),
        (None, None, True, "other"),
        (400, 400, True, "other"),
    ]


def test_special_characters_are_escaped() -> None:
    text = "a{b}c\\d\ne¶f⇒g\u202eh\r\ud800"
    line = brackets.render_case(ParsedCase(text))
    assert line == r"a\{b\}c\\d¶e\¶f\⇒g\u{202E}h\r\u{D800}"
    assert brackets.parse(line).text == text


def test_spans_close_and_reopen_at_a_sentence_end() -> None:
    text = "قال: بدأ. وانتهى."
    claim = Claim("a", (Span(0, 3),), content=(Span(5, 16),), mode="direct")
    report = Report(Document("d", text), (claim,))
    assert brackets.render(report).splitlines() == [
        "{1.cue قال}: {1.content بدأ. } ⇒ 1: direct asserted person",
        "{+1.content وانتهى}.",
    ]


def test_crossing_spans_are_split() -> None:
    case = ParsedCase("abcdef", times=(ParsedTime(Span(0, 4), "X"), ParsedTime(Span(2, 6), "Y")))
    assert brackets.render_case(case) == "{t=X ab{t=Y cd}}{+t=Y ef}"
    assert brackets.parse(brackets.render_case(case)) == case


@pytest.mark.parametrize(
    ("line", "words"),
    [
        ("{1.cue قال", "never closed"),
        ("قال}", "no opening"),
        ("{1.cue}", "no words"),
        ("{1.cue }", "no words"),
        ("{1.verb قال}", "is no label"),
        ("{n=x..2 ناس}", "is no label"),
        ("قال \\ب", "backslash"),
        ("قال\\", "backslash"),
        ("{1.cue قال} ⇒ 1: loudly", "attributes"),
        ("{1.cue قال} ⇒ 1: loud denied person", "not one of"),
        ("{n=1..1:lost رجل}", "not one of"),
        ("{1.from a} {1.from b}", "2 spans"),
        ("قال⇒ 1", "arrow"),
    ],
)
def test_broken_lines_are_refused(line: str, words: str) -> None:
    with pytest.raises(InputError, match=words):
        brackets.parse(line)


def test_a_span_outside_the_text_is_refused() -> None:
    with pytest.raises(SpanError):
        brackets.render_case(ParsedCase("قال", times=(ParsedTime(Span(2, 9), None),)))


TEXTS = st.text(st.characters(codec=None), min_size=1, max_size=60) | st.text(
    "اب .؟!\n{}\\¶⇒«»\u202e\u200f\r\u2028", min_size=1, max_size=60
)
ATTRIBUTES = st.tuples(
    st.sampled_from(get_args(Mode)),
    st.sampled_from(get_args(Stance)),
    st.sampled_from(get_args(SourceType)),
)


def disjoint(draw: st.DrawFn, length: int, most: int) -> tuple[Span, ...]:
    """Up to `most` non-empty spans of a text of `length`, in order, apart from each other."""
    edges = sorted(draw(st.sets(st.integers(0, length), max_size=2 * most)))
    return tuple(Span(a, b) for a, b in zip(edges[::2], edges[1::2], strict=False))


@st.composite
def cases(draw: st.DrawFn) -> ParsedCase:
    """Any text with claims, times and counts whose spans nest and cross at will."""
    text = draw(TEXTS)
    size = len(text)
    claims = []
    for number in range(1, draw(st.integers(0, 3)) + 1):
        cue = disjoint(draw, size, 2) or (Span(0, 1),)
        resolved = disjoint(draw, size, 1)
        claims.append(
            ParsedClaim(
                number, cue, disjoint(draw, size, 2), resolved[0] if resolved else None,
                disjoint(draw, size, 3), disjoint(draw, size, 2), *draw(ATTRIBUTES),
                draw(st.none() | st.integers(1, 9)),
            )
        )  # fmt: skip
    values = draw(st.lists(st.none() | st.text(max_size=6), max_size=3, unique=True))
    spans = [disjoint(draw, size, 1) for _ in values]
    times = [ParsedTime(s[0], v) for s, v in zip(spans, values, strict=True) if s]
    counts = [
        ParsedCount(span, draw(st.none() | st.integers(0, 9)), None, draw(st.booleans()), "other")
        for span in disjoint(draw, size, 3)
    ]
    return ParsedCase(text, tuple(claims), tuple(times), tuple(counts))


def in_order(case: ParsedCase) -> ParsedCase:
    """The case with times and counts in the order of their spans."""
    return dataclasses.replace(
        case,
        times=tuple(sorted(case.times, key=lambda t: (t.span, t.value is None, t.value or ""))),
        counts=tuple(sorted(case.counts, key=lambda count: count.span)),
    )  # fmt: skip


def report_of(case: ParsedCase) -> Report:
    """A report that states the case's claims (the parts of brackets that a report can carry)."""
    claims = tuple(
        Claim(str(c.number), c.cue, c.source, c.source_from, c.content, c.via, mode=c.mode,
              stance=c.stance, source_type=c.source_type,
              parent=str(c.parent) if c.parent and c.parent <= len(case.claims) else None)
        for c in case.claims
    )  # fmt: skip
    return Report(Document("d", case.text), claims)


@given(cases())
@example(ParsedCase("اب", (ParsedClaim(1, (Span(0, 1),), content=(Span(0, 1), Span(1, 2))),)))
@settings(deadline=None, max_examples=300)
def test_a_case_comes_back_from_its_line(case: ParsedCase) -> None:
    line = brackets.render_case(case)
    assert len(line.splitlines()) <= 1
    assert in_order(brackets.parse(line)) == in_order(case)
    line.encode()


@given(cases())
@settings(deadline=None, max_examples=300)
def test_a_report_comes_back_from_its_lines(case: ParsedCase) -> None:
    report = report_of(case)
    written = brackets.render(report)
    assert brackets.parse_lines(written.split("\n")) == brackets.case_of(report)
    assert written.count("\n") == len(written.splitlines()) - 1
