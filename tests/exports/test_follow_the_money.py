"""FollowTheMoney: valid by the package's own model, and no claim turned into a fact."""

from __future__ import annotations

import json
import sys
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from riwaya.errors import SettingError, SpanError
from riwaya.exports import follow_the_money
from riwaya.exports.follow_the_money_model import entity_id
from riwaya.model import Claim, Document, Entity, Mention, PlaceReading, Report, Span
from riwaya.records import Record
from tests.conformance.export_kit import PRIVATE, masked_records, sample_context, sample_records
from tests.exports.memory import peak_of

ftm = pytest.importorskip("followthemoney", reason="pip install 'riwaya[ftm]'")

Node = dict[str, Any]
# Whatever would say something about somebody that only a claim says.
NO_FINDING = {
    "topics", "sanctions", "program", "programId", "position", "political", "religion",
    "ethnicity", "nationality", "deathDate", "birthDate", "status", "classification",
}  # fmt: skip
SCHEMATA = {
    "Address", "Article", "LegalEntity", "Mention", "Note", "Organization", "Person", "PublicBody",
}  # fmt: skip


def written(
    records: list[Record], folder: Path, masked: bool = True
) -> tuple[list[Node], list[Node]]:
    """Entities and spans, after the package has read and checked every entity."""
    folder.mkdir(exist_ok=True)
    names = follow_the_money.write(iter(records), folder, sample_context("ar", masked))
    assert sorted(path.name for path in folder.iterdir()) == sorted(names)
    entities = [json.loads(line) for line in lines(folder / "entities.ftm.json")]
    spans = [json.loads(line) for line in lines(folder / "spans.jsonl")]
    schema_of = {entity["id"]: entity["schema"] for entity in entities}
    assert len(schema_of) == len(entities)
    for entity in entities:
        check_entity(entity, schema_of)
    for span in spans:
        assert schema_of[span["id"]] == span["schema"]
        assert schema_of[span["proof"]] == "Article"
        assert span["stop"] - span["start"] == len(span["quote"]) > 0
    return entities, spans


def lines(path: Path) -> list[str]:
    return path.read_text(encoding="utf-8").split("\n")[:-1]


def check_entity(entity: Node, schema_of: dict[str, str]) -> None:
    assert set(entity) == {"id", "schema", "properties"}
    assert entity["schema"] in SCHEMATA
    proxy = ftm.model.get_proxy(entity, cleaned=False)
    proxy.schema.validate(proxy.to_dict())
    # Cleaning what is clean changes nothing: no value was let through that the types refuse.
    assert proxy.to_dict()["properties"] == entity["properties"]
    assert not NO_FINDING & set(entity["properties"])
    for name, values in entity["properties"].items():
        prop = proxy.schema.properties[name]
        assert not prop.stub
        assert all(isinstance(value, str) for value in values)
        if prop.type.name == "entity":
            for value in values:
                assert ftm.model.get(schema_of[value]).is_a(prop.range)


def of(schema: str, entities: list[Node]) -> list[Node]:
    return [entity["properties"] for entity in entities if entity["schema"] == schema]


@pytest.mark.parametrize("masked", [True, False])
def test_everything_written_is_valid_and_every_span_fits(masked: bool, tmp_path: Path) -> None:
    records = masked_records() if masked else sample_records()
    entities, spans = written(records, tmp_path / "out", masked)
    texts = {record.report.document.id: record.report.document.text for record in records}
    assert len(of("Article", entities)) == len(records)
    for span in spans:
        assert span["quote"] == texts[span["document"]][span["start"] : span["stop"]]
    notes = {entity["id"] for entity in entities if entity["schema"] == "Note"}
    assert {span["id"] for span in spans if span["field"] == "cue"} <= notes


def test_no_private_name_is_anywhere_and_no_mask_is_a_person(tmp_path: Path) -> None:
    entities, _ = written(masked_records(), tmp_path / "out")
    for name in ("entities.ftm.json", "spans.jsonl"):
        text = (tmp_path / "out" / name).read_text(encoding="utf-8")
        assert not any(word in text for word in PRIVATE)
    assert {tuple(person["name"]) for person in of("Person", entities)} == {("نادر قصاب",)}


