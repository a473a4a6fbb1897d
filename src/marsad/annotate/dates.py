"""Dates: Gregorian in every month-name system, Hijri, numeric, relative, weekdays, spans (codebook, section 5, Dates).

The words stand in `lexicon/words/{months,weekdays,relative_time}.yml`. What is reckoned from the publication day needs one:
without it such words give no date, never a guess.
"""

from __future__ import annotations

import calendar
import datetime as dt
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Literal

from ..lexicons.read import read_yaml
from ..model import DateBasis, DatePrecision
from ..text.normal import fold
from ..text.tokens import Doc
from .numbers import Numbers

Phrases = dict[str, list[tuple[tuple[str, ...], Any]]]
_HEADS = ("", "و", "ف", "ب", "ل", "ك", "ول", "وب")
_MARKS = frozenset("\"'(),،-/[]")
Role = Literal["point", "since", "until"]


@dataclass(slots=True)
class DateMention:
    """A date at tokens `first` to `last`: both days inclusive, how exact, and whether reckoned from the publication day.

    `weak` marks words that date only loosely (`اليوم` in the sense of *these days*, `الآن`).
    """

    first: int
    last: int
    start: dt.date
    end: dt.date
    precision: DatePrecision
    basis: DateBasis
    role: Role = "point"
    weak: bool = False


@dataclass(slots=True)
class _Found:
    """A date before its place in the sentence is settled."""

    last: int
    start: dt.date
    end: dt.date
    precision: DatePrecision
    basis: DateBasis
    weak: bool = False


