"""What goes back to one statement or one text is one voice; what is not said is only proposed."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from riwaya.compare.accounts import accounts_of
from riwaya.compare.model import Account, Relation, SourceGroup
from riwaya.compare.voices import source_groups
from riwaya.model import Document, Report, Span
from riwaya.pipeline import build_pipeline
from riwaya.stages.reader.pack import has_pack
from riwaya.stories.model import Copy, Passage
from tests.compare.voices_kit import Said, accounts, report
from tests.timing import growth

SEED = Path(__file__).resolve().parents[3] / "shared" / "seed"
MINISTRY = "وزارة الزراعة النرويجية"
ENGINEER = "مدير سد الدوالي، سالم الورداني"


def groups(
    *reports: Report, relations: tuple[Relation, ...] = (), copies: tuple[Copy, ...] = ()
) -> tuple[SourceGroup, ...]:
    return source_groups(reports, accounts(*reports), relations, copies)


def spoken(found: tuple[SourceGroup, ...]) -> list[SourceGroup]:
    """The groups that make claims: the outlets' own narration left out."""
    return [group for group in found if any("#c" in ref for ref in group.accounts)]


def with_ref(found: tuple[SourceGroup, ...], ref: str) -> SourceGroup:
    return next(group for group in found if ref in group.accounts)


def repeats(a: str, b: str) -> Relation:
    return Relation(a, b, "repeats", 0.9, "same_statement", (Span(0, 1),), (Span(0, 1),))


def test_a_speaker_is_one_voice_in_however_many_outlets() -> None:
    told = [
        report(f"d{n}", "عنوان عن سد الدوالي", Said(ENGINEER, "المنسوب مستقر"), outlet=f"صحيفة {n}")
        for n in range(4)
    ]
    voice = with_ref(groups(*told), "d0#c1")
    assert voice.accounts == ("d0#c1", "d1#c1", "d2#c1", "d3#c1")
    assert (voice.why, voice.proposed, voice.label) == ("one_speaker", False, ENGINEER)


def test_each_outlet_narrates_for_itself() -> None:
    found = groups(
        report("d1", "امتلأ سد الدوالي بالمياه", "فتحت البوابات مساء أمس", outlet="صوت الوادي"),
        report("d2", "امتلأ سد الدوالي إلى نصفه", outlet="أخبار التلال"),
    )
    assert [group.label for group in found] == ["صوت الوادي", "أخبار التلال"]
    assert found[0].accounts == ("d1#P0", "d1#P1")
    assert {group.why for group in found} == {"own_narration"}


def test_fragments_of_one_body_on_one_day_are_proposed_as_one() -> None:
    found = groups(
        report(
            "d1",
            "عنوان عن الموسم الزراعي",
            Said(MINISTRY, "الموسم جيد", kind="organisation"),
            Said(f"المتحدث باسم {MINISTRY}", "البذور متوفرة"),
            Said(f"بيان {MINISTRY}", "الأسعار ثابتة", kind="document"),
            Said(f"مدير {MINISTRY}", "المخازن مليئة"),
        )
    )
    voice = with_ref(found, "d1#c1")
    assert voice.accounts == ("d1#c1", "d1#c2", "d1#c3", "d1#c4")
    assert (voice.why, voice.proposed) == ("same_body", True)


def test_a_named_spokesman_is_his_own_voice() -> None:
    found = groups(
        report(
            "d1",
            "عنوان عن الموسم الزراعي",
            Said(MINISTRY, "الموسم جيد", kind="organisation"),
            Said(f"المتحدث باسم {MINISTRY}، هالد برينسون", "لن نعلق على الأسعار"),
        )
    )
    assert with_ref(found, "d1#c1") != with_ref(found, "d1#c2")
    assert with_ref(found, "d1#c1").body == with_ref(found, "d1#c2").body
    assert not any(group.proposed for group in found)


