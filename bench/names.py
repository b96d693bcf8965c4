"""Figures of the names and entities stages: `python -m bench.names [train|dev] [whole] [-v]`.

On gold mentions of ../shared/names: how well they are joined within a report (B³ of
score_names.py), how well entities are linked to known actors (by English Wikipedia title), and how
exactly whole-word spans are trimmed to names. `whole` instead prints what score_names.py says of
the readers and the two stages together (places unresolved). `-v` lists what went wrong, for train
only.
"""

from __future__ import annotations

import json
import sys
import tempfile
import time
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from types import ModuleType
from typing import Any

from bench.scorer import SHARED, load_scorer
from riwaya import registry
from riwaya.contract.report import render
from riwaya.model import Document, Entity, Mention, Report, Span, annotation_id
from riwaya.resources.actors import actors
from riwaya.stages.base import Draft, Proposal
from riwaya.stages.entities import EntitiesStage
from riwaya.stages.names import NamesStage

UNJOINED = "#"


@dataclass(frozen=True)
class Gold:
    """One document with its gold entities, and an empty draft of its text."""

    draft: Draft
    entities: list[dict[str, Any]]

    @property
    def text(self) -> str:
        """The document's text."""
        return self.draft.document.text

    def mentions(self) -> Iterator[tuple[Span, dict[str, Any], bool]]:
        """Span, entity and whether nominal, of every gold mention."""
        for entity in self.entities:
            for mention in entity["mentions"]:
                yield Span(*mention["span"]), entity, mention["nominal"]


def load_gold(part: str, shared: Path = SHARED) -> list[Gold]:
    """The names of one part (`train`, `dev`) with their texts, in the order of document ids."""
    found = []
    for path in sorted((shared / "names" / part).glob("*.json")):
        entities = json.loads(path.read_text(encoding="utf-8"))["entities"]
        source = shared / "gold" / part / "docs" / path.name
        fields = json.loads(source.read_text(encoding="utf-8"))
        document = Document(fields["id"], fields["text"], published=fields.get("published"))
        found.append(Gold(Draft.of(document), entities))
    return found


def joined(gold: Gold) -> Draft:
    """What the entities stage makes of the gold mentions."""
    mentions: dict[Span, Mention] = {}
    for span, entity, nominal in gold.mentions():
        id_ = annotation_id(gold.draft.document.id, "mention", [span])
        mentions[span] = Mention(id_, span, entity["kind"], nominal=nominal, confidence=1.0)
    ordered = tuple(mentions[span] for span in sorted(mentions))
    return EntitiesStage().run(gold.draft.having(mentions=ordered))


def clusters(gold: Gold, draft: Draft) -> list[tuple[str, str]]:
    """(gold entity, predicted entity) of every gold mention."""
    found = {mention.span: mention for mention in draft.mentions}
    return [
        (entity["id"], found[span].entity or f"{UNJOINED}{span.start}")
        for span, entity, _ in gold.mentions()
    ]


def links(gold: Gold, draft: Draft) -> list[tuple[dict[str, Any], Entity]]:
    """Each gold entity with the predicted one that most of its mentions are read as."""
    by_id = {entity.id: entity for entity in draft.entities}
    votes: dict[str, Counter[str]] = defaultdict(Counter)
    for one, other in clusters(gold, draft):
        votes[one][other] += 1
    return [
        (entity, by_id[votes[entity["id"]].most_common(1)[0][0]])
        for entity in gold.entities
        if entity["mentions"]
    ]


def trimmed(gold: Gold) -> Draft:
    """What the names stage makes of the gold names widened to whole words."""
    view = gold.draft.view
    proposals = []
    for span, entity, nominal in gold.mentions():
        words = view.words_in(span)
        wide = view.span_of(words[0], words[-1])
        label = "nominal" if nominal else entity["kind"]
        proposals.append(Proposal("name", wide, label, 1.0))
    return NamesStage().run(gold.draft.having(proposals=tuple(proposals)))


def _prf(right: float, found: int, wanted: int) -> str:
    precision, recall = right / max(1, found), right / max(1, wanted)
    f1 = 2 * precision * recall / max(1e-9, precision + recall)
    return f"P {precision:6.1%}  R {recall:6.1%}  F1 {f1:6.1%}  ({right:.0f}/{found}/{wanted})"


def report_joining(golds: Sequence[Gold], drafts: Sequence[Draft], scorer: ModuleType) -> None:
    """Print B³."""
    precision = recall = count = 0.0
    for gold, draft in zip(golds, drafts, strict=True):
        p, r, n = scorer.b3(clusters(gold, draft))
        precision, recall, count = precision + p, recall + r, count + n
    p, r = precision / count, recall / count
    print(f"joining B³   P {p:6.1%}  R {r:6.1%}  F1 {2 * p * r / (p + r):6.1%}  ({count:.0f})")


