"""Where reports go: standard output, or a file that appears whole or not at all."""

from __future__ import annotations

import os
import sys
from pathlib import Path
from types import TracebackType
from typing import BinaryIO

from riwaya.errors import SettingError


class Output:
    """A context manager to write text to. With a path, a hidden file beside it is written and
    renamed at the end; after an error, or `discard`, what was there before stays.

    Raises SettingError when the path cannot be written. Folders on the way are made.
    """

    def __init__(self, path: str | None) -> None:
        self._target = None if path is None else Path(path).resolve()
        self._temporary: Path | None = None
        self._kept = True

    def __enter__(self) -> Output:
        self._stream = self._open()
        return self

    def write(self, text: str) -> None:
        """Write `text` as UTF-8; lone surrogates, which it cannot hold, as escapes."""
        self._stream.write(text.encode("utf-8", "backslashreplace"))
        if self._target is None:
            self._stream.flush()

    def discard(self) -> None:
        """Leave the file as it was."""
        self._kept = False

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        if self._target is None:
            return
        self._stream.close()
        if self._temporary is None:
            return
        if kind is None and self._kept:
            self._temporary.replace(self._target)
        else:
            self._temporary.unlink(missing_ok=True)

    def _open(self) -> BinaryIO:
        target = self._target
        if target is None:
            return sys.stdout.buffer
        try:
            target.parent.mkdir(parents=True, exist_ok=True)
            if target.is_dir():
                raise IsADirectoryError(21, "it is a folder")
            if target.exists() and not target.is_file():
                return target.open("wb")  # a device or a pipe must not be replaced by a file
            self._temporary = target.with_name(f".{target.name}.{os.getpid()}.part")
            return self._temporary.open("wb")
        except OSError as error:
            raise SettingError(
                f"cannot be written ({error.strerror}).",
                where=str(target),
                advice="Give another file with --out.",
            ) from None
