"""Invented records that hold whatever an export can stumble over, and contexts to write them in.

`sample_records` are as a store gives them, unmasked; `masked_records` as exporters get them by
default. `PRIVATE` are words of private names that must be nowhere in what a masked export writes.
"""

from __future__ import annotations

from dataclasses import replace
from functools import cache
from urllib.parse import quote

from riwaya.contract.line import json_line
from riwaya.contract.names import mention_to_json
from riwaya.exports.base import ExportContext
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
    annotation_id,
    document_id,
    text_sha256,
)
from riwaya.records import Capture, Judged, Judgement, Raw, Record

WITNESS = "رباب العنقاوي"
UNKNOWN = "زهير المرقاب"
HOSTILE = "سُهاد \u200fالقِرطاس"
PRIVATE = ("رباب", "العنقاوي", "زهير", "المرقاب", "القرطاس", "سهاد")
PUBLIC = "نادر قصاب"

TEXT = (
    "قال المتحدث باسم مجلس وادي الزان نادر قصاب يوم الأحد إن 12 شخصا قتلوا في قصف على تل الرمان"
    " وأصيب نحو 30 آخرون.\n"
    "وأضاف أن قائد الكتيبة نفى قصف مشفى الرحمة.\n"
    "وقالت الشاهدة رباب العنقاوي لوكالة نورس: «رأيت القتلى في ريف الزان الغربي، وقُتل جاري».\n"
    "وأكد مصدر طبي طلب عدم نشر اسمه أن قتلى سقطوا قرب المشفى.\n"
    "وقال قصاب: «سمعنا من العنقاوي ومن جارها زهير المرقاب ما جرى، ونشكر رباب»."
)
SECOND_TEXT = TEXT.replace("12 شخصا", "14 شخصا").replace("وأكد مصدر", "وذكر مصدر")
HOSTILE_TEXT = (
    '=HYPERLINK("http://e.example") </script><b>&amp; قالت سُهاد \u200fالقِرطاس لوكالة نورس إن\x0b'
    "القصف توقف \u202eصباحا\u202c، و+1 و@SUM(A1) وصلت\u2028الإسعافات \ud800 إلى تل الرمان 😀."
)
_MADE = "2026-11-20T10:00:00Z"


class _Words:
    """Finds words in one text and counts what it makes, so that a record can be written down."""

    def __init__(self, text: str, outlet: str, url: str) -> None:
        self.text = text
        self.document = document_id(outlet, url, text)

    def span(self, words: str, nth: int = 0) -> Span:
        start = -1
        for _ in range(nth + 1):
            start = self.text.index(words, start + 1)
        return Span(start, start + len(words))

    def mention(self, words: str, kind: str, entity: str | None, nth: int = 0) -> Mention:
        span = self.span(words, nth)
        made_by = (Origin("kind", "names", "head:name", 0.9),)
        return Mention(
            annotation_id(self.document, "mention", [span]), span, kind, entity,  # type: ignore[arg-type]
            confidence=0.9, origins=made_by,
        )  # fmt: skip

    def id_of(self, kind: str, words: str, nth: int = 0) -> str:
        return annotation_id(self.document, kind, [self.span(words, nth)])

    def claim(self, cue: str, nth: int = 0, **fields: object) -> Claim:
        span = self.span(cue, nth)
        origins = (Origin("cue", "reader", "head:cue", 0.97),)
        return Claim(
            annotation_id(self.document, "claim", [span]), (span,), confidence=0.9,
            origins=origins, **fields,  # type: ignore[arg-type]
        )  # fmt: skip


