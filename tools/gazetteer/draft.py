"""A place while the gazetteer is being built."""

from __future__ import annotations

from dataclasses import dataclass, field

from riwaya.gazetteer.base import Level
from riwaya.gazetteer.ranking import LEVELS, importance
from riwaya.gazetteer.schema import Row, listed

_DEGREE_DIGITS = 4  # about ten metres


@dataclass
class Draft:
    """What is known of a place so far. `unit` is the code of the unit that holds it, `codes` the
    codes under which it is itself a unit (`SY.09`)."""

    gid: str
    name: str
    name_en: str
    level: Level
    country: str | None
    lat: float | None = None
    lon: float | None = None
    population: int = 0
    is_capital: bool = False
    unit: str | None = None
    codes: list[str] = field(default_factory=list)
    names: list[str] = field(default_factory=list)
    refs: dict[str, str] = field(default_factory=dict)

    @property
    def importance(self) -> int:
        """How much the place counts among those of its name."""
        return importance(self.level, self.population, self.is_capital)

    def all_names(self) -> list[str]:
        """Every name once, the main one first."""
        return list(dict.fromkeys(n for n in (self.name, self.name_en, *self.names) if n))

    def row(self, num: int) -> Row:
        """The place as it is stored."""
        others = [n for n in self.all_names() if n not in (self.name, self.name_en)]
        return Row(
            num=num,
            gid=self.gid,
            name=self.name,
            name_en=self.name_en,
            level=LEVELS.index(self.level),
            country=self.country,
            lat=None if self.lat is None else round(self.lat, _DEGREE_DIGITS),
            lon=None if self.lon is None else round(self.lon, _DEGREE_DIGITS),
            population=self.population,
            importance=self.importance,
            unit=self.unit,
            names=listed(others),
            refs=listed(f"{kind}={value}" for kind, value in self.refs.items()),
        )
