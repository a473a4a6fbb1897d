"""What every page is made with: the language, the filter of the address, the names of things, the form token."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated, Any
from urllib.parse import quote, urlencode

from fastapi import Depends, Request
from fastapi.responses import HTMLResponse
from jinja2 import Environment
from markupsafe import Markup

from ..export import FORMATS
from ..store import Filters, Store
from ..store.rows import EventRow
from .accounts import Account, needed
from .headlines import headline
from .labels import Labels
from .locales import LANGUAGES, Locale, load_locale, plain
from .refusals import told
from .security import CSRF_COOKIE, form_token

THEMES = ("auto", "light", "dark")
_YEAR = 365 * 86400


@dataclass(frozen=True, slots=True)
class NavItem:
    """A page in the bar at the top: key of its name (`nav.<key>`), address, place in the order."""

    key: str
    path: str
    order: int


@dataclass(slots=True)
class View:
    """One request as its page sees it. Pages take it as `view: Asked` and give back `view.page(template, context)`."""

    request: Request
    store: Store
    env: Environment
    labels: Labels
    locale: Locale
    theme: str
    filters: Filters
    token: str
    nav: tuple[NavItem, ...]
    account: Account

    @property
    def user(self) -> str:
        """The author of what is decided here."""
        return self.account.name

    def may(self, method: str, path: str) -> bool:
        """Whether the one who asks may make this request: what he may not is not offered."""
        return self.account.may(needed(method, path))

    @property
    def formats(self) -> tuple[str, ...]:
        """The forms in which events may be taken away."""
        return tuple(FORMATS)

    @property
    def lang(self) -> str:
        """`ar` or `en`."""
        return self.locale.code

    def t(self, key: str, n: float | None = None, **values: object) -> Markup:
        """A string of the page's language as HTML."""
        return self.locale.text(key, n, **values)

    def line(self, key: str, n: float | None = None, **values: object) -> str:
        """A string of the page's language for an attribute."""
        return self.locale.line(key, n, **values)

    def term(self, family: str, value: str | None) -> str:
        """The name of a code."""
        return self.locale.term(family, value)

    def told(self, text: str) -> str:
        """What the program says of a source that it could not read, in the page's language."""
        return told(text, self.lang)

    def num(self, value: float) -> Markup:
        """A number that keeps its direction."""
        return Markup('<span class="num">{}</span>').format(self.locale.number(value))

    def time(self, start: str | None, end: str | None = None, precision: str | None = None) -> Markup:
        """A day, or a range of them, with its ISO form for machines."""
        shown = self.locale.days(start, end or start, precision)
        return self._dated((start or "")[:10], shown)

    def moment(self, value: str | None) -> Markup:
        """A moment with its ISO form for machines."""
        return self._dated(value or "", self.locale.moment(value))

    def _dated(self, value: str, shown: str) -> Markup:
        # A date keeps the direction of the page's language also beside the words of a report.
        return Markup('<time datetime="{}" dir="{}">{}</time>').format(plain(value), self.locale.dir, shown)

    def type(self, code: str) -> str:
        """The name of an event type."""
        return self.labels.event_type(code, self.lang)

    def actor(self, code: str) -> str:
        """The name of an actor."""
        return self.labels.actor(code, self.lang)

    def outlet(self, code: str | None) -> str:
        """The name of an outlet."""
        return self.labels.outlet(code, self.lang) or self.line("none.outlet")

    def place(self, row: EventRow) -> str:
        """The place of an event: its own name, else what it lies in."""
        own = row.place_name_ar if self.lang == "ar" else row.place_name_en or row.place_name_ar
        return plain(own or "") or self.adm1(row.country, row.adm1) or self.locale.country(row.country)

    def adm1(self, country: str | None, name: str | None) -> str:
        """The name of a governorate."""
        return self.labels.adm1(country, name, self.lang)

    def headline(self, row: EventRow) -> Markup:
        """The sentence that names an event, made from its parts."""
        return headline(self.locale, self.labels, row)

    def title(self, row: EventRow) -> str:
        """The same in plain text, for titles and feeds."""
        return plain(headline(self.locale, self.labels, row).striptags())

    def url(self, path: str, filters: Filters | None = None, **changes: Any) -> str:
        """The address of a page with the filter of this one; `changes` are fields of the filter, or other keys of the address."""
        chosen = self.filters if filters is None else filters
        own = {k: v for k, v in changes.items() if k in Filters.__dataclass_fields__}
        query = (chosen.but(**own) if own else chosen).to_query()
        for key, value in changes.items():
            if key not in own and value not in (None, ""):
                query[key] = [str(value)]
        return quote(path, safe="/:@!$&'()*+,;=~-._") + (f"?{urlencode(query, doseq=True)}" if query else "")

    def here(self, **changes: str) -> str:
        """This page's own address with some keys of it changed."""
        pairs = [(k, v) for k, v in self.request.query_params.multi_items() if k not in changes]
        pairs += [(k, v) for k, v in changes.items() if v]
        return quote(self.request.url.path, safe="/:@!$&'()*+,;=~-._") + (f"?{urlencode(pairs)}" if pairs else "")

    def page(self, template: str, context: object, status: int = 200) -> HTMLResponse:
        """The page: its template filled with its typed context, as `page`."""
        text = self.env.get_template(template).render(page=context, v=self)
        response = HTMLResponse(text, status)
        if self.account.csrf is None and self.request.cookies.get(CSRF_COOKIE) != self.token:
            secure = self.request.url.scheme == "https"
            response.set_cookie(CSRF_COOKIE, self.token, httponly=True, samesite="strict", path="/", secure=secure)
        for key, allowed in (("lang", LANGUAGES), ("theme", THEMES)):
            chosen = self.request.query_params.get(key)
            if chosen is not None and chosen in allowed:
                response.set_cookie(f"marsad_{key}", chosen, max_age=_YEAR, httponly=True, samesite="lax", path="/")
        return response


def _chosen(request: Request, key: str, allowed: tuple[str, ...]) -> str:
    for value in (request.query_params.get(key), request.cookies.get(f"marsad_{key}")):
        if value in allowed:
            return value
    return allowed[0]


def make_view(request: Request, filtered: bool = True) -> View:
    """The view of a request; `filtered` false where the filter itself may be what is wrong."""
    state = request.app.state
    account: Account = request.state.account
    query = request.query_params
    return View(
        request=request, store=request.state.store, env=state.env, labels=state.labels,
        locale=load_locale(_chosen(request, "lang", LANGUAGES)), theme=_chosen(request, "theme", THEMES),
        filters=Filters.from_query({k: query.getlist(k) for k in query}) if filtered else Filters(),
        token=form_token(request), account=account,
        nav=tuple(item for item in state.nav if account.may(needed("GET", item.path))),
    )  # fmt: skip


def _view(request: Request) -> View:
    return make_view(request)


Asked = Annotated[View, Depends(_view)]
