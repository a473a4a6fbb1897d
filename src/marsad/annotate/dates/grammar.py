"""The grammar of dates: what is reckoned from the publication day, and what stands before and after a date."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from ...text.tokens import Doc
from .mention import DateMention, Found
from .reckon import back_from, exactly_back, month_end, shift_month, single
from .spans import SpanDates
from .words import match


@dataclass(slots=True)
class Dates(SpanDates):
    """Finds the dates of a sentence."""

    def find_dates(self, doc: Doc, first: int, last: int, published: dt.date | None) -> list[DateMention]:
        """The dates of tokens `first` to `last` (exclusive) in order."""
        words = doc.words
        out: list[DateMention] = []
        known, done = self._memo.get, first
        begins = [
            k for k in range(first, last) if known(words[k], "") is not None
        ]  # hardly a token, and this is asked of every one
        for i in begins:
            head = self._starts(words[i]) if i >= done else None
            if head is None or (head in self.leads and (i + 1 >= last or words[i + 1] not in self.leads[head])):
                continue
            if head in self.following:
                later = self._later_than(words, i, last, head, published)
                if later is not None:
                    out.append(later)
                    done = later.last + 1
                    continue
            found = self._at(words, i, first, last, head, published)
            if found is None:
                then = self._then(words, i, last, head)
                if then is not None:
                    out.append(then)
                    done = then.last + 1
                continue
            mention = self._place(words, i, first, last, found, published)
            if mention is not None:
                out.append(mention)
            done = found.last + 1
        return self._since_events(words, first, last, out, published)

    def _later_than(
        self, words: list[str], i: int, last: int, head: str, published: dt.date | None
    ) -> DateMention | None:
        """`بعد ثلاثة أيام على`, `غداة`: how long before what is told that happened which follows."""
        if published is None:
            return None
        end, days = i, 1
        if head not in self.day_after:
            k = i + 1
            value = self.numbers._value(words, k, last, ()) if k < last and words[k] not in self.units else None
            count = 1.0
            if value is not None:
                count, k = value[0], value[1] + 1
            if k + 1 >= last or words[k] not in self.units or words[k + 1] not in ("من", "علي", "عن"):
                return None
            unit, times = self.units[words[k]]
            if unit not in ("day", "week"):
                return None
            end, days = k + 1, int(count * times) * (7 if unit == "week" else 1)
        return DateMention(i, end, published, published, "day", "relative", "after", days_before=days)

    def _place(
        self, words: list[str], i: int, first: int, last: int, found: Found, published: dt.date | None
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
                until = self._until(words, found.last + 1, first, last, published)
                if until is not None and until.end > found.start:
                    found.last = until.last
                    return DateMention(back, found.last, found.start, until.end, "range", found.basis)
                return DateMention(back, found.last, found.start, published, "range", found.basis, "since")
        if before in ("من", "بين"):
            other = self._until(words, found.last + 1, first, last, published, with_and=True)
            if other is not None and other.end > found.start:
                found.last = other.last
                return DateMention(back, found.last, found.start, other.end, "range", found.basis)
        return DateMention(start, found.last, found.start, found.end, found.precision, found.basis, "point", found.weak)

    def _until(
        self, words: list[str], k: int, first: int, last: int, published: dt.date | None, with_and: bool = False
    ) -> Found | None:
        """The date that closes a span begun before `k`: `وحتى أمس`, `إلى 9 أيار`, after *between* also `وكانون الثاني`."""
        if k < last and words[k] in ("،", ","):
            k += 1
        if k + 1 >= last:
            return None
        if words[k].removeprefix("و") in ("الي", "حتي") or (with_and and words[k] == "و"):
            k += 1
        elif not (with_and and words[k].startswith("و")):
            return None
        while k + 1 < last and words[k] in self.day_words:
            k += 1
        head = self._starts(words[k])
        return self._at(words, k, first, last, head, published) if head else None

    def _at(
        self, words: list[str], i: int, first: int, last: int, head: str, published: dt.date | None
    ) -> Found | None:
        if not head:
            return None
        if head[0].isdigit():
            return (
                self._numeric(words, i, last)
                or self._lately(words, i, last, head, published)
                or self._days_of_month(words, i, first, last, published)
                or self._day_month(words, i, first, last, published)
                or self._hijri_year(words, i, last)
            )
        return (
            self._week_of(words, i, last, head, published)
            or self._relative(words, i, last, head, published)
            or self._weekday(words, i, first, last, head, published)
            or self._day_month(words, i, first, last, published)
            or self._part(words, i, first, last, head, published)
            or self._term(words, i, last, published)
            or self._month(words, i, first, last, head, published)
            or self._ago(words, i, last, head, published)
            or self._lately(words, i, last, head, published)
            or self._within(words, i, last, head, published)
            or self._span(words, i, last, head, published)
            or self._year(words, i, last, head)
        )

    def _relative(self, words: list[str], i: int, last: int, head: str, published: dt.date | None) -> Found | None:
        if published is None:
            return None
        hit = match(self.relative, [head, *words[i + 1 : i + 5]], 0, min(5, last - i))
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
                return Found(end, day, day, "day", "relative")
        start = published + dt.timedelta(low)
        return Found(end, start, published + dt.timedelta(high), precision, "relative", weak)

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
    ) -> Found | None:
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
            return single(k, published + dt.timedelta((weekday - published.weekday()) % 7 or 7))
        if k + 2 < last and words[k] == "من" and words[k + 1] == "الاسبوع" and words[k + 2] in self.past:
            return single(k + 2, published - dt.timedelta(published.weekday() + 7 - weekday))
        day = published - dt.timedelta(back)
        j = end + 1
        if j < last and words[j] in ("-", "و", "/", "الي"):
            j += 1
        if (
            j < last
            and words[j].lstrip("و") in self.weekdays
            and i > first
            and words[i - 1].lstrip("وب") in ("ليل", "ليله", "يومي")
        ):
            return Found(j, day, day + dt.timedelta(1), "range", "relative")
        if j < last and back and words[j].startswith("و") and self.weekdays.get(words[j][1:]) == (weekday + 1) % 7:
            return Found(j, day, day + dt.timedelta(1), "range", "relative")
        if i > first and words[i - 1] in self.nights:
            return Found(end, day - dt.timedelta(1), day, "range", "relative")
        return single(end, day)

    def _part(
        self, words: list[str], i: int, first: int, last: int, head: str, published: dt.date | None
    ) -> Found | None:
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
        ) or (self._bare_year(words, k) or self._running(words, k, published))
        if inner is None:
            return None
        if inner.precision == "year" and head in self.thirds:
            first_month = {1: 1, 10: 5}.get(part[0], 9)
            return Found(
                inner.last,
                inner.start.replace(month=first_month),
                month_end(inner.start.replace(month=first_month + 3)),
                "range",
                inner.basis,
            )
        if inner.precision == "month":
            start = inner.start.replace(day=part[0])
            end = inner.start.replace(day=min(part[1], inner.end.day))
            return Found(inner.last, start, end, "range", inner.basis)
        if inner.precision == "year":
            if part[0] == 1:
                return Found(inner.last, inner.start, inner.start.replace(month=1, day=31), "month", inner.basis)
            if part[0] == 10:
                return Found(
                    inner.last, inner.start.replace(month=5), inner.start.replace(month=8, day=31), "range", inner.basis
                )
            return Found(inner.last, inner.start.replace(month=12), inner.end, "month", inner.basis)
        return inner

    def _term(self, words: list[str], i: int, last: int, published: dt.date | None) -> Found | None:
        """`صيف 2012`, `النصف الأول من العام 2015`, `الربع الأخير من العام الماضي`."""
        hit = match(self.terms, words, i, last)
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
        return Found(end, start, month_end(dt.date(year, last_month, 1)), "range", "explicit")

    def _ago(self, words: list[str], i: int, last: int, head: str, published: dt.date | None) -> Found | None:
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
        if k + 1 < last and words[k + 1].isdigit() and len(words[k + 1]) == 4:
            return None  # «منذ عام 2014» names the year
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
        found = back_from(k, published, unit, count * times)
        if head == "منذ":
            start = exactly_back(published, unit, count * times)
            return Found(k, start, published, "range", "relative")
        return found

    def _span(self, words: list[str], i: int, last: int, head: str, published: dt.date | None) -> Found | None:
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
        if unit == "week" and shift == 0:
            monday = published - dt.timedelta(published.weekday())
            end = monday + dt.timedelta(6) if self._looks_ahead(words, i) else published
            return Found(k, monday, end, "week", "relative")
        if unit == "week":
            monday = published - dt.timedelta(published.weekday() - 7 * shift)
            return Found(k, monday, monday + dt.timedelta(6), "week", "relative")
        if unit == "month":
            start = dt.date(*shift_month(published.year, published.month, shift), 1)
            return Found(k, start, month_end(start), "month", "relative")
        year = published.year + shift
        return Found(k, dt.date(year, 1, 1), dt.date(year, 12, 31), "year", "relative")

    def _week_of(self, words: list[str], i: int, last: int, head: str, published: dt.date | None) -> Found | None:
        """`الأسبوع الأول من أيار`, `الأسبوع الأخير من الشهر الماضي`."""
        if head != "الاسبوع" or i + 3 >= last or words[i + 1] not in ("الاول", "الاخير") or words[i + 2] != "من":
            return None
        stem = self._starts(words[i + 3])
        month = (
            self._month(words, i + 3, i, last, stem, published) or self._span(words, i + 3, last, stem, published)
            if stem
            else None
        )
        if month is None or month.precision != "month":
            return None
        if words[i + 1] == "الاول":
            return Found(month.last, month.start, month.start + dt.timedelta(6), "week", month.basis)
        return Found(month.last, month.end - dt.timedelta(6), month.end, "week", month.basis)