def test_an_unnamed_spokesman_does_not_make_a_named_one_the_body() -> None:
    found = groups(
        report(
            "d1",
            Said(MINISTRY, "الموسم جيد", kind="organisation"),
            Said(f"متحدث باسم {MINISTRY}", "البذور متوفرة"),
            Said(f"المتحدث باسم {MINISTRY}، هالد برينسون", "الأسعار ثابتة"),
        )
    )
    assert with_ref(found, "d1#c3").accounts == ("d1#c3",)
    assert with_ref(found, "d1#c1").accounts == ("d1#c1", "d1#c2")
    assert with_ref(found, "d1#c1").label != with_ref(found, "d1#c3").label


def test_an_officer_on_another_day_is_not_proposed() -> None:
    found = groups(
        report("d1", Said(MINISTRY, "الموسم جيد", kind="organisation"), day="2018-05-02"),
        report("d2", Said(f"مدير {MINISTRY}", "المخازن مليئة"), day="2018-05-09"),
    )
    assert with_ref(found, "d1#c1") != with_ref(found, "d2#c1")


def test_reports_without_a_day_are_not_of_one_day() -> None:
    body, officer = (
        Said(MINISTRY, "الموسم جيد", kind="organisation"),
        Said(f"مدير {MINISTRY}", "نعم"),
    )
    apart = groups(report("d1", body, day=None), report("d2", officer, day=None))
    assert not any(group.proposed for group in apart)
    together = groups(report("d1", body, officer, day=None))
    assert with_ref(together, "d1#c1").proposed


def test_unnamed_sources_are_one_only_where_they_repeat_one_statement() -> None:
    one = report("d1", Said("مصدر محلي", "الطريق مغلق", kind="anonymous"))
    other = report("d2", Said("مصدر محلي", "الطريق مغلق", kind="anonymous"), outlet="أخبار التلال")
    assert len(spoken(groups(one, other))) == 2
    (tied,) = spoken(groups(one, other, relations=(repeats("d1#c1", "d2#c1"),)))
    assert tied.why == "same_statement"


def test_a_repeated_statement_is_whose_source_is_named() -> None:
    one = report("d1", Said("مصدر", "الطريق مغلق", kind="anonymous"))
    other = report("d2", Said(ENGINEER, "الطريق مغلق"), outlet="أخبار التلال")
    (voice,) = spoken(groups(one, other, relations=(repeats("d1#c1", "d2#c1"),)))
    assert voice.label == ENGINEER


def test_two_named_persons_stay_two_though_their_words_are_called_repeated() -> None:
    one = report("d1", Said(ENGINEER, "الطريق مغلق"))
    other = report("d2", Said("رئيس بلدية التلال، فريد الكرمي", "الطريق مغلق"))
    assert len(spoken(groups(one, other, relations=(repeats("d1#c1", "d2#c1"),)))) == 2


def test_an_outlet_that_tells_what_another_said_keeps_its_own_voice() -> None:
    one = report("d1", Said(ENGINEER, "الطريق مغلق أمام المركبات"))
    other = report("d2", "أغلق الطريق أمام المركبات", outlet="أخبار التلال")
    found = groups(one, other, relations=(repeats("d1#c1", "d2#P0"),))
    assert with_ref(found, "d1#c1") != with_ref(found, "d2#P0")


WIRE = "غمرت المياه ثلاثة أحياء في بلدة الدوالي صباح أمس وأغلقت المدارس أبوابها"


def copied(a: str, b: str, **more: Any) -> Copy:
    span = Span(0, len(WIRE))
    return Copy(a, b, (Passage(span, span),), 1.0, 1.0, None, "test", **more)


