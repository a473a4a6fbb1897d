"""The language-model coder against a local server that speaks the protocol: what does not quote the article does not count."""

from __future__ import annotations

import json
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, HTTPServer
from typing import Any

import pytest

from marsad.coders import coder_of
from marsad.coders.vote import VoteCoder
from marsad.errors import StopRun
from marsad.model import Article, Coded, Refused
from marsad.pipeline import Coder

TEXT = "قال متحدث باسم الدفاع المدني إن المدفعية قصفت سوق مدينة إدلب صباح الثلاثاء، ما أدى إلى مقتل ثلاثة مدنيين."


class Server:
    """Answers every request with `content`, and keeps what it was asked."""

    def __init__(self) -> None:
        self.asked: list[dict[str, Any]] = []
        self.content = '{"claims": []}'
        self.status = 200
        outer = self

        class Handler(BaseHTTPRequestHandler):
            def do_POST(self) -> None:
                outer.asked.append(json.loads(self.rfile.read(int(self.headers["Content-Length"]))))
                body = json.dumps({"choices": [{"message": {"content": outer.content}}]}).encode()
                self.send_response(outer.status)
                self.send_header("Content-Length", str(len(body)))
                self.end_headers()
                self.wfile.write(body)

            def log_message(self, *_: object) -> None:
                """Say nothing."""

        self.http = HTTPServer(("127.0.0.1", 0), Handler)
        self.url = f"http://127.0.0.1:{self.http.server_port}/v1?model=tiny"
        threading.Thread(target=self.http.serve_forever, daemon=True).start()

    def says(self, *claims: dict[str, Any]) -> None:
        self.content = json.dumps({"claims": claims}, ensure_ascii=False)


@pytest.fixture
def server() -> Iterator[Server]:
    made = Server()
    yield made
    made.http.shutdown()
    made.http.server_close()


SHELLING: dict[str, Any] = {
    "event_type": "shelling", "stance": "asserted", "status": "occurred", "evidence": "المدفعية قصفت سوق مدينة إدلب صباح الثلاثاء",
    "trigger": "قصفت", "recipients": ["ثلاثة مدنيين"], "place": "مدينة إدلب",
    "date": {"quote": "صباح الثلاثاء", "start": "2021-03-02", "end": "2021-03-02"},
    "figures": [{"quote": "ثلاثة", "kind": "killed", "of": "civilians", "low": 3, "best": 3, "high": 3}],
    "attribution": [{"quote": "متحدث باسم الدفاع المدني", "role": "speaker"}], "confidence": 0.9,
}  # fmt: skip


def test_quoted_values_get_their_spans_and_the_gazetteers_place(server: Server) -> None:
    server.says(SHELLING)
    record = coder_of(f"llm:{server.url}").code(Article("a", TEXT, published_at="2021-03-03"))
    assert isinstance(record, Coded)
    (claim,) = record.claims
    assert TEXT[claim.trigger.start : claim.trigger.end] == "قصفت"
    assert claim.place is not None
    assert claim.place.country == "SY"
    assert claim.recipients[0].actor == "civilians"
    assert (claim.figures[0].low, claim.figures[0].kind) == (3, "killed")
    asked = server.asked[0]
    assert asked["model"] == "tiny"
    assert asked["response_format"]["type"] == "json_schema"
    assert "shelling" in asked["messages"][0]["content"]


def test_what_the_article_does_not_say_is_dropped_and_counted(server: Server) -> None:
    invented = {**SHELLING, "evidence": "غارات على حلب"}
    embroidered = {
        **SHELLING,
        "actors": ["جيش لم يذكر"],
        "place": "حمص",
        "date": {"quote": "الثلاثاء", "start": "2021", "end": "x"},
    }
    server.says(invented, embroidered, {**SHELLING, "event_type": "dragons"})
    record = coder_of(f"llm:{server.url}").code(Article("a", TEXT))
    assert isinstance(record, Coded)
    (claim,) = record.claims
    assert (claim.actors, claim.place, claim.date) == ((), None, None)
    assert "actors 1, date 1, event_type 1, evidence 1, place 1" in record.warnings[0]


@pytest.mark.parametrize("content", ["no JSON", '{"claims": [{"event_type": 5}]}', "[]"])
def test_an_answer_of_another_form_refuses_the_article(server: Server, content: str) -> None:
    server.content = content
    record = coder_of(f"llm:{server.url}").code(Article("a", TEXT))
    assert isinstance(record, Refused)
    assert "no usable answer" in record.error


def test_a_server_that_fails_refuses_the_article(server: Server) -> None:
    server.status = 500
    assert isinstance(coder_of(f"llm:{server.url}").code(Article("a", TEXT)), Refused)
    assert isinstance(coder_of("llm:http://127.0.0.1:9/v1").code(Article("a", TEXT)), Refused)


def test_two_coders_keep_what_both_find(server: Server) -> None:
    protest = {**SHELLING, "event_type": "protest"}
    server.says(SHELLING, protest)
    base = Coder.load()
    alone = base.code(Article("a", TEXT))
    both = VoteCoder([base, coder_of(f"llm:{server.url}")]).code(Article("a", TEXT))
    assert isinstance(alone, Coded)
    assert isinstance(both, Coded)
    assert [c.event_type for c in both.claims] == ["shelling"]
    mine = next(c for c in alone.claims if c.event_type == "shelling")
    assert both.claims[0].actors == mine.actors
    assert both.claims[0].confidence == pytest.approx((mine.confidence + 0.9) / 2, abs=0.001)


@pytest.mark.parametrize("name", ["magic", "llm:", "llm:ftp://x", "lexicon:/no/such", "file:/no/such", "default:x"])
def test_a_coder_that_is_none_says_what_to_give(name: str) -> None:
    with pytest.raises(StopRun):
        coder_of(name)
