"""Names with exact edges, each case one line: the text with what a head proposes in brackets."""

import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from riwaya.model import Document, Mention, Span
from riwaya.resources import lexicon
from riwaya.stages.base import Draft, Proposal
from riwaya.stages.names import NamesStage

_MARK = re.compile(r"\[(\w+):([^\]]*)\]")


def marked(line: str) -> tuple[str, list[Proposal]]:
    """The text of a line with `[kind:words]`, and those as proposals."""
    text, proposals, at = "", [], 0
    for match in _MARK.finditer(line):
        text += line[at : match.start()]
        span = Span(len(text), len(text) + len(match[2]))
        proposals.append(Proposal("name", span, match[1], 0.95))
        text += match[2]
        at = match.end()
    return text + line[at:], proposals


def read(line: str) -> tuple[str, tuple[Mention, ...]]:
    """The text and the mentions that the stage makes of its proposals."""
    text, proposals = marked(line)
    draft = Draft.of(Document("d", text)).having(proposals=tuple(proposals))
    return text, NamesStage().run(draft).mentions


def shown(line: str) -> list[str]:
    """`kind:words` of every mention, a star before the kind of a description."""
    text, mentions = read(line)
    return [f"{'*' if m.nominal else ''}{m.kind}:{m.span.of(text)}" for m in mentions]


PARTICLES = [
    # taken off when the name is known without
    ("زار الوفد [place:وفرنسا] أيضا", ["place:فرنسا"]),
    ("اجتماع [place:بدمشق] أمس", ["place:دمشق"]),
    ("رسالة [organisation:لرويترز] نشرت", ["organisation:رويترز"]),
    ("وصل إلى [place:والرستن] ليلا", ["place:الرستن"]),
    # taken off when the document has the name without
    ("قال [person:زهدون] ثم عاد [person:لزهدون] حقه", ["person:زهدون", "person:زهدون"]),
    ("سافر [person:كعوان] غدا، والتقى [person:وكعوان] به", ["person:كعوان", "person:كعوان"]),
    # set off by a stretch
    ("وقال [organisation:لـمرصاد] إن", ["organisation:مرصاد"]),
    # ل and the article are one: the name stays as written
    ("تقرير [organisation:للأمم المتحدة] صدر", ["organisation:للأمم المتحدة"]),
    ("تقارير [organisation:وللأمم المتحدة] رأي", ["organisation:للأمم المتحدة"]),
    # letters of the name itself
    ("زار [place:بغداد] يوما", ["place:بغداد"]),
    ("سافر إلى [place:وارسو] فجرا", ["place:وارسو"]),
    ("قال [person:بشار الرملاوي] ذلك", ["person:بشار الرملاوي"]),
    ("في [place:فلسطين] وفي [place:كوريا] معا", ["place:فلسطين", "place:كوريا"]),
    # nothing known, but a preposition takes no particle after it
    ("عاد من [place:بلورينا] سالما", ["place:بلورينا"]),
]


@pytest.mark.parametrize(("line", "wanted"), PARTICLES)
def test_attached_particles(line: str, wanted: list[str]) -> None:
    assert shown(line) == wanted


EDGES = [
    ('صحيفة [organisation:"الفنار"] كتبت', ["organisation:الفنار"]),
    ("عاد [person:زهدون الرملاوي،] أمس", ["person:زهدون الرملاوي"]),
    ('تنظيم [group:رايات "الفجر"] أعلن', ['group:رايات "الفجر"']),
    ('قال [organisation:صدى الفنار" ذلك]', ["organisation:صدى الفنار"]),
    ("أكد [organisation:وكالة رويترز] النبأ", ["organisation:رويترز"]),
    ("أعلنت [organisation:وكالة الأنباء السعودية] أمس", ["organisation:وكالة الأنباء السعودية"]),
    ("اجتمع [person:الرئيس زهدون الرملاوي] بهم", ["person:زهدون الرملاوي"]),
    ("اجتمع [person:للأمير زهدون الرملاوي] وفد", ["person:زهدون الرملاوي"]),
    ("قرية في [place:كاليفورنيا الأمريكية] احترقت", ["place:كاليفورنيا"]),
    ("حكومة [place:المملكة العربية السعودية] ردت", ["place:المملكة العربية السعودية"]),
    ("أعلنت [organisation:وكالة أنباء رويترز] أمس", ["organisation:رويترز"]),
    ("داخل [organisation:إدارة رويترز] خلاف", ["organisation:رويترز"]),
    ("في [place:ريف إدلب الجنوبي] معارك", ["place:إدلب"]),
    ("في [place:ريف دمشق] معارك", ["place:ريف دمشق"]),
    ("دعا [person:آية الله رغدان الكعواني] إلى", ["person:رغدان الكعواني"]),
    ("إعلان [organisation:منظمة خيرية] أمس", []),
]