def test_narration_copied_from_an_agency_is_the_agencys() -> None:
    told = [report(f"d{n}", WIRE, f"فقرة خاصة بالصحيفة {n}", outlet=f"صحيفة {n}") for n in "12"]
    direct = copied("d1", "d2", origin="وكالة رويترز")
    found = groups(*told, copies=(direct,))
    agency = with_ref(found, "d1#P0")
    assert agency.accounts == ("d1#P0", "d2#P0")
    assert (agency.why, agency.label) == ("same_agency", "وكالة رويترز")
    assert with_ref(found, "d1#P1").label == "صحيفة 1"


def test_what_an_agency_is_quoted_for_and_its_copied_text_are_one_voice() -> None:
    told = [
        report("d1", WIRE, outlet="صحيفة 1"),
        report("d2", WIRE, Said("رويترز", "المياه تنحسر", kind="media"), outlet="صحيفة 2"),
    ]
    found = groups(*told, copies=(copied("d1", "d2", origin="رويترز"),))
    assert with_ref(found, "d1#P0").accounts == ("d1#P0", "d2#P0", "d2#c1")


def test_narration_copied_from_an_outlet_is_the_outlets() -> None:
    told = [report(f"d{n}", WIRE, outlet=f"صحيفة {n}") for n in "12"]
    span = Span(0, len(WIRE))
    known = Copy("d1", "d2", (Passage(span, span),), 1.0, 1.0, "a>b", "test")
    (voice,) = groups(*told, copies=(known,))
    assert voice.label == "صحيفة 1"


def test_shared_narration_of_unknown_origin_is_one_voice_of_neither_outlet() -> None:
    told = [report(f"d{n}", WIRE, f"فقرة خاصة بالصحيفة {n}", outlet=f"صحيفة {n}") for n in "12"]
    found = groups(*told, copies=(copied("d1", "d2"),))
    shared = with_ref(found, "d1#P0")
    assert shared.accounts == ("d1#P0", "d2#P0")
    assert (shared.why, shared.label) == ("same_shared_text", "صحيفة 1، صحيفة 2")
    assert with_ref(found, "d2#P1").label == "صحيفة 2"


def test_a_claim_without_source_is_its_mediums() -> None:
    found = groups(
        report("d1", Said("", "المياه تنحسر", cue="ذُكر", via="رويترز", kind="anonymous")),
        report("d2", Said("رويترز", "المياه تنحسر", kind="media")),
    )
    assert with_ref(found, "d1#c1") == with_ref(found, "d2#c1")


def one_wire(number: int) -> Callable[[], tuple[SourceGroup, ...]]:
    """The work of grouping so many reports of one text, each compared with the next forty."""
    told = [report(f"d{n}", WIRE, Said("مصدر", "الطريق مغلق", kind="anonymous"),
                   outlet=f"صحيفة {n}") for n in range(number)]  # fmt: skip
    span = Span(0, len(told[0].document.text))
    copies = [
        Copy(f"d{a}", f"d{b}", (Passage(span, span),), 1.0, 1.0, None, "test")
        for a in range(number)
        for b in range(a + 1, min(number, a + 40))
    ]
    every = accounts(*told)
    return lambda: source_groups(told, every, (), copies)


def test_many_reports_of_one_text_are_one_voice_in_time() -> None:
    assert len(one_wire(500)()) == 2
    assert growth(one_wire, 100, 400, enough=6.0) < 8.0


def test_a_name_that_fits_two_persons_is_given_to_neither() -> None:
    found = groups(
        report("d1", Said(ENGINEER, "المنسوب مستقر")),
        report("d2", Said("المحامية ليلى الورداني", "الدعوى مستمرة")),
        report("d3", Said("الورداني", "الأمر قيد الدراسة")),
    )
    assert len({with_ref(found, f"d{n}#c1").id for n in (1, 2, 3)}) == 3


def test_ids_hold_when_a_report_joins() -> None:
    one = report("d1", "عنوان أول من الصحيفة", Said(ENGINEER, "المنسوب مستقر"))
    two = report("d2", Said("سالم الورداني", "البوابات مغلقة"), outlet="أخبار التلال")
    assert {g.id for g in groups(one)} <= {g.id for g in groups(one, two)}


