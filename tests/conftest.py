"""No test sees the gazetteers that the developer has added for work."""

from __future__ import annotations

import os
import tempfile

os.environ["RIWAYA_DATA"] = tempfile.mkdtemp(prefix="riwaya-tests-")
