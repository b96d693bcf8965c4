"""What a gazetteer holds and answers. Places are found by their folded Arabic or Latin name."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal, Protocol

Level = Literal[
    "continent", "region", "country", "admin1", "admin2", "admin3", "city", "neighbourhood",
    "camp", "facility", "water", "mountain", "island", "other",
]  # fmt: skip


@dataclass(frozen=True, slots=True)
class GazetteerPlace:
    """One place. `id` is `geonames:<number>`, `pcode:<code>`, `iso:<code>` or `riwaya:<key>`.

    `admin` are names of the units that hold it, from the country downwards, in Arabic where known;
    `parents` their ids in the same order. `population` is 0 when not known. Degrees are WGS 84,
    None where the place has no single point.
    """

    id: str
    name: str
    name_en: str
    level: Level
    country: str | None
    lat: float | None
    lon: float | None
    population: int = 0
    admin: tuple[str, ...] = ()
    parents: tuple[str, ...] = ()
    names: tuple[str, ...] = ()
    refs: tuple[tuple[str, str], ...] = ()


class Gazetteer(Protocol):
    """Looks places up."""

    def named(self, name: str) -> Sequence[GazetteerPlace]:
        """Places that bear `name` (any spelling; folded with `name_key`), most important first."""
        ...

    def get(self, id_: str) -> GazetteerPlace | None:
        """The place with this id."""
        ...
