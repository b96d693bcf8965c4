"""Names as linking compares them: folded words without articles, heads, and spellings.

Particles that make one name with the word after them (عبد، أبو، بن) count together with it, so that
`عبد الرحمن` is one word and not a full name.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache, lru_cache

from riwaya.gazetteer.keys import name_key
from riwaya.resources import lexicon
from riwaya.resources.actors import actors
from riwaya.resources.actors import name_key as actor_key

_ARTICLE = "ال"
_MERGED = "لل"
_LEAST_LETTERS = 3  # of a word that is left when its article goes
_VARIANT_LAST, _VARIANT_OTHER = 3, 4


@dataclass(frozen=True, slots=True)
class NameForm:
    """A name's folded words. `head` is a first word that is left out at times (وزارة), or ''."""

    words: tuple[str, ...]
    head: str

    @property
    def key(self) -> str:
        """All words: equal for the spellings that writers vary in, with and without articles."""
        return " ".join(self.words)

    @property
    def core(self) -> tuple[str, ...]:
        """The words without the head."""
        return self.words[1:] if self.head else self.words

    @property
    def is_full(self) -> bool:
        """Whether it has at least two words."""
        return len(self.words) > 1

    def is_made_of(self, *classes: str) -> bool:
        """Whether every word is in one of these classes of `linking_words.tsv`."""
        return all(any(word in _class(name) for name in classes) for word in self.words)

    def starts_with(self, name: str) -> bool:
        """Whether the first word is in this class."""
        return self.words[0] in _class(name)

    def has_any(self, name: str) -> bool:
        """Whether a word is in this class."""
        return not _class(name).isdisjoint(self.words)


@lru_cache(maxsize=65536)
def name_form(name: str) -> NameForm:
    """The form of `name`; without words when it holds neither letter nor digit."""
    words = _joined([_without_article(word) for word in name_key(name).split()])
    head = words[0] if len(words) > 1 and words[0] in _class("head") else ""
    return NameForm(words, head)


def variant_keys(form: NameForm) -> tuple[tuple[str, ...], ...]:
    """Keys under which `form` meets names that spell one foreign word in another way.

    In each key one word is given by its consonants, as transliterations of one name agree in them
    (بوتين، بوتن). Given names of the language are never varied: سمير and سمر are two people.
    """
    last = len(form.words) - 1
    keys = []
    for at, word in enumerate(form.words):
        bones = _consonants(word)
        least = _VARIANT_LAST if at == last else _VARIANT_OTHER
        if len(bones) >= least and word not in _given_names():
            keys.append((*form.words[:at], f"~{bones}", *form.words[at + 1 :]))
    return tuple(keys) if last > 0 else ()


def is_neutral(name: str) -> bool:
    """Whether no word of `name` takes sides, nor the whole in the actor lexicon."""
    words = {_without_article(word) for word in name_key(name).split()}
    return words.isdisjoint(_class("sides")) and actor_key(name) not in _sided_names()


def weak_tags() -> frozenset[str]:
    """Tags of actors that tell nothing of a report's subject (states, news agencies)."""
    return frozenset(row["word"] for row in lexicon("linking_words") if row["class"] == "weak_tag")


def _without_article(word: str) -> str:
    for article in (_ARTICLE, _MERGED):
        if word.startswith(article) and len(word) >= len(article) + _LEAST_LETTERS:
            return word[len(article) :]
    return word


def _joined(words: list[str]) -> tuple[str, ...]:
    """Each particle made one word with what follows it, whether they were written apart or not."""
    out: list[str] = []
    particle = ""
    for word in words:
        if form := _particles().get(word):
            particle += form
            continue
        out.append(particle + _apart_and_back(word))
        particle = ""
    return (*out, particle) if particle else tuple(out)


def _apart_and_back(word: str) -> str:
    """`عبدالرحمن` as `عبد الرحمن` comes out: its inner article left out."""
    for particle, form in _particles().items():
        rest = word.removeprefix(particle + _ARTICLE)
        if rest != word and len(rest) >= _LEAST_LETTERS:
            return form + rest
    return word


@lru_cache(maxsize=16384)
def _consonants(word: str) -> str:
    letters = _letters()
    bones = [word[:1]]
    for letter in word[1:]:
        found = letters.get(letter, letter)
        if found and found != bones[-1]:
            bones.append(found)
    bones[0] = letters.get(bones[0]) or bones[0]
    return "".join(bones)


@cache
def _class(name: str) -> frozenset[str]:
    rows = lexicon("linking_words")
    return frozenset(_without_article(name_key(r["word"])) for r in rows if r["class"] == name)


@cache
def _particles() -> dict[str, str]:
    rows = (row for row in lexicon("linking_words") if row["class"] == "joined")
    return {name_key(row["word"]): row["form"] for row in rows}


@cache
def _letters() -> dict[str, str]:
    return {row["letter"]: row["class"] for row in lexicon("linking_letters")}


@cache
def _given_names() -> frozenset[str]:
    return frozenset(_without_article(name_key(row["word"])) for row in lexicon("name_given"))


@cache
def _sided_names() -> frozenset[str]:
    variants = [variant for actor in actors() for variant in actor.variants]
    sided = {actor_key(variant.text) for variant in variants if variant.sides}
    neutral = {actor_key(variant.text) for variant in variants if not variant.sides}
    return frozenset(sided - neutral - {actor_key(actor.name) for actor in actors()})
