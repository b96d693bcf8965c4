"""A text as a row of items: its place mentions and, between them, the words that tell of places.

Each item is one letter of its category after one of its attached particle, so that the rules of
`surroundings.py` are regular expressions over short stretches of the row.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from functools import cached_property

from riwaya.model import Entity, Mention, Span
from riwaya.stages.places.vocabulary import (
    OTHER,
    STOP,
    Head,
    Reading,
    Vocabulary,
    letters_of,
    vocabulary,
)
from riwaya.text import TextView

PLACE, NAME = "X", "O"
DIRECTED = "A"  # an adjective of direction
# Words of side and direction with which a name can begin, and the kind of area that they make.
SIDES = {"R": "countryside", "D": "direction", "N": "near", "B": "border", "C": "coast"}
WIDTH = 2  # characters of the row for each item
PLACE_KINDS = ("place", "facility")


@dataclass(frozen=True, slots=True)
class Item:
    """One visible word of the text, or one whole mention. `site` numbers the place mention."""

    first: int
    last: int
    reading: Reading
    site: int | None = None

    @property
    def code(self) -> str:
        """The item's two letters in the row."""
        return self.reading.clitic + self.reading.category


@dataclass(slots=True)
class Site:
    """One place mention with what the words around it say.

    `letters` is its name as it is looked up. `head` is the word beside it that says its kind,
    `shared` whether that word stands before several names. `area` is what its qualifiers make of
    it (None: the place itself), `area_shared` whether they can hold for the next name too, `span`
    the mention with them. `adjective` is the country of a nationality beside it, `sure` whether a
    word of kind stands there too. What the name itself holds: a word of kind (`inner_head`), a
    nationality (`inner_country`: البادية السورية), a direction or side (`inner_area`: شمال X) of
    the place that is `base`. `links` are (how, number of another site).
    """

    number: int
    mention: Mention
    entity: Entity | None
    span: Span
    letters: str
    at: int
    sentence: int
    paragraph: int
    head: Head | None = None
    inner_head: Head | None = None
    inner_area: str | None = None
    inner_country: str | None = None
    base: str = ""
    area: str | None = None
    area_shared: bool = False
    adjective: str | None = None
    sure: bool = False
    shared: bool = False
    dateline: bool = False
    links: list[tuple[str, int]] = field(default_factory=list)

    @property
    def nominal(self) -> bool:
        """Whether the mention is a description and no name."""
        return self.mention.nominal

    @property
    def told(self) -> frozenset[str]:
        """The levels that a firm word of kind gives it; empty where none stands."""
        head = self.inner_head if self.nominal else self.head or self.inner_head
        return head.levels if head and not head.soft and not head.several else frozenset()

    @property
    def facility(self) -> bool:
        """Whether a building or site is meant rather than a place where people live."""
        return self.mention.kind == "facility"


