"""How many gold cases of each file pass, and the floors pinned for each reader.

python tests/gold/gold_floors.py                                 what fails, and the figures
python tests/gold/gold_floors.py --update-floors                 raise floors to what passes
python tests/gold/gold_floors.py --update-floors --allow-lower   and lower those that fell
"""

from __future__ import annotations

import argparse
import sys
import tomllib
from typing import Any

from gold_cases import FOLDER, Verdict, gold_cases, gold_files, judged

from riwaya.exports.brackets import case_of

FLOORS = FOLDER / "floors.toml"
_HEAD = (
    "# Gold cases that pass, by reader and file. Raise with tests/gold/gold_floors.py\n"
    "# --update-floors; lowering one takes --allow-lower as well.\n"
)


def floors() -> dict[str, dict[str, int]]:
    """The pinned floors: reader -> file -> cases that must pass."""
    return tomllib.loads(FLOORS.read_text(encoding="utf-8")) if FLOORS.exists() else {}


def verdicts(pipeline: Any, file: str) -> list[Verdict]:
    """The verdict on each case of a file."""
    return [judged(case, case_of(pipeline.run(case.document))) for case in gold_cases(file)]


def reader_of(pipeline: Any) -> str:
    """The last reader of a pipeline, from which its claims come: floors differ by it."""
    names = [stage.name for stage in pipeline.stages]
    return "neural" if "reader" in names else "rules"


def updated(old: dict[str, int], passing: dict[str, int], allow_lower: bool) -> dict[str, int]:
    """Floors raised to what passes; lowered only when that is allowed."""
    if allow_lower:
        return passing
    return {file: max(count, old.get(file, 0)) for file, count in passing.items()}


def written(tables: dict[str, dict[str, int]]) -> str:
    """The floors as TOML."""
    parts = [_HEAD]
    for reader in sorted(tables):
        rows = "".join(f"{file} = {tables[reader][file]}\n" for file in sorted(tables[reader]))
        parts.append(f"\n[{reader}]\n{rows}")
    return "".join(parts)


def main(arguments: list[str]) -> int:
    """Print what fails and the figures; write the floors when asked to."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--reader", default="auto", help="auto, neural, rules …")
    parser.add_argument("--update-floors", action="store_true", help="raise the pinned floors")
    parser.add_argument("--allow-lower", action="store_true", help="also lower those that fell")
    parser.add_argument("files", nargs="*", help="files to run (all)")
    options = parser.parse_args(arguments)
    from riwaya.pipeline import build_pipeline

    pipeline = build_pipeline(reader=options.reader)
    passing: dict[str, int] = {}
    for file in options.files or gold_files():
        found = verdicts(pipeline, file)
        for verdict in filter(lambda one: one.differs, found):
            print(verdict)
        passing[file] = sum(not verdict.differs for verdict in found)
        print(f"{file}: {passing[file]} of {len(found)} pass\n")
    print(f"{reader_of(pipeline)}: {sum(passing.values())} cases pass")
    if options.update_floors:
        tables = floors()
        old = tables.get(reader_of(pipeline), {})
        tables[reader_of(pipeline)] = old | updated(old, passing, options.allow_lower)
        FLOORS.write_text(written(tables), encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
