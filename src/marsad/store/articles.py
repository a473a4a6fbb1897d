"""Articles in and out of the store: versions that are added and never changed, and the full-text index kept in step."""

from __future__ import annotations

import datetime as dt
import hashlib
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, bindparam, func, insert, select, text, update
from sqlalchemy.dialects import postgresql, sqlite

from .. import model
from . import models as m
from .answers import Answers, remembered
from .database import Database, moment
from .models.base import hash_id
from .rows import Added, ArticleHead, ArticleRow, Page, VersionRow, read_cursor, write_cursor
from .words import index_words, tsvector

ARTICLE_COLUMNS = tuple(getattr(m.Article, name) for name in ArticleRow.__struct_fields__)
_CHUNK = 1000  # values in one IN list
_INDEX_SQLITE = "INSERT INTO search_index (rowid, title, body, stems) VALUES (:id, :title, :body, :stems)"
_INDEX_POSTGRES = "INSERT INTO search_index (version_id, document) VALUES (:id, CAST(:document AS tsvector))"


@dataclass(frozen=True, slots=True)
class Arrival:
    """An article as it is handed to the store: with what the page said beside its text, and its capture."""

    article: model.Article
    byline: str | None = None
    agencies: tuple[str, ...] = ()
    capture_id: int | None = None
    fetched_at: dt.datetime | None = None


def content_hash(article: model.Article) -> str:
    """What makes a version: text, headline, publication time and dateline; another of these is another version."""
    parts = (article.text, article.title or "", article.published_at or "", article.dateline or "")
    return hashlib.sha256("\x1f".join(parts).encode("utf-8", "surrogatepass")).hexdigest()


def text_hash(text_given: str) -> str:
    """SHA-256 of the text as it was given."""
    return hashlib.sha256(text_given.encode("utf-8", "surrogatepass")).hexdigest()


def insert_new(database: Database, table: Any) -> Any:
    """An INSERT that leaves rows alone which are there already."""
    make = sqlite.insert if database.is_sqlite else postgresql.insert
    return make(table).on_conflict_do_nothing()


def chunks(values: Iterable[Any]) -> Iterable[list[Any]]:
    """The values in lists short enough for one IN."""
    listed = list(values)
    for i in range(0, len(listed), _CHUNK):
        yield listed[i : i + _CHUNK]


