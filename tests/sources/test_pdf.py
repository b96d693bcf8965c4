"""PDF files: the order of Arabic letters, paragraphs, columns, and layers that are broken."""

from __future__ import annotations

import random
import shutil
import subprocess
import unicodedata
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from riwaya.errors import RiwayaError
from riwaya.sources.base import Intake, Item
from riwaya.sources.pdf import parse_pdf, read_pdf
from riwaya.sources.pdf_bidi import logical, righted
from riwaya.sources.pdf_evidence import proofs_of
from tests.sources.file_kit import errors, only, read
from tests.sources.pdf_kit import PITCH, RIGHT, TOP, TURNS, WIDTH, Page, broken, clusters, pdf_of

TITLE = "عودة القوارب إلى المرفأ"
FIRST = (
    "قال رئيس لجنة الصيادين في المرفأ الصغير فارس الدوماني إن 35 قارباً عادت مساء السبت 31 آذار "
    "2018 بعد انقطاع دام ثلاثة أيام، وأضاف أن اللجنة لا تملك وقوداً كافياً لرحلات أخرى هذا "
    "الأسبوع (بحسب بيان سابق)."
)
SECOND = (
    "ونفى المتحدث باسم مديرية الموانئ سليم العكاري صحة ذلك، وقال لوكالة «نورس» إن الكميات "
    "المتوفرة تكفي حتى نهاية الشهر، مشيراً إلى أنّ الأسعار لن ترتفع بنسبة 12.5% كما قيل."
)
ALPHABET = "ابتثجحخدذرزسشصضطظعغفقكلمنهوي"


def page(*paragraphs: str) -> Page:
    made, y = Page(), TOP
    for paragraph in paragraphs:
        y = made.paragraph(paragraph, y) - PITCH
    return made


def items(content: bytes) -> list[Item]:
    return read(read_pdf, content, "report.pdf")


def text_of(content: bytes) -> str:
    return only(items(content)).document.text


# The order of the letters.


def test_a_page_with_its_evidence() -> None:
    content = pdf_of(page(TITLE, FIRST, SECOND), title=TITLE)
    item = only(items(content))
    assert item.document.text == f"{TITLE}\n{FIRST}\n{SECOND}"
    assert item.document.title == TITLE
    assert item.document.published is None
    evidence = item.evidence
    assert evidence is not None
    assert (evidence.method, evidence.media_type) == ("pdf", "application/pdf")
    assert evidence.extraction.startswith("pypdfium2 ")
    assert evidence.raw.content == content


