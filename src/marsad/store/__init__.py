"""The store: everything that was received, read, linked and judged, in one database."""

from .articles import Arrival, as_article
from .claims import Change
from .filters import Filters
from .rows import (
    Added,
    ArticleRow,
    ClaimRow,
    EventRecord,
    EventRow,
    FigureRow,
    Hit,
    JudgementRow,
    Member,
    Page,
    RefusalRow,
    Relation,
    RunRow,
    VersionRow,
)
from .store import Store

__all__ = [
    "Added", "Arrival", "ArticleRow", "Change", "ClaimRow", "EventRecord", "EventRow", "FigureRow", "Filters", "Hit", "JudgementRow", "Member",
    "Page", "RefusalRow", "Relation", "RunRow", "Store", "VersionRow", "as_article",
]  # fmt: skip
