"""The matrix shows every answer where it belongs, in each form, and nothing runs or breaks out."""

from __future__ import annotations

import csv
import io
import json
from html.parser import HTMLParser

import pytest

from riwaya.compare.accounts import accounts_of
from riwaya.compare.matrix import Matrix, matrix
from riwaya.compare.model import NO_COMMENT, Comparison, Relation, SourceGroup, Turn
from riwaya.compare.questions import questions_with
from riwaya.compare.render_csv import COLUMNS, to_csv
from riwaya.compare.render_html import to_html
from riwaya.compare.render_json import SCHEMA, to_json
from riwaya.compare.render_text import to_text
from riwaya.exports.display import Page, display_width
from riwaya.model import Report, Span
from riwaya.records import StoryJudgement
from riwaya.stories.model import Copy, Passage
from tests.compare.questions_kit import report

REPORTS = (
    report(
        "d1",
        "تسعة قتلى في انهيار منجم الكرمة\n"
        "[قالت|إدارة المنجم] «قتل {7 عمال|killed} في انهيار المنجم».\n"
        "[رفض|الحارس زياد|no_comment] «التعليق على عدد القتلى في المنجم».",
        day="2019-03-04",
    ),
    report(
        "d2",
        "ضحايا منجم الكرمة\n[قال|مدير المشفى <b>هاني</b>] «=قتل {9 عمال|killed} في انهيار المنجم».",
        outlet="إذاعة السهل",
        day="2019-03-05",
    ),
)
ADDED = {
    "question_ar": "هل حُذّرت إدارة المنجم؟",
    "question_en": "Was the mine warned?",
    "kind": "other",
    "claims": ["d1#c1", "d2#c1", "d9#c9"],
}


def judgement(number: int, kind: str, target: str, decision: str, value: object) -> StoryJudgement:
    return StoryJudgement(
        id=f"j{number}",
        number=number,
        story="s1",
        kind=kind,  # type: ignore[arg-type]
        target=target,
        decision=decision,  # type: ignore[arg-type]
        value=None if value is None else json.dumps(value, ensure_ascii=False),
        user="سلمى",
        reason="قرأتُ المصدرين",
        at="2019-03-06T10:00:00Z",
        ground="{}",
    )


@pytest.fixture(scope="module")
def comparison() -> Comparison:
    accounts = tuple(account for one in REPORTS for account in accounts_of(one))
    spans = {account.ref: account.spans for account in accounts}
    relations = [
        Relation(a, b, "contradicts", 0.8, "different_number", spans[a], spans[b])
        for a, b in (("d1#c1", "d2#c1"), ("d1#P0", "d1#c1"))
    ]
    groups = (
        SourceGroup("g1", "إدارة المنجم", None, ("d1#c1",), "one_speaker"),
        SourceGroup("g2", "مدير المشفى <b>هاني</b>", None, ("d2#c1",), "one_speaker", True),
        SourceGroup("g3", "الصحيفة", None, ("d1#P0",), "one_speaker"),
    )
    found, marked = questions_with(REPORTS, accounts, relations, groups)
    return Comparison("s1", accounts, groups, marked, found, notes=("d9: لا يُقرأ",))


@pytest.fixture(scope="module")
def shown(comparison: Comparison) -> Matrix:
    relation = comparison.relations[0].id
    decisions = (
        judgement(1, "relation", relation, "confirm", None),
        judgement(2, "relation", relation, "correct", "updates"),
        judgement(3, "question", "q_added", "add", ADDED),
    )
    passage = Passage(Span(0, 4), Span(0, 4))
    copies = (Copy("d1", "d2", (passage,), 0.1, 0.2, None, "nothing says so"),)
    return matrix(comparison, REPORTS, decisions, copies)


def count_question(shown: Matrix) -> str:
    return next(q.id for q in shown.questions if q.kind == "count")


def test_cells_hold_exact_words_day_and_chain(shown: Matrix) -> None:
    row = next(row for row in shown.rows if row.group.id == "g2")
    (entry,) = row.cells[count_question(shown)]
    assert entry.words == ("9 عمال",)
    assert (entry.said, entry.outlet) == ("2019-03-05", "إذاعة السهل")
    for one in shown.rows:
        for entries in one.cells.values():
            for entry in entries:
                text = shown.reports[shown.accounts[entry.ref].document].document.text
                assert [span.of(text) for span in entry.spans] == list(entry.words)


def test_who_is_in_no_group_has_a_row_and_a_refusal_is_marked(shown: Matrix) -> None:
    row = next(row for row in shown.rows if "زياد" in row.group.label)
    (entry,) = row.cells[count_question(shown)]
    assert entry.refusal
    assert entry.position == NO_COMMENT


def test_the_timeline_is_in_the_order_of_days(shown: Matrix) -> None:
    days = [moment.entry.said for moment in shown.timeline]
    assert days == sorted(days, key=str)
    assert {moment.group for moment in shown.timeline} >= {"g1", "g2"}


