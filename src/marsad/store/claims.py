"""Claims in and out of the store: coding again adds, keeps or retires statements, and deletes none."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import msgspec
from sqlalchemy import Connection, bindparam, func, select, update

from .. import model
from . import models as m
from .answers import remembered
from .articles import Articles, chunks, day_of
from .conditions import claim_conditions
from .database import moment
from .filters import Filters
from .models.base import hash_id
from .rows import Added, ClaimRow, Page, read_cursor, write_cursor
from .walking import before, walked

_decode = msgspec.json.Decoder(model.Claim).decode
_encode = msgspec.json.Encoder(order="deterministic").encode
_ROW_COLUMNS = (
    m.Claim.id, m.Article.id.label("article_id"), m.Article.title.label("article_title"), m.Claim.outlet, m.Article.agency,
    m.Article.published_at, m.Article.group_id, m.Claim.version_id, m.Claim.day, m.Claim.event_group, m.Claim.coder_version, m.Claim.first_seen,
    m.Claim.last_seen, m.Claim.retired_at, m.Claim.retired_why, m.Claim.replaces, m.Claim.number,
    m.Claim.confidence, m.ClaimBody.body,
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Change:
    """What coding did to one article's claims: ids added, lost (retired), changed (old, new), and how many stayed."""

    article_id: str
    added: tuple[str, ...] = ()
    lost: tuple[str, ...] = ()
    changed: tuple[tuple[str, str], ...] = ()
    kept: int = 0


def claim_body(claim: model.Claim) -> str:
    """What the claim says as JSON: its number in the article and its confidence apart, which do not make it another claim.

    Lone surrogates, which UTF-8 cannot hold, are escaped.
    """
    said = msgspec.structs.replace(claim, id="", confidence=0.0)
    try:
        # Read and written once more, so that 7 and 7.0 are one number: a claim that was exported and comes back keeps its id.
        return _encode(_decode(_encode(said))).decode()
    except UnicodeEncodeError:
        return json.dumps(msgspec.to_builtins(said), ensure_ascii=True)


def claim_id(article_id: str, version_hash: str, body: str) -> str:
    """The hash of what the claim says and where."""
    return hash_id("claim", article_id, version_hash, body)


