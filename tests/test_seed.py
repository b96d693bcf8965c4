"""The model article reads well: each of its 18 attributions with its cue, speaker and words."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from riwaya.model import Claim, Document, Report, Span
from riwaya.pipeline import Pipeline, build_pipeline
from riwaya.stages.reader.pack import has_pack

SEED = Path(__file__).resolve().parents[2] / "shared" / "seed"

pytestmark = [
    pytest.mark.skipif(not (SEED / "gold.json").is_file(), reason="../shared is absent: no seed"),
    pytest.mark.skipif(not has_pack(), reason="no model pack is installed"),
]


@pytest.fixture(scope="module")
def gold() -> dict[str, Any]:
    loaded: dict[str, Any] = json.loads((SEED / "gold.json").read_text("utf-8"))
    return loaded


@pytest.fixture(scope="module")
def pipeline() -> Pipeline:
    return build_pipeline(reader="neural")


@pytest.fixture(scope="module")
def text() -> str:
    return (SEED / "article.txt").read_text("utf-8")


@pytest.fixture(scope="module")
def report(pipeline: Pipeline, text: str) -> Report:
    return pipeline.run(Document("seed", text, published="2017-10-15"))


def spans_of(entity: dict[str, Any]) -> list[Span]:
    return [Span(mention["start"], mention["end"]) for mention in entity["mentions"]]


def found(report: Report, attribution: dict[str, Any]) -> Claim | None:
    """The claim with the attribution's cue whose content meets it the most."""
    cue = Span(attribution["cue"]["start"], attribution["cue"]["end"])
    said = Span(attribution["span"]["start"], attribution["span"]["end"])
    same = [claim for claim in report.claims if any(part.meets(cue) for part in claim.cue)]

    def shared(claim: Claim) -> int:
        overlaps = (min(s.stop, said.stop) - max(s.start, said.start) for s in claim.content)
        return sum(max(0, size) for size in overlaps)

    best = max(same, key=shared, default=None)
    return best if best is not None and shared(best) else None


def speaks(claim: Claim, naming: list[Span]) -> bool:
    """Whether the claim's source, or what it resolves to, meets a naming of the speaker."""
    named = [*claim.source, *([claim.source_from] if claim.source_from else [])]
    return any(part.meets(span) for part in named for span in naming)


def test_every_attribution_has_its_cue_speaker_and_words(
    report: Report, gold: dict[str, Any]
) -> None:
    entities = {entity["id"]: entity for entity in gold["entities"]}
    attributions = [c for c in gold["claims"] if c["speaker"] != "E_NARRATOR"]
    assert len(attributions) == 18
    wrong = []
    for attribution in attributions:
        claim = found(report, attribution)
        naming = spans_of(entities[attribution["speaker"]])
        if attribution["speaker_span"]:
            naming.append(
                Span(attribution["speaker_span"]["start"], attribution["speaker_span"]["end"])
            )
        if claim is None or not speaks(claim, naming):
            wrong.append(attribution["id"])
    assert not wrong


def test_chains_run_through_the_agencies(report: Report, text: str) -> None:
    chains = {claim.cue[0].of(text): claim.isnad_words for claim in report.claims}
    council = next(chain for cue, chain in chains.items() if cue.endswith("أعلن"))
    assert "رويترز" in (council[0] or "")
    member = next(
        claim for claim in report.claims if claim.source and "علوش" in claim.source[0].of(text)
    )
    assert "فرانس برس" in (member.isnad_words[0] or "")
    carried = next(claim for claim in report.claims if "أوضح" in claim.cue[0].of(text))
    assert "فرانس برس" in (carried.isnad_words[0] or "")


def test_an_unclosed_quotation_ends_with_its_paragraph(report: Report, text: str) -> None:
    silo = next(c for c in report.claims if c.source and "سلو" in c.source[0].of(text))
    assert silo.content[-1].of(text).endswith("الموت")
    assert silo.mode == "mixed"