@pytest.mark.parametrize(("line", "wanted"), EDGES)
def test_edges(line: str, wanted: list[str]) -> None:
    assert shown(line) == wanted


@pytest.mark.parametrize("end", ["\n", ". ", "! "])
def test_a_name_ends_with_its_sentence(end: str) -> None:
    assert shown(f"زار [person:زهدون{end}الرملاوي] المدينة")[0] == "person:زهدون"


def test_no_rule_reaches_over_a_paragraph() -> None:
    line = "قال [person:زهدون رغدان] نعم. قال زهدون\nرغدان لا. في ميناء\n[place:الزعفران] منظمة\n"
    assert shown(line + "الصحة العالمية") == ["person:زهدون رغدان", "place:الزعفران"]


def test_marks_alone_are_no_name() -> None:
    assert shown('قال [person:"!"] كلاما') == []


MENDED = [
    # two names joined by و
    ("بين [place:روسيا وفرنسا] خلاف", ["place:روسيا", "place:فرنسا"]),
    (
        "قال [person:زهدون] إن [person:رغدان وزهدون] هنا",
        ["person:زهدون", "person:رغدان", "person:زهدون"],
    ),
    ("رأي [organisation:لجنة العدل وحقوق الناس] صدر", ["organisation:لجنة العدل وحقوق الناس"]),
    ("قرى [place:زعفرونا وكلورينا] بعيدة", ["place:زعفرونا", "place:كلورينا"]),
    ("سفير [person:بنغلادش زهدون الرملاوي] قال", ["place:بنغلادش", "person:زهدون الرملاوي"]),
    # one name cut in two
    ("قالت [organisation:بعثة الفنار في] [place:تركيا] إن", ["organisation:بعثة الفنار في تركيا"]),
    ("قالت [organisation:بعثة الفنار في] أول يوم", ["organisation:بعثة الفنار"]),
    ("وصل [person:زهدون] #[person:الرملاوي] أمس", ["person:زهدون #الرملاوي"]),
    ("في [place:وادي] [place:الزعفران] قرى", ["place:وادي الزعفران"]),
    # the facility's noun
    ("قصفوا ميناء [place:الزعفران] ليلا", ["facility:ميناء الزعفران"]),
    ("وصلوا بمطار [place:الزعفران] ليلا", ["facility:مطار الزعفران"]),
    ("أودع سجن مدينة [place:الزعفران] ليلا", ["facility:سجن مدينة الزعفران"]),
    # a known actor's whole name
    ("قال [organisation:مجلس الأمن] التابع", ["organisation:مجلس الأمن"]),
    ("تقرير منظمة [organisation:الصحة] العالمية", ["organisation:منظمة الصحة العالمية"]),
    # generic nouns and adjectives alone
    ("أعلنت [organisation:شركة] جديدة", []),
    ("أقارب [place:كوبيا] مسنا", []),
    # a person's name ends before an office
    ("قال [person:زهدون الرملاوي السفير] أمس", ["person:زهدون الرملاوي"]),
]


@pytest.mark.parametrize(("line", "wanted"), MENDED)
def test_what_a_head_cuts_wrongly(line: str, wanted: list[str]) -> None:
    assert shown(line) == wanted


