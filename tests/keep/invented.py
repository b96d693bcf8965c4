"""Many small invented reports, for tests that need a crowd of them, and what a store must hold."""

from __future__ import annotations

import os
import subprocess
import sys
from collections import Counter
from collections.abc import Iterable
from pathlib import Path

from riwaya.model import Report
from riwaya.store.base import Store

WHO = (
    "رئيسة بلدية تل الريحان سعاد المهباني",
    "المتحدث باسم مجلس السهل نادر قصاب",
    "الطبيبة هالة الدرباس",
    "مراسل وكالة نورس في وادي الزان",
)
SAYS = ("قالت", "ذكر", "أعلنت", "أكد")
WHAT = (
    "إن {n} عائلة عادت إلى البلدة أمس",
    "أن الجسر رقم {n} أُغلق أمام الشاحنات",
    "أن {n} شخصا غادروا حي الطواحين",
)
MORE = ("", " ونفى سكان وقوع أضرار.", " ولم يعلّق مجلس السهل على ذلك.")


def text_of(number: int) -> str:
    """The text of one report; no two are alike."""
    who, says = WHO[number % len(WHO)], SAYS[number // 3 % len(SAYS)]
    what = WHAT[number // 7 % len(WHAT)].format(n=number + 2)
    return f"{says} {who} {what}.{MORE[number % len(MORE)]}"


def write_reports(folder: Path, numbers: Iterable[int]) -> Path:
    """One text file for each number."""
    folder.mkdir(parents=True, exist_ok=True)
    for number in numbers:
        (folder / f"{number:05}.txt").write_text(text_of(number), encoding="utf-8")
    return folder


def adding(
    folder: Path, store: str, passphrase: str | None = None, *, errors: int = subprocess.DEVNULL
) -> subprocess.Popen[str]:
    """`riwaya add` in a process of its own."""
    environment = {**os.environ, "PYTHONPATH": str(Path(__file__).parents[2])}
    environment.pop("RIWAYA_PASSPHRASE", None)
    if passphrase is not None:
        environment["RIWAYA_PASSPHRASE"] = passphrase
    command = ["add", str(folder), "--store", store, "--reader", "rules", "--user", "salma"]
    return subprocess.Popen(
        [sys.executable, "-m", "riwaya", *command],
        env=environment,
        stdout=subprocess.DEVNULL,
        stderr=errors,
        text=True,
    )


def check_whole(store: Store, numbers: Iterable[int], captures: int = 1) -> dict[str, Report]:
    """Each report is there once, with `captures` captures, nothing else is, and all is sound.

    The reports, by their text.
    """
    expected = {text_of(number) for number in numbers}
    records = list(store.records())
    texts = Counter(record.report.document.text for record in records)
    assert set(texts) == expected
    assert set(texts.values()) == {1}, "a report is stored twice"
    assert {len(record.captures) for record in records} == {captures}
    log = list(store.log_entries())
    assert Counter(entry.action for entry in log) == _actions(len(expected), captures)
    added = Counter(entry.subject for entry in log if entry.action == "add")
    assert added == Counter(record.report.document.id for record in records)
    assert [entry.number for entry in log] == list(range(1, len(log) + 1))
    for record in records:
        text = record.report.document.text.encode()
        assert {store.raw(capture.sha256) for capture in record.captures} == {text}
    assert list(store.verify()) == []
    return {record.report.document.text: record.report for record in records}


def _actions(documents: int, captures: int) -> Counter[str]:
    counts = Counter(create=1, add=documents)
    if captures > 1:
        counts["capture"] = documents * (captures - 1)
    return counts
