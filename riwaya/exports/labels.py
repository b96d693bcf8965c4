"""The words that exports show round the text, by language: `labels_<language>.tsv`."""

from __future__ import annotations

from functools import cache
from importlib.resources import files

from riwaya.errors import SettingError

LANGUAGES = ("ar", "en")


class Labels:
    """Label texts of one language, by key."""

    def __init__(self, language: str, texts: dict[str, str]) -> None:
        self.language = language
        self.rtl = language == "ar"
        self._texts = texts

    def __getitem__(self, key: str) -> str:
        """The label, or the key itself where the table has none (a stage's new field name)."""
        return self._texts.get(key, key.rpartition(".")[2])

    @property
    def keys(self) -> frozenset[str]:
        """All keys of the table."""
        return frozenset(self._texts)


@cache
def labels(language: str) -> Labels:
    """The labels of `language`. Raises SettingError for one that is not in LANGUAGES."""
    if language not in LANGUAGES:
        raise SettingError(
            f"there are no labels in {language!r}.",
            where="lang",
            advice=f"Choose one of: {', '.join(LANGUAGES)}.",
        )
    path = files("riwaya.exports") / f"labels_{language}.tsv"
    rows = path.read_text(encoding="utf-8").splitlines()[1:]
    return Labels(language, dict(row.split("\t", 1) for row in rows if row))
