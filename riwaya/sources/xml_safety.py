"""XML that could harm its reader is refused before any parser of a format sees it."""

from __future__ import annotations

import re
from typing import Any
from xml.sax.handler import ContentHandler

from riwaya.errors import InputError

MOST_DEPTH = 200  # elements within elements
MOST_ELEMENTS = 2_000_000
_ENTITY = re.compile(r"<!\s*ENTITY", re.IGNORECASE)
_CUT = 1 << 16


class _TooMuchError(Exception):
    """The message says what there is too much of."""


class _Counter(ContentHandler):
    def __init__(self) -> None:
        super().__init__()
        self._depth = self._elements = 0

    def startElement(self, *_: Any) -> None:  # noqa: N802  (the name is that of SAX)
        self._depth += 1
        self._elements += 1
        if self._depth > MOST_DEPTH:
            raise _TooMuchError(f"more than {MOST_DEPTH} elements within each other")
        if self._elements > MOST_ELEMENTS:
            raise _TooMuchError(f"more than {MOST_ELEMENTS} elements")

    def endElement(self, *_: Any) -> None:  # noqa: N802
        self._depth -= 1


def check_xml(content: bytes, where: str) -> str | None:
    """What makes `content` ill-formed, with its line; None for sound XML.

    Raises InputError for what no honest file needs: entities that a file declares itself (by which
    a few lines grow to gigabytes, or read other files), and more than 200 elements within each
    other. Nothing is fetched. After: Billion laughs and XXE, defusedxml's list of XML attacks.
    """
    from xml.sax import SAXParseException

    from defusedxml.common import DefusedXmlException
    from defusedxml.expatreader import DefusedExpatParser

    parser = DefusedExpatParser(forbid_dtd=False, forbid_entities=True, forbid_external=True)
    parser.setContentHandler(_Counter())
    try:
        for start in range(0, len(content), _CUT):
            parser.feed(content[start : start + _CUT])
        parser.close()
    except DefusedXmlException as error:
        raise _refused(f"declares entities of its own ({_kind(error)})", where) from None
    except _TooMuchError as error:
        raise _refused(f"has {error}", where) from None
    except SAXParseException as error:
        # What stands behind the fault was not looked at.
        if _ENTITY.search(content.decode("utf-8", "replace")):
            raise _refused("declares entities of its own", where) from None
        return f"{error.getMessage()} in line {error.getLineNumber()}"
    return None


def _kind(error: Exception) -> str:
    return "outside files" if "External" in type(error).__name__ else "as XML bombs do"


def _refused(what: str, where: str) -> InputError:
    return InputError(
        f"{what}, and was not read.",
        where=where,
        advice="No feed or document needs that: it is damaged or made to do harm.",
    )