def _report(text: str, outlet: str, url: str, title: str) -> Report:
    w = _Words(text, outlet, url)
    killed = "14 شخصا" if "14 شخصا" in text else "12 شخصا"
    mentions = (
        w.mention("مجلس وادي الزان", "organisation", "local:council"),
        w.mention("نادر قصاب", "person", "local:qassab"),
        w.mention("تل الرمان", "place", "geonames:12"),
        w.mention("مشفى الرحمة", "facility", "local:mercy"),
        w.mention("رباب العنقاوي", "person", "local:witness"),
        w.mention("وكالة نورس", "organisation", "actor:nawras"),
        w.mention("الزان الغربي", "place", None),
        w.mention("قصاب", "person", "local:qassab", 1),
        w.mention("العنقاوي", "person", "local:witness", 1),
        w.mention("زهير المرقاب", "person", "local:unknown"),
    )
    entities = (
        Entity("local:council", "مجلس وادي الزان", "organisation", ("مجلس وادي الزان",),
               "Wadi al-Zan Council", country="SY"),
        Entity("local:qassab", PUBLIC, "person", (PUBLIC, "قصاب"), standing="public"),
        Entity("geonames:12", "تل الرمان", "place", ("تل الرمان",), "Tall ar Rumman",
               (("geonames", "12"),), "SY", 35.5, 36.25),
        Entity("local:mercy", "مشفى الرحمة", "facility", ("مشفى الرحمة",), lat=35.123456,
               lon=36.654321, refs=(("wikidata", "Q99"),)),
        Entity("local:witness", WITNESS, "person", (WITNESS, "العنقاوي"), "Rabab Anqawi",
               standing="private", origins=(Origin("standing", "isnad", "role-words"),)),
        Entity("actor:nawras", "وكالة نورس", "organisation", ("وكالة نورس",), "Nawras Agency"),
        Entity("local:unknown", UNKNOWN, "person", (UNKNOWN,)),
        Entity("local:medic", "مصدر طبي طلب عدم نشر اسمه", "person",
               ("مصدر طبي طلب عدم نشر اسمه",), standing="unnamed"),
        Entity("local:commander", "قائد الكتيبة", "person", ("قائد الكتيبة",), standing="unnamed"),
    )  # fmt: skip
    at = {
        words: w.id_of("mention", words) for words in ("تل الرمان", "مشفى الرحمة", "الزان الغربي")
    }
    places = (
        PlaceReading(at["تل الرمان"], w.span("تل الرمان"), "geonames:12", "city", 1, 1, 35.5, 36.25,
                     "SY", ("سوريا", "إدلب"), origins=(Origin("lat", "places", "only_one"),)),
        PlaceReading(at["مشفى الرحمة"], w.span("مشفى الرحمة"), "local:mercy", "facility", 3, 2,
                     35.0, 36.0, "SY", ("سوريا", "إدلب"), coarsened=True),
        PlaceReading(at["الزان الغربي"], w.span("ريف الزان الغربي"), None, "area", 5, 2),
    )  # fmt: skip
    times = (
        TimeValue(w.id_of("time", "يوم الأحد"), w.span("يوم الأحد"), "date", "2018-04-01",
                  "published", True, (Origin("value", "dates", "weekday"),)),
    )  # fmt: skip
    counts = (
        Quantity(w.id_of("count", killed), w.span(killed), int(killed[:2]), int(killed[:2]), False,
                 "killed"),
        Quantity(w.id_of("count", "نحو 30"), w.span("نحو 30"), 30, 30, True, "injured"),
    )  # fmt: skip
    return Report(
        Document(w.document, text, text_sha256(text), outlet, url, title, "2018-04-02",
                 notes=("converted from Windows-1256",)),
        _claims(w, counts, times, at), times, counts, mentions, entities, places,
        ("names 1", "claims 1"),
    )  # fmt: skip