def test_a_report_is_an_article_with_its_publication(tmp_path: Path) -> None:
    (record, *_) = sample_records()
    entities, _ = written([record], tmp_path / "out", masked=False)
    (article,) = of("Article", entities)
    document = record.report.document
    assert article["title"] == [document.title]
    assert article["publisher"] == ["صحيفة الضفاف"]
    assert article["publishedAt"] == ["2018-04-02"]
    assert article["language"] == ["ara"]
    assert article["sourceUrl"] == [document.url]
    assert article["bodyText"] == [document.text]
    assert document.sha256 in article["notes"][0]


def test_a_claim_is_a_note_on_its_speaker_that_the_report_proves(tmp_path: Path) -> None:
    (record, *_) = sample_records()
    entities, _ = written([record], tmp_path / "out", masked=False)
    by_id = {entity["id"]: entity for entity in entities}
    note = next(one for one in of("Note", entities) if "12 شخصا" in one["description"][0])
    assert by_id[note["entity"][0]]["properties"]["name"] == ["نادر قصاب"]
    assert by_id[note["proof"][0]]["schema"] == "Article"
    assert set(note["keywords"]) == {"stance:asserted", "mode:indirect"}
    assert note["summary"][0].startswith("Attributed words, not a finding.")
    denied = next(one for one in of("Note", entities) if "stance:denied" in one["keywords"])
    assert by_id[denied["entity"][0]]["schema"] == "Article"  # its speaker is unnamed


def test_a_judgement_is_a_note_on_the_note(tmp_path: Path) -> None:
    (record, *_) = sample_records()
    entities, _ = written([record], tmp_path / "out", masked=False)
    by_id = {entity["id"]: entity for entity in entities}
    notes = of("Note", entities)
    judged = [one for one in notes if one["keywords"][0].startswith("judgement:")]
    assert len(judged) == len(record.judgements)
    assert by_id[judged[0]["entity"][0]]["schema"] == "Note"
    assert "stance" in judged[0]["summary"][0]


def test_kinds_become_schemata_and_the_unknown_stays_open(tmp_path: Path) -> None:
    found = [
        Entity("actor:state-sy", "سوريا", "place", country="SY"),
        Entity("actor:council", "مجلس", "organisation", ("المجلس",), "Council",
               (("wikidata", "Q42"),)),
        Entity("actor:band", "كتيبة", "group", country="XX"),
        Entity("geonames:7", "تل الرمان", "place", country="SY", lat=35.5, lon=36.5,
               refs=(("geonames", "7"), ("wikidata", "Q7"))),
        Entity("local:e", "معرض", "event"),
        Entity("local:p", "سالم", "person", standing="private"),
        Entity("local:u", "مصدر", "person", standing="unnamed"),
    ]  # fmt: skip
    report = Report(
        Document("d", "قالت سوريا كذا"),
        (Claim("c", (Span(0, 4),), (Span(5, 10),), speaker="actor:state-sy"),),
        mentions=(Mention("m", Span(5, 10), "place", "actor:state-sy"),),
        entities=tuple(found),
    )
    entities, spans = written([Record(report)], tmp_path / "out", masked=False)
    named = {(e["schema"], (e["properties"].get("name") or [""])[0]) for e in entities}
    assert {("PublicBody", "سوريا"), ("Organization", "مجلس"), ("LegalEntity", "كتيبة"),
            ("Person", "سالم")} <= named  # fmt: skip
    assert not any(name in ("معرض", "مصدر") for _, name in named)
    (council,) = of("Organization", entities)
    assert council["wikidataId"] == ["Q42"]
    assert (council["alias"], council["weakAlias"]) == (["Council"], ["المجلس"])
    assert "country" not in of("LegalEntity", entities)[0]  # XX is no country
    addresses = of("Address", entities)
    assert {"full": ["تل الرمان"], "country": ["sy"]} in addresses
    assert {span["schema"] for span in spans} == {"Mention", "Note"}


def test_no_point_and_no_gazetteer_id_leaves(tmp_path: Path) -> None:
    (record, *_) = sample_records()
    written([record], tmp_path / "out", masked=False)
    for name in ("entities.ftm.json", "spans.jsonl"):
        text = (tmp_path / "out" / name).read_text(encoding="utf-8")
        assert "geonames" not in text
        assert "Q99" not in text
        assert "35.1" not in text


