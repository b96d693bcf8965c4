"""Figures of the places stage on gold mentions: `python -m bench.places [train|dev] [-v]`.

Mentions and entities are those of ../shared/names; only states are linked beforehand, by name, as
the entities stage does. So the figures are of this stage alone. The share of right countries is
counted as ../shared/score_names.py does (places, no descriptions, no seas). The gold has no
coordinates: accuracy within 161 km is not measured; what stands for it is how many of the places
that the gold gives an English Wikipedia title to are resolved to a place of that title.
`-v` lists what was read differently, for train only.
"""

from __future__ import annotations

import json
import re
import sys
import time
import unicodedata
from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from bench.scorer import SHARED
from riwaya.model import Document, Entity, Mention, Span, annotation_id
from riwaya.resources.actors import actors_named
from riwaya.stages.base import Draft
from riwaya.stages.places import PlacesStage

_KINDS = ("place", "facility")
_UNIT = re.compile(
    r"\b(governorate|province|district|city|state of|state|region|county|prefecture|the)\b"
)

_ARTICLES = ("al", "ad", "ar", "as")


@dataclass
class Tally:
    """Right and all, by figure; the differences in words."""

    right: Counter[str] = field(default_factory=Counter)
    of: Counter[str] = field(default_factory=Counter)
    lines: list[str] = field(default_factory=list)

    def count(self, figure: str, right: bool) -> None:
        """One more case of a figure."""
        self.of[figure] += 1
        self.right[figure] += right


def load(part: str) -> list[tuple[Document, list[dict[str, Any]]]]:
    """The documents of a part with their gold entities."""
    found = []
    for path in sorted((SHARED / "names" / part).glob("*.json")):
        gold = json.loads(path.read_text(encoding="utf-8"))
        raw = json.loads((SHARED / "gold" / part / "docs" / path.name).read_text(encoding="utf-8"))
        document = Document(raw["id"], raw["text"], published=raw["published"])
        found.append((document, gold["entities"]))
    return found


def draft_of(document: Document, gold: list[dict[str, Any]]) -> Draft:
    """A draft with the gold's mentions and entities, its states linked by name."""
    mentions: list[Mention] = []
    entities: dict[str, Entity] = {}
    for one in gold:
        entity = _entity(document, one)
        entities.setdefault(entity.id, entity)
        for given in one["mentions"]:
            span = Span(*given["span"])
            id_ = annotation_id(document.id, "mention", [span])
            mentions.append(Mention(id_, span, one["kind"], entity.id, given["nominal"]))
    mentions.sort(key=lambda mention: mention.span)
    return Draft.of(document).having(mentions=tuple(mentions), entities=tuple(entities.values()))


def _entity(document: Document, one: dict[str, Any]) -> Entity:
    named = [m for m in one["mentions"] if not m["nominal"]]
    spans = [Span(*m["span"]) for m in named]
    names = tuple(dict.fromkeys(span.of(document.text) for span in spans)) or (one["name"],)
    if one["kind"] == "place":
        for name in names:
            for actor in actors_named(name):
                if "state" in actor.tags:
                    return Entity(
                        actor.id, actor.name, "place", names, actor.name_en, country=actor.country
                    )
    return Entity(f"local:{one['id']}", one["name"], one["kind"], names)


def measure(part: str) -> tuple[Tally, float]:
    """The tally of a part, and the milliseconds of one core for 250 words."""
    documents = load(part)
    drafts = [draft_of(document, gold) for document, gold in documents]
    stage = PlacesStage()
    for draft in drafts:  # opens the gazetteer and fills its memory: a run over many reports
        stage.run(draft)
        break
    for draft in drafts:
        _ = draft.view.words, draft.view.sentences, draft.view.paragraphs
    started = time.process_time()
    after = [stage.run(draft) for draft in drafts]
    seconds = time.process_time() - started
    tally = Tally()
    for (document, gold), draft in zip(documents, after, strict=True):
        _compare(document, gold, draft, tally)
    words = sum(len(document.text.split()) for document, _ in documents)
    return tally, 1000 * seconds * 250 / words