def _claims(
    w: _Words, counts: tuple[Quantity, ...], times: tuple[TimeValue, ...], at: dict[str, str]
) -> tuple[Claim, ...]:
    content = w.text[w.text.index("إن ") + 3 : w.text.index(" آخرون")] + " آخرون"
    qassab = {"speaker": "local:qassab", "organisation": "local:council", "source_type": "person",
              "role": "المتحدث باسم مجلس وادي الزان", "role_kind": "spokesman"}  # fmt: skip
    first = w.claim(
        "قال", source=(w.span("المتحدث باسم مجلس وادي الزان نادر قصاب"),),
        content=(w.span(content),), isnad=("local:qassab",), isnad_words=(PUBLIC,),
        mentions=(at["تل الرمان"],), counts=tuple(c.id for c in counts),
        times=tuple(t.id for t in times), **qassab,
    )  # fmt: skip
    outer = w.claim(
        "وأضاف", source_from=w.span(PUBLIC),
        content=(w.span("قائد الكتيبة نفى قصف مشفى الرحمة"),),
        isnad=("local:qassab",), isnad_words=(PUBLIC,), mentions=(at["مشفى الرحمة"],), **qassab,
    )  # fmt: skip
    inner = w.claim(
        "نفى", source=(w.span("قائد الكتيبة"),), content=(w.span("قصف مشفى الرحمة"),),
        stance="denied", parent=outer.id, speaker="local:commander", role="قائد الكتيبة",
        role_kind="commander", isnad=("local:qassab", "local:commander"),
        isnad_words=(PUBLIC, "قائد الكتيبة"), mentions=(at["مشفى الرحمة"],),
    )  # fmt: skip
    witness = w.claim(
        "وقالت", source=(w.span("الشاهدة رباب العنقاوي"),), via=(w.span("لوكالة نورس"),),
        content=(w.span("رأيت القتلى في ريف الزان الغربي، وقُتل جاري"),), mode="direct",
        speaker="local:witness", role="الشاهدة رباب العنقاوي", role_kind="witness",
        isnad=("actor:nawras", None, "local:witness"), isnad_words=("وكالة نورس", None, WITNESS),
        mentions=(at["الزان الغربي"],),
    )  # fmt: skip
    verb = "وأكد" if "وأكد" in w.text else "وذكر"
    unnamed = w.claim(
        verb, source=(w.span("مصدر طبي طلب عدم نشر اسمه"),), stance="uncertain",
        content=(w.span("قتلى سقطوا قرب المشفى"),), source_type="anonymous", speaker="local:medic",
        role="مصدر طبي", role_kind="medic", isnad=(None, "local:medic"),
        isnad_words=(None, "مصدر طبي طلب عدم نشر اسمه"),
    )  # fmt: skip
    last = w.claim(
        "وقال قصاب", source=(w.span("قصاب", 1),), mode="direct",
        content=(w.span("سمعنا من العنقاوي ومن جارها زهير المرقاب ما جرى، ونشكر رباب"),),
        isnad=("local:qassab",), isnad_words=("قصاب",), **qassab,
    )  # fmt: skip
    return first, outer, inner, witness, unnamed, last


def _hostile_report() -> Report:
    outlet, url = "=cmd|' /C calc'!A0", "https://e.example/?q=</script>&x='\"#سهاد-القرطاس"
    w = _Words(HOSTILE_TEXT, outlet, url)
    mentions = (
        w.mention(HOSTILE, "person", "local:hostile"),
        w.mention("تل الرمان", "place", "geonames:12"),
    )
    entities = (
        Entity("local:hostile", HOSTILE, "person", (HOSTILE,), standing="private"),
        Entity("geonames:12", "تل الرمان", "place", ("تل الرمان",), "Tall ar Rumman",
               (("geonames", "12"),), "SY", 35.5, 36.25),
        Entity("actor:at", "@SUM(A1)", "other", ("+1",), "<img src=x onerror=alert(1)>"),
    )  # fmt: skip
    claim = w.claim(
        "قالت", source=(w.span(HOSTILE),), speaker="local:hostile", role="\u200f\u202a-2+3",
        content=(w.span(HOSTILE_TEXT[HOSTILE_TEXT.index("القصف") :]),), isnad=("local:hostile",),
        isnad_words=(HOSTILE,),
    )  # fmt: skip
    document = Document(
        w.document, HOSTILE_TEXT, text_sha256(HOSTILE_TEXT), outlet, url,
        "\u200f\u200b=1+1\x00\x1b[31m\ufffe \udfff سهاد القرطاس\r\nسطر", None, notes=("\t=A1",),
    )  # fmt: skip
    place = PlaceReading(mentions[1].id, mentions[1].span, "geonames:12", "city", 1, 1, 35.5, 36.25)
    return Report(document, (claim,), (), (), mentions, entities, (place,), ("names 1",))


