"""A comparison as JSON that gives the same comparison back: for keeping it in a store."""

from __future__ import annotations

import json
from dataclasses import fields, is_dataclass
from functools import cache
from types import NoneType, UnionType
from typing import Any, Literal, Union, get_args, get_origin, get_type_hints

from riwaya.compare.model import Comparison
from riwaya.errors import InputError
from riwaya.model import Span


def dumped(comparison: Comparison) -> str:
    """The comparison as JSON. Lone surrogates of sources are escaped."""
    return json.dumps(_plain(comparison), ensure_ascii=True, separators=(",", ":"))


def loaded(text: str) -> Comparison:
    """The comparison that `dumped` was given. Raises InputError for anything else."""
    try:
        made = _made(Comparison, json.loads(text))
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError) as error:
        raise InputError(f"is no comparison that can be read ({error}).") from None
    assert isinstance(made, Comparison)
    return made


def _plain(value: Any) -> Any:
    if is_dataclass(value):
        return {field.name: _plain(getattr(value, field.name)) for field in fields(value)}
    return [_plain(one) for one in value] if isinstance(value, tuple) else value


def _made(kind: Any, value: Any) -> Any:
    """`value` as the type that a field states."""
    origin = get_origin(kind)
    if origin in (Union, UnionType):
        if value is None:
            return None
        return _made(next(one for one in get_args(kind) if one is not NoneType), value)
    if kind is Span:
        start, stop = value
        return Span(start, stop)
    if origin is tuple:
        return _made_tuple(get_args(kind), value)
    if isinstance(kind, type) and is_dataclass(kind):
        hints = _hints(kind)
        return kind(**{name: _made(hints[name], value[name]) for name in hints if name in value})
    if origin is Literal and value not in get_args(kind):
        raise ValueError(f"{value!r} is none of {get_args(kind)}")
    return value


def _made_tuple(kinds: tuple[Any, ...], values: list[Any]) -> tuple[Any, ...]:
    if len(kinds) == 2 and kinds[1] is Ellipsis:
        return tuple(_made(kinds[0], one) for one in values)
    return tuple(_made(kind, one) for kind, one in zip(kinds, values, strict=True))


@cache
def _hints(kind: type) -> dict[str, Any]:
    return get_type_hints(kind)
