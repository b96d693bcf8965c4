"""The files of a folder, in a fixed order, without what would lead out of it."""

from __future__ import annotations

import stat
from collections.abc import Iterator
from pathlib import Path

from riwaya import registry
from riwaya.errors import InputError

_DEEPEST = 100
"""Folders within folders: deeper ones are made by mistake or to do harm."""

_SAVED_WITH = "_files"
_PAGES = (".html", ".htm", ".xhtml")


def files_of(folder: Path, depth: int = 0) -> Iterator[Path | InputError]:
    """The files of known kinds in `folder`, at any depth, sorted by name, hidden ones left out, and
    so is what a browser saved with a page (`page_files` beside `page.html`).

    What is no plain file of a known kind (a symbolic link, a device, a pipe) and what cannot be
    looked into is an error of its own.
    """
    try:
        entries = sorted(folder.iterdir())
    except OSError as error:
        yield InputError(f"cannot be listed ({error.strerror}).", where=str(folder))
        return
    names = {entry.name for entry in entries}
    for entry in entries:
        if not entry.name.startswith(".") and not _is_of_a_page(entry.name, names):
            yield from _entry(entry, depth)


def extension(file: Path) -> str:
    """What `file`'s name says of its kind: the longest known extension, or else its last one."""
    name = file.name.lower()
    known = [end for end in registry.names("source") if name.endswith(f".{end}")]
    return max(known, key=len, default=file.suffix.removeprefix(".").lower())


def is_known(file: Path) -> bool:
    """Whether there is a source for files of this name."""
    return extension(file) in registry.names("source")


def _is_of_a_page(name: str, names: set[str]) -> bool:
    """Whether a folder holds the pictures and frames of a page that a browser saved beside it."""
    page = name.removesuffix(_SAVED_WITH)
    return page != name and any(f"{page}{ending}" in names for ending in _PAGES)


def _entry(entry: Path, depth: int) -> Iterator[Path | InputError]:
    try:
        mode = entry.lstat().st_mode
    except OSError as error:
        yield InputError(f"cannot be looked at ({error.strerror}).", where=str(entry))
        return
    if stat.S_ISDIR(mode):
        yield from _folder(entry, depth + 1)
    elif stat.S_ISLNK(mode):
        # A link may lead back to its own parent, or to what was never meant to be collected.
        if is_known(entry) or entry.is_dir():
            yield InputError(
                "is a symbolic link, which is not followed inside a folder.",
                where=str(entry),
                advice="Give the file or folder that it leads to, if you mean it.",
            )
    elif is_known(entry):
        if stat.S_ISREG(mode):
            yield entry
        else:
            yield InputError(
                "is no plain file (a pipe, a socket or a device).",
                where=str(entry),
                advice="Take it out of the folder.",
            )


def _folder(folder: Path, depth: int) -> Iterator[Path | InputError]:
    if depth > _DEEPEST:
        yield InputError(
            f"lies more than {_DEEPEST} folders deep.",
            where=str(folder),
            advice="Give this folder itself.",
        )
        return
    yield from files_of(folder, depth)
