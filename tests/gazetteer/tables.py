"""Small tables of invented places, in the formats that the field uses."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path

_LETTERS = "ابتجحدرسشصطعفقكلمنهي"


def geonames_row(number: int, name: str, alternates: str = "", **given: str) -> str:
    """One line of a GeoNames dump; `given` overrides columns by name."""
    columns = {
        "number": str(number), "name": name, "ascii": name, "alternates": alternates,
        "lat": "34.5", "lon": "38.5", "class": "P", "code": "PPL", "country": "SY", "cc2": "",
        "a1": "11", "a2": "", "a3": "", "a4": "", "population": "0", "elevation": "",
        "dem": "", "timezone": "Asia/Damascus", "modified": "2020-01-01",
    }  # fmt: skip
    return "\t".join({**columns, **given}.values())


def write(path: Path, lines: Iterable[str], encoding: str = "utf-8") -> Path:
    """Write `lines` as a file; returns its path."""
    path.write_text("".join(f"{line}\n" for line in lines), encoding=encoding, newline="\n")
    return path


def many_rows(count: int) -> Iterator[str]:
    """`count` different places with an Arabic name each, all over the map."""
    for index in range(count):
        arabic = "".join(_LETTERS[index // 20**place % 20] for place in range(5))
        lat, lon = f"{-60 + index % 12000 / 100:.4f}", f"{-170 + index % 34000 / 100:.4f}"
        yield geonames_row(
            50_000_000 + index, f"Place {index}", f"{arabic},Plaats {index}", lat=lat, lon=lon
        )


OCHA_HEADER = (
    "admin0name_en,admin0pcode,admin1name_en,admin1name_ar,admin1pcode,admin2name_en,"
    "admin2name_ar,admin2pcode,location_name_en,location_name_ar,location_pcode,location_type,"
    "latitude_y,longitude_x"
)


def ocha_row(code: str, arabic: str, **given: str) -> str:
    """One line of an OCHA location table in an invented province of Syria."""
    columns = {
        "country": "Syrian Arab Republic", "c0": "SY", "n1": "Nawra", "a1": "نورة", "c1": "SY91",
        "n2": "Wadi", "a2": "الوادي", "c2": "SY9101", "english": f"Place {code}", "arabic": arabic,
        "code": code, "type": "Community", "lat": "34.50", "lon": "38.50",
    }  # fmt: skip
    return ",".join({**columns, **given}.values())
