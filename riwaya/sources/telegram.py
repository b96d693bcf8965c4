"""Telegram Desktop's machine-readable export (`result.json`): one chat, or a whole account.

Format: core.telegram.org/import-export. A message's text is a string or a list of pieces; times
are given in the exporter's own zone (`date`) and, since 2021, also as Unix seconds.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping
from datetime import UTC, datetime
from typing import Any

from riwaya.errors import InputError, LanguageError, RiwayaError
from riwaya.records import Evidence, Raw
from riwaya.sources.base import Intake, Item, Skipped, Taken
from riwaya.sources.documents import make_document

MEDIA_TYPE = "application/json"
_USERNAME = re.compile(r"[A-Za-z][A-Za-z0-9_]{3,31}")
_OPEN_CHATS = ("channel", "supergroup", "group", "public_", "private_channel", "private_group")
_SERVICE = "service messages (someone joined, a pinned post …)"
_NO_TEXT = "messages without text (pictures, videos, polls …)"
_NOT_ARABIC = "messages that are not in Arabic"


def is_telegram(value: Any) -> bool:
    """Whether a parsed JSON value has the shape of an export: one chat, or an account's chats."""
    return isinstance(value, dict) and (_is_chat(value) or bool(_chat_lists(value)))


def telegram_items(value: Any, raw: Raw, where: str, intake: Intake) -> Iterator[Item]:
    """The posts of an export as documents; what has no Arabic text is Skipped, once a reason."""
    if _is_chat(value):
        yield from _chat_items(value, raw, where, intake)
        return
    chats = [chat for chats in _chat_lists(value) for chat in chats]
    if not chats:
        yield InputError("holds no chats.", where=where, advice="Export at least one channel.")
    for number, chat in enumerate(chats, start=1):
        place = f"{where}, chat {number}"
        if isinstance(chat, dict) and _is_chat(chat):
            yield from _chat_items(chat, raw, place, intake)
        else:
            yield _no_object(place, "chat")


def _is_chat(value: Mapping[str, Any]) -> bool:
    messages = value.get("messages")
    if not isinstance(messages, list) or "text" in value:
        return False
    looks = (message for message in messages if isinstance(message, dict))
    return {"type", "id"} <= value.keys() or any({"id", "type", "date"} <= m.keys() for m in looks)


def _chat_lists(value: Mapping[str, Any]) -> list[list[Any]]:
    parts = (value.get(name) for name in ("chats", "left_chats"))
    lists = (part.get("list") for part in parts if isinstance(part, dict))
    return [chats for chats in lists if isinstance(chats, list)]


def _chat_items(chat: Mapping[str, Any], raw: Raw, where: str, intake: Intake) -> Iterator[Item]:
    skipped: Counter[str] = Counter()
    for number, message in enumerate(chat["messages"], start=1):
        if not isinstance(message, dict):
            yield _no_object(f"{where}, message {number} of the list", "message")
            continue
        why = _why_not(message)
        if why:
            skipped[why] += 1
            continue
        try:
            yield _taken(_Post(chat, message, number), raw, where, intake)
        except LanguageError:
            skipped[_NOT_ARABIC] += 1
        except RiwayaError as error:
            yield error
    for why, count in skipped.items():
        yield Skipped(where, f"{why}: {count}")
    if not chat["messages"]:
        yield Skipped(where, "a chat without messages")


def _why_not(message: Mapping[str, Any]) -> str | None:
    """Why the message is left out; None when it has a text."""
    if message.get("type", "message") != "message":
        return _SERVICE
    return None if _text(message).strip() else _NO_TEXT


def _text(message: Mapping[str, Any]) -> str:
    """The message's words, its pieces joined as they stand; a caption is kept as text too."""
    text = message.get("text")
    return _joined(text) or _joined(message.get("text_entities"))


def _joined(text: Any) -> str:
    if isinstance(text, str):
        return text
    if not isinstance(text, list):
        return ""
    pieces = (piece.get("text") if isinstance(piece, dict) else piece for piece in text)
    return "".join(piece for piece in pieces if isinstance(piece, str))


class _Post:
    """One message of a chat, seen as the fields of a document."""

    def __init__(self, chat: Mapping[str, Any], message: Mapping[str, Any], number: int) -> None:
        self._chat = chat
        self._message = message
        given = message.get("id")
        is_id = isinstance(given, int) and not isinstance(given, bool)
        self.part = f"message {given}" if is_id else f"message {number} of the list"
        self._id = given if is_id else None

    def fields(self) -> dict[str, Any]:
        """What `make_document` takes."""
        return {
            "text": _text(self._message),
            "outlet": self._outlet(),
            "url": self._url(),
            "published": self._time("date"),
        }

    def notes(self) -> tuple[str, ...]:
        """What is known beside the text."""
        notes = []
        if self._time("date") and not _unix_time(self._message.get("date_unixtime")):
            notes.append("the time is the exporter's local time, its zone is not stated")
        if edited := self._time("edited"):
            notes.append(f"edited {edited}")
        if forwarded := self._forwarded():
            notes.append(forwarded)
        reply = self._message.get("reply_to_message_id")
        if isinstance(reply, int):
            notes.append(f"reply to message {reply}")
        return tuple(notes)

    def _outlet(self) -> str | None:
        """The channel's or group's name; a private conversation has no outlet."""
        kind, name = self._chat.get("type"), self._chat.get("name")
        is_open = kind is None or (isinstance(kind, str) and any(k in kind for k in _OPEN_CHATS))
        return name if is_open and isinstance(name, str) else None

    def _url(self) -> str | None:
        username = self._chat.get("username")
        if self._id is None or not isinstance(username, str):
            return None
        name = username.removeprefix("@")
        return f"https://t.me/{name}/{self._id}" if _USERNAME.fullmatch(name) else None

    def _time(self, name: str) -> str | None:
        """The time of that name in UTC; in the exporter's own zone where only that is given."""
        unix = _unix_time(self._message.get(f"{name}_unixtime"))
        local = self._message.get(name)
        return unix or (local if isinstance(local, str) and local.strip() else None)

    def _forwarded(self) -> str | None:
        name = self._message.get("forwarded_from")
        if str(self._message.get("forwarded_from_id")).startswith("user"):
            return "forwarded from a person's account"
        return f"forwarded from {name}" if isinstance(name, str) and name.strip() else None


def _unix_time(value: Any) -> str | None:
    try:
        seconds = int(value)
        moment = datetime.fromtimestamp(seconds, UTC)
    except (TypeError, ValueError, OverflowError, OSError):
        return None
    return moment.strftime("%Y-%m-%dT%H:%M:%SZ") if seconds > 0 else None


def _taken(post: _Post, raw: Raw, where: str, intake: Intake) -> Taken:
    place = f"{where}, {post.part}"
    document = make_document(post.fields(), place, intake, post.notes())
    return Taken(document, place, Evidence(raw, MEDIA_TYPE, "telegram", part=post.part))


def _no_object(where: str, name: str) -> InputError:
    return InputError(
        f"is not a {name} as Telegram Desktop writes it.",
        where=where,
        advice="Export the chat anew as machine-readable JSON.",
    )
