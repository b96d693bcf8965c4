"""Stored records into a folder of files with a manifest; and whether such a folder is sound."""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from pathlib import Path

from riwaya import __version__, registry
from riwaya.errors import InputError, RiwayaError, SettingError
from riwaya.exports.archive import ArchiveContext
from riwaya.exports.base import ExportContext, RecordExporter
from riwaya.exports.manifest import (
    NAME,
    Manifest,
    file_of,
    file_sha256,
    is_safe_name,
    load_manifest,
)
from riwaya.exports.masking import Masker
from riwaya.keep.chosen import Chosen, selection_in_words
from riwaya.records import Problem, Record, Selection
from riwaya.store.base import Store

ARCHIVE = "jsonl"
"""The format that can be brought back into a store."""


@dataclass(frozen=True, slots=True)
class Wanted:
    """What is to be exported. `unmask_reason` lets the names of private persons out, and is
    logged; None masks them. `query` leaves only what a search for it finds."""

    format: str
    user: str
    selection: Selection = field(default_factory=Selection)
    query: str | None = None
    lang: str = "ar"
    unmask_reason: str | None = None

    @property
    def masked(self) -> bool:
        """Whether the names of private persons are masked."""
        return self.unmask_reason is None


def export(store: Store, wanted: Wanted, folder: Path) -> Manifest:
    """Write the wanted records into `folder`, which must be new or empty, and say so in the log.

    The folder appears, whole, at the end. Raises SettingError for an unknown format, a folder that
    is not empty or cannot be written, or an unmasking without a reason; InputError for what the
    store or a record does not give.
    """
    exporter: RecordExporter = registry.load("export", wanted.format)
    _check_reason(wanted)
    if wanted.unmask_reason is not None:
        details = {"format": wanted.format, "reason": wanted.unmask_reason.strip()}
        store.note(wanted.user, "unmask", "export", details)
    with _made_whole(folder) as temporary:
        manifest = _written(store, wanted, exporter, temporary)
        store.note(wanted.user, "export", folder.name, _logged(manifest, temporary, wanted))
    return manifest


def verify_export(folder: Path | str) -> Iterator[Problem]:
    """Everything that is broken in an export: its manifest, files that are missing, changed, not
    listed, or not where an export's files are; nothing when all is sound."""
    folder = Path(folder)
    if not folder.is_dir():
        yield Problem(str(folder), "is no folder")
        return
    try:
        manifest = load_manifest(folder)
    except RiwayaError as error:
        yield Problem(error.where or NAME, error.what)
        return
    for file in manifest.files:
        what = _wrong_with(folder, file.name, (file.size, file.sha256))
        if what:
            yield Problem(_shown(file.name), what)
    listed = {NAME, *(file.name for file in manifest.files)}
    for name in _found(folder):
        if name not in listed:
            yield Problem(_shown(name), "is not in the manifest")


def _check_reason(wanted: Wanted) -> None:
    if wanted.unmask_reason is not None and not wanted.unmask_reason.strip():
        raise SettingError(
            "unmasking the names of private persons needs a reason.",
            where="--unmask",
            advice="Give it with --reason; it is kept in the store's log.",
        )


def _written(store: Store, wanted: Wanted, exporter: RecordExporter, folder: Path) -> Manifest:
    chosen, head = Chosen(store, wanted.selection, wanted.query), store.head()
    context = _context(store, wanted, chosen)
    tally = _Tally()
    records: Iterable[Record] = tally.counted(chosen.records())
    if wanted.masked:
        records = map(_taught(chosen).masked, records)
    names = sorted(exporter(records, folder, context))
    _check_written(wanted.format, names, folder)
    manifest = Manifest(
        wanted.format, context.made, context.tool, wanted.lang, context.selection, wanted.masked,
        tally.documents, tally.claims, head, tuple(file_of(folder, name) for name in names),
    )  # fmt: skip
    (folder / NAME).write_text(manifest.to_json(), encoding="utf-8", errors="backslashreplace")
    return manifest


def _taught(chosen: Chosen) -> Masker:
    """A masker that has seen all records once: a name that one of them has for a private person is
    masked in the others too."""
    masker = Masker()
    for record in chosen.records():
        masker.learn(record)
    return masker


