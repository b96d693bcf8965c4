"""Reports of invented stories for tests, made of texts in which claims are marked.

`«content»` after a cue and a source, as in `[قال|رئيس البلدية سالم الدرعاوي] «…»`, becomes a claim;
the marks themselves are left out of the text.
"""

from __future__ import annotations

import re
from typing import Any

from riwaya.contract.given import given_report
from riwaya.model import Report

_CLAIM = re.compile(
    r"\[(?P<cue>[^|\]]*)\|(?P<source>[^|\]]*)(?:\|(?P<stance>\w+))?\]\s*«(?P<said>[^»]*)»"
)
_COUNT = re.compile(r"\{(?P<number>\d+)(?P<words>[^|}]*)\|(?P<kind>\w+)\}")


def report(name: str, marked: str, outlet: str = "صحيفة الوادي", day: str = "2019-05-02") -> Report:
    """A report of the marked text; numbers as `{12 قتيلا|killed}` become counts."""
    text, claims, counts = "", [], []
    at = 0
    for match in _CLAIM.finditer(marked):
        text = _plain(text, marked[at : match.start()], counts)
        cue = [len(text), len(text) + len(match["cue"])]
        text += f"{match['cue']} "
        source = [len(text), len(text) + len(match["source"])]
        text += f"{match['source']} " if match["source"] else ""
        start = len(text)
        text = _plain(text, match["said"], counts)
        claims.append(
            {
                "id": f"c{len(claims) + 1}",
                "cue": [cue],
                "source": [source] if match["source"] else [],
                "content": [[start, len(text)]] if len(text) > start else [],
                "stance": match["stance"] or "asserted",
            }
        )
        at = match.end()
    text = _plain(text, marked[at:], counts)
    document = {"id": name, "text": text, "outlet": outlet, "published": day}
    return given_report({"document": document, "claims": claims, "counts": counts}, name).report


def _plain(text: str, marked: str, counts: list[dict[str, Any]]) -> str:
    at = 0
    for match in _COUNT.finditer(marked):
        text += marked[at : match.start()]
        words = match["number"] + match["words"]
        number = int(match["number"])
        span = [len(text), len(text) + len(words)]
        counts.append({"span": span, "min": number, "max": number, "kind": match["kind"]})
        text += words
        at = match.end()
    return text + marked[at:]
