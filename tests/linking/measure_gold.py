"""Pairs of entities joined across reports, on names whose Wikipedia article is known:
`python -m tests.linking.measure_gold [train|dev]`.

The gold of `../shared/names` is taken as the reports' reading, with every id made local, so that
the rules have to find what the actor lexicon would find. Two entities of two reports are one where
their article is.
"""

from __future__ import annotations

import json
import sys
from collections import Counter
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

from riwaya.linking import Linked, link
from riwaya.model import Document, Entity, Mention, Report, Span

SHARED = Path(__file__).resolve().parents[2].parent / "shared"
KINDS = {"persons": ("person",), "bodies": ("organisation", "group"), "events": ("event",)}

Articles = dict[tuple[str, str], tuple[str, str]]


def gold(part: str, articles: Articles) -> Iterator[Report]:
    """Reports as annotated; (kind, article) of each entity that has one goes into `articles`."""
    for path in sorted((SHARED / "names" / part).glob("*.json")):
        value = json.loads(path.read_text("utf-8"))
        document = json.loads((SHARED / "gold" / part / "docs" / path.name).read_text("utf-8"))
        for entity in value["entities"]:
            if entity["wiki"]:
                node = (value["doc"], f"local:{value['doc']}-{entity['id']}")
                articles[node] = (entity["kind"], entity["wiki"])
        yield report(value, document)


def report(value: dict[str, Any], document: dict[str, Any]) -> Report:
    """The report that the annotation of one document states."""
    text, entities, mentions = document["text"], [], []
    for given in value["entities"]:
        id_ = f"local:{value['doc']}-{given['id']}"
        named = [mention for mention in given["mentions"] if not mention["nominal"]]
        names = dict.fromkeys(text[slice(*mention["span"])] for mention in named)
        entities.append(
            Entity(id_, given["name"], given["kind"], tuple(names), country=given.get("country"))
        )
        for mention in given["mentions"]:
            mentions.append(
                Mention(f"m{len(mentions)}", Span(*mention["span"]), given["kind"], id_,
                        mention["nominal"])
            )  # fmt: skip
    found = Document(value["doc"], text, published=document.get("published"))
    return Report(found, mentions=tuple(mentions), entities=tuple(entities))


def pairs(groups: Iterable[object]) -> int:
    """How many pairs the groups hold, given the group of each member."""
    return sum(many * (many - 1) // 2 for many in Counter(groups).values())


def figures(linked: Linked, articles: Articles, kinds: tuple[str, ...]) -> tuple[int, int, int]:
    """Pairs that are right, that were joined, and that should be."""
    nodes = [node for node, (kind, _) in articles.items() if kind in kinds]
    ids = [entity.id for node in nodes if (entity := linked.of(*node))]
    titles = [articles[node][1] for node in nodes]
    return pairs(zip(ids, titles, strict=True)), pairs(ids), pairs(titles)


def main() -> None:
    """Print precision and recall of pairs by kind."""
    articles: Articles = {}
    linked = link(gold(sys.argv[1] if len(sys.argv) > 1 else "train", articles))
    for name, kinds in KINDS.items():
        right, joined, wanted = figures(linked, articles, kinds)
        precision, recall = right / max(joined, 1), right / max(wanted, 1)
        print(f"{name}: precision {precision:.3f} of {joined}, recall {recall:.3f} of {wanted}")


if __name__ == "__main__":
    main()
