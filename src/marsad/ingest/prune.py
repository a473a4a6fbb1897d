"""The page without its furniture: menus, sharing bars, related stories, captions, comments, advertisements."""

from __future__ import annotations

import re

from lxml import html

from ..annotate.publication import words
from ..text.normal import fold

DEEPEST = 200
_TAG = re.compile(r"<(/?)([a-zA-Z][\w:-]*)([^<>]*)>")
_VOID = frozenset("area base br col embed hr img input link meta param source track wbr".split())
_DROPPED_TAGS = "|".join(
    f"//{name}"
    for name in (
        "script style noscript nav aside form iframe button select svg template video audio object figure figcaption dialog textarea "
        "amp-sidebar amp-social-share amp-ad amp-list"
    ).split()
)
_FURNITURE = re.compile(
    r"(?:^|[\s_-])(?:shar(?:e|ing)\w*|addtoany\w*|a2a\w*|sharedaddy|social\w*|relat(?:ed|ive)\w*|jp-relatedposts|read-?(?:more|also|next)\w*|see-?also|also-?read|recommend\w*|"
    r"most-?(?:read|viewed|popular|watched)?|popular\w*|trending\w*|comments?(?:-?(?:list|area|form|section|box))?|commentlist|respond|disqus\w*|fb-comments|sidebar\w*|side-?bar|widgets?|widget-area|"
    r"newsletter\w*|subscri\w*|breadcrumbs?\w*|tags?|tag-?(?:list|cloud|links)|tagcloud|post-tags|entry-tags|keywords|nav|navbar|navigation|menu\w*|footer|site-footer|advert\w*|ads?|adsbygoogle|"
    r"ad-?(?:slot|unit|box|wrap\w*)|promo\w*|banner\w*|author-?(?:box|bio|info)|about-?author|biography|pagination|pager|pagenav|post-?nav\w*|prev-?next|"
    r"(?:wp-|img-|image-|photo-|media-)?caption(?:-text)?|imgcaption|img-?(?:desc|title)|credits?|gallery|slider|carousel|cookies?|gdpr|print(?:-?(?:link|btn|only))?|toolbar|tools|font-?size\w*|"
    r"copyrights?|ticker|breaking-?news|latest-?\w*|more-?(?:news|stories|from|topics)|whats-?app\w*|telegram-?\w*|follow\w*|rating|votes?|poll|app-?download|login|search\w*|topbar|hidden|screen-reader-text|visually-hidden|sr-only|"
    r"inread|outbrain|taboola\w*|teads|mgid\w*|story-?links|crosslinks?|internal-?links?|insert-?link|visitors?|views-?count|hits|labels|post-labels|item-?tags|field-name-field-tags)(?=$|[\s_-])",
    re.I,
)
_KEPT = frozenset(("html", "body", "article", "main"))
_HEADLIKE = "//h2|//h3|//h4|//h5|//h6|//strong|//b|//span|//div|//p|//td|//font|//legend|//dt|//li|//label|//center"
CARD = 300  # letters of prose that the card of another story may have
LONG_HEADING = 24  # letters that may follow the marker words of a heading


def flatten(text: str) -> str:
    """The HTML with the tags below a sane depth taken out, their words kept: parsers recurse, and a hostile page nests without end."""
    depth = 0
    pieces: list[str] = []
    last = 0
    deepest = 0
    for tag in _TAG.finditer(text):
        name = tag.group(2).lower()
        if name in _VOID or tag.group(3).endswith("/"):
            continue
        if not tag.group(1):
            depth += 1
            deepest = max(deepest, depth)
            dropped = depth > DEEPEST
        else:
            dropped = depth > DEEPEST
            depth = max(0, depth - 1)
        if dropped:
            pieces.append(text[last : tag.start()] + " ")
            last = tag.end()
    return text if deepest <= DEEPEST else "".join(pieces) + text[last:]


