"""Web Annotations: the rules of the W3C model, and nothing said that is not in the record."""

from __future__ import annotations

import csv
import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from riwaya.errors import SpanError
from riwaya.exports import web_annotation
from riwaya.exports.data_tables import rows as data_rows
from riwaya.exports.web_annotation_context import ANNOTATION_CONTEXT, iri, source_iri
from riwaya.model import Claim, Document, Entity, Report, Span, text_sha256
from riwaya.records import Record
from tests.conformance.export_kit import PRIVATE, masked_records, sample_context, sample_records
from tests.exports.memory import peak_of

Node = dict[str, Any]
# The terms of the standard's own context (its address is in the table's column `source`).
_TABLE = Path(__file__).parent / "web_annotation_terms.tsv"
with _TABLE.open(encoding="utf-8", newline="") as _file:
    W3C = {row["term"]: row for row in csv.DictReader(_file, delimiter="\t")}
OURS = {row["term"]: row for row in data_rows("annotation_terms")}
MOTIVATIONS = {term for term, row in W3C.items() if row["kind"] == "motivation"}
KEYWORDS = {"@context", "id", "type"}
XSD = "http://www.w3.org/2001/XMLSchema#"


def written(records: list[Record], folder: Path, masked: bool = True) -> Node:
    """The collection that is written, its form checked."""
    folder.mkdir(exist_ok=True)
    assert web_annotation.write(iter(records), folder, sample_context("ar", masked)) == [
        "annotations.jsonld"
    ]
    assert [path.name for path in folder.iterdir()] == ["annotations.jsonld"]
    text = (folder / "annotations.jsonld").read_text(encoding="utf-8")
    assert not re.search("[\u0085\u2028\u2029]", text)
    collection: Node = json.loads(text, parse_constant=lambda name: pytest.fail(name))
    check_collection(collection)
    return collection


def annotations(collection: Node) -> list[Node]:
    found: list[Node] = collection["first"]["items"]
    return found


def nodes(value: Any) -> Iterator[Node]:
    """Every object of the file but for the context."""
    if isinstance(value, dict):
        yield value
        for key, inner in value.items():
            if key != "@context":
                yield from nodes(inner)
    elif isinstance(value, list):
        for inner in value:
            yield from nodes(inner)


def listed(value: Any) -> list[Any]:
    return value if isinstance(value, list) else [value]


def check_collection(collection: Node) -> None:
    """Sections 5.1 and 5.2: an AnnotationCollection with its only page embedded."""
    assert next(iter(collection)) == "@context"
    standard, own = collection["@context"]
    assert standard == ANNOTATION_CONTEXT
    assert set(own) == set(OURS)
    assert not set(own) & set(W3C), "a term of ours would change one of the standard's"
    assert collection["type"] == "AnnotationCollection"
    page = collection["first"]
    assert page["type"] == "AnnotationPage"
    assert page["partOf"] == collection["id"]
    assert page["startIndex"] == 0
    assert collection["last"] == page["id"]
    assert collection["total"] == len(page["items"])
    ids = [item["id"] for item in page["items"]]
    assert len(set(ids)) == len(ids)
    for node in nodes(collection):
        check_terms(node)
    for annotation in page["items"]:
        check_annotation(annotation)