KINDS = [
    ("موقع [place:فيسبوك] تعطل", ["organisation:فيسبوك"]),
    ("إلى مدينة [person:زهدون] سافر", ["place:زهدون"]),
    ("شركة [person:زهدون] أفلست", ["organisation:زهدون"]),
    (
        "[person:رغدان زهدون] قال، وقضية [place:زهدون] طالت",
        ["person:رغدان زهدون", "person:زهدون"],
    ),
    ("من [person:طوكيو] عاد", ["place:طوكيو"]),
    ("في [organisation:مستشفى الزعفران] طبيب", ["facility:مستشفى الزعفران"]),
    (
        "[person:زهدون] قال، و[person:زهدون] نفى، و[place:زهدون] عاد",
        ["person:زهدون", "person:زهدون", "person:زهدون"],
    ),
]


@pytest.mark.parametrize(("line", "wanted"), KINDS)
def test_one_kind_for_a_name(line: str, wanted: list[str]) -> None:
    assert shown(line) == wanted


FOUND = [
    # known actors that the head did not see
    ("نقلت عن منظمة الصحة العالمية أن", ["organisation:منظمة الصحة العالمية"]),
    ("عقد اجتماع في السعودية أمس", ["place:السعودية"]),
    # ... but not adjectives, common words and collective descriptions
    ("الليرة السعودية انخفضت", []),
    ("قالت السلطات التركية إن", []),
    ("قال وزير خارجية السودان إن", ["place:السودان"]),
    # what the gazetteer and the surest nouns give
    ("نزح من معرة النعمان أمس", ["place:معرة النعمان"]),
    ("أعلنت وزارة العدل أمس", ["organisation:وزارة العدل"]),
    ("رست في ميناء غالبورو أمس", ["facility:ميناء غالبورو"]),
    ("بناء مطار دولي في", []),
    # names met again, with a particle or without
    ("قال [person:زهدون الرملاوي] إن", ["person:زهدون الرملاوي"]),
    (
        "قال [person:زهدون الرملاوي] نعم. عاد زهدون الرملاوي ولزهدون الرملاوي بيت",
        ["person:زهدون الرملاوي"] * 3,
    ),
]


@pytest.mark.parametrize(("line", "wanted"), FOUND)
def test_what_the_lexicon_and_the_document_add(line: str, wanted: list[str]) -> None:
    assert shown(line) == wanted


DESCRIBED = [
    ("قالت [organisation:لجنة الزعفران] نعم. وأضافت اللجنة أنها",
     ["organisation:لجنة الزعفران", "*organisation:اللجنة"]),
    ("قالت صحيفة [organisation:الفنار] نعم. وأضافت الصحيفة أنها",
     ["organisation:الفنار", "*organisation:الصحيفة"]),
    ("قالت [organisation:لجنة الزعفران] نعم. واللجنة الأولى غابت", ["organisation:لجنة الزعفران"]),
    ("أضافت الصحيفة أنها", []),
    ("قال [group:تنظيم الزعفران] نعم. ثم قال [nominal:التنظيم] لا",
     ["group:تنظيم الزعفران", "*group:التنظيم"]),
    ("ثم قال [nominal:للوزير] وفد", ["*person:للوزير"]),
    ("قالت [organisation:وزارة الخارجية التركية] نعم. ونفت الخارجية ذلك",
     ["organisation:وزارة الخارجية التركية", "*organisation:الخارجية"]),
    ("قالت [organisation:وزارة الداخلية التركية] نعم. والشؤون الداخلية كثيرة",
     ["organisation:وزارة الداخلية التركية"]),
]  # fmt: skip


@pytest.mark.parametrize(("line", "wanted"), DESCRIBED)
def test_descriptions(line: str, wanted: list[str]) -> None:
    assert shown(line) == wanted


def rules_only(text: str) -> list[str]:
    draft = NamesStage().run(Draft.of(Document("d", text)))
    return [f"{m.kind}:{m.span.of(text)}" for m in draft.mentions]


