"""Linking: what is joined, what stays apart, and that neither depends on order."""

from __future__ import annotations

import random
import re
from pathlib import Path

import pytest
from archive import E, local_id, make, story

from riwaya.errors import DocumentError
from riwaya.linking import Linked, link, rewritten
from riwaya.linking.rules import rules
from riwaya.model import Report
from riwaya.pipeline import check_report
from riwaya.resources import lexicon
from tests.timing import Work, growth


def groups(linked: Linked) -> set[frozenset[str]]:
    """Documents of each entity that more than one report names."""
    return {frozenset(e.documents) for e in linked.entities if len(e.documents) > 1}


def together(*reports: Report) -> bool:
    """Whether the first entities of all reports are one."""
    linked = link(reports)
    ids = {linked.of(r.document.id, r.entities[0].id) for r in reports}
    return len({entity.id for entity in ids if entity}) == 1


def rule_of(*reports: Report) -> str:
    """The rule that joined the first entities of two reports."""
    linked = link(reports)
    entity = linked.of(reports[0].document.id, reports[0].entities[0].id)
    assert entity is not None
    (join,) = entity.joins
    return join.rule


def test_ids_that_hold_everywhere_are_one_already() -> None:
    a, b = make("a", "2026-03-01", "geonames:5"), make("b", None, "geonames:5")
    linked = link([a, b])
    (entity,) = linked.entities
    assert (entity.id, entity.documents, entity.mentions) == ("geonames:5", ("a", "b"), 2)
    assert {join.rule for join in entity.joins} == {"same_id"}


@pytest.mark.parametrize(
    ("one", "other", "rule"),
    [
        (E("نادر قصاب", org="o:1"), E("نادر قصّاب", org="o:1"), "same_name_same_office"),
        (E("نادر قصاب", role="وزير النقل"), E("نادر قصاب", role="وزير النقل"),
         "same_name_same_office"),
        (E("نادر سليم قصاب"), E("نادر سليم القصاب"), "long_name"),
        (E("مجلس وادي الزان", "organisation"), E("مجلس وادي الزان", "group"), "full_name"),
        (E("نادر سليم قصاب"), E("\u200fنــادر سليم قصاب\u202c"), "long_name"),
        (E("كمال كريم عبد العليم"), E("کمال کریم عبدالعلیم"), "long_name"),
        (E("نادر سليم آل قصاب"), E("نادر سلیم ال قصاب"), "long_name"),
        (E("وزارة الداخلية", "organisation", country="SY"),
         E("وزارة الداخلية", "organisation", country="SY"), "name_same_country"),
        (E("سجن تل الرمان", "facility", country="SY"), E("سجن تل الرمان", "facility", country="SY"),
         "name_same_country"),
        (E("حركة الوادي الأخضر", "group"), E("الوادي الأخضر", "group"), "name_head_left_out"),
        (E("تل الرمان", "place", country="SY", admin=("سوريا", "إدلب")),
         E("تل الرمان", "place", country="SY", admin=("سوريا", "إدلب")), "place_same_unit"),
        (E("ملتقى الزان الأول", "event"), E("ملتقى الزان الاول", "event"), "event_near_in_time"),
    ],
)  # fmt: skip
def test_a_rule_joins_two_reports(one: E, other: E, rule: str) -> None:
    a, b = make("a", "2026-03-01", one), make("b", "2026-03-09", other)
    assert rule_of(a, b) == rule


@pytest.mark.parametrize(
    ("one", "other", "rule"),
    [
        (E("نادر قصاب"), E("نادر قصاب"), "name_shared_context"),
        (E("المجلس المحلي", "organisation"), E("المجلس المحلي", "organisation"),
         "name_shared_context"),
        (E("مستشفى الرحمة", "facility"), E("مستشفى الرحمة", "facility"), "name_shared_context"),
        (E("يوليان فرستاك"), E("يوليان فيرستاك"), "name_variant_shared_context"),
        (E("الزيتونة", "organisation"), E("زيتونة", "organisation"), "rare_name_same_story"),
    ],
)  # fmt: skip
def test_what_stands_beside_a_name_joins_it(one: E, other: E, rule: str) -> None:
    a, b = make("a", "2026-03-01", *story(one)), make("b", "2026-03-02", *story(other))
    assert rule_of(a, b) == rule
    alone, elsewhere = make("a", "2026-03-01", one), make("b", "2026-03-02", other)
    assert not together(alone, elsewhere)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        (E("نادر"), E("نادر")),
        (E("عبد الرحمن"), E("عبدالرحمن")),
        (E("ن", "organisation"), E("ن", "organisation")),
        (E("...", "group"), E("...", "group")),
        (E("سمير الجبلي"), E("سمر الجبلي")),
        (E("نادر سليم قصاب", country="SY"), E("نادر سليم قصاب", country="LB")),
        (E("مجلس وادي الزان", "organisation"), E("مجلس وادي الزان", "facility")),
        (E("حزب الوادي الأخضر", "group"), E("حركة الوادي الأخضر", "group")),
    ],
)
def test_what_stays_apart_even_in_one_story(one: E, other: E) -> None:
    a, b = make("a", "2026-03-01", *story(one)), make("b", "2026-03-02", *story(other))
    assert not together(a, b)


