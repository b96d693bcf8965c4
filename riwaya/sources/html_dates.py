"""Dates as pages, feeds and mail headers write them for machines, made ISO 8601."""

from __future__ import annotations

import re
from datetime import date, datetime
from email.utils import parsedate_to_datetime

_DIGITS = str.maketrans("٠١٢٣٤٥٦٧٨٩۰۱۲۳۴۵۶۷۸۹", "01234567890123456789")
_DAY = re.compile(r"(\d{4})[-/.](\d{1,2})[-/.](\d{1,2})")
_MOMENT = re.compile(
    r"(\d{4})-(\d{2})-(\d{2})[Tt ]\s*(\d{1,2}):(\d{2})(?::(\d{2}))?(?:[.,]\d+)?"
    r"\s*(?:([Zz]|GMT|UTC)|([+-]\d{2}):?(\d{2})?)?"
)
_FIRST_YEAR = 1980


def iso_date(value: str) -> str | None:
    """`value` as `2018-03-31` or `2018-03-31T14:30:00+03:00`, its zone kept where it states one.

    It reads ISO 8601, year/month/day and the dates of RFC 2822; None for anything else and for
    dates that do not exist. Nothing is ever padded: a year and a month alone give None.
    """
    value = value.translate(_DIGITS).strip()
    for read in (_day, _moment, _mail_date):
        try:
            found = read(value)
        except (ValueError, TypeError, IndexError, OverflowError):
            continue
        if found:
            return found if int(found[:4]) >= _FIRST_YEAR else None
    return None


def _day(value: str) -> str | None:
    match = _DAY.fullmatch(value)
    return date(*map(int, match.groups())).isoformat() if match else None


def _moment(value: str) -> str | None:
    match = _MOMENT.fullmatch(value)
    if not match:
        return None
    year, month, day, hour, minute, second, utc, hours, minutes = match.groups()
    zone = "+00:00" if utc else f"{hours}:{minutes or '00'}" if hours else ""
    written = f"{year}-{month}-{day}T{hour:0>2}:{minute}:{second or '00'}{zone}"
    return datetime.fromisoformat(written).isoformat()


def _mail_date(value: str) -> str | None:
    if not re.search(r"[A-Za-z]{3}", value) or len(value) > 60:
        return None
    return parsedate_to_datetime(value).isoformat()