def report_linking(golds: Sequence[Gold], drafts: Sequence[Draft]) -> list[str]:
    """Print the figures of linking; return what went wrong."""
    known = {actor.wikipedia: actor.id for actor in actors() if actor.wikipedia}
    right = found = wanted = unknown = 0
    wrong = []
    for gold, draft in zip(golds, drafts, strict=True):
        for entity, read in links(gold, draft):
            title = dict(read.refs).get("wikipedia") if read.id.startswith("actor:") else None
            wanted += entity["wiki"] in known or (title is not None and title == entity["wiki"])
            if read.id.startswith("actor:") and entity["wiki"] is None:
                unknown += 1
                wrong.append(f"? {gold.draft.document.id} {entity['name']} -> {read.id}")
                continue
            found += title is not None
            right += title is not None and title == entity["wiki"]
            if title != entity["wiki"] and (title or entity["wiki"] in known):
                told = f"{entity['wiki']} -> {read.id}"
                wrong.append(f"= {gold.draft.document.id} {entity['name']}: {told}")
    print(f"linking      {_prf(right, found, wanted)}, {unknown} linked without a gold title")
    return wrong


def report_trimming(golds: Sequence[Gold]) -> list[str]:
    """Print how exact the trimmed spans and their kinds are; return what differs."""
    right = kinds = found = wanted = 0
    wrong = []
    for gold in golds:
        made = {mention.span: mention for mention in trimmed(gold).mentions}
        told = {span: (entity["kind"], nominal) for span, entity, nominal in gold.mentions()}
        names = {span for span, (_, nominal) in told.items() if not nominal}
        wanted += len(names)
        found += sum(1 for span in made if not told.get(span, ("", False))[1])
        right += len(names & made.keys())
        kinds += sum(made[span].kind == told[span][0] for span in names & made.keys())
        for sign, spans in (("-", told.keys() - made.keys()), ("+", made.keys() - told.keys())):
            wrong += [f"{sign} {_around(gold.text, span)}" for span in sorted(spans)]
    print(f"trimming     {_prf(right, found, wanted)}, kind kept {kinds / max(1, right):.1%}")
    return wrong


def _around(text: str, span: Span) -> str:
    before, after = text[max(0, span.start - 30) : span.start], text[span.stop : span.stop + 20]
    return f"{before}⟦{span.of(text)}⟧{after}".replace("\n", "⏎")


def joining_errors(gold: Gold, draft: Draft) -> list[str]:
    """Gold entities that were torn, and read ones that hold several."""
    names = {span: span.of(gold.text) for span, _, _ in gold.mentions()}
    apart: dict[str, Counter[tuple[str, str]]] = defaultdict(Counter)
    together: dict[str, Counter[tuple[str, str]]] = defaultdict(Counter)
    pairs = zip(gold.mentions(), clusters(gold, draft), strict=True)
    for (span, _, nominal), (one, other) in pairs:
        shown = names[span] + ("*" if nominal else "")
        apart[one][(other[-6:], shown)] += 1
        together[other][(one, shown)] += 1
    lines = []
    for sign, groups in (("torn", apart), ("mixed", together)):
        for group in groups.values():
            if len({other for other, _ in group}) > 1:
                parts = " | ".join(f"{other}:{name}×{n}" for (other, name), n in group.items())
                lines.append(f"{sign} {gold.draft.document.id} {parts}")
    return lines


def print_whole(part: str, golds: Sequence[Gold], scorer: ModuleType) -> None:
    """Print the scorer's own figures of the neural reader, names and entities together."""
    stages = [registry.load("reader", name)() for name in ("rules", "neural")]
    stages += [NamesStage(), EntitiesStage()]
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "reports.jsonl"
        with path.open("w", encoding="utf-8") as lines:
            for gold in golds:
                draft = gold.draft
                for stage in stages:
                    draft = stage.run(draft)
                document, mentions, entities = draft.document, draft.mentions, draft.entities
                report = Report(document=document, mentions=mentions, entities=entities)
                lines.write(f"{render(report)}\n")
        scorer.main(["", str(SHARED / "names" / part), str(path)])


def main(arguments: list[str]) -> None:
    """Print the figures of one part of the gold."""
    part = "dev" if "dev" in arguments else "train"
    scorer, golds = load_scorer(name="score_names"), load_gold(part)
    if "whole" in arguments:
        print_whole(part, golds, scorer)
        return
    for gold in golds:
        assert gold.draft.view.words
    started = time.perf_counter()
    drafts = [joined(gold) for gold in golds]
    seconds = time.perf_counter() - started
    report_joining(golds, drafts, scorer)
    unlinked = report_linking(golds, drafts)
    untrimmed = report_trimming(golds)
    words = sum(len(gold.text.split()) for gold in golds)
    print(f"joining speed {words / seconds:,.0f} words/s on one core")
    if "-v" in arguments and part == "train":
        for gold, draft in zip(golds, drafts, strict=True):
            print(*joining_errors(gold, draft), sep="\n", end="\n")
        print(*unlinked, *untrimmed, sep="\n")


if __name__ == "__main__":
    main(sys.argv[1:])