@dataclass(slots=True)
class Dates:
    """The words of time, ready for look-up by folded token."""

    numbers: Numbers
    months: Phrases = field(default_factory=dict)
    hijri: Phrases = field(default_factory=dict)
    ordinals: Phrases = field(default_factory=dict)
    weekdays: dict[str, int] = field(default_factory=dict)
    relative: Phrases = field(default_factory=dict)
    units: dict[str, tuple[str, int]] = field(default_factory=dict)
    parts: dict[str, tuple[int, int]] = field(default_factory=dict)
    past: frozenset[str] = frozenset()
    coming: frozenset[str] = frozenset()
    this: frozenset[str] = frozenset()
    since: frozenset[str] = frozenset()
    before: frozenset[str] = frozenset()
    day_words: frozenset[str] = frozenset()
    names: frozenset[str] = frozenset()
    nights: frozenset[str] = frozenset()
    terms: Phrases = field(default_factory=dict)
    not_days: frozenset[str] = frozenset()
    wants_number: frozenset[tuple[str, ...]] = frozenset()
    starters: frozenset[str] = frozenset()
    recent: frozenset[str] = frozenset()
    _memo: dict[str, str | None] = field(default_factory=dict)

    @classmethod
    def load(cls, folder: Path, numbers: Numbers) -> Dates:
        """Read the three files of `folder` (`lexicon/words`)."""
        months, days, relative = (read_yaml(folder / f"{name}.yml") for name in ("months", "weekdays", "relative_time"))
        out = cls(numbers)
        for row in months["gregorian"]:
            _put(out.months, row["names"], int(row["month"]))
        for row in months["hijri"]:
            _put(out.hijri, row["names"], int(row["month"]))
        for row in months["ordinals"]:
            _put(out.ordinals, row["forms"], int(row["value"]))
        out.wants_number = frozenset(tuple(fold(n).split()) for n in months["needs_number"])
        for row in days["days"]:
            out.weekdays.update({fold(n): int(row["weekday"]) for n in row["names"]})
        weak = {fold(w) for w in relative["weak"]}
        for section in ("days", "spans"):
            for row in relative[section]:
                for form in row["forms"]:
                    first, last = (int(d) for d in row["days"])
                    _put(out.relative, [form], (first, last, row.get("precision", "day"), fold(form) in weak))
        for row in relative["units"]:
            for form in row["forms"]:
                out.units[fold(form)] = (row["unit"], 1)
            for form in row.get("dual", ()):
                out.units[fold(form)] = (row["unit"], 2)
        for row in relative["parts"]:
            out.parts.update({fold(form): (int(row["days"][0]), int(row["days"][1])) for form in row["forms"]})
        out.recent = frozenset(
            words[0]
            for rows in out.relative.values()
            for words, (first, last, _, _) in rows
            if len(words) == 1 and -2 <= first <= last <= 0
        )
        out.past, out.coming, out.this = (frozenset(fold(w) for w in relative[k]) for k in ("past", "coming", "this"))
        out.since = frozenset(fold(w) for w in relative["since"])
        out.before = frozenset(fold(w) for w in relative["before"])
        out.nights = frozenset(fold(w) for w in relative["nights"])
        for row in (*relative["seasons"], *relative["halves"]):
            _put(out.terms, row["forms"], (int(row["months"][0]), int(row["months"][1])))
        out.day_words = frozenset(fold(w) for w in relative["day_words"])
        out.names = frozenset(fold(w) for w in (*months["names_not_dates"], *days["names_not_days"]))
        out.not_days = frozenset(fold(w) for w in relative["not_days"])
        starts = {
            *out.months,
            *out.hijri,
            *out.ordinals,
            *out.weekdays,
            *out.relative,
            *out.parts,
            *out.before,
            *out.day_words,
            *out.terms,
        }
        starts |= {"عام", "العام", "سنه", "شهر", "الشهر", "الاسبوع", "السنه", "عامي", "هذا", "هذه"}
        out.starters = frozenset(starts)
        return out

    def is_recent(self, word: str) -> bool:
        """Whether the word dates something to the last days (أمس، الخميس), publication day known or not."""
        head = self._starts(word)
        return head is not None and (head in self.weekdays or head in self.recent)

    def find_dates(self, doc: Doc, first: int, last: int, published: dt.date | None) -> list[DateMention]:
        """The dates of tokens `first` to `last` (exclusive) in order."""
        words = doc.words
        out: list[DateMention] = []
        i = first
        while i < last:
            head = self._starts(words[i])
            if head is None:
                i += 1
                continue
            found = self._at(words, i, first, last, head, published)
            if found is None:
                i += 1
                continue
            mention = self._place(words, i, first, last, found, published)
            if mention is not None:
                out.append(mention)
            i = found.last + 1
        return out

    def _starts(self, word: str) -> str | None:
        """The word without its proclitic where a date can begin with it; digits begin one by themselves."""
        known = self._memo.get(word, "?")
        if known != "?":
            return known
        found: str | None = None
        if word[0].isdigit():
            found = word
        else:
            for head in _HEADS:
                stem = word[len(head) :]
                if word.startswith(head) and stem in self.starters:
                    found = stem
                    break
        self._memo[word] = found
        return found

    def _place(
        self, words: list[str], i: int, first: int, last: int, found: _Found, published: dt.date | None
    ) -> DateMention | None:
        """The mention with what stands before it: *since* makes a range to the publication day, *from … to …* one date."""
        start = i
        back = i - 1
        while back >= first and (words[back] in self.day_words or words[back] in ("شهر", "بدايه")):
            start = back
            back -= 1
        before = words[back] if back >= first else ""
        if before in self.names or (before.startswith(("و", "ب", "ل")) and before[1:] in self.names):
            return None
        if before in self.since or before.lstrip("و") in self.since:
            if published is not None and found.start > published and found.start.year == published.year:
                found.start = found.start.replace(year=found.start.year - 1, day=min(found.start.day, 28))
            if published is not None and found.start < published:
                return DateMention(back, found.last, found.start, published, "range", found.basis, "since")
        after = found.last + 1
        if before in ("من", "بين") and after < last and words[after] in ("الي", "حتي", "و"):
            other = (
                self._at(words, after + 1, first, last, self._starts(words[after + 1]) or "", published)
                if after + 1 < last
                else None
            )
            if other is not None and other.end > found.start:
                end, found.last = other.end, other.last
                return DateMention(back, found.last, found.start, end, "range", found.basis)
        return DateMention(start, found.last, found.start, found.end, found.precision, found.basis, "point", found.weak)

    def _at(
        self, words: list[str], i: int, first: int, last: int, head: str, published: dt.date | None
    ) -> _Found | None:
        if not head:
            return None
        if head[0].isdigit():
            return (
                self._numeric(words, i, last)
                or self._day_month(words, i, first, last, published)
                or self._hijri_year(words, i, last)
            )
        return (
            self._relative(words, i, last, head, published)
            or self._weekday(words, i, first, last, head, published)
            or self._day_month(words, i, first, last, published)
            or self._part(words, i, first, last, head, published)
            or self._term(words, i, last, published)
            or self._month(words, i, first, last, head, published)
            or self._ago(words, i, last, head, published)
            or self._span(words, i, last, head, published)
            or self._year(words, i, last, head)
        )

    def _numeric(self, words: list[str], i: int, last: int) -> _Found | None:
        """16.02.2019, 2019-02-16, 16/2/2019, 19-7-2015."""
        parts = words[i].split(".")
        end = i
        if len(parts) != 3:
            if i + 4 >= last or words[i + 1] not in ("/", "-") or words[i + 3] != words[i + 1]:
                return None
            parts, end = [words[i], words[i + 2], words[i + 4]], i + 4
        if not all(p.isdigit() for p in parts):
            return None
        a, b, c = (int(p) for p in parts)
        if len(parts[0]) == 4:
            year, month, day = a, b, c
        else:
            day, month, year = a, b, c
        found = (
            _from_hijri(year, month, day)
            if 1300 <= year <= 1500
            else _day(year + 2000 if year < 100 else year, month, day)
        )
        return _Found(end, found, found, "day", "explicit") if found and 1900 <= found.year <= 2100 else None

    def _day_month(self, words: list[str], i: int, first: int, last: int, published: dt.date | None) -> _Found | None:
        """`9 شباط 2019`, `التاسع من شهر شباط الجاري`, `5 شوال الجاري`, `11 من تشرين الثاني عام 2018`."""
        day, k = self._day_number(words, i, last)
        if day is None or not 1 <= day <= 31:
            return None
        while k < last and words[k] in ("من", "شهر", "لشهر", '"', "الشهر"):
            k += 1
        if k >= last:
            return None
        if words[k - 1] == "الشهر" and published is not None and words[k] in self.this | self.past | self.coming:
            shift = -1 if words[k] in self.past and words[k] not in self.this else 1 if words[k] in self.coming else 0
            year, month = _shift_month(published.year, published.month, shift)
            found = _day(year, month, day)
            return _Found(k, found, found, "day", "explicit") if found else None
        for table, hijri in ((self.months, False), (self.hijri, True)):
            month_hit = _match(table, words, k, last)
            if month_hit is None:
                continue
            month, k_end = month_hit
            k_end = self._second_name(words, k_end, last)
            return self._dated(words, k_end, last, day, month, hijri, published)
        return None

    def _day_number(self, words: list[str], i: int, last: int) -> tuple[int | None, int]:
        if i >= last:
            return None, i
        word = words[i]
        if word.isdigit():
            if len(word) > 2:
                return None, i
            k = i + 1
            return int(word), k
        hit = _match(self.ordinals, words, i, last) or (_match_stripped(self.ordinals, words, i, last))
        if hit is not None:
            return hit[0], hit[1] + 1
        return None, i

    def _second_name(self, words: list[str], end: int, last: int) -> int:
        """Pass over the other name of the same month: `يوليو/تموز`, `يونيو (حزيران)`, `آذار - مارس`."""
        k = end + 1
        if k < last and words[k] in ("/", "(", "-"):
            hit = _match(self.months, words, k + 1, last)
            if hit is not None:
                end = hit[1]
                if words[k] == "(" and end + 1 < last and words[end + 1] == ")":
                    end += 1
        return end

    def _dated(
        self, words: list[str], end: int, last: int, day: int | None, month: int, hijri: bool, published: dt.date | None
    ) -> _Found | None:
        """A day of a month, or a month, with the year that is written, meant by *last* or *next*, or nearest."""
        year, end, shift = self._year_after(words, end, last)
        basis: DateBasis = "explicit"
        if hijri:
            return self._hijri_date(year, end, day, month, published)
        if year is None:
            if published is None:
                return None
            year = _nearest_year(published, month, day, shift)
        if day is None:
            start = _day(year, month, 1)
            return _Found(end, start, _month_end(start), "month", basis) if start else None
        found = _day(year, month, day)
        return _Found(end, found, found, "day", basis) if found else None

    def _year_after(self, words: list[str], end: int, last: int) -> tuple[int | None, int, int]:
        """(year, its last token, shift): `2018`, `عام 2018`, `من عام 2018`, `الماضي` (-1), `المقبل` (1), `الجاري` (0)."""
        k = end + 1
        if k < last and words[k] in self.past:
            return None, k, -1
        if k < last and words[k] in self.coming:
            return None, k, 1
        if k < last and words[k] in self.this:
            return None, k, 0
        j = k
        while j < last and words[j] in ("من", "عام", "سنه", "العام", "للعام", ",", "،", "لعام", "لسنه") and j - k < 3:
            j += 1
        if (
            j < last
            and words[j].isdigit()
            and len(words[j]) == 4
            and (j == k or words[j - 1] not in (",", "،") or True)
        ):
            year = int(words[j])
            if 1300 <= year <= 2100:
                tail = j + 1 if j + 1 < last and words[j + 1] in ("م", "ميلادي", "ميلاديه", "ه", "هجري", "هجريه") else j
                return year, tail, 0
        if j < last and j > k and words[j] in self.past:
            return None, j, -1
        return None, end, 0

    def _hijri_date(
        self, year: int | None, end: int, day: int | None, month: int, published: dt.date | None
    ) -> _Found | None:
        if year is None:
            if published is None:
                return None
            year = _hijri_today(published)[0]
        elif year > 1500:
            return None
        start = _from_hijri(year, month, day or 1)
        if start is None:
            return None
        if day is not None:
            return _Found(end, start, start, "day", "explicit")
        after = _from_hijri(*_shift_month(year, month, 1), 1)
        return _Found(end, start, (after or start + dt.timedelta(30)) - dt.timedelta(1), "month", "explicit")

    def _hijri_year(self, words: list[str], i: int, last: int) -> _Found | None:
        """`2014` after في or alone in brackets is left to the number grammar; `1436هـ` is a year."""
        if (
            words[i].isdigit()
            and len(words[i]) == 4
            and 1300 <= int(words[i]) <= 1500
            and i + 1 < last
            and words[i + 1] in ("ه", "هجري")
        ):
            start = _from_hijri(int(words[i]), 1, 1)
            end = _from_hijri(int(words[i]) + 1, 1, 1)
            if start and end:
                return _Found(i + 1, start, end - dt.timedelta(1), "year", "explicit")
        if (
            words[i].isdigit()
            and len(words[i]) == 4
            and 1900 <= int(words[i]) <= 2100
            and i > 0
            and words[i - 1] in ("في", "منذ", "حتي", "(")
        ):
            year = int(words[i])
            return _Found(i, dt.date(year, 1, 1), dt.date(year, 12, 31), "year", "explicit")
        return None

    def _relative(self, words: list[str], i: int, last: int, head: str, published: dt.date | None) -> _Found | None:
        if published is None:
            return None
        hit = _match(self.relative, [head, *words[i + 1 : i + 5]], 0, min(5, last - i))
        if hit is None:
            return None
        (low, high, precision, weak), length = hit
        end = i + length
        k = end + 1
        if weak and k < last and words[k] in self.not_days:
            return None
        if low == high and low <= 0:
            end, weekday = self._named_day(words, end, last)
            if weekday is not None:  # the weekday is surer than the publication day, which may be a day late
                day = published - dt.timedelta((published.weekday() - weekday) % 7)
                return _Found(end, day, day, "day", "relative")
        start = published + dt.timedelta(low)
        return _Found(end, start, published + dt.timedelta(high), precision, "relative", weak)

    def _named_day(self, words: list[str], end: int, last: int) -> tuple[int, int | None]:
        """`أمس الجمعة`, `اليوم (الثلاثاء)`: the weekday belongs to the word before it."""
        weekday: int | None = None
        k = end + 1
        opened = k < last and words[k] in ("(", "-")
        if opened:
            k += 1
        if k < last and words[k] in self.weekdays:
            end, weekday = k, self.weekdays[words[k]]
            if opened and k + 1 < last and words[k + 1] == ")":
                end += 1
        return end, weekday

    def _weekday(
        self, words: list[str], i: int, first: int, last: int, head: str, published: dt.date | None
    ) -> _Found | None:
        if head in self.day_words:
            return None
        weekday = self.weekdays.get(head)
        if weekday is None:
            return None
        if i > first and words[i - 1] in ("كل", "ايام", "يومي"):
            return None
        explicit = self._day_month(words, i + 1, first, last, published) or (
            self._day_month(words, i + 2, first, last, published)
            if i + 2 < last and words[i + 1] in ("(", "،", "الموافق")
            else None
        )
        if explicit is None and i + 1 < last and words[i + 1][0].isdigit():
            explicit = self._numeric(words, i + 1, last)
        if explicit is not None and explicit.precision == "day":
            return explicit
        if published is None:
            return None
        if head == "اثنين" or (
            head in ("خميس", "ثلاثاء", "اربعاء") and (i == first or words[i - 1] not in self.day_words)
        ):
            return None
        back = (published.weekday() - weekday) % 7
        end = i
        k = i + 1
        if k < last and words[k] in self.past:
            back = back or 7
            end = k
        elif k < last and words[k] in self.coming:
            return _single(k, published + dt.timedelta((weekday - published.weekday()) % 7 or 7))
        day = published - dt.timedelta(back)
        j = end + 1
        if j < last and words[j] in ("-", "و", "/"):
            j += 1
        if j < last and words[j].lstrip("و") in self.weekdays and i > first and words[i - 1] in ("ليل", "ليله", "يومي"):
            return _Found(j, day, day + dt.timedelta(1), "range", "relative")
        if i > first and words[i - 1] in self.nights:
            return _Found(end, day - dt.timedelta(1), day, "range", "relative")
        return _single(end, day)

    def _part(
        self, words: list[str], i: int, first: int, last: int, head: str, published: dt.date | None
    ) -> _Found | None:
        """`نهاية مارس الماضي`, `مطلع العام 2014`, `منتصف الشهر الجاري`, `أواخر آذار`."""
        part = self.parts.get(head)
        if part is None:
            return None
        k = i + 1
        while k < last and words[k] in ("شهر", '"', "هذا"):
            k += 1
        if k >= last:
            return None
        stem = self._starts(words[k])
        inner = (
            (
                self._month(words, k, first, last, stem, published)
                or self._span(words, k, last, stem, published)
                or self._year(words, k, last, stem)
            )
            if stem
            else None
        )
        if inner is None:
            return None
        if inner.precision == "month":
            start = inner.start.replace(day=part[0])
            end = inner.start.replace(day=min(part[1], inner.end.day))
            return _Found(inner.last, start, end, "range", inner.basis)
        if inner.precision == "year":
            if part[0] == 1:
                return _Found(inner.last, inner.start, inner.start.replace(month=1, day=31), "month", inner.basis)
            if part[0] == 10:
                return _Found(
                    inner.last, inner.start.replace(month=5), inner.start.replace(month=8, day=31), "range", inner.basis
                )
            return _Found(inner.last, inner.start.replace(month=12), inner.end, "month", inner.basis)
        return inner

    def _term(self, words: list[str], i: int, last: int, published: dt.date | None) -> _Found | None:
        """`صيف 2012`, `النصف الأول من العام 2015`, `الربع الأخير من العام الماضي`."""
        hit = _match(self.terms, words, i, last)
        if hit is None:
            return None
        (first_month, last_month), k = hit
        k += 1
        while k < last and words[k] == "من":
            k += 1
        if k >= last:
            return None
        word = words[k]
        if word.isdigit() and len(word) == 4 and 1900 <= int(word) <= 2100:
            year, end = int(word), k
        else:
            inner = self._year(words, k, last, word) or self._span(words, k, last, word, published)
            if inner is None or inner.precision != "year":
                return None
            year, end = inner.start.year, inner.last
        start = dt.date(year - 1 if first_month > last_month else year, first_month, 1)
        return _Found(end, start, _month_end(dt.date(year, last_month, 1)), "range", "explicit")

    def _month(
        self, words: list[str], i: int, first: int, last: int, head: str, published: dt.date | None
    ) -> _Found | None:
        k = i
        named = head == "شهر"
        if named:
            k = i + 1
        for table, hijri in ((self.months, False), (self.hijri, True)):
            probe = words if named else [*words[:k], head, *words[k + 1 : k + 3]]
            hit = _match(table, probe, k, min(last, k + 3))
            if hit is None:
                continue
            month, end = hit
            bare = tuple(probe[k : end + 1])
            after = self._second_name(words, end, last)
            year, tail, _ = self._year_after(words, after, last)
            if (bare in self.wants_number or hijri) and not named and year is None and tail == after and after == end:
                previous = words[i - 1] if i > first else ""
                if previous not in ("شهر", "خلال") and not (
                    previous in self.parts or (previous in ("في", "منذ") and not hijri and len(bare[0]) > 2)
                ):
                    return None
            return self._dated(words, after, last, None, month, hijri, published)
        return None

    def _ago(self, words: list[str], i: int, last: int, head: str, published: dt.date | None) -> _Found | None:
        """`قبل أربعة أيام`, `منذ يومين`, `قبل عام`: that day, week, month or year; *since* makes a range of it."""
        if head not in self.before or published is None:
            return None
        k = i + 1
        while k < last and words[k] in ("نحو", "حوالي", "قرابه", "اكثر", "من", "زهاء", "اقل"):
            k += 1
        count = 1.0
        if k >= last:
            return None
        value = self.numbers._value(words, k, last, ()) if words[k] not in self.units else None
        if value is not None:
            count, k = value[0], value[1] + 1
        elif words[k] in ("عده", "بضعه"):
            count, k = 4.0, k + 1
        if k >= last or words[k] not in self.units:
            return None
        unit, times = self.units[words[k]]
        if (
            value is None
            and times == 1
            and words[k] in ("ايام", "ساعات", "اشهر", "سنوات", "اسابيع", "شهور", "اعوام", "سنين")
            and count == 1.0
        ):
            return None
        if k + 1 < last and words[k + 1] in ("من", "علي", "فقط") and words[k + 1] == "من":
            return None
        found = _back(k, published, unit, count * times)
        if head == "منذ":
            start = _exactly_back(published, unit, count * times)
            return _Found(k, start, published, "range", "relative")
        return found

    def _span(self, words: list[str], i: int, last: int, head: str, published: dt.date | None) -> _Found | None:
        """`الأسبوع الماضي`, `الشهر الجاري`, `العام المقبل`, `هذا الشهر`, `السنوات الأربع الماضية`."""
        if published is None:
            return None
        k = i
        shift: int | None = None
        if head in ("هذا", "هذه") and i + 1 < last:
            shift, k = 0, i + 1
            head = words[k]
        unit = {"الاسبوع": "week", "الشهر": "month", "العام": "year", "السنه": "year"}.get(head)
        if unit is None:
            return None
        if shift is None:
            following = words[k + 1] if k + 1 < last else ""
            if following in self.past:
                shift = -1
            elif following in self.coming:
                shift = 1
            elif following in self.this:
                shift = 0
            else:
                return None
            k += 1
        if unit == "week":
            monday = published - dt.timedelta(published.weekday() - 7 * shift)
            return _Found(k, monday, monday + dt.timedelta(6), "week", "relative")
        if unit == "month":
            start = dt.date(*_shift_month(published.year, published.month, shift), 1)
            return _Found(k, start, _month_end(start), "month", "relative")
        year = published.year + shift
        return _Found(k, dt.date(year, 1, 1), dt.date(year, 12, 31), "year", "relative")

    def _year(self, words: list[str], i: int, last: int, head: str) -> _Found | None:
        if head not in ("عام", "العام", "سنه", "السنه") or i + 1 >= last:
            return None
        word = words[i + 1]
        if not (word.isdigit() and len(word) == 4 and 1900 <= int(word) <= 2100):
            return None
        return _Found(i + 1, dt.date(int(word), 1, 1), dt.date(int(word), 12, 31), "year", "explicit")


