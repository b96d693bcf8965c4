"""The errors that Riwaya raises: each says what went wrong, where, and what to do about it."""

from __future__ import annotations


class RiwayaError(Exception):
    """Base of all errors meant for a user.

    `what` is one sentence; `where` names the file, document or span; `advice` says what to do.
    """

    def __init__(self, what: str, *, where: str | None = None, advice: str | None = None) -> None:
        self.what = what
        self.where = where
        self.advice = advice
        super().__init__(self.message)

    @property
    def message(self) -> str:
        """The whole message on one line: `where: what advice`."""
        head = f"{self.where}: {self.what}" if self.where else self.what
        return f"{head} {self.advice}" if self.advice else head


class InputError(RiwayaError):
    """A file or a document cannot be taken in as it is (empty, binary, broken JSON …)."""


class LanguageError(InputError):
    """The text is not mainly Arabic, so that nothing is read from it."""


class DocumentError(RiwayaError):
    """A document's fields contradict the contract (a bad date, a missing text …)."""


class SpanError(RiwayaError):
    """An annotation lies outside its text, or its quote is not what the text says there."""


class ResourceError(RiwayaError):
    """A lexicon or a model pack is missing, damaged or of another version."""


class StageError(RiwayaError):
    """A stage needs what no earlier stage gives, or gives what it did not announce."""


class SettingError(RiwayaError):
    """A setting or an option has a value that is not among those allowed."""