def _compare(document: Document, gold: list[dict[str, Any]], draft: Draft, tally: Tally) -> None:
    entities = {entity.id: entity for entity in draft.entities}
    mentions = {mention.span: mention for mention in draft.mentions}
    for one in gold:
        if one["kind"] not in _KINDS:
            continue
        for given in one["mentions"]:
            mention = mentions[Span(*given["span"])]
            entity = entities[mention.entity or ""]
            if not given["nominal"]:
                _count(one, entity, tally, f"{document.id} {_context(document, mention.span)}")


def _count(one: dict[str, Any], entity: Entity, tally: Tally, where: str) -> None:
    kind = one["kind"]
    found = not entity.id.startswith("local:")
    rules = ", ".join(f"{o.rule} {o.score}" for o in entity.origins if o.stage == "places")
    told = f"{where} gold {one['country']} {one['wiki']} read {entity.country} {entity.name_en}"
    figure = f"{kind}: country" if one["country"] != "XX" else f"{kind}: no country"
    right = entity.country == one["country"]
    tally.count(figure, right)
    if not right:
        tally.lines.append(f"{figure}\t{told} {entity.id} [{rules}]")
    tally.count(f"{kind}: in the gazetteer", found)
    if not found:
        tally.lines.append(f"{kind}: not found\t{told} [{rules}]")
    if one["wiki"] and found:
        same = same_title(one["wiki"], entity)
        tally.count(f"{kind}: of the gold's title", same)
        if not same:
            tally.lines.append(f"{kind}: other title\t{told} {entity.id} [{rules}]")


def same_title(title: str, entity: Entity) -> bool:
    """Whether a Wikipedia title is the entity's or its English name, whatever the spelling of the
    vowels, and with or without the word for a unit (Governorate)."""
    titles = {value for kind, value in entity.refs if kind == "wikipedia"}
    own = {_skeleton(name) for name in (*titles, entity.name_en or "") if name}
    return _skeleton(title) in own


def _skeleton(title: str) -> str:
    """Consonants of a name without brackets, units and articles; doubled ones once."""
    bare = re.sub(r" \(.*\)$|, .*$", "", title)
    ascii_ = unicodedata.normalize("NFKD", bare).encode("ascii", "ignore").decode().lower()
    words = re.sub(r"[^a-z0-9 ]", "", _UNIT.sub(" ", ascii_.replace("-", " "))).split()
    joined = " ".join(word for word in words if word not in _ARTICLES) or bare
    return re.sub(r"[aeiouyw ]|h\b", "", re.sub(r"(.)\1", r"\1", joined)) or joined


def _context(document: Document, span: Span) -> str:
    text = document.text
    around = text[max(0, span.start - 30) : span.start], text[span.stop : span.stop + 25]
    return f"{around[0]}⟦{span.of(text)}⟧{around[1]}".replace("\n", " / ")


def main(arguments: list[str]) -> None:
    """Print the figures of one part."""
    part = "dev" if "dev" in arguments else "train"
    if not Path(SHARED / "names" / part).is_dir():
        raise SystemExit(f"{SHARED / 'names' / part}: not found; it lies in the shared folder")
    tally, milliseconds = measure(part)
    for figure, all_ in sorted(tally.of.items()):
        print(f"{figure:32s} {tally.right[figure] / all_:6.1%} of {all_} mentions")
    print("within 161 km                    not measured: the gold has no coordinates")
    print(f"speed                            {milliseconds:.2f} ms for 250 words")
    if "-v" in arguments and part == "train":
        print(*(f"{n}\t{line}" for line, n in sorted(Counter(tally.lines).items())), sep="\n")


if __name__ == "__main__":
    main(sys.argv[1:])
