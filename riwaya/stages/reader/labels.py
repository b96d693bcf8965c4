"""The label sets of the reader's heads, in the order of their outputs."""

from __future__ import annotations

from typing import get_args

from riwaya.model import CountKind, Mode, SourceType, Stance, TimeType

CUE = ("O", "B", "I")
TIME = ("O", *(f"B-{kind}" for kind in get_args(TimeType)), "I")
COUNT = ("O", *(f"B-{kind}" for kind in get_args(CountKind)), "I")
ROLES = ("source", "content", "via")
STANCES: tuple[Stance, ...] = get_args(Stance)
SOURCE_TYPES: tuple[SourceType, ...] = get_args(SourceType)
MODES: tuple[Mode, ...] = get_args(Mode)
