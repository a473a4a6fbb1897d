"""What is known of an article before its sentences are read: its day, its language, and which part of the text is the report."""

from __future__ import annotations

import datetime as dt
import math
import re
from dataclasses import dataclass, field
from itertools import islice

from .annotate.publication import stated_in
from .errors import SkipArticle
from .model import Article
from .text.normal import View, view

_ARABIC = re.compile(r"[\u0621-\u064a]+")
_SURROGATE = re.compile("[\ud800-\udfff]")
_LETTERS = re.compile(r"[^\W\d_]+")
_FOREIGN = re.compile("[پچژگٹڈڑںےۓێۆڕڵەھہۀ]")
_ARABIC_WORDS = re.compile(
    r"(?<!\w)(?:في|من|على|إلى|الى|أن|ان|التي|الذي|عن|بعد|مع|هذا|هذه|وقال|كما|قال|[وبف]?ال\w{3,})(?!\w)"
)
_PERSIAN_WORDS = re.compile(
    r"(?<!\w)(?:[کك]ه|این|است|برای|را|می|های|شد|شده|خواهد|خواهند|[کك]رد|[کك]رده|بود|گفت|آن|از|توسط|نیز|اند)(?!\w)"
)
SAMPLE = 1500
LONGEST = 2_000_000  # characters: far beyond any report, and read in half a minute


@dataclass(slots=True)
class Read:
    """The publication day in the outlet's own time zone (None where unknown), and warnings that name the field."""

    published: dt.date | None
    outlet: str | None
    warnings: list[str] = field(default_factory=list)


def read(article: Article) -> Read:
    """Check the article: SkipArticle where it cannot be read at all, warnings where part of it cannot."""
    text = article.text
    if not text.strip():
        raise SkipArticle(f"article {article.id}: field text is empty: give the report's text")
    if len(text) > LONGEST:
        raise SkipArticle(
            f"article {article.id}: field text has {len(text):,} characters, more than {LONGEST:,}: split it into its reports"
        )
    out = Read(None, article.outlet)
    _check_language(article, out)
    out.published = _published(article, out)
    if _SURROGATE.search(text):
        out.warnings.append(
            f"article {article.id}: field text holds lone surrogates (broken UTF-16): they are read as unknown characters"
        )
    return out


def _check_language(article: Article, out: Read) -> None:
    sample = article.text[:SAMPLE]
    arabic = sum(map(len, _ARABIC.findall(sample)))
    letters = len(sample)  # at most; counted where that does not settle it
    if arabic < 0.2 * letters:
        letters = sum(map(len, _LETTERS.findall(sample)))
    if letters == 0 or arabic < 0.2 * letters:
        raise SkipArticle(
            f"article {article.id}: field text is not Arabic ({arabic} of {letters} letters are): only Arabic reports are read"
        )
    count = len(sample.split())
    enough = math.ceil(0.1 * count)
    if sum(1 for _ in islice(_ARABIC_WORDS.finditer(sample), enough)) == enough:
        return
    letters = sum(map(len, _LETTERS.findall(sample)))
    foreign = len(_FOREIGN.findall(sample))
    persian = len(_PERSIAN_WORDS.findall(sample))
    if foreign > 0.02 * letters or persian > 0.1 * count:
        raise SkipArticle(
            f"article {article.id}: field text is in another language of the Arabic script (Persian, Urdu or Kurdish): only Arabic is read"
        )


def _published(article: Article, out: Read) -> dt.date | None:
    """The day that the record gives, else the one that the page itself states."""
    given = article.published_at or stated_in(article.text)
    if not given:
        return None
    try:
        return dt.datetime.fromisoformat(given.strip()).date()
    except ValueError:
        out.warnings.append(
            f"article {article.id}: field published_at {given!r} is no ISO 8601 date: give it as 2019-02-16 or 2019-02-16T12:02:00+02:00; "
            "relative dates of this article stay unread"
        )
        return None


def report(text: str, tails: tuple[str, ...], inline: tuple[str, ...] = ()) -> tuple[View, tuple[int, int]]:
    """The view of a text, its lines told apart and lists of other headlines blanked out, and where in it the report stands."""
    text_view = without_inserts(view(text), tails)
    where = body(text_view, tails, inline)
    if "   " not in text_view.text:
        return text_view, where
    return View(text_view.raw, _GAP.sub(_line_end, text_view.text), text_view.steps), where


_GAP = re.compile(r" {3,}")  # where a page that lost its markup had a line's end


def _line_end(gap: re.Match[str]) -> str:
    return "\n" + gap.group()[1:]


def body(text_view: View, tails: tuple[str, ...], inline: tuple[str, ...] = ()) -> tuple[int, int]:
    """Where the report ends in the folded text: before the furniture at its foot (related headlines, sharing buttons).

    `tails` are folded line openings that begin such furniture, `inline` words that begin it anywhere.
    Of the start only what stands before a headline that is given twice is cut: the title of the page, its summary for search
    engines and its menu. A headline can hold a claim.
    """
    text = text_view.text
    end = len(text)
    for tail in inline:
        at = text.rfind(tail, end // 3)
        end = at if at >= 0 else end
    at = text.find("\n", len(text) // 3)
    while 0 <= at < end:
        if text.startswith(tails, at + 1):  # hardly a line does, and one look tells
            line_end = text.find("\n", at + 1)
            line = text[at + 1 : line_end if line_end >= 0 else len(text)]
            if any(line.startswith(tail) and len(line.strip()) <= len(tail) + 24 for tail in tails):
                end = at
        at = text.find("\n", at + 1)
    return _start(text), end


HEAD = 2500  # characters in which a page's own headline follows its title
HEADLINE = 4  # words that it has at least
_BREAK = re.compile(r"\n| {3,}")


def _start(text: str) -> int:
    """Where the headline stands for the second time, if it ends the page's title too; else the text's start."""
    lines: list[str] = []
    at = 0
    for end in (*(found.span() for found in _BREAK.finditer(text, 0, HEAD)), (HEAD, HEAD)):
        line = text[at : end[0]].strip()
        if len(line) > LONGEST_HEAD_LINE:
            return 0
        if line.count(" ") >= HEADLINE - 1 and any(earlier.endswith(line) for earlier in lines):
            return at
        if line:
            lines.append(line)
        at = end[1]
    return 0


LONGEST_HEAD_LINE = 400  # characters; a longer line is the report


INSERT = 1200  # characters; a longer stretch is no list of links


def without_inserts(text_view: View, labels: tuple[str, ...]) -> View:
    """The view with lists of related headlines that stand inside the report blanked out, every other character in its place.

    Pages that lost their markup leave such a list as a label and its headlines on one line, set apart by runs of spaces; the report goes
    on after a longer run or a new line.
    """
    text = text_view.text
    if "   " not in text:
        return text_view
    parts: list[str] = []
    done = 0
    for label in labels:
        at = text.find(label + "   ")
        while at >= 0:
            gap = re.match(r" +", text[at + len(label) :])
            end = re.compile(rf" {{{len(gap.group()) + 1},}}|\n" if gap else r"\n").search(
                text, at + len(label) + (gap.end() if gap else 0), at + INSERT
            )
            if end is None or at < done:
                break
            parts += [text[done:at], "\n" + " " * (end.start() - at - 1)]
            done = end.start()
            at = text.find(label + "   ", done)
    return View(text_view.raw, "".join(parts) + text[done:], text_view.steps) if parts else text_view
