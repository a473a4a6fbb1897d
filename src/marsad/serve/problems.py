"""What a page answers when it cannot do what was asked: which thing is wrong, and what to do."""

from __future__ import annotations

from ..errors import MarsadError


class Problem(MarsadError):  # noqa: N818 - it names what the page is
    """A page that cannot be shown: its HTTP status, the key of its sentence (`problem.<key>`), and a detail to quote."""

    def __init__(self, status: int, key: str, detail: str = "") -> None:
        super().__init__(f"{status} {key} {detail}".strip())
        self.status = status
        self.key = key
        self.detail = detail