def _put(table: Phrases, names: list[str], value: Any) -> None:
    for name in names:
        words = tuple(fold(name).split())
        rows = table.setdefault(words[0], [])
        rows.append((words, value))
        rows.sort(key=lambda row: -len(row[0]))


def _match(table: Phrases, words: list[str], i: int, last: int) -> tuple[Any, int] | None:
    """The value of the longest phrase at `i` and its last token."""
    for phrase, value in table.get(words[i], ()) if i < last else ():
        if tuple(words[i : i + len(phrase)]) == phrase and i + len(phrase) <= last:
            return value, i + len(phrase) - 1
    return None


def _match_stripped(table: Phrases, words: list[str], i: int, last: int) -> tuple[Any, int] | None:
    word = words[i]
    if word[:1] in "وبفل" and len(word) > 3:
        return _match(table, [*words[:i], word[1:], *words[i + 1 : i + 3]], i, min(last, i + 3))
    return None


def _single(last: int, day: dt.date) -> _Found:
    return _Found(last, day, day, "day", "relative")


def _exactly_back(published: dt.date, unit: str, count: float) -> dt.date:
    """The day that lies exactly so long before: the first day of *since two years*."""
    if unit in ("hour", "day", "week"):
        return published - dt.timedelta(days=count * {"hour": 1 / 24, "day": 1, "week": 7}[unit])
    year, month = _shift_month(published.year, published.month, -int(count) * (12 if unit == "year" else 1))
    start = dt.date(max(1, year), month, 1)
    return start.replace(day=min(published.day, _month_end(start).day))


