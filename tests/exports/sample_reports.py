"""Reports for the exports' tests, built from brackets (invented people and places)."""

from riwaya.exports.bracket_case import ParsedCase
from riwaya.exports.brackets import parse
from riwaya.model import Claim, Document, Origin, Quantity, Report, Span, TimeValue

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
