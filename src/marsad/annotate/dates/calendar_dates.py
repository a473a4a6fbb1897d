"""Dates that name themselves: a day of a month, a month, a season, a year, in figures or in words."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from ...model import DateBasis
from .mention import Found
from .reckon import day_of, from_hijri, hijri_of, month_end, nearest_year, shift_month
from .words import TimeWords, match, match_stripped

_FAR = 12  # words before a date among which a verb of the future shows that it lies ahead
_ENDS = frozenset("؛;:.\n")  # beyond which they say nothing of it


@dataclass(slots=True)
class CalendarDates(TimeWords):
    """The grammar of dates that need no publication day, or only to fill in the year."""

    def _numeric(self, words: list[str], i: int, last: int) -> Found | None:
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
            from_hijri(year, month, day)
            if 1300 <= year <= 1500
            else day_of(year + 2000 if year < 100 else year, month, day)
        )
        return Found(end, found, found, "day", "explicit") if found and 1900 <= found.year <= 2100 else None

    def _day_month(self, words: list[str], i: int, first: int, last: int, published: dt.date | None) -> Found | None:
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
            year, month = shift_month(published.year, published.month, shift)
            found = day_of(year, month, day)
            return Found(k, found, found, "day", "explicit") if found else None
        if words[k - 1] == "الشهر" and published is not None:  # this month, or the last one where its day lies ahead
            ahead = day > published.day and not self._looks_ahead(words, i)
            found = day_of(*shift_month(published.year, published.month, -1 if ahead else 0), day)
            return Found(k - 1, found, found, "day", "explicit") if found else None
        for table, hijri in ((self.months, False), (self.hijri, True)):
            month_hit = match(table, words, k, last)
            if month_hit is None:
                continue
            month, k_end = month_hit
            k_end = self._second_name(words, k_end, last)
            return self._dated(words, k_end, last, day, month, hijri, published)
        return None

    def is_day_of_month(self, words: list[str], i: int, last: int) -> bool:
        """Whether the figure at `i` is the day of a month, also where nothing tells the year: then it is no date, but no count either."""
        return words[i].isdigit() and any(match(table, words, i + 1, last) for table in (self.months, self.hijri))

    def _day_number(self, words: list[str], i: int, last: int) -> tuple[int | None, int]:
        if i >= last:
            return None, i
        word = words[i]
        if word.isdigit():
            if len(word) > 2:
                return None, i
            k = i + 1
            return int(word), k
        hit = match(self.ordinals, words, i, last) or (match_stripped(self.ordinals, words, i, last))
        if hit is not None:
            return hit[0], hit[1] + 1
        return None, i

    def _second_name(self, words: list[str], end: int, last: int) -> int:
        """Pass over the other name of the same month: `يوليو/تموز`, `يونيو (حزيران)`, `آذار - مارس`."""
        k = end + 1
        if k < last and words[k] in ("/", "(", "-"):
            hit = match(self.months, words, k + 1, last)
            if hit is not None:
                end = hit[1]
                if words[k] == "(" and end + 1 < last and words[end + 1] == ")":
                    end += 1
        return end

    def _dated(
        self, words: list[str], end: int, last: int, day: int | None, month: int, hijri: bool, published: dt.date | None
    ) -> Found | None:
        """A day of a month, or a month, with the year that is written, meant by *last* or *next*, or nearest."""
        year, end, shift = self._year_after(words, end, last)
        basis: DateBasis = "explicit"
        if hijri:
            return self._hijri_date(year, end, day, month, published, shift)
        if year is None:
            if published is None:
                return None
            year = (
                published.year - 1
                if shift == -2
                else nearest_year(published, month, day, shift, self._looks_ahead(words, end))
            )
        if day is None:
            start = day_of(year, month, 1)
            return Found(end, start, month_end(start), "month", basis) if start else None
        found = day_of(year, month, day)
        return Found(end, found, found, "day", basis) if found else None

    def _year_after(self, words: list[str], end: int, last: int) -> tuple[int | None, int, int]:
        """(year, its last token, shift): `2018`, `من عام 2018`, `من العام الماضي` (-2), `الماضي` (-1), `المقبل` (1), `الجاري` (0)."""
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
            return None, j, -2 if words[j - 1] in ("العام", "عام") else -1
        return None, end, 0

    def _looks_ahead(self, words: list[str], i: int) -> bool:
        """Whether a verb of the future or a word of plans stands before: then a bare month is the coming one."""
        for k in range(i - 1, max(-1, i - _FAR - 1), -1):
            word = words[k].removeprefix("و")
            if word in _ENDS:
                return False
            if word in self.planned:
                return True
            if len(word) >= 5 and word[:2] in ("سي", "ست", "سن") and not word.startswith(self.not_planned):
                return True
        return False

    def _hijri_date(
        self, year: int | None, end: int, day: int | None, month: int, published: dt.date | None, shift: int
    ) -> Found | None:
        if year is None:
            if published is None:
                return None
            year, now, _ = hijri_of(published)
            if shift < 0 and month >= now:
                year -= 1
            elif shift > 0 and month <= now:
                year += 1
        elif year > 1500:
            return None
        start = from_hijri(year, month, day or 1)
        if start is None:
            return None
        if day is not None:
            return Found(end, start, start, "day", "explicit")
        after = from_hijri(*shift_month(year, month, 1), 1)
        return Found(end, start, (after or start + dt.timedelta(30)) - dt.timedelta(1), "month", "explicit")

    def _hijri_year(self, words: list[str], i: int, last: int) -> Found | None:
        """`2014` after في or alone in brackets is left to the number grammar; `1436هـ` is a year."""
        if (
            words[i].isdigit()
            and len(words[i]) == 4
            and 1300 <= int(words[i]) <= 1500
            and i + 1 < last
            and words[i + 1] in ("ه", "هجري")
        ):
            start = from_hijri(int(words[i]), 1, 1)
            end = from_hijri(int(words[i]) + 1, 1, 1)
            if start and end:
                return Found(i + 1, start, end - dt.timedelta(1), "year", "explicit")
        if (
            words[i].isdigit()
            and len(words[i]) == 4
            and 1900 <= int(words[i]) <= 2100
            and ((i > 0 and words[i - 1] in ("في", "منذ", "حتي", "(")) or _opens_a_chronicle(words, i, last))
            and not (i + 1 < len(words) and words[i + 1] in ("بتوقيت", "ت", "جرينتش", "غرينتش"))
        ):
            year = int(words[i])
            return Found(i, dt.date(year, 1, 1), dt.date(year, 12, 31), "year", "explicit")
        return None

    def _month(
        self, words: list[str], i: int, first: int, last: int, head: str, published: dt.date | None
    ) -> Found | None:
        k = i
        named = head == "شهر"
        if named:
            k = i + 1
        probe = words[k : k + 3] if named else [head, *words[k + 1 : k + 3]]
        for table, hijri in ((self.months, False), (self.hijri, True)):
            hit = match(table, probe, 0, min(last - k, 3))
            if hit is None:
                continue
            month, end = hit[0], k + hit[1]
            bare = tuple(probe[: hit[1] + 1])
            after = self._second_name(words, end, last)
            year, tail, _ = self._year_after(words, after, last)
            if (bare in self.wants_number or hijri) and not named and year is None and tail == after and after == end:
                previous = words[i - 1] if i > first else ""
                if previous not in ("شهر", "خلال") and not (
                    previous in self.parts
                    or (
                        previous in ("في", "منذ")
                        and not hijri
                        and (len(bare[0]) > 2 or words[end + 1 : end + 2] in ([], ["،"], ["."], [","]))
                    )
                ):
                    return None
            return self._dated(words, after, last, None, month, hijri, published)
        return None

    def _bare_year(self, words: list[str], i: int) -> Found | None:
        """`2013` after a word that says which part of it: `أواخر 2013`."""
        if not (words[i].isdigit() and len(words[i]) == 4 and 1900 <= int(words[i]) <= 2100):
            return None
        year = int(words[i])
        return Found(i, dt.date(year, 1, 1), dt.date(year, 12, 31), "year", "explicit")

    def _year(self, words: list[str], i: int, last: int, head: str) -> Found | None:
        if head not in ("عام", "العام", "سنه", "السنه") or i + 1 >= last:
            return None
        word = words[i + 1]
        if not (word.isdigit() and len(word) == 4 and 1900 <= int(word) <= 2100):
            return None
        return Found(i + 1, dt.date(int(word), 1, 1), dt.date(int(word), 12, 31), "year", "explicit")


def _opens_a_chronicle(words: list[str], i: int, last: int) -> bool:
    """Whether the year at `i` stands before a line of a chronicle: `1973 - توقيع اتفاق`."""
    begins = i == 0 or words[i - 1] == "\n"
    return begins and i + 2 < last and words[i + 1] in ("-", "–", ":") and not words[i + 2].isdigit()
