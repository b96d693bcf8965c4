"""Invented reports with bare claims, built from what is said by whom."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from riwaya.compare.accounts import accounts_of
from riwaya.compare.model import Account, Speaker
from riwaya.compare.speakers import speaker_of
from riwaya.contract.given import given_report
from riwaya.model import Report


@dataclass(frozen=True)
class Said:
    """One paragraph: cue, source, the medium through which it came, and the content.

    `by` is the number of an earlier Said whose source this one resolves to."""

    source: str
    content: str
    cue: str = "قال"
    via: str = ""
    stance: str = "asserted"
    kind: str = "person"
    by: int | None = None


def report(
    name: str, *parts: str | Said, outlet: str | None = "صوت الوادي", day: str | None = "2018-05-02"
) -> Report:
    """A report of paragraphs: narration as it stands, and claims c1, c2 … for each Said."""
    text, claims = "", []
    for part in parts:
        text += "\n" if text else ""
        if isinstance(part, str):
            text += part
            continue
        claim: dict[str, Any] = {"id": f"c{len(claims) + 1}", "via": [], "source": []}
        for field, words in (("cue", part.cue), ("source", part.source), ("via", part.via)):
            if words:
                claim[field] = [[len(text), len(text) + len(words)]]
                text += words + " "
        text += "إن "
        claim["content"] = [[len(text), len(text) + len(part.content)]]
        text += part.content + "."
        if part.by is not None:
            claim["source_from"] = claims[part.by]["source"][0]
        claims.append({**claim, "stance": part.stance, "source_type": part.kind})
    document = {"id": name, "outlet": outlet, "published": day, "title": "", "text": text}
    return given_report({"document": document, "claims": claims}, name).report


def speakers(*parts: Said, name: str = "d1") -> list[Speaker]:
    """The speakers of one report's claims."""
    made = report(name, *parts)
    return [speaker_of(made, claim) for claim in made.claims]


def speaker(source: str, kind: str = "person", name: str = "d1") -> Speaker:
    """The speaker of a report's only claim."""
    return speakers(Said(source, "الأمر قيد الدراسة", kind=kind), name=name)[0]


def accounts(*reports: Report) -> tuple[Account, ...]:
    """The accounts of all reports."""
    return tuple(account for made in reports for account in accounts_of(made))
