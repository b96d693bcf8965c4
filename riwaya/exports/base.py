"""What an exporter of stored records is: records in, files of one folder out."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

from riwaya.records import Record

ReadRaw = Callable[[str], bytes]


@dataclass(frozen=True, slots=True)
class ExportContext:
    """What exporters are told beside the records.

    `lang` is the language of labels (ar, en); `made` the time of the export (ISO 8601, UTC);
    `tool` the program with its version; `masked` whether private names were masked in the records
    (they come masked: an exporter has nothing to hide by itself); `selection` says in words what
    was chosen. `raw` gives evidence by sha256, None where evidence does not go out (masked).
    """

    lang: str
    made: str
    tool: str
    masked: bool
    selection: str
    raw: ReadRaw | None = None


class RecordExporter(Protocol):
    """Writes records into files of `folder`, which is empty, and returns their names.

    Records are taken one at a time where the format allows it, so that memory stays flat. File
    names are fixed or made of document ids, never of titles or names. Raises RiwayaError.
    """

    def __call__(
        self, records: Iterable[Record], folder: Path, context: ExportContext
    ) -> list[str]: ...
