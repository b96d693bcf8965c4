"""Lexicons (sorted TSV with a source per row) and model packs, loaded once and checked."""

from __future__ import annotations

import csv
from functools import cache
from importlib.resources import files

from riwaya.errors import ResourceError


@cache
def lexicon(name: str) -> tuple[dict[str, str], ...]:
    """Rows of `lexicons/<name>.tsv` as dicts keyed by the header, in file order.

    Lines that begin with `#` are comments. Raises ResourceError when the file is missing or a row
    has another number of columns than the header.
    """
    path = files("riwaya.resources") / "lexicons" / f"{name}.tsv"
    try:
        text = path.read_text(encoding="utf-8")
    except FileNotFoundError:
        raise ResourceError(
            f"there is no lexicon named {name!r}.",
            where=f"riwaya/resources/lexicons/{name}.tsv",
            advice="Reinstall riwaya, or restore the file.",
        ) from None
    lines = [line for line in text.splitlines() if line and not line.startswith("#")]
    header, *rows = csv.reader(lines, delimiter="\t", quoting=csv.QUOTE_NONE)
    for row in rows:
        if len(row) != len(header):
            raise ResourceError(
                f"a row has {len(row)} columns instead of {len(header)}: {row!r}.",
                where=f"riwaya/resources/lexicons/{name}.tsv",
                advice="Each row needs the header's columns, separated by tabs.",
            )
    return tuple(dict(zip(header, row, strict=True)) for row in rows)