def parse(text: str) -> html.HtmlElement | None:
    """The tree of a page however broken; None where there is none."""
    text = re.sub(r"^\s*<\?xml[^>]*\?>", "", flatten(text.replace("\x00", "")))
    if not text.strip():
        return None
    try:
        tree = html.document_fromstring(
            text, parser=html.HTMLParser(encoding=None, remove_comments=True, remove_pis=True, no_network=True)
        )
    except (ValueError, html.etree.ParserError, html.etree.XMLSyntaxError):
        return None
    return tree if isinstance(tree, html.HtmlElement) else None


def drop(element: html.HtmlElement) -> None:
    """Take an element out, the words after it kept."""
    if element.getparent() is not None:
        element.drop_tree()


def size(element: html.HtmlElement) -> int:
    """Letters of an element, spaces apart."""
    return len("".join(element.text_content().split()))


def linked(element: html.HtmlElement) -> int:
    """Letters of an element that are links."""
    return sum(size(a) for a in element.iter("a"))


def prune(tree: html.HtmlElement) -> None:
    """Take the furniture out of a tree in place; what holds most of the page's words is never furniture, whatever its class."""
    for element in tree.xpath(_DROPPED_TAGS):
        drop(element)
    whole = max(1, _prose(tree))
    for element in tree.xpath("//*[@class or @id or @role or @itemprop]"):
        if element.tag in _KEPT or element.getroottree() is None or element.tag in ("h1", "time"):
            continue
        named = f"{element.get('class') or ''} {element.get('id') or ''}"
        if _is_furniture(element, named) and (
            _prose(element) < 0.4 * whole or (_FURNITURE.fullmatch(named.strip()) and "comment" in named)
        ):
            drop(element)
    for element in tree.xpath("//footer[not(ancestor::article)]"):
        drop(element)
    _drop_cards(tree)
    _drop_headed(tree, whole)


def _is_furniture(element: html.HtmlElement, named: str) -> bool:
    marked = _FURNITURE.search(named) is not None or element.get("role") in (
        "navigation",
        "complementary",
        "contentinfo",
        "search",
    )
    return marked and not element.xpath(".//h1")


def _prose(element: html.HtmlElement) -> int:
    return max(0, size(element) - linked(element))


def _drop_cards(tree: html.HtmlElement) -> None:
    """Cards of other stories: a heading that is a link as a whole, with its picture, time and first words."""
    headings = [h for h in tree.xpath("//h2|//h3|//h4|//h5|//h6") if size(h) > 8 and linked(h) >= 0.9 * size(h)]
    for heading in headings:
        card = heading
        if card.getparent() is None:
            continue
        while (
            (parent := card.getparent()) is not None and parent.tag not in _KEPT - {"article"} and _prose(parent) < CARD
        ):
            if parent.xpath(".//h1") or len(parent.xpath(".//h2|.//h3|.//h4|.//h5|.//h6")) > 1:
                break
            card = parent
        drop(card)


def _drop_headed(tree: html.HtmlElement, whole: int) -> None:
    """Boxes of other stories are known by their heading: it goes with the links below it."""
    for element in tree.xpath(_HEADLIKE):
        if element.getparent() is None or len(element.text_content()) > 90:
            continue
        text = fold(element.text_content()).strip()
        opening = words().tails.match(text) or words().inserts.match(text)
        if not opening or len(text) - opening.end() > LONG_HEADING or (element.tag == "p" and text.endswith(".")):
            continue
        _drop_box(element, whole)


def _drop_box(heading: html.HtmlElement, whole: int) -> None:
    box = heading
    while (
        (parent := box.getparent()) is not None
        and parent.tag not in _KEPT
        and _prose(parent) < 0.2 * whole
        and not parent.xpath(".//h1")
    ):
        if linked(parent) < 0.5 * max(1, size(parent) - size(heading)) and _prose(parent) > size(heading) + 40:
            break
        box = parent
    after = box.getnext()
    while after is not None and isinstance(after.tag, str) and size(after) and linked(after) > 0.6 * size(after):
        following = after.getnext()
        drop(after)
        after = following
    drop(box)
