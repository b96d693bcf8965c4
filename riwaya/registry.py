"""One table of everything loaded by name: readers, stages, exporters, sources, exports.

A package adds to it through the entry-point group `riwaya.plugins`; an entry point is named
`kind.name` (`exporter.csv`, `stage.places`, `source.html`). Built-in names cannot be replaced.
"""

from __future__ import annotations

from functools import cache
from importlib import import_module
from importlib.metadata import EntryPoint, entry_points
from typing import Any, Literal

from riwaya.errors import ResourceError, SettingError

Kind = Literal["reader", "stage", "exporter", "source", "export"]

GROUP = "riwaya.plugins"

BUILT_IN: dict[Kind, dict[str, str]] = {
    "reader": {
        "neural": "riwaya.stages.reader:NeuralReader",
        "rules": "riwaya.stages.rules_reader:RulesReader",
    },
    "stage": {
        "claims": "riwaya.stages.claims:ClaimsStage",
        "dates": "riwaya.stages.dates:DatesStage",
        "quantities": "riwaya.stages.quantities:QuantitiesStage",
        "speakers": "riwaya.stages.speakers:SpeakersStage",
        "names": "riwaya.stages.names:NamesStage",
        "entities": "riwaya.stages.entities:EntitiesStage",
        "places": "riwaya.stages.places:PlacesStage",
        "isnad": "riwaya.stages.isnad:IsnadStage",
    },
    "exporter": {
        "text": "riwaya.exports.dossier:render",
        "jsonl": "riwaya.contract.report:render",
        "brackets": "riwaya.exports.brackets:render",
        "geojson": "riwaya.exports.geojson:render",
    },
    # What `riwaya export` writes from stored records (riwaya.exports.base.RecordExporter).
    "export": {
        "jsonl": "riwaya.exports.archive:write",
        "csv": "riwaya.exports.claim_table:write_csv",
        "xlsx": "riwaya.exports.claim_table:write_xlsx",
        "webannotation": "riwaya.exports.web_annotation:write",
        "followthemoney": "riwaya.exports.follow_the_money:write",
        "geojson": "riwaya.exports.geojson_file:write",
        "ucdp": "riwaya.exports.candidates:write_ucdp",
        "acled": "riwaya.exports.candidates:write_acled",
        "html": "riwaya.exports.dossier_html:write",
        "docx": "riwaya.exports.dossier_docx:write",
    },
    # A source's name is the file extension that it takes.
    "source": {
        "txt": "riwaya.sources.plain:read_text",
        "json": "riwaya.sources.json_document:read_json",
        "jsonl": "riwaya.sources.json_lines:read_lines",
        "ndjson": "riwaya.sources.json_lines:read_lines",
        "html": "riwaya.sources.html:read_html",
        "htm": "riwaya.sources.html:read_html",
        "xhtml": "riwaya.sources.html:read_html",
        "xml": "riwaya.sources.feed:read_feed",
        "rss": "riwaya.sources.feed:read_feed",
        "atom": "riwaya.sources.feed:read_feed",
        "warc": "riwaya.sources.warc:read_warc",
        "warc.gz": "riwaya.sources.warc:read_warc",
        "csv": "riwaya.sources.table_csv:read_csv",
        "tsv": "riwaya.sources.table_csv:read_csv",
        "xlsx": "riwaya.sources.table_xlsx:read_xlsx",
        "pdf": "riwaya.sources.pdf:read_pdf",
        "docx": "riwaya.sources.docx_file:read_docx",
        "eml": "riwaya.sources.email_message:read_email",
    },
}


def names(kind: Kind) -> tuple[str, ...]:
    """All names of a kind: the built-in ones in their order, then those of plugins."""
    return (*BUILT_IN[kind], *sorted(_plugins(kind).keys() - BUILT_IN[kind].keys()))


def load(kind: Kind, name: str) -> Any:
    """What `name` stands for (a class or a function), imported now.

    Raises SettingError for an unknown name (listing the known ones) and ResourceError when its
    module cannot be imported.
    """
    target = BUILT_IN[kind].get(name)
    if target is None and name in _plugins(kind):
        target = _plugins(kind)[name].value
    if target is None:
        raise SettingError(
            f"there is no {kind} named {name!r}.",
            advice=f"Choose one of: {', '.join(names(kind))}.",
        )
    return _resolve(target)


def _resolve(target: str) -> Any:
    module, _, attribute = target.partition(":")
    try:
        return getattr(import_module(module), attribute)
    except (ImportError, AttributeError) as error:
        raise ResourceError(
            f"cannot be loaded ({error}).", where=target, advice="Reinstall the package it is in."
        ) from error


@cache
def _plugins(kind: Kind) -> dict[str, EntryPoint]:
    points = (point for point in entry_points(group=GROUP) if point.name.startswith(f"{kind}."))
    return {point.name.removeprefix(f"{kind}."): point for point in points}
