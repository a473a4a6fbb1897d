"""A coder that asks a language model behind any OpenAI-compatible chat interface; what it answers must quote the article.

    llm:http://127.0.0.1:8080/v1?model=NAME

The key, where the server wants one, is read from MARSAD_LLM_KEY. Temperature 0; the answer's form is asked for as a JSON schema.
"""

from __future__ import annotations

import hashlib
import os
from typing import Any
from urllib.parse import parse_qs, urlsplit, urlunsplit

import httpx
import msgspec

from ..errors import StopRun
from ..model import Article, Coded, Refused
from ..pipeline import Coder
from .quoted import QuotedClaim, Quotes

_LONGEST = 20_000  # characters of an article that are sent
_SECONDS = 120.0


class Answer(msgspec.Struct, frozen=True):
    """What the model is asked for."""

    claims: list[QuotedClaim]


class LlmCoder:
    """Asks for the claims of an article and keeps what it can find in the text; what was dropped is a warning with its count."""

    def __init__(self, address: str, client: httpx.Client | None = None) -> None:
        parts = urlsplit(address)
        if parts.scheme not in ("http", "https") or not parts.netloc:
            raise StopRun(f"llm:{address}: is no address: give llm:http://HOST:PORT/v1?model=NAME")
        self.model = parse_qs(parts.query).get("model", ["default"])[0]
        self.url = urlunsplit((parts.scheme, parts.netloc, parts.path.rstrip("/") + "/chat/completions", "", ""))
        self.base = Coder.load()
        self.client = client or httpx.Client(timeout=_SECONDS)
        self.prompt = _prompt(self.base)
        self.version = "llm-" + hashlib.sha256(f"{address}\n{self.prompt}".encode()).hexdigest()[:12]

    def code(self, article: Article) -> Coded | Refused:
        """The claims that the model names and the article bears out."""
        if not article.text.strip():
            return Refused(article.id, f"article {article.id}: field text is empty: give the report's text")
        try:
            answer = self._ask(article)
        except (httpx.HTTPError, KeyError, IndexError, TypeError, ValueError, msgspec.MsgspecError) as error:
            return Refused(
                article.id,
                f"article {article.id}: the model at {self.url} gave no usable answer ({error}): code it again",
            )
        quotes = Quotes(article, self.base)
        found = [quotes.claim(said, number) for number, said in enumerate(answer.claims, 1)]
        claims = sorted((c for c in found if c is not None), key=lambda c: (c.trigger.start, c.trigger.end))
        numbered = tuple(msgspec.structs.replace(c, id=f"c{n:02d}") for n, c in enumerate(claims, 1))
        return Coded(article.id, numbered, tuple(self._warnings(article, quotes)))

    def _warnings(self, article: Article, quotes: Quotes) -> list[str]:
        out = []
        if quotes.dropped:
            counted = ", ".join(f"{field} {n}" for field, n in sorted(quotes.dropped.items()))
            out.append(f"article {article.id}: values that the text does not bear out were dropped: {counted}")
        if len(article.text) > _LONGEST:
            out.append(f"article {article.id}: only its first {_LONGEST} characters were given to the model")
        return out

    def _ask(self, article: Article) -> Answer:
        told = f"published: {article.published_at or 'unknown'}\noutlet: {article.outlet or 'unknown'}\n\n{article.text[:_LONGEST]}"
        body: dict[str, Any] = {
            "model": self.model,
            "temperature": 0,
            "messages": [{"role": "system", "content": self.prompt}, {"role": "user", "content": told}],
            "response_format": {
                "type": "json_schema",
                "json_schema": {"name": "claims", "strict": True, "schema": msgspec.json.schema(Answer)},
            },
        }
        key = os.environ.get("MARSAD_LLM_KEY")
        reply = self.client.post(self.url, json=body, headers={"Authorization": f"Bearer {key}"} if key else {})
        reply.raise_for_status()
        content = reply.json()["choices"][0]["message"]["content"]
        return msgspec.json.decode(content, type=Answer)


def _prompt(coder: Coder) -> str:
    types = ", ".join(sorted(coder.vocabulary.types))
    return (
        "You read Arabic conflict reports and write down claims: one proposition about one event or state of the conflict, as the report puts "
        "it. Give every claim once, in the order of the text. event_type is one of: "
        + types
        + ". A denial of an event is that event with "
        "stance denied. status: occurred, ongoing, planned, possible, demanded. Every other value is copied from the report word for word, "
        "character for character: evidence is the shortest clause that states the claim, trigger the words in it that name the event, actors "
        "who does it, recipients to whom it is done, place where, date the words that date the event with its first and last day (ISO), "
        "figures numbers of people or things, attribution who says so (speaker), then by what agency or paper (via). Leave out what the "
        "report does not say. confidence is between 0 and 1."
    )
