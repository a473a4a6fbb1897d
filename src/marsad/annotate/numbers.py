"""Numbers: what an article counts, read from digits and words to low, best and high (codebook, section 4).

The words stand in `lexicon/words/numbers.yml`. Digits of both scripts, written-out numbers in every gender and case, mixed
ones (`40 ألف`, `ألف و200`), duals (`شرطيان`), vague plurals (`عشرات`), and the modifiers that make a number a bound.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass, field
from typing import Any

from ..text.normal import fold
from ..text.tokens import Doc
from .digits import bound, decimal_letter, digits, is_clock, scale_of

_HEADS = ("", "و", "ف", "ب", "ل", "ك", "وب", "ول")
_QUOTES = frozenset("\"'")
_DUAL_SCALES = frozenset(("الفا", "مليونا"))  # at the head of a number these are two in construct: «ألفا مقاتل»
_ELEVEN = frozenset(("احد", "احدي"))


@dataclass(slots=True, eq=False)
class NumberMention:
    """A number at tokens `first` to `last`, modifiers included; `span_last` reaches over `على الأقل` after the noun.

    `noun` is the token of the counted noun; `unit` says what is measured where it is no figure of people or things.
    """

    first: int
    last: int
    span_last: int
    low: float | None
    best: float | None
    high: float | None
    noun: int | None
    kind: str
    unit: str | None = None


@dataclass(slots=True)
class Numbers:
    """The number words, ready for look-up by folded token."""

    words: dict[str, tuple[str, float]] = field(default_factory=dict)
    vague: dict[str, tuple[float | None, float | None]] = field(default_factory=dict)
    thousands: dict[str, tuple[float, float]] = field(default_factory=dict)
    before: dict[str, list[tuple[tuple[str, ...], str]]] = field(default_factory=dict)
    after: list[tuple[tuple[str, ...], str]] = field(default_factory=list)
    units: dict[str, list[tuple[tuple[str, ...], str]]] = field(default_factory=dict)
    names: frozenset[str] = frozenset()
    duals: frozenset[str] = frozenset()
    _memo: dict[str, tuple[str, str, float] | None] = field(default_factory=dict)
    _opening: dict[str, str] = field(default_factory=dict)

    @classmethod
    def load(cls, data: dict[str, Any], duals: Iterable[str] = ()) -> Numbers:
        """Compile the data of numbers.yml; `duals` are the folded dual forms of the nouns that are counted."""
        out = cls(duals=frozenset(duals) - {fold(word) for word in data["no_duals"]})
        for section, kind in (
            ("units", "U"),
            ("tens", "T"),
            ("hundreds", "H"),
            ("scales", "S"),
            ("scale_duals", "SD"),
            ("fractions", "F"),
        ):
            for row in data[section]:
                for form in row["forms"]:
                    out.words.setdefault(fold(form), (kind, float(row["value"])))
        for row in data["vague"]:
            for form in row["forms"]:
                out.words.pop(
                    fold(form), None
                )  # a plural scale counts by itself only vaguely; after a number see _value
                out.vague[fold(form)] = (bound(row["low"]), bound(row["high"]))
        for row in data["vague_of_thousands"]:
            for form in row["forms"]:
                out.thousands[fold(form)] = (float(row["low"]), float(row["high"]))
        for section in ("at_least", "at_most", "about"):
            for phrase in data[section]:
                words = tuple(fold(phrase).split())
                out.before.setdefault(words[-1], []).append((words, section))
            for phrase in data.get(section + "_after", ()):
                out.after.append((tuple(fold(phrase).split()), section))
        for phrases in out.before.values():
            phrases.sort(key=lambda p: -len(p[0]))
        for unit, phrases_of in data["units_of_measure"].items():
            for phrase in phrases_of:
                words = tuple(fold(phrase).split())
                out.units.setdefault(words[0], []).append((words, unit))
        for measures in out.units.values():
            measures.sort(key=lambda p: -len(p[0]))
        out.names = frozenset(fold(w) for w in data["names_before"])
        return out

    def find_numbers(self, doc: Doc, first: int, last: int, masked: Collection[int]) -> list[NumberMention]:
        """The numbers of tokens `first` to `last` (exclusive), those inside `masked` tokens left out."""
        words = doc.words
        known, done = self._opening.get, first
        out: list[NumberMention] = []
        for i in [
            k for k in range(first, last) if known(words[k]) != "no"
        ]:  # few tokens, and this is asked of every one
            if i < done or i in masked:
                continue
            opens = self._opens(words[i])
            if opens == "no" or (opens == "eleven" and not (i + 1 < last and words[i + 1] in ("عشر", "عشره"))):
                continue
            mention = self._read(doc, i, first, last, masked)
            if mention is not None:
                out.append(mention)
                done = max(mention.last, mention.noun if mention.kind == "dual" and mention.noun is not None else 0) + 1
        return out

    def _opens(self, word: str) -> str:
        """Whether a number can begin at this word: yes, no, or only where `عشر` follows."""
        opens = self._opening.get(word)
        if opens is None:
            opens = "eleven" if word.endswith(("احد", "احدي")) else "no"
            if word[0].isdigit() or self._class(word) is not None:
                opens = "yes"
            self._opening[word] = opens
        return opens

    def _class(self, word: str) -> tuple[str, str, float] | None:
        """(proclitic, class, value) of a number word; classes U T H S SD F, V vague, D dual noun."""
        if word in self._memo:
            return self._memo[word]
        found: tuple[str, str, float] | None = None
        for head in _HEADS:
            if not word.startswith(head) or len(word) - len(head) < 2:
                continue
            stem = word[len(head) :]
            if stem in self.words:
                kind, value = self.words[stem]
                found = (head, kind, value)
            elif stem in self.vague:
                found = (head, "V", 0.0)
            elif stem in self.duals:
                found = (head, "D", 2.0)
            if found:
                break
        self._memo[word] = found
        return found

    def _read(self, doc: Doc, i: int, first: int, last: int, masked: Collection[int]) -> NumberMention | None:
        words = doc.words
        if self._is_name(words, i, first) or is_clock(doc, i, first, last):
            return None
        seen = self._class(words[i])
        if seen is not None and seen[1] == "D":
            return NumberMention(i, i, i, 2, 2, 2, i, "dual")
        if seen is not None and seen[1] == "V" and not words[i][0].isdigit():
            return self._vague(doc, i, first, last)
        parsed = self._value(words, i, last, masked)
        if parsed is None:
            return None
        value, end, kind = parsed
        low: float | None = value
        high: float | None = value
        best: float | None = value
        span_first = i
        second = self._range(words, i, end, first, last, masked)
        if second is not None:
            span_first, end, low, best, high = second
            modifier = None
        else:
            modifier, span_first = self._modifier(words, i, first)
        noun, unit = self._noun(words, end, last)
        if words[i] in ("واحد", "واحده") and (measured := self._unit_before(words, i, first)) is not None:
            span_first, noun, unit = measured[0], i - 1, measured[1]
        if second is not None and words[span_first] not in ("بين", "ما", "من", "وبين") and noun is None:
            return None
        tail, span_last = self._tail(words, end if noun is None else noun, last)
        modifier = modifier or tail
        if modifier == "at_least":
            high = None
        elif modifier == "at_most":
            low = None
        elif modifier == "about":
            low = high = None
        if kind == "year" and noun is None:
            return None
        if kind == "fraction" and unit is None and noun is None:
            return None
        return NumberMention(span_first, end, max(span_last, end), low, best, high, noun, kind, unit)

    def _is_name(self, words: list[str], i: int, first: int) -> bool:
        back = i - 1
        while back >= first and words[back] in ("-", '"', "("):
            back -= 1
        if back > first and words[back] == "ال" and words[back - 1] in self.names:
            back -= 1  # «دون سن الـ18»
        if back < first:
            return False
        word = words[back]
        return (
            word in self.names
            or (word[1:] in self.names and word[0] in "وبلف")
            or (words[i][0].isdigit() and word.isascii() and word.isalpha())
        )

    def _vague(self, doc: Doc, i: int, first: int, last: int) -> NumberMention | None:
        words = doc.words
        head, _, _ = self._class(words[i]) or ("", "", 0.0)
        stem = words[i][len(head) :]
        low, high = self.vague[stem]
        end = i
        after = i + 1
        while after < last and words[after] in _QUOTES:
            after += 1
        if stem in self.thousands and after < last and words[after] in ("الالاف", "الاف"):
            low, high = self.thousands[stem]
            end = after
        elif high is None and after < last and words[after] in self.vague and self.vague[words[after]][1] is not None:
            low, high = self.vague[words[after]]  # «عدة آلاف»
            end = after
        elif high is None and i - 1 >= first and stem == "عده" and self._class(words[i - 1]) is None:
            # «أهدافا عدة»: the adjective follows what it counts
            following = words[i + 1] if i + 1 < last else ""
            if not (
                len(following) > 3 and following[0] not in "،.؛\n" and not following.startswith(("ال", "في", "من", "و"))
            ):
                return NumberMention(i, i, i, low, None, high, i - 1, "vague")
        noun, unit = self._noun(words, end, last)
        if unit == "duration":
            return None
        return NumberMention(i, end, end, low, None, high, noun, "vague", unit)

    def _value(self, words: list[str], i: int, last: int, masked: Collection[int]) -> tuple[float, int, str] | None:
        total = current = 0.0
        scaled: tuple[float, int] | None = None  # the last scale and the token where it stands
        end = i - 1
        k = i
        kind = "cardinal"
        while k < last and k not in masked:
            word = words[k]
            following = words[k + 1] if k + 1 < last else ""
            if word[0].isdigit():
                point = decimal_letter(words, k, last)
                if point is not None and not current and not total:
                    return self._scaled(words, point, k + 2, last)
                if current or (total and k != i and words[k - 1] != "و"):
                    break
                current += digits(word)
                if k == i and word.isdigit() and len(word) == 4 and 1900 <= int(word) <= 2100:
                    kind = "year"
                end = k
                k += 1
                continue
            if word == "و" and following[:1].isdigit() and end >= i:
                k += 1
                continue
            seen = self._class(word)
            if seen is None:
                if k == i and word.lstrip("وبل") in _ELEVEN and following in ("عشر", "عشره"):
                    return self._teen_tail(words, k, last, 11.0)
                break
            head, cls, value = seen
            if cls in ("V", "D"):
                if not (word == "الاف" or word == "ملايين") or not (current or total):
                    break
                cls, value = "S", 1e3 if word == "الاف" else 1e6
            joined = head.startswith("و")
            if cls == "F":
                if k > i and joined and (total or current):
                    scale = 1e6 if total >= 1e6 else 1e3
                    total, end = total + value * scale, k
                    if following.lstrip("ال") in ("مليون", "الف", "لمليون") or following in (
                        "المليون",
                        "مليون",
                        "الالف",
                    ):
                        end = k + 1
                    break
                if k == i:
                    if following in ("مليون", "المليون"):
                        return value * 1e6, k + 1, "cardinal"
                    if following in ("الف",):
                        return value * 1e3, k + 1, "cardinal"
                    return value, k, "fraction"
                break
            if k > i and not joined and cls not in ("S",) and not (cls == "H" and value == 100 and 3 <= current <= 9):
                break
            if k > i and joined and cls in ("S",) and current == 0 and total == 0:
                break
            if cls == "U" and value < 10 and following in ("عشر", "عشره"):
                current += value + 10
                end = k + 1
                k += 2
                continue
            if cls == "H" and value == 100 and 3 <= current <= 9 and not joined:
                current *= 100
            elif cls == "S":
                if value <= 1:
                    break
                if scaled and scaled[0] <= value:  # «بين خمسة آلاف وستة آلاف»: another number begins
                    return total, scaled[1], kind
                dual = k == i and word in _DUAL_SCALES
                total += (2.0 if dual else current or 1.0) * value
                current, scaled = 0.0, (value, k)
            elif cls == "SD":
                if scaled and scaled[0] < value:
                    break  # «بين ألف وألفين»
                total += value
            else:
                current += value
            kind = "cardinal"
            end = k
            k += 1
        if end < i:
            return None
        return total + current, end, kind

    def _scaled(self, words: list[str], value: float, end: int, last: int) -> tuple[float, int, str]:
        """The number with the scale that follows it (`5ر1 مليون`)."""
        seen = self._class(words[end + 1]) if end + 1 < last else None
        if seen is not None and seen[1] == "S" and not seen[0]:
            return value * seen[2], end + 1, "cardinal"
        return value, end, "cardinal"

    def _teen_tail(self, words: list[str], k: int, last: int, value: float) -> tuple[float, int, str]:
        end = k + 1
        if end + 1 < last:
            seen = self._class(words[end + 1])
            if seen is not None and seen[1] == "S" and not seen[0]:
                return value * seen[2], end + 1, "cardinal"
        return value, end, "cardinal"

    def _range(
        self, words: list[str], i: int, end: int, first: int, last: int, masked: Collection[int]
    ) -> tuple[int, int, float, float, float] | None:
        """`بين 30 و40`, `من 10 إلى 20`, `5-7`, `خمسة أو ستة`: the second number and where the whole begins."""
        before = words[i - 1] if i > first else ""
        low = self._value(words, i, end + 1, masked)
        if low is None or end + 1 >= last:
            return None
        link = words[end + 1]
        at = end + 1
        if link in ("الي", "حتي", "او", "-", "و"):
            at = end + 2
        elif not link.startswith("و"):
            return None
        if at >= last or not (words[at][0].isdigit() or self._class(words[at]) is not None):
            return None
        opened = before in ("بين", "وبين", "من", "ومن")
        if link == "و" or link.startswith("و"):
            if before not in ("بين", "وبين"):
                return None
        elif link in ("الي", "حتي") and not opened:
            return None
        high = self._value(words, at, last, masked)
        if high is None or high[0] <= low[0]:
            return None
        scale = scale_of(high[0], low[0])
        start = i - 1 if opened else i
        if start - 1 >= first and words[start - 1] in ("ما", "بما") and opened:
            start -= 1
        mean = (low[0] * scale + high[0]) / 2
        return start, high[1], low[0] * scale, float(int(mean + 0.5)), high[0]

    def _modifier(self, words: list[str], i: int, first: int) -> tuple[str | None, int]:
        k = i - 1
        while k >= first and words[k] in _QUOTES:
            k -= 1
        if k < first:
            return None, i
        for phrase, kind in self.before.get(words[k], self.before.get(words[k][1:], ())):
            start = k - len(phrase) + 1
            if start < first:
                continue
            found = words[start : k + 1]
            if tuple(found) == phrase or (found[0][:1] in "وبلف" and (found[0][1:], *found[1:]) == phrase):
                return kind, start
        return None, i

    def _tail(self, words: list[str], end: int, last: int) -> tuple[str | None, int]:
        for at in range(end + 1, min(end + 4, last)):
            for phrase, kind in self.after:
                if tuple(words[at : at + len(phrase)]) == phrase and at + len(phrase) <= last:
                    return kind, at + len(phrase) - 1
            if words[at] in (".", "؛", "\n") or (words[at] == "،" and at > end + 1):
                break
        return None, end

    def _unit_before(self, words: list[str], i: int, first: int) -> tuple[int, str] | None:
        """The measure that *one* follows (`كيلومتر مربع واحد`), and where its words begin."""
        back = i - 1
        while back >= first and words[back] in _QUOTES:
            back -= 1
        for start in (back - 1, back):
            if start < first:
                continue
            for phrase, unit in self.units.get(words[start], ()):
                if tuple(words[start : start + len(phrase)]) == phrase and start + len(phrase) == back + 1:
                    return start, unit
        return None

    def _noun(self, words: list[str], end: int, last: int) -> tuple[int | None, str | None]:
        k = end + 1
        while k < last and words[k] in _QUOTES:
            k += 1
        if k >= last:
            return None, None
        for phrase, unit in self.units.get(words[k], ()):
            if tuple(words[k : k + len(phrase)]) == phrase:
                return k + len(phrase) - 1, unit
        if words[k] == "من" and k + 1 < last:
            k += 1
            while k < last and words[k] in _QUOTES:
                k += 1
        if (
            k >= last
            or not words[k][0].isalpha()
            or words[k] in ("في", "علي", "الي", "عن", "بين", "و", "منهم", "بينهم")
        ):
            return None, None
        return k, None