class Scene:
    """All items of a text, its sites, and the row of codes."""

    def __init__(
        self, view: TextView, mentions: Iterable[Mention], entities: Sequence[Entity]
    ) -> None:
        self.view = view
        self.words: Vocabulary = vocabulary()
        self._entities = {entity.id: entity for entity in entities}
        self._sentence_starts = [span.start for span in view.sentences]
        self.sites: list[Site] = []
        self.items: list[Item] = []
        self._fill(sorted(mentions, key=lambda m: (m.span.start, -m.span.stop, m.id)))
        self.row = "".join(item.code for item in self.items)

    @cached_property
    def speaks_of_a_city(self) -> bool:
        """Whether "the city" stands somewhere without a name."""
        nouns = self.words.city_nouns
        return any(word.letters[skip:] in nouns for word in self.view.words for skip in (0, 1))

    def is_place(self, mention: Mention) -> bool:
        """Whether the mention, or the entity that it is read as, is a place or a facility."""
        entity = self._entities.get(mention.entity or "")
        return (entity.kind if entity else mention.kind) in PLACE_KINDS

    def start_of(self, item: Item) -> int:
        """Where the item begins in the text, without its attached particle; للحدود keeps its ل,
        which took the article in."""
        if item.site is not None:
            return self.sites[item.site].mention.span.start
        word, clip = self.view.words[item.first], item.reading.clip
        if word.letters[: clip + 1].endswith("لل"):
            clip -= 1
        if clip <= 0:
            return word.span.start
        return self.view.plain.starts[self.view.plain.forth(word.span.start) + clip]

    def stop_of(self, item: Item) -> int:
        """Where the item ends in the text."""
        if item.site is not None:
            return self.sites[item.site].mention.span.stop
        return self.view.words[item.last].span.stop

    def before(self, site: Site, most: int) -> range:
        """Numbers of the items before the site in its sentence, `most` at the utmost."""
        first = max(0, site.at - most)
        stop = self.row.rfind(STOP, first * WIDTH, site.at * WIDTH)
        return range(stop // WIDTH + 1 if stop >= 0 else first, site.at)

    def after(self, site: Site, most: int) -> range:
        """Numbers of the items after the site in its sentence, `most` at the utmost."""
        last = min(len(self.items), site.at + 1 + most)
        stop = self.row.find(STOP, (site.at + 1) * WIDTH, last * WIDTH)
        return range(site.at + 1, stop // WIDTH if stop >= 0 else last)

    def codes(self, numbers: range) -> str:
        """The stretch of the row that stands for these items."""
        return self.row[numbers.start * WIDTH : numbers.stop * WIDTH]

    def _fill(self, mentions: Sequence[Mention]) -> None:
        covered = self._covered(mentions)
        words, paragraph, at = self.view.words, 0, 0
        while at < len(words):
            here = self.view.paragraph_of(words[at].span.start)
            if here != paragraph:
                paragraph = here
                self.items.append(Item(at, at, Reading(STOP)))
            mention, last = covered.get(at, (None, at))
            if mention is None:
                reading = self.words.reading(words[at].letters)
                if reading.category:
                    self.items.append(Item(at, at, reading))
            else:
                self._add_mention(mention, at, last, paragraph)
            at = last + 1

    def _covered(self, mentions: Sequence[Mention]) -> dict[int, tuple[Mention, int]]:
        """First word of each mention -> (mention, its last word); of two that meet, the first."""
        found: dict[int, tuple[Mention, int]] = {}
        free = 0
        for mention in mentions:
            touched = self.view.words_in(mention.span)
            if touched and touched.start >= free:
                found[touched.start] = (mention, touched.stop - 1)
                free = touched.stop
            elif self.is_place(mention):
                self._add_site(mention, len(self.items), 0)
        return found

    def _add_mention(self, mention: Mention, first: int, last: int, paragraph: int) -> None:
        clitic = self._clitic(mention, first)
        if self.is_place(mention):
            site = self._add_site(mention, len(self.items), paragraph)
            reading = Reading(PLACE, clitic=clitic)
            self.items.append(Item(first, last, reading, site.number))
        else:
            self.items.append(Item(first, last, Reading(NAME, clitic=clitic)))

    def _add_site(self, mention: Mention, at: int, paragraph: int) -> Site:
        start = mention.span.start
        letters = letters_of(mention.span.of(self.view.text))
        if letters.startswith("لل"):
            letters = "ال" + letters[2:]
        site = Site(
            number=len(self.sites),
            mention=mention,
            entity=self._entities.get(mention.entity or ""),
            span=mention.span,
            letters=letters,
            at=at,
            sentence=bisect_left(self._sentence_starts, start + 1),
            paragraph=paragraph,
        )
        self._look_inside(site)
        self.sites.append(site)
        return site

    def _look_inside(self, site: Site) -> None:
        """What a name of several words says of itself."""
        words = site.letters.split()
        if len(words) > 1 or site.nominal:
            site.inner_head = self.words.head(words[0]) if words else None
        readings = [self.words.reading(word) for word in words]
        for word, reading in zip(words[1:], readings[1:], strict=True):
            if reading.country and word.startswith("ال"):
                site.inner_country = reading.country
        run = next((n for n, r in enumerate(readings) if r.category not in SIDES), 0)
        if run:
            area = SIDES[readings[0].category]
            end = len(words)
            while end > run + 1 and readings[end - 1].category == DIRECTED:
                end -= 1
                area = "countryside_part" if area == "countryside" else area
            site.inner_area, site.base = area, " ".join(words[run:end])

    def _clitic(self, mention: Mention, first: int) -> str:
        """The particle written to the mention: before its span, or inside it (للحديدة)."""
        word = self.view.words[first]
        outside = letters_of(self.view.text[word.span.start : mention.span.start])
        if outside:
            return outside[-1] if outside[-1] in "وفبلك" else OTHER
        return "ل" if word.letters.startswith("لل") else "-"


def bare_names(letters: str, words: Vocabulary) -> list[str]:
    """`letters` as it may be looked up: as it stands, then without a word of kind before it."""
    names = [letters]
    first, _, rest = letters.partition(" ")
    if rest and words.head(first):
        names.append(rest)
    return names
