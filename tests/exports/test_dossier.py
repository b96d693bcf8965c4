"""The dossier and the explanations: what they show, and that nothing unsafe leaves them."""

import unicodedata
from typing import get_args

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sample_reports import report_of, sample

from riwaya.errors import SettingError
from riwaya.exports import dossier, explain
from riwaya.exports.brackets import ParsedCase, ParsedClaim, ParsedTime
from riwaya.exports.display import FSI, PDI, RLI, Fragment, Page, display_width, layout, visible
from riwaya.exports.labels import LANGUAGES, labels
from riwaya.model import Anchor, CountKind, Mode, Report, SourceType, Span, Stance, TimeType

OURS = {FSI, PDI, RLI}


def bare(text: str) -> str:
    """The page without isolates, padding and line ends: words only."""
    return " ".join("".join(char for char in text if char not in OURS).split())


def test_a_card_shows_each_part_of_a_claim() -> None:
    page = bare(dossier.render(sample()))
    for words in (
        "[1] «قال» · إثبات · نقل بالمعنى · شخص · ثقة القراءة 0.91",
        "السند هذا الخبر ← «لوكالة نورس» ← «المتحدث باسم مجلس وادي الزان، نادر قصاب»",
        "الأزمنة «أمس الأحد» = 2018-04-01 (مستنتج)",
        "الأعداد «نحو 400 مدني» = نحو 400 (جرى إجلاؤهم)",
        "غير مسمى هنا [المقصود به: «المتحدث باسم مجلس وادي الزان، نادر قصاب»]",
        "أزمنة خارج الأقوال: «ثلاثة أيام» = P3D",
        "أعداد خارج الأقوال: «شخصان» = 2 (قتلى)",
    ):
        assert words in page


def test_english_labels_and_an_unstated_hop() -> None:
    page = bare(dossier.render(sample(), "en"))
    assert "this report ← [hop not stated] ← «قائد اللواء»" in page
    assert "[3] «نفى» · denies · reported speech · person · reading confidence 0.91" in page


def test_nested_claims_stand_further_in() -> None:
    lines = dossier.render(sample(), "en").splitlines()
    outer, inner = (next(x for x in lines if f"[{n}]" in x) for n in (2, 3))
    assert len(inner) - len(inner.lstrip(" ")) == 4
    assert not outer.startswith(" ")


def test_right_to_left_lines_end_at_the_right_edge() -> None:
    line = next(x for x in dossier.render(sample(), "ar", 70).splitlines() if "الناشر" in x)
    assert display_width(line) == 70
    assert line.lstrip(" ").startswith(RLI)
    assert line.endswith(PDI)


def test_controls_of_the_source_are_shown_and_not_obeyed() -> None:
    text = "قال سالم\u202e إن\u200b الجسر\x1b[31m سليم"
    claim = ParsedClaim(1, (Span(0, 3),), (Span(4, 9),), None, (Span(9, len(text)),))
    page = dossier.render(report_of(ParsedCase(text, (claim,))), "ar")
    assert not {"\u202e", "\u200b", "\x1b"} & set(page)
    shown = bare(page)
    assert "‹U+202E›" in shown
    assert "‹U+001B›" in shown


def test_a_line_that_begins_with_a_latin_name_keeps_the_quotation_s_direction() -> None:
    page = Page(40, rtl=True)
    words = "«قال الباحثون في معهد البحر إن Von Marl مدينة قديمة»"
    lines = layout([Fragment(words, isolate=True)], page)
    assert len(lines) == 2
    assert all(line.lstrip(" ").startswith(RLI + RLI) for line in lines)
    assert layout([Fragment("P3D", isolate=True)], page)[0].endswith(f"{RLI}{FSI}P3D{PDI}{PDI}")


def test_marks_take_no_room() -> None:
    assert display_width("عُلِّقَت") == 4
    assert visible("a\u00a0b\tc\nd") == "a b c ¶ d"


