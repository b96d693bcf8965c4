"""Settings: their order of precedence, and errors that name setting, value and place."""

from __future__ import annotations

from pathlib import Path

import pytest

from riwaya.config import Settings, load_settings, overridden
from riwaya.errors import SettingError


@pytest.fixture(autouse=True)
def elsewhere(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)


def test_without_anything_the_defaults_hold() -> None:
    assert load_settings(environ={"RIWAYA_OTHER": "x", "HOME": "/"}) == Settings()


def test_the_environment_wins_over_the_file_and_options_over_both() -> None:
    Path("riwaya.toml").write_text('workers = 2\nreader = "rules"\nmin_arabic = 1\n')
    settings = load_settings(environ={"RIWAYA_WORKERS": "3"})
    assert (settings.workers, settings.reader, settings.min_arabic) == (3, "rules", 1.0)
    assert overridden(settings, {"workers": 4, "reader": None}).workers == 4


def test_a_named_file_is_read_instead(tmp_path: Path) -> None:
    Path("riwaya.toml").write_text("workers = 2")
    (tmp_path / "other.toml").write_text("width = 80")
    settings = load_settings(tmp_path / "other.toml", {})
    assert (settings.workers, settings.width) == (1, 80)


@pytest.mark.parametrize(
    ("content", "message"),
    [
        ("colour = 1", "no setting named 'colour'. The settings are: reader"),
        ("workers = 'two'", "'workers' cannot be 'two'. It must be a whole number"),
        ("workers = true", "'workers' cannot be True"),
        ("workers = 0", "at least 1"),
        ("min_arabic = 1.5", "at most 1"),
        ("min_arabic = nan", "at least 0"),
        ("lang = 'fr'", "Choose one of: ar, en"),
        ("reader = 3", "must be text in quotes"),
        ("workers = ", "is not a TOML file"),
        ("[read]\nworkers = 1", "no setting named 'read'"),
    ],
)
def test_a_wrong_file_names_itself(content: str, message: str) -> None:
    Path("riwaya.toml").write_text(content)
    with pytest.raises(SettingError, match=r"^riwaya\.toml: ") as info:
        load_settings(environ={})
    assert message in info.value.message


def test_a_missing_named_file_is_an_error() -> None:
    with pytest.raises(SettingError, match=r"gone\.toml: the settings file cannot be read"):
        load_settings(Path("gone.toml"), {})


@pytest.mark.parametrize(
    "environ", [{"RIWAYA_WORKERS": "many"}, {"RIWAYA_WORKERS": ""}, {"RIWAYA_LANG": "EN"}]
)
def test_a_wrong_variable_names_itself(environ: dict[str, str]) -> None:
    with pytest.raises(SettingError, match=r"^RIWAYA_"):
        load_settings(environ=environ)
