"""Settings: a default, overridden by `riwaya.toml`, then by `RIWAYA_<NAME>` in the environment.

The fields of `Settings` are the one list of settings; `SETTINGS` describes them for the
documentation and the checks.
"""

from __future__ import annotations

import os
import tomllib
from collections.abc import Mapping
from dataclasses import Field, dataclass, field, fields, replace
from pathlib import Path
from typing import Any

from riwaya.errors import SettingError

FILE_NAME = "riwaya.toml"
PREFIX = "RIWAYA_"

Value = str | int | float


@dataclass(frozen=True, slots=True)
class Setting:
    """What may be said about one setting. `minimum` and `maximum` hold for numbers."""

    name: str
    default: Value
    help: str
    choices: tuple[str, ...] = ()
    minimum: float | None = None
    maximum: float | None = None

    @property
    def variable(self) -> str:
        """The environment variable that sets it."""
        return PREFIX + self.name.upper()

    def check(self, value: object, where: str) -> Value:
        """`value` if it is allowed (a whole number passes for a float), else SettingError."""
        kind = type(self.default)
        if kind is float and type(value) is int:
            value = float(value)
        if type(value) is not kind:
            raise self._refusal(value, where, f"It must be {_KIND_NAMES[kind]}.")
        if self.choices and value not in self.choices:
            raise self._refusal(value, where, f"Choose one of: {', '.join(self.choices)}.")
        if isinstance(value, int | float):
            self._check_range(value, where)
        assert isinstance(value, str | int | float)
        return value

    def parse(self, text: str, where: str) -> Value:
        """The value written as `text` in the environment, checked."""
        kind = type(self.default)
        try:
            value: object = kind(text)
        except ValueError:
            value = text
        return self.check(value, where)

    def _check_range(self, value: float, where: str) -> None:
        if self.minimum is not None and not value >= self.minimum:
            raise self._refusal(value, where, f"It must be at least {self.minimum:g}.")
        if self.maximum is not None and not value <= self.maximum:
            raise self._refusal(value, where, f"It must be at most {self.maximum:g}.")

    def _refusal(self, value: object, where: str, advice: str) -> SettingError:
        return SettingError(
            f"setting {self.name!r} cannot be {value!r}.", where=where, advice=advice
        )


_KIND_NAMES: dict[type, str] = {str: "text in quotes", int: "a whole number", float: "a number"}


def _setting(default: Any, description: str, **limits: Any) -> Any:
    return field(default=default, metadata={"help": description, **limits})


@dataclass(frozen=True, slots=True)
class Settings:
    """The settings of one run, checked."""

    reader: str = _setting(
        "auto",
        "Which reader finds the claims: `neural` (the model pack), `rules` (no model), or `auto` "
        "(neural, or rules with a note when the pack is missing).",
    )
    format: str = _setting("text", "How `riwaya read` prints reports.")
    lang: str = _setting("en", "Language of the labels in printed reports.", choices=("ar", "en"))
    workers: int = _setting(1, "Number of processes that read documents.", minimum=1, maximum=256)
    max_megabytes: int = _setting(
        20, "Largest text file, JSON file or JSONL line that is taken in, in MB.", minimum=1
    )
    min_arabic: float = _setting(
        0.5,
        "Least share of a text's letters that must be Arabic for it to be read.",
        minimum=0,
        maximum=1,
    )
    protected_sites: str = _setting(
        "district",
        "Where hospitals, schools, shelters and camps are put on the map: at their `district`, or "
        "at their `exact` point.",
        choices=("district", "exact"),
    )
    store: str = _setting(
        "riwaya.sqlite",
        "Where reports are kept: a file (SQLite), or the URL of a PostgreSQL database.",
    )
    width: int = _setting(
        0,
        "Columns of printed reports, at least 40; 0 takes the terminal's width.",
        minimum=0,
        maximum=1000,
    )


def _describe(item: Field[Any]) -> Setting:
    default: Any = item.default
    return Setting(item.name, default, **item.metadata)


SETTINGS: tuple[Setting, ...] = tuple(_describe(item) for item in fields(Settings))
_BY_NAME = {setting.name: setting for setting in SETTINGS}


def load_settings(path: Path | None = None, environ: Mapping[str, str] | None = None) -> Settings:
    """Settings of this run from the file and the environment (`os.environ` when not given).

    `path` None: `riwaya.toml` in the working directory, if there is one. Raises SettingError when a
    given file is missing or broken, names an unknown setting, or holds a value that is not allowed.
    Other variables of the environment are not looked at.
    """
    values = _from_file(path)
    environ = os.environ if environ is None else environ
    for setting in SETTINGS:
        if setting.variable in environ:
            text = environ[setting.variable]
            values[setting.name] = setting.parse(text, setting.variable)
    return Settings(**values)


def overridden(settings: Settings, options: Mapping[str, Value | None]) -> Settings:
    """`settings` with the options of the command line that were given (are not None), checked."""
    given: dict[str, Any] = {
        name: _BY_NAME[name].check(value, f"--{name}")
        for name, value in options.items()
        if value is not None
    }
    return replace(settings, **given)


def _from_file(path: Path | None) -> dict[str, Any]:
    chosen = path or Path(FILE_NAME)
    if path is None and not chosen.is_file():
        return {}
    table = _toml(chosen)
    for name in table:
        if name not in _BY_NAME:
            raise SettingError(
                f"there is no setting named {name!r}.",
                where=str(chosen),
                advice=f"The settings are: {', '.join(_BY_NAME)}.",
            )
    return {name: _BY_NAME[name].check(value, str(chosen)) for name, value in table.items()}


def _toml(path: Path) -> dict[str, Any]:
    try:
        return tomllib.loads(path.read_text(encoding="utf-8-sig"))
    except OSError as error:
        problem = f"the settings file cannot be read ({error.strerror})."
    except (UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        problem = f"is not a TOML file ({error})."
    raise SettingError(problem, where=str(path), advice="See docs/settings.md for an example.")