class Claims(Articles):
    """The part of the store that holds claims."""

    def save_coded(
        self, added: Added, coded: model.Coded, coder_version: str, groups: Mapping[str, str] | None = None
    ) -> Change:
        """Put one article's claims beside what was read from it before."""
        return self.save_many([(added, coded)], coder_version, groups)[0]

    def save_many(
        self, coded: Sequence[tuple[Added, model.Coded]], coder_version: str, groups: Mapping[str, str] | None = None
    ) -> list[Change]:
        """`save_coded` of many articles, in one transaction."""
        with self.write() as connection:
            return self.put_coded(connection, coded, coder_version, moment(), groups)

    def put_coded(
        self,
        connection: Connection,
        coded: Sequence[tuple[Added, model.Coded]],
        coder_version: str,
        at: str,
        groups: Mapping[str, str] | None = None,
    ) -> list[Change]:
        """`save_many` within a transaction that the caller holds."""
        self.touch(connection)
        heads = self._heads(connection, [a.version_id for a, _ in coded])
        held = self._held(connection, [a.article_key for a, _ in coded])
        rows = _Rows(coder_version, at, groups or {})
        changes = [
            rows.compare(added, record, heads[added.version_id], held.get(added.article_key, {}))
            for added, record in coded
        ]
        self._write_rows(connection, rows)
        versions = [
            {"id": a.version_id, "coded_by": coder_version, "coded_at": at, "warnings": list(r.warnings)}
            for a, r in coded
        ]
        self.update_many(connection, m.ArticleVersion, "id", versions)
        counts = [{"key": a.article_key, "claim_count": len(r.claims)} for a, r in coded]
        self.update_many(connection, m.Article, "key", counts)
        return changes

    def _heads(self, connection: Connection, version_ids: list[int]) -> dict[int, Any]:
        v = m.ArticleVersion
        out: dict[int, Any] = {}
        for some in chunks(version_ids):
            query = select(v.id, v.content_hash, m.Article.id.label("article_id"), v.outlet, m.Article.day)
            out.update(
                {
                    r.id: r
                    for r in connection.execute(
                        query.join(m.Article, m.Article.key == v.article_key).where(v.id.in_(some))
                    )
                }
            )
        return out

    def _held(self, connection: Connection, keys: list[int]) -> dict[int, dict[str, Any]]:
        c = m.Claim
        columns = (
            c.article_key,
            c.id,
            c.version_id,
            c.event_type,
            c.trigger_start,
            c.trigger_end,
            c.evidence_start,
            c.evidence_end,
            c.retired_at,
        )
        out: dict[int, dict[str, Any]] = {}
        for some in chunks(keys):
            for row in connection.execute(select(*columns).where(c.article_key.in_(some))):
                out.setdefault(row.article_key, {})[row.id] = row
        return out

    def _write_rows(self, connection: Connection, rows: _Rows) -> None:
        for table, values in (
            (m.Claim, rows.claims), (m.ClaimBody, rows.bodies), (m.ClaimActor, rows.actors), (m.ClaimFigure, rows.figures),
            (m.ClaimAttribution, rows.attributions),
        ):  # fmt: skip
            self.insert_many(connection, table, values)
        c = m.Claim
        if rows.seen:
            connection.execute(
                update(c)
                .where(c.id == bindparam("id_"))
                .values(
                    last_seen=rows.at,
                    seen_by=rows.coder_version,
                    retired_at=None,
                    retired_why=None,
                    confidence=bindparam("confidence_"),
                ),
                rows.seen,
            )
        if rows.retired:
            connection.execute(
                update(c).where(c.id == bindparam("id_")).values(retired_at=rows.at, retired_why=bindparam("why_")),
                rows.retired,
            )

    def claims(self, filters: Filters | None = None, cursor: str | None = None, limit: int = 50) -> Page[ClaimRow]:
        """Claims that stand, by day, the newest first."""
        c, f = m.Claim, filters or Filters()
        at = read_cursor(cursor) if cursor else None
        start = (str(at[0]), str(at[1])) if at else None
        page = _claim_select().order_by(c.day.desc(), c.id.desc())
        found = walked(self, f, start, limit + 1)
        if found is None:
            query = select(c.id).where(*claim_conditions(self, f), *([before(c.day, c.id, start)] if start else []))
            # What is shown of a claim is read of those on the page alone, not of all that the walk passes.
            wanted = query.order_by(c.day.desc(), c.id.desc()).limit(limit + 1).subquery()
            page = page.join(wanted, wanted.c.id == c.id)
        else:
            page = page.where(c.id.in_(found))
        with self.read(by_index=bool(f.text)) as connection:
            rows = [_claim(r) for r in connection.execute(page)]
        last = rows[limit - 1] if len(rows) > limit else None
        return Page(tuple(rows[:limit]), write_cursor(last.day, last.id) if last else None)

    @remembered
    def count_claims(self, filters: Filters | None = None, most: int = 10_000) -> int:
        """How many claims pass, counted no further than `most`."""
        inner = select(m.Claim.id).where(*claim_conditions(self, filters or Filters())).limit(most).subquery()
        with self.read(by_index=bool((filters or Filters()).text)) as connection:
            return int(connection.execute(select(func.count()).select_from(inner)).scalar_one())

    def claims_by_id(self, ids: Iterable[str]) -> dict[str, ClaimRow]:
        """Claims by their ids, retired ones too."""
        out: dict[str, ClaimRow] = {}
        with self.read() as connection:
            for some in chunks(ids):
                rows = connection.execute(_claim_select().where(m.Claim.id.in_(some))).all()
                out.update({r[0]: _claim(r) for r in rows})
        return out

    def last_told(self, event_ids: Iterable[str]) -> dict[str, str]:
        """For each event the claim that was published last."""
        member, c, a = m.EventMember, m.Claim, m.Article
        query = select(member.event_id, c.id, func.coalesce(a.published_at, c.day).label("told"))
        query = query.join(c, c.id == member.claim_id).join(a, a.key == c.article_key)
        out: dict[str, tuple[str, str]] = {}
        with self.read() as connection:
            for some in chunks(event_ids):
                for event, claim, told in connection.execute(query.where(member.event_id.in_(some))):
                    out[event] = max(out.get(event, ("", "")), (told, claim))
        return {event: claim for event, (_, claim) in out.items()}

    def tellers(self, event_ids: Iterable[str]) -> dict[str, int]:
        """The articles that tell of these events with the number of their claims on them."""
        member, c, a = m.EventMember, m.Claim, m.Article
        query = select(a.id, func.count()).select_from(member).join(c, c.id == member.claim_id)
        query = query.join(a, a.key == c.article_key).group_by(a.id)
        out: dict[str, int] = {}
        with self.read() as connection:
            for some in chunks(event_ids):
                for article, n in connection.execute(query.where(member.event_id.in_(some))):
                    out[article] = out.get(article, 0) + n
        return out

    def claims_of(self, article_id: str, retired: bool = False) -> list[ClaimRow]:
        """An article's claims in order of their triggers; with `retired`, the history too."""
        query = _claim_select().where(m.Article.id_key == hash_id("article", article_id))
        if not retired:
            query = query.where(m.Claim.retired_at.is_(None))
        with self.read() as connection:
            return [_claim(r) for r in connection.execute(query.order_by(m.Claim.trigger_start, m.Claim.number))]

    def claims_of_articles(self, article_ids: Iterable[str]) -> list[ClaimRow]:
        """The claims that stand of many articles, in order of their ids."""
        rows: list[ClaimRow] = []
        with self.read() as connection:
            for some in chunks(hash_id("article", i) for i in article_ids):
                query = _claim_select().where(m.Article.id_key.in_(some), m.Claim.retired_at.is_(None))
                rows.extend(_claim(r) for r in connection.execute(query))
        return sorted(rows, key=lambda r: r.id)

    def all_claims(self, after: str | None = None, limit: int = 1000) -> list[ClaimRow]:
        """Claims that stand in order of their ids, from the one after `after` on: for stages that read everything."""
        query = _claim_select().where(m.Claim.retired_at.is_(None))
        if after is not None:
            query = query.where(m.Claim.id > after)
        with self.read() as connection:
            return [_claim(r) for r in connection.execute(query.order_by(m.Claim.id).limit(limit))]

    def claim_bodies(self, size: int = 2000) -> Iterator[tuple[str, str, str, str]]:
        """Id, article id, content hash of the version and stored body of every claim, retired ones too, in order of their ids."""
        c, v = m.Claim, m.ArticleVersion
        after: str | None = None
        query = select(c.id, m.Article.id.label("article_id"), v.content_hash, m.ClaimBody.body).join(
            m.Article, m.Article.key == c.article_key
        )
        query = (
            query.join(v, v.id == c.version_id)
            .join(m.ClaimBody, m.ClaimBody.claim_id == c.id)
            .order_by(c.id)
            .limit(size)
        )
        while True:
            with self.read() as connection:
                rows = connection.execute(query if after is None else query.where(c.id > after)).all()
            yield from ((r[0], r[1], r[2], r[3]) for r in rows)
            if len(rows) < size:
                return
            after = rows[-1].id