def test_headlines_are_held_against_their_own_body_alone(shown: Matrix) -> None:
    assert [(r.a, r.b) for r in shown.headlines] == [("d1#P0", "d1#c1")]
    assert shown.checked == ("d1", "d2")


def test_a_later_decision_stands_beside_the_relation(shown: Matrix) -> None:
    marks = {relation.id: mark for relation, mark in shown.relations}
    (mark,) = (mark for mark in marks.values() if mark is not None)
    assert (mark.decision, mark.kind, mark.user) == ("correct", "updates", "سلمى")


def test_an_added_question_takes_its_place(shown: Matrix) -> None:
    first = shown.questions[0]
    assert (first.id, first.question_ar) == ("q_added", ADDED["question_ar"])
    assert {ref for p in first.positions for ref in p.claims} == {"d1#c1", "d2#c1"}
    assert len(first.positions) == 2


@pytest.mark.parametrize("value", ["no object", 7, {"claims": "d1#c1"}, {"claims": [None, 3]}])
def test_a_damaged_added_question_breaks_nothing(comparison: Comparison, value: object) -> None:
    damaged = judgement(1, "question", "q_x", "add", value)
    assert matrix(comparison, REPORTS, [damaged]).questions


@pytest.mark.parametrize("lang", ["ar", "en"])
@pytest.mark.parametrize("width", [40, 80, 132])
def test_lines_of_the_terminal_fit_and_say_it_all(shown: Matrix, lang: str, width: int) -> None:
    printed = to_text(shown, lang, Page(width, lang == "ar"))
    assert max(map(display_width, printed.splitlines())) <= width
    joined = " ".join(printed.split())
    for part in ("9 عمال", "7 عمال", "2019-03-04", "سلمى"):
        assert part.split()[0] in joined
    assert printed.count("\u2067") + printed.count("\u2068") == printed.count("\u2069")


def test_json_holds_cells_relations_and_passages(shown: Matrix) -> None:
    held = json.loads(to_json(shown))
    assert held["schema"] == SCHEMA
    texts = {one.document.id: one.document.text for one in REPORTS}
    for cell in held["cells"]:
        for entry in cell["entries"]:
            document = entry["ref"].split("#")[0]
            quotes = [texts[document][start:stop] for start, stop in entry["spans"]]
            assert quotes == entry["words"]
    relation = held["relations"][0]
    assert relation["judgement"]["decision"] == "correct"
    assert relation["evidence_a"][0]["quote"] in texts["d1"]
    (copy,) = held["passages"]
    assert copy["passages"][0]["quote_a"] == texts["d1"][:4]
    assert held["headlines"]["checked"] == ["d1", "d2"]
    assert any(question["added"] for question in held["questions"])


class _Tags(HTMLParser):
    """Names of the elements, and those left open."""

    def __init__(self) -> None:
        super().__init__()
        self.names: set[str] = set()
        self.open: list[str] = []

    def handle_starttag(self, tag: str, attrs: object) -> None:  # noqa: ARG002
        self.names.add(tag)
        if tag not in ("meta", "br"):
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag


@pytest.mark.parametrize(("lang", "direction"), [("ar", "rtl"), ("en", "ltr")])
def test_the_page_is_closed_runs_nothing_and_loads_nothing(
    shown: Matrix, lang: str, direction: str
) -> None:
    page = to_html([shown], lang)
    tags = _Tags()
    tags.feed(page)
    assert not tags.open
    assert not tags.names & {"script", "link", "img", "iframe", "b"}
    assert f'<html lang="{lang}" dir="{direction}">' in page
    assert "&lt;b&gt;هاني" in page
    assert "http" not in page.replace("http-equiv", "")


def test_no_cell_of_the_table_runs_as_a_formula(shown: Matrix) -> None:
    rows = list(csv.reader(io.StringIO(to_csv([shown]))))
    assert rows[0] == list(COLUMNS)
    assert all(len(row) == len(COLUMNS) for row in rows)
    assert not any(cell[:1] in ("=", "+", "-", "@") for row in rows[1:] for cell in row)
    assert any(row[COLUMNS.index("refusal")] == "yes" for row in rows[1:])
    assert any(row[COLUMNS.index("silent")] == "yes" for row in rows[1:])


def test_a_change_of_position_is_shown(comparison: Comparison) -> None:
    from dataclasses import replace

    question = next(q for q in comparison.questions if q.kind == "count")
    turn = Turn("إدارة المنجم", "d1#c1", "d2#c1", "7 عمال", "9 عمال")
    changed = replace(comparison, questions=(replace(question, turns=(turn,)),))
    printed = to_text(matrix(changed, REPORTS), "en", Page(100, rtl=False))
    assert "changed position" in printed


def test_a_story_without_questions_is_said_to_have_none() -> None:
    lone: Report = report("d1", "خبر قصير عن الطقس في السهل")
    empty = Comparison("s2", accounts_of(lone), (), (), ())
    shown = matrix(empty, [lone])
    assert "No point on which" in to_text(shown, "en", Page(60, rtl=False))
    assert to_html([shown], "ar").count("<table") == 0
    assert json.loads(to_json(shown))["cells"] == []
