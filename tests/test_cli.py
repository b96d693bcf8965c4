"""The command line: output, messages, exit codes. Most run `main`; a few a real process."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import fake_stages as fake
import pytest

from riwaya import __version__, registry
from riwaya.cli import main
from riwaya.contract.report import parse

HERE = Path(__file__).parent
TEXT = "قال إن قتيلان سقطا أمس"
FAKED = "import sys, fake_stages, riwaya.cli; fake_stages.install(); sys.exit(riwaya.cli.main())"


@pytest.fixture(autouse=True)
def fakes(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """Fake stages, and a working directory without a settings file."""
    for kind in registry.BUILT_IN:
        monkeypatch.setitem(registry.BUILT_IN, kind, dict(registry.BUILT_IN[kind]))
    fake.install()
    monkeypatch.chdir(tmp_path)
    for name in [name for name in os.environ if name.startswith("RIWAYA_")]:
        monkeypatch.delenv(name)


@pytest.fixture
def article(tmp_path: Path) -> Path:
    path = tmp_path / "a.txt"
    path.write_text(TEXT)
    return path


def faked(*args: str, **options: object) -> subprocess.Popen[str]:
    """A process that runs the command line with the fake stages."""
    return subprocess.Popen(
        [sys.executable, "-c", FAKED, *args],
        env={**os.environ, "PYTHONPATH": str(HERE)},
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        **options,  # type: ignore[call-overload]
    )


def test_read_prints_one_line_of_json_and_nothing_else(
    article: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["read", str(article), "--format", "jsonl", "--published", "2018-03-31"]) == 0
    out, err = capsys.readouterr()
    assert err == ""
    assert out.count("\n") == 1
    report = parse(out)
    assert report.document.text == TEXT
    assert report.document.published == "2018-03-31"
    assert len(report.claims) == 1


@pytest.mark.parametrize("format_", ["text", "brackets"])
def test_the_other_formats(article: Path, capsys: pytest.CaptureFixture[str], format_: str) -> None:
    other = article.with_name("b.txt")
    other.write_text(f"{TEXT} أيضا \ud800".encode("utf-8", "replace").decode())
    assert main(["read", str(article), str(other), "--format", format_]) == 0
    out = capsys.readouterr().out
    assert "قال" in out
    assert "\n\n" in out
    assert out.endswith("\n")


def test_failures_are_summed_up_and_stop_nothing(
    article: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    bad = article.with_name("b.txt")
    bad.write_text("وقع انفجار")
    twin = article.with_name("c.txt")
    twin.write_text(TEXT)
    paths = [str(bad), "gone.txt", str(article), str(twin)]
    assert main(["read", *paths, "--format", "jsonl"]) == 1
    out, err = capsys.readouterr()
    assert len(out.splitlines()) == 1
    assert f"failed: {bad} (document " in err
    assert "stage fake: broke with ValueError: boom" in err
    assert "failed: gone.txt: does not exist." in err
    assert f"left out: {twin}: is the same document as {article}" in err
    assert err.endswith("riwaya: 1 read, 1 left out, 2 failed.\n")
    assert "Traceback" not in err


def test_debug_shows_the_traceback(article: Path, capsys: pytest.CaptureFixture[str]) -> None:
    article.write_text("وقع انفجار")
    assert main(["read", str(article), "--debug"]) == 1
    assert 'raise ValueError("boom")' in capsys.readouterr().err


def test_a_conversion_is_said(article: Path, capsys: pytest.CaptureFixture[str]) -> None:
    article.write_bytes(f"{TEXT} في المدينة القديمة".encode("cp1256"))
    assert main(["read", str(article), "--format", "jsonl"]) == 0
    assert "note: converted from Windows-1256" in capsys.readouterr().err


def test_out_is_written_whole_with_its_folders(article: Path) -> None:
    out = article.parent / "new" / "out.jsonl"
    assert main(["read", str(article), "--format", "jsonl", "--out", str(out)]) == 0
    assert parse(out.read_text()).document.text == TEXT
    assert [path.name for path in out.parent.iterdir()] == ["out.jsonl"]


def test_out_survives_a_run_that_reads_nothing(article: Path) -> None:
    out = article.parent / "out.jsonl"
    out.write_text("old")
    assert main(["read", "gone.txt", "--out", str(out)]) == 1
    assert out.read_text() == "old"
    assert sorted(path.name for path in out.parent.iterdir()) == ["a.txt", "out.jsonl"]


def test_out_may_be_a_device(article: Path) -> None:
    assert main(["read", str(article), "--out", "/dev/null"]) == 0
    assert not Path("/dev/null").is_file()


def test_a_folder_is_no_place_to_write(article: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["read", str(article), "--out", str(article.parent)]) == 2
    assert "cannot be written (it is a folder)" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("options", "message"),
    [
        (["--format", "xml"], "no exporter named 'xml'. Choose one of: text, jsonl, brackets"),
        (["--reader", "magic"], "no reader named 'magic'. Choose one of: neural, rules"),
        (["--workers", "0"], "--workers: setting 'workers' cannot be 0. It must be at least 1."),
        (["--config", "gone.toml"], "gone.toml: the settings file cannot be read"),
    ],
)
def test_wrong_values_are_errors_of_usage(
    article: Path, capsys: pytest.CaptureFixture[str], options: list[str], message: str
) -> None:
    assert main(["read", str(article), *options]) == 2
    assert message in capsys.readouterr().err


@pytest.mark.parametrize(
    "argv",
    [
        [],
        ["read"],
        ["fly"],
        ["read", "a.txt", "--published", "2018-02-30"],
        ["read", "a.txt", "--workers", "many"],
        ["read", "a.txt", "--lang", "fr"],
        ["explain", "a.txt"],
        ["explain", "a.txt", "--at", "1", "--claim", "2"],
    ],
)
def test_wrong_usage_exits_with_2(argv: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as info:
        main(argv)
    assert info.value.code == 2
    assert capsys.readouterr().out == ""


def test_the_impossible_date_is_explained(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit):
        main(["read", "a.txt", "--published", "2018-02-30"])
    assert "'2018-02-30' is impossible" in capsys.readouterr().err


def test_settings_come_from_file_environment_and_option(
    article: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    Path("riwaya.toml").write_text('format = "brackets"\n')
    assert main(["read", str(article)]) == 0
    from_file = capsys.readouterr().out
    monkeypatch.setenv("RIWAYA_FORMAT", "jsonl")
    assert main(["read", str(article)]) == 0
    assert capsys.readouterr().out.startswith('{"schema"')
    assert main(["read", str(article), "--format", "brackets"]) == 0
    assert capsys.readouterr().out == from_file


@pytest.mark.parametrize("claim", ["1", "c1"])
def test_explain_takes_the_number_of_a_claim(
    article: Path, capsys: pytest.CaptureFixture[str], claim: str
) -> None:
    assert main(["explain", str(article), "--claim", claim]) == 0
    assert "first_word" in capsys.readouterr().out


def test_explain_takes_the_id_of_a_claim(article: Path, capsys: pytest.CaptureFixture[str]) -> None:
    main(["read", str(article), "--format", "jsonl"])
    claim = parse(capsys.readouterr().out).claims[0].id
    assert main(["explain", str(article), "--claim", claim]) == 0
    assert "first_word" in capsys.readouterr().out


def test_explain_takes_an_offset(article: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["explain", str(article), "--at", "0"]) == 0
    assert "first_word" in capsys.readouterr().out


@pytest.mark.parametrize("what", [["--claim", "c2"], ["--claim", "x"], ["--at", "999"]])
def test_explain_says_what_is_not_there(
    article: Path, capsys: pytest.CaptureFixture[str], what: list[str]
) -> None:
    assert main(["explain", str(article), *what]) == 2
    out, err = capsys.readouterr()
    assert out == ""
    assert err.startswith("riwaya: ")


def test_explain_wants_one_document(article: Path, capsys: pytest.CaptureFixture[str]) -> None:
    article.with_name("b.txt").write_text(f"{TEXT} أيضا")
    assert main(["explain", str(article.parent), "--at", "0"]) == 1
    assert "holds 2 documents" in capsys.readouterr().err
    assert main(["explain", "gone.txt", "--at", "0"]) == 1


def test_demo_prints_the_dossier_and_writes_jsonl(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    folder = Path(registry.__file__).parent / "resources" / "demo"
    count = len(list(folder.glob("*.json")))
    if not count:
        pytest.skip("no bundled reports yet")
    out = tmp_path / "made" / "demo.jsonl"
    assert main(["demo", "--out", str(out)]) == 0
    assert len([parse(line) for line in out.read_text().splitlines()]) == count
    assert capsys.readouterr().out


def test_a_document_that_cannot_be_printed_stops_nothing(
    article: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(registry.BUILT_IN["exporter"], "jsonl", "math:sqrt")
    assert main(["read", str(article), "--format", "jsonl"]) == 1
    assert "failed: document " in capsys.readouterr().err


def test_a_defect_of_ours_is_no_stack_trace(
    article: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(registry.BUILT_IN["stage"], "dates", "math:sqrt")
    assert main(["read", str(article), "--format", "jsonl"]) == 1
    err = capsys.readouterr().err
    assert "a defect of riwaya (TypeError" in err
    assert "Traceback" not in err
    with pytest.raises(TypeError):
        main(["read", str(article), "--debug"])


def test_version(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as info:
        main(["--version"])
    assert info.value.code == 0
    assert capsys.readouterr().out == f"riwaya {__version__}\n"
    project = (HERE.parent / "pyproject.toml").read_text()
    assert f'version = "{__version__}"' in project


def test_help_loads_nothing_heavy() -> None:
    script = (
        "import sys\nfrom riwaya.cli import main\n"
        "try: main(['--help'])\n"
        "except SystemExit: pass\n"
        "heavy = {'numpy', 'onnxruntime', 'tokenizers', 'tqdm', 'importlib.metadata', 'tomllib'}\n"
        "sys.exit(', '.join(sorted(heavy & set(sys.modules))) or 0)"
    )
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True)
    assert done.returncode == 0, done.stderr


def test_standard_input_in_a_process(tmp_path: Path) -> None:
    with faked("read", "-", "--format", "jsonl", cwd=tmp_path, stdin=subprocess.PIPE) as process:
        out, err = process.communicate(TEXT)
    assert (process.returncode, err) == (0, "")
    assert parse(out).document.text == TEXT


def test_lone_surrogates_survive_a_process(tmp_path: Path) -> None:
    (tmp_path / "a.json").write_text(f'{{"text": "{TEXT} \\ud800"}}')
    with faked("read", "a.json", "--format", "jsonl", cwd=tmp_path) as process:
        out, _ = process.communicate()
    assert process.returncode == 0
    assert "\\ud800" in out
    assert json.loads(out)["document"]["text"] == f"{TEXT} \ud800"
    for format_ in ("text", "brackets"):
        with faked("read", "a.json", "--format", format_, cwd=tmp_path) as process:
            _, err = process.communicate()
        assert process.returncode == 0, err


def _many(folder: Path, count: int) -> Path:
    rows = [json.dumps({"id": str(n), "text": f"{TEXT} {n}"}) for n in range(count)]
    path = folder / "many.jsonl"
    path.write_text("\n".join(rows))
    return path


def test_a_closed_pipe_is_no_error(tmp_path: Path) -> None:
    path = _many(tmp_path, 3000)
    with faked("read", str(path), "--format", "jsonl", cwd=tmp_path) as process:
        assert process.stdout is not None
        assert process.stderr is not None
        process.stdout.readline()
        process.stdout.close()
        err = process.stderr.read()
    assert err == ""


def test_ctrl_c_ends_cleanly(tmp_path: Path) -> None:
    path, out = _many(tmp_path, 50_000), tmp_path / "out.jsonl"
    out.write_text("old")
    with faked("read", str(path), "--format", "jsonl", "--out", str(out), cwd=tmp_path) as process:
        _wait_for_part(tmp_path)
        process.send_signal(signal.SIGINT)
        _, err = process.communicate(timeout=30)
    assert process.returncode == 130
    assert err == "riwaya: interrupted.\n"
    assert out.read_text() == "old"
    assert not list(tmp_path.glob(".*.part"))


def _command(*args: str) -> list[str]:
    return [sys.executable, "-m", "riwaya.cli", *args, "--reader", "rules"]


def test_several_processes_print_what_one_prints(tmp_path: Path) -> None:
    path = _many(tmp_path, 12)
    runs = [
        subprocess.run(
            _command("read", str(path), "gone", "--format", "jsonl", "--workers", workers),
            capture_output=True,
            cwd=tmp_path,
        )
        for workers in ("1", "2")
    ]
    assert [run.returncode for run in runs] == [1, 1]
    assert runs[0].stdout == runs[1].stdout
    assert runs[0].stderr == runs[1].stderr
    assert runs[0].stdout.count(b"\n") == 12


def test_ctrl_c_ends_several_processes_cleanly(tmp_path: Path) -> None:
    path, out = _many(tmp_path, 50_000), tmp_path / "out.jsonl"
    options = ("--format", "jsonl", "--workers", "2", "--out", str(out))
    with subprocess.Popen(
        _command("read", str(path), *options),
        stderr=subprocess.PIPE,
        text=True,
        cwd=tmp_path,
        start_new_session=True,
    ) as process:
        _wait_for_part(tmp_path)
        os.killpg(process.pid, signal.SIGINT)
        _, err = process.communicate(timeout=60)
    assert (process.returncode, err) == (130, "riwaya: interrupted.\n")
    assert not out.exists()


def _wait_for_part(folder: Path) -> None:
    for _ in range(1200):
        if any(part.stat().st_size for part in folder.glob(".*.part")):
            return
        time.sleep(0.05)
    pytest.fail("nothing was written")
