"""Judgements, accounts, logins, saved searches and the audit trail."""

from __future__ import annotations

import secrets
from collections.abc import Iterable, Mapping
from typing import Any

from sqlalchemy import ColumnElement, Connection, and_, delete, insert, or_, select, update

from ..errors import StopRun
from . import models as m
from .articles import chunks
from .database import moment
from .events import Events
from .filters import Filters
from .rows import JudgementRow

JUDGEMENT_COLUMNS = tuple(getattr(m.Judgement, name) for name in JudgementRow.__struct_fields__)


class People(Events):
    """The part of the store that people write."""

    def judge(
        self,
        kind: str,
        target_kind: str,
        target_id: str,
        *,
        author: str,
        reason: str | None = None,
        other_id: str | None = None,
        field: str | None = None,
        value: Mapping[str, Any] | None = None,
    ) -> JudgementRow:
        """Write a judgement beside what it judges, and its line in the audit trail."""
        values = {
            "kind": kind, "target_kind": target_kind, "target_id": target_id, "other_id": other_id, "field": field,
            "value": dict(value) if value is not None else None, "author": author, "reason": reason, "at": moment(),
        }  # fmt: skip
        with self.write() as connection:
            self.touch(connection)
            row = connection.execute(insert(m.Judgement).values(**values).returning(*JUDGEMENT_COLUMNS)).one()
            _note(connection, row, f"{target_kind}:{target_id}")
        return JudgementRow(*row)

    def undo(self, judgement_id: int, *, author: str, reason: str | None = None) -> JudgementRow:
        """Undo a judgement by another one; both stay."""
        j = m.Judgement
        with self.write() as connection:
            self.touch(connection)
            found = connection.execute(select(j.id, j.undone_by).where(j.id == judgement_id)).first()
            if found is None:
                raise StopRun(f"there is no judgement {judgement_id}")
            if found.undone_by is not None:
                raise StopRun(f"judgement {judgement_id} was undone already, by judgement {found.undone_by}")
            values = {
                "kind": "undo",
                "target_kind": "judgement",
                "target_id": str(judgement_id),
                "author": author,
                "reason": reason,
                "at": moment(),
            }
            row = connection.execute(insert(j).values(**values).returning(*JUDGEMENT_COLUMNS)).one()
            connection.execute(update(j).where(j.id == judgement_id).values(undone_by=row.id))
            connection.execute(
                insert(m.Audit).values(
                    at=row.at,
                    author=author,
                    action="undo",
                    target=f"judgement:{judgement_id}",
                    detail={"judgement": row.id},
                )
            )
        return JudgementRow(*row)

    def judgements(
        self,
        kinds: Iterable[str] = (),
        target_kind: str | None = None,
        after: int = 0,
        undone: bool = False,
        limit: int = 1000,
    ) -> list[JudgementRow]:
        """Judgements in order, from the one after `after` on; those undone only where asked for."""
        j = m.Judgement
        query = select(*JUDGEMENT_COLUMNS).where(j.id > after)
        if kinds := list(kinds):
            query = query.where(j.kind.in_(kinds))
        if target_kind:
            query = query.where(j.target_kind == target_kind)
        if not undone:
            query = query.where(j.undone_by.is_(None))
        with self.read() as connection:
            return [JudgementRow(*r) for r in connection.execute(query.order_by(j.id).limit(limit))]

    def judgements_by_id(self, ids: Iterable[int]) -> dict[int, JudgementRow]:
        """Judgements by their numbers, undone ones too."""
        out: dict[int, JudgementRow] = {}
        with self.read() as connection:
            for some in chunks(ids):
                query = select(*JUDGEMENT_COLUMNS).where(m.Judgement.id.in_(some))
                out.update((row.id, row) for row in map(_judgement, connection.execute(query)))
        return out

    def judgements_on(self, target_kind: str, ids: Iterable[str]) -> dict[str, list[JudgementRow]]:
        """For each of these things, every judgement that names it, undone ones too."""
        j = m.Judgement
        out: dict[str, list[JudgementRow]] = {}
        with self.read() as connection:
            for some in chunks(ids):
                wanted = set(some)
                query = select(*JUDGEMENT_COLUMNS).where(
                    j.target_kind == target_kind, or_(j.target_id.in_(some), j.other_id.in_(some))
                )
                for row in map(_judgement, connection.execute(query.order_by(j.id))):
                    for key in {row.target_id, row.other_id} & wanted:
                        out.setdefault(str(key), []).append(row)
        return out

    def audit(
        self, author: str, action: str, target: str | None = None, detail: Mapping[str, Any] | None = None
    ) -> None:
        """Write down who did what."""
        with self.write() as connection:
            connection.execute(
                insert(m.Audit).values(
                    at=moment(), author=author, action=action, target=target, detail=dict(detail or {})
                )
            )

    def audit_trail(self, limit: int = 100, before: int | None = None) -> list[dict[str, Any]]:
        """The audit trail, the newest first."""
        a = m.Audit
        query = select(*a.__table__.c).order_by(a.id.desc()).limit(limit)
        with self.read() as connection:
            return [dict(r._mapping) for r in connection.execute(query.where(a.id < before) if before else query)]

    def add_user(self, name: str, password_hash: str, role: str, settings: Mapping[str, Any] | None = None) -> int:
        """Make an account; its key."""
        values = {
            "name": name,
            "password_hash": password_hash,
            "role": role,
            "settings": dict(settings or {}),
            "created_at": moment(),
        }
        with self.write() as connection:
            return int(connection.execute(insert(m.User).values(**values).returning(m.User.id)).scalar_one())

    def user(self, name: str) -> dict[str, Any] | None:
        """An account by its name."""
        with self.read() as connection:
            row = connection.execute(select(*m.User.__table__.c).where(m.User.name == name)).first()
        return dict(row._mapping) if row else None

    def users(self) -> list[dict[str, Any]]:
        """Every account."""
        with self.read() as connection:
            return [dict(r._mapping) for r in connection.execute(select(*m.User.__table__.c).order_by(m.User.name))]

    def change_user(self, user_id: int, **values: Any) -> None:
        """Change an account's password_hash, role, settings or disabled_at."""
        with self.write() as connection:
            connection.execute(update(m.User).where(m.User.id == user_id).values(**values))

    def add_session(self, token_hash: str, user_id: int, csrf: str, expires_at: str) -> None:
        """Remember a login."""
        with self.write() as connection:
            connection.execute(
                insert(m.Session).values(
                    token_hash=token_hash, user_id=user_id, csrf=csrf, created_at=moment(), expires_at=expires_at
                )
            )

    def session(self, token_hash: str) -> dict[str, Any] | None:
        """A login that still holds, with its account."""
        s, u = m.Session, m.User
        query = select(s.csrf, s.expires_at, u.id.label("user_id"), u.name, u.role, u.settings).join(
            u, u.id == s.user_id
        )
        with self.read() as connection:
            row = connection.execute(
                query.where(s.token_hash == token_hash, s.expires_at > moment(), u.disabled_at.is_(None))
            ).first()
        return dict(row._mapping) if row else None

    def end_session(self, token_hash: str) -> None:
        """Forget a login, and those that have run out."""
        with self.write() as connection:
            connection.execute(
                delete(m.Session).where(or_(m.Session.token_hash == token_hash, m.Session.expires_at <= moment()))
            )

    def end_sessions_of(self, user_id: int) -> None:
        """Forget every login of an account: its password changed, or it may no longer come in."""
        with self.write() as connection:
            connection.execute(delete(m.Session).where(m.Session.user_id == user_id))

    def add_token(self, name: str, token_hash: str, user_id: int, role: str, expires_at: str) -> None:
        """Remember a token of a program; refused where one of that name still holds."""
        values = {
            "name": name, "token_hash": token_hash, "user_id": user_id, "role": role, "created_at": moment(), "expires_at": expires_at,
        }  # fmt: skip
        with self.write() as connection:
            if connection.execute(select(m.Token.id).where(m.Token.name == name, _holds())).first():
                raise StopRun(
                    f"there is a token {name!r} already: `marsad token revoke` ends it, or choose another name"
                )
            connection.execute(insert(m.Token).values(**values))

    def token(self, token_hash: str) -> dict[str, Any] | None:
        """A token that still holds, with the account it stands under."""
        t, u = m.Token, m.User
        query = select(t.id, t.name, t.role, t.used_at, u.name.label("account"), u.role.label("account_role"))
        query = query.join(u, u.id == t.user_id).where(t.token_hash == token_hash, _holds(), u.disabled_at.is_(None))
        with self.read() as connection:
            row = connection.execute(query).first()
        return dict(row._mapping) if row else None

    def tokens(self) -> list[dict[str, Any]]:
        """Every token that was ever made, with its account, without its hash."""
        t, u = m.Token, m.User
        kept = [c for c in t.__table__.c if c.name != "token_hash"]
        query = select(*kept, u.name.label("account"), u.disabled_at).join(u, u.id == t.user_id).order_by(t.id)
        with self.read() as connection:
            return [dict(r._mapping) for r in connection.execute(query)]

    def token_used(self, token_id: int) -> None:
        """Note that a token was used now."""
        with self.write() as connection:
            connection.execute(update(m.Token).where(m.Token.id == token_id).values(used_at=moment()))

    def revoke_token(self, name: str) -> bool:
        """Let a token hold no more; whether there was one that did."""
        with self.write() as connection:
            found = connection.execute(
                update(m.Token).where(m.Token.name == name, _holds()).values(revoked_at=moment())
            )
            return found.rowcount > 0

    def judgement(self, judgement_id: int) -> JudgementRow | None:
        """One judgement by its number."""
        with self.read() as connection:
            row = connection.execute(select(*JUDGEMENT_COLUMNS).where(m.Judgement.id == judgement_id)).first()
        return JudgementRow(*row) if row else None

    def save_search(self, name: str, filters: Filters, user_id: int | None = None) -> str:
        """Save a filter; the secret of its feed."""
        token = f"{secrets.randbits(62):016x}"
        with self.write() as connection:
            connection.execute(
                insert(m.SavedSearch).values(
                    user_id=user_id, name=name, query=filters.to_query(), token=token, created_at=moment()
                )
            )
        return token

    def saved_searches(self, user_id: int | None = None, token: str | None = None) -> list[dict[str, Any]]:
        """Saved filters: of an account, or the one of a feed's secret."""
        s = m.SavedSearch
        query = select(*s.__table__.c).order_by(s.id)
        query = (
            query.where(s.token == token)
            if token
            else query.where(s.user_id == user_id if user_id is not None else s.user_id.is_(None))
        )
        with self.read() as connection:
            return [dict(r._mapping) for r in connection.execute(query)]

    def drop_search(self, search_id: int) -> None:
        """Forget a saved filter."""
        with self.write() as connection:
            connection.execute(delete(m.SavedSearch).where(m.SavedSearch.id == search_id))


def _holds() -> ColumnElement[bool]:
    return and_(m.Token.revoked_at.is_(None), m.Token.expires_at > moment())


def _judgement(row: Any) -> JudgementRow:
    return JudgementRow(*row)


def _note(connection: Connection, row: Any, target: str) -> None:
    line = {"at": row.at, "author": row.author, "action": row.kind, "target": target, "detail": {"judgement": row.id}}
    connection.execute(insert(m.Audit).values(**line))
