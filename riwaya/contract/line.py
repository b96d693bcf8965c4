"""A value as one line of JSON that any reader takes for one line."""

from __future__ import annotations

import json
import re
from typing import Any

# What JSON leaves bare but UTF-8 cannot hold, or some readers take for the end of a line.
_TO_ESCAPE = re.compile("[\ud800-\udfff\u0085\u2028\u2029]")


def json_line(value: Any) -> str:
    """`value` without a line break. Raises ValueError for NaN and infinities."""
    line = json.dumps(value, ensure_ascii=False, allow_nan=False)
    return _TO_ESCAPE.sub(lambda match: f"\\u{ord(match.group()):04x}", line)
