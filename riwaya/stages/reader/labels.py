"""The label sets of the reader's heads, in the order of their outputs."""

from __future__ import annotations

from typing import get_args

from riwaya.model import CountKind, Mode, NameKind, SourceType, Stance, TimeType

CUE = ("O", "B", "I")
TIME = ("O", *(f"B-{kind}" for kind in get_args(TimeType)), "I")
COUNT = ("O", *(f"B-{kind}" for kind in get_args(CountKind)), "I")
NOMINAL = "nominal"
NAME = ("O", *(f"B-{kind}" for kind in get_args(NameKind) if kind != "other"), f"B-{NOMINAL}", "I")
"""Names by kind; a description that stands for a name is NOMINAL, whatever it stands for."""
CLITIC = ("0", "1", "2")
"""How many letters before a name are attached particles (و ف ب ل ك): told at its first word."""
ROLES = ("source", "content", "via")
STANCES: tuple[Stance, ...] = get_args(Stance)
SOURCE_TYPES: tuple[SourceType, ...] = get_args(SourceType)
MODES: tuple[Mode, ...] = get_args(Mode)
