"""Whose account a claim is: entities for speakers, bodies, and each hop of the chain."""

from __future__ import annotations

from riwaya.model import Claim, Document, Entity, Mention, NameKind, Span
from riwaya.stages.base import Draft
from riwaya.stages.isnad import IsnadStage
from riwaya.stages.speakers import SpeakersStage

Named = dict[str, tuple[NameKind, str]]


def span_of(text: str, words: str, after: int = 0) -> Span:
    start = text.index(words, after)
    return Span(start, start + len(words))


def claim(text: str, cue: str, source: str | None = None, **parts: str) -> Claim:
    """A claim by its words; `kind` is its source type."""
    at = span_of(text, cue)
    spans = {part: (span_of(text, words),) for part, words in parts.items() if part == "via"}
    whole = span_of(text, parts["whole"]) if "whole" in parts else None
    near = (span_of(text, source, max(0, at.start - 60)),) if source else ()
    kind = parts.get("kind", "person")
    return Claim(cue, (at,), source=near, source_from=whole, source_type=kind, **spans)  # type: ignore[arg-type]


def draft_of(text: str, names: Named, *claims: Claim) -> Draft:
    """A draft with every place where a name stands as a mention, one entity for each key."""
    mentions, entities = [], {}
    for words, (kind, key) in names.items():
        entities.setdefault(key, Entity(key, words, kind))
        at = text.find(words)
        while at >= 0:
            mentions.append(Mention(f"{key}-{at}", Span(at, at + len(words)), kind, key))
            at = text.find(words, at + 1)
    draft = Draft.of(Document("d", text))
    return draft.having(claims=claims, mentions=tuple(mentions), entities=tuple(entities.values()))


def told(draft: Draft) -> tuple[list[Claim], dict[str, Entity]]:
    """The claims after the speakers' rules and this stage, and the entities by id."""
    after = IsnadStage().run(SpeakersStage().run(draft))
    return list(after.claims), {entity.id: entity for entity in after.entities}


def rule_of(claim: Claim) -> str:
    return next(origin.rule for origin in claim.origins if origin.field == "speaker")


COUNCIL: Named = {"مجلس النبعة": ("organisation", "council"), "عمر الراوي": ("person", "omar")}


def test_the_person_behind_a_title_speaks_for_the_body_in_it() -> None:
    text = "قال المتحدث باسم مجلس النبعة، عمر الراوي، إن الطريق مفتوح."
    source = "المتحدث باسم مجلس النبعة، عمر الراوي"
    (found,), entities = told(draft_of(text, COUNCIL, claim(text, "قال", source)))
    assert (found.speaker, found.organisation) == ("omar", "council")
    assert (found.role, found.role_kind) == ("المتحدث باسم مجلس النبعة", "spokesman")
    assert entities["omar"].standing == "public"


def test_a_named_witness_is_private_and_an_official_public() -> None:
    for role, standing in (("الشاهد", "private"), ("المواطن", "private"), ("المسؤول", "public")):
        text = f"قال {role} عمر الراوي إن الطريق مفتوح."
        (found,), entities = told(draft_of(text, COUNCIL, claim(text, "قال", f"{role} عمر الراوي")))
        assert entities[found.speaker or ""].standing == standing


def test_an_unnamed_spokesman_is_the_voice_of_his_body() -> None:
    text = "قال متحدث باسم مجلس النبعة إن الطريق مفتوح."
    (found,), _ = told(draft_of(text, COUNCIL, claim(text, "قال", "متحدث باسم مجلس النبعة")))
    assert (found.speaker, found.organisation) == ("council", "council")
    assert rule_of(found) == "voice-of-body"


def test_an_unnamed_source_is_never_the_body_that_he_is_in() -> None:
    text = "قال مصدر في مجلس النبعة إن الطريق مفتوح. وقال مصدر في مجلس النبعة إنه مغلق."
    source = "مصدر في مجلس النبعة"
    (found,), entities = told(draft_of(text, COUNCIL, claim(text, "قال", source, kind="anonymous")))
    speaker = entities[found.speaker or ""]
    assert (speaker.standing, speaker.name) == ("unnamed", source)
    assert (found.organisation, found.role_kind) == ("council", "source")


def test_a_statement_is_its_body_speaking() -> None:
    text = "وجاء في بيان لمجلس النبعة أن الطريق مفتوح."
    (found,), _ = told(
        draft_of(text, COUNCIL, claim(text, "جاء", "بيان لمجلس النبعة", kind="document"))
    )
    assert (found.speaker, rule_of(found)) == ("council", "body-behind-head")
    assert found.role is None


