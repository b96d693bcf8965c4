"""People's decisions: recorded beside the machine's output, and held against the present report."""

from __future__ import annotations

from collections.abc import Mapping

from sqlalchemy import Connection

from riwaya.model import Report
from riwaya.records import Judged


def judged_of(connection: Connection, reports: Mapping[str, Report]) -> dict[str, list[Judged]]:
    """The judgements on these documents, each with how its ground stands now."""
    return {}