@pytest.mark.parametrize(
    "one",
    [
        E("قائد ميداني في لواء النهر", mentioned=False),
        E("القائد الميداني الأول", nominal=True),
        E("مصدر طبي محلي", standing="unnamed"),
        E("المجلس", "organisation"),
    ],
)
def test_descriptions_and_the_unnamed_are_not_joined(one: E) -> None:
    a, b = make("a", "2026-03-01", *story(one)), make("b", "2026-03-01", *story(one))
    assert not together(a, b)


def test_offices_and_standing_keep_a_long_name_apart() -> None:
    player = make("a", "2026-03-01", E("نادر سليم قصاب", role="لاعب كرة قدم"))
    minister = make("b", "2026-03-02", E("نادر سليم قصاب", role="وزير النقل"))
    assert not together(player, minister)
    public = make("a", "2026-03-01", E("نادر سليم قصاب", standing="public"))
    private = make("b", "2026-03-02", E("نادر سليم قصاب", standing="private"))
    assert not together(public, private)
    shared = make("a", "2026-03-01", *story(E("نادر سليم قصاب", role="لاعب كرة قدم")))
    told = make("b", "2026-03-02", *story(E("نادر سليم قصاب", role="وزير النقل")))
    assert together(shared, told)


def test_a_bare_name_between_two_heads_stays_alone() -> None:
    party = make("a", "2026-03-01", E("حزب الوادي الأخضر", "group"))
    movement = make("b", "2026-03-01", E("حركة الوادي الأخضر", "group"))
    bare = make("c", "2026-03-01", E("الوادي الأخضر", "group"))
    assert not groups(link([party, movement, bare]))


def test_two_people_of_one_name_are_told_apart_by_their_company() -> None:
    north = [make(f"n{n}", "2026-03-01", *story(E("نادر قصاب"))) for n in range(3)]
    south = [
        make(f"s{n}", "2026-03-01", E("نادر قصاب"), "geonames:7", "geonames:8") for n in range(3)
    ]
    found = groups(link([*north, *south]))
    assert frozenset({"n0", "n1", "n2"}) in found
    assert frozenset({"s0", "s1", "s2"}) in found


def test_states_and_agencies_beside_two_names_say_nothing() -> None:
    a, b = (
        make(d, "2026-03-01", E("نادر قصاب"), "actor:state-ru", "iso:FR", "iso:US")
        for d in "ab"
    )  # fmt: skip
    assert not together(a, b)


def test_descriptions_and_general_names_beside_two_names_say_nothing() -> None:
    beside = (
        E("مصادر طبية محلية", mentioned=False), E("القائد الميداني", nominal=True),
        E("وزارة الداخلية", "organisation"), E("الزان"), E("نورس", "organisation"),
    )  # fmt: skip
    assert not together(*(make(d, "2026-03-01", E("نادر قصاب"), *beside) for d in "ab"))


def test_two_entities_of_one_report_are_never_joined_by_rule() -> None:
    twice = make("a", "2026-03-01", E("نادر سليم قصاب"), E("نادر سليم القصاب"))
    other = make("b", "2026-03-02", E("نادر سليم قصاب"))
    linked = link([twice, other])
    ids = {linked.of("a", entity.id) for entity in twice.entities}
    assert len(ids) == 2


def test_events_far_apart_in_time_are_two() -> None:
    a, b = (make(d, d, E("ملتقى الزان الأول", "event")) for d in ("2026-03-01", "2027-03-01"))
    assert not together(a, b)


def test_a_one_word_name_that_many_bear_is_not_rare() -> None:
    reports = [
        make(f"d{n:02}", "2026-03-01", *story(E("الزيتونة", "organisation"))) for n in range(12)
    ]
    assert not together(*reports)
    assert together(*reports[:3])


def archive() -> list[Report]:
    """A mixture in which most rules have work to do."""
    names = [
        E("نادر قصاب"), E("نادر سليم قصاب", country="SY"), E("نادر سليم قصاب", country="LB"),
        E("نادر سليم قصاب"), E("مجلس وادي الزان", "organisation"), E("حركة الوادي الأخضر", "group"),
        E("الوادي الأخضر", "group"), E("يوليان فرستاك"), E("يوليان فيرستاك"), "geonames:5",
    ]  # fmt: skip
    chance = random.Random(7)
    return [
        make(f"d{n:02}", f"2026-03-{1 + n % 9:02}" if n % 5 else None,
             *{id(one): one for one in chance.choices(names, k=3)}.values(), *story())
        for n in range(40)
    ]  # fmt: skip


