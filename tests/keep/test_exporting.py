"""Exporting from a store: folders, manifests, masking, the log."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from riwaya.errors import RiwayaError, SettingError
from riwaya.exports.manifest import load_manifest
from riwaya.keep.chosen import selection_in_words
from riwaya.keep.exporting import Wanted, export, verify_export
from riwaya.records import Selection
from riwaya.store import open_store
from riwaya.store.base import Store
from tests.store_kit import make_report, put

OTHER = "قال سامح الورداني إن السوق فتحت أبوابها. وأكد سامح الورداني أن الناس عادوا."


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    with open_store(str(tmp_path / "s.sqlite")) as opened:
        put(opened, make_report(url="https://x.example/1"))
        put(opened, make_report(OTHER, url="https://x.example/2", published="2019-01-01"))
        yield opened


def wanted(format_: str = "jsonl", **fields: object) -> Wanted:
    return replace(Wanted(format_, "tester"), **fields)  # type: ignore[arg-type]


def documents(folder: Path) -> list[str]:
    lines = (folder / "reports.jsonl").read_text(encoding="utf-8").splitlines()
    return [json.loads(line)["document"]["id"] for line in lines]


def test_a_sound_export_has_a_manifest_and_no_problem(store: Store, tmp_path: Path) -> None:
    head = store.head()
    manifest = export(store, wanted("csv"), tmp_path / "e")
    assert load_manifest(tmp_path / "e") == manifest
    assert (manifest.documents, manifest.claims) == (2, 4)
    assert (manifest.masked, manifest.selection, manifest.head) == (True, "all", head)
    assert [file.name for file in manifest.files] == ["claims.csv"]
    assert list(verify_export(tmp_path / "e")) == []
    assert sorted(path.name for path in tmp_path.iterdir() if path.is_dir()) == ["e"]


def test_names_are_masked_by_default_and_out_with_a_logged_reason(
    store: Store, tmp_path: Path
) -> None:
    export(store, wanted(), tmp_path / "masked")
    export(store, wanted(unmask_reason=" للتحقق "), tmp_path / "open")
    masked = (tmp_path / "masked" / "reports.jsonl").read_text(encoding="utf-8")
    assert "الورداني" not in masked
    assert "الورداني" in (tmp_path / "open" / "reports.jsonl").read_text(encoding="utf-8")
    assert not (tmp_path / "masked" / "evidence").exists()
    entries = list(store.log_entries())[-3:]
    assert [entry.action for entry in entries] == ["export", "unmask", "export"]
    assert "للتحقق" in json.dumps(json.loads(entries[1].details), ensure_ascii=False)
    assert {entry.user for entry in entries} == {"tester"}
    assert list(store.verify()) == []


@pytest.mark.parametrize("reason", ["", "  "])
def test_unmasking_needs_a_reason(store: Store, tmp_path: Path, reason: str) -> None:
    before = store.head()
    with pytest.raises(SettingError, match="reason"):
        export(store, wanted(unmask_reason=reason), tmp_path / "e")
    assert not (tmp_path / "e").exists()
    assert store.head() == before


def test_a_folder_that_is_not_empty_is_left_alone(store: Store, tmp_path: Path) -> None:
    (tmp_path / "empty").mkdir()
    export(store, wanted("csv"), tmp_path / "empty")
    with pytest.raises(SettingError, match="not empty"):
        export(store, wanted("csv"), tmp_path / "empty")
    (tmp_path / "file").write_text("x", encoding="utf-8")
    with pytest.raises(SettingError, match="no folder"):
        export(store, wanted("csv"), tmp_path / "file")
    (tmp_path / "link").symlink_to(tmp_path / "nowhere")
    with pytest.raises(SettingError, match="no folder"):
        export(store, wanted("csv"), tmp_path / "link")
    with pytest.raises(SettingError, match="written"):
        export(store, wanted("csv"), tmp_path / "file" / "e")


def test_an_unknown_format_is_named_with_the_known_ones(store: Store, tmp_path: Path) -> None:
    with pytest.raises(SettingError, match="webannotation"):
        export(store, wanted("pptx"), tmp_path / "e")


def test_nothing_is_left_of_an_export_that_fails(
    store: Store, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def failing(records: object, folder: Path, context: object) -> list[str]:  # noqa: ARG001
        (folder / "half").write_text("x", encoding="utf-8")
        raise RuntimeError

    monkeypatch.setattr("riwaya.exports.claim_table.write_csv", failing)
    before = sorted(tmp_path.iterdir())
    with pytest.raises(RuntimeError):
        export(store, wanted("csv"), tmp_path / "e")
    assert sorted(tmp_path.iterdir()) == before


def test_an_exporter_that_writes_more_than_it_says_is_a_defect(
    store: Store, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def lying(records: object, folder: Path, context: object) -> list[str]:  # noqa: ARG001
        (folder / "more").write_text("x", encoding="utf-8")
        return []

    monkeypatch.setattr("riwaya.exports.claim_table.write_csv", lying)
    with pytest.raises(RiwayaError, match="other files"):
        export(store, wanted("csv"), tmp_path / "e")


def test_what_is_selected_or_found_goes_out_and_nothing_else(store: Store, tmp_path: Path) -> None:
    first, second = (record.report.document.id for record in store.records())
    chosen = {
        "a": wanted(selection=Selection(documents=(first[:8],))),
        "b": wanted(selection=Selection(since="2018-12-01")),
        "c": wanted(query="السوق"),
        "d": wanted(query="السوق", selection=Selection(until="2018-12-01")),
        "e": wanted(query="لا شيء كهذا"),
    }
    found = {}
    for name, one in chosen.items():
        export(store, one, tmp_path / name)
        assert list(verify_export(tmp_path / name)) == []
        found[name] = documents(tmp_path / name)
    assert found == {"a": [first], "b": [second], "c": [second], "d": [], "e": []}


def test_a_selection_says_no_words_that_may_name_somebody() -> None:
    chosen = Selection(("abc",), "سامح", "نورس", "تل الورد", "denied", "2018-01-01", None, True)
    shown = selection_in_words(chosen, "الورداني", masked=True)
    assert shown == (
        "documents: 1; speaker: (given); outlet: (given); place: (given); stance: denied; "
        "since: 2018-01-01; latest; query: (given)"
    )
    assert "speaker: سامح" in selection_in_words(chosen, None, masked=False)
    assert selection_in_words(Selection(), None, masked=True) == "all"


def test_every_kind_of_damage_is_found(store: Store, tmp_path: Path) -> None:
    folder = tmp_path / "e"
    export(store, wanted(unmask_reason="x"), folder)
    files = {file.name: (folder / file.name).read_bytes() for file in load_manifest(folder).files}
    manifest = (folder / "manifest.json").read_bytes()
    assert len(files) == 4

    def problems() -> list[tuple[str, str]]:
        return [(problem.where, problem.what) for problem in verify_export(folder)]

    for name, content in files.items():
        path = folder / name
        path.write_bytes(bytes([content[0] ^ 1]) + content[1:])
        assert problems() == [(name, "was changed: it has another size or another sha256")]
        path.unlink()
        assert problems() == [(name, "is missing")]
        path.symlink_to(tmp_path / "s.sqlite")
        assert problems() == [(name, "is a link, or lies behind one")]
        path.unlink()
        path.write_bytes(content)
    (folder / "evidence" / "more").write_text("x", encoding="utf-8")
    (folder / "link").symlink_to(tmp_path)
    assert sorted(problems()) == [
        ("evidence/more", "is not in the manifest"),
        ("link", "is not in the manifest"),
    ]
    (folder / "evidence" / "more").unlink()
    (folder / "link").unlink()
    (folder / "manifest.json").write_bytes(manifest[:-20])
    assert "damaged" in problems()[0][1]
    (folder / "manifest.json").unlink()
    assert problems() == [(str(folder / "manifest.json"), "there is no manifest.")]


@pytest.mark.parametrize("name", ["../s.sqlite", "/etc/hostname", "evidence/../../s.sqlite",
                                  "manifest.json"])  # fmt: skip
def test_names_in_a_manifest_that_lead_elsewhere_are_problems(
    store: Store, tmp_path: Path, name: str
) -> None:
    export(store, wanted("csv"), tmp_path / "e")
    path = tmp_path / "e" / "manifest.json"
    value = json.loads(path.read_text(encoding="utf-8"))
    value["files"].append({"name": name, "size": 1, "sha256": "0" * 64})
    path.write_text(json.dumps(value), encoding="utf-8")
    (problem,) = verify_export(tmp_path / "e")
    assert problem.what == "is no name that a file of an export can have"


def test_what_is_no_folder_is_a_problem(tmp_path: Path) -> None:
    assert [problem.what for problem in verify_export(tmp_path / "no")] == ["is no folder"]
