"""Checks that every document passes on its way in, whatever file it comes from."""

from __future__ import annotations

import re
from collections import Counter
from datetime import date, datetime

from riwaya.errors import DocumentError, InputError, LanguageError

_DATE = re.compile(r"\d{4}-\d{2}-\d{2}(?:[T ]\d{2}(?::?\d{2}){0,2}(?:\.\d+)?\s?\S*)?", re.ASCII)
_PAGE_HEAD = re.compile(r"\s*(?:<!--.*?-->\s*)?<(?:!doctype\s+html|html|head|body)\b", re.I | re.S)
_TAG = re.compile(
    r"</?(?:html|head|body|div|p|span|br|a|b|i|em|strong|ul|ol|li|table|tr|td|h[1-6]|img|script"
    r"|style|meta|link|article|section|header|footer|nav)(?:\s[^<>]*)?/?>",
    re.IGNORECASE,
)
_TAGS_OF_A_PAGE = 4
_NOT_ARABIC_LETTERS = frozenset("پچژگٹڈڑے")
_ARTICLE_WORD = re.compile(r"(?<!\w)[وفبك]?ال\w")
_WORD = re.compile(r"[^\W\d_]+")
_MARKS = (
    ("bidi controls", re.compile("[\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]")),
    ("zero-width characters", re.compile("[\u200b-\u200d\u2060\ufeff]")),
    ("presentation forms", re.compile("[\ufb50-\ufdff\ufe70-\ufefc]")),
    ("tatweel", re.compile("\u0640")),
    ("lone surrogates", re.compile("[\ud800-\udfff]")),
)


def check_published(value: str, where: str) -> str:
    """`value` as an ISO 8601 date, or date and time with a `T`. Raises DocumentError."""
    value = value.strip()
    try:
        if not _DATE.fullmatch(value):
            raise ValueError("not written as year-month-day")
        (date if len(value) == 10 else datetime).fromisoformat(value)
    except ValueError as error:
        raise DocumentError(
            f"the date of publication {value[:40]!r} is impossible ({error}).",
            where=where,
            advice="Write it as 2018-03-31 or 2018-03-31T14:30:00+03:00.",
        ) from None
    return value[:10] + value[10:].replace(" ", "T", 1)


def check_text(text: str, where: str, min_arabic: float) -> None:
    """Raise InputError for an empty text or a web page, LanguageError for a foreign text."""
    if not text.strip():
        raise InputError("the text is empty.", where=where, advice="Give a text to read.")
    if _is_page(text):
        raise InputError(
            "the text is HTML, not plain text.",
            where=where,
            advice="Save only the article's words (in a browser: copy them, or save as text).",
        )
    _check_language(text, where, min_arabic)


def typesetting_notes(text: str) -> tuple[str, ...]:
    """What the text holds that readers do not see; all of it is kept, and spans count it."""
    return tuple(f"{name} in the text, kept" for name, mark in _MARKS if mark.search(text))


def _is_page(text: str) -> bool:
    if "<" not in text:
        return False
    return bool(_PAGE_HEAD.match(text)) or len(_TAG.findall(text)) >= _TAGS_OF_A_PAGE


def _check_language(text: str, where: str, min_arabic: float) -> None:
    counts = Counter(text)
    letters = sum(n for char, n in counts.items() if char.isalpha())
    if not letters:
        raise LanguageError("the text holds no letters; nothing was read.", where=where)
    arabic = sum(n for char, n in counts.items() if char.isalpha() and _is_arabic(char))
    if arabic < min_arabic * letters:
        raise LanguageError(
            f"only {arabic / letters:.0%} of the letters are Arabic; nothing was read.",
            where=where,
            advice="Riwaya reads Arabic reports; the setting min_arabic moves this bound.",
        )
    foreign = sum(counts[char] for char in _NOT_ARABIC_LETTERS)
    if foreign >= 0.01 * letters and min_arabic > 0 and not _has_articles(text):
        raise LanguageError(
            "the text is in Arabic script but another language (Persian, Urdu …); "
            "nothing was read.",
            where=where,
            advice="Riwaya reads Arabic reports; set min_arabic to 0 to read it all the same.",
        )


def _has_articles(text: str) -> bool:
    """Whether a tenth of the first words begin with the Arabic article, as Arabic always does."""
    sample = text[:20_000]
    return len(_ARTICLE_WORD.findall(sample)) >= 0.1 * len(_WORD.findall(sample))


def _is_arabic(char: str) -> bool:
    return (
        "\u0600" <= char <= "\u06ff"
        or "\u0750" <= char <= "\u077f"
        or "\u08a0" <= char <= "\u08ff"
        or "\ufb50" <= char <= "\ufdff"
        or "\ufe70" <= char <= "\ufefc"
    )
