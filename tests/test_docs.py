"""Whatever a user can type is documented: commands, options, settings, kinds of plugins."""

from __future__ import annotations

import argparse
import json
import re
from pathlib import Path

import pytest

from riwaya import registry
from riwaya.cli import parser
from riwaya.config import SETTINGS, Setting

DOCS = Path(__file__).parent.parent / "docs"


def pages(pattern: str) -> str:
    """All pages of a kind, one after the other."""
    return "\n".join(page.read_text(encoding="utf-8") for page in sorted(DOCS.glob(pattern)))


COMMANDS = pages("commands*.md")
SOURCES = pages("sources*.md")
SETTING_ROWS = (DOCS / "settings.md").read_text(encoding="utf-8").splitlines()


def commands() -> dict[str, argparse.ArgumentParser]:
    (action,) = (
        a for a in parser()._actions if isinstance(a, argparse._SubParsersAction)
    )  # fmt: skip
    return dict(action.choices)


def section(command: str) -> str:
    """What the page says under the command's heading, up to the next such heading."""
    match = re.search(rf"^## riwaya {command}$(.*?)(?=^## |\Z)", COMMANDS, re.M | re.S)
    assert match, f"docs/commands.md has no section '## riwaya {command}'"
    return match.group(1)


def options(command: argparse.ArgumentParser) -> set[str]:
    found = (option for action in command._actions for option in action.option_strings)
    return {option for option in found if option.startswith("--") and option != "--help"}


@pytest.mark.parametrize("name", commands())
def test_every_option_of_a_command_is_documented_and_no_other(name: str) -> None:
    rows = re.findall(r"^\| `(--[\w-]+)", section(name), re.M)
    assert sorted(rows) == sorted(options(commands()[name]))


def test_no_command_is_documented_that_does_not_exist() -> None:
    assert set(re.findall(r"^## riwaya (\w+)$", COMMANDS, re.M)) == set(commands())


def test_the_options_of_riwaya_itself_are_documented() -> None:
    assert all(f"`riwaya {option}`" in COMMANDS for option in options(parser()))


@pytest.mark.parametrize("kind", ["reader", "exporter"])
def test_every_name_that_an_option_takes_is_documented(kind: registry.Kind) -> None:
    assert all(f"`{name}`" in section("read") for name in registry.BUILT_IN[kind])


def test_every_source_and_every_kind_of_plugin_is_documented() -> None:
    assert all(f"`.{name}`" in SOURCES for name in registry.BUILT_IN["source"])
    assert all(f"| `{kind}` |" in COMMANDS for kind in registry.BUILT_IN)


def test_every_format_of_export_is_documented() -> None:
    assert all(f"| `{name}` |" in section("export") for name in registry.BUILT_IN["export"])


@pytest.mark.parametrize("setting", SETTINGS, ids=lambda setting: setting.name)
def test_every_setting_is_documented_as_it_is(setting: Setting) -> None:
    option = f"`--{setting.name}`" if f"--{setting.name}" in options(commands()["read"]) else ""
    default, variable = json.dumps(setting.default), setting.variable
    cells = [f"`{setting.name}`", f"`{default}`", f"`{variable}`", option]
    row = "| " + " | ".join(cells).replace("|  |", "| |").rstrip()
    found = [line for line in SETTING_ROWS if line.startswith(f"| `{setting.name}` |")]
    assert len(found) == 1, f"docs/settings.md has no row for {setting.name}"
    assert found[0].startswith(row)
    assert setting.help in found[0]


def test_no_setting_is_documented_that_does_not_exist() -> None:
    rows = [
        match.group(1) for match in map(re.compile(r"\| `(\w+)` \|").match, SETTING_ROWS) if match
    ]
    assert rows == [setting.name for setting in SETTINGS]
