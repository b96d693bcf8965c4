"""Gazetteers that the user adds: GeoNames dumps and OCHA COD-AB tables."""

from __future__ import annotations

from riwaya.gazetteer.imports.report import ImportReport
from riwaya.gazetteer.imports.store import add_gazetteer, list_gazetteers, remove_gazetteer

__all__ = ["ImportReport", "add_gazetteer", "list_gazetteers", "remove_gazetteer"]
