"""An article out of a page: headline, by-line, time of publication, body, outlet, each with the mark that gave it."""

from __future__ import annotations

import datetime as dt
import re
from copy import deepcopy
from zoneinfo import ZoneInfo

from lxml import html

from ..annotate.publication import moment_in, words
from ..model import Article
from ..text.normal import fold
from .address import canonical, id_of_bytes, id_of_url
from .body import clean, container, lines_of
from .encoding import decoded
from .marks import Marks, read_marks
from .outlets import agencies_in, outlet_of
from .plain import dateline_of
from .prune import parse, prune
from .types import Fetched, refused

LEAST = 60  # letters; less is no report
_CHARSET = re.compile(r"charset=[\"']?([\w.:-]+)", re.I)
_SAVED_FROM = re.compile(r"<!-- saved from url=\(\d+\)(\S+) -->")
_DATE_CLASS = re.compile(
    r"(?:^|[\s_-])(?:date|time|datetime|timestamp|publish\w*|pubdate|posted|submitted|entry-date|meta)(?=$|[\s_-])",
    re.I,
)
_BYLINE_CLASS = re.compile(r"(?:^|[\s_-])(?:byline|by-line|author|writer|source|reporter)(?=$|[\s_-])", re.I)
_HEADLIKE = (
    "//body//*[" + " or ".join(f"self::{name}" for name in "h1 h2 h3 h4 b strong font div span td p".split()) + "]"
)
_SITE = re.compile(r"\s+(?:[-–—|»]|::)\s+|\s*\|\s*|:\s+")
_ARABIC = re.compile("[\u0621-\u064a]")


def read_page(
    raw: bytes, *, where: str, url: str | None = None, headers: tuple[tuple[str, str], ...] = (), content_type: str = "text/html",
    fetched_at: dt.datetime | None = None, fallback_id: str | None = None, published: str | None = None, title: str | None = None,
) -> Fetched:  # fmt: skip
    """The article of a page's bytes. `published` and `title` are what a feed said of it, taken where the page itself says nothing."""
    declared = _CHARSET.search(content_type)
    text = decoded(raw, declared.group(1) if declared else None)
    tree = parse(text.text)
    if tree is None:
        return refused(where, "holds no HTML", "save the page again, or give the article's text as .txt")
    saved = _SAVED_FROM.search(text.text[:2000])
    url = url or (saved.group(1) if saved else None)
    marks = read_marks(tree, url)
    pruned = deepcopy(tree)
    prune(pruned)
    headline = _headline(tree, marks) or title
    byline = marks.byline or _byline(pruned)
    lines, how = _body(tree, pruned, marks, [headline or "", *marks.titles], byline)
    body = "\n\n".join(lines)
    if len(_ARABIC.findall(body)) < LEAST:
        return refused(
            where,
            "no Arabic report was found in the page",
            "see whether it is the page of one article; give its text as .txt where it is",
        )
    named = marks.url or url
    address = canonical(named) if named else None
    outlet = outlet_of(address, marks.site_name)
    zone = outlet.timezone if outlet else None
    details = {
        "body": how,
        "encoding": text.encoding,
        **({"declared": text.declared} if text.lied and text.declared else {}),
    }
    moment = _published(pruned, marks, zone, published, details)
    dateline = dateline_of(body)
    article = Article(
        id_of_url(address) if address else fallback_id or id_of_bytes("page", raw), body, title=headline, url=address,
        outlet=outlet.id if outlet else marks.site_name, published_at=moment, dateline=dateline,
    )  # fmt: skip
    agencies = agencies_in(f"{byline or ''} | {dateline or ''}")
    return Fetched(article, None, raw, content_type, headers, url or address, fetched_at, byline, agencies, details)