@pytest.mark.parametrize("order", ["read", "seen", "words", "shuffled"])
def test_the_order_in_which_a_file_writes_its_letters_does_not_matter(order: str) -> None:
    made = page(FIRST, SECOND)
    if order == "seen":  # as producers write it that know nothing of right-to-left text
        made.glyphs.sort(key=lambda glyph: (-glyph[2], glyph[1]))
    elif order == "words":  # lines from the right, each word's letters from the left
        made.glyphs.sort(key=lambda glyph: (-glyph[2], -(glyph[1] // 40), glyph[1]))
    elif order == "shuffled":
        random.Random(7).shuffle(made.glyphs)
    assert text_of(pdf_of(made)) == f"{FIRST}\n{SECOND}"


def test_lines_that_stand_backwards_are_turned_and_that_is_noted() -> None:
    made, y = Page(), TOP
    for line in broken(FIRST, 70) + broken(SECOND, 70):
        for number, char in enumerate(line):
            made.glyphs.append((char, 40 + number * WIDTH, y))
        y -= PITCH
    document = only(items(pdf_of(made))).document
    words = document.text.split()
    assert words == f"{FIRST} {SECOND}".split()
    assert "lines stood backwards on the page, turned" in document.notes


@pytest.mark.parametrize("turn", TURNS)
def test_a_page_that_is_turned_is_read_upright(turn: str) -> None:
    assert text_of(pdf_of(page(FIRST, SECOND), turn=turn)) == f"{FIRST}\n{SECOND}"


def test_a_stamp_across_the_page_is_left_out() -> None:
    made = page(FIRST, SECOND)
    made.stamp = Page().line("نسخة أولى", 300).glyphs
    document = only(items(pdf_of(made))).document
    assert document.text == f"{FIRST}\n{SECOND}"
    assert any("another direction" in note for note in document.notes)


def test_presentation_forms_become_letters() -> None:
    forms = {
        unicodedata.normalize("NFKC", chr(code)): chr(code)
        for code in [*range(0xFE8D, 0xFEF5)]
        if len(unicodedata.normalize("NFKC", chr(code))) == 1
    }
    content = pdf_of(page(FIRST, SECOND), meaning=lambda glyph: forms.get(glyph, glyph))
    assert text_of(content) == f"{FIRST}\n{SECOND}"


@pytest.mark.parametrize("turned", [False, True])
def test_ligatures_keep_their_letters_in_order(turned: bool) -> None:
    made, y = Page(), TOP
    for line in broken(f"{FIRST} {SECOND}", 70):
        glyphs = " ".join(clusters(line)).replace("ل ا", "لا").replace("ل أ", "لأ")
        made.line([glyph or " " for glyph in glyphs.replace("   ", " \t ").split(" ")], y)
        y -= PITCH
    made.glyphs = [(" " if g == "\t" else g, x, y) for g, x, y in made.glyphs]
    if turned:
        made.glyphs.sort(key=lambda glyph: (-glyph[2], glyph[1]))
    found = text_of(pdf_of(made))
    assert "لا تملك" in found
    assert "الأسبوع" in found
    assert "الأسعار" in found


def test_spaces_that_are_not_written_are_seen() -> None:
    made = page(FIRST, SECOND)
    made.glyphs = [glyph for glyph in made.glyphs if glyph[0] != " "]
    assert text_of(pdf_of(made)) == f"{FIRST}\n{SECOND}"


def test_latin_words_and_numbers_run_their_own_way() -> None:
    seen = ".2018/03/31 يف BBC News 24 ىلإ لاق"
    assert logical(list(seen)) == "قال إلى BBC News 24 في 2018/03/31."
    assert logical(list("10:30 ةعاسلا")) == "الساعة 10:30"
    assert logical(list("31-03-2018 يف")) == "في 2018-03-31"


def test_brackets_that_are_stated_by_their_shape_are_turned() -> None:
    assert righted("قال )بحسب بيان( إن") == "قال (بحسب بيان) إن"
    assert righted("قال )CNN) إن") == "قال (CNN) إن"
    assert righted("»نورس« و«مرفأ»") == "«نورس» و«مرفأ»"
    for sound in ("(أ (ب) ج)", "1) أول 2) ثان 3) ثالث", "بلا أقواس"):
        assert righted(sound) == sound


# Paragraphs and pages.


def test_a_paragraph_that_runs_over_a_page_is_one() -> None:
    words = f"{FIRST} {SECOND}"
    lines = broken(words, 70)
    one, two = Page(), Page()
    for number, line in enumerate(lines):
        target = one if number < 2 else two
        target.line(clusters(line), TOP - PITCH * (number if number < 2 else number - 2))
    item = only(items(pdf_of(one, two)))
    assert item.document.text == words
    assert item.evidence is not None
    assert item.evidence.part == "pages 1-2"


def test_columns_are_read_one_after_the_other() -> None:
    made = Page()
    made.paragraph(TITLE, TOP)
    made.paragraph(FIRST, TOP - 3 * PITCH, letters=36)
    made.paragraph(SECOND, TOP - 3 * PITCH - 4, letters=36, right=RIGHT - 37 * WIDTH - 20)
    assert text_of(pdf_of(made)) == f"{TITLE}\n{FIRST}\n{SECOND}"


def test_running_heads_are_left_out_only_where_they_surely_repeat() -> None:
    def numbered(number: int, text: str) -> Page:
        made = Page()
        made.line(clusters("نشرة المرفأ الأسبوعية"), TOP)
        made.paragraph(text, TOP - 3 * PITCH)
        made.line(clusters(f"صفحة {number}"), 40)
        return made

    texts = [FIRST, SECOND, FIRST.replace("فارس", "عمر"), SECOND.replace("سليم", "زياد")]
    pages = [numbered(number, text) for number, text in enumerate(texts, start=1)]
    document = only(items(pdf_of(*pages))).document
    assert document.text == "\n".join(texts)
    assert [note for note in document.notes if "repeated on 4 pages" in note]
    two = only(items(pdf_of(*pages[:2]))).document
    assert two.text.count("نشرة المرفأ الأسبوعية") == 2


def test_a_title_that_is_a_file_name_is_none() -> None:
    for title in ("report_final.docx", "Microsoft Word - 1", "Untitled"):
        assert only(items(pdf_of(page(FIRST), title=title))).document.title is None


# Broken layers and broken files.


def test_a_scan_has_no_text_layer() -> None:
    (error,) = errors(items(pdf_of(Page())))
    assert "has no text layer" in error
    assert "OCR" in error


@pytest.mark.parametrize("means", ["\ue021", "\ufffd", None])
def test_glyphs_that_stand_for_no_letter(means: str | None) -> None:
    content = pdf_of(page(FIRST, SECOND), meaning=lambda g: means if g in "لم" else g)
    (error,) = errors(items(content))
    assert "broken text layer" in error
    assert "stand for no letter" in error


def test_letters_that_are_exchanged() -> None:
    shift = dict(zip(ALPHABET, ALPHABET[9:] + ALPHABET[:9], strict=True))
    content = pdf_of(page(FIRST, SECOND), meaning=lambda glyph: shift.get(glyph[0], glyph))
    (error,) = errors(items(content))
    assert "broken text layer" in error


def test_letters_that_stand_apart() -> None:
    made, y = Page(), TOP
    for line in broken(FIRST, 40):
        for number, glyph in enumerate(clusters(line.replace(" ", "")), start=1):
            made.glyphs.append((glyph, RIGHT - number * WIDTH * 1.6, y))
        y -= PITCH
    assert "letters stand apart" in errors(items(pdf_of(made)))[0]


def test_numbers_of_glyphs_in_place_of_letters() -> None:
    made = page(FIRST)
    made.glyphs += [(char, 40 + n * WIDTH, 60.0) for n, char in enumerate("(cid:12)(cid:7)")]
    assert "cid" in errors(items(pdf_of(made)))[0]


def test_some_lines_backwards_are_refused() -> None:
    made = page(FIRST, SECOND)
    y = min(y for _, _, y in made.glyphs) - PITCH
    for line in broken(SECOND, 60):
        for number, char in enumerate(line):
            made.glyphs.append((char, 40 + number * WIDTH, y))
        y -= PITCH
    assert "words stand backwards" in errors(items(pdf_of(made)))[0]


def test_a_layer_in_another_script_is_no_arabic() -> None:
    made = Page()
    for number, char in enumerate("The boats came back on Saturday evening."):
        made.glyphs.append((char, 40 + number * WIDTH, TOP))
    assert "of the letters are Arabic" in errors(items(pdf_of(made)))[0]


@pytest.mark.parametrize("content", [b"", b"\0\1", b"%PDF-", b"%PDF-1.7\n%%EOF", b"PK\x03\x04"])
def test_what_is_no_pdf_is_an_error(content: bytes) -> None:
    assert len(errors(items(content))) == 1


def test_a_password_is_named() -> None:
    content = pdf_of(
        page(FIRST),
        trailer=f" /Encrypt << /Filter /Standard /V 1 /R 2 /P -4 /O <{'41' * 32}> "
        f"/U <{'42' * 32}> >> /ID [<00> <00>]",
    )
    assert "protected by a password" in errors(items(content))[0]


def test_pages_that_lead_to_themselves_end() -> None:
    content = pdf_of(page(FIRST)).replace(b"/Kids [6 0 R]", b"/Kids [2 0 R]")
    assert len(errors(items(content))) == 1


@settings(deadline=None, max_examples=60)
@given(st.data())
def test_any_damage_is_read_or_refused(data: st.DataObject) -> None:
    content = bytearray(pdf_of(page(FIRST)))
    if data.draw(st.booleans()):
        del content[data.draw(st.integers(0, len(content))) :]
    else:
        at = data.draw(st.integers(0, len(content) - 1))
        content[at : at + data.draw(st.integers(0, 40))] = data.draw(st.binary(max_size=40))
    try:
        assert parse_pdf(bytes(content), "a", Intake())
    except RiwayaError as error:
        assert error.where == "a"  # noqa: PT017


# What the words prove.


def test_words_prove_their_order() -> None:
    both = f"{FIRST} {SECOND}"
    assert proofs_of(both).is_sound
    assert proofs_of(both[::-1]).is_turned
    assert not proofs_of(both[::-1]).is_sound
    assert not proofs_of(both).is_turned
    assert proofs_of(" ".join(both.replace(" ", ""))).is_spaced
    assert proofs_of(both.replace(" ", "")).words < 30


@pytest.mark.parametrize("seed", range(40))
def test_an_exchanged_alphabet_proves_nothing(seed: int) -> None:
    letters = list(ALPHABET)
    random.Random(seed).shuffle(letters)
    table = str.maketrans(ALPHABET, "".join(letters))
    fixed = sum(a == b for a, b in zip(ALPHABET, letters, strict=True))
    assert fixed > 4 or not proofs_of(f"{FIRST} {SECOND}".translate(table)).is_sound


# A real producer, where there is one.


@pytest.mark.skipif(shutil.which("chromium") is None, reason="no chromium to print with")
@pytest.mark.parametrize("font", ["Noto Naskh Arabic", "DejaVu Sans"])
def test_what_a_browser_prints(font: str, tmp_path: Path) -> None:
    source, target = tmp_path / "a.html", tmp_path / "a.pdf"
    body = f"<h1>{TITLE}</h1><p>{FIRST}</p><p>{SECOND}</p>"
    style = f"font-family: '{font}'; font-size: 14pt"
    source.write_text(
        f'<html lang="ar" dir="rtl"><meta charset="utf-8"><title>{TITLE}</title>'
        f'<body style="{style}">{body}</body></html>',
        encoding="utf-8",
    )
    command = ["chromium", "--headless", "--no-sandbox", "--disable-gpu", "--no-pdf-header-footer",
               f"--print-to-pdf={target}", source.as_uri()]  # fmt: skip
    subprocess.run(command, check=False, capture_output=True, timeout=60)
    if not target.exists():
        pytest.skip("chromium does not print here")
    document = only(items(target.read_bytes())).document
    assert document.text == f"{TITLE}\n{FIRST}\n{SECOND}"
    assert document.title == TITLE
