"""A thin client of the REST interface (`/api/v1`), for scripts on another machine or in another language's notebook.

    >>> with Client("http://127.0.0.1:8321") as marsad:
    ...     for event in marsad.events(country="SY", status=["disputed"]):
    ...         print(event["day"], event["place_name_en"])

Lists are walked page by page as they are read; every answer is a plain dictionary as `/api/v1/openapi.json` describes it.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from types import TracebackType
from typing import Any, Self, cast

import httpx

from .errors import MarsadError

Value = str | int | Sequence[str] | None
Record = dict[str, Any]


class ClientError(MarsadError):
    """The server's answer was a problem: its status and what it says."""

    def __init__(self, status: int, detail: str) -> None:
        super().__init__(f"{status}: {detail}")
        self.status = status


class Client:
    """A connection to one workbench; `token` where it wants one."""

    def __init__(self, address: str, token: str | None = None, http: httpx.Client | None = None) -> None:
        headers = {"Authorization": f"Bearer {token}"} if token else {}
        self._http = http or httpx.Client(base_url=f"{address.rstrip('/')}/api/v1", headers=headers, timeout=30)

    def __enter__(self) -> Self:
        """The client itself."""
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Close the connection."""
        self._http.close()

    def articles(self, **filters: Value) -> Iterator[Record]:
        """Articles, the newest day first (`outlet`)."""
        return self._walk("/articles", filters)

    def article(self, article_id: str) -> Record:
        """An article with its text and claims."""
        return self._get(f"/articles/{_quoted(article_id)}")

    def claims(self, **filters: Value) -> Iterator[Record]:
        """Claims under the filters of the pages (`q`, `from_`, `to`, `country`, `type`, `actor`, `stance`, …)."""
        return self._walk("/claims", filters)

    def claim(self, claim_id: str) -> Record:
        """A claim, its event and what people decided."""
        return self._get(f"/claims/{_quoted(claim_id)}")

    def events(self, **filters: Value) -> Iterator[Record]:
        """Events under the same filters."""
        return self._walk("/events", filters)

    def event(self, event_id: str) -> Record:
        """The whole of an event."""
        return self._get(f"/events/{_quoted(event_id)}")

    def figures(self, **filters: Value) -> Iterator[Record]:
        """The figures of events by a named rule (`rule="ucdp"`)."""
        return self._walk("/figures", filters)

    def actors(self, **filters: Value) -> list[Record]:
        """The actors of the events that pass, with their numbers of events."""
        return cast(list[Record], self._get("/actors", filters))

    def places(self, **filters: Value) -> list[Record]:
        """Their places."""
        return cast(list[Record], self._get("/places", filters))

    def outlets(self, **filters: Value) -> list[Record]:
        """Their outlets."""
        return cast(list[Record], self._get("/outlets", filters))

    def search(self, words: str, **filters: Value) -> Iterator[Record]:
        """Articles in which all the words stand."""
        offset: int | None = 0
        while offset is not None:
            page = self._get("/search", {**filters, "words": words, "offset": offset})
            yield from page["items"]
            offset = page["next"]

    def code(self, text: str, **article: str) -> Record:
        """The claims of a text (`title`, `outlet`, `published_at`, …); nothing is stored."""
        return self._send("/code", {**article, "text": text})

    def judge(self, verdict: str, left: str, right: Sequence[str], reason: str) -> Record:
        """Put down that things are the `same`, `different`, or to be `split` from an event."""
        return self._send("/judgements", {"verdict": verdict, "left": left, "right": list(right), "reason": reason})

    def undo(self, judgement: int, reason: str | None = None) -> Record:
        """Take a judgement back."""
        return self._send(f"/judgements/{judgement}/undo", {"reason": reason})

    def _walk(self, path: str, filters: Mapping[str, Value]) -> Iterator[Record]:
        cursor: str | None = None
        while True:
            page = self._get(path, {**filters, "cursor": cursor})
            yield from page["items"]
            cursor = page["next"]
            if cursor is None:
                return

    def _get(self, path: str, query: Mapping[str, Value] | None = None) -> Record:
        asked = {k.rstrip("_"): v for k, v in (query or {}).items() if v is not None}
        return _answer(self._http.get(path, params=cast(Any, asked)))

    def _send(self, path: str, body: Mapping[str, Any]) -> Record:
        return _answer(self._http.post(path, json=dict(body)))


def _quoted(name: str) -> str:
    from urllib.parse import quote

    return quote(name, safe="")


def _answer(response: httpx.Response) -> Record:
    if response.is_success:
        return cast(Record, response.json())
    try:
        detail = str(response.json()["detail"])
    except (ValueError, KeyError, TypeError):
        detail = response.text[:200]
    raise ClientError(response.status_code, detail)
