"""How much memory an export takes at most."""

import gc
import tracemalloc
from collections.abc import Iterator
from pathlib import Path
from tempfile import mkdtemp

from riwaya.exports.base import RecordExporter
from riwaya.records import Record
from tests.conformance.export_kit import sample_context


def peak_of(write: RecordExporter, record: Record, many: int, folder: Path) -> int:
    """The highest number of bytes in use while `record` is written `many` times. What only waits
    for the garbage collector does not count."""

    def records() -> Iterator[Record]:
        for number in range(many):
            if number % 10 == 0:
                gc.collect()
            yield record

    write(iter([record]), Path(mkdtemp(dir=folder)), sample_context())
    tracemalloc.start()
    try:
        write(records(), Path(mkdtemp(dir=folder)), sample_context())
        return tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()
