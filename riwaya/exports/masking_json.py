"""Masks what a judgement keeps as JSON: its ground and its value."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from typing import Any

Mask = Callable[[str], str]
Words = tuple[str, str]
"""A text before and after masking."""

_PARTS = ("cue", "source", "content", "via")


def masked_json(value: str, words: Words, mask: Mask) -> str:
    """`value`, JSON or, where it is none, words, with every string masked. Quotes that stand beside
    their spans become what the masked text says there. Unchanged where nothing is masked."""
    try:
        found = json.loads(value)
    except (ValueError, RecursionError):
        return mask(value)
    walked = _walked(found, words, mask)
    return value if walked == found else canonical(walked)


def canonical(value: Any) -> str:
    """JSON in ASCII, keys sorted, without spaces: as stores keep grounds."""
    return json.dumps(value, ensure_ascii=True, sort_keys=True, separators=(",", ":"))


def _walked(value: Any, words: Words, mask: Mask) -> Any:
    if isinstance(value, str):
        return mask(value)
    if isinstance(value, list):
        return [_walked(one, words, mask) for one in value]
    if not isinstance(value, dict):
        return value
    walked = {mask(key): _walked(one, words, mask) for key, one in value.items()}
    walked |= _quotes(value, words)
    return walked


def _quotes(value: Mapping[str, Any], words: Words) -> dict[str, Any]:
    """The quotes of an annotation, from the masked text, where they were those of the text."""
    span, quote, quotes = value.get("span"), value.get("quote"), value.get("quotes")
    if isinstance(quote, str) and (new := _requoted(span, quote, words)) is not None:
        return {"quote": new}
    if not isinstance(quotes, dict):
        return {}
    new_quotes = dict(quotes)
    for part in (*_PARTS, "source_from"):
        spans, told = value.get(part), quotes.get(part)
        if isinstance(told, str):
            new_quotes[part] = _requoted(spans, told, words)
        elif isinstance(told, list) and isinstance(spans, list) and len(told) == len(spans):
            pairs = zip(spans, told, strict=True)
            new_quotes[part] = [_requoted(one, said, words) for one, said in pairs]
    whole = all(None not in v if isinstance(v, list) else v is not None or quotes.get(k) is None
                for k, v in new_quotes.items())  # fmt: skip
    return {"quotes": new_quotes} if whole else {}


def _requoted(span: Any, quote: Any, words: Words) -> str | None:
    if not (isinstance(span, list) and [type(end) for end in span] == [int, int]):
        return None
    start, stop = span
    return words[1][start:stop] if words[0][start:stop] == quote else None
