"""What stands for a report: stems, bands, features, signatures and the parts of likeness."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from riwaya.model import Document, Entity, Mention, Report, Span, TimeValue
from riwaya.resources import lexicon
from riwaya.stories.features import MOST, day_of, features_of, opening
from riwaya.stories.features_words import band, stem, stems
from riwaya.stories.group import Grouper, MemoryPast
from riwaya.stories.signature import feature_hash, kind_index, signature_of
from riwaya.stories.similar import DayLikeness, Evidence, Parts, Tuning, story_likeness
from riwaya.text import fold, fold_letters

TEXT = (
    "انهيار سقف سوق السمك في بلدة المرجان\nانهار سقف سوق السمك في بلدة المرجان يوم الأحد.\n"
    "وقالت البلدية إنها ستفحص المبنى."
)


def document(text: str = TEXT, **fields: str) -> Document:
    return Document(**{"id": "d1", "text": text, "published": "2021-03-02", **fields})


@pytest.mark.parametrize(
    "forms",
    [
        ("السوريين", "سوريا", "السورية", "والسوري"),
        ("وزارة", "الوزارة", "للوزارة", "بالوزارة", "وزارته", "ووزارة"),
        ("قنبلة", "القنبلة", "وَالقُنبُلَة", "قنـبلة"),
    ],
)
def test_clitics_endings_and_typesetting_fall_away(forms: Sequence[str]) -> None:
    assert len({tuple(stems(form)) for form in forms}) == 1


def test_short_words_foreign_words_and_numbers_stay_whole() -> None:
    assert stem("ولد") == "ولد"
    assert stem("بلد") == "بلد"
    assert list(stems("Larkwood ٢٥٧ 1.5 ء")) == ["larkwood", "257", "1.5"]


@settings(deadline=None)
@given(st.text())
def test_folding_by_character_is_folding(text: str) -> None:
    from riwaya.stories.features_words import _FOLDED

    assert text.translate(_FOLDED) == fold_letters(fold(text).text)


@settings(deadline=None)
@given(st.text(alphabet="ابتثلوفكيةهنمسرأإ", min_size=1, max_size=14))
def test_a_stem_is_a_part_of_its_word_and_never_empty(word: str) -> None:
    found = stem(fold_letters(word))
    assert found
    assert found in fold_letters(word)


def test_bands_are_sorted_data_with_a_source() -> None:
    rows = lexicon("word_bands")
    words = [row["stem"] for row in rows]
    assert words == sorted(set(words))
    assert all(row["source"] for row in rows)
    assert {int(row["band"]) for row in rows} <= set(range(10))
    affixes = [(row["affix"], row["place"]) for row in lexicon("word_affixes")]
    assert affixes == sorted(set(affixes))


def test_common_words_say_nothing_and_unknown_ones_most() -> None:
    assert band("قال") < 3
    assert band("the") == 0
    assert band("زغنطوط") == 11
    keys = {feature.key for feature in features_of(Report(document()))}
    assert "قال" not in keys
    assert {"مرج", "سمك"} & keys


def test_the_headline_counts_more() -> None:
    weights = {f.key: f.weight for f in features_of(Report(document()))}
    assert weights[stem("سمك")] > weights[stem("مبنى".replace("ى", "ي"))]


def test_a_title_that_is_not_in_the_text_is_a_headline_too() -> None:
    bare = Report(document("نص قصير عن السوق.", title="انهيار سقف المرجان"))
    assert stem("المرجان") in {f.key for f in features_of(bare)}
    assert opening(bare.document).startswith("انهيار سقف المرجان نص")


def test_the_opening_is_the_first_words_of_headline_and_lead() -> None:
    given = opening(document(title=TEXT.splitlines()[0]))
    assert " ".join(TEXT.split()).startswith(given)
    assert len(opening(document("كلمة " * 500)).split()) == 30


def test_names_places_and_dates_come_from_the_annotations() -> None:
    entities = (
        Entity("local:1", "سليم الدرباسي", "person"),
        Entity("geonames:77", "المرجان", "place"),
        Entity("local:2", "لم يذكر", "person"),
    )
    mentions = (
        Mention("m1", Span(0, 3), "person", "local:1"),
        Mention("m2", Span(4, 6), "place", "geonames:77"),
    )
    times = (
        TimeValue("t1", Span(0, 3), "date", "2021-02-28"),
        TimeValue("t2", Span(0, 3), "date", "1999-02-28"),
        TimeValue("t3", Span(0, 3), "date", "2021-03"),
        TimeValue("t4", Span(0, 3), "duration", "P2D"),
    )
    report = Report(document(), times=times, mentions=mentions, entities=entities)
    found = {(f.kind, f.key) for f in features_of(report) if f.kind != "word"}
    assert found == {
        ("name", " ".join(stems("سليم الدرباسي"))),
        ("place", "geonames:77"),
        ("date", "2021-02-28"),
    }


@settings(deadline=None, max_examples=50)
@given(st.text(), st.text())
def test_a_signature_is_bounded_and_the_same_each_time(text: str, title: str) -> None:
    report = Report(Document("d", text, title=title))
    made = signature_of(report)
    assert made == signature_of(report)
    assert len(made.features) == len(made.weights) <= sum(MOST.values())
    assert list(made.weights) == sorted(made.weights, reverse=True)
    assert all(0 <= feature < 1 << 64 for feature in made.features)
    assert sum(w * w for w in made.weights) == pytest.approx(1, abs=0.01) or not made.weights


def test_a_long_text_keeps_its_heaviest_features() -> None:
    text = " ".join(f"كلمه{chr(0x628 + n % 20)}{chr(0x628 + n // 20)}ثث" for n in range(400))
    assert len(signature_of(Report(document(text))).features) == MOST["word"]


def test_a_hash_tells_its_kind() -> None:
    kinds = [kind_index(feature_hash(kind, "x")) for kind in ("word", "name", "place", "date")]  # type: ignore[arg-type]
    assert kinds == [0, 1, 2, 3]


@pytest.mark.parametrize(
    ("published", "day"),
    [
        ("2018-03-31", "2018-03-31"),
        ("2018-03-31T23:00:00+04:00", "2018-03-31"),
        ("2018", None),
        ("", None),
    ],
)
def test_the_day_is_the_written_one(published: str, day: str | None) -> None:
    assert day_of(document(published=published)) == day


# Likeness


def test_a_part_that_is_missing_adds_nothing() -> None:
    tuning = Tuning(names=Evidence(0.1, 0.5))
    assert Parts(0.3).score(tuning) == pytest.approx(0.3)
    assert Parts(0.3, names=1.0).score(tuning) == pytest.approx(0.35)
    assert Parts(0.3, names=0.0).score(tuning) == pytest.approx(0.25)
    assert Parts(0.01, names=0.0).score(tuning) == 0.0


def test_days_between_cost_and_the_mean_counts_reports() -> None:
    near, far = DayLikeness(Parts(0.4), 0, 3), DayLikeness(Parts(0.2), 2, 1)
    tuning = Tuning(decay=0.1, nearest=0.5)
    like = story_likeness("s", [far, near], tuning)
    assert like.best is near
    assert like.score == pytest.approx(0.5 * 0.4 + 0.5 * (3 * 0.4 + 0.16) / 4)
    assert like.why() == "joined: words 0.40; the same day"


class Fixed:
    """Embeddings by the text's first letter."""

    def of(self, texts: Sequence[str]) -> np.ndarray:
        rows = np.zeros((len(texts), 384), np.float32)
        for row, text in zip(rows, texts, strict=True):
            row[ord(text[0]) % 384] = 1.0
        return rows


def test_embeddings_are_kept_small_and_compared() -> None:
    report = Report(document())
    made = signature_of(report, Fixed())
    assert len(made.vector) == 384
    assert np.frombuffer(made.vector, np.int8).max() == 127
    assert signature_of(Report(document("")), Fixed()).vector == b""
    grouper = Grouper(MemoryPast(), Fixed())
    grouper.place(report)
    joined = grouper.place(Report(document(TEXT + "\nوبقي السوق مغلقا.", id="d2")))
    assert "meaning 1.00" in joined.why


def test_an_embedding_alone_joins_nothing() -> None:
    grouper = Grouper(MemoryPast(), Fixed())
    grouper.place(Report(document("اختتام مهرجان الخيل بساحة النخلة", id="a")))
    other = grouper.place(Report(document("ارتفاع أسعار الطحين والزيت والسكر", id="b")))
    assert other.why.startswith("founded")


def test_reports_with_and_without_embeddings_meet() -> None:
    past = MemoryPast()
    past.add(Grouper(past, Fixed()).place(Report(document())))
    assert Grouper(past).place(Report(document(id="d2"))).why.startswith("joined: words 1.00")
