"""What of a report is an account: claims, and what the outlet narrates besides."""

from __future__ import annotations

from riwaya.compare.accounts import accounts_of
from riwaya.contract.given import given_report
from riwaya.model import Report

TEXT = (
    "انفجار في بلدة ريحانة\n"
    "قال المحافظ سامي العلي إن خمسة أشخاص أصيبوا في الانفجار.\n"
    "ووقع الانفجار قرب سوق الخضار عند الظهر، وقال شهود إن الشارع أغلق.\n"
    "\n"
    "ورفض المتحدث التعليق."
)


def span(words: str, text: str = TEXT) -> list[int]:
    start = text.index(words)
    return [start, start + len(words)]


def report() -> Report:
    claims = [
        {"id": "c1", "cue": [span("قال")], "source": [span("المحافظ سامي العلي")],
         "content": [span("خمسة أشخاص أصيبوا في الانفجار")]},
        {"id": "c2", "cue": [span("وقال شهود")], "content": [span("الشارع أغلق")]},
        {"id": "c3", "cue": [span("رفض"), span("التعليق")], "source": [span("المتحدث")],
         "stance": "no_comment"},
    ]  # fmt: skip
    document = {"id": "d", "text": TEXT, "outlet": "ساحل", "published": "2021-05-02T10:00:00Z"}
    return given_report({"document": document, "claims": claims}, "test").report


def test_claims_and_narration_are_accounts_in_the_order_of_the_text() -> None:
    refs = [account.ref for account in accounts_of(report())]
    assert refs == ["d#P0", "d#c1", "d#P2", "d#c2", "d#c3"]


def test_narration_is_what_no_claim_has_said() -> None:
    found = {account.ref: account for account in accounts_of(report())}
    assert found["d#P2"].words.startswith("ووقع الانفجار قرب سوق الخضار عند الظهر")
    assert "الشارع أغلق" not in found["d#P2"].words
    assert "d#P1" not in found  # all of it is the governor's but an إن


def test_spans_are_the_words() -> None:
    for account in accounts_of(report()):
        joined = " ".join(" ".join(span.of(TEXT).split()) for span in account.spans)
        assert joined == account.words


def test_a_refusal_without_content_is_an_account_of_its_own_words() -> None:
    refusal = accounts_of(report())[-1]
    assert refusal.stance == "no_comment"
    assert refusal.words == "رفض المتحدث التعليق"


def test_who_tells_and_when() -> None:
    first, governor, *_ = accounts_of(report())
    assert first.headline
    assert first.speaker.words == "ساحل"
    assert governor.speaker.words == "المحافظ سامي العلي"
    assert {account.said for account in accounts_of(report())} == {"2021-05-02"}


def test_blank_lines_are_no_paragraphs() -> None:
    assert accounts_of(report())[-1].paragraph == 3
