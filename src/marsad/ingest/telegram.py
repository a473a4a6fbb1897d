"""A channel export as Telegram Desktop writes it (`result.json`): every message with words is an article, a forwarded one names whence it came."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Iterator
from typing import Any

from ..model import Article
from .outlets import agencies_in, outlet_of
from .types import Fetched, refused

_TITLE = 120  # a longer first line is a paragraph


def is_export(data: Any) -> bool:
    """Whether decoded JSON is such an export: one chat with messages, or a whole account's list of chats."""
    return isinstance(data, dict) and (
        _is_chat(data) or (isinstance(data.get("chats"), dict) and isinstance(data["chats"].get("list"), list))
    )


def _is_chat(data: Any) -> bool:
    return isinstance(data, dict) and isinstance(data.get("messages"), list) and "type" in data


def messages_of(data: dict[str, Any], where: str) -> Iterator[Fetched]:
    """The articles of an export in its order; photos without words and notes of the service are passed over."""
    chats = [data] if _is_chat(data) else [chat for chat in data["chats"]["list"] if _is_chat(chat)]
    for chat in chats:
        for message in chat["messages"]:
            if not isinstance(message, dict) or not isinstance(message.get("id"), (int, str)):
                yield refused(
                    where,
                    f"a message of {chat.get('name')!r} is no object with an id",
                    "export the channel again, as machine-readable JSON",
                )
            elif (
                message.get("type") == "message" and words_of(message.get("text", message.get("text_entities"))).strip()
            ):
                yield _article(chat, message)


def words_of(text: Any) -> str:
    """The words of a message: a string, or a list of strings and of entities that hold their words as `text`."""
    if isinstance(text, str):
        return text
    if isinstance(text, list):
        return "".join(
            part if isinstance(part, str) else str(part.get("text", ""))
            for part in text
            if isinstance(part, (str, dict))
        )
    return ""


def _article(chat: dict[str, Any], message: dict[str, Any]) -> Fetched:
    text = words_of(message.get("text", message.get("text_entities")))
    name = str(chat.get("name") or "telegram")
    outlet = outlet_of(None, name)
    first = text.strip().splitlines()[0].strip()
    forwarded = message.get("forwarded_from") or message.get("saved_from")
    article = Article(
        f"telegram-{chat.get('id', name)}-{message['id']}", text, title=first if len(first) <= _TITLE else None,
        outlet=outlet.id if outlet else name, published_at=_moment(message),
    )  # fmt: skip
    source = str(forwarded) if isinstance(forwarded, str) else None
    origin = outlet_of(None, source) if source else None
    agencies = agencies_in(source) if source else ()
    raw = json.dumps(message, ensure_ascii=False, sort_keys=True).encode("utf-8", "replace")
    details = {"date": "telegram", "edited": str(message["edited"])} if "edited" in message else {"date": "telegram"}
    if source:
        details |= {"via": source, "via_id": origin.id} if origin else {"via": source}
    return Fetched(
        article, raw=raw, content_type="application/json", byline=source, agencies=agencies, extraction=details
    )


def _moment(message: dict[str, Any]) -> str | None:
    """The time with its zone from the Unix time; older exports hold only the local time of whoever exported."""
    try:
        return dt.datetime.fromtimestamp(int(message["date_unixtime"]), dt.UTC).isoformat()
    except (KeyError, ValueError, TypeError, OverflowError, OSError):
        date = message.get("date")
        return date if isinstance(date, str) else None