class Articles(Answers):
    """The part of the store that holds articles."""

    def add_article(self, arrival: Arrival) -> Added:
        """Take one article in; giving the same again changes nothing but when it was last seen."""
        return self.add_articles([arrival])[0]

    def add_articles(self, arrivals: Sequence[Arrival]) -> list[Added]:
        """Take articles in, in one transaction, in order."""
        with self.write() as connection:
            return self.put_articles(connection, arrivals, moment())

    def put_articles(self, connection: Connection, arrivals: Sequence[Arrival], at: str) -> list[Added]:
        """`add_articles` within a transaction that the caller holds."""
        self.touch(connection)
        known, fresh = self._article_keys(connection, [a.article for a in arrivals], at)
        hashes = [content_hash(a.article) for a in arrivals]
        versions = self._versions_of(connection, set(known.values()))
        fresh_rows: dict[tuple[int, str], Arrival] = {}
        numbers: dict[tuple[int, str], int] = {}
        seen: list[tuple[int, int]] = []
        for arrival, digest in zip(arrivals, hashes, strict=True):
            key = known[arrival.article.id]
            held = versions.setdefault(key, {})
            if digest in held:
                seen.append((key, held[digest][0]))
            elif (key, digest) not in fresh_rows:
                fresh_rows[(key, digest)] = arrival
                numbers[(key, digest)] = len(held) + sum(1 for k, _ in numbers if k == key) + 1
        made = self._add_versions(connection, fresh_rows, numbers, at) if fresh_rows else {}
        if seen:
            article, version = m.Article, m.ArticleVersion
            connection.execute(
                update(article).where(article.key == bindparam("key_")).values(last_seen=at),
                [{"key_": k} for k, _ in seen],
            )
            connection.execute(
                update(version).where(version.id == bindparam("id_")).values(last_seen=at),
                [{"id_": i} for _, i in seen],
            )
        out: list[Added] = []
        told: set[tuple[int, str]] = set()
        for arrival, digest in zip(arrivals, hashes, strict=True):
            key = known[arrival.article.id]
            if (key, digest) in made:
                new = (key, digest) not in told
                told.add((key, digest))
                first = new and key in fresh and numbers[(key, digest)] == 1
                out.append(Added(key, made[(key, digest)], first, new))
            else:
                version_id, coded_by = versions[key][digest]
                out.append(Added(key, version_id, False, False, coded_by))
        return out

    def _article_keys(
        self, connection: Connection, articles: list[model.Article], at: str
    ) -> tuple[dict[str, int], set[int]]:
        ids = {hash_id("article", a.id): a for a in articles}
        known = self._look_up(connection, list(ids))
        new = [(key, a) for key, a in ids.items() if key not in known]
        if new:
            rows = [
                {
                    "id": a.id, "id_key": key, "url": a.url, "url_key": hash_id("url", a.url) if a.url else None, "outlet": a.outlet,
                    "title": a.title, "published_at": a.published_at, "day": day_of(a, at), "claim_count": 0, "first_seen": at, "last_seen": at,
                }
                for key, a in new
            ]  # fmt: skip
            connection.execute(insert_new(self, m.Article), rows)
            known.update(self._look_up(connection, [key for key, _ in new]))
        return {a.id: known[key] for key, a in ids.items()}, {known[key] for key, _ in new}

    def _look_up(self, connection: Connection, keys: list[str]) -> dict[str, int]:
        out: dict[str, int] = {}
        for some in chunks(keys):
            rows = connection.execute(select(m.Article.id_key, m.Article.key).where(m.Article.id_key.in_(some)))
            out.update({r.id_key: r.key for r in rows})
        return out

    def _versions_of(self, connection: Connection, keys: set[int]) -> dict[int, dict[str, tuple[int, str | None]]]:
        out: dict[int, dict[str, tuple[int, str | None]]] = {}
        v = m.ArticleVersion
        for some in chunks(keys):
            for row in connection.execute(
                select(v.article_key, v.content_hash, v.id, v.coded_by).where(v.article_key.in_(some))
            ):
                out.setdefault(row.article_key, {})[row.content_hash] = (row.id, row.coded_by)
        return out

    def _add_versions(
        self,
        connection: Connection,
        arrivals: dict[tuple[int, str], Arrival],
        numbers: dict[tuple[int, str], int],
        at: str,
    ) -> dict[tuple[int, str], int]:
        v = m.ArticleVersion
        rows = [
            _version_values(arrival, key, digest, numbers[(key, digest)], at)
            for (key, digest), arrival in arrivals.items()
        ]
        made = {
            (r.article_key, r.content_hash): r.id
            for r in connection.execute(insert(v).returning(v.id, v.article_key, v.content_hash), rows)
        }
        current = []
        for (key, digest), arrival in arrivals.items():
            article = arrival.article
            current.append(
                {
                    "key": key, "version_id": made[(key, digest)], "title": article.title, "outlet": article.outlet,
                    "published_at": article.published_at, "url": article.url, "url_key": hash_id("url", article.url) if article.url else None,
                    "day": day_of(article, at), "last_seen": at,
                }
            )  # fmt: skip
        self.update_many(connection, m.Article, "key", current)
        index = text(_INDEX_SQLITE if self.is_sqlite else _INDEX_POSTGRES)
        connection.execute(index, [self._index_row(made[k], x.article) for k, x in arrivals.items()])
        return made

    def _index_row(self, version_id: int, article: model.Article) -> dict[str, Any]:
        title, title_stems = index_words(article.title or "")
        body, stems = index_words(article.text)
        if self.is_sqlite:
            return {"id": version_id, "title": f"{title} {title_stems}", "body": body, "stems": stems}
        return {"id": version_id, "document": tsvector([(title, "A"), (title_stems, "A"), (body, "B"), (stems, "C")])}

    def article(self, article_id: str) -> ArticleRow | None:
        """The article of this id."""
        with self.read() as connection:
            row = connection.execute(
                select(*ARTICLE_COLUMNS).where(m.Article.id_key == hash_id("article", article_id))
            ).first()
        return ArticleRow(*row) if row else None

    def article_rows(self, ids: Iterable[str]) -> list[ArticleRow]:
        """The articles of these ids, in that order; ids that are not there are left out."""
        wanted = list(ids)
        found: dict[str, ArticleRow] = {}
        with self.read() as connection:
            for some in chunks(hash_id("article", i) for i in wanted):
                rows = connection.execute(select(*ARTICLE_COLUMNS).where(m.Article.id_key.in_(some)))
                found.update((r.id, ArticleRow(*r)) for r in rows)
        return [found[i] for i in wanted if i in found]

    def article_keys(self, ids: Iterable[str]) -> dict[str, int]:
        """The keys of the articles that are there."""
        wanted = {hash_id("article", i): i for i in ids}
        with self.read() as connection:
            return {wanted[key]: number for key, number in self._look_up(connection, list(wanted)).items()}

    def article_heads(self, ids: Iterable[str]) -> dict[str, ArticleHead]:
        """Many articles at once, without their texts: for lists and exports that lead back to what was received."""
        a, v, c = m.Article, m.ArticleVersion, m.Capture
        query = (
            select(a.id, a.title, a.url, a.outlet, a.agency, a.published_at, v.capture_id, c.sha256, c.fetched_at)
            .outerjoin(v, v.id == a.version_id)
            .outerjoin(c, c.id == v.capture_id)
        )
        out: dict[str, ArticleHead] = {}
        with self.read() as connection:
            for some in chunks(hash_id("article", i) for i in ids):
                out.update({r[0]: ArticleHead(*r) for r in connection.execute(query.where(a.id_key.in_(some))).all()})
        return out

    def versions(self, article_id: str) -> list[VersionRow]:
        """Every version of an article, the oldest first."""
        with self.read() as connection:
            rows = connection.execute(
                _version_select()
                .where(m.Article.id_key == hash_id("article", article_id))
                .order_by(m.ArticleVersion.number)
            )
            return [_version(r) for r in rows]

    def version(self, version_id: int) -> VersionRow | None:
        """One version by its key."""
        with self.read() as connection:
            row = connection.execute(_version_select().where(m.ArticleVersion.id == version_id)).first()
        return _version(row) if row else None

    def texts(self, version_ids: Iterable[int]) -> dict[int, VersionRow]:
        """Many versions at once."""
        out: dict[int, VersionRow] = {}
        with self.read() as connection:
            for some in chunks(version_ids):
                out.update(
                    {
                        r.id: _version(r)
                        for r in connection.execute(_version_select().where(m.ArticleVersion.id.in_(some)))
                    }
                )
        return out

    def articles(
        self,
        outlet: str | None = None,
        cursor: str | None = None,
        limit: int = 50,
        days: tuple[str | None, str | None] = (None, None),
    ) -> Page[ArticleRow]:
        """Articles, the newest day first; of an outlet, and from one day to another, where these are given."""
        a = m.Article
        query = select(*ARTICLE_COLUMNS).order_by(a.day.desc(), a.key.desc()).limit(limit + 1)
        if outlet:
            query = query.where(a.outlet == outlet)
        if days[0]:
            query = query.where(a.day >= days[0])
        if days[1]:
            query = query.where(a.day <= days[1])
        if cursor:
            day, key = read_cursor(cursor)
            query = query.where((a.day < day) | ((a.day == day) & (a.key < key)), a.day <= day)
        with self.read() as connection:
            rows = [ArticleRow(*r) for r in connection.execute(query)]
        last = rows[limit - 1] if len(rows) > limit else None
        return Page(tuple(rows[:limit]), write_cursor(last.day, last.key) if last else None)

    def current_versions(self, after: int = 0, limit: int = 200) -> list[VersionRow]:
        """The current version of articles in order of their keys, from the one after version `after` on: for coding anew."""
        query = _version_select().where(m.Article.version_id == m.ArticleVersion.id, m.ArticleVersion.id > after)
        with self.read() as connection:
            return [_version(r) for r in connection.execute(query.order_by(m.ArticleVersion.id).limit(limit))]

    def all_versions(self, size: int = 500) -> Iterator[tuple[VersionRow, str]]:
        """Every version with its content hash, in order of their keys."""
        after = 0
        while True:
            query = _version_select().add_columns(m.ArticleVersion.content_hash).where(m.ArticleVersion.id > after)
            with self.read() as connection:
                rows = connection.execute(query.order_by(m.ArticleVersion.id).limit(size)).all()
            if not rows:
                return
            for row in rows:
                values = dict(row._mapping)
                content = values.pop("content_hash")
                yield _version(values), content
            after = rows[-1].id

    @remembered
    def outlets(self) -> list[tuple[str, int]]:
        """Outlets with the number of their articles, the largest first."""
        count = func.count()
        with self.read() as connection:
            rows = connection.execute(select(m.Article.outlet, count).group_by(m.Article.outlet).order_by(count.desc()))
            return [(r[0], r[1]) for r in rows if r[0]]