class _Rows:
    """The rows that a batch of coded articles asks for, gathered so that each table is written once."""

    def __init__(self, coder_version: str, at: str, groups: Mapping[str, str]) -> None:
        self.coder_version = coder_version
        self.at = at
        self.groups = groups
        self.claims: list[dict[str, Any]] = []
        self.bodies: list[dict[str, Any]] = []
        self.actors: list[dict[str, Any]] = []
        self.figures: list[dict[str, Any]] = []
        self.attributions: list[dict[str, Any]] = []
        self.seen: list[dict[str, Any]] = []
        self.retired: list[dict[str, Any]] = []

    def compare(self, added: Added, coded: model.Coded, head: Any, held: Mapping[str, Any]) -> Change:
        """Add what is new, mark what was seen again, retire what is no longer read; pair what only changed."""
        ids: dict[str, tuple[int, model.Claim]] = {}
        bodies: dict[str, str] = {}
        for n, claim in enumerate(coded.claims, 1):
            body = claim_body(claim)
            key = claim_id(head.article_id, head.content_hash, body)
            ids[key], bodies[key] = (n, claim), body
        standing = {i: row for i, row in held.items() if row.retired_at is None}
        new = [i for i in ids if i not in held]
        back = [i for i in ids if i in held and i not in standing]
        lost = [i for i in standing if i not in ids]
        pairs = _pairs(
            [(i, ids[i][1]) for i in new], [standing[i] for i in lost if standing[i].version_id == added.version_id]
        )
        for i in new:
            n, claim = ids[i]
            self._add(i, n, claim, added, head, pairs.get(i))
            self.bodies.append({"claim_id": i, "body": bodies[i]})
        self.seen.extend({"id_": i, "confidence_": claim.confidence} for i, (_, claim) in ids.items() if i in held)
        self.retired.extend(
            {"id_": i, "why_": "recoded" if standing[i].version_id == added.version_id else "edited"} for i in lost
        )
        replaced = set(pairs.values())
        return Change(
            head.article_id, (*(i for i in new if i not in pairs), *back), tuple(i for i in lost if i not in replaced),
            tuple((old, i) for i, old in pairs.items()), len(ids) - len(new) - len(back),
        )  # fmt: skip

    def _add(self, key: str, number: int, claim: model.Claim, added: Added, head: Any, replaces: str | None) -> None:
        place, date = claim.place, claim.date
        day = _sort_day(date, head.day)
        self.claims.append(
            {
                "id": key, "article_key": added.article_key, "version_id": added.version_id, "number": number, "event_type": claim.event_type,
                "event_group": self.groups.get(claim.event_type), "stance": claim.stance, "status": claim.status,
                "evidence_start": claim.evidence.start, "evidence_end": claim.evidence.end, "trigger_start": claim.trigger.start,
                "trigger_end": claim.trigger.end, "date_start": date and date.start, "date_end": date and date.end,
                "date_precision": date and date.precision, "date_basis": date and date.basis, "day": day, "place_given": place and place.text,
                "place_id": place and place.gazetteer_id, "place_name_ar": place and place.name_ar, "place_name_en": place and place.name_en,
                "lat": place and place.lat, "lon": place and place.lon, "country": place and place.country, "adm1": place and place.adm1,
                "adm2": place and place.adm2, "place_precision": place and place.precision, "outlet": head.outlet,
                "confidence": claim.confidence, "coder_version": self.coder_version, "seen_by": self.coder_version, "first_seen": self.at,
                "last_seen": self.at, "replaces": replaces,
            }
        )  # fmt: skip
        for role, people in (("actor", claim.actors), ("recipient", claim.recipients)):
            self.actors.extend(
                {
                    "claim_id": key,
                    "role": role,
                    "n": n,
                    "start": p.start,
                    "end": p.end,
                    "given": p.text,
                    "actor": p.actor,
                    "name": p.name,
                    "day": day,
                }
                for n, p in enumerate(people)
            )
        self.figures.extend(
            {
                "claim_id": key, "n": n, "start": f.start, "end": f.end, "given": f.text, "kind": f.kind, "of": f.of, "low": f.low,
                "best": f.best, "high": f.high,
            }
            for n, f in enumerate(claim.figures)
        )  # fmt: skip
        self.attributions.extend(
            {
                "claim_id": key,
                "n": n,
                "role": a.role,
                "start": a.start,
                "end": a.end,
                "given": a.text,
                "name": a.name,
                "actor": a.actor,
                "day": day,
                "stance": claim.stance,
            }
            for n, a in enumerate(claim.attribution)
        )


