"""The manifest of an export: what is in it, of what store, and the sha256 of each file."""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Iterable
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from riwaya.errors import InputError

NAME = "manifest.json"
SCHEMA = "riwaya.export/1"

_AT_ONCE = 1 << 20  # bytes read at once
_LARGEST = 200_000_000  # bytes: a manifest names a million files in less
_SHA256 = re.compile(r"[0-9a-f]{64}")
_ODD = re.compile(r"[\x00-\x1f\x7f\\:]")


@dataclass(frozen=True, slots=True)
class ExportedFile:
    """One file: its name under the folder (with `/`), its size in bytes, its sha256."""

    name: str
    size: int
    sha256: str


@dataclass(frozen=True, slots=True)
class Manifest:
    """What an export says of itself. `made` is ISO 8601 in UTC; `selection` says in words what was
    chosen; `documents` and `claims` are counts; `head` is the hash of the last entry of the store's
    log when the export began."""

    format: str
    made: str
    tool: str
    lang: str
    selection: str
    masked: bool
    documents: int
    claims: int
    head: str
    files: tuple[ExportedFile, ...] = ()
    schema: str = SCHEMA

    def to_json(self) -> str:
        """The manifest as the text of its file."""
        return json.dumps(asdict(self), ensure_ascii=False, indent=1, sort_keys=True) + "\n"


def load_manifest(folder: Path) -> Manifest:
    """The manifest of an export. Raises InputError when there is none, or it is damaged."""
    path = folder / NAME
    where = str(path)
    if path.is_symlink() or not path.is_file():
        raise InputError("there is no manifest.", where=where, advice="Is this an export's folder?")
    if path.stat().st_size > _LARGEST:
        raise InputError("is too large for a manifest.", where=where)
    try:
        value = json.loads(path.read_bytes())
    except (ValueError, RecursionError) as error:
        raise _damaged(str(error), where) from None
    if not isinstance(value, dict) or value.get("schema") != SCHEMA:
        raise InputError(f"is not a manifest of schema {SCHEMA!r}.", where=where)
    return _manifest(value, where)


def is_safe_name(name: str) -> bool:
    """Whether a file's name leads to a place under the export's folder and nowhere else."""
    parts = name.split("/")
    return not (_ODD.search(name) or any(part in ("", ".", "..") for part in parts))


def file_of(folder: Path, name: str) -> ExportedFile:
    """The size and sha256 of a file that was written."""
    path = folder / name
    return ExportedFile(name, path.stat().st_size, file_sha256(path))


def file_sha256(path: Path) -> str:
    """sha256 of a file's bytes, read a megabyte at a time."""
    digest = hashlib.sha256()
    with path.open("rb") as stream:
        while chunk := stream.read(_AT_ONCE):
            digest.update(chunk)
    return digest.hexdigest()


def _manifest(value: dict[str, Any], where: str) -> Manifest:
    try:
        files = tuple(_file(one) for one in value["files"])
        manifest = Manifest(**{**value, "files": files})
    except (KeyError, TypeError, ValueError) as error:
        raise _damaged(str(error), where) from None
    texts = (manifest.format, manifest.made, manifest.tool, manifest.selection, manifest.head)
    counts = (manifest.documents, manifest.claims)
    sound = (
        all(isinstance(text, str) for text in texts)
        and all(type(number) is int for number in counts)
        and isinstance(manifest.masked, bool)
        and _unique(file.name for file in files)
    )
    if not sound:
        raise _damaged("a field has a value of the wrong kind", where)
    return manifest


def _file(value: Any) -> ExportedFile:
    file = ExportedFile(**value)
    if not (isinstance(file.name, str) and type(file.size) is int and file.size >= 0):
        raise ValueError("a file without name or size")
    if not (isinstance(file.sha256, str) and _SHA256.fullmatch(file.sha256)):
        raise ValueError(f"no sha256 of {file.name[:80]!r}")
    return file


def _unique(names: Iterable[str]) -> bool:
    listed = list(names)
    return len(set(listed)) == len(listed)


def _damaged(why: str, where: str) -> InputError:
    return InputError(
        f"the manifest is damaged ({why}).", where=where, advice="Make the export again."
    )
