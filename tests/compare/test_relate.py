"""Relations by the product's own pack: what is told apart, and what bad input does."""

from __future__ import annotations

from typing import Any

import pytest

from riwaya.compare.accounts import accounts_of
from riwaya.compare.compare import QUICKLY, compare
from riwaya.compare.model import Relation
from riwaya.compare.relate import relations
from riwaya.contract.given import given_report
from riwaya.model import Report
from riwaya.stories.vectors import pack_folder

pytestmark = pytest.mark.skipif(
    not (pack_folder("pairs") / "meta.json").is_file(), reason="no pack of pairs is installed"
)

Row = tuple[str, str, str, str]  # source, cue, content, stance


def report(name: str, rows: list[Row], published: str | None = "2021-05-02T10:00:00Z") -> Report:
    text, claims = f"خبر من بلدة سهلة {name}", []
    for number, (source, cue, content, stance) in enumerate(rows, start=1):
        text += "\n"
        spans: dict[str, Any] = {}
        for part, words in (("cue", cue), ("source", source), ("content", content)):
            spans[part] = [[len(text), len(text) + len(words)]] if words else []
            text += f"{words} "
        claims.append({"id": f"c{number}", "stance": stance, **spans})
    document = {"id": name, "text": text, "outlet": f"صحيفة {name}", "published": published}
    return given_report({"document": document, "claims": claims}, name).report


DENIED: Row = ("شركة النخيل", "نفت", "أن تكون قد لوثت مياه نهر سهلة", "denied")
BLAMED: Row = ("بلدية سهلة", "قالت", "شركة النخيل لوثت مياه نهر سهلة", "asserted")
RESUMED = "ضخ المياه سيستأنف صباح الأحد بعد إصلاح المحطة"
SAID: Row = ("وزير المياه سالم الحداد", "قال", RESUMED, "asserted")
OTHER: Row = ("نادي سهلة", "أعلن", "المباراة المقبلة ستقام على ملعب البلدة", "asserted")


def found(*reports: Report) -> dict[frozenset[str], Relation]:
    accounts = [account for one in reports for account in accounts_of(one)]
    return {frozenset((r.a, r.b)): r for r in relations(list(reports), accounts)}


def test_a_denial_contradicts_what_it_denies() -> None:
    made = found(report("a", [BLAMED, SAID]), report("b", [DENIED, SAID]))
    assert made[frozenset(("a#c1", "b#c1"))].relation == "contradicts"


def test_one_statement_in_two_reports_is_repeated() -> None:
    made = found(report("a", [BLAMED, SAID]), report("b", [DENIED, SAID]))
    assert made[frozenset(("a#c2", "b#c2"))].relation == "repeats"


def test_nothing_is_said_of_unlike_matters() -> None:
    made = found(report("a", [BLAMED, SAID]), report("b", [OTHER]))
    assert not {pair for pair in made if "b#c1" in pair}


def test_relations_rest_on_words_of_both_texts_and_say_why() -> None:
    reports = [report("a", [BLAMED, SAID]), report("b", [DENIED, SAID])]
    texts = {one.document.id: one.document.text for one in reports}
    for relation in found(*reports).values():
        for ref, spans in ((relation.a, relation.evidence_a), (relation.b, relation.evidence_b)):
            assert spans
            assert all(span.of(texts[ref.split("#")[0]]).strip() for span in spans)
        assert relation.reason
        assert 0 < relation.confidence <= 1
        assert relation.origins


def test_a_second_run_says_the_same() -> None:
    reports = [report("a", [BLAMED, SAID]), report("b", [DENIED, SAID])]
    assert found(*reports) == found(*reports)


def test_one_account_has_no_relations() -> None:
    assert relations([], []) == ()


@pytest.mark.parametrize("published", [None, "2099-01-01"])
def test_reports_without_dates_or_from_the_future_are_compared(published: str | None) -> None:
    made = found(report("a", [BLAMED], published), report("b", [DENIED], published))
    assert made[frozenset(("a#c1", "b#c1"))].relation == "contradicts"


def test_the_earlier_comes_first_whatever_the_offsets_of_the_times() -> None:
    later = report("a", [BLAMED, SAID], "2021-05-02T08:00:00Z")
    earlier = report("b", [DENIED, SAID], "2021-05-02T10:00:00+04:00")
    made = found(later, earlier)[frozenset(("a#c1", "b#c1"))]
    assert (made.a, made.b) == ("b#c1", "a#c1")


def test_one_speaker_who_says_both_in_one_report_is_compared() -> None:
    compared = compare("s", [report("a", [BLAMED, ("بلدية سهلة", "نفت", DENIED[2], "denied")])])
    assert {account.ref for account in compared.accounts} >= {"a#c1", "a#c2"}


def test_empty_claims_and_another_language_break_nothing() -> None:
    odd = report("c", [("", "قال", "", "asserted")])
    foreign = given_report(
        {"document": {"id": "d", "text": "Talks went on.\nNothing new.", "language": "en"}}, "d"
    ).report
    compared = compare("s", [report("a", [BLAMED]), odd, foreign, report("b", [DENIED])])
    assert any(r.relation == "contradicts" for r in compared.relations)


def test_a_story_of_one_report_is_compared_with_itself() -> None:
    compared = compare("s", [report("a", [BLAMED, SAID])])
    assert compared.story == "s"
    assert compared.groups


def test_many_copies_of_one_text_are_one_voice_and_bounded() -> None:
    copies = [report(f"n{number}", [BLAMED, SAID]) for number in range(120)]
    compared = compare("s", copies)
    assert QUICKLY in compared.notes
    assert not [r for r in compared.relations if r.relation == "contradicts"]
    assert len(compared.relations) <= 6_000
    voices = [group for group in compared.groups if any("#c2" in ref for ref in group.accounts)]
    assert len(voices) == 1
