"""What a page says of itself in marks made for machines: JSON-LD, OpenGraph, meta, data of the page's own scripts.

Only marks about this page count: of several JSON-LD articles the one whose address or headline is the page's; a list of other
stories never gives a date.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from lxml import html

from ..annotate.publication import moment_in
from ..text.normal import fold
from .address import canonical, same_site

_ARTICLE_TYPE = re.compile(r"(?:Article|BlogPosting|LiveBlogPosting|Report)$")
_META_DATES = (
    "article:published_time", "og:article:published_time", "og:published_time", "datepublished", "dc.date.issued", "dcterms.created", "dc.date",
    "publishdate", "publish-date", "publish_date", "pubdate", "parsely-pub-date", "sailthru.date", "cxenseparse:recs:publishtime", "date",
)  # fmt: skip
_META_AUTHORS = ("author", "article:author", "dc.creator", "parsely-author", "cXenseParse:author")
_DATE_KEYS = (
    "publishedAt",
    "datePublished",
    "publishDate",
    "published_at",
    "publicationDate",
    "firstPublished",
    "createdAt",
    "created_at",
    "date",
)
_BODY_KEYS = ("articleBody", "body", "content", "html", "text", "story", "details", "blocks", "paragraphs")
_TITLE_KEYS = ("headline", "title", "name")
_LIST_KEYS = frozenset(
    ("itemListElement", "relatedLink", "related", "relatedArticles", "mostRead", "latest", "recommended", "hasPart")
)
_LEAST_BODY = 200


@dataclass(slots=True)
class Marks:
    """What was found, and in `by` which mark gave it."""

    titles: list[str] = field(default_factory=list)
    published: str | None = None
    byline: str | None = None
    site_name: str | None = None
    url: str | None = None
    body: str | None = None
    data_body: str | None = None
    by: dict[str, str] = field(default_factory=dict)

    def date(self, value: Any, mark: str) -> None:
        """Take a date unless a better mark gave one."""
        if (
            self.published is None
            and isinstance(value, str)
            and re.match(r"\s*(?:19|20)\d{2}-\d{2}-\d{2}", value)
            and moment_in(value)
        ):
            self.published, self.by["date"] = value.strip(), mark


def read_marks(tree: html.HtmlElement, url: str | None) -> Marks:
    """The marks of a parsed page, the most trustworthy first."""
    out = Marks()
    metas = _metas(tree)
    link = next(iter(tree.xpath('//link[@rel="canonical"]/@href')), None) or metas.get("og:url")
    if link and str(link).startswith("http") and (url is None or same_site(str(link), url)):
        out.url = str(link)
    out.site_name = metas.get("og:site_name")
    heads = [metas[k] for k in ("og:title", "twitter:title") if k in metas]
    heads += [" ".join(h.text_content().split()) for h in tree.xpath("//h1")]
    node = _own(_json_ld(tree), out.url or url, heads)
    if node is not None:
        _from_json_ld(node, out)
    out.titles += [metas[k] for k in ("og:title", "twitter:title") if k in metas]
    for name in _META_DATES:
        out.date(metas.get(name), "opengraph" if ":" in name else "meta")
    out.byline = out.byline or next(
        (metas[k] for k in _META_AUTHORS if metas.get(k) and not metas[k].startswith("http")), None
    )
    _from_data(tree, out)
    return out


def _metas(tree: html.HtmlElement) -> dict[str, str]:
    found: dict[str, str] = {}
    for meta in tree.xpath("//meta[@content]"):
        name = meta.get("property") or meta.get("name") or meta.get("itemprop")
        if (
            name
            and (meta.get("content") or "").strip()
            and not meta.xpath("ancestor::*[@itemscope][1][ancestor::aside or ancestor::ul]")
        ):
            found.setdefault(name.lower().strip(), meta.get("content").strip())
    return found


def _json_ld(tree: html.HtmlElement) -> Iterator[dict[str, Any]]:
    for script in tree.xpath('//script[contains(@type,"ld+json")]'):
        text = re.sub(r"^\s*(?:<!--|/\*\s*<!\[CDATA\[\s*\*/)|(?:-->|/\*\s*\]\]>\s*\*/)\s*$", "", script.text or "")
        try:
            yield from _articles(json.loads(text, strict=False), 0)
        except (ValueError, RecursionError):
            continue


def _articles(data: Any, depth: int) -> Iterator[dict[str, Any]]:
    if depth > 6:
        return
    if isinstance(data, list):
        for item in data[:200]:
            yield from _articles(item, depth + 1)
    elif isinstance(data, dict):
        kinds = data.get("@type")
        if any(isinstance(k, str) and _ARTICLE_TYPE.search(k) for k in (kinds if isinstance(kinds, list) else [kinds])):
            yield data
        for key, value in data.items():
            if key not in _LIST_KEYS and isinstance(value, (dict, list)):
                yield from _articles(value, depth + 1)


def _own(nodes: Iterator[dict[str, Any]], url: str | None, heads: list[str]) -> dict[str, Any] | None:
    """The node about this page: by address, by headline, or because there is no other."""
    found = list(nodes)
    keys = {_key(h) for h in heads}
    for node in found:
        main = node.get("mainEntityOfPage")
        addresses = [node.get("url"), node.get("@id"), main.get("@id") if isinstance(main, dict) else main]
        if url and any(
            isinstance(a, str) and a.startswith("http") and canonical(a) == canonical(url) for a in addresses
        ):
            return node
    for node in found:
        head = _key(str(node.get("headline") or node.get("name") or ""))
        if head and any(head == k or (len(head) > 20 and (head in k or k in head)) for k in keys if k):
            return node
    return found[0] if len(found) == 1 else None


def _key(text: str) -> str:
    return re.sub(r"\W+", " ", fold(text)).strip()


def _from_json_ld(node: dict[str, Any], out: Marks) -> None:
    for key in ("headline", "name"):
        if isinstance(node.get(key), str):
            out.titles.append(_plain(node[key]))
            break
    out.date(node.get("datePublished"), "json-ld")
    out.date(node.get("dateCreated"), "json-ld")
    authors = node.get("author")
    names = [a.get("name") if isinstance(a, dict) else a for a in (authors if isinstance(authors, list) else [authors])]
    out.byline = "، ".join(n.strip() for n in names if isinstance(n, str) and n.strip()) or None
    body = node.get("articleBody")
    if isinstance(body, str) and len(body) > _LEAST_BODY:
        out.body = body


def _plain(value: str) -> str:
    """A mark's words without tags and entities that some systems put there."""
    if "<" in value or "&" in value:
        value = html.fragment_fromstring(value, create_parent="div").xpath("string()")
    return " ".join(value.split())


