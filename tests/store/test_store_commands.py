"""The commands on a store, from the command line."""

from __future__ import annotations

import csv
import io
import json
import sqlite3
from pathlib import Path

import pytest

from riwaya.cli import main
from riwaya.store import open_store
from tests.store_kit import make_report, put

FIRST = make_report(url="https://nawras.example/1", outlet="نورس")
EDITED = make_report(
    "قال نادر قصاب، رئيس مجلس وادي الزان، إن الجسر الجديد أُغلق أمس.",
    url="https://nawras.example/1",
    outlet="نورس",
)
ODD = make_report("ذكر سالم نعمان أن \u202eالطريق\x1b[31m مفتوح", title="=1+1", outlet=None,
                  published=None)  # fmt: skip


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    with open_store("riwaya.sqlite") as store:
        for report in (FIRST, EDITED, ODD):
            put(store, report)
    return tmp_path


def run(capfdbinary: pytest.CaptureFixture[bytes], *command: str) -> tuple[int, str, str]:
    capfdbinary.readouterr()
    code = main([*command, *(["--user", "سلمى"] if command[0] in ("judge", "rm") else [])])
    out, err = capfdbinary.readouterr()
    return code, out.decode(), err.decode()


def test_list_is_a_line_a_document(capfdbinary) -> None:
    code, out, _ = run(capfdbinary, "list")
    assert code == 0
    lines = out.splitlines()
    assert [line.split()[0] for line in lines] == [r.document.id for r in (FIRST, EDITED, ODD)]
    assert "1/2" in lines[0]
    assert "نورس" in lines[0]
    assert "undated" in lines[2]
    _, out, _ = run(capfdbinary, "list", "--lang", "ar")
    assert "بلا تاريخ" in out


def test_list_chooses(capfdbinary) -> None:
    def ids(*options: str) -> list[str]:
        out = run(capfdbinary, "list", "--format", "jsonl", *options)[1]
        return [json.loads(line)["id"] for line in out.splitlines()]

    first, edited, odd = (report.document.id for report in (FIRST, EDITED, ODD))
    assert ids("--latest") == [edited, odd]
    assert ids("--speaker", "سالم") == [odd]
    assert ids("--place", "تل الورد") == [first]
    assert ids("--outlet", "نورس") == [first, edited]
    assert ids("--since", "2018-03-31") == [first, edited]
    assert ids("--until", "2018-03-30") == []
    assert ids("--stance", "denied") == []
    assert ids(odd[:6], first) == [first, odd]


def test_list_as_a_table_runs_no_formula(capfdbinary) -> None:
    _, out, _ = run(capfdbinary, "list", "--format", "csv")
    rows = list(csv.DictReader(io.StringIO(out)))
    assert [row["title"] for row in rows][2] == "'=1+1"
    assert rows[1]["version"] == "2"


def test_a_day_that_is_none_is_refused(capfdbinary) -> None:
    with pytest.raises(SystemExit) as caught:
        main(["list", "--since", "2018-02-30"])
    assert caught.value.code == 2
    assert "2018-03-31" in capfdbinary.readouterr().err.decode()


def test_show_has_the_dossier_and_where_it_came_from(capfdbinary) -> None:
    code, out, _ = run(capfdbinary, "show", EDITED.document.id[:8])
    assert code == 0
    for shown in ("نادر قصاب", "kit.txt", EDITED.document.sha256, EDITED.claims[0].id, "2/2",
                  FIRST.document.id):  # fmt: skip
        assert shown in out
    _, out, _ = run(capfdbinary, "show", EDITED.document.id, "--lang", "ar")
    assert "كيف وصل الخبر" in out


def test_nothing_of_a_text_reaches_the_terminal_as_a_control(capfdbinary) -> None:
    for command in (["list"], ["show", ODD.document.id], ["show", ODD.document.id, "--diff",
                                                          FIRST.document.id]):  # fmt: skip
        _, out, _ = run(capfdbinary, *command)
        assert "\x1b" not in out
        assert "\u202e" not in out


def test_show_the_stored_text_the_bytes_and_everything_as_json(capfdbinary, folder: Path) -> None:
    id_ = EDITED.document.id
    assert run(capfdbinary, "show", id_, "--text")[1] == EDITED.document.text
    code, _, err = run(capfdbinary, "show", id_, "--raw", "raw.bin")
    assert (code, (folder / "raw.bin").read_bytes()) == (0, EDITED.document.text.encode())
    assert EDITED.document.sha256 in err
    assert run(capfdbinary, "show", id_, "--raw", "raw.bin")[0] == 2
    value = json.loads(run(capfdbinary, "show", id_, "--format", "jsonl")[1])
    assert value["schema"] == "riwaya.record/1"
    assert value["captures"][0]["place"] == "kit.txt"
    assert value["report"]["document"]["text"] == EDITED.document.text


def test_show_what_an_edit_changed(capfdbinary) -> None:
    code, out, _ = run(capfdbinary, "show", EDITED.document.id, "--diff")
    assert code == 0
    assert "[-القديم-]" in out
    assert "{+الجديد+}" in out
    other = run(capfdbinary, "show", EDITED.document.id, "--diff", ODD.document.id)
    assert other[0] == 0
    code, _, err = run(capfdbinary, "show", FIRST.document.id, "--diff")
    assert code == 1
    assert "first version" in err
    lines = run(capfdbinary, "show", EDITED.document.id, "--diff", "--format", "jsonl")[1]
    assert {json.loads(line)["change"] for line in lines.splitlines()} == {
        "same", "removed", "added",
    }  # fmt: skip


