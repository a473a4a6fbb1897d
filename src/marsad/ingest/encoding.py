"""The text of bytes whose encoding is declared wrongly or not at all: decided by validity and by the statistics of Arabic letters."""

from __future__ import annotations

import codecs
import re
from dataclasses import dataclass

_DECLARED = re.compile(rb"(?:charset|encoding)\s*=\s*[\"']?([\w.:-]+)", re.I)
_BOMS = ((b"\xef\xbb\xbf", "utf-8-sig"), (b"\xff\xfe", "utf-16"), (b"\xfe\xff", "utf-16"))
_CODE_PAGES = ("windows-1256", "iso8859-6", "mac-arabic", "cp864", "cp720")
_LETTERS = re.compile("[\u0621-\u063a\u0641-\u064a]")
# The article opens one Arabic word in five; a wrong code page moves lam or the letters after ط and the pair is gone.
_ARTICLE = re.compile("(?<![\u0621-\u064a])(?:[وبف]?ال|لل)[\u0621-\u064a]{2}")
_NOISE = re.compile("[\ufffd\x00-\x08\x0e-\x1f\x7f-\x9f\u00c0-\u00ff\u2500-\u25ff]")


@dataclass(frozen=True, slots=True)
class Decoded:
    """A text, the encoding it was read in, and whether that is another than the one declared."""

    text: str
    encoding: str
    declared: str | None = None

    @property
    def lied(self) -> bool:
        """Whether another encoding was declared."""
        return self.declared is not None and not _same(self.declared, self.encoding)


def decode(raw: bytes, declared: str | None = None) -> str:
    """The text alone of `decoded`."""
    return decoded(raw, declared).text


def decoded(raw: bytes, declared: str | None = None) -> Decoded:
    """UTF-8 where it is valid; else, of what is declared and the Arabic code pages, what reads most like Arabic."""
    named = declared or _declared(raw)
    for mark, name in _BOMS:
        if raw.startswith(mark):
            return Decoded(raw.decode(name, "replace"), name.removesuffix("-sig"), named)
    wide = _wide(raw)
    if wide:
        return Decoded(raw.decode(wide, "replace"), wide, named)
    try:
        return Decoded(raw.decode("utf-8"), "utf-8", named)
    except UnicodeDecodeError:
        pass
    names = dict.fromkeys([*([named] if named and _known(named) else []), *_CODE_PAGES, "utf-8"])
    best = max(names, key=lambda name: (_score(raw, name), -list(names).index(name)))
    try:
        return Decoded(raw.decode(best, "replace"), best, named)
    except ValueError:  # codecs that stop at words which they do not know
        return Decoded(raw.decode("utf-8", "replace"), "utf-8", named)


def _declared(raw: bytes) -> str | None:
    found = _DECLARED.search(raw[:4096])
    return found.group(1).decode("ascii", "replace").lower() if found else None


def _known(name: str) -> bool:
    try:
        return codecs.lookup(name)._is_text_encoding
    except (LookupError, AttributeError):
        return False


def _same(one: str, other: str) -> bool:
    try:
        return codecs.lookup(one).name == codecs.lookup(other).name
    except LookupError:
        return False


def _wide(raw: bytes) -> str | None:
    """UTF-16 without its mark: Arabic in it has 0x06 in every other byte, Latin 0x00."""
    sample = raw[:4000]
    if len(sample) < 20:
        return None
    for offset, name in ((1, "utf-16-le"), (0, "utf-16-be")):
        high = sample[offset::2]
        if sum(b in (0, 6) for b in high) > 0.9 * len(high):
            return name
    return None


def _score(raw: bytes, name: str) -> float:
    try:
        text = raw[:200_000].decode(name, "replace")
    except (LookupError, ValueError):
        return float("-inf")
    return len(_LETTERS.findall(text)) + 8 * len(_ARTICLE.findall(text)) - 6 * len(_NOISE.findall(text))
