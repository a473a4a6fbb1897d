"""Full-text search over the current versions, through spelling variants and clitics."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from sqlalchemy import ARRAY, BigInteger, Connection, bindparam, func, literal_column, select, text

from ..text.normal import view
from . import models as m
from .answers import remembered
from .articles import ARTICLE_COLUMNS
from .conditions import _postgres_index, matching_versions
from .filters import Filters
from .rows import ArticleRow, Hit
from .runs import Runs
from .words import Question

# Ranking every article that holds a common word costs more than it tells: beyond so many matches the newest are shown.
_MOST_RANKED = 3000
_MOST_RANKED_POSTGRES = 500  # which unpacks the words of each for it, a tenth of a millisecond


class Search(Runs):
    """The part of the store that answers questions in words."""

    def search(self, question: str, filters: Filters | None = None, limit: int = 20, offset: int = 0) -> list[Hit]:
        """Articles in which all words of `question` stand (phrases in quotation marks), the best first.

        Where more than a few thousand match, the newest come first instead.
        """
        asked = Question(question)
        if not asked:
            return []
        ranked = self._ranked(question, filters or Filters())
        with self.read() as connection:
            query = select(*ARTICLE_COLUMNS, m.ArticleVersion.text).join(
                m.ArticleVersion, m.ArticleVersion.id == m.Article.version_id
            )
            rows = connection.execute(query.where(m.ArticleVersion.id.in_(ranked[offset : offset + limit]))).all()
        place = {version: n for n, version in enumerate(ranked)}
        hits = [_hit(row, asked) for row in rows]
        return sorted(hits, key=lambda h: place[h.article.version_id or 0])

    @remembered
    def count_hits(self, question: str, filters: Filters | None = None, most: int = 10_000) -> int:
        """How many articles match, counted no further than `most`."""
        asked = Question(question)
        if not asked:
            return 0
        inner = self._matching(asked, filters or Filters()).limit(most).subquery()
        with self.read(by_index=True) as connection:
            return int(connection.execute(select(func.count()).select_from(inner)).scalar_one())

    def _matching(self, asked: Question, filters: Filters) -> Any:
        a = m.Article
        query = select(a.version_id).where(a.version_id.in_(matching_versions(self, asked)))
        if filters.outlets:
            query = query.where(a.outlet.in_(filters.outlets))
        if filters.date_from:
            query = query.where(a.day >= filters.date_from)
        if filters.date_to:
            query = query.where(a.day <= filters.date_to)
        if filters.since:
            query = query.where(a.first_seen >= filters.since)
        return query

    def newest(self, question: str, filters: Filters, limit: int) -> list[int]:
        """Keys of the versions that match, those of the newest articles first."""
        query = self._matching(Question(question), filters).order_by(m.Article.day.desc(), m.Article.key.desc())
        with self.read(by_index=True) as connection:
            return [int(r[0]) for r in connection.execute(query.limit(limit))]

    def _ranked(self, question: str, filters: Filters) -> list[int]:
        most = _MOST_RANKED if self.is_sqlite else _MOST_RANKED_POSTGRES
        found = self.newest(question, filters, _MOST_RANKED + 1)
        if len(found) > most:
            return found[:_MOST_RANKED]
        with self.read(by_index=True) as connection:
            return self._by_rank(connection, Question(question), found)

    def _by_rank(self, connection: Connection, asked: Question, found: Sequence[int]) -> list[int]:
        wanted = {version: n for n, version in enumerate(found)}
        if not wanted:
            return []
        if self.is_sqlite:
            rows = connection.execute(
                text(
                    "SELECT rowid, bm25(search_index, 4.0, 2.0, 1.0) FROM search_index WHERE search_index MATCH :question"
                ),
                {"question": asked.for_fts5()},
            )
        else:
            index = _postgres_index
            tsquery = func.to_tsquery(literal_column("'simple'"), asked.for_tsquery())
            rank = -func.ts_rank_cd(index.c.document, tsquery)
            ours = index.c.version_id == func.any(bindparam("ours", list(wanted), ARRAY(BigInteger)))
            rows = connection.execute(select(index.c.version_id, rank).where(ours))
        scores = {int(r[0]): float(r[1]) for r in rows if r[0] in wanted}
        return sorted(wanted, key=lambda v: (round(scores.get(v, 0.0), 3), wanted[v]))


def _hit(row: Any, asked: Question) -> Hit:
    values = tuple(row)
    article = ArticleRow(*values[:-1])
    return Hit(article, values[-1], asked.spans(view(values[-1])), asked.spans(view(article.title or "")))