def _version_values(arrival: Arrival, key: int, digest: str, number: int, at: str) -> dict[str, Any]:
    article = arrival.article
    return {
        "article_key": key, "number": number, "content_hash": digest, "text_sha256": text_hash(article.text), "title": article.title,
        "url": article.url, "outlet": article.outlet, "published_at": article.published_at, "dateline": article.dateline,
        "byline": arrival.byline, "agencies": list(arrival.agencies), "capture_id": arrival.capture_id, "first_seen": at, "last_seen": at,
        "text": article.text,
    }  # fmt: skip


def day_of(article: model.Article, at: str) -> str:
    """The article's publication day as it was given; the day it came in where none was."""
    try:
        return dt.date.fromisoformat((article.published_at or "")[:10]).isoformat()
    except ValueError:
        return at[:10]


def as_article(version: VersionRow) -> model.Article:
    """The article as the coder takes it."""
    return model.Article(
        version.article_id, version.text, version.title, version.url, version.outlet, version.published_at, version.dateline
    )  # fmt: skip


def _version_select() -> Any:
    v = m.ArticleVersion
    return select(
        v.id, m.Article.id.label("article_id"), v.number, v.text, v.title, v.url, v.outlet, v.published_at, v.dateline, v.byline, v.agencies,
        v.text_sha256, v.capture_id, v.first_seen, v.last_seen, v.coded_by, v.warnings,
    ).join(m.Article, m.Article.key == v.article_key)  # fmt: skip


def _version(row: Any) -> VersionRow:
    values = dict(row if isinstance(row, dict) else row._mapping)
    values["agencies"] = tuple(values["agencies"] or ())
    values["warnings"] = tuple(values["warnings"] or ())
    return VersionRow(**values)
