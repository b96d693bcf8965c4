"""The FollowTheMoney package, loaded only where it is needed, and entities made with it."""

from __future__ import annotations

import hashlib
import unicodedata
import warnings
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from typing import Any

from riwaya.errors import DocumentError, SettingError

NAMESPACE = "riwaya"

_UNSEEN = frozenset(("Cc", "Cf", "Cn", "Co", "Cs", "Mn", "Me", "Zs", "Zl", "Zp"))

Proxy = Any
"""followthemoney.proxy.EntityProxy: the package is not there for type checkers."""


class Money:
    """Makes entities by the package's own model. Raises SettingError where it is not installed."""

    def __init__(self) -> None:
        try:
            with quiet():
                from followthemoney import model
        except ImportError as error:
            raise SettingError(
                f"the format followthemoney needs a package that is not there ({error}).",
                advice="Run: pip install 'riwaya[ftm]'",
            ) from None
        self._model = model

    def entity(self, schema: str, parts: Iterable[str], values: dict[str, Any]) -> Proxy:
        """An entity whose id is made of `parts`. The package cleans the values; those that its
        types do not allow (a date that is none, a country that it does not know) are left out."""
        proxy = self._model.make_entity(schema)
        proxy.id = entity_id(schema, *parts)
        for name, value in values.items():
            for one in value if isinstance(value, list) else [value]:
                if one is not None and _is_visible(one):
                    proxy.add(name, one)
        return proxy

    def checked(self, proxy: Proxy) -> dict[str, Any]:
        """The entity as it is written. Raises DocumentError where the model does not allow it."""
        value: dict[str, Any] = proxy.to_dict()
        try:
            proxy.schema.validate(value)
        except Exception as error:  # InvalidData, wherever the installed version keeps it
            raise DocumentError(
                f"is no valid {proxy.schema.name} of FollowTheMoney ({error}).",
                where=f"entity {proxy.id}",
                advice="Report this as a defect of the export.",
            ) from error
        return {"id": value["id"], "schema": value["schema"], "properties": value["properties"]}

    def valid(self, proxy: Proxy) -> bool:
        """Whether nothing that its schema requires is missing (a name of signs alone is none)."""
        return all(proxy.has(name) for name in proxy.schema.required)


@contextmanager
def quiet() -> Iterator[None]:
    """Without the package's hint that PyICU is not installed: only names in other scripts need
    it."""
    with warnings.catch_warnings():
        warnings.filterwarnings("ignore", message="Install 'pyicu'")
        yield


def entity_id(schema: str, *parts: str) -> str:
    """`riwaya-` and the sha1 of schema and parts: the same in every export."""
    joined = "\x1f".join((NAMESPACE, schema, *parts)).encode("utf-8", "surrogatepass")
    return f"{NAMESPACE}-{hashlib.sha1(joined, usedforsecurity=False).hexdigest()}"


def _is_visible(text: str) -> bool:
    """Whether there is anything to read in it: the package keeps what it cleaned to nothing."""
    return any(unicodedata.category(char) not in _UNSEEN for char in text)