def _capture(report: Report, place: str, url: str | None) -> Capture:
    raw, name = raw_of(report), WITNESS if WITNESS in report.document.text else "سهاد القرطاس"
    return Capture(
        f"capture-{report.document.id}", report.document.id, raw.sha256, len(raw.content),
        "text/html", "url" if url else "file", f"قطعة {name}", place, url, "riwaya 0.1.0",
        "المحررة سعاد", "2026-11-19T08:00:00Z", "2026-11-19T07:59:00Z",
    )  # fmt: skip


def _judgements(report: Report) -> tuple[Judged, ...]:
    text, document = report.document.text, report.document.id
    claim = report.claims[0]
    mention = next((m for m in report.mentions if m.entity == "local:witness"), None)
    found = [
        Judgement(f"j1-{document}", 1, document, "claim", claim.id, "correct", "stance",
                  '"uncertain"', "محررة", f"سألنا {WITNESS} عن ذلك", "2026-11-19T09:00:00Z",
                  json_line({"id": claim.id, "stance": claim.stance})),
    ]  # fmt: skip
    if mention is not None:
        ground = json_line(mention_to_json(mention, text))
        value = json_line({"entity": "local:witness", "name": f"و{WITNESS}"})
        found.append(
            Judgement(f"j2-{document}", 2, document, "mention", mention.id, "correct", "entity",
                      value, "محررة", "=2+3", "2026-11-19T09:01:00Z", ground)
        )  # fmt: skip
        found.append(
            Judgement(f"j3-{document}", 3, document, "entity", "local:witness", "confirm", None,
                      None, "محرر", "تحققنا", "2026-11-19T09:02:00Z",
                      json_line({"id": "local:witness", "name": WITNESS, "names": ["العنقاوي"]}))
        )  # fmt: skip
    return tuple(Judged(judgement, "same") for judgement in found)


@cache
def raw_of(report: Report) -> Raw:
    """The bytes that a sample's document was taken from."""
    return Raw(f"<html>{report.document.text}</html>".encode("utf-8", "surrogatepass"))


@cache
def _sample() -> tuple[Record, ...]:
    slug = quote("شهادة-رباب-العنقاوي")
    url = f"https://difaf.example/news/{slug}?ref=1"
    title = "رباب العنقاوي تروي ما جرى في وادي الزان"
    first = _report(TEXT, "صحيفة الضفاف", url, title)
    second = _report(SECOND_TEXT, "صحيفة الضفاف", url, f"محدّث: {title}")
    hostile = _hostile_report()
    empty = Document("0123456789abcdef", "بقي النهر هادئا.", text_sha256("بقي النهر هادئا."))
    place = f"/data/مقابلات/{WITNESS.replace(' ', '_')}.html"
    records = [
        Record(first, (_capture(first, place, None), _capture(first, url, url)),
               _judgements(first), "series-1", 1, 2, _MADE, _MADE),
        Record(second, (_capture(second, url, url),), (), "series-1", 2, 2, _MADE, _MADE),
        Record(hostile, (_capture(hostile, "=1+1|\u202e.html", None),), (),
               hostile.document.id, 1, 1, _MADE, _MADE),
        Record(Report(empty), (), (), empty.id, 1, 1, _MADE, _MADE),
    ]  # fmt: skip
    return tuple(records)


def sample_records() -> list[Record]:
    """Two versions of one rich report (a public spokesman, a private witness whose name is also in
    title, address, path and another's quotation, an unnamed source, a person of no known standing,
    deaths with and without a number, a denial inside a claim, a protected hospital, an area without
    a point, judgements), one hostile report, and one in which nothing is said."""
    return list(_sample())


def masked_records() -> list[Record]:
    """The same as exporters get them by default."""
    from riwaya.exports.masking import Masker

    masker = Masker()
    return [masker.masked(record) for record in _sample()]


def sample_context(lang: str = "ar", masked: bool = True) -> ExportContext:
    """A context for these records; evidence can be read where nothing is masked."""
    contents = {raw_of(r.report).sha256: raw_of(r.report).content for r in _sample()}
    context = ExportContext(lang, _MADE, "riwaya 0.1.0", masked, "all")
    return context if masked else replace(context, raw=contents.__getitem__)
