"""Places under all their names: the embedded gazetteer, and what the user adds to it."""

from __future__ import annotations

from riwaya.gazetteer.base import Gazetteer, GazetteerPlace, Level
from riwaya.gazetteer.combined import open_gazetteer
from riwaya.gazetteer.keys import name_key, name_warnings

__all__ = ["Gazetteer", "GazetteerPlace", "Level", "name_key", "name_warnings", "open_gazetteer"]
