"""Telegram Desktop's JSON export: one channel, or an account with many chats."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from riwaya.records import Raw
from riwaya.sources.base import Intake, Item
from riwaya.sources.telegram import is_telegram, telegram_items
from tests.sources.file_kit import OTHER, TEXT, errors, only, skipped, taken, texts

RAW = Raw(b"the export")


def message(number: int, text: Any, **fields: Any) -> dict[str, Any]:
    return {
        "id": number,
        "type": "message",
        "date": "2018-03-31T17:30:00",
        "date_unixtime": "1522506600",
        "from": "مرفأ اليوم",
        "from_id": "channel77",
        "text": text,
        **fields,
    }


def channel(*messages: Any, **fields: Any) -> dict[str, Any]:
    return {
        "name": "مرفأ اليوم",
        "type": "public_channel",
        "id": 77,
        "messages": list(messages),
        **fields,
    }


def items(value: Any) -> list[Item]:
    assert is_telegram(value)
    return list(telegram_items(value, RAW, "result.json", Intake()))


def test_a_post_with_its_evidence() -> None:
    item = only(items(channel(message(5, TEXT))))
    document, evidence = item.document, item.evidence
    assert (document.text, document.outlet, document.url) == (TEXT, "مرفأ اليوم", None)
    assert document.published == "2018-03-31T14:30:00Z"
    assert document.notes == ()
    assert evidence is not None
    assert (evidence.raw, evidence.method, evidence.part) == (RAW, "telegram", "message 5")
    assert item.where == "result.json, message 5"


def test_pieces_are_joined_exactly() -> None:
    pieces = ["قال ", {"type": "bold", "text": "فارس الدوماني"}, " إن القوارب عادت\n\n",
              {"type": "link", "text": "https://marfa.example/1"}]  # fmt: skip
    joined = "قال فارس الدوماني إن القوارب عادت\n\nhttps://marfa.example/1"
    assert texts(items(channel(message(1, pieces)))) == [joined]
    only_entities = message(1, "", text_entities=[{"type": "plain", "text": TEXT}])
    assert texts(items(channel(only_entities))) == [TEXT]


def test_an_address_only_where_the_export_states_the_username() -> None:
    named = channel(message(5, TEXT), username="marfa_today")
    assert only(items(named)).document.url == "https://t.me/marfa_today/5"
    bad = channel(message(5, TEXT), username="../x?y")
    assert only(items(bad)).document.url is None


def test_what_is_known_of_a_post_is_noted() -> None:
    post = message(
        9, TEXT, edited_unixtime="1522510200", forwarded_from="قناة الوادي", reply_to_message_id=8
    )
    notes = only(items(channel(post))).document.notes
    assert notes == ("edited 2018-03-31T15:30:00Z", "forwarded from قناة الوادي",
                     "reply to message 8")  # fmt: skip


def test_a_person_who_is_forwarded_is_not_named() -> None:
    post = message(9, TEXT, forwarded_from="سليم العكاري", forwarded_from_id="user123")
    assert only(items(channel(post))).document.notes == ("forwarded from a person's account",)


def test_a_time_without_its_zone_is_noted() -> None:
    post = message(3, TEXT)
    del post["date_unixtime"]
    document = only(items(channel(post))).document
    assert document.published == "2018-03-31T17:30:00"
    assert "local time" in document.notes[0]


def test_what_has_no_arabic_text_is_skipped_once_a_reason() -> None:
    found = items(
        channel(
            message(1, TEXT),
            {"id": 2, "type": "service", "date": "2018-03-31T17:30:00", "action": "pin_message"},
            message(3, "", photo="photos/1.jpg"),
            message(4, "", photo="photos/2.jpg"),
            message(5, "👍👍"),
            message(6, "see the pictures above"),
            message(7, "الخبر مع صورة " + OTHER, photo="photos/3.jpg"),
        )
    )
    assert len(taken(found)) == 2
    assert errors(found) == []
    reasons = skipped(found)
    assert [reason.split()[-1] for reason in reasons] == ["1", "2", "2"]
    assert "service" in reasons[0]


def test_a_whole_account() -> None:
    private = {"name": "سليم", "type": "personal_chat", "id": 1, "messages": [message(1, TEXT)]}
    value = {"about": "", "chats": {"about": "", "list": [channel(message(1, OTHER)), private]},
             "left_chats": {"list": [channel(message(2, TEXT), name="أخرى")]}}  # fmt: skip
    found = taken(items(value))
    assert [item.document.outlet for item in found] == ["مرفأ اليوم", None, "أخرى"]
    assert found[1].where == "result.json, chat 2, message 1"


def test_broken_messages_are_errors_and_the_rest_goes_on() -> None:
    found = items(channel(7, message(2, TEXT, date_unixtime="never", date=4), message(3, OTHER)))
    assert len(taken(found)) == 2
    assert "message 1 of the list: is not a message" in errors(found)[0]
    assert "holds no chats" in errors(items({"chats": {"list": []}}))[0]
    assert skipped(items(channel())) == ["a chat without messages"]


@pytest.mark.parametrize(
    "value",
    [None, [], {}, {"text": TEXT}, {"messages": "none"}, {"messages": [TEXT]}, {"chats": [1]},
     {"text": TEXT, "messages": [message(1, TEXT)]}],
)  # fmt: skip
def test_other_json_is_not_taken_for_an_export(value: Any) -> None:
    assert not is_telegram(value)


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text(max_size=9),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(
        st.sampled_from(["text", "type", "id", "date", "date_unixtime", "edited", "x"]), inner,
        max_size=5),
    max_leaves=12,
)  # fmt: skip


@settings(deadline=None, max_examples=100)
@given(messages=st.lists(JSON, max_size=4), name=JSON, username=JSON)
def test_any_shape_gives_items_and_no_crash(messages: Any, name: Any, username: Any) -> None:
    value = {"id": 1, "type": name, "name": name, "username": username, "messages": messages}
    for item in telegram_items(value, RAW, "x", Intake()):
        assert item is not None
