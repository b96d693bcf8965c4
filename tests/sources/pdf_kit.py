"""PDF files written byte by byte, in the ways in which good and bad producers write Arabic.

Every glyph has a code of its own and the width of half an em; what it means stands in a ToUnicode
table (PDF 32000-1, 9.10.3), which tests make right or wrong. All glyphs look the same, a box: only
places and meanings matter for what is read.
"""

from __future__ import annotations

import zlib
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field

SIZE = 12
WIDTH = SIZE / 2
RIGHT, TOP, PITCH = 550.0, 780.0, 18.0


TURNS: dict[str, tuple[str, Callable[[float, float], tuple[float, float]]]] = {
    "upright": ("1 0 0 1", lambda x, y: (x, y)),
    "left": ("0 1 -1 0", lambda x, y: (800 - y, x)),
    "right": ("0 -1 1 0", lambda x, y: (y, 600 - x)),
    "upside down": ("-1 0 0 -1", lambda x, y: (600 - x, 800 - y)),
    # As OCR programs write words that run to the left: invisible, so that none sees it.
    "mirrored": ("-1 0 0 1", lambda x, y: (x + WIDTH, y)),
}
"""How a page's glyphs are turned: the matrix of each, and where it then stands."""


@dataclass
class Page:
    """Glyphs of a page: (meaning, x, y) in points, in the order in which the file writes them."""

    glyphs: list[tuple[str, float, float]] = field(default_factory=list)
    stamp: list[tuple[str, float, float]] = field(default_factory=list)  # turned to the left

    def line(self, text: str | Sequence[str], y: float, right: float = RIGHT) -> Page:
        """Add a line as it is seen: its first glyph at the right, written as it is read."""
        for number, meaning in enumerate(text, start=1):
            self.glyphs.append((meaning, right - number * WIDTH, y))
        return self

    def paragraph(self, text: str, y: float, letters: int = 70, right: float = RIGHT) -> float:
        """Add a paragraph broken into lines; the height under it."""
        for line in broken(text, letters):
            self.line(clusters(line), y, right)
            y -= PITCH
        return y


def broken(text: str, letters: int) -> list[str]:
    """`text` in lines of at most so many letters."""
    lines = [""]
    for word in text.split():
        if len(lines[-1]) + len(word) >= letters:
            lines.append("")
        lines[-1] = f"{lines[-1]} {word}".strip()
    return lines


def clusters(text: str) -> list[str]:
    """The glyphs of a right-to-left line: letters with diacritics, and numbers so that they stand
    as they are seen (from left to right)."""
    out: list[str] = []
    number: list[str] = []
    for char in text:
        if char.isdigit() or (number and char in ".,/:"):
            number.insert(0, char)
            continue
        out += number
        number = []
        if "\u064b" <= char <= "\u0652" and out:
            out[-1] += char
        else:
            out.append(char)
    return out + number


def pdf_of(
    *pages: Page,
    meaning: Callable[[str], str | None] = lambda glyph: glyph,
    title: str | None = None,
    trailer: str = "",
    turn: str = "upright",
) -> bytes:
    """A PDF of the pages. `meaning` is what the file's table states for a glyph (None: nothing);
    `turn` is a name among TURNS."""
    codes: dict[str, int] = {}
    for page in pages:
        for glyph, _, _ in page.glyphs + page.stamp:
            codes.setdefault(glyph, len(codes) + 1)
    names = " ".join(f"/g{code}" for code in codes.values())
    objects = [
        "<< /Type /Catalog /Pages 2 0 R >>",
        f"<< /Type /Pages /Count {len(pages)} /Kids "
        f"[{' '.join(f'{6 + 2 * n} 0 R' for n in range(len(pages)))}] >>",
        "<< /Type /Font /Subtype /Type3 /FontBBox [0 0 500 700] /FontMatrix [0.001 0 0 0.001 0 0] "
        f"/Encoding << /Type /Encoding /Differences [1 {names}] >> /ToUnicode 5 0 R "
        f"/CharProcs << {' '.join(f'/g{code} 4 0 R' for code in codes.values())} >> "
        f"/FirstChar 1 /LastChar {len(codes)} /Widths [{'500 ' * len(codes)}] >>",
        _stream("500 0 0 0 500 700 d1 0 0 500 700 re f"),
        _stream(_table(codes, meaning)),
    ]
    for number, page in enumerate(pages):
        objects.append(
            f"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents {7 + 2 * number} 0 R "
            "/Resources << /Font << /F 3 0 R >> >> >>"
        )
        objects.append(_stream(_content(page, codes, turn)))
    if title is not None:
        objects.append(f"<< /Title <{title.encode('utf-16').hex()}> >>")
        trailer += f" /Info {len(objects)} 0 R"
    return _file(objects, trailer)


def _content(page: Page, codes: dict[str, int], turn: str) -> str:
    shown = []
    for glyphs, (matrix, place) in ((page.glyphs, TURNS[turn]), (page.stamp, TURNS["left"])):
        for glyph, x, y in glyphs:
            across, up = place(x, y)
            shown.append(f"{matrix} {across:.2f} {up:.2f} Tm <{codes[glyph]:02x}> Tj")
    return f"BT /F {SIZE} Tf " + "\n".join(shown) + " ET"


def _table(codes: dict[str, int], meaning: Callable[[str], str | None]) -> str:
    rows = []
    for glyph, code in codes.items():
        means = meaning(glyph)
        if means is not None:
            rows.append(f"<{code:02x}> <{means.encode('utf-16-be').hex()}>")
    blocks = (rows[at : at + 100] for at in range(0, len(rows), 100))
    body = "\n".join(
        f"{len(block)} beginbfchar\n" + "\n".join(block) + "\nendbfchar" for block in blocks
    )
    return (
        "/CIDInit /ProcSet findresource begin 12 dict begin begincmap /CMapType 2 def\n"
        f"1 begincodespacerange <00> <ff> endcodespacerange\n{body}\nendcmap end end"
    )


def _stream(content: str) -> str:
    packed = zlib.compress(content.encode()).hex()
    return (
        f"<< /Length {len(packed) + 1} /Filter [/ASCIIHexDecode /FlateDecode] >>\n"
        f"stream\n{packed}>\nendstream"
    )


def _file(objects: Iterable[str], trailer: str) -> bytes:
    out = b"%PDF-1.7\n"
    places = []
    for number, body in enumerate(objects, start=1):
        places.append(len(out))
        out += f"{number} 0 obj\n{body}\nendobj\n".encode()
    start = len(out)
    out += f"xref\n0 {len(places) + 1}\n0000000000 65535 f \n".encode()
    out += b"".join(f"{place:010} 00000 n \n".encode() for place in places)
    size = f"/Size {len(places) + 1} /Root 1 0 R{trailer}"
    return out + f"trailer << {size} >>\nstartxref\n{start}\n%%EOF\n".encode()
