"""Names are found, unknown ones answered with the options, plugins added."""

from __future__ import annotations

from collections.abc import Iterator
from importlib.metadata import EntryPoint

import pytest

from riwaya import registry
from riwaya.contract.report import render
from riwaya.errors import ResourceError, SettingError


@pytest.fixture
def plugins(monkeypatch: pytest.MonkeyPatch) -> Iterator[list[EntryPoint]]:
    points: list[EntryPoint] = []
    monkeypatch.setattr(registry, "entry_points", lambda group: points if group else [])
    registry._plugins.cache_clear()
    yield points
    registry._plugins.cache_clear()


def test_a_name_loads_what_it_stands_for() -> None:
    assert registry.load("exporter", "jsonl") is render


def test_every_source_of_the_table_loads() -> None:
    for name in registry.BUILT_IN["source"]:
        assert callable(registry.load("source", name))


def test_an_unknown_name_lists_the_options() -> None:
    with pytest.raises(SettingError, match=r"no exporter named 'xml'.*text, jsonl, brackets"):
        registry.load("exporter", "xml")


def test_a_plugin_adds_a_name(plugins: list[EntryPoint]) -> None:
    plugins.append(EntryPoint("exporter.csv", "json:dumps", registry.GROUP))
    assert "csv" in registry.names("exporter")
    assert "csv" not in registry.names("reader")
    assert registry.load("exporter", "csv")([1]) == "[1]"


def test_a_plugin_cannot_replace_a_built_in_name(plugins: list[EntryPoint]) -> None:
    plugins.append(EntryPoint("exporter.jsonl", "json:dumps", registry.GROUP))
    assert registry.load("exporter", "jsonl") is render
    assert registry.names("exporter").count("jsonl") == 1


def test_a_plugin_that_cannot_be_imported_is_named(plugins: list[EntryPoint]) -> None:
    plugins.append(EntryPoint("stage.gone", "no_such_module_here:Stage", registry.GROUP))
    with pytest.raises(ResourceError, match="no_such_module_here:Stage: cannot be loaded"):
        registry.load("stage", "gone")