def _body(
    tree: html.HtmlElement, pruned: html.HtmlElement, marks: Marks, titles: list[str], byline: str | None
) -> tuple[list[str], str]:
    """The report's lines and whence: the page's own element, else the data of its script, JSON-LD, or trafilatura's judgement."""
    found = container(pruned)
    lines = clean(list(lines_of(found)), titles, byline) if found is not None else []
    how = "container"
    length = sum(map(len, lines))
    for value, name in ((marks.data_body, "page data"), (marks.body, "json-ld")):
        if value:
            other = clean(_lines_of_mark(value), titles, byline)
            if sum(map(len, other)) > 1.5 * length:
                lines, how, length = other, name, sum(map(len, other))
    if length < 200:
        other = clean(_second_opinion(tree), titles, byline)
        if sum(map(len, other)) > 1.5 * length:
            lines, how = other, "trafilatura"
    return lines, how


def _lines_of_mark(value: str) -> list[str]:
    if "<" not in value:
        return [" ".join(line.split()) for line in value.splitlines() if line.strip()]
    tree = parse(f"<html><body><div>{value}</div></body></html>")
    if tree is None:
        return []
    prune(tree)
    return list(lines_of(tree))


def _second_opinion(tree: html.HtmlElement) -> list[str]:
    from trafilatura import bare_extraction

    page = bare_extraction(tree, include_comments=False, include_tables=True, favor_recall=True)
    text = getattr(page, "text", None)
    return [line.strip() for line in text.splitlines() if line.strip()] if text else []


def _headline(tree: html.HtmlElement, marks: Marks) -> str | None:
    """The h1 that the machine marks agree with; else the marks; else the page's title without the site's name."""
    heads = [h for h in (" ".join(e.text_content().split()) for e in tree.xpath("//h1[not(ancestor::aside)]")) if h]
    window = " ".join((tree.findtext(".//title") or "").split())
    stated = [_without_site(t, marks) for t in marks.titles] + ([_without_site(window, marks)] if window else [])
    shown = _shown(tree, [*marks.titles, window])
    if shown:
        return shown
    for head in heads:
        if any(_agree(head, t) for t in (*marks.titles, window) if t):
            return _without_site(head, marks)
    if stated:
        return stated[0]
    return heads[0] if heads else None


def _shown(tree: html.HtmlElement, titles: list[str]) -> str | None:
    """The title, whole or without the site's name at one end, that stands on the page as a line of its own."""
    lines = {_key(text) for e in tree.xpath(_HEADLIKE) if 10 < len(text := e.text_content()) < 300}
    for title in titles:
        cuts = list(_SITE.finditer(title))
        options = [title, *([title[: cuts[-1].start()], title[cuts[0].end() :]] if cuts else [])]
        found = next((" ".join(o.split()) for o in options if len(o.split()) > 2 and _key(o) in lines), None)
        if found:
            return found
    return None


def _key(text: str) -> str:
    return re.sub(r"\W+", " ", fold(text)).strip()


def _agree(head: str, stated: str) -> bool:
    one, other = ({w for w in re.split(r"\W+", fold(t)) if w} for t in (head, stated))
    return len(one) > 1 and len(one & other) >= 0.7 * len(one)


def _without_site(title: str, marks: Marks) -> str:
    """The title without the name of the site before or behind a stroke."""
    parts = re.split(r"\s+(?:[-–—|»:]|::)\s+|\s*\|\s*", title)
    if len(parts) < 2:
        return title
    for part, keep in ((parts[-1], title[: title.rfind(parts[-1])]), (parts[0], title[len(parts[0]) :])):
        named = fold(part).strip()
        if named and (
            named == fold(marks.site_name or "").strip()
            or outlet_of(None, part)
            or (keep.rstrip().endswith(("|", "::")) and len(named.split()) < 5)
        ):
            return keep.strip(" -–—|»:")
    return title


def _published(
    tree: html.HtmlElement, marks: Marks, zone: str | None, given: str | None, details: dict[str, str]
) -> str | None:
    if marks.published:
        details["date"] = marks.by["date"]
        return in_zone(marks.published, zone)
    line, rank = _visible(tree, zone)
    stated, other = _time_elements(tree)
    ways = (
        (stated, "time element"),
        (line if rank == 0 else None, "publication line"),
        (other, "time element"),
        (line, "publication line"),
    )
    for value, how in (*ways, (given, "feed")):
        if value and (moment := in_zone(value, zone)):
            details["date"] = how
            return moment
    return None


