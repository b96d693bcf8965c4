"""The words that stand around and inside names, by what they do there. All words are folded."""

from __future__ import annotations

from functools import cache

from riwaya.model import NameKind
from riwaya.resources import lexicon
from riwaya.resources.actors import name_key

ARTICLE = "ال"
MERGED = "لل"  # ل and the article: للأمم
PARTICLES = ("", "و", "ف", "ب", "ل", "ك", "وب", "ول", "فب", "فل")
_NAME_KINDS: dict[str, NameKind] = {
    "person": "person", "organisation": "organisation", "group": "group", "place": "place",
    "facility": "facility", "event": "event",
}  # fmt: skip


def is_generic(word: str) -> bool:
    """Whether a word is a generic noun before names, with or without article and particle."""
    return any(
        word.startswith(particle) and word[len(particle) :].removeprefix(ARTICLE) in _generics()
        for particle in PARTICLES
    )


def is_definite(word: str) -> bool:
    """Whether a word bears the article, behind a particle or not (والكاتبة، للمشرعين)."""
    return any(word.startswith((p + ARTICLE, p + MERGED)) for p in PARTICLES)


def is_construct(word: str) -> bool:
    """Whether a word is a generic noun or title without article, so that a name may follow."""
    return any(
        word.startswith(particle) and word[len(particle) :] in generic_words()
        for particle in PARTICLES
    )


def begins_name(word: str) -> bool:
    """Whether a word is a generic noun that belongs to the names it begins (وادي، هيئة)."""
    return any(
        word.startswith(particle) and word[len(particle) :] in _kept() for particle in PARTICLES
    )


def kind_before(word: str) -> NameKind | None:
    """The kind of the name behind a generic noun that is no part of it (مدينة، شركة)."""
    return _one_kind(word, _before())


def kind_of_first(word: str) -> NameKind | None:
    """The kind of a name that begins with this noun, where the noun tells it (مطار، وزارة)."""
    return _one_kind(word, _kept())


def facility_noun(word: str) -> int | None:
    """Letters attached before a facility's noun; None for other words."""
    for particle in PARTICLES:
        rest = word[len(particle) :]
        if word.startswith(particle) and _generics().get(rest) == frozenset({"facility"}):
            return len(particle)
    return None


def is_title(word: str) -> bool:
    """Whether a word is a title or trade before persons, with or without article."""
    return word.removeprefix(ARTICLE) in titles()


def is_office(word: str) -> bool:
    """Whether a word is an office (not a trade), with or without article."""
    return word.removeprefix(ARTICLE) in _offices()


def is_given(word: str) -> bool:
    """Whether a word, spelt as it stands (plain view), is a common given name and nothing else."""
    return word in _given_plain() and name_key(word) not in _not_given()


def is_bond(word: str) -> bool:
    """Whether a word is bound to the next in names (عبد، أبو، بن)."""
    return word in _bonds()


def _one_kind(word: str, kinds: dict[str, frozenset[NameKind]]) -> NameKind | None:
    for particle in PARTICLES:
        found = kinds.get(word[len(particle) :]) if word.startswith(particle) else None
        if found and len(found) == 1:
            return next(iter(found))
    return None


@cache
def titles() -> frozenset[str]:
    """Titles, offices and trades, without article."""
    return frozenset(name_key(row["word"]) for row in lexicon("name_titles"))


@cache
def _offices() -> frozenset[str]:
    rows = lexicon("name_titles")
    return frozenset(name_key(row["word"]) for row in rows if row["standing"] == "public")


@cache
def given_names() -> frozenset[str]:
    """Common given names, by letters."""
    return frozenset(name_key(row["word"]) for row in lexicon("name_given"))


@cache
def generic_words() -> frozenset[str]:
    """Generic nouns and titles before names, without article."""
    return frozenset(_generics()) | titles()


@cache
def uncut() -> frozenset[str]:
    """Names whose first letter looks like an attached particle (بوتين)."""
    return frozenset(name_key(row["word"]) for row in lexicon("name_uncut"))


@cache
def openers() -> frozenset[str]:
    """Words after which no particle can be attached (من، في)."""
    return frozenset(
        name_key(row["word"]) for row in lexicon("name_openers") if row["role"] == "before name"
    )


@cache
def quotes() -> frozenset[str]:
    """All quotation marks."""
    return frozenset(row["mark"] for row in lexicon("quotation_marks"))


@cache
def collectives() -> frozenset[str]:
    """First words of collective descriptions (السلطات التركية)."""
    return frozenset(name_key(row["word"]) for row in lexicon("name_collectives"))


@cache
def homographs() -> frozenset[str]:
    """Names that are common words too (كان، سلام)."""
    return frozenset(name_key(row["word"]) for row in lexicon("name_homographs"))


@cache
def tails() -> dict[str, str]:
    """Adjectives behind names that are no part of them, and the noun that must stand before the
    name (empty: none)."""
    return {name_key(row["word"]): name_key(row["behind"]) for row in lexicon("name_tails")}


@cache
def left_out(in_name: str) -> dict[str, frozenset[NameKind]]:
    """Generic nouns that names stand without (`no`) or may (`may`), with the kinds of name that
    they go with."""
    return _by_word(in_name)


@cache
def body_nouns() -> dict[str, NameKind]:
    """Nouns that make a name with the definite words after them, and its kind."""
    rows = [row for row in lexicon("name_generic") if row["begins"]]
    return {name_key(row["word"]): _NAME_KINDS[row["kind"]] for row in reversed(rows)}


@cache
def sure_nouns() -> frozenset[str]:
    """Those of `body_nouns` that hardly ever make anything but a name."""
    rows = lexicon("name_generic")
    return frozenset(name_key(row["word"]) for row in rows if row["begins"] == "sure")


@cache
def _before() -> dict[str, frozenset[NameKind]]:
    return _by_word("no", "may")


@cache
def _kept() -> dict[str, frozenset[NameKind]]:
    return _by_word("yes", "may")


@cache
def _generics() -> dict[str, frozenset[NameKind]]:
    return _by_word("yes", "may", "no")


def _by_word(*in_name: str) -> dict[str, frozenset[NameKind]]:
    found: dict[str, frozenset[NameKind]] = {}
    for row in lexicon("name_generic"):
        if row["in_name"] in in_name:
            word = name_key(row["word"])
            found[word] = found.get(word, frozenset()) | {_NAME_KINDS[row["kind"]]}
    return found


@cache
def _given_plain() -> frozenset[str]:
    parts = (row["word"] for row in lexicon("entity_name_parts") if row["role"] == "bond")
    return frozenset(row["word"] for row in lexicon("name_given")) | frozenset(parts)


@cache
def _not_given() -> frozenset[str]:
    return homographs() | openers()


@cache
def _bonds() -> frozenset[str]:
    return frozenset(name_key(row["word"]) for row in lexicon("entity_name_parts"))
