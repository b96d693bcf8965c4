"""Measure names on the end of ANERcorp's training part, which the reader is not trained on.

    python -m bench.anercorp

The last tenth of `../shared/ner/anercorp_train.txt`, by the texts that `training.name_sets` makes
of it. F1 over whole names, exact in tokens, by PERS, LOC (place, facility) and ORG (organisation,
group). This is not the published test set (the last sixth of ANERcorp), which is not here.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence

from bench.scorer import SHARED
from riwaya.model import Document, Report
from riwaya.pipeline import build_pipeline

THEIRS = {
    "person": "PERS", "place": "LOC", "facility": "LOC", "organisation": "ORG", "group": "ORG",
}  # fmt: skip
HELD_OUT = 0.1
TEXT_WORDS = 240

Name = tuple[int, int, str]
Token = tuple[str, str]


def sentences() -> list[list[Token]]:
    """ANERcorp's sentences as (token, tag), in their order."""
    lines = (SHARED / "ner" / "anercorp_train.txt").read_text(encoding="utf-8").splitlines()
    found: list[list[Token]] = [[]]
    for line in lines:
        parts = line.split()
        if len(parts) < 2:
            found.append([])
        else:
            found[-1].append((parts[0], parts[1]))
    return [sentence for sentence in found if sentence]


def texts() -> list[list[list[Token]]]:
    """Sentences gathered into texts of at least TEXT_WORDS tokens, as for training."""
    found: list[list[list[Token]]] = [[]]
    for sentence in sentences():
        found[-1].append(sentence)
        if sum(map(len, found[-1])) >= TEXT_WORDS:
            found.append([])
    return [text for text in found if text]


def gold_names(tags: Sequence[str]) -> Iterator[Name]:
    """(first token, last token, kind) of the names that we have a kind for."""
    start = None
    for at, tag in enumerate([*tags, "O"]):
        if start is not None and not tag.startswith("I"):
            if tags[start][2:] != "MISC":
                yield start, at - 1, tags[start][2:]
            start = None
        if start is None and tag != "O":
            start = at


def read_names(tokens: Sequence[str], starts: Sequence[int], report: Report) -> Iterator[Name]:
    """The report's mentions as tokens."""
    for mention in report.mentions:
        kind = THEIRS.get(mention.kind)
        span = mention.span
        held = [
            i
            for i, start in enumerate(starts)
            if start < span.stop and span.start < start + len(tokens[i])
        ]
        if kind and held and not mention.nominal:
            yield held[0], held[-1], kind


def main() -> None:
    """Print F1 by kind."""
    pipeline = build_pipeline("neural")
    every = texts()
    tally: Counter[str] = Counter()
    for number, text in enumerate(every[len(every) - int(len(every) * HELD_OUT) :]):
        tokens, tags, starts, lines, at = [], [], [], [], 0
        for sentence in text:
            lines.append(" ".join(token for token, _ in sentence))
            for token, tag in sentence:
                tokens.append(token)
                tags.append(tag)
                starts.append(at)
                at += len(token) + 1
        report = pipeline.run(Document(f"anercorp-{number}", "\n".join(lines)))
        gold, mine = set(gold_names(tags)), set(read_names(tokens, starts, report))
        for kind in ("PERS", "LOC", "ORG"):
            tally[f"{kind} gold"] += sum(name[2] == kind for name in gold)
            tally[f"{kind} mine"] += sum(name[2] == kind for name in mine)
            tally[f"{kind} right"] += sum(name[2] == kind for name in gold & mine)
    for part in ("gold", "mine", "right"):
        tally[f"all {part}"] = sum(tally[f"{kind} {part}"] for kind in ("PERS", "LOC", "ORG"))
    for kind in ("PERS", "LOC", "ORG", "all"):
        right, mine_, gold_ = (tally[f"{kind} {part}"] for part in ("right", "mine", "gold"))
        f1 = 2 * right / max(1, mine_ + gold_)
        print(f"{kind:5} P {right / max(1, mine_):.1%} R {right / max(1, gold_):.1%} F1 {f1:.1%}")


if __name__ == "__main__":
    main()