def in_zone(value: str, zone: str | None) -> str | None:
    """A stated time in the outlet's zone: the publication day is counted there. A day alone stays a day."""
    stated = moment_in(value) or value
    try:
        moment = dt.datetime.fromisoformat(stated)
    except ValueError:
        return None
    if len(stated) == 10 or zone is None:
        return stated
    return (moment.astimezone(ZoneInfo(zone)) if moment.tzinfo else moment.replace(tzinfo=ZoneInfo(zone))).isoformat()


def _time_elements(tree: html.HtmlElement) -> tuple[str | None, str | None]:
    """The <time> that says it is of the publication, and another one that speaks of no change; of several the nearest to the headline."""
    order = {element: n for n, element in enumerate(tree.iter())}
    heads = tree.xpath("//h1")
    anchor = order[heads[0]] if heads else 0
    stated, other = [], []
    for time in tree.xpath("//time[@datetime]"):
        named = f"{time.get('itemprop')} {time.get('class')}"
        if time.xpath(
            "ancestor::li[.//a][string-length() < 400]|ancestor::a|ancestor::footer[not(ancestor::article)]"
        ) or not re.match(r"\s*\d{4}-\d", time.get("datetime")):
            continue
        far = (abs(order[time] - anchor), str(time.get("datetime")))
        if time.get("pubdate") is not None or re.search(r"publ|entry-date", named, re.I):
            stated.append(far)
        elif not re.search(r"updat|modif", named, re.I):
            other.append(far)
    return (min(stated)[1] if stated else None), (min(other)[1] if other else None)


def _visible(tree: html.HtmlElement, zone: str | None) -> tuple[str | None, int]:
    """The publication line that a reader sees: by its words, by its class, or alone under the headline; never in a list of links."""
    found: list[tuple[int, int, str]] = []
    h1 = next(iter(tree.xpath("//h1")), None)
    order = {element: n for n, element in enumerate(tree.iter())}
    anchor = order.get(h1, 0) if h1 is not None else 0
    for element, at in order.items():
        if (
            not isinstance(element.tag, str)
            or element.tag in ("html", "body", "head", "title", "option", "a")
            or len(element) > 12
        ):
            continue
        text = " ".join(element.text_content().split())
        if not 6 <= len(text) <= 130 or element.xpath("ancestor-or-self::li[.//a][string-length() < 400]|ancestor::a"):
            continue
        rank = _rank(element, text)
        moment = moment_in(text, zone) if rank is not None else None
        if rank is not None and moment:
            found.append((rank + (len(moment) == 10), abs(at - anchor), moment))
    return (min(found)[2], min(found)[0] // 2 * 2) if found else (None, 9)


def _rank(element: html.HtmlElement, text: str) -> int | None:
    folded = fold(text)
    if words().published.match(folded):
        return 0
    if words().updated.match(folded):
        return 6
    if _DATE_CLASS.search(f"{element.get('class') or ''} {element.get('id') or ''} {element.get('itemprop') or ''}"):
        return 2
    return (
        4
        if len(text) < 60
        and element.tag
        in ("div", "span", "td", "p", "font", "h2", "h3", "h4", "h5", "small", "em", "i", "time", "b", "strong")
        else None
    )


def _byline(tree: html.HtmlElement) -> str | None:
    for element in tree.xpath("//*[@class or @rel or @itemprop]"):
        named = f"{element.get('class') or ''} {element.get('rel') or ''} {element.get('itemprop') or ''}"
        text = " ".join(element.text_content().split())
        if _BYLINE_CLASS.search(named) and 2 < len(text) < 80 and moment_in(text) is None:
            return re.sub(r"^\W*المصدر\s*:\s*", "", text)
    return None