def test_a_lawyer_is_not_his_client() -> None:
    text = "قال محامي عمر الراوي، سامر الحوراني، إن موكله بريء."
    names: Named = COUNCIL | {"سامر الحوراني": ("person", "samer")}
    (found,), _ = told(draft_of(text, names, claim(text, "قال", "محامي عمر الراوي، سامر الحوراني")))
    assert found.speaker == "samer"
    text = "قال سامر الحوراني، محامي عمر الراوي، إن موكله بريء."
    (found,), _ = told(draft_of(text, names, claim(text, "قال", "سامر الحوراني، محامي عمر الراوي")))
    assert found.speaker == "samer"


def test_a_role_is_carried_to_where_only_the_name_stands() -> None:
    text = "قال عمر الراوي، عضو مجلس النبعة، إن الطريق مفتوح. وأكد الراوي أن العمل بدأ."
    names: Named = COUNCIL | {"الراوي": ("person", "omar")}
    claims = claim(text, "قال", "عمر الراوي، عضو مجلس النبعة"), claim(text, "أكد", "الراوي أن"[:6])
    (_, second), _ = told(draft_of(text, names, *claims))
    assert (second.speaker, second.organisation) == ("omar", "council")
    assert second.role == "عضو مجلس النبعة"
    assert any(o.rule == "role-carried" for o in second.origins)


def test_a_bare_rank_does_not_displace_a_fuller_role() -> None:
    text = "قال عمر الراوي، قائد حرس النبعة، إن الطريق مفتوح. وأكد العقيد عمر الراوي ذلك."
    names: Named = {"عمر الراوي": ("person", "omar"), "حرس النبعة": ("group", "guard")}
    late = Span(text.index("العقيد"), text.index(" ذلك"))
    first = claim(text, "قال", "عمر الراوي، قائد حرس النبعة")
    second = Claim("second", (span_of(text, "أكد"),), source=(late,))
    (_, found), _ = told(draft_of(text, names, first, second))
    assert (found.role, found.role_kind) == ("قائد حرس النبعة", "commander")


def test_a_title_elsewhere_in_the_report_tells_who_it_is() -> None:
    text = "وصل الرئيس الفرنسي سامر الحوراني صباحا. ورفض الرئيس الفرنسي التعليق على الأمر."
    names: Named = {"سامر الحوراني": ("person", "samer")}
    source = claim(text, "رفض", "الرئيس الفرنسي")
    near = Span(text.rindex("الرئيس الفرنسي"), text.rindex(" التعليق"))
    changed = Claim(source.id, source.cue, source=(near,))
    (found,), _ = told(draft_of(text, names, changed))
    assert (found.speaker, rule_of(found)) == ("samer", "so-called-elsewhere")


def test_his_country_is_that_of_whoever_spoke_last() -> None:
    text = "قال وزير الخارجية الإيراني سامر الحوراني إن بلاده تعتزم الرد."
    names: Named = {"سامر الحوراني": ("person", "samer")}
    claims = (
        claim(text, "قال", "وزير الخارجية الإيراني سامر الحوراني"),
        claim(text, "تعتزم", "بلاده", kind="state"),
    )
    (_, second), entities = told(draft_of(text, names, *claims))
    assert second.speaker == "actor:state-ir"
    assert (entities["actor:state-ir"].country, rule_of(second)) == ("IR", "own-country")


def test_the_chain_names_its_hops_and_leaves_the_unstated_open() -> None:
    text = "قال عمر الراوي لوكالة البرق إن الطريق مفتوح. وأعلن مجلس النبعة فتحه."
    names: Named = COUNCIL | {"البرق": ("organisation", "agency")}
    claims = (
        claim(text, "قال", "عمر الراوي", via="لوكالة البرق"),
        claim(text, "أعلن", "مجلس النبعة", kind="organisation"),
    )
    (first, second), _ = told(draft_of(text, names, *claims))
    assert first.isnad == ("agency", "omar")
    assert second.isnad == (None, "council")


def test_a_claim_without_a_naming_has_no_speaker() -> None:
    text = "ويُعتقد أن الطريق مفتوح."
    (found,), _ = told(draft_of(text, {}, claim(text, "يُعتقد")))
    assert found.speaker is None


def test_equal_words_for_the_unnamed_are_one_entity_in_a_report_only() -> None:
    text = "قال مصدر عسكري إن الطريق مفتوح."
    (one,), _ = told(draft_of(text, {}, claim(text, "قال", "مصدر عسكري", kind="anonymous")))
    (two,), _ = told(draft_of(text, {}, claim(text, "قال", "مصدر عسكري", kind="anonymous")))
    assert one.speaker == two.speaker
    draft = draft_of(text, {}, claim(text, "قال", "مصدر عسكري", kind="anonymous"))
    other = Draft.of(Document("e", text)).having(claims=draft.claims)
    assert IsnadStage().run(other).claims[0].speaker != one.speaker