def _context(store: Store, wanted: Wanted, chosen: Chosen) -> ExportContext:
    made = datetime.now(UTC).isoformat(timespec="seconds").replace("+00:00", "Z")
    said = selection_in_words(wanted.selection, wanted.query, wanted.masked)
    context = ExportContext(wanted.lang, made, f"riwaya {__version__}", wanted.masked, said)
    if wanted.masked:
        return context
    if wanted.format != ARCHIVE:
        return replace(context, raw=store.raw)
    return ArchiveContext(
        wanted.lang, made, context.tool, False, said, store.raw, store.reports_before, chosen.rest
    )


class _Tally:
    """Counts what goes through it."""

    def __init__(self) -> None:
        self.documents = self.claims = 0

    def counted(self, records: Iterable[Record]) -> Iterator[Record]:
        for record in records:
            self.documents += 1
            self.claims += len(record.report.claims)
            yield record


@contextmanager
def _made_whole(folder: Path) -> Iterator[Path]:
    """A temporary folder that becomes `folder` at the end, and is gone after an error."""
    target = folder.absolute()
    taken = target.is_symlink() or target.exists()
    if taken and (target.is_symlink() or not target.is_dir() or any(target.iterdir())):
        raise SettingError(
            "is not empty, or no folder.", where=str(folder), advice="Give a new folder with --out."
        )
    temporary = target.with_name(f".{target.name}.{os.getpid()}.part")
    with _writable(folder):
        target.parent.mkdir(parents=True, exist_ok=True)
        shutil.rmtree(temporary, ignore_errors=True)
        temporary.mkdir()
    try:
        yield temporary
        with _writable(folder):
            if target.exists():
                target.rmdir()
            temporary.rename(target)
    finally:
        shutil.rmtree(temporary, ignore_errors=True)


@contextmanager
def _writable(folder: Path) -> Iterator[None]:
    try:
        yield
    except OSError as error:
        raise SettingError(
            f"cannot be written ({error.strerror}).",
            where=str(folder),
            advice="Give another folder with --out.",
        ) from None


def _check_written(format_: str, names: list[str], folder: Path) -> None:
    """Raise InputError for an exporter that wrote other files than it says."""
    if names != sorted(_found(folder)) or not all(map(is_safe_name, names)):
        raise InputError(
            "wrote other files than it says.",
            where=f"export format {format_}",
            advice="Report this as a defect of the exporter.",
        )


def _logged(manifest: Manifest, folder: Path, wanted: Wanted) -> dict[str, object]:
    said = selection_in_words(wanted.selection, wanted.query, masked=False)
    return {
        "format": manifest.format,
        "selection": said,
        "masked": manifest.masked,
        "documents": manifest.documents,
        "manifest": file_sha256(folder / NAME),
    }


def _found(folder: Path) -> Iterator[str]:
    """All that is under the folder and is no folder itself; links are not followed."""
    for place, folders, files in os.walk(folder):
        links = [name for name in folders if (Path(place) / name).is_symlink()]
        for name in sorted([*files, *links]):
            yield (Path(place) / name).relative_to(folder).as_posix()


def _wrong_with(folder: Path, name: str, stated: tuple[int, str]) -> str | None:
    if not is_safe_name(name) or name == NAME:
        return "is no name that a file of an export can have"
    path = folder
    for part in name.split("/"):
        path = path / part
        if path.is_symlink():
            return "is a link, or lies behind one"
    if not path.exists():
        return "is missing"
    if not path.is_file():
        return "is no file"
    return _changed(path, stated)


def _changed(path: Path, stated: tuple[int, str]) -> str | None:
    checks: tuple[Callable[[], object], ...] = (
        lambda: path.stat().st_size,
        lambda: file_sha256(path),
    )
    try:
        same = all(check() == value for check, value in zip(checks, stated, strict=True))
    except OSError as error:
        return f"cannot be read ({error.strerror})"
    return None if same else "was changed: it has another size or another sha256"


def _shown(name: str) -> str:
    return name if name.isprintable() else ascii(name)