def _pairs(new: list[tuple[str, model.Claim]], lost: list[Any]) -> dict[str, str]:
    """New claims with the lost one whose trigger they share: the same reading, changed."""
    out: dict[str, str] = {}
    free = {row.id: row for row in lost}
    for same_type in (True, False):
        for key, claim in new:
            if key in out:
                continue
            for old, row in free.items():
                overlap = row.trigger_start < claim.trigger.end and claim.trigger.start < row.trigger_end
                if overlap and (row.event_type == claim.event_type or not same_type):
                    out[key] = old
                    del free[old]
                    break
    return out


def _sort_day(date: model.Date | None, day: str) -> str:
    return date.start if date is not None and len(date.start) == 10 else day


def _claim_select() -> Any:
    c = m.Claim
    return (
        select(*_ROW_COLUMNS)
        .join(m.Article, m.Article.key == c.article_key)
        .join(m.ClaimBody, m.ClaimBody.claim_id == c.id)
    )


def _claim(row: Any) -> ClaimRow:
    number, confidence, body = row[-3:]  # by place: exports read them by the hundred thousand
    told = (*row[:-3], msgspec.structs.replace(_decode(body), id=f"c{number:02d}", confidence=confidence))
    return ClaimRow(*told)


__all__ = ["Change", "Claims", "claim_body", "claim_id", "day_of"]
