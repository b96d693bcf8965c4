"""Copies for scripts (JSON, the contract of issue 5) and for reading (passages side by side)."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from difflib import SequenceMatcher
from functools import cache
from importlib.resources import files

from riwaya.contract.line import json_line
from riwaya.exports.display import Fragment, Page, layout, rule, visible
from riwaya.model import Document, Span
from riwaya.stories.lineage_families import Family, families
from riwaya.stories.model import Copy, Passage
from riwaya.stories.sketch import words_of

_STEP = 2
_SHOWN = 0.8  # part of a passage that was shown already
_DIFFERS = "‹", "›"
_LONGEST = 3000  # words of a passage whose differences are marked


def to_json(copies: Iterable[Copy]) -> Iterator[str]:
    """Pieces of a JSON list, one copy a line: `a`, `b`, `passages` (spans `[start, stop)` in code
    points of each text), `direction` (`a>b`, `b>a` or null) and `why`."""
    opening = "["
    for copy in copies:
        passages = [{"a": list(each.a), "b": list(each.b)} for each in copy.passages]
        fields = {
            "a": copy.a,
            "b": copy.b,
            "passages": passages,
            "direction": copy.direction,
            "why": copy.why,
        }
        yield f"{opening}{json_line(fields)}"
        opening = ",\n"
    yield "[]\n" if opening == "[" else "]\n"


def to_text(
    copies: Sequence[Copy], documents: Mapping[str, Document], lang: str, page: Page
) -> Iterator[str]:
    """Families of documents, then each pair with its passages, one under the other with the words
    that differ in ‹›. A passage whose words were shown before in its family is named, and not
    shown again."""
    words = _labels(lang)
    found = families(copies)
    if not found:
        yield from _lines(layout([Fragment(words["none"])], page))
    for number, family in enumerate(found, start=1):
        yield from _lines([rule(page)])
        head = words["family"].format(number=number, count=len(family.documents))
        yield from _lines(layout([Fragment(head, style="strong")], page))
        yield from _family(family, documents, words, page)


def _family(
    family: Family, documents: Mapping[str, Document], words: dict[str, str], page: Page
) -> Iterator[str]:
    shown: dict[str, list[Span]] = {}
    for copy in family.copies:
        yield "\n"
        for name, share in (("a", copy.share_a), ("b", copy.share_b)):
            document = documents[copy.a if name == "a" else copy.b]
            yield from _lines(layout(_heading(name, document, share, words), page, 0, _STEP))
        yield from _lines(layout([Fragment(visible(_told(copy, words)), isolate=True)], page))
        for passage in copy.passages:
            yield from _passage(copy, passage, documents, shown, words, page)


def _heading(name: str, document: Document, share: float, words: dict[str, str]) -> list[Fragment]:
    return [
        Fragment(f"{name}:", isolate=True, style="strong"),
        Fragment(visible(document.id), isolate=True),
        Fragment(visible(document.outlet or words["unknown"]), isolate=True),
        Fragment(visible(document.published or words["undated"]), isolate=True),
        Fragment(words["share"].format(share=f"{100 * share:.0f}%"), isolate=True),
    ]


def _told(copy: Copy, words: dict[str, str]) -> str:
    direction = words[copy.direction or "open"]
    return f"{direction}: {copy.why}"


def _passage(
    copy: Copy,
    passage: Passage,
    documents: Mapping[str, Document],
    shown: dict[str, list[Span]],
    words: dict[str, str],
    page: Page,
) -> Iterator[str]:
    place = Fragment(
        f"a {passage.a.start}–{passage.a.stop} · b {passage.b.start}–{passage.b.stop}",
        isolate=True,
        style="label",
    )
    if _known(passage.a, shown.setdefault(copy.a, [])):
        yield from _lines(layout([place, Fragment(words["again"], style="label")], page, _STEP))
        return
    shown[copy.a].append(passage.a)
    yield from _lines(layout([place], page, _STEP))
    sides = marked(passage.a.of(documents[copy.a].text), passage.b.of(documents[copy.b].text))
    for name, side in zip("ab", sides, strict=True):
        label = Fragment(name, isolate=True, style="strong")
        yield from _lines(layout([label, Fragment(visible(side), isolate=True)], page, _STEP, 2))


def _known(span: Span, shown: Sequence[Span]) -> bool:
    common = sum(max(0, min(span.stop, each.stop) - max(span.start, each.start)) for each in shown)
    return common >= _SHOWN * (span.stop - span.start)


def marked(a: str, b: str) -> tuple[str, str]:
    """Two passages with the words that differ, on the folded view, between ‹›."""
    words_a, words_b = words_of(a), words_of(b)
    if max(len(words_a), len(words_b)) > _LONGEST:
        return a, b
    matcher = SequenceMatcher(None, words_a.hashes.tolist(), words_b.hashes.tolist(), False)
    changed = [code for code in matcher.get_opcodes() if code[0] != "equal"]
    spans_a = [words_a.span(code[1], code[2] - 1) for code in changed if code[1] < code[2]]
    spans_b = [words_b.span(code[3], code[4] - 1) for code in changed if code[3] < code[4]]
    return _with_marks(a, spans_a), _with_marks(b, spans_b)


def _with_marks(text: str, spans: Sequence[Span]) -> str:
    out, at = [], 0
    for span in spans:
        out += [text[at : span.start], _DIFFERS[0], span.of(text), _DIFFERS[1]]
        at = span.stop
    return "".join((*out, text[at:]))


def _lines(lines: Iterable[str]) -> Iterator[str]:
    return (f"{line}\n" for line in lines)


@cache
def _labels(lang: str) -> dict[str, str]:
    path = files("riwaya.stories") / "data" / "lineage_labels.tsv"
    header, *rows = path.read_text(encoding="utf-8").splitlines()
    column = header.split("\t").index(lang)
    return {row.split("\t")[0]: row.split("\t")[column] for row in rows}