def test_those_whom_several_reports_name_stand_once_with_all_their_names(tmp_path: Path) -> None:
    def record(number: int, *names: str) -> Record:
        entity = Entity("actor:a", "وكالة نورس", "organisation", names)
        own = Entity("local:x", "نادر", "person", standing="public")
        return Record(Report(Document(f"d{number}", "نص"), entities=(entity, own)))

    records = [record(1, "نورس"), record(2, "الوكالة", "نورس")]
    entities, _ = written(records, tmp_path / "out", masked=False)
    (agency,) = of("Organization", entities)
    assert agency["weakAlias"] == ["نورس", "الوكالة"]
    assert len(of("Person", entities)) == 2  # two reports' own persons are not joined


def test_ids_are_the_same_in_every_export_and_differ_by_schema(tmp_path: Path) -> None:
    written(sample_records(), tmp_path / "a")
    written(sample_records(), tmp_path / "b")
    for name in ("entities.ftm.json", "spans.jsonl"):
        assert (tmp_path / "a" / name).read_bytes() == (tmp_path / "b" / name).read_bytes()
    assert entity_id("Person", "x") == "riwaya-a8c2aa3f13606463e4cc3e1b4a27c639cd994e0d"
    assert entity_id("Person", "x") != entity_id("Organization", "x")
    assert entity_id("Person", "a", "b") != entity_id("Person", "a\x1eb")


def test_without_the_package_the_error_says_what_to_install(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, "followthemoney", None)
    with pytest.raises(SettingError, match=r"pip install 'riwaya\[ftm\]'"):
        follow_the_money.write(iter([]), tmp_path, sample_context())
    assert list(tmp_path.iterdir()) == []


def test_a_span_outside_the_text_is_refused(tmp_path: Path) -> None:
    report = Report(Document("d", "قال"), (Claim("c", (Span(0, 30),)),))
    with pytest.raises(SpanError):
        follow_the_money.write([Record(report)], tmp_path, sample_context())


def test_a_name_of_signs_alone_is_nobody(tmp_path: Path) -> None:
    entity = Entity("local:x", "\u200f \x00", "person", standing="public")
    report = Report(Document("d", "نص"), entities=(entity,))
    entities, _ = written([Record(report)], tmp_path / "out", masked=False)
    assert [one["schema"] for one in entities] == ["Article"]


def test_memory_does_not_grow_with_the_records(tmp_path: Path) -> None:
    (record, *_) = sample_records()

    write = follow_the_money.write
    assert peak_of(write, record, 90, tmp_path) < 2 * peak_of(write, record, 15, tmp_path)


TEXTS = st.text(st.characters(codec=None), min_size=1, max_size=40)
KINDS = st.sampled_from(
    ["person", "organisation", "group", "place", "facility", "event", "other"]
)  # fmt: skip


@settings(deadline=None, max_examples=60)
@given(TEXTS, st.lists(st.tuples(TEXTS, KINDS, TEXTS), max_size=4), TEXTS)
def test_any_report_is_valid(
    tmp_path_factory: pytest.TempPathFactory,
    text: str,
    drawn: list[tuple[str, Any, str]],
    other: str,
) -> None:
    entities = tuple(
        Entity(f"local:{n}", name, kind, (more,), more, country=more[:2], standing="public",
               refs=(("wikidata", more),))
        for n, (name, kind, more) in enumerate(drawn)
    )  # fmt: skip
    whole = Span(0, len(text))
    mentions = tuple(Mention(f"m{n}", whole, e.kind, e.id) for n, e in enumerate(entities))
    claim = Claim("c", (whole,), content=(whole,), speaker="local:0", role=other)
    document = Document("d", text, url=other, outlet=other, title=other, published=other)
    place = PlaceReading("m0", whole, "local:0", "city")
    report = Report(document, (claim,), (), (), mentions, entities, (place,))
    folder = tmp_path_factory.mktemp("ftm") / "out"
    written([replace(Record(report), read=other)], folder, masked=False)
