"""Manners towards a host: its robots.txt, a pause between requests, and longer pauses after each failure."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass
from urllib.parse import urlsplit

from protego import Protego

from .types import ReadOptions, Unreadable

_ROBOTS_AGE = 24 * 3600.0
_LONGEST_DELAY = 60.0
_LONGEST_BACK_OFF = 6 * 3600.0
_AGENT = "Marsad"


@dataclass(slots=True)
class _Host:
    next_at: float = 0.0
    failures: int = 0
    robots: Protego | None = None
    closed: bool = False
    robots_at: float = float("-inf")


class Manners:
    """Keeps for each host when it may be asked again."""

    def __init__(
        self, options: ReadOptions, robots_text: Callable[[str], tuple[int, str]], sleep: Callable[[float], object]
    ) -> None:
        self.options = options
        self.robots_text = robots_text
        self.sleep = sleep
        self.hosts: dict[str, _Host] = {}

    def before(self, url: str) -> float:
        """Wait until the host may be asked, seconds given back; Unreadable where robots.txt forbids or the wait is too long."""
        key = _key(url)
        host = self.hosts.setdefault(key, _Host())
        wait = host.next_at - time.monotonic()
        if wait > self.options.patience:
            raise Unreadable(
                url, f"the host asked for a pause of {wait:.0f} s more", "give the same source again later"
            )
        delay = self.options.delay
        if self.options.robots:
            robots = self._robots(key, host)
            if host.closed:
                raise Unreadable(
                    url, "the host's robots.txt cannot be read, so nothing may be fetched", "try again later"
                )
            if robots is not None:
                if not robots.can_fetch(url, _AGENT):
                    raise Unreadable(
                        url,
                        "the host's robots.txt forbids programs this page",
                        "save the page with a browser and give the file",
                    )
                delay = max(delay, min(_LONGEST_DELAY, robots.crawl_delay(_AGENT) or 0.0))
        wait = max(0.0, host.next_at - time.monotonic())
        if wait:
            self.sleep(wait)
        host.next_at = time.monotonic() + delay
        return wait

    def after(self, url: str, status: int, retry_after: float | None) -> None:
        """Note how the host answered (status 0: not at all); failures double the pause."""
        host = self.hosts.setdefault(_key(url), _Host())
        if status and status < 500 and status != 429:
            host.failures = 0
            return
        host.failures += 1
        pause = retry_after if retry_after is not None else max(1.0, self.options.delay) * 2.0**host.failures
        host.next_at = time.monotonic() + min(_LONGEST_BACK_OFF, pause)

    def _robots(self, key: str, host: _Host) -> Protego | None:
        """The host's rules, asked for once a day. None at all allows all (RFC 9309); a server out of order allows nothing."""
        now = time.monotonic()
        if now - host.robots_at > _ROBOTS_AGE or host.closed:
            status, text = self.robots_text(f"{key}/robots.txt")
            host.robots_at, host.closed = now, status == 0 or status >= 500
            host.robots = Protego.parse(text) if 200 <= status < 300 else None
        return host.robots


def _key(url: str) -> str:
    parts = urlsplit(url)
    return f"{parts.scheme}://{parts.netloc}".lower()
