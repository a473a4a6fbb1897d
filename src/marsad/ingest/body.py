"""The body of a report: the element that holds its paragraphs, and its lines without inserts and the page's foot."""

from __future__ import annotations

import re
from collections.abc import Iterator

from lxml import html

from ..annotate.publication import moment_in, words
from ..text.normal import fold
from .prune import LONG_HEADING, linked, size

_BLOCKS = frozenset(
    "p div section article main li ul ol h1 h2 h3 h4 h5 h6 blockquote table tbody tr td th center dl dt dd header footer pre hr address".split()
)
_MARKED = re.compile(
    r"(?:^|[\s_-])(?:article-?(?:body|content|text)|story-?(?:body|content|text)|post-?(?:body|content)|entry-?content|news-?(?:body|content|text|details?)|"
    r"field-name-body|field--name-body|body-?text|content-?body|the-?content|wysiwyg\w*|detail-?(?:body|text|content)|liveblog\w*|live-?(?:entries|posts))(?=$|[\s_-])",
    re.I,
)
_SPACE = re.compile(r"[ \t\r\n\f\v\u00a0]+")
_SHORT = 25
PER_LINK = 150  # letters that stand beside each link of a report at least; the blurbs of other stories have fewer
_STOPS = '.!؟?:…"»”)'
_CLOCK_ONLY = re.compile(r"[\d\s:٠-٩.|/-]*(?:\w{1,6})?[\d\s:٠-٩.|/-]*")


def container(tree: html.HtmlElement) -> html.HtmlElement | None:
    """The element of the report: the one marked as such if it holds half of the page's prose, else where the prose is densest."""
    scores: dict[html.HtmlElement, float] = {}
    for element in tree.iter():
        if not isinstance(element.tag, str):
            continue
        worth = _own_prose(element)
        if worth < _SHORT:
            continue
        parent = (
            element.getparent() if element.tag in ("p", "li", "blockquote", "span", "font", "strong", "b") else element
        )
        scale = 1.0
        for _ in range(3):
            if parent is None or parent.tag in ("html",):
                break
            scores[parent] = scores.get(parent, 0.0) + worth * scale
            parent, scale = parent.getparent(), scale * 0.45
    if not scores:
        return None
    total = sum(_own_prose(e) for e in tree.iter() if isinstance(e.tag, str))
    marked = list(tree.xpath("//*[@itemprop='articleBody']")) + [
        e for e in tree.xpath("//*[@class or @id]") if _MARKED.search(f"{e.get('class') or ''} {e.get('id') or ''}")
    ]
    for element in marked:
        if _prose_below(element) > 0.5 * total:
            return element
    best = max(scores, key=lambda e: scores[e])
    return _climbed(best)


def _climbed(best: html.HtmlElement) -> html.HtmlElement:
    """Up to where the rest of the report lies beside it: the entries of a live page, paragraphs split over boxes."""
    here = _prose_below(best)
    for above in best.iterancestors():
        if above.tag in ("html", "body"):
            break
        prose = _prose_below(above)
        if prose >= 1.2 * here:
            if linked(above) > 0.35 * max(1, size(above)) or prose - here < PER_LINK * (_links(above) - _links(best)):
                break
            best, here = above, prose
    return best


def _links(element: html.HtmlElement) -> int:
    return sum(1 for a in element.iter("a") if size(a) > 12)


def _own_prose(element: html.HtmlElement) -> int:
    """Letters that stand in the element itself or in its inline children, links apart; 0 for short labels."""
    if element.tag in ("a", "title", "option", "h1", "script", "style", "time"):
        return 0
    parts = [element.text or ""]
    for child in element:
        if isinstance(child.tag, str) and child.tag not in _BLOCKS and child.tag != "a":
            parts.append(child.text_content() if element.tag in ("p", "li", "blockquote", "td", "div") else "")
        parts.append(child.tail or "")
    length = len("".join("".join(parts).split()))
    return length if length >= _SHORT else 0


def _prose_below(element: html.HtmlElement) -> int:
    return sum(_own_prose(e) for e in element.iter() if isinstance(e.tag, str))


def lines_of(element: html.HtmlElement) -> Iterator[str]:
    """The lines of an element as a reader sees them: a line a block or break; lines that are only a link to elsewhere are left out."""
    pieces: list[str] = []
    for token in _walk(element):
        if token is None:
            line = _SPACE.sub(" ", "".join(pieces)).strip()
            pieces.clear()
            if line:
                yield line
        else:
            pieces.append(token)
    line = _SPACE.sub(" ", "".join(pieces)).strip()
    if line:
        yield line


def _walk(element: html.HtmlElement) -> Iterator[str | None]:
    block = element.tag in _BLOCKS
    if block and _only_link(element):
        yield None
        return
    if block:
        yield None
    if element.text:
        yield element.text
    for child in element:
        if isinstance(child.tag, str):
            if child.tag == "br":
                yield None
            else:
                yield from _walk(child)
        if child.tail:
            yield child.tail
    if block:
        yield None


def _only_link(element: html.HtmlElement) -> bool:
    if element.tag not in ("p", "div", "li", "h2", "h3", "h4", "h5", "td"):
        return False
    whole = size(element)
    return 0 < whole < 220 and linked(element) >= 0.9 * whole


def clean(lines: list[str], titles: list[str], byline: str | None = None) -> list[str]:
    """The report's lines: without what stands above it (headline, date, by-line), inserts that lead elsewhere, and the foot."""
    heads = {key for t in titles if (key := _key(t))}
    top = next((n for n, line in enumerate(lines[: max(3, len(lines) // 3)]) if _key(line) in heads), -1)
    lines = lines[top + 1 :]
    out: list[str] = []
    length = sum(map(len, lines))
    seen = 0
    for line in lines:
        seen += len(line)
        folded = fold(line)
        if seen > length // 4 and _opens(words().tails, folded):
            break
        if _is_label(line, folded, heads, byline, begun=sum(map(len, out)) > 200):
            continue
        out.append(line)
    return out


def _opens(pattern: re.Pattern[str], folded: str) -> bool:
    found = pattern.match(folded)
    return found is not None and (len(folded) - found.end() <= LONG_HEADING)


def _is_label(line: str, folded: str, heads: set[str], byline: str | None, begun: bool) -> bool:
    key = _key(line)
    if not key or key in heads or (byline and key == _key(byline)):
        return True
    insert = words().inserts.match(folded)
    if insert and (
        ":" in folded[insert.end() : insert.end() + 6]
        or "|" in folded[: insert.end() + 4]
        or (len(folded) - insert.end() <= LONG_HEADING and line[-1] != ".")
    ):
        return True
    if (
        len(line) < 110
        and (words().published.match(folded) or words().updated.match(folded))
        and (moment_in(line) or not begun)
    ):
        return True
    if len(line) < 60 and moment_in(line) and line[-1] not in _STOPS and len(line.split()) < 12:
        return True
    if _CLOCK_ONLY.fullmatch(line):
        return True
    if not begun and len(line) < 70 and line[-1] not in _STOPS:
        return words().bylines.match(folded) is not None
    return False


def _key(text: str) -> str:
    return re.sub(r"\W+", " ", fold(text)).strip()
