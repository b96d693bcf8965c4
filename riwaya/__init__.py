"""Riwaya reads Arabic news reports: who said what, every field tied to the exact words.

    import riwaya

    report = riwaya.read("…نص الخبر…", published="2018-03-31")
    for claim in report.claims:
        print([span.of(report.document.text) for span in claim.content])

Names are imported when they are first used, so that `import riwaya` costs nothing.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

from riwaya.version import __version__

if TYPE_CHECKING:
    from riwaya.compare.compare import compare as compare_reports
    from riwaya.compare.model import Comparison
    from riwaya.errors import RiwayaError
    from riwaya.gazetteer import open_gazetteer
    from riwaya.linking import (
        append_decision,
        decide_join,
        decide_split,
        link,
        load_decisions,
        rewritten,
    )
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
    )
    from riwaya.pipeline import Pipeline, build_pipeline, read
    from riwaya.records import Query, Record, Selection
    from riwaya.runners.base import Failure
    from riwaya.runners.local import LocalRunner, read_files
    from riwaya.store import open_store
    from riwaya.store.base import Decided, DecidedStory, Store
    from riwaya.stories.group import group as group_reports
    from riwaya.stories.lineage import lineage

__all__ = [
    "Claim",
    "Comparison",
    "Decided",
    "DecidedStory",
    "Document",
    "Entity",
    "Failure",
    "LocalRunner",
    "Mention",
    "Origin",
    "Pipeline",
    "PlaceReading",
    "Quantity",
    "Query",
    "Record",
    "Report",
    "RiwayaError",
    "Selection",
    "Span",
    "Store",
    "TimeValue",
    "__version__",
    "append_decision",
    "build_pipeline",
    "compare_reports",
    "decide_join",
    "decide_split",
    "group_reports",
    "lineage",
    "link",
    "load_decisions",
    "open_gazetteer",
    "open_store",
    "read",
    "read_files",
    "rewritten",
]

_MODULES = {
    "riwaya.compare.compare": ("compare as compare_reports",),
    "riwaya.compare.model": ("Comparison",),
    "riwaya.errors": ("RiwayaError",),
    "riwaya.gazetteer": ("open_gazetteer",),
    "riwaya.linking": (
        "append_decision", "decide_join", "decide_split", "link", "load_decisions", "rewritten",
    ),
    "riwaya.model": (
        "Claim", "Document", "Entity", "Mention", "Origin", "PlaceReading", "Quantity", "Report",
        "Span", "TimeValue",
    ),
    "riwaya.pipeline": ("Pipeline", "build_pipeline", "read"),
    "riwaya.records": ("Query", "Record", "Selection"),
    "riwaya.runners.base": ("Failure",),
    "riwaya.runners.local": ("LocalRunner", "read_files"),
    "riwaya.store": ("open_store",),
    "riwaya.store.base": ("Decided", "DecidedStory", "Store"),
    "riwaya.stories.group": ("group as group_reports",),
    "riwaya.stories.lineage": ("lineage",),
}  # fmt: skip
_HOMES = {
    name.split(" as ")[-1]: (module, name.split(" as ")[0])
    for module, names in _MODULES.items()
    for name in names
}


def __getattr__(name: str) -> Any:
    if name not in _HOMES:
        raise AttributeError(f"module 'riwaya' has no attribute {name!r}")
    module, original = _HOMES[name]
    value = getattr(import_module(module), original)
    globals()[name] = value
    return value
