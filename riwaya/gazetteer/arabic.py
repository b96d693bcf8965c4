"""Which of a place's many alternate names are Arabic, and which of those is the usual one.

GeoNames' alternate names come without their language: one list holds Arabic, Persian, Urdu,
Pashto, Kurdish and Uyghur names in one script.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from difflib import SequenceMatcher
from typing import NamedTuple

from riwaya.gazetteer.generics import with_shorn
from riwaya.gazetteer.keys import name_key

_SCRIPT = re.compile(r"[\u0600-\u06ff\u0750-\u077f\ufb50-\ufdff\ufe70-\ufefc]")
_LATIN = re.compile("[A-Za-z]")
_ARABIC_ONLY = re.compile(r"[ء-غف-ي\u064b-\u0652ـ\s'’()-]+")
_TYPED_PERSIAN = str.maketrans("یک", "يك")
_QUALIFIER = re.compile(r"\s*[،,(].*")
_MARKS = re.compile("[\u064b-\u0652ـ]")
_TELLING = re.compile("[طصضظعحقذثخغ]")
_WRITTEN_HAMZA = re.compile("(?:ال)?[أإآ]")
_LATIN_ARTICLE = re.compile(r"(?:a[ltrsndzh]|aṣ|aş|ash|ath|adh|el)[ -]", re.IGNORECASE)
_SOUNDS = str.maketrans("بتثجحخدذرزسشصضطظغفقكلمنpcqvj", "bttghkddrzsxsdtdgfkklmnbkkfg")
_MOST = 8  # spellings of one place


class ArabicNames(NamedTuple):
    """`usual` in order of preference; `foreign` holds letters that Arabic does not write."""

    usual: tuple[str, ...]
    foreign: tuple[str, ...]


def arabic_names(alternates: Iterable[str], name_en: str) -> ArabicNames:
    """The names in Arabic script among `alternates`, without qualifiers (باريس، تكساس)."""
    usual: dict[str, str] = {}
    foreign: dict[str, str] = {}
    for alternate in sorted(alternates):
        if not _SCRIPT.search(alternate) or _LATIN.search(alternate):
            continue
        name = " ".join(_QUALIFIER.sub("", alternate).split())
        typed = _MARKS.sub("", name.translate(_TYPED_PERSIAN))
        target = usual if _ARABIC_ONLY.fullmatch(typed) else foreign
        kept = typed if target is usual else name
        if len(name_key(kept)) > 1:
            _keep_better(target, kept, name_en)
    ranked = list(usual.values())
    if len(ranked) > 1:
        ranked.sort(key=lambda name: (-_merit(name, name_en), name))
    return ArabicNames(tuple(with_shorn(ranked[:_MOST])), tuple(sorted(foreign.values())))


def _keep_better(found: dict[str, str], name: str, name_en: str) -> None:
    """Of spellings with one key keep the one that writes hamza and ة."""
    key = name_key(name)
    if key not in found or _merit(name, name_en) > _merit(found[key], name_en):
        found[key] = name


def _merit(name: str, name_en: str) -> float:
    """How likely `name` is what Arabic newspapers print: it sounds like the Latin name, keeps the
    letters that neighbouring languages drop, writes ة, hamza and the article."""
    has_article = bool(_LATIN_ARTICLE.match(name_en))
    latin = _LATIN_ARTICLE.sub("", name_en)
    arabic = name.removeprefix("ال") if has_article else name
    likeness = SequenceMatcher(None, _skeleton(name_key(latin)), _skeleton(arabic)).ratio()
    return (
        12 * likeness
        + min(2, len(_TELLING.findall(name)))
        + 2 * name.endswith("ة")
        + bool(_WRITTEN_HAMZA.match(name))
        + 3 * (has_article == name.startswith("ال"))
        - name.endswith("ى")
        - 2 * name.count(" ")
        - len(name) / 2
    )


def _skeleton(name: str) -> str:
    """The consonants of a Latin or Arabic name, in one rough spelling."""
    latin = name.replace("sh", "x").replace("kh", "k").replace("gh", "g").replace("th", "t")
    return re.sub(r"[^a-z]|[aeiouwyh]", "", latin.translate(_SOUNDS))
