"""Figures of the dates stage on its own, rules only, against `../shared/gold`.

    python -m bench.dates [train|dev] [--errors]

Values that cannot be resolved are None here and "null" in the gold: counted as the same.
"""

from __future__ import annotations

import argparse
import json
import time
from collections import Counter
from collections.abc import Iterator
from typing import Any

from bench.scorer import SHARED, load_scorer
from riwaya.model import Document
from riwaya.stages.base import Draft
from riwaya.stages.dates import DatesStage


def read_part(part: str) -> Iterator[tuple[Document, dict[str, Any]]]:
    """Documents of a part with their gold annotations."""
    for path in sorted((SHARED / "gold" / part / "docs").glob("*.json")):
        data = json.loads(path.read_text(encoding="utf-8"))
        gold = json.loads((path.parents[1] / "claims" / path.name).read_text(encoding="utf-8"))
        document = Document(data["id"], data["text"], published=data["published"])
        yield document, {"doc": data["id"], "claims": [], "times": gold["times"], "counts": []}


def predicted(document: Document) -> list[dict[str, Any]]:
    """The stage's times in the form that the scorer reads."""
    times = DatesStage().run(Draft.of(document)).times
    return [
        {
            "span": list(item.span),
            "value": item.value if item.value is not None else "null",
            "rule": item.origins[0].rule,
        }
        for item in times
    ]


def main() -> None:
    """Print span and value figures, and with --errors what was missed, spurious or misread."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("part", nargs="?", default="train", choices=("train", "dev"))
    parser.add_argument("--errors", action="store_true", help="list errors (train only)")
    options = parser.parse_args()
    scorer, pairs, words = load_scorer(), [], 0
    corpus = list(read_part(options.part))
    DatesStage().run(Draft.of(corpus[0][0]))
    started = time.process_time()
    for document, gold in corpus:
        words += len(document.text.split())
        times = predicted(document)
        pairs.append((document, gold, {"claims": [], "times": times, "counts": []}))
    seconds = time.process_time() - started
    tallies, _ = scorer.score((d.text, g, p) for d, g, p in pairs)
    for name in ("time span", "time value"):
        precision, recall, f1 = tallies[name].prf()
        print(f"{options.part} {name:10s} P {precision:.3f} R {recall:.3f} F1 {f1:.3f}")
    print(f"{words / seconds:,.0f} words a second of processor time")
    if options.errors and options.part == "train":
        list_errors(pairs)


def list_errors(pairs: list[tuple[Document, dict[str, Any], dict[str, Any]]]) -> None:
    """One line an error, with the words around it."""
    spurious: Counter[str] = Counter()
    for document, gold, prediction in pairs:
        text, used = document.text, set()
        for item in gold["times"]:
            a, b = item["span"]
            hit = [
                (k, p)
                for k, p in enumerate(prediction["times"])
                if p["span"][0] < b and a < p["span"][1]
            ]
            used.update(k for k, _ in hit)
            around = f"{text[max(0, a - 45) : a]}[{text[a:b]}]{text[b : b + 30]}".replace("\n", "¶")
            if not hit:
                print(f"MISSED {item['value']} | {around}")
            elif len(hit) > 1:
                found = " + ".join(text[slice(*p["span"])] for _, p in hit)
                print(f"SPLIT {found} | {around}")
            elif hit[0][1]["value"] != item["value"]:
                found = (
                    f"{hit[0][1]['value']} ({text[slice(*hit[0][1]['span'])]}, {hit[0][1]['rule']})"
                )
                print(f"VALUE {item['value']} <> {found} {document.published} | {around}")
        for k, p in enumerate(prediction["times"]):
            if k not in used:
                a, b = p["span"]
                around = f"{text[max(0, a - 45) : a]}[{text[a:b]}]{text[b : b + 30]}"
                spurious[p["rule"]] += 1
                print(f"SPURIOUS {p['rule']} {p['value']} | {around}".replace("\n", "¶"))
    print(spurious.most_common())


if __name__ == "__main__":
    main()