def shape(linked: Linked) -> dict[str, tuple[object, ...]]:
    return {e.id: (e.name, e.names, [m.node for m in e.members]) for e in linked.entities}


def test_the_order_of_reports_changes_nothing() -> None:
    reports = archive()
    expected = shape(link(reports))
    for seed in range(5):
        random.Random(seed).shuffle(reports)
        assert shape(link(reports)) == expected


def test_ids_hold_as_later_reports_come_in() -> None:
    reports = sorted(archive(), key=lambda report: report.document.published or "9999")
    few, all_ = link(reports[:25]), link(reports)
    for entity in few.entities:
        later = all_.find(entity.id)
        assert later is not None
        assert entity.members[0] in later.members
        if later.members[0] == entity.members[0]:
            assert later.id == entity.id


def test_an_id_leads_to_its_entity_after_an_older_report_was_added() -> None:
    new, old = (
        make("b", "2026-03-05", E("نادر سليم قصاب")),
        make("a", "2020-01-01", E("نادر سليم قصاب")),
    )
    before = link([new]).entities[0].id
    after = link([new, old])
    assert after.entities[0].id != before
    assert after.find(before) == after.entities[0] == after.find(local_id("b", "نادر سليم قصاب"))


def test_one_document_twice_is_refused() -> None:
    with pytest.raises(DocumentError, match="two reports"):
        link([make("a", None, E("نادر قصاب"))] * 2)


def test_a_name_that_takes_sides_is_not_shown_as_the_name() -> None:
    partial = E("ميليشيا وادي الزان", "group", names=("ميليشيا وادي الزان", "كتيبة وادي الزان"))
    assert link([make("a", None, partial)]).entities[0].name == "كتيبة وادي الزان"
    worse = E("عصابة وادي الزان الإرهابية", "group")
    entity = link([make("a", None, worse)]).entities[0]
    assert (entity.name, entity.names) == (None, ("عصابة وادي الزان الإرهابية",))
    report = make("a", None, worse)
    assert rewritten(report, link([report])).entities[0].name == "group"


def test_an_actor_is_shown_under_the_lexicon_s_name() -> None:
    report = make("a", None, E("ميليشيا حزب الله", "group", "actor:hezbollah"))
    entity = link([report]).entities[0]
    assert entity.name == "حزب الله"
    assert entity.name_en


def test_reports_are_rewritten_whole() -> None:
    a = make("a", "2026-03-01", E("نادر سليم قصاب", org="geonames:5"), "geonames:5")
    b = make("b", "2026-03-02", E("نادر سليم القصاب", role="وزير النقل"))
    linked = link([a, b])
    one, other = rewritten(a, linked), rewritten(b, linked)
    check_report(one)
    check_report(other)
    assert one.entities[0].id == other.entities[0].id == one.claims[0].speaker
    assert one.mentions[0].entity == one.claims[0].speaker
    assert other.entities[0].names == ("نادر سليم القصاب",)
    assert other.entities[0].origins[-1].rule == "long_name"
    stranger = make("c", None, E("نادر قصاب"))
    assert rewritten(stranger, linked) == stranger


def test_every_rule_has_a_row_and_is_in_the_docs() -> None:
    page = (Path(__file__).resolve().parents[2] / "docs" / "linking.md").read_text(encoding="utf-8")
    rows = lexicon("linking_rules")
    assert {rule.name for rule in rules()} == {row["rule"] for row in rows}
    for row in rows:
        assert re.search(rf"^\| `{row['rule']}` \| {row['score']} \|", page, re.M), row["rule"]


@pytest.mark.parametrize("name", ["linking_rules", "linking_words", "linking_letters"])
def test_lexicons_are_sorted_sourced_and_free_of_doubles(name: str) -> None:
    rows = [tuple(row.values()) for row in lexicon(name)]
    assert rows == sorted(rows)
    assert len({row[:2] for row in rows}) == len(rows)
    assert all(row[-1] for row in rows)


def test_time_grows_with_the_number_of_reports_only() -> None:
    def linking(count: int) -> Work:
        reports = [
            make(f"d{n}", f"2026-03-{1 + n % 28:02}", *story(E("نادر سليم قصاب"), E("مراد قصاب")))
            for n in range(count)
        ]

        def work() -> None:
            linked = link(reports)
            for report in reports:
                rewritten(report, linked)

        return work

    assert growth(linking, 200, 1600, enough=24) < 24
