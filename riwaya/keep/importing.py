"""An archive (`riwaya export --format jsonl --unmask`) back into a store."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from riwaya.errors import InputError
from riwaya.exports import archive_reading
from riwaya.exports.manifest import NAME, Manifest, file_sha256, load_manifest
from riwaya.keep.exporting import ARCHIVE, verify_export
from riwaya.store.base import NewCapture, Store
from riwaya.store.importing import Beside, FromElsewhere, Imported, restore


def import_archive(store: Store, folder: Path, user: str) -> Imported:
    """Put all that the archive holds into `store`, whole or not at all.

    The store's own log begins the import with an entry that holds the manifest's sha256 and the
    head of the other store's log. What is here already stays as it is. Raises InputError for an
    export that is damaged, masked, or no archive.
    """
    return import_checked(store, folder, checked_archive(folder), user)


def import_checked(store: Store, folder: Path, manifest: Manifest, user: str) -> Imported:
    """The same with an archive that `checked_archive` has found sound."""
    beside = Beside(
        tuple(archive_reading.tombstones(folder)),
        tuple(archive_reading.removed_judgements(folder)),
        tuple(archive_reading.story_judgements(folder)),
    )
    about = {
        "head": manifest.head,
        "made": manifest.made,
        "manifest": file_sha256(folder / NAME),
        "documents": manifest.documents,
        "selection": manifest.selection,
    }
    return restore(store, _documents(folder), beside, about, user)


def check_log(folder: Path, manifest: Manifest) -> None:
    """Raise InputError unless the log lines of the archive, where it has them, are whole: each
    rests on the one before, and the manifest's head is among them."""
    from riwaya.store.attest import BEGINNING, entry_hash

    before, number, found = BEGINNING, 0, False
    for entry in archive_reading.log_entries(folder):
        number += 1
        if (entry.number, entry.before, entry.hash) != (number, before, entry_hash(entry)):
            raise InputError(
                "the log of the exported store is broken there.",
                where=f"entry {entry.number}",
                advice="Make the export again from a store that `riwaya verify` finds sound.",
            )
        before = entry.hash
        found = found or entry.hash == manifest.head
    if number and not found:
        raise InputError("the log in the archive is not that of the manifest.", where=str(folder))


def checked_archive(folder: Path) -> Manifest:
    """The manifest of a sound archive; raises InputError as import_archive does."""
    manifest = _sound(folder)
    check_log(folder, manifest)
    return manifest


def _sound(folder: Path) -> Manifest:
    where = str(folder)
    problem = next(verify_export(folder), None)
    if problem is not None:
        raise InputError(
            f"the export is not sound: {problem.where}: {problem.what}.",
            where=where,
            advice="Nothing was imported. `riwaya verify` on the folder lists all problems.",
        )
    manifest = load_manifest(folder)
    if manifest.format != ARCHIVE:
        raise InputError(
            f"is an export as {manifest.format!r}, which holds only a part of what is kept.",
            where=where,
            advice=f"Export with --format {ARCHIVE} --unmask to import it elsewhere.",
        )
    if manifest.masked:
        raise InputError(
            "is a masked export: names of private persons, evidence and earlier reports are not in "
            "it, and its texts are not those that were published.",
            where=where,
            advice="Export with --unmask and a reason to import it elsewhere.",
        )
    return manifest


def _documents(folder: Path) -> Iterator[FromElsewhere]:
    for archived in archive_reading.documents(folder):
        captures = tuple(
            NewCapture(archive_reading.evidence(folder, capture.sha256), capture)
            for capture in archived.captures
        )
        yield FromElsewhere(
            archived.series,
            archived.added,
            tuple(archived.reports),
            captures,
            tuple(archived.judgements),
        )