SOURCES = [
    "", "مصدر", ENGINEER, "الورداني", MINISTRY, f"المتحدث باسم {MINISTRY}", "شهود عيان", "أوسلو",
]  # fmt: skip


@settings(deadline=None, max_examples=40)
@given(
    st.lists(st.lists(st.sampled_from(SOURCES), max_size=4), min_size=1, max_size=4),
    st.lists(st.tuples(st.integers(0, 15), st.integers(0, 15)), max_size=6),
)
def test_every_account_is_in_one_group(told: list[list[str]], pairs: list[tuple[int, int]]) -> None:
    made = [
        report(f"d{n}", "عنوان من الصحيفة نفسها", *(Said(s, "الأمر قيد الدراسة") for s in sources))
        for n, sources in enumerate(told)
    ]
    every = accounts(*made)
    ties = [
        repeats(every[a % len(every)].ref, every[b % len(every)].ref)
        for a, b in pairs
        if a % len(every) != b % len(every)
    ]
    found = source_groups(made, every, ties, ())
    assert sorted(ref for group in found for ref in group.accounts) == sorted(a.ref for a in every)
    assert len({group.id for group in found}) == len(found)
    assert found == source_groups(made, every, ties, ())


def test_nothing_gives_nothing() -> None:
    assert source_groups((), (), (), ()) == ()


needs_seed = pytest.mark.skipif(
    not (SEED / "gold.json").is_file(), reason="../shared is absent: no seed"
)
needs_pack = pytest.mark.skipif(not has_pack(), reason="no model pack is installed")


@pytest.fixture(scope="module")
def gold() -> dict[str, Any]:
    loaded: dict[str, Any] = json.loads((SEED / "gold.json").read_text("utf-8"))
    return loaded


@pytest.fixture(scope="module")
def told() -> tuple[Report, tuple[Account, ...]]:
    text = (SEED / "article.txt").read_text("utf-8")
    document = Document("seed", text, outlet="الصحيفة", published="2017-10-15")
    made = build_pipeline(reader="neural").run(document)
    return made, accounts_of(made)


@needs_seed
@needs_pack
def test_the_seeds_groups_are_each_one_and_no_two_the_same(
    gold: dict[str, Any], told: tuple[Report, tuple[Account, ...]]
) -> None:
    made, every = told
    found = source_groups([made], every, (), ())
    spans = {claim["id"]: Span(claim["span"]["start"], claim["span"]["end"])
             for claim in gold["claims"]}  # fmt: skip
    narrated = {c["id"] for c in gold["claims"] if c["speaker"] == "E_NARRATOR"}
    met: dict[str, set[str]] = {}
    for group in gold["source_groups"]:
        met[group["id"]] = set()
        for name in group["claims"]:
            account = _told(every, spans[name], name in narrated)
            if account is not None:
                met[group["id"]].add(with_ref(found, account.ref).id)
    assert {name: len(ids) for name, ids in met.items()} == dict.fromkeys(met, 1)
    assert len(set.union(*met.values())) == len(met)


@needs_seed
@needs_pack
def test_of_the_seed_only_the_bodys_fragments_are_proposed(
    told: tuple[Report, tuple[Account, ...]],
) -> None:
    made, every = told
    proposed = [g for g in source_groups([made], every, (), ()) if g.proposed]
    assert [group.why for group in proposed] == ["same_body"]


def _told(every: tuple[Account, ...], said: Span, narrated: bool) -> Account | None:
    """The claim, or the narration, that shares most with a gold claim's words."""

    def shared(account: Account) -> int:
        return sum(max(0, min(s.stop, said.stop) - max(s.start, said.start)) for s in account.spans)

    fits = [account for account in every if (account.claim is None) is narrated]
    best = max(fits, key=shared)
    return best if shared(best) else None