def test_color_changes_no_words() -> None:
    plain, colored = (dossier.render(sample(), color=color) for color in (False, True))
    assert "\x1b[" in colored
    stripped = colored
    for code in ("2", "1", "1;36", "33", "35", "0"):
        stripped = stripped.replace(f"\x1b[{code}m", "")
    assert stripped == plain


def test_claims_that_hold_each_other_are_shown_once() -> None:
    both = (ParsedClaim(1, (Span(0, 3),), parent=2), ParsedClaim(2, (Span(4, 7),), parent=1))
    page = dossier.render(report_of(ParsedCase("قال قيل", both)), "en")
    assert page.count("«قال»") == page.count("«قيل»") == 1


def test_an_empty_report_says_so() -> None:
    page = bare(dossier.render(report_of(ParsedCase("هدوء")), "en"))
    assert "No attributed claims were found." in page


@pytest.mark.parametrize(("lang", "width"), [("fr", 80), ("ar", 10)])
def test_bad_settings_are_refused(lang: str, width: int) -> None:
    with pytest.raises(SettingError):
        dossier.render(sample(), lang, width)


def test_labels_have_the_same_keys_and_name_every_value() -> None:
    arabic, english = (labels(language).keys for language in LANGUAGES)
    assert arabic == english
    groups = {
        "mode": Mode, "stance": Stance, "source_type": SourceType, "kind": CountKind,
        "type": TimeType, "anchor": Anchor,
    }  # fmt: skip
    for group, values in groups.items():
        assert {f"{group}.{name}" for name in get_args(values)} <= arabic


def test_explains_who_made_a_field() -> None:
    page = bare(explain.render_claim(sample(), "3", "en"))
    assert "cue «نفى» produced by reader › head:cue · score 0.97" in page
    assert "inside claim [2] «أوضح»" in page
    assert "speaker — produced by speakers › verb_subject" in page
    assert explain.render_claim(sample(), "id3") == explain.render_claim(sample(), "3")


def test_explains_all_that_touches_a_place() -> None:
    report = sample()
    page = bare(explain.render_at(report, report.document.text.index("أمس"), "en"))
    assert "claim [1] id1" in page
    assert "«أمس الأحد» = 2018-04-01 (inferred) produced by dates › yesterday" in page
    assert "claim [2]" not in page
    end = explain.render_at(report, len(report.document.text) - 1, "en")
    assert "no annotation covers this place" in end


@pytest.mark.parametrize("offset", [-1, 10_000])
def test_a_place_outside_the_text_is_refused(offset: int) -> None:
    with pytest.raises(SettingError, match="no character"):
        explain.render_at(sample(), offset)


def test_an_unknown_claim_is_refused() -> None:
    with pytest.raises(SettingError, match="from 1 to 3"):
        explain.render_claim(sample(), "9")


def safe(page: str, width: int) -> None:
    """Every line stands by itself: isolates closed, nothing invisible, within the page."""
    for line in page.split("\n"):
        depth = 0
        for char in line:
            depth += (char in (FSI, RLI)) - (char == PDI)
            assert depth >= 0
            assert char in OURS or unicodedata.category(char) not in ("Cc", "Cf", "Cs", "Zl", "Zp")
        assert depth == 0
        assert display_width(line) <= width
    page.encode()


@given(
    st.text(st.characters(codec=None), min_size=4, max_size=200)
    | st.text("اب َ\u0300\u202e\u2067\u2069›‹U+2E \n\r\t漢", min_size=4, max_size=200),
    st.sampled_from(LANGUAGES),
    st.integers(40, 120),
)
@settings(deadline=None, max_examples=200)
def test_any_text_is_laid_out_safely(text: str, lang: str, width: int) -> None:
    third = max(len(text) // 3, 1)
    cue, content = Span(0, third), Span(third, len(text))
    claim = ParsedClaim(1, (cue,), (cue,), content, (content, cue), (cue,))
    case = ParsedCase(text, (claim,), (ParsedTime(cue, text[:5]),))
    report: Report = report_of(case, outlet=text, title=text, published=text, url=text)
    safe(dossier.render(report, lang, width), width)
    safe(explain.render_at(report, 0, lang, width), width)
