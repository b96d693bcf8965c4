"""A store copied as it stands at one moment, and made anew from such a copy, on any machine."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

from riwaya.errors import InputError, RiwayaError, SettingError
from riwaya.store import open_store
from riwaya.store.cipher import is_encrypted
from riwaya.store.copying import copy_store
from riwaya.store.database import translated
from riwaya.store.engines import engine_for, is_url, location_of
from riwaya.store.file_copy import create, flush, snapshot

_BESIDE = ("", "-wal", "-shm", "-journal")
"""What SQLite may put beside a file; a file of its own comes first."""


@dataclass(frozen=True, slots=True)
class Place:
    """Where a store or a backup is: a path or URL, and its passphrase (None: not encrypted)."""

    where: str
    passphrase: str | None = None


@dataclass(frozen=True, slots=True)
class Copied:
    """What a copy holds: how many documents, and the last hash of its audit log."""

    documents: int
    head: str


def backup(store: Place, target: Place, user: str, *, force: bool = False) -> Copied:
    """Copy the store, while others go on using it, into the file of `target`, which is encrypted
    with its passphrase. The audit log notes it first, so that the copy holds the note too.

    The copy is checked as `riwaya verify` does before it gets its name. Raises InputError when the
    file exists (without `force`) or cannot be written, when there is no store, and when the copy is
    not sound; SettingError for a wrong passphrase.
    """
    file = Path(target.where)
    _check_free(file, force, store)
    with open_store(store.where, passphrase=store.passphrase, create=False) as opened:
        form = "encrypted" if target.passphrase is not None else "plain"
        opened.note(user, "backup", file.name, {"form": form})
    with _written(file) as part:
        made = Place(str(part), target.passphrase)
        if is_url(store.where) or (store.passphrase is None and target.passphrase is not None):
            create(part)
            _copy_rows(store, made)
        else:
            snapshot(Path(store.where), store.passphrase, part, target.passphrase)
        return _checked(made, str(file))


def restore(file: Place, target: Place) -> Copied:
    """Make a store of a backup: a new file (encrypted as the backup is), or an empty PostgreSQL
    database. The backup is only read; what comes out of it is checked.

    Raises InputError when the backup is missing or damaged, or the target is there already;
    SettingError for a wrong passphrase.
    """
    source = Path(file.where)
    _check_backup(source)
    if is_url(target.where):
        return _restore_rows(source, file.passphrase, target)
    made = Path(target.where)
    _check_free(made, False, file)
    with _written(made) as part:
        _copy_bytes(source, part)
        return _checked(Place(str(part), file.passphrase), file.where)


def _restore_rows(source: Path, passphrase: str | None, target: Place) -> Copied:
    """By way of a copy, since opening a store may change its file."""
    with TemporaryDirectory(prefix="riwaya-") as folder:
        copy = Place(str(Path(folder) / "copy"), passphrase)
        _copy_bytes(source, Path(copy.where))
        _checked(copy, str(source))
        _copy_rows(copy, target)
    return _checked(target, location_of(target.where))


def _copy_rows(source: Place, target: Place) -> None:
    taken = engine_for(source.where, source.passphrase)
    given = engine_for(target.where, target.passphrase)
    try:
        with translated(location_of(target.where)):
            copy_store(taken, given, location_of(target.where))
    finally:
        taken.dispose()
        given.dispose()


def _checked(place: Place, name: str) -> Copied:
    """Raise an error on `name` unless the copy at `place` is sound."""
    try:
        with open_store(place.where, passphrase=place.passphrase, create=False) as store:
            problem = next(iter(store.verify()), None)
            if problem is None:
                return Copied(int(store.stats()["documents"]), store.head())
    except RiwayaError as error:
        raise type(error)(error.what, where=name, advice=error.advice) from error
    raise InputError(
        f"what was copied is not sound: {problem.where}: {problem.what}",
        where=name,
        advice="`riwaya verify` says whether the store is damaged itself.",
    )


@contextmanager
def _written(file: Path) -> Iterator[Path]:
    """A hidden name beside `file`, which takes its place at the end of the block."""
    _clear_leftovers(file)
    part = file.with_name(f".{file.name}.{os.getpid()}.part")
    try:
        yield part
        flush(part)
        part.replace(file)
        flush(file.absolute().parent)
    except OSError as error:
        raise InputError(
            f"cannot be written ({error.strerror}).", where=str(file), advice="Give another file."
        ) from None
    finally:
        _remove(part)


def _clear_leftovers(file: Path) -> None:
    """Remove what runs that were killed left unfinished."""
    for left in file.absolute().parent.glob(".*.part"):
        name, _, process = left.name.removesuffix(".part").rpartition(".")
        if name == f".{file.name}" and process.isdecimal() and not _runs(int(process)):
            _remove(left)


def _runs(process: int) -> bool:
    try:
        os.kill(process, 0)
    except ProcessLookupError:
        return False
    except OSError:
        return True
    return True


def _remove(part: Path) -> None:
    for ending in _BESIDE:
        with suppress(OSError):
            part.with_name(part.name + ending).unlink()


def _check_free(file: Path, force: bool, other: Place) -> None:
    """Raise InputError when `file` must not be written."""
    where = str(file)
    if not file.absolute().parent.is_dir():
        raise InputError(
            "its folder does not exist.", where=where, advice=f"Make it: mkdir -p {file.parent}"
        )
    if not file.exists():
        return
    if not is_url(other.where) and Path(other.where).exists() and file.samefile(other.where):
        raise InputError("the copy and what is copied are one file.", where=where)
    if not force or not file.is_file():
        raise InputError("is there already.", where=where, advice="Give the name of a new file.")
    if any(file.with_name(file.name + ending).exists() for ending in _BESIDE[1:]):
        raise InputError("is in use as a store.", where=where, advice="Give another name.")


def _check_backup(file: Path) -> None:
    where = str(file)
    if not file.is_file():
        raise InputError("there is no backup.", where=where, advice="`riwaya backup` makes one.")
    log = file.with_name(f"{file.name}-wal")
    if log.exists() and log.stat().st_size:
        raise InputError(
            "is a store in use, of which a part is still in the file beside it.",
            where=where,
            advice=f"Copy it with `riwaya backup NEW --store {where}`.",
        )


def _copy_bytes(source: Path, target: Path) -> None:
    create(target)
    try:
        with source.open("rb") as taken, target.open("wb") as given:
            shutil.copyfileobj(taken, given, 1 << 20)
    except OSError as error:
        raise InputError(f"cannot be copied ({error.strerror}).", where=str(source)) from None


def present_passphrase(where: str, file: str | None) -> str | None:
    """The passphrase that the store or backup at `where` has now; None where it has none.

    RIWAYA_PASSPHRASE is not taken for a file that is not encrypted. Raises SettingError when a file
    with a passphrase is given for one, and what passphrase_for raises.
    """
    from riwaya.store.passphrase import passphrase_for

    if is_url(where) or is_encrypted(where):
        return passphrase_for(where, file)
    if file is not None:
        raise SettingError(
            "is not encrypted, so that there is no passphrase to give.",
            where=where,
            advice="One to set is given with --new-passphrase-file.",
        )
    return None


def change_passphrase(store: Place, new: str | None, user: str) -> str:
    """Give the store another passphrase, or (None) none; what was done, in words.

    The audit log notes it first, and again when it could not be done. Raises what
    `riwaya.store.file_copy.change_passphrase` does, SettingError for a database or a plain store
    that is to be decrypted.
    """
    from riwaya.store import file_copy

    if is_url(store.where) or (store.passphrase is None and new is None):
        raise SettingError(
            "the store has no passphrase of riwaya.",
            where=location_of(store.where),
            advice="A PostgreSQL server's disk is encrypted by other means."
            if is_url(store.where)
            else "It is not encrypted.",
        )
    what = "decrypted" if new is None else "changed" if store.passphrase is not None else "set"
    _note(store, user, what)
    try:
        file_copy.change_passphrase(store.where, store.passphrase, new)
    except RiwayaError:
        _note(store, user, "not done")
        raise
    return {"decrypted": "encrypted no more", "set": "encrypted"}.get(what, "passphrase changed")


def _note(store: Place, user: str, what: str) -> None:
    with open_store(store.where, passphrase=store.passphrase, create=False) as opened:
        opened.note(user, "passphrase", "store", {"passphrase": what})
