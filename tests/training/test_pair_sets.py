"""Training pairs as a whole: labels, balance, determinism, and what one side gives away."""

from __future__ import annotations

from collections import Counter, defaultdict
from pathlib import Path
from random import Random

import pytest

from training.pair_check import one_sided
from training.pair_edits import Base, edited_pairs, pairs_of
from training.pair_edits_corpus import Line, Mined, bag_of, common_words, lines_of, mined
from training.pair_sets import LABELS, Pair, ans_pairs

SHARED = Path(__file__).parents[3] / "shared"
needs_shared = pytest.mark.skipif(not (SHARED / "ans").is_dir(), reason="the data is not here")


def line(text: str, document: str = "a", group: str = "day-2024-05-01") -> Line:
    return Line(text, document, "منبر السنديانة", 0.0, group, 1, bag_of(text))


def report(document: str, text: str, hour: int = 8) -> dict[str, str]:
    return {
        "id": document,
        "outlet": document,
        "published": f"2024-05-01T{hour:02}:00:00+00:00",
        "text": text,
    }


def test_ans_rows_become_labels_and_groups(tmp_path: Path) -> None:
    (tmp_path / "ans").mkdir()
    rows = (
        "s1,s2,stance\nفتح الجسر,إغلاق الجسر,disagree\n"
        "إغلاق الجسر,الجسر مغلق,agree\nمطر,ثلج,other\n"
    )
    (tmp_path / "ans" / "train.csv").write_text(rows, encoding="utf-8")
    pairs = ans_pairs(tmp_path, "train")
    assert [pair.label for pair in pairs] == ["contradicts", "agrees", "none"]
    assert pairs[0].group == pairs[1].group != pairs[2].group


def test_pairs_of_a_text_have_its_group_and_known_labels() -> None:
    base = Base(
        line("أعلن المختار مقتل 14 عاملا في انهيار جسر السنديانة يوم الثلاثاء"),
        line("مقتل 14 عاملا بعد انهيار جسر السنديانة كما أعلن المختار", "b"),
        (),
        (("near", line("زار المختار جسر السنديانة وتفقد أعمال الترميم", "c")),),
    )
    made = [pair for seed in range(20) for pair in pairs_of(base, Random(seed))]
    assert {pair.label for pair in made} == set(LABELS)
    assert {pair.group for pair in made} == {"day-2024-05-01"}
    assert all(pair.a != pair.b or pair.label == "repeats" for pair in made)


def test_either_side_may_be_the_edited_one() -> None:
    text = "انسحبت القافلة من بلدة السنديانة صباح الثلاثاء بعد اتفاق"
    base = Base(line(text), None, (), ())
    made = [pair for seed in range(60) for pair in pairs_of(base, Random(seed))]
    sides: Counter[str] = Counter()
    for pair in made:
        if pair.label == "contradicts" and pair.kind != "told":
            sides["a" if pair.a == text else "b"] += 1
    assert min(sides["a"], sides["b"]) > 0.25 * sides.total()


def test_reports_of_one_day_that_tell_one_thing_are_found() -> None:
    one = report("a", "انهار جسر السنديانة القديم فوق نهر الريحان صباح اليوم بعد أمطار غزيرة")
    two = report("b", "انهار صباح اليوم جسر السنديانة القديم فوق نهر الريحان إثر أمطار غزيرة")
    three = report("c", "افتتح معرض الخزف السنوي في بلدة الزيتونة بمشاركة عشرين حرفيا من الجوار")
    reports = [lines_of(one), lines_of(two), lines_of(three)]
    found = list(mined(reports, frozenset()))
    assert [(pair.a.document, pair.b.document, pair.kind) for pair in found] == [("a", "b", "twin")]
    assert isinstance(found[0], Mined)


def test_words_of_all_reports_bind_nothing() -> None:
    reports = [
        lines_of(report(str(n), f"قال المختار إن الأمر {n} يخص دار رقم {n}")) for n in range(60)
    ]
    common = common_words(reports)
    assert "مختار" in common
    assert "17" not in common


def test_what_one_side_gives_away_is_seen() -> None:
    rng = Random(4)
    nouns = ["الجسر", "السد", "المعبر", "السوق", "المرفأ", "المطحنة"]
    honest, leaky = [], []
    for number in range(600):
        noun, group = rng.choice(nouns), f"g{number}"
        label = rng.choice(["agrees", "contradicts"])
        first = rng.choice(["مفتوح", "مغلق"])
        other = {"مفتوح": "مغلق", "مغلق": "مفتوح"}[first]
        second = first if label == "agrees" else other
        honest.append(Pair(f"{noun} {first}", f"{noun} {second}", label, "", group))
        mark = "نعم" if label == "agrees" else "كلا"
        leaky.append(Pair(f"{noun} {first}", f"{noun} {mark}", label, "", group))
    assert one_sided(honest).gain < 0.12
    assert one_sided(leaky).gain > 0.35


@needs_shared
def test_ans_is_read_whole() -> None:
    pairs = ans_pairs(SHARED, "train")
    assert len(pairs) > 2000
    assert {pair.label for pair in pairs} == {"agrees", "contradicts", "none"}


@pytest.fixture(scope="module")
def small(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder like the shared one, with the gold and a small part of the corpus."""
    if not (SHARED / "gold/train").is_dir():
        pytest.skip("the data is not here")
    import gzip
    from itertools import islice

    folder = tmp_path_factory.mktemp("shared")
    for name in ("gold", "stories"):
        (folder / name).symlink_to(SHARED / name)
    (folder / "corpus").mkdir()
    with (
        gzip.open(SHARED / "corpus/news2018.jsonl.gz", "rt", encoding="utf-8") as source,
        gzip.open(folder / "corpus/news2018.jsonl.gz", "wt", encoding="utf-8") as target,
    ):
        target.writelines(islice(source, 250))
    return folder


def test_pairs_are_the_same_for_a_seed_and_give_nothing_away(small: Path) -> None:
    pairs = edited_pairs(small, 3, 2000)
    assert pairs == edited_pairs(small, 3, 2000)
    assert pairs[:50] != edited_pairs(small, 4, 200)[:50]
    counts = Counter(pair.label for pair in pairs)
    assert min(counts.values()) > 0.05 * len(pairs)
    assert one_sided(pairs).gain < 0.12
    with_lam: dict[str, list[bool]] = defaultdict(list)
    for pair in pairs:
        with_lam[pair.label].append(" لم " in f" {pair.a} {pair.b} ")
    shares = [sum(found) / len(found) for found in with_lam.values()]
    assert max(shares) < 0.6


def test_no_report_of_the_gold_comes_from_the_corpus(small: Path) -> None:
    from training.pair_edits_corpus import corpus_reports

    gold = {
        path.stem for part in ("train", "dev") for path in (SHARED / f"gold/{part}/docs").glob("*")
    }
    found = {entry["id"] for entry in corpus_reports(small)}
    assert found
    assert not found & gold
