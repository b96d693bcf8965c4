# ruff: noqa: F811
"""The index is what the reports give: checked, repaired by a reread, gone with its document."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sqlalchemy import Connection, Engine, Table, func, select, update

from riwaya.model import Report
from riwaya.records import Query, Selection
from riwaya.store import open_store
from riwaya.store.engines import WRITING, engine_for
from riwaya.store.index.check import check_index, check_whole
from riwaya.store.index.lists import particles
from riwaya.store.index.tables import DERIVED, claim, claim_place, search_row
from riwaya.store.index.write import index_report, unindex
from tests.store.searching import Said, find, kinds, numbered, person, place, report
from tests.store_kit import (  # noqa: F401
    StoreKind,
    postgres_server,
    postgres_url,
    put,
    stores,
)

ZAN = place("وادي الزان", "geonames:1")


def sample() -> Report:
    return report(
        "قال نادر قصاب إن الطريق إلى وادي الزان مقطوع. وأضاف أن الجسر مغلق.",
        [Said("قال", "نادر قصاب", "الطريق إلى وادي الزان مقطوع", speaker=person("نادر قصاب"),
              places=("وادي الزان",)),
         Said("أضاف", "", "الجسر مغلق", "uncertain")],
        (ZAN,), title="طريق مقطوع", outlet="نورس", published="2018-03-31",
    )  # fmt: skip


@pytest.fixture
def engine(stores: StoreKind) -> Iterator[Engine]:
    """A store with two documents, without the guard of its API."""
    with stores.open() as store:
        put(store, sample())
        put(store, report("خبر آخر عن وادي الزان", places=(ZAN,)))
    engine = engine_for(stores.where)
    yield engine
    engine.dispose()


def writing(engine: Engine) -> Engine:
    return engine.execution_options(**{WRITING: True})


def problems(connection: Connection) -> list[str]:
    found = (*check_index(connection, sample()), *check_whole(connection))
    return [f"{problem.where} {problem.what}" for problem in found]


def test_a_sound_index_has_no_problems_and_checking_changes_nothing(engine: Engine) -> None:
    with writing(engine).begin() as connection:
        before = [connection.execute(select(table)).all() for table in DERIVED]
        assert problems(connection) == []
        assert [connection.execute(select(table)).all() for table in DERIVED] == before


_CHANGES: tuple[tuple[Table, str, object], ...] = (
    (search_row, "words", "x"), (search_row, "kind", "place"), (search_row, "entity", "e"),
    (claim, "stance", "denied"), (claim, "naming", 1), (claim, "content", "[]"),
    (claim, "source", "[]"), (claim, "position", 9), (claim, "id", "other"),
    (claim, "speaker", "local:1"), (claim, "organisation", "o"), (claim, "mode", "m"),
    (claim_place, "place", 5),
)  # fmt: skip


def test_any_changed_field_is_found(engine: Engine) -> None:
    for table, column, value in _CHANGES:
        with writing(engine).connect() as connection, connection.begin() as transaction:
            key = next(iter(table.primary_key))
            its = select(func.max(key)).where(table.c.document == sample().document.id)
            number = connection.scalar(its)
            connection.execute(update(table).where(key == number).values({column: value}))
            found = problems(connection)
            assert any(
                table.name in one and sample().document.id in one and column in one for one in found
            ), (table, column)
            transaction.rollback()


def test_rows_that_are_missing_are_found(engine: Engine) -> None:
    for table in DERIVED:
        with writing(engine).connect() as connection, connection.begin() as transaction:
            connection.execute(table.delete())
            assert any(table.name in one and "0 rows" in one for one in problems(connection))
            transaction.rollback()


def test_indexing_again_gives_the_same_and_repairs(engine: Engine) -> None:
    with writing(engine).begin() as connection:
        before = [connection.execute(select(table)).all() for table in DERIVED]
        index_report(connection, sample())
        assert problems(connection) == []
        connection.execute(claim.delete())
        assert problems(connection)
        index_report(connection, sample())
        assert problems(connection) == []
        after = [connection.execute(select(table)).all() for table in DERIVED]
        assert [sorted(map(tuple, rows)) for rows in before] == [
            sorted(map(tuple, rows)) for rows in after
        ]


def test_taking_away_what_is_not_there_is_no_error(engine: Engine) -> None:
    with writing(engine).begin() as connection:
        unindex(connection, "0" * 16)
        unindex(connection, sample().document.id)
        unindex(connection, sample().document.id)
        rest = connection.scalars(select(search_row.c.document).distinct()).all()
        assert len(rest) == 1


def test_an_index_that_lost_a_word_is_found_on_sqlite(tmp_path: Path) -> None:
    where = StoreKind("sqlite", str(tmp_path / "s.sqlite"))
    with where.open() as store:
        put(store, sample())
        assert list(store.verify()) == []
    with sqlite3.connect(where.where) as raw:
        (number, words) = raw.execute("SELECT number, words FROM search_row LIMIT 1").fetchone()
        raw.execute(
            "INSERT INTO search_words (search_words, rowid, words) VALUES ('delete', ?, ?)",
            (number, words.split()[0]),
        )
    raw.close()
    with where.open() as store:
        assert any("search_words" in problem.where for problem in store.verify())


def test_no_word_of_a_removed_document_stays_in_the_file(tmp_path: Path) -> None:
    where = StoreKind("sqlite", str(tmp_path / "s.sqlite"))
    secret = report("قال فلان إن xyzzyplugh هنا", [Said("قال", "فلان", "xyzzyplugh هنا")])
    with where.open() as store:
        for number in range(30):
            put(store, report(f"خبر رقم {number} عن مدينة xy{number}"))
        put(store, secret)
    assert b"xyzzyplugh" in Path(where.where).read_bytes()
    with where.open() as store:
        store.remove(secret.document.id, "tester", "asked for")
        assert find(store, "xyzzyplugh") == []
        assert len(find(store, "خبر", "text")) == 30
        assert list(store.verify()) == []
    for path in tmp_path.iterdir():
        content = path.read_bytes()
        assert b"plugh" not in content, path
        assert "فلان".encode() not in content, path


def test_texts_longer_than_any_index_row_are_found_to_their_last_word(stores: StoreKind) -> None:
    words = " ".join(f"كلمة{number:x}" for number in range(40_000))
    text = f"بداية {words} نهاية"
    with stores.open() as store:
        put(store, report(text))
        (hit,) = find(store, "بداية نهاية")
        assert hit.marks
        (hit,) = find(store, '"كلمة9c3f نهاية"')
        assert hit.span
        assert hit.span.stop == len(text)
        assert find(store, '"نهاية بداية"') == []
        (hit,) = find(store, '"كلمة1000 كلمة1001"')
        assert [mark.of(hit.snippet) for mark in hit.marks] == ["كلمة1000 كلمة1001"]


_ANY = st.text(max_size=30) | st.lists(
    st.sampled_from(
        ["AND", "OR", "NOT", "NEAR(", ")", "(", "*", "^", ":", '"', "«", "»", "-", "+", "{", "}",
         "'", ";", "--", "\\", "%", "_", "\x00", "\ud800", "\udfff", "\u200f", "words:", "قال",
         "باب", "|", " ", "ال", "و", "٤٠٠", "[", "]", "$1", ":x", "?", "ﷺ", "ـ", "\n"]
    ),
    max_size=12,
).map("".join)  # fmt: skip


def test_no_query_breaks_a_search(stores: StoreKind) -> None:
    with stores.open() as store:
        put(store, sample())

        @given(_ANY, st.sampled_from(["all", "text", "claims", "speakers"]), st.booleans())
        @settings(deadline=None, max_examples=80)
        def ask(words: str, within: str, select_too: bool) -> None:
            selection = Selection(speaker=words, outlet=words, place=words, stance=words)
            query = Query(words, within, selection if select_too else Selection())  # type: ignore[arg-type]
            for hit in store.search(query).hits:
                assert hit.document == sample().document.id
            if select_too:
                assert list(store.records(selection)) == []

        ask()
        for long in ("ا" * 100_000, '"' * 5000, "-x " * 5000, "قال " * 5000, "x|" * 3000):
            store.search(Query(long))
            store.search(Query("", selection=Selection(speaker=long)))


_ROOTS = ("زحم", "غصن", "رمح", "جدر", "حصن", "نهر", "قمر")
_TEXT_WORD = st.builds(
    lambda before, root: before + root,
    st.sampled_from(["", "", "", "ال", "و", "وال", "لل", "ب", "بال", "ف", "وب", "كال"]),
    st.sampled_from(_ROOTS),
)
_ASKED = st.builds(
    lambda sign, before, roots: sign + (
        before + roots[0] if len(roots) == 1 else '"' + " ".join(roots) + '"'
    ),
    st.sampled_from(["", "", "-"]),
    st.sampled_from(["", "ال"]),
    st.lists(st.sampled_from(_ROOTS), min_size=1, max_size=2),
)  # fmt: skip


def _is(asked: str, word: str) -> bool:
    bare = asked.removeprefix("ال")
    befores = ("", *(one.joined for one in particles()))
    return any(word in (before + asked, before + bare) for before in befores)


def _has(words: list[str], asked: list[str]) -> bool:
    starts = range(len(words) - len(asked) + 1)
    return any(all(_is(a, words[at + n]) for n, a in enumerate(asked)) for at in starts)


def test_a_search_finds_exactly_what_the_plain_rule_says(stores: StoreKind) -> None:
    texts = st.lists(st.lists(_TEXT_WORD, min_size=1, max_size=8), min_size=3, max_size=3)
    with stores.open() as store:
        number = iter(range(10**6))

        @given(texts, st.lists(_ASKED, min_size=1, max_size=3))
        @settings(deadline=None, max_examples=40)
        def compare(some: list[list[str]], asked: list[str]) -> None:
            if all(piece.startswith("-") for piece in asked):
                return
            group = f"m{next(number)}"
            for words in some:
                put(store, numbered(report(" ".join((group, *words))), next(number)))
            wanted = {
                " ".join((group, *words))
                for words in some
                if all(
                    _has(words, piece.strip('-"').split()) != piece.startswith("-")
                    for piece in asked
                )
            }
            hits = find(store, " ".join((group, *asked)), "text")
            assert {hit.snippet for hit in hits} == wanted

        compare()


def test_a_speaker_without_any_naming_is_no_hit(stores: StoreKind) -> None:
    with stores.open() as store:
        put(store, sample())
        assert kinds(find(store, "", "speakers")) == ["speaker"]


def test_ids_of_any_length_and_characters_are_kept_apart(stores: StoreKind) -> None:
    long = "local:" + "\U0001f54c" * 3000
    first, second, odd = (
        person("نادر", id_=id_) for id_ in (long + "1", long + "2", "a\x00\ud800")
    )
    with stores.open() as store:
        for who in (first, second, odd):
            said = [Said("قال", "نادر", "الباب مغلق", speaker=who)]
            one = report("قال نادر إن الباب مغلق", said, outlet=who.id[-1])
            put(store, numbered(one, ord(who.id[-1])))
        for who in (first, second):
            (hit,) = find(store, "الباب", "claims", speaker=who.id)
            assert hit.outlet == who.id[-1]
        assert list(store.verify()) == []


def test_a_document_of_the_longest_id_is_indexed(stores: StoreKind) -> None:
    with stores.open() as store:
        one = report("قال نادر إن الباب مغلق", [Said("قال", "نادر", "الباب مغلق", "s" * 900)])  # type: ignore[arg-type]
        put(store, replace(one, document=replace(one.document, id="\U0001f54c" * 500)))
        assert len(find(store, "الباب", "claims", stance="s" * 900)) == 1
        assert list(store.verify()) == []


def test_an_encrypted_store_is_searched_like_any_other(tmp_path: Path) -> None:
    pytest.importorskip("sqlcipher3")
    where = str(tmp_path / "s.sqlite")
    with open_store(where, passphrase="لا يعرفها أحد") as store:
        put(store, sample())
        assert kinds(find(store, '"الجسر مغلق"')) == ["text", "claim"]
        assert list(store.verify()) == []
        store.remove(sample().document.id, "tester", "asked for")
        assert find(store, "الجسر") == []
        assert list(store.verify()) == []