RULES_ONLY = [
    ("التقى الوزير سامر الرملاوي وفدا", ["person:سامر الرملاوي"]),
    ("وصل إلى مدينة حلب وفد", ["place:حلب"]),
    ("أعلنت وزارة الري أمس", ["organisation:وزارة الري"]),
    ("على أن يعود غدا", []),
]


@pytest.mark.parametrize(("text", "wanted"), RULES_ONLY)
def test_without_a_model(text: str, wanted: list[str]) -> None:
    assert rules_only(text) == wanted


def test_no_proposals_are_not_an_absent_model() -> None:
    text = "التقى الوزير سامر الرملاوي وفدا"
    draft = Draft.of(Document("d", text)).having(proposals=())
    assert NamesStage().run(draft).mentions == ()


ODD = [
    ("قال [person:ك] كلاما", "person:ك", "a-name-of-one-letter"),
    ("زار [place:کوبا] وفد", "place:کوبا", "Persian-or-Urdu-forms-of-Arabic-letters"),
    ("زار [place:كو\u200fبا] وفد", "place:كو\u200fبا", "bidi-controls-in-the-name"),
    ("زار [place:رmلان] وفد", "place:رmلان", "two-scripts-in-one-word"),
]


@pytest.mark.parametrize(("line", "wanted", "origin"), ODD)
def test_odd_spellings_are_kept_and_noted(line: str, wanted: str, origin: str) -> None:
    _, mentions = read(line)
    assert shown(line) == [wanted]
    assert [o.rule for o in mentions[0].origins if o.field == "spelling"] == [origin]


def test_every_mention_says_where_it_comes_from() -> None:
    _, mentions = read("قال [person:وزهدون] إن منظمة الصحة العالمية في روسيا")
    assert len(mentions) == 3
    for mention in mentions:
        assert {"span", "kind"} <= {origin.field for origin in mention.origins}
        assert all(origin.stage == "names" for origin in mention.origins)
        assert 0 < mention.confidence <= 1


LEXICONS = (
    "name_collectives", "name_generic", "name_given", "name_homographs", "name_openers",
    "name_standing", "name_tails", "name_titles", "name_uncut",
)  # fmt: skip


@pytest.mark.parametrize("name", LEXICONS)
def test_lexicons_are_sorted_and_sourced(name: str) -> None:
    rows = [tuple(row.values()) for row in lexicon(name)]
    assert rows == sorted(rows)
    assert len(set(rows)) == len(rows)
    assert all(row["source"] for row in lexicon(name))


_WORDS = """قال وقال لزهدون زهدون الرملاوي وفرنسا للأمم المتحدة رويترز وكالة مدينة الرئيس بالبيت
والتنظيم ك CNN 5 " ( ) # _ ، ."""
_PIECES = st.sampled_from([*_WORDS.split(), "\n", "\u200f"])


@settings(max_examples=150, deadline=None)
@given(st.lists(_PIECES, max_size=25), st.data())
def test_whatever_is_proposed_mentions_are_whole(pieces: list[str], data: st.DataObject) -> None:
    text = " ".join(pieces) or "ا"
    kinds = st.sampled_from(["person", "place", "group", "organisation", "nominal", "event"])
    spans = st.tuples(st.integers(0, len(text) - 1), st.integers(1, 30))
    proposals = tuple(
        Proposal("name", Span(start, min(len(text), start + length)), kind, score)
        for (start, length), kind, score in data.draw(
            st.lists(st.tuples(spans, kinds, st.floats(0.3, 1.0)), max_size=6)
        )
    )
    draft = Draft.of(Document("d", text)).having(proposals=proposals)
    mentions = NamesStage().run(draft).mentions
    last = 0
    for mention in mentions:
        assert last <= mention.span.start < mention.span.stop <= len(text)
        assert any(char.isalnum() for char in mention.span.of(text))
        assert "\n" not in mention.span.of(text)
        last = mention.span.stop
    assert NamesStage().run(draft).mentions == mentions


def test_an_adverb_with_tanwin_is_no_name() -> None:
    assert shown("تدمر [place:كلياً] في [place:النبعة]") == ["place:النبعة"]
