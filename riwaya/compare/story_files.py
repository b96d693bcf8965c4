"""Stories out of files of reports: which belong together, and what their files are called."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from hashlib import sha256

from riwaya.contract.given import Given
from riwaya.model import Report
from riwaya.stories.model import story_id

_UNSAFE = re.compile(r"[^\w.-]+")
_LONGEST = 80  # characters of a file's name before its ending
_DIGITS = 8
_RESERVED = frozenset(
    ("con", "prn", "aux", "nul", *(f"{kind}{n}" for kind in ("com", "lpt") for n in range(10)))
)  # names that Windows keeps for devices


def stories_of(given: Iterable[Given]) -> dict[str, list[Report]]:
    """The reports by story, in the order given: one for each value of `document.story`, and the
    stories that grouping finds among the others, each under its own id."""
    found: dict[str, list[Report]] = {}
    loose: list[Report] = []
    for one in given:
        if one.story is None:
            loose.append(one.report)
        else:
            found.setdefault(one.story, []).append(one.report)
    for reports in _grouped(loose):
        found.setdefault(story_id(reports[0].document.id), []).extend(reports)
    return found


def _grouped(reports: Sequence[Report]) -> Iterable[list[Report]]:
    if len(reports) <= 1:
        yield from ([report] for report in reports)
        return
    from riwaya.stories.group import group
    from riwaya.stories.vectors import vectors_or_none

    by_id = {report.document.id: report for report in reports}
    for members in group(reports, vectors_or_none()):
        yield [by_id[name] for name in members]


def file_names(stories: Iterable[str]) -> Mapping[str, str]:
    """A file name for each story: the story's own where it is safe on all systems and no other
    differs from it in case alone; else what is safe of it and a hash of the whole."""
    names: dict[str, str] = {}
    taken: set[str] = set()
    for story in stories:
        safe = _safe(story)
        name = safe if safe == story and safe.lower() not in taken else _hashed(safe, story)
        taken.add(name.lower())
        names[story] = f"{name}.json"
    return names


def _safe(story: str) -> str:
    name = _UNSAFE.sub("_", story).strip("._")[:_LONGEST].rstrip("._")
    return "story" if not name or name.lower().partition(".")[0] in _RESERVED else name


def _hashed(name: str, story: str) -> str:
    digest = sha256(story.encode("utf-8", "surrogatepass")).hexdigest()
    return f"{name}-{digest[:_DIGITS]}"
