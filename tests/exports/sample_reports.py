"""Reports for the exports' tests, built from brackets (invented people and places)."""

from dataclasses import replace

from riwaya.exports.bracket_case import ParsedCase
from riwaya.exports.brackets import parse
from riwaya.model import (
    Claim,
    Document,
    Entity,
    Mention,
    Origin,
    PlaceReading,
    Quantity,
    Report,
    Span,
    TimeValue,
)

LINES = (
    "{1.cue قال} {1.source {2.from المتحدث باسم مجلس وادي الزان، نادر قصاب}} {1.via لوكالة نورس} "
    "إن {1.content القافلة غادرت {t=2018-04-01 أمس الأحد} "
    "وعلى متنها {n=400..400~:evacuated نحو 400 مدني}}"
    ".¶و{2.cue أوضح} أن {2.content {3.source قائد اللواء} {3.cue نفى} {3.content سقوط قتلى}}"
    ". وبقيت البلدة بلا كهرباء {t=P3D ثلاثة أيام} وقتل {n=2..2:killed شخصان}."
    " ⇒ 1: indirect asserted person; 2: indirect asserted person; 3: indirect denied person in 2"
)


def report_of(case: ParsedCase, **document: str) -> Report:
    """The report that a case states, each field with an origin."""
    times = tuple(
        TimeValue(f"t{n}", time.span, "date", time.value, "published", inferred=n == 0,
                  origins=(Origin("value", "dates", "yesterday"),))
        for n, time in enumerate(case.times)
    )  # fmt: skip
    counts = tuple(
        Quantity(f"n{n}", c.span, c.minimum, c.maximum, c.approx, c.kind)
        for n, c in enumerate(case.counts)
    )
    claims = []
    for c in case.claims:
        named = [span.of(case.text) for span in (*c.source, c.source_from) if span][:1]
        via = [span.of(case.text) for span in c.via]
        claims.append(
            Claim(
                f"id{c.number}", c.cue, c.source, c.source_from, c.content, c.via,
                mode=c.mode or "indirect", stance=c.stance or "asserted",
                source_type=c.source_type or "person",
                parent=f"id{c.parent}" if c.parent else None,
                isnad_words=(*(via or [None]), *named), confidence=0.91,
                times=_inside(times, c.content), counts=_inside(counts, c.content),
                origins=(Origin("cue", "reader", "head:cue", 0.97),
                         Origin("speaker", "speakers", "verb_subject")),
            )
        )  # fmt: skip
    return Report(Document("d1", case.text, **document), tuple(claims), times, counts)


def _inside(layer: tuple[TimeValue | Quantity, ...], spans: tuple[Span, ...]) -> tuple[str, ...]:
    return tuple(one.id for one in layer if any(span.holds(one.span) for span in spans))


def sample() -> Report:
    """Three claims (one inside another), two times and two counts, one of each outside."""
    return report_of(
        parse(LINES), outlet="صحيفة الضفاف", title="قافلة تغادر وادي الزان", published="2018-04-02"
    )


NAMED_TEXT = (
    "قال المتحدث باسم مجلس وادي الزان، نادر قصاب، لوكالة نورس إن عصابة النهر قصفت مشفى الرحمة"
    " في ريف الزان الغربي وتل الرمان. وأضاف أن تل الرمان آمنة."
)


def _span(words: str, nth: int = 0) -> Span:
    start = -1
    for _ in range(nth + 1):
        start = NAMED_TEXT.index(words, start + 1)
    return Span(start, start + len(words))


def named_sample() -> Report:
    """Two claims of one speaker, with entities, a protected site, a town and an area."""
    by_rule = (Origin("kind", "names", "head:name", 0.9),)
    mentions = (
        Mention("m0", _span("مجلس وادي الزان"), "organisation", "actor:council", origins=by_rule),
        Mention("m1", _span("نادر قصاب"), "person", "local:qassab", confidence=0.8,
                origins=(Origin("span", "names", "title_before"),)),
        Mention("m2", _span("وكالة نورس"), "organisation", "actor:nawras"),
        Mention("m3", _span("عصابة النهر"), "group", "actor:river"),
        Mention("m4", _span("مشفى الرحمة"), "facility", "local:mercy"),
        Mention("m5", _span("الزان الغربي"), "place"),
        Mention("m6", _span("تل الرمان"), "place", "geonames:12"),
        Mention("m7", _span("تل الرمان", 1), "place", "geonames:12"),
    )  # fmt: skip
    entities = (
        Entity("actor:council", "مجلس وادي الزان", "organisation", ("مجلس وادي الزان",),
               "Wadi al-Zan Council", country="SY"),
        Entity("local:qassab", "نادر قصاب", "person", ("نادر قصاب",), standing="public",
               origins=(Origin("name", "entities", "fullest_naming"),)),
        Entity("actor:nawras", "وكالة نورس", "organisation", ("وكالة نورس",), "Nawras Agency"),
        Entity("actor:river", "كتيبة النهر", "group", ("عصابة النهر",), "River Battalion",
               refs=(("wikidata", "Q1"),)),
        Entity("local:mercy", "مشفى الرحمة", "facility", ("مشفى الرحمة",)),
        Entity("geonames:12", "تل الرمان", "place", ("تل الرمان",), "Tall ar Rumman"),
    )  # fmt: skip
    town = PlaceReading(
        "m6", _span("تل الرمان"), "geonames:12", "city", 1, 1, 35.5, 36.25, "SY",
        ("سوريا", "إدلب"), origins=(Origin("lat", "places", "only_one"),),
    )  # fmt: skip
    places = (
        PlaceReading("m4", mentions[4].span, "local:mercy", "facility", 3, 2, 35.0, 36.0, "SY",
                     coarsened=True),
        PlaceReading("m5", _span("ريف الزان الغربي"), None, "area", 5, 2),
        town,
        replace(town, mention="m7", span=mentions[7].span),
    )  # fmt: skip
    speaking = {"speaker": "local:qassab", "organisation": "actor:council", "role": "المتحدث باسم"}
    claims = (
        Claim("c1", (Span(0, 3),), (_span("نادر قصاب"),), isnad=("actor:nawras", "local:qassab"),
              isnad_words=("وكالة نورس", "نادر قصاب"), mentions=("m4", "m6"),
              origins=(Origin("speaker", "speakers", "beside_cue", 0.9),), **speaking),
        Claim("c2", (_span("وأضاف"),), isnad=(None, "local:qassab"), mentions=("m7",), **speaking),
    )  # fmt: skip
    document = Document("d2", NAMED_TEXT, outlet="صحيفة الضفاف", published="2026-03-01")
    return Report(document, claims, (), (), mentions, entities, places)
