"""What an import took and left out."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field

from riwaya.gazetteer.imports.records import Skip

_EXAMPLES = 5
_SHOWN = 60  # characters of an example


@dataclass
class ImportReport:
    """Counts of one import, with the first examples of each reason.

    `rows` were read, `taken` of the places that they gave were stored, `joined` of those with a
    place that was there. `already` says that the same file had been added before, so that nothing
    changed.
    """

    name: str
    file: str
    format: str = ""
    rows: int = 0
    taken: int = 0
    joined: int = 0
    already: bool = False
    notes: list[str] = field(default_factory=list)
    skipped: Counter[str] = field(default_factory=Counter)
    warned: Counter[str] = field(default_factory=Counter)
    examples: dict[str, list[tuple[int, str]]] = field(default_factory=lambda: defaultdict(list))

    def skip(self, skip: Skip) -> None:
        """Count a row that was left out."""
        self.skipped[skip.reason] += 1
        self._exemplify(skip)

    def warn(self, warning: Skip) -> None:
        """Count something odd about a row that was taken."""
        self.warned[warning.reason] += 1
        self._exemplify(warning)

    def _exemplify(self, case: Skip) -> None:
        if len(self.examples[case.reason]) < _EXAMPLES:
            self.examples[case.reason].append((case.line, case.what[:_SHOWN]))

    def lines(self) -> Iterator[str]:
        """The report for people, line by line."""
        if self.already:
            yield f"{self.file}: was added before as {self.name!r}; nothing changed."
            return
        yield f"{self.file}: {self.format}, {self.rows:,} rows read, added as {self.name!r}."
        yield f"  {self.taken:,} places taken, {self.joined:,} of them joined with known ones."
        for note in self.notes:
            yield f"  note: {note}"
        for title, counts in (("left out", self.skipped), ("taken, but odd", self.warned)):
            for reason, count in counts.most_common():
                yield f"  {title}: {count:,} × {reason}"
                for line, what in self.examples[reason]:
                    yield f"    line {line:,}: {_printable(what)}"


def _printable(text: str) -> str:
    """`text` with its invisible characters shown, so that an example tells what is odd."""
    return "".join(c if c.isprintable() else f"\\u{ord(c):04x}" for c in text)
