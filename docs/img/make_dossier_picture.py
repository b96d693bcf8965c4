"""Draws docs/img/dossier_ar.png: the printed dossier (HTML) of the bundled reports, its beginning.

.venv/bin/python docs/img/make_dossier_picture.py      # needs Chromium at /usr/bin/chromium
"""

from __future__ import annotations

import hashlib
import json
import subprocess
import tempfile
from collections.abc import Iterator
from pathlib import Path

import riwaya
from riwaya.exports.base import ExportContext
from riwaya.exports.dossier_html import write
from riwaya.exports.masking import Masker
from riwaya.model import Document
from riwaya.records import Capture, Record

HERE = Path(__file__).parent
DEMO = HERE.parents[1] / "riwaya/resources/demo"
MADE = "2026-11-20T10:00:00Z"
SIZE = (1000, 1500)
# The picture leaves out how to read the document, the contents, the evidence and most claims.
SHOWN = (5, 7)
OTHERS = "".join(f":not(:nth-of-type({number}))" for number in SHOWN)
LEFT_OUT = (
    ".guide, .contents, .capture, h3:has(+ .capture), .cover dl,"
    f" .claim{OTHERS}, .notes li{OTHERS},"
    " .report > .facts :nth-child(n+11) { display: none }"
    " .cover { padding-block-end: 0 } .cover .subtitle { margin-block-end: 0 }"
    " .report { margin-block-start: 1.2rem } body { margin-block: 0 }"
)


def records() -> Iterator[Record]:
    """The bundled reports, read by the default reader, as a store would hand them on."""
    for path in sorted(DEMO.glob("*.json")):
        raw = path.read_bytes()
        fields = json.loads(raw)
        wanted = ("id", "text", "outlet", "url", "title", "published")
        report = riwaya.read(Document(**{name: fields[name] for name in wanted}))
        capture = Capture(
            "1", report.document.id, hashlib.sha256(raw).hexdigest(), len(raw), "application/json",
            "file", None, path.name, None, f"riwaya {riwaya.__version__}", "archive", MADE,
        )  # fmt: skip
        yield Record(report, (capture,), added=MADE, read=MADE)


def main() -> None:
    """Write the picture."""
    context = ExportContext("ar", MADE, f"riwaya {riwaya.__version__}", True, "all")
    masker = Masker()
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        (folder / "export").mkdir()
        write(map(masker.masked, records()), folder / "export", context)
        page = (folder / "export" / "dossier.html").read_text(encoding="utf-8")
        shown = folder / "page.html"
        shown.write_text(page.replace("</style>", f"{LEFT_OUT}</style>", 1), encoding="utf-8")
        subprocess.run(
            ["/usr/bin/chromium", "--headless", "--no-sandbox", "--disable-gpu", "--disable-quic",
             "--no-first-run", "--disable-background-networking", "--disable-component-update",
             "--disable-sync", f"--user-data-dir={folder}/profile", "--hide-scrollbars",
             f"--window-size={SIZE[0]},{SIZE[1]}", f"--screenshot={HERE / 'dossier_ar.png'}",
             shown.as_uri()],
            check=True, capture_output=True,
        )  # fmt: skip


if __name__ == "__main__":
    main()
