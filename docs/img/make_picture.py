"""Draws docs/img/dossier.png: what `riwaya read` prints, as a terminal with bidi support shows it.

.venv/bin/python docs/img/make_picture.py      # needs Chromium at /usr/bin/chromium
"""

from __future__ import annotations

import html
import re
import subprocess
import tempfile
from pathlib import Path

import riwaya
from riwaya.exports.dossier import render
from riwaya.model import Document

HERE = Path(__file__).parent
LINES = 34
STYLE = """
body { margin: 0; background: #14171c; color: #d8dce3; padding: 18px 22px; width: 900px;
  font: 15px/1.75 "DejaVu Sans Mono", "Noto Sans Arabic", "Noto Naskh Arabic", monospace; }
div { white-space: pre; direction: ltr; unicode-bidi: isolate; height: 1.75em; }
"""
_SGR = re.compile("\x1b\\[([0-9;]*)m")
_LOOKS = {
    "1": "font-weight:600;color:#fff",
    "2": "color:#8d96a5",
    "1;36": "font-weight:600;color:#8fc7d8",
    "33": "color:#d9c58b",
    "35": "color:#c3a6d8",
}


def report() -> riwaya.Report:
    """A bundled report, read by the default reader."""
    import json

    fields = json.loads(
        (HERE.parents[1] / "riwaya/resources/demo/1-nawras.json").read_text(encoding="utf-8")
    )
    wanted = ("id", "text", "outlet", "url", "title", "published")
    return riwaya.read(Document(**{name: fields[name] for name in wanted}))


def as_html(line: str) -> str:
    """One line of the dossier with its terminal colours as spans."""
    shown, spans = [], 0
    for number, part in enumerate(_SGR.split(line)):
        if number % 2 == 0:
            shown.append(html.escape(part))
            continue
        shown.append("</span>" * spans)
        look = _LOOKS.get(part)
        spans = 1 if look else 0
        shown.append(f'<span style="{look}">' if look else "")
    return f"<div>{''.join(shown)}{'</span>' * spans}</div>"


def main() -> None:
    """Write the picture."""
    lines = render(report(), "ar", 96, True).splitlines()[:LINES]
    page = f"<meta charset=utf-8><style>{STYLE}</style>" + "".join(map(as_html, lines))
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "page.html"
        path.write_text(page, encoding="utf-8")
        subprocess.run(
            ["/usr/bin/chromium", "--headless", "--no-sandbox", "--disable-gpu", "--disable-quic",
             "--no-first-run", "--disable-background-networking", "--disable-component-update",
             "--disable-sync", f"--user-data-dir={folder}/profile", "--hide-scrollbars",
             "--window-size=930,960", f"--screenshot={HERE / 'dossier.png'}", path.as_uri()],
            check=True, capture_output=True,
        )  # fmt: skip


if __name__ == "__main__":
    main()
