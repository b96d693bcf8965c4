"""Reports of files grouped into stories, without a store."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from riwaya.contract.line import json_line
from riwaya.errors import ResourceError
from riwaya.exports.display import FSI, PDI, visible
from riwaya.model import Document, Report

_DAY = 10


@dataclass(frozen=True, slots=True)
class FileStories:
    """Stories by their ids, each with its documents in the order of publication."""

    stories: tuple[tuple[str, tuple[Document, ...]], ...]

    def as_json(self) -> Iterator[str]:
        """A JSON list of objects with `story` and `reports` (ids of documents)."""
        mark = "["
        for story, documents in self.stories:
            yield f"{mark}{json_line({'story': story, 'reports': [one.id for one in documents]})}"
            mark = ",\n"
        yield "[]\n" if mark == "[" else "]\n"

    def as_text(self) -> Iterator[str]:
        """A line for each story, and below it one for each document."""
        for story, documents in self.stories:
            yield f"{story}  {len(documents)}\n"
            for one in documents:
                day = (one.published or "—")[:_DAY]
                said = visible(" · ".join(filter(None, (one.outlet, one.title))))
                yield f"    {visible(one.id)}  {day:<10}  {FSI}{said}{PDI}\n"


def grouped(reports: Sequence[Report]) -> tuple[FileStories, list[str]]:
    """The reports by story, whatever story their writer names; and what has to be said of it."""
    from riwaya.stories.group import group
    from riwaya.stories.model import story_id
    from riwaya.stories.vectors import load_vectors

    notes: list[str] = []
    vectors = None
    if reports:
        try:
            vectors = load_vectors()
        except ResourceError as error:
            notes.append(f"stories are told apart by words and names alone: {error.message}")
    documents = {report.document.id: report.document for report in reports}
    stories = tuple(
        (story_id(ids[0]), tuple(documents[one] for one in ids)) for ids in group(reports, vectors)
    )
    return FileStories(stories), notes