def check_terms(node: Node) -> None:
    """Every key and class stands in the standard's context or in ours; ids are IRIs; no nulls."""
    for key, value in node.items():
        assert key in KEYWORDS or key in W3C or key in OURS, key
        assert value not in (None, {}, ""), key
        assert value != [] or key == "items", key
        kind = (W3C.get(key) or OURS.get(key) or {"kind": ""})["kind"]
        if key == "id" or kind == "id":
            assert all(isinstance(one, dict) or is_iri(one) for one in listed(value)), key
        if kind == "dateTime":
            assert re.fullmatch(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ", value), key
        if kind == "nonNegativeInteger":
            assert isinstance(value, int), key
            assert value >= 0
        if kind in ("text", "texts"):
            assert all(isinstance(one, str) for one in listed(value)), key
        if kind == "vocab":
            assert value in W3C, key
    for name in listed(node.get("type", [])):
        assert (W3C.get(name) or OURS[name])["kind"] == "class"


def is_iri(text: str) -> bool:
    """RFC 3986 (no character outside a URI, escapes whole) with a scheme; RFC 8141 for URNs."""
    if not re.fullmatch(r"[a-zA-Z][a-zA-Z0-9+.-]*:(?:[\w.~:/?#\[\]@!$&'()*+,;=-]|%[0-9A-Fa-f]{2})+",
                        text, re.ASCII):  # fmt: skip
        return False
    if text.startswith("urn:"):
        return bool(re.fullmatch(r"urn:riwaya:[a-z]+(:(?:[\w.~-]|%[0-9A-F]{2})+)+", text, re.ASCII))
    return text.lower().startswith(("http://", "https://"))


def check_annotation(annotation: Node) -> None:
    """Section 3: one annotation."""
    assert annotation["type"] == "Annotation"
    assert {"id", "target", "body", "motivation", "created", "creator"} <= set(annotation)
    assert annotation["motivation"] in MOTIVATIONS
    assert annotation["generator"]["type"] == "Software"
    for body in annotation["body"]:
        assert body["purpose"] in MOTIVATIONS
        assert body["type"] in ("TextualBody", "SpecificResource")
        assert ("value" in body) == (body["type"] == "TextualBody")
        assert ("source" in body) == (body["type"] == "SpecificResource")
    for target in listed(annotation["target"]):
        if isinstance(target, dict):
            check_target(target)


def check_target(target: Node) -> None:
    """Section 4: a SpecificResource with a position, and the words that stand there."""
    assert target["type"] == "SpecificResource"
    assert target["state"]["type"] == "TimeState"
    position, words = target["selector"]
    assert position["type"] == "TextPositionSelector"
    assert words["type"] == "TextQuoteSelector"
    assert position["end"] - position["start"] == len(words["exact"]) > 0
    assert len(words.get("prefix", "")) <= 32
    assert len(words.get("suffix", "")) <= 32


def check_words(collection: Node, records: list[Record]) -> None:
    """Every selector holds in the text whose hash its state names."""
    texts = {text_sha256(r.report.document.text): r.report.document.text for r in records}
    for annotation in annotations(collection):
        for target in listed(annotation["target"]):
            if isinstance(target, dict):
                scheme, _, sha256 = target["state"]["cached"].rpartition(":")
                assert scheme == "urn:riwaya:text:sha256"
                text = re.sub("[\ud800-\udfff]", "\ufffd", texts[sha256])
                position, words = target["selector"]
                start, end = position["start"], position["end"]
                assert words["exact"] == text[start:end]
                assert words.get("prefix", "") == text[max(0, start - 32) : start]
                assert words.get("suffix", "") == text[end : end + 32]


@pytest.mark.parametrize("masked", [True, False])
def test_every_claim_and_judgement_is_a_valid_annotation(masked: bool, tmp_path: Path) -> None:
    records = masked_records() if masked else sample_records()
    collection = written(records, tmp_path / "out", masked)
    check_words(collection, records)
    claims = sum(len(record.report.claims) for record in records)
    judgements = sum(len(record.judgements) for record in records)
    assert collection["total"] == claims + judgements
    assert claims > 10
    assert judgements > 2


def test_no_private_name_is_anywhere(tmp_path: Path) -> None:
    collection = written(masked_records(), tmp_path / "out")
    raw = (tmp_path / "out" / "annotations.jsonld").read_text(encoding="utf-8")
    assert not any(word in raw for word in PRIVATE)
    assert collection["total"]


def test_an_annotation_says_who_what_and_where(tmp_path: Path) -> None:
    (record, *_) = sample_records()
    report = record.report
    first, *_ = annotations(written([record], tmp_path / "out", masked=False))
    claim, document = report.claims[0], report.document.id
    assert first["id"] == f"urn:riwaya:annotation:{document}:{claim.id}"
    words, data = first["body"]
    assert words["value"] == claim.content[0].of(report.document.text)
    assert (words["language"], words["textDirection"]) == ("ar", "rtl")
    said = data["source"]
    assert said["id"] == f"urn:riwaya:claim:{document}:{claim.id}"
    assert (said["stance"], said["mode"], said["sourceType"]) == ("asserted", "indirect", "person")
    assert said["speaker"] == {"id": "urn:riwaya:entity:local%3Aqassab", "name": "نادر قصاب"}
    assert said["report"]["sha256"] == report.document.sha256
    assert [count["minimum"] for count in said["counts"]] == [12, 30]
    assert said["times"][0]["timex"] == "2018-04-01"
    parts = [target["part"] for target in first["target"]]
    assert parts == ["content", "cue", "source"]
    assert {target["source"] for target in first["target"]} == {source_iri(report.document)}
    assert first["target"][0]["state"]["sourceDate"] == "2026-11-19T07:59:00Z"


def test_an_unstated_hop_keeps_its_place_in_the_chain(tmp_path: Path) -> None:
    (record, *_) = sample_records()
    found = annotations(written([record], tmp_path / "out", masked=False))
    chains = [item["body"][1]["source"].get("isnad") for item in found]
    (chain,) = [c for c in chains if c and len(c) == 3]
    assert [hop["type"] for hop in chain] == ["Hop", "UnstatedHop", "Hop"]


def test_a_claim_inside_another_names_it(tmp_path: Path) -> None:
    (record, *_) = sample_records()
    found = annotations(written([record], tmp_path / "out", masked=False))
    inner = next(i for i in found if i["body"][1]["source"].get("stance") == "denied")
    outer = inner["body"][1]["source"]["parent"]
    assert outer in {item["body"][1]["source"].get("id") for item in found}


def test_a_judgement_is_an_annotation_on_what_was_judged(tmp_path: Path) -> None:
    (record, *_) = sample_records()
    found = annotations(written([record], tmp_path / "out", masked=False))
    on_claim, on_mention, on_entity = found[-3:]
    assert on_claim["target"] == found[0]["id"]
    assert on_claim["motivation"] == "editing"
    assert on_claim["body"][1]["source"]["replacement"] == '"uncertain"'
    assert on_claim["creator"] == {"type": "Person", "nickname": "محررة"}
    assert on_mention["target"]["selector"][1]["exact"] == "رباب العنقاوي"
    assert on_entity["motivation"] == "assessing"
    assert on_entity["target"].startswith("urn:riwaya:entity:")


def test_no_gazetteer_id_leads_to_exact_coordinates(tmp_path: Path) -> None:
    report = Report(
        Document("d", "قالت دمشق إن القافلة غادرت"),
        (Claim("c", (Span(0, 4),), content=(Span(13, 26),), speaker="geonames:170654"),),
        entities=(Entity("geonames:170654", "دمشق", "place", ("دمشق",)),),
    )
    (item,) = annotations(written([Record(report)], tmp_path / "out"))
    assert item["body"][1]["source"]["speaker"] == {"name": "دمشق"}
    assert "170654" not in (tmp_path / "out" / "annotations.jsonld").read_text(encoding="utf-8")


@pytest.mark.parametrize(
    ("url", "source"),
    [
        ("https://e.example/a?b=1#c", "https://e.example/a?b=1#c"),
        ("https://e.example/خبر 1", "https://e.example/%D8%AE%D8%A8%D8%B1%201"),
        ("https://e.example/%D8%AE", "https://e.example/%D8%AE"),
        ('https://e.example/<x>"y', "https://e.example/%3Cx%3E%22y"),
        ("javascript:alert(1)", "urn:riwaya:document:d"),
        ("https://[broken", "urn:riwaya:document:d"),
        ("https://", "urn:riwaya:document:d"),
        ("https://e.example/100%", "https://e.example/100%25"),
        ("file:///etc/passwd", "urn:riwaya:document:d"),
        ("", "urn:riwaya:document:d"),
        (None, "urn:riwaya:document:d"),
    ],
)
def test_the_source_is_a_web_address_or_our_name(url: str | None, source: str) -> None:
    assert source_iri(Document("d", "نص", url=url)) == source
    assert is_iri(source)


def test_a_span_outside_the_text_is_refused(tmp_path: Path) -> None:
    report = Report(Document("d", "قال"), (Claim("c", (Span(0, 30),)),))
    with pytest.raises(SpanError):
        web_annotation.write([Record(report)], tmp_path, sample_context())


def test_no_records_are_an_empty_collection(tmp_path: Path) -> None:
    assert written([], tmp_path / "out")["total"] == 0


def test_two_exports_are_the_same_bytes(tmp_path: Path) -> None:
    written(sample_records(), tmp_path / "a")
    written(sample_records(), tmp_path / "b")
    name = "annotations.jsonld"
    assert (tmp_path / "a" / name).read_bytes() == (tmp_path / "b" / name).read_bytes()


def test_every_term_of_ours_is_used_and_explained(tmp_path: Path) -> None:
    collection = written(sample_records(), tmp_path / "out", masked=False)
    used = {key for node in nodes(collection) for key in node}
    used |= {name for node in nodes(collection) for name in listed(node.get("type", []))}
    assert set(OURS) <= used
    assert all(row["meaning"] for row in OURS.values())


@pytest.mark.filterwarnings("ignore:ConjunctiveGraph:DeprecationWarning")
def test_a_processor_of_json_ld_reads_the_same_annotations(tmp_path: Path) -> None:
    rdflib = pytest.importorskip("rdflib")
    collection = written(sample_records(), tmp_path / "out", masked=False)
    collection["@context"][0] = {"id": "@id", "type": "@type"} | {
        term: definition(row) for term, row in W3C.items()
    }
    graph = rdflib.Graph().parse(data=json.dumps(collection), format="json-ld")
    oa = rdflib.Namespace("http://www.w3.org/ns/oa#")
    ours = rdflib.Namespace("urn:riwaya:term:")
    found = set(graph.subjects(rdflib.RDF.type, oa.Annotation))
    assert {str(one) for one in found} == {item["id"] for item in annotations(collection)}
    motives = {graph.value(one, oa.motivatedBy) for one in found}
    assert motives == {oa.classifying, oa.editing, oa.assessing}
    targets = [t for item in annotations(collection) for t in listed(item["target"])]
    quoted = [t["selector"][1]["exact"] for t in targets if isinstance(t, dict)]
    assert sorted(map(str, graph.objects(None, oa.exact))) == sorted(quoted)
    for selector, start in graph.subject_objects(oa.start):
        assert start.datatype == rdflib.URIRef(f"{XSD}nonNegativeInteger")
        assert int(graph.value(selector, oa.end)) > int(start)
    chains = [len(list(graph.items(head))) for head in graph.objects(None, ours.isnad)]
    assert max(chains) == 3
    predicates = {str(one) for one in graph.predicates()}
    known = {row["iri"] for row in W3C.values()} | {f"urn:riwaya:term:{term}" for term in OURS}
    assert predicates <= known | {str(rdflib.RDF.type), str(rdflib.RDF.first), str(rdflib.RDF.rest)}


def definition(row: dict[str, str]) -> Any:
    """How the standard's context defines a term."""
    types = {"id": "@id", "vocab": "@vocab", "dateTime": f"{XSD}dateTime"}
    types["nonNegativeInteger"] = f"{XSD}nonNegativeInteger"
    if row["kind"] == "list":
        return {"@id": row["iri"], "@type": "@id", "@container": "@list"}
    if row["kind"] in types:
        return {"@id": row["iri"], "@type": types[row["kind"]]}
    return row["iri"]


def test_memory_does_not_grow_with_the_records(tmp_path: Path) -> None:
    (record, *_) = sample_records()

    write = web_annotation.write
    assert peak_of(write, record, 90, tmp_path) < 2 * peak_of(write, record, 15, tmp_path)


TEXTS = st.text(st.characters(codec=None), min_size=1, max_size=80)


@settings(deadline=None, max_examples=100)
@given(TEXTS, st.data())
def test_any_claims_are_valid_and_their_words_fit(
    tmp_path_factory: pytest.TempPathFactory, text: str, data: st.DataObject
) -> None:
    cuts = st.tuples(st.integers(0, len(text)), st.integers(0, len(text))).map(sorted)
    spans = [Span(a, b) for a, b in data.draw(st.lists(cuts, max_size=5)) if a < b]
    ids = data.draw(TEXTS)
    claims = tuple(
        Claim(f"{n}{ids}", (span,), content=(span,), via=tuple(spans), parent=ids)
        for n, span in enumerate(spans)
    )
    url = data.draw(st.none() | TEXTS | TEXTS.map("https://e.example/".__add__))
    record = Record(Report(Document(f"d{ids}", text, url=url, title=text), claims))
    collection = written([record], tmp_path_factory.mktemp("any") / "out")
    check_words(collection, [record])


def test_names_are_escaped() -> None:
    assert iri("claim", "a:b", "ج\ud800") == "urn:riwaya:claim:a%3Ab:%D8%AC%3F"
    assert is_iri(iri("claim", "a b", "%"))