def test_names_in_quotation_marks_are_no_speech(report: Report, text: str) -> None:
    for claim in report.claims:
        assert not any(
            part.of(text).strip('"') in ("طلال سلو", "عمر علوش") for part in claim.content
        )


def test_a_refusal_to_comment_is_one(report: Report) -> None:
    assert any(claim.stance == "no_comment" for claim in report.claims)


def test_dates_with_and_without_a_publication_date(
    pipeline: Pipeline, report: Report, text: str
) -> None:
    values = {time.span.of(text): time for time in report.times}
    assert values["12 أكتوبر/تشرين الأول"].value == "2017-10-12"
    assert values["ليلة أمس السبت"].value == "2017-10-14TNI"
    undated = pipeline.run(Document("seed", text))
    open_values = {time.span.of(text): time for time in undated.times}
    day = open_values["12 أكتوبر/تشرين الأول"]
    assert (day.value, day.inferred) == ("XXXX-10-12", True)
    assert open_values["ليلة أمس السبت"].inferred


def test_counts_as_the_text_has_them(report: Report) -> None:
    (count,) = report.counts
    assert (count.minimum, count.maximum, count.approx) == (400, 400, True)
    assert count.kind != "killed"


def test_the_party_of_five_names_is_one_and_its_sided_name_is_only_quoted(
    report: Report, text: str, gold: dict[str, Any]
) -> None:
    entities = {entity.id: entity for entity in report.entities}
    party = next(e for e in gold["entities"] if e["id"] == "E_ISIS")
    named = [m["start"] for m in party["mentions"] if m["text"] != "الدولة"]
    read_as = [m.entity for m in report.mentions if m.span.start in named]
    assert read_as.count("actor:islamic-state") >= 0.8 * len(named)
    assert entities["actor:islamic-state"].name == "تنظيم الدولة الإسلامية"
    fighters = text.index("مقاتلي الدولة")
    state = Span(fighters, fighters + len("مقاتلي الدولة"))
    meant = [m.entity or "" for m in report.mentions if state.holds(m.span)]
    assert not any("government" in id_ or "state-" in id_ for id_ in meant)


def test_speakers_and_chains_are_entities(report: Report, text: str) -> None:
    entities = {entity.id: entity for entity in report.entities}
    council = "actor:raqqa-civil-council"
    first = next(c for c in report.claims if c.cue[0].of(text).endswith("أعلن"))
    assert first.isnad == ("actor:reuters", council)
    member = next(c for c in report.claims if c.source and "علوش" in c.source[0].of(text))
    assert member.organisation == council
    assert member.isnad[0] == "actor:agence-france-presse"
    assert entities[member.speaker or ""].standing == "public"
    commander = next(c for c in report.claims if "قائد" in (c.role or ""))
    assert entities[commander.speaker or ""].standing == "unnamed"


def test_the_city_the_governorate_and_a_councils_name(report: Report, text: str) -> None:
    at = {place.span: place for place in report.places}
    levels = {place.span.start: place.level for place in report.places}
    province = [i for i in range(len(text)) if text.startswith("محافظة الرقة", i)]
    assert {levels.get(i, levels.get(i + 7)) for i in province} == {"admin1"}
    headline = text.index("الرقة")
    assert at[Span(headline, headline + 5)].level == "city"
    inside = text.index("مجلس الرقة المدني") + len("مجلس ")
    assert not any(place.span.start == inside for place in report.places)


def test_no_point_for_the_hospital_and_none_for_the_countryside(report: Report, text: str) -> None:
    hospital = text.index("مستشفى الرقة الوطني")
    readings = [p for p in report.places if p.span.start == hospital]
    assert all(p.coarsened and p.lat is None for p in readings)
    sites = {p.entity for p in readings}
    assert all(e.lat is None for e in report.entities if e.id in sites)
    countryside = [p for p in report.places if p.level == "area"]
    assert countryside
    assert all(p.lat is None and p.where_prec in (3, 4) for p in countryside)