def test_judge_and_what_is_shown_of_it(capfdbinary) -> None:
    claim = FIRST.claims[0].id
    code, _, err = run(capfdbinary, "judge", claim[:8], "correct", "--field", "stance", "--value",
                       "denied", "--reason", "هكذا في النص")  # fmt: skip
    assert (code, "judgement 1" in err) == (0, True)
    assert run(capfdbinary, "judge", claim, "confirm", "--reason", "قرأته")[0] == 0
    out = run(capfdbinary, "show", FIRST.document.id)[1]
    assert 'stance = "denied"' in out
    assert "هكذا في النص" in out
    lines = run(capfdbinary, "judgements", "--format", "jsonl")[1].splitlines()
    made = [json.loads(line) for line in lines]
    assert [(one["decision"], one["value"], one["user"]) for one in made] == [
        ("correct", "denied", "سلمى"),
        ("confirm", None, "سلمى"),
    ]
    assert run(capfdbinary, "judgements", "--changed", "--format", "jsonl")[1] == ""
    assert run(capfdbinary, "verify")[0] == 0


def test_a_place_is_judged_by_its_kind(capfdbinary) -> None:
    place = FIRST.places[0].mention
    code, _, err = run(capfdbinary, "judge", place, "correct", "--kind", "place", "--field", "lat",
                       "--value", "36.1", "--reason", "الخريطة")  # fmt: skip
    assert (code, "correct place" in err) == (0, True)


@pytest.mark.parametrize(
    "options",
    [
        ["no such id", "confirm"],
        [FIRST.claims[0].id, "correct", "--field", "stance", "--value", "true"],
        [FIRST.claims[0].id, "confirm", "--field", "stance", "--value", "denied"],
        [FIRST.claims[0].id, "confirm", "--document", ODD.document.id],
    ],
)
def test_a_decision_that_cannot_be_made(capfdbinary, options: list[str]) -> None:
    code, _, err = run(capfdbinary, "judge", *options, "--reason", "لا")
    assert code == 1
    assert err.startswith("riwaya: ")
    assert "defect" not in err


def test_rm_leaves_a_tombstone(capfdbinary) -> None:
    id_ = FIRST.document.id
    code, _, err = run(capfdbinary, "rm", id_[:8], "--reason", "طلب صاحبه")
    assert (code, FIRST.document.sha256 in err) == (0, True)
    assert id_ not in run(capfdbinary, "list")[1]
    code, _, err = run(capfdbinary, "show", id_)
    assert (code, "removed" in err) == (1, True)
    with open_store("riwaya.sqlite") as store:
        assert [(stone.user, stone.reason) for stone in store.tombstones()] == [
            ("سلمى", "طلب صاحبه")
        ]


def test_stats(capfdbinary) -> None:
    value = json.loads(run(capfdbinary, "stats", "--format", "jsonl")[1])
    assert (value["documents"], value["series"]) == (3, 2)
    out = run(capfdbinary, "stats")[1]
    assert value["head"] in out
    assert "نورس" in out


def test_verify_prints_the_head_or_what_is_broken(capfdbinary) -> None:
    code, out, err = run(capfdbinary, "verify")
    with open_store("riwaya.sqlite") as store:
        head = store.head()
    assert (code, out, head in err) == (0, "", True)
    assert run(capfdbinary, "verify", "--head", head)[0] == 0
    code, out, err = run(capfdbinary, "verify", "--head", "0" * 63 + "1")
    assert (code, out.count("\n")) == (1, 1)
    assert "audit log" in out


def test_verify_of_a_folder_that_is_no_export(capfdbinary, folder: Path) -> None:
    code, out, _ = run(capfdbinary, "verify", str(folder))
    assert code == 1
    assert out
    assert run(capfdbinary, "verify", str(folder), "--head", "0" * 64)[0] == 2


@pytest.mark.parametrize("command", ["list", "stats", "verify", "judgements"])
def test_no_command_makes_a_store(capfdbinary, command: str, folder: Path) -> None:
    code, _, err = run(capfdbinary, command, "--store", "other.sqlite")
    assert (code, "riwaya add" in err) == (1, True)
    assert not (folder / "other.sqlite").exists()


@pytest.mark.parametrize("cut", [100, 4096, 9000, -4096])
def test_a_damaged_file_is_told_without_a_defect(capfdbinary, cut: int, folder: Path) -> None:
    path = folder / "riwaya.sqlite"
    path.write_bytes(path.read_bytes()[:cut])
    for command in (["verify"], ["list"], ["stats"], ["show", FIRST.document.id]):
        code, out, err = run(capfdbinary, *command)
        assert "defect" not in err
        assert command != ["verify"] or (code == 1 and (out or err))


def test_a_damaged_row_is_told_without_a_defect(capfdbinary, folder: Path) -> None:
    connection = sqlite3.connect(folder / "riwaya.sqlite")
    connection.execute("UPDATE report SET body = substr(body, 2) WHERE number = 2")
    connection.commit()
    connection.close()
    for command in (["list"], ["show", FIRST.document.id], ["verify"]):
        code, out, err = run(capfdbinary, *command)
        assert code == 1
        assert "defect" not in err
        assert FIRST.document.id in out + err


def test_list_shows_the_first_words_of_a_text_without_a_title(tmp_path, capfdbinary) -> None:
    where = str(tmp_path / "untitled.sqlite")
    with open_store(where) as store:
        put(store, make_report("قال سالم إن الجسر مغلق", title=None))
    assert main(["list", "--store", where]) == 0
    assert "قال سالم إن الجسر" in capfdbinary.readouterr().out.decode()
