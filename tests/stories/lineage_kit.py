"""Invented reports for the tests of lineage."""

from __future__ import annotations

import random

from riwaya.model import Document, Report

WIRE = (
    "أعلن مجلس بلدة عين السرو يوم الأحد أن أعمال ترميم الجسر القديم ستبدأ بعد انتهاء موسم "
    "الأمطار.\n"
    "وقال رئيس المجلس نادر الحلاق إن التكلفة تبلغ نحو ستين ألف دولار، وإن نصفها جاء من تبرعات "
    "الأهالي المقيمين في الخارج.\n"
    "وأضاف أن الشركة التي فازت بالمناقصة تعهدت بإنهاء العمل خلال أربعة أشهر، على أن تبقى الطريق "
    "الفرعية مفتوحة أمام سيارات الإسعاف والحافلات المدرسية.\n"
    "ويربط الجسر الذي بني قبل تسعين عاما ضفتي النهر، ويعبره كل صباح مئات المزارعين إلى بساتينهم "
    "في سهل الوادي الشرقي."
)
OTHER = (
    "افتتحت جمعية الضفاف مكتبة متنقلة تزور مدارس القرى الجبلية مرتين في الشهر.\n"
    "وتحمل الحافلة أكثر من ألفي كتاب للأطفال واليافعين، بعضها بطريقة برايل.\n"
    "وذكرت المشرفة على المشروع رنا البستاني أن التلاميذ استعاروا في الأسبوع الأول ثلاثمئة كتاب، "
    "وأن الطلب على القصص العلمية فاق التوقعات.\n"
    "وتأمل الجمعية أن تشتري حافلة ثانية قبل نهاية السنة الدراسية المقبلة."
)
FOOTER = (
    "لمتابعة آخر أخبارنا حملوا تطبيق صوت المرج على هواتفكم واشتركوا في نشرتنا البريدية اليومية "
    "المجانية التي تصلكم كل مساء مع أبرز العناوين والصور والتحقيقات."
)
_LETTERS = "ابتثجحخدرزسشصضطعغفقكلمنهوي"


def report(id_: str, text: str, outlet: str | None = None, published: str | None = None) -> Report:
    """A report without annotations."""
    return Report(Document(id=id_, text=text, outlet=outlet, published=published))


def invented(seed: int, words: int = 120, line: int = 30) -> str:
    """A text of invented words that no other seed gives."""
    rng = random.Random(seed)
    made = ["".join(rng.choices(_LETTERS, k=rng.randint(4, 8))) for _ in range(words)]
    return "\n".join(" ".join(made[at : at + line]) + "." for at in range(0, words, line))


def edited(text: str, seed: int, every: int = 15) -> str:
    """`text` with about one word in `every` replaced or left out."""
    rng = random.Random(seed)
    out = []
    for line in text.split("\n"):
        words = []
        for word in line.split():
            drawn = rng.randrange(2 * every)
            if drawn == 0:
                continue
            words.append("مستجد" if drawn == 1 else word)
        out.append(" ".join(words))
    return "\n".join(out)
