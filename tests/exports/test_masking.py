"""Masking private persons' names."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from dataclasses import replace
from urllib.parse import quote, unquote

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from riwaya.contract import parse, render
from riwaya.exports.masking import MASK, NOTE, Masker, is_private, masked
from riwaya.exports.masking_names import finder
from riwaya.model import Document, Entity, Mention, Report, Span, text_sha256
from riwaya.records import Capture, Judged, Judgement, Record
from riwaya.text import fold, fold_letters
from tests.conformance.export_kit import PRIVATE, PUBLIC, WITNESS, sample_records
from tests.timing import growth

NAME = "هناء البستاوي"


def record(text: str, names: dict[str, str | None], **fields: object) -> Record:
    """A record in which each of `names` (with its standing) is a person mentioned once."""
    mentions, entities = [], []
    for number, (name, standing) in enumerate(names.items()):
        id_ = f"local:{number}"
        entities.append(Entity(id_, name, "person", (name,), standing=standing))  # type: ignore[arg-type]
        at = text.find(name)
        if at >= 0:
            mentions.append(Mention(f"m{number}", Span(at, at + len(name)), "person", id_))
    document = Document("d1", text, text_sha256(text), **fields)  # type: ignore[arg-type]
    return Record(Report(document, mentions=tuple(mentions), entities=tuple(entities)), series="d1")


def masked_text(text: str, standing: str | None = "private", name: str = NAME) -> str:
    return masked(record(text, {name: standing})).report.document.text


@pytest.mark.parametrize(
    ("entity", "expected"),
    [
        (Entity("local:1", NAME, "person", standing="private"), True),
        (Entity("local:1", NAME, "person"), True),
        (Entity("local:1", NAME, "person", standing="public"), False),
        (Entity("local:1", "شاهد عيان", "person", standing="unnamed"), False),
        (Entity("actor:1", NAME, "person"), False),
        (Entity("actor:1", NAME, "person", standing="private"), True),
        (Entity("local:1", NAME, "organisation"), False),
        (Entity("masked:1", "شخص 1", "person", standing="private"), False),
    ],
)
def test_who_is_masked(entity: Entity, expected: bool) -> None:
    assert is_private(entity) is expected


def test_each_code_point_of_a_mention_is_masked_spaces_too() -> None:
    assert masked_text(f"قالت {NAME} ذلك") == f"قالت {MASK * len(NAME)} ذلك"


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("وشكرت البستاوي الناس", "وشكرت ▇▇▇▇▇▇▇▇ الناس"),
        ("وقيل للبستاوي وبالبستاوي ولهناء", "وقيل لل▇▇▇▇▇▇ وب▇▇▇▇▇▇▇▇ ول▇▇▇▇"),
        ("هَنَاءُ البُسْتَاوِيّ", "▇" * 21),
        ("هـنـاء البستاوى", "▇" * 15),
        ("#هناء_البستاوي", "#▇▇▇▇▇▇▇▇▇▇▇▇▇"),
        ("هناء\u200f\n\u00a0البستاوي", "▇" * 15),
        ("بيت بستاوي قديم", "بيت ▇▇▇▇▇▇ قديم"),
        ("والهناءة لكم", "والهناءة لكم"),
    ],
)
def test_further_occurrences(before: str, after: str) -> None:
    found = masked_text(f"قالت {NAME} ذلك. {before}")
    assert found.removeprefix(f"قالت {MASK * len(NAME)} ذلك. ") == after


def test_a_word_of_grammar_is_not_a_name_that_looks_like_it() -> None:
    text = "قال علي النعناعي إنه جلس على الجسر، وزار علي أهله"
    assert masked_text(text, name="علي النعناعي") == (
        f"قال {MASK * 12} إنه جلس على الجسر، وزار ▇▇▇ أهله"
    )


def test_parts_inside_other_names_stay_but_the_whole_name_never() -> None:
    text = f"قالت {NAME} إن الوزير كمال البستاوي زار مدرسة {NAME} أمس."
    given = record(text, {NAME: "private", "كمال البستاوي": "public"})
    found = masked(given).report.document.text
    assert "كمال البستاوي" in found
    assert found.count(MASK) == 2 * len(NAME)


@pytest.mark.parametrize(
    "url",
    [
        "https://a.example/" + quote("لقاء-هناء-البستاوي"),
        "https://a.example/" + quote(quote("هناء البستاوي")),
        "https://a.example/?q=" + quote("هناء البستاوي".encode("cp1256")),
        "https://a.example/لقاء/هناء_البستاوي/3",
        "https://a.example/&#1607;&#1606;&#1575;&#1569;+البستاوي",
        r"https://a.example/\u0647\u0646\u0627\u0621",
    ],
)
def test_addresses_are_masked_however_they_are_written(url: str) -> None:
    given = record(f"قالت {NAME} ذلك", {NAME: "private"}, url=url)
    found = masked(given).report.document.url or ""
    assert MASK in found
    assert len(found) == len(url)
    assert found.startswith("https://a.example/")
    for reading in (unquote(unquote(found)), unquote(found, "cp1256")):
        assert "هناء" not in reading
        assert "البستاوي" not in reading


@pytest.mark.parametrize(
    ("name", "before", "after"),
    [
        (NAME, "/2019/hana-al-bustawi-speaks", "/2019/▇▇▇▇▇▇▇▇▇▇▇▇▇▇▇-speaks"),
        (NAME, "/Elbestawy_Hanaa/", "/▇▇▇▇▇▇▇▇▇▇▇▇▇▇▇/"),
        ("شريف الخطاب", "/sherif-khattab", "/▇▇▇▇▇▇▇▇▇▇▇▇▇▇"),
        ("جمال بن قاسم", "/gamal-bin-kassem", "/▇▇▇▇▇▇▇▇▇▇▇▇▇▇▇▇"),
        (NAME, "/hana-and-the-bustawi", "/hana-and-the-bustawi"),
        (NAME, "/news/bridge-closed", "/news/bridge-closed"),
    ],
)
def test_names_in_latin_letters_are_found_by_their_sound(
    name: str, before: str, after: str
) -> None:
    host = "https://x.example"
    given_ = record(f"قال {name} ذلك", {name: "private"}, url=host + before)
    assert masked(given_).report.document.url == host + after


def test_everything_beside_the_text_is_masked_and_ids_fit_together() -> None:
    given = sample_records()[0]
    found = masked(given)
    assert not any(word in repr(found) for word in PRIVATE)
    assert PUBLIC in found.report.document.text
    witness = next(e for e in found.report.entities if e.id == "masked:1")
    assert (witness.name, witness.name_en, witness.names) == ("شخص 1", "Person 1", ())
    assert found.report.claims[3].speaker == "masked:1"
    assert found.report.claims[3].isnad == ("actor:nawras", None, "masked:1")
    assert found.report.mentions[4].entity == "masked:1"
    assert found.judgements[2].judgement.target == "masked:1"
    ground = json.loads(found.judgements[1].judgement.ground)
    assert ground["quote"] == MASK * len(WITNESS)


def test_the_line_can_still_be_read_and_states_the_hash_of_the_original() -> None:
    for sample in sample_records():
        found = masked(sample).report
        assert parse(render(found)) == found
        assert found.document.sha256 == sample.report.document.sha256
        assert len(found.document.text) == len(sample.report.document.text)
        private = any(map(is_private, sample.report.entities))
        assert (NOTE in found.document.notes) is private


def test_persons_are_numbered_by_appearance_in_all_of_an_export() -> None:
    masker = Masker()
    first = record("قال سامح الورداني ثم هناء البستاوي", {NAME: None, "سامح الورداني": None})
    second = replace(
        record("قالت هناء البستاوي", {NAME: None}), report=record(NAME, {NAME: None}).report
    )
    names = [{e.name for e in masker.masked(r).report.entities} for r in (first, second)]
    assert [e.name for e in masker.masked(first).report.entities] == ["شخص 2", "شخص 1"]
    assert names[1] == {"شخص 2"}


def test_a_name_that_is_private_in_one_report_is_masked_in_all() -> None:
    first = record(f"قالت {NAME} ذلك", {NAME: "private"})
    other = record("خبر بلا أسماء", {}, title=f"ما قالته {NAME} ولهناء")
    masker = Masker()
    for one in (first, other):
        masker.learn(one)
    assert masker.masked(other).report.document.title == f"ما قالته {MASK * len(NAME)} ولهناء"
    known = record(f"أعلن الوزير {NAME}", {NAME: "public"})
    masker.learn(known)
    assert masker.masked(known) == known


def _standing(value: str, superseded: bool = False) -> Judged:
    kept = Judgement("j", 1, "d1", "entity", "local:0", "correct", "standing", value, "u", "r",
                     "t", "{}")  # fmt: skip
    return Judged(kept, "same", superseded)


@pytest.mark.parametrize(
    ("read", "judged", "expected"),
    [
        (None, _standing('"public"'), False),
        ("private", _standing('"public"'), False),
        ("public", _standing('"private"'), True),
        ("private", _standing('"public"', superseded=True), True),
        (None, _standing("null"), True),
    ],
)
def test_a_persons_decision_on_the_standing_goes_first(
    read: str | None, judged: Judged, expected: bool
) -> None:
    given_ = replace(record(f"قالت {NAME} ذلك", {NAME: read}), judgements=(judged,))
    found = masked(given_)
    assert (MASK in found.report.document.text) is expected
    assert masked(found) == found


def test_ids_that_hold_a_name_are_replaced() -> None:
    given = record(f"قالت {NAME} ذلك", {NAME: "private"})
    document = replace(given.report.document, id="لقاء هناء البستاوي")
    kept = Judgement("j", 1, document.id, "document", document.id, "confirm", None, None, "u", "r",
                     "t", "")  # fmt: skip
    capture = Capture(
        "c", document.id, "0" * 64, 1, "text/plain", "file", None, "p", None, "t", "u", "t"
    )
    whole = replace(
        given, report=replace(given.report, document=document), series=document.id,
        captures=(capture,), judgements=(Judged(kept, "same"),),
    )  # fmt: skip
    found = masked(whole)
    assert found.report.document.id == "masked-document-1" == found.captures[0].document
    assert found.series == found.judgements[0].judgement.target == "masked-document-1"


def test_a_record_without_private_names_is_left_as_it_is() -> None:
    given = sample_records()[3]
    assert masked(given) is given


def test_masking_takes_time_in_proportion_to_the_text() -> None:
    look = finder([NAME, "سامح الورداني"])

    def make(size: int) -> Callable[[], object]:
        text = "وهناء " * size + "البستاو " * size + "_" * 9 * size + "%D9" * size + "هناء" * size
        return lambda: look.spans(text)

    assert growth(make, 500, 4000, 24) < 24


LETTERS = st.text("ابتجدرسعلمنهويىةأإ", min_size=4, max_size=8)
NAMES = st.lists(LETTERS, min_size=2, max_size=4).map(" ".join)
WORDS = st.lists(
    st.one_of(st.text("ابترسعلمن ه«»،.\n\u200f", max_size=12), st.just("\x00"), st.just("{}"))
)
MARKS = st.sampled_from(["", "و", "ل", "وب", "«", "#", "\u200f"])


@settings(deadline=None, max_examples=80)
@given(NAMES, WORDS, MARKS, st.data())
def test_after_masking_the_name_is_nowhere(
    name: str, words: list[str], mark: str, data: st.DataObject
) -> None:
    pieces = [piece.replace("{}", f" {mark}{name} ") for piece in words]
    text = f"قال {name} ذلك " + " ".join(pieces)
    slug = quote("-".join(name.split()))
    given_ = record(text, {name: data.draw(st.sampled_from([None, "private"]))},
                    title=f"عن {mark}{name}", url=f"https://a.example/{slug}")  # fmt: skip
    capture = Capture("c", "d1", "0" * 64, 1, "t", "file", name, f"/x/{name.replace(' ', '_')}",
                      None, "t", "u", "t")  # fmt: skip
    kept = Judgement("j", 1, "d1", "entity", "local:0", "correct", "name", json.dumps(name), "u",
                     f"لأن {mark}{name}", "t", json.dumps({"name": name}))  # fmt: skip
    whole = replace(given_, captures=(capture,), judgements=(Judged(kept, "same"),))
    found = masked(whole)
    shown = unquote(
        re.sub(r"\\u([0-9a-f]{4})", lambda m: chr(int(m[1], 16)), repr(found).replace("\\\\", "\\"))
    )
    plain = fold_letters(fold(shown).text)
    assert fold_letters(name) not in plain
    for part in fold_letters(name).split():
        assert not re.search(rf"(?<!\w){part}(?!\w)", plain)
    assert parse(render(found.report)) == found.report
    assert len(found.report.document.text) == len(text)
    assert masked(found) == found
