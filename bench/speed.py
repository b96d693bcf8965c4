"""Speed, memory and size: `make bench`.

Reads reports of `../shared/corpus` when it is there, else the bundled ones again and again, and
prints words a second on one core and on two, start-up times, peak memory and the cost of 10, 100
and 1,000 reports. Each figure is measured in a process of its own.
"""

from __future__ import annotations

import gzip
import json
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from itertools import cycle, islice
from pathlib import Path

ROOT = Path(__file__).parent.parent
CORPUS = ROOT.parent / "shared" / "corpus" / "news2018.jsonl.gz"
DEMO = ROOT / "riwaya" / "resources" / "demo"
PACK = ROOT / "riwaya" / "resources" / "packs" / "reader"
RIWAYA = [sys.executable, "-m", "riwaya"]
_PEAK = (
    "import resource,subprocess,sys;"
    "r=subprocess.run(sys.argv[1:]);"
    "print(resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss,file=sys.stderr);"
    "sys.exit(r.returncode)"
)


def reports() -> Iterator[dict[str, str]]:
    """Documents without end, with fresh ids."""
    if CORPUS.is_file():
        with gzip.open(CORPUS, "rt", encoding="utf-8") as lines:
            yield from (json.loads(line) for line in lines)
        return
    files = sorted(DEMO.glob("*.json"))
    for number, path in enumerate(cycle(files)):
        yield json.loads(path.read_text("utf-8")) | {"id": f"{path.stem}-{number}"}


def timed(command: list[str]) -> tuple[float, int]:
    """(seconds, peak resident kilobytes of the largest process) of a command that must succeed."""
    began = time.perf_counter()
    done = subprocess.run(
        [sys.executable, "-c", _PEAK, *command], capture_output=True, text=True, check=False
    )
    seconds = time.perf_counter() - began
    if done.returncode:
        raise SystemExit(f"{command}: {done.stderr}")
    return seconds, int(done.stderr.strip().splitlines()[-1])


def read_command(path: Path, out: Path, workers: int) -> list[str]:
    """`riwaya read` of one file."""
    options = ["--format", "jsonl", "--out", str(out), "--workers", str(workers)]
    return [*RIWAYA, "read", str(path), *options]


def main() -> None:
    """Measure and print."""
    with tempfile.TemporaryDirectory() as folder:
        place = Path(folder)
        shown, _ = timed([*RIWAYA, "--help"])
        print(f"riwaya --help                 {shown:6.2f} s")
        sizes = {}
        for count in (1, 10, 100, 1000):
            path = place / f"{count}.jsonl"
            chosen = list(islice(reports(), count))
            path.write_text("".join(json.dumps(d) + "\n" for d in chosen), encoding="utf-8")
            sizes[count] = sum(len(d["text"].split()) for d in chosen)
        first, _ = timed(read_command(place / "1.jsonl", place / "out", 1))
        print(f"start to first result         {first:6.2f} s")
        for workers in (1, 2):
            for count in (10, 100, 1000):
                seconds, peak = timed(
                    read_command(place / f"{count}.jsonl", place / "out", workers)
                )
                rate = sizes[count] / max(seconds - first, 1e-9)
                print(
                    f"{count:5d} reports, {workers} core(s)      {seconds:6.2f} s   "
                    f"{sizes[count]} words, {rate:6.0f} words/s after start, "
                    f"peak {peak / 1024:.0f} MiB a process"
                )
    size = sum(f.stat().st_size for f in PACK.glob("*") if f.is_file())
    print(f"model pack                    {size / 1e6:6.1f} MB")


if __name__ == "__main__":
    main()
