"""The tables for finding, in the same `metadata` as what is kept.

A row of `search_row` is one thing that a search can find: the text of a document with its title,
the content of a claim, the naming of a speaker, a place, or an outlet. `words` holds the readings
of its words (see `words.py`): those of one word apart by spaces, words apart by ` | `, an empty
word where a paragraph or a stretch ends. Every reading begins with the letter of the row's kind, so
that one index serves all kinds and a search of one kind meets no other.

`number` orders: the newest day of publication has the highest, then what was stored last.
"""

from __future__ import annotations

from typing import Final

from sqlalchemy import BigInteger, Column, ForeignKey, Index, Integer, String, Table, Text

from riwaya.store.schema import metadata
from riwaya.store.words import Words

_NUMBER = BigInteger().with_variant(Integer, "sqlite")

TEXT, CLAIM, SPEAKER, PLACE, OUTLET = "text", "claim", "speaker", "place", "outlet"
LETTER: Final = {TEXT: "t", CLAIM: "c", SPEAKER: "s", PLACE: "p", OUTLET: "o"}
"""What every index word of a kind begins with."""

search_row = Table(
    "search_row",
    metadata,
    Column("number", _NUMBER, primary_key=True, autoincrement=False),
    Column("document", ForeignKey("document.id"), nullable=False, index=True),
    Column("kind", String, nullable=False),
    Column("entity", Words),  # of speakers and places
    Column("words", Text, nullable=False),
    Index("search_row_entity", "entity"),
)

claim = Table(
    "claim",
    metadata,
    Column("number", _NUMBER, primary_key=True, autoincrement=False),  # of its search_row
    Column("document", ForeignKey("document.id"), nullable=False, index=True),
    Column("id", Words, nullable=False),
    Column("position", Integer, nullable=False),
    Column("stance", Words, nullable=False),
    Column("mode", Words, nullable=False),
    Column("speaker", Words),
    Column("organisation", Words),
    Column("naming", _NUMBER, index=True),  # the search_row of its speaker
    Column("source", Text, nullable=False),  # spans of the naming, of the cue without one: JSON
    Column("content", Text, nullable=False),  # spans: JSON
    # With the document, so that to ask for a stance in one document reads just its claims.
    Index("claim_stance", "stance", "document"),
    Index("claim_speaker", "speaker", "document"),
    Index("claim_organisation", "organisation", "document"),
)

claim_place = Table(
    "claim_place",
    metadata,
    Column("claim", _NUMBER, primary_key=True, autoincrement=False),
    Column("place", _NUMBER, primary_key=True, autoincrement=False),  # a search_row
    Column("document", ForeignKey("document.id"), nullable=False, index=True),
    Index("claim_place_place", "place"),
)

DERIVED = (search_row, claim, claim_place)
"""The tables of this module, in an order that foreign keys allow."""

FTS = "search_words"
"""The FTS5 table over `search_row.words` (SQLite); on PostgreSQL a GIN index has that name."""

WORDS_OF = "riwaya_words"
"""PostgreSQL's function from `search_row.words` to an array of its readings."""
