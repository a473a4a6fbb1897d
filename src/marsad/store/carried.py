"""Syndication as articles arrive: keys and sketches in the store, matches as rows, groups on the articles."""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import Any

from sqlalchemy import Connection, delete, func, insert, select, text, update

from ..syndication.index import CARRIES, COMMON, MemoryKeys, compare
from ..syndication.sketch import Sketch, unpacked
from . import models as m
from .articles import ARTICLE_COLUMNS, chunks
from .kept import Kept
from .models.base import hash_id
from .rows import ArticleRow

# One statement for thousands of keys: an IN list of them would take longer to write than to look up.
_HOLDERS_SQLITE = "SELECT key, article_key FROM syndication_keys WHERE key IN (SELECT value FROM json_each(:keys))"
_HOLDERS_POSTGRES = "SELECT key, article_key FROM syndication_keys WHERE key = ANY(CAST(:keys AS bigint[]))"


class Carried(Kept):
    """The part of the store that knows who carries whose text."""

    def put_sketches(self, connection: Connection, made: Sequence[tuple[int, Sketch]], at: str) -> int:
        """Compare new articles with all that were there and with one another; keep matches and groups; how many matches."""
        made = list(dict(made).items())
        if not made:
            return 0
        old = self._candidates(connection, made)
        batch = MemoryKeys()
        matches: list[dict[str, Any]] = []
        carried: list[tuple[int, int]] = []
        for key, its in made:
            near = {**old.get(key, {}), **batch.sketches(batch.find(its.keys, COMMON))}
            for other, other_sketch in near.items():
                match = compare(other, its, other_sketch) if other != key else None
                if match is None:
                    continue
                matches.append(
                    {
                        "article_key": key,
                        "other_key": other,
                        "kind": match.kind,
                        "similarity": match.similarity,
                        "containment": match.containment,
                    }
                )
                if match.kind in CARRIES:
                    carried.append((key, other))
            batch.add(key, its)
        self._keep(connection, made, matches)
        if carried:
            self._group(connection, carried, at)
        return len(matches)

    def _candidates(self, connection: Connection, made: Sequence[tuple[int, Sketch]]) -> dict[int, dict[int, Sketch]]:
        asked: dict[int, list[int]] = {}
        for key, its in made:
            for k in its.keys:
                asked.setdefault(k, []).append(key)
        holders: dict[int, list[int]] = {}
        statement, values = (
            (_HOLDERS_SQLITE, json.dumps(list(asked))) if self.is_sqlite else (_HOLDERS_POSTGRES, list(asked))
        )
        for shared, article in connection.execute(text(statement), {"keys": values}):
            holders.setdefault(shared, []).append(article)
        wanted: dict[int, set[int]] = {}
        for shared, articles in holders.items():
            if len(articles) <= COMMON:
                for key in asked[shared]:
                    wanted.setdefault(key, set()).update(articles)
        s = m.SyndicationSignature
        sketches: dict[int, Sketch] = {}
        for some in chunks(set().union(*wanted.values()) if wanted else ()):
            rows = connection.execute(select(s.article_key, s.signature).where(s.article_key.in_(some)))
            sketches.update({r.article_key: unpacked(r.signature) for r in rows})
        return {key: {o: sketches[o] for o in others if o in sketches} for key, others in wanted.items()}

    def _keep(self, connection: Connection, made: Sequence[tuple[int, Sketch]], matches: list[dict[str, Any]]) -> None:
        for some in chunks(key for key, _ in made):  # an edited article is compared by its newest text
            connection.execute(delete(m.SyndicationSignature).where(m.SyndicationSignature.article_key.in_(some)))
            connection.execute(delete(m.SyndicationMember).where(m.SyndicationMember.article_key.in_(some)))
        connection.execute(
            insert(m.SyndicationSignature), [{"article_key": key, "signature": its.packed()} for key, its in made]
        )
        keys = [{"key": k, "article_key": key} for key, its in made for k in dict.fromkeys(its.keys)]
        self.insert_many(connection, m.SyndicationKey, keys)
        self.insert_many(connection, m.SyndicationMember, matches)

    def _group(self, connection: Connection, pairs: list[tuple[int, int]], at: str) -> None:
        """Join the groups that new pairs connect; the group with the smallest id takes in the others."""
        a = m.Article
        known: dict[int, str | None] = {}
        for some in chunks({x for pair in pairs for x in pair}):
            known.update(
                {r.key: r.group_id for r in connection.execute(select(a.key, a.group_id).where(a.key.in_(some)))}
            )
        touched: set[str] = set()
        for one, other in pairs:
            ids = {g for g in (known[one], known[other]) if g is not None}
            target = min(ids) if ids else hash_id("group", str(min(one, other)))
            for loser in ids - {target}:
                connection.execute(update(a).where(a.group_id == loser).values(group_id=target))
                known.update({k: target for k, g in known.items() if g == loser})
                touched.add(loser)
            known[one] = known[other] = target
            touched.add(target)
        for key, group in known.items():
            connection.execute(update(a).where(a.key == key).values(group_id=group))
        self._count_groups(connection, touched, at)

    def _count_groups(self, connection: Connection, ids: set[str], at: str) -> None:
        a, g = m.Article, m.SyndicationGroup
        for some in chunks(ids):
            connection.execute(delete(g).where(g.id.in_(some)))
            query = (
                select(a.group_id, func.count(), func.min(a.agency)).where(a.group_id.in_(some)).group_by(a.group_id)
            )
            rows = [{"id": r[0], "size": r[1], "agency": r[2], "updated_at": at} for r in connection.execute(query)]
            if rows:
                connection.execute(insert(g), rows)

    def near_duplicates(self, article_id: str) -> list[tuple[ArticleRow, str, float, float]]:
        """Articles that share text with this one: the article, kind (same, near, excerpt, passage), similarity, containment."""
        member, a = m.SyndicationMember, m.Article
        out: list[tuple[ArticleRow, str, float, float]] = []
        with self.read() as connection:
            own = connection.execute(select(a.key).where(a.id_key == hash_id("article", article_id))).scalar()
            if own is None:
                return []
            for mine, theirs in ((member.article_key, member.other_key), (member.other_key, member.article_key)):
                query = select(*ARTICLE_COLUMNS, member.kind, member.similarity, member.containment).join(
                    a, a.key == theirs
                )
                out += [
                    (ArticleRow(*r[:-3]), r[-3], r[-2], r[-1]) for r in connection.execute(query.where(mine == own))
                ]
        return sorted(out, key=lambda x: (-x[3], x[0].key))

    def syndication_pairs(
        self, kinds: Sequence[str] = ("same", "near", "excerpt")
    ) -> list[tuple[str, str, str, float]]:
        """Every pair of articles that carry one text, by their ids, with kind and containment: for counting origins."""
        member, a, b = m.SyndicationMember, m.Article.__table__.alias("a"), m.Article.__table__.alias("b")
        query = select(a.c.id, b.c.id.label("other"), member.kind, member.containment)
        query = (
            query.join(a, a.c.key == member.article_key)
            .join(b, b.c.key == member.other_key)
            .where(member.kind.in_(kinds))
        )
        with self.read() as connection:
            return [(r[0], r[1], r[2], r[3]) for r in connection.execute(query)]

    def syndication_groups(self, limit: int = 100) -> list[tuple[str, str | None, int]]:
        """Groups of articles that carry one text, the largest first: id, agency, size."""
        g = m.SyndicationGroup
        with self.read() as connection:
            rows = connection.execute(
                select(g.id, g.agency, g.size).where(g.size > 1).order_by(g.size.desc(), g.id).limit(limit)
            )
            return [(r[0], r[1], r[2]) for r in rows]

    def articles_of_group(self, group_id: str) -> list[ArticleRow]:
        """The articles of a group, the earliest first."""
        a = m.Article
        with self.read() as connection:
            return [
                ArticleRow(*r)
                for r in connection.execute(
                    select(*ARTICLE_COLUMNS).where(a.group_id == group_id).order_by(a.day, a.key)
                )
            ]

    def set_agencies(self, connection: Connection, agencies: dict[int, str]) -> None:
        """Note whose dispatch articles carry."""
        for key, agency in agencies.items():
            connection.execute(update(m.Article).where(m.Article.key == key).values(agency=agency))
