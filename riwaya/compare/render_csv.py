"""A comparison as a table for spreadsheets: one row for each answer in a cell."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from riwaya.compare.matrix import Entry, Matrix, Row
from riwaya.compare.model import Question
from riwaya.exports.csv_cells import Cell, table

COLUMNS = (
    "story", "group", "source", "question", "question_ar", "question_en", "kind", "position",
    "refusal", "silent", "words", "spans", "said", "outlet", "speaker", "chain", "stance", "ref",
)  # fmt: skip


def to_csv(matrices: Iterable[Matrix]) -> str:
    """RFC 4180 with a header. Texts that a spreadsheet would run are guarded. A group that says
    nothing on a question has a row without words, marked as silent."""
    return table(COLUMNS, (row for matrix in matrices for row in _rows(matrix)))


def _rows(matrix: Matrix) -> Iterator[list[Cell]]:
    for row in matrix.rows:
        for question in matrix.questions:
            entries = row.cells.get(question.id, ())
            head = _head(matrix, row, question)
            for entry in entries:
                yield [*head, *_answer(entry)]
            if not entries and question.id in row.silent:
                yield [*head, "", "no", "yes", *([""] * (len(COLUMNS) - len(head) - 3))]


def _head(matrix: Matrix, row: Row, question: Question) -> list[Cell]:
    label = " ".join(row.group.label.split())
    texts = (question.id, question.question_ar, question.question_en, question.kind)
    return [matrix.story, row.group.id, label, *texts]


def _answer(entry: Entry) -> list[Cell]:
    return [
        entry.position,
        "yes" if entry.refusal else "no",
        "no",
        " … ".join(entry.words),
        " ".join(f"{span.start}-{span.stop}" for span in entry.spans),
        entry.said or "",
        entry.outlet or "",
        entry.speaker,
        " ← ".join(hop or "?" for hop in entry.chain),
        entry.stance,
        entry.ref,
    ]