def _back(last: int, published: dt.date, unit: str, count: float) -> _Found:
    if unit == "hour":
        day = published - dt.timedelta(hours=count)
        return _Found(last, day, day, "day", "relative")
    if unit == "day":
        return _single(last, published - dt.timedelta(int(count)))
    if unit == "week":
        day = published - dt.timedelta(int(7 * count))
        return _Found(
            last, day - dt.timedelta(day.weekday()), day + dt.timedelta(6 - day.weekday()), "week", "relative"
        )
    if unit == "month":
        year, month = _shift_month(published.year, published.month, -int(count))
        start = dt.date(year, month, 1)
        return _Found(last, start, _month_end(start), "month", "relative")
    year = max(1, published.year - int(count))
    return _Found(last, dt.date(year, 1, 1), dt.date(year, 12, 31), "year", "relative")


def _day(year: int, month: int, day: int) -> dt.date | None:
    try:
        return dt.date(year, month, day)
    except ValueError:
        return None


def _month_end(start: dt.date) -> dt.date:
    return start.replace(day=calendar.monthrange(start.year, start.month)[1])


def _shift_month(year: int, month: int, by: int) -> tuple[int, int]:
    index = year * 12 + month - 1 + by
    return index // 12, index % 12 + 1


def _nearest_year(published: dt.date, month: int, day: int | None, shift: int) -> int:
    """The year meant by a month without one: *last* the past one, *next* the coming one, else the nearest, the past preferred."""
    this = dt.date(published.year, month, min(day or 1, 28))
    if shift < 0:
        return published.year if this.replace(day=1) <= published else published.year - 1
    if shift > 0:
        return published.year if _month_end(this) >= published else published.year + 1

    def distance(year: int) -> float:
        gap = (this.replace(year=year) - published).days
        return gap * 1.7 if gap > 0 else -gap

    return min((published.year - 1, published.year, published.year + 1), key=distance)


def _from_hijri(year: int, month: int, day: int) -> dt.date | None:
    from hijridate import Hijri

    try:
        found = Hijri(year, month, day).to_gregorian()
    except (ValueError, OverflowError):
        return None
    return dt.date(found.year, found.month, found.day)


def _hijri_today(day: dt.date) -> tuple[int, int, int]:
    from hijridate import Gregorian

    try:
        found = Gregorian(day.year, day.month, day.day).to_hijri()
    except (ValueError, OverflowError):
        return (0, 1, 1)
    return found.year, found.month, found.day
