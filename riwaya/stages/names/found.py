"""A name on its way to a mention."""

from __future__ import annotations

from dataclasses import dataclass

from riwaya.model import NameKind


@dataclass(frozen=True, slots=True)
class Found:
    """A name: words `first` to `last`, of whose first `skipped` folded letters are no part.

    `rule` found it, `trimmed` names what drew its edges where that was another rule.
    """

    first: int
    last: int
    kind: NameKind
    score: float
    rule: str
    skipped: int = 0
    nominal: bool = False
    trimmed: str = ""
    kind_rule: str = ""
