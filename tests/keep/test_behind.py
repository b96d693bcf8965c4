"""What is stored is put into stories at the end, whatever was worked out on the way."""

from __future__ import annotations

from pathlib import Path

import pytest

from riwaya.keep import behind as module
from riwaya.keep.behind import Behind
from riwaya.store import open_store
from riwaya.store.base import Store
from tests.keep.test_placing_stored import reports
from tests.store_kit import put


def kept(store: Store, behind: Behind, count: int) -> None:
    for report in reports(count):
        put(store, report)
        behind.take(report)


def stories(store: Store) -> list[list[str]]:
    return sorted(sorted(story.documents) for story in store.stories())


@pytest.fixture(autouse=True)
def without_vectors(monkeypatch: pytest.MonkeyPatch) -> None:
    from riwaya.errors import ResourceError

    def missing() -> None:
        raise ResourceError("no pack in this test.")

    monkeypatch.setattr("riwaya.stories.vectors.load_vectors", missing)


@pytest.mark.parametrize(("queued", "held"), [(200, 2000), (0, 2000), (3, 7)])
def test_it_comes_to_the_same_whatever_was_ready(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, queued: int, held: int
) -> None:
    from riwaya.stories.group import group

    monkeypatch.setattr(module, "_QUEUED", queued)
    monkeypatch.setattr(module, "_HELD", held)
    with open_store(str(tmp_path / "s.sqlite")) as store:
        with Behind(store) as behind:
            kept(store, behind, 30)
            done = behind.place()
        assert (done.placed, done.failures) == (30, [])
        assert len(done.notes) == 1
        assert list(store.unplaced()) == []
        if held > 30:
            assert stories(store) == sorted(map(sorted, group(reports(30))))
        assert list(store.verify()) == []


def test_a_signature_that_breaks_is_said_once_and_keeps_no_other_back(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from riwaya.stories import signature

    whole = signature.signature_of

    def breaking(report, vectors=None):  # type: ignore[no-untyped-def]
        if report.document.id == "d003":
            raise ZeroDivisionError("defect")
        return whole(report, vectors)

    monkeypatch.setattr(signature, "signature_of", breaking)
    monkeypatch.setattr("riwaya.stories.group.signature_of", breaking)
    with open_store(str(tmp_path / "s.sqlite")) as store:
        with Behind(store) as behind:
            kept(store, behind, 8)
            done = behind.place()
        assert (done.placed, len(done.failures)) == (7, 1)
        assert "d003" in list(done.lines())[-1]
        assert list(store.unplaced()) == ["d003"]


def interrupted(store: Store) -> None:
    with Behind(store) as behind:
        kept(store, behind, 12)
        raise KeyboardInterrupt


def test_left_by_an_error_it_ends_and_the_next_one_goes_on(tmp_path: Path) -> None:
    with open_store(str(tmp_path / "s.sqlite")) as store:
        with pytest.raises(KeyboardInterrupt):
            interrupted(store)
        with Behind(store) as behind:
            assert behind.place().placed == 12
