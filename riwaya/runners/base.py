"""What runners yield, and how one item is read."""

from __future__ import annotations

import traceback
from dataclasses import dataclass

from riwaya.errors import RiwayaError
from riwaya.model import Report
from riwaya.pipeline import BrokenStageError, Pipeline
from riwaya.sources.base import Skipped, Taken


@dataclass(frozen=True, slots=True)
class Failure:
    """A document that was not read. `trace` is the traceback of a defect, kept when debugging."""

    where: str
    what: str
    stage: str | None = None
    trace: str | None = None

    @classmethod
    def of_intake(cls, error: RiwayaError) -> Failure:
        """The failure of an item that could not be taken in."""
        what = f"{error.what} {error.advice}" if error.advice else error.what
        return cls(error.where or "input", what)

    @classmethod
    def of(cls, error: Exception, where: str, debug: bool) -> Failure:
        """The failure that the exception being handled makes of the document `where`."""
        what = error.message if isinstance(error, RiwayaError) else f"broke with {error!r}."
        stage = error.stage if isinstance(error, BrokenStageError) else None
        return cls(where, what, stage, traceback.format_exc() if debug else None)


Outcome = Report | Failure | Skipped


def read_item(pipeline: Pipeline, item: Taken, debug: bool) -> Report | Failure:
    """The report on one document; whatever goes wrong becomes a Failure naming it."""
    try:
        return pipeline.run(item.document)
    except Exception as error:
        return Failure.of(error, place_of(item), debug)


def place_of(item: Taken) -> str:
    """How a failure names a document: its file and its id."""
    return f"{item.where} (document {item.document.id})"