def _from_data(tree: html.HtmlElement, out: Marks) -> None:
    """The report in the data of a page that is drawn by its script (`__NEXT_DATA__`): the record with the longest body."""
    best: tuple[int, dict[str, Any], str] | None = None
    for script in tree.xpath('//script[@type="application/json" or @id="__NEXT_DATA__"]'):
        try:
            data = json.loads(script.text or "", strict=False)
        except (ValueError, RecursionError):
            continue
        for record in _records(data, 0):
            body = next((b for k in _BODY_KEYS if len(b := _words(record.get(k), 0)) > _LEAST_BODY), "")
            if body and (best is None or len(body) > best[0]):
                best = (len(body), record, body)
    if best is None:
        return
    _, record, out.data_body = best
    out.titles += [_plain(record[k]) for k in _TITLE_KEYS if isinstance(record.get(k), str)][:1]
    for key in _DATE_KEYS:
        out.date(record.get(key), "page data")
    author = record.get("author")
    name = author.get("name") if isinstance(author, dict) else author
    out.byline = out.byline or (name if isinstance(name, str) else None)


def _records(data: Any, depth: int) -> Iterator[dict[str, Any]]:
    if depth > 14:
        return
    if isinstance(data, dict):
        yield data
        for key, value in data.items():
            if key not in _LIST_KEYS:
                yield from _records(value, depth + 1)
    elif isinstance(data, list):
        for item in data[:500]:
            yield from _records(item, depth + 1)


def _words(value: Any, depth: int) -> str:
    """The words of a body: a string of HTML, or a list of blocks; captions and other stories' blocks are left out."""
    if isinstance(value, str):
        return value
    if depth > 4:
        return ""
    if isinstance(value, list):
        return "\n".join(f"<p>{w}</p>" for item in value if (w := _words(item, depth + 1)))
    if isinstance(value, dict):
        kind = str(value.get("type") or value.get("__typename") or "").lower()
        if re.search(r"image|related|embed|video|gallery|ad\b|quote-link|caption", kind):
            return ""
        return next(
            (
                w
                for k in ("text", "content", "html", "data", "value", "children")
                if (w := _words(value.get(k), depth + 1))
            ),
            "",
        )
    return ""
