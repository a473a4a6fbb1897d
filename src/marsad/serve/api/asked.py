"""What every route takes and gives: the filter of the address, cursor and limit, and answers with an ETag."""

from __future__ import annotations

import datetime as dt
import hashlib
from typing import Annotated, Any, Literal

import msgspec
from fastapi import Depends, Query, Request, Response

from ...errors import StopRun
from ...store import Filters, Store
from ...store.rows import read_cursor
from .problems import Missing

Limit = Annotated[int, Query(ge=1, le=200, description="Rows of a page")]
_NUMBER = r"-?\d{1,3}(\.\d{1,12})?"
_Values = Annotated[list[str] | None, Query(description="May be given more than once: any of them")]


def store_of(request: Request) -> Store:
    """The store as the one who asks may see it."""
    store: Store = request.state.store
    return store


def cursor_of(
    cursor: Annotated[str | None, Query(max_length=400, description="`next` of the page before")] = None,
) -> str | None:
    """The mark of where a page begins; one that this program did not make leads to no page."""
    if cursor is not None:
        try:
            read_cursor(cursor)
        except StopRun as error:
            raise Missing(str(error)) from error
    return cursor


def filters_of(
    request: Request,
    q: Annotated[str | None, Query(max_length=200, description="Words of the article")] = None,
    start: Annotated[dt.date | None, Query(alias="from", description="First day, 2015-07-31")] = None,
    end: Annotated[dt.date | None, Query(alias="to", description="Last day, 2015-07-31")] = None,
    country: Annotated[str | None, Query(description="ISO 3166-1 code")] = None,
    adm1: str | None = None,
    place: Annotated[str | None, Query(description="Gazetteer id")] = None,
    type_: Annotated[list[str] | None, Query(alias="type", description="Event types of the codebook")] = None,
    actor: _Values = None,
    outlet: _Values = None,
    status: Annotated[list[str] | None, Query(description="Statuses of events")] = None,
    claim_status: Annotated[
        list[Literal["occurred", "ongoing", "planned", "possible", "demanded"]] | None, Query()
    ] = None,
    stance: Annotated[list[Literal["asserted", "denied"]] | None, Query()] = None,
    origins: Annotated[int, Query(ge=0, le=1000, description="Least independent origins of an event")] = 0,
    since: Annotated[str | None, Query(description="First seen at or after this moment")] = None,
    bbox: Annotated[
        str | None, Query(pattern=f"^{_NUMBER}(,{_NUMBER}){{3}}$", description="west,south,east,north in degrees")
    ] = None,
) -> Filters:
    """The filter of the address: that of the pages, by the same keys."""
    named: dict[str, Any] = {
        "q": q, "from": start and start.isoformat(), "to": end and end.isoformat(),
        "country": country, "adm1": adm1, "place": place, "type": type_, "actor": actor, "outlet": outlet,
        "status": status, "claim_status": claim_status, "stance": stance, "origins": str(origins) if origins else None, "since": since, "bbox": bbox,
    }  # fmt: skip
    return Filters.from_query({k: v for k, v in named.items() if v})


Stored = Annotated[Store, Depends(store_of)]
Cursor = Annotated[str | None, Depends(cursor_of)]
Filtered = Annotated[Filters, Depends(filters_of)]


def sent(request: Request, value: Any) -> Response:
    """The value as JSON; 304 where the caller holds it already."""
    try:
        body = msgspec.json.encode(value)
    except UnicodeEncodeError:  # a lone surrogate of some report
        import json

        body = json.dumps(msgspec.to_builtins(value), ensure_ascii=True).encode()
    tag = f'"{hashlib.sha256(body).hexdigest()[:32]}"'
    headers = {"ETag": tag, "Cache-Control": "private, no-cache"}
    held = request.headers.get("if-none-match", "")
    if request.method == "GET" and tag in [t.strip().removeprefix("W/") for t in held.split(",")]:
        return Response(status_code=304, headers=headers)
    return Response(body, media_type="application/json", headers=headers)
