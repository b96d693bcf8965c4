"""Where the passphrase of an encrypted store comes from."""

from __future__ import annotations


def passphrase_for(where: str, file: str | None = None) -> str | None:
    """The passphrase for the store at `where`: from `file`, or else from RIWAYA_PASSPHRASE, or else
    asked for when the store is encrypted and there is a terminal. None for a store without one.
    """
    raise NotImplementedError
