"""A web server of the tests' own that can be told to misbehave byte by byte."""

from __future__ import annotations

import socket
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field

Handler = Callable[[socket.socket, str], None]
REPORT = [
    "قتل مدنيان وأصيب خمسة آخرون، صباح الأحد، جراء سقوط قذيفة على حي سكني شمالي المدينة، بحسب ما قال مسعف شارك في نقل الجرحى.",
    "وأضاف المسعف أن ثلاثة من المصابين أطفال كانوا في طريقهم إلى المدرسة، وأن حالة أحدهم خطيرة بعد إصابته بشظية في الرأس.",
    "ولم تعلن أي جهة مسؤوليتها عن القصف، فيما طالب وجهاء الحي بإبعاد الثكنات العسكرية عن الأحياء المأهولة بالسكان.",
]


def page(title: str = "قتيلان في قصف على حي سكني", charset: str = "utf-8") -> str:
    """A small page of a report."""
    body = "".join(f"<p>{p}</p>" for p in REPORT)
    stamp = '<meta property="article:published_time" content="2021-03-07T09:00:00+02:00">'
    return f'<html><head><meta charset="{charset}">{stamp}<title>{title}</title></head><body><h1>{title}</h1><div>{body}</div></body></html>'


def answer(
    body: bytes | str, status: str = "200 OK", kind: str = "text/html; charset=utf-8", **headers: str
) -> Handler:
    """A handler that behaves."""
    data = body.encode() if isinstance(body, str) else body
    lines = {
        "Content-Type": kind,
        "Content-Length": str(len(data)),
        **{k.replace("_", "-"): v for k, v in headers.items()},
    }
    head = f"HTTP/1.1 {status}\r\n" + "".join(f"{k}: {v}\r\n" for k, v in lines.items()) + "Connection: close\r\n\r\n"
    return lambda connection, _: connection.sendall(head.encode() + data)


@dataclass
class Server:
    """Paths with their handlers, and every request that came (its head)."""

    port: int
    paths: dict[str, Handler] = field(default_factory=dict)
    requests: list[str] = field(default_factory=list)
    stop: threading.Event = field(default_factory=threading.Event)

    def url(self, path: str, host: str = "127.0.0.1") -> str:
        """The address of a path."""
        return f"http://{host}:{self.port}{path}"

    def asked(self, path: str) -> list[str]:
        """The requests for a path."""
        return [r for r in self.requests if r.split(" ")[1] == path]


def _serve(listener: socket.socket, server: Server) -> None:
    while not server.stop.is_set():
        try:
            connection, _ = listener.accept()
        except OSError:
            return
        threading.Thread(target=_one, args=(connection, server), daemon=True).start()


def _one(connection: socket.socket, server: Server) -> None:
    with connection:
        try:
            head = b""
            while b"\r\n\r\n" not in head:
                piece = connection.recv(4096)
                if not piece:
                    return
                head += piece
            request = head.decode("latin-1")
            server.requests.append(request)
            handler = server.paths.get(request.split(" ")[1], answer("لا شيء هنا", "404 Not Found"))
            handler(connection, request)
        except OSError:
            return


@contextmanager
def serving() -> Iterator[Server]:
    """A server on a free port of the loopback."""
    listener = socket.create_server(("127.0.0.1", 0))
    made = Server(listener.getsockname()[1])
    thread = threading.Thread(target=_serve, args=(listener, made), daemon=True)
    thread.start()
    yield made
    made.stop.set()
    listener.shutdown(socket.SHUT_RDWR)
    listener.close()
    thread.join(5)
