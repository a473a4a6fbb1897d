"""Stretches of time that end or begin with the publication day, and days reckoned from what was told last."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from .calendar_dates import CalendarDates
from .mention import DateMention, Found
from .reckon import exactly_back, month_end

_SINCE_REACH = 14  # words from *since* to the day of the event that it names
_STOPS = frozenset("،,؛;:.\n")


@dataclass(slots=True)
class SpanDates(CalendarDates):
    """The grammar of durations and of days told by reference to another."""

    def _lately(self, words: list[str], i: int, last: int, head: str, published: dt.date | None) -> Found | None:
        """`الأشهر الستة الماضية`, `الساعات الـ48 الأخيرة`, `العامين الماضيين`, `72 ساعة المقبلة`."""
        if published is None:
            return None
        counted = head[0].isdigit()
        unit, k, count = self.lately.get(head), i + 1, 0.0
        if unit is not None:
            count = float(unit[1]) if unit[1] > 1 else 0.0
            if k < last and words[k] in ("القليله", "القلايل"):
                return None
            if count == 0.0:
                value, k = self._how_many(words, k, last)
                count = value or 0.0
        elif counted and k < last and words[k] in self.units:
            unit, count, k = self.units[words[k]], float(head) if head.isdigit() else 0.0, k + 1
        if unit is None or not count or k >= last:
            return None
        if words[k] in self.past:
            return Found(k, exactly_back(published, unit[0], count), published, "range", "relative")
        if words[k] in self.coming:
            ahead = published - exactly_back(published, unit[0], count)
            return Found(k, published, published + ahead, "range", "relative")
        return None

    def _how_many(self, words: list[str], k: int, last: int) -> tuple[float | None, int]:
        """A number after its noun, with the article: `الثلاثة`, `الـ48`."""
        if k < last and words[k] == "ال":
            k += 1
        if k >= last:
            return None, k
        probe = [words[k].removeprefix("ال"), *(w.removeprefix("وال") for w in words[k + 1 : k + 2])]
        value = self.numbers._value(probe, 0, 1, ())
        return (value[0], k + 1 + value[1]) if value is not None else (None, k)

    def _within(self, words: list[str], i: int, last: int, head: str, published: dt.date | None) -> Found | None:
        """`خلال يومين`, `في غضون ثلاثة أسابيع`: the stretch up to now; from now where the sentence looks ahead."""
        if head not in self.within or published is None:
            return None
        k = i + 1
        while k < last and words[k] in ("نحو", "حوالي", "قرابه", "اقل", "من", "اكثر"):
            k += 1
        if k >= last:
            return None
        count = 1.0
        if words[k] not in self.units:
            value = self.numbers._value(words, k, last, ())
            if value is None:
                return None
            count, k = value[0], value[1] + 1
        if k >= last or words[k] not in self.units:
            return None
        unit, times = self.units[words[k]]
        if unit == "hour" or (k + 1 < last and words[k + 1] in ("من", "علي", "واحد", *self.past, *self.coming)):
            return None
        if count * times == 1 and words[k] not in self.single_units:
            return None
        start = exactly_back(published, unit, count * times)
        if self._looks_ahead(words, i):
            return Found(k, published, published + (published - start), "range", "relative")
        return Found(k, start, published, "range", "relative")

    def _running(self, words: list[str], k: int, published: dt.date | None) -> Found | None:
        """The month or year that runs, after a word that says which part of it: `مطلع العام`, `نهاية الشهر`."""
        if published is None or words[k] not in ("العام", "السنه", "الشهر"):
            return None
        if words[k] == "الشهر":
            start = published.replace(day=1)
            return Found(k, start, month_end(start), "month", "relative")
        year = published.year + (1 if words[k - 1] in self.starts and self._looks_ahead(words, k - 1) else 0)
        return Found(k, dt.date(year, 1, 1), dt.date(year, 12, 31), "year", "relative")

    def _days_of_month(
        self, words: list[str], i: int, first: int, last: int, published: dt.date | None
    ) -> Found | None:
        """`16 و29 شباط`, `3 - 5 أيار`, `19 إلى 25 أكتوبر`: the days from one to the other."""
        if not (words[i].isdigit() and len(words[i]) <= 2) or i + 2 >= last:
            return None
        k = i + 1
        if words[k] in ("و", "-", "الي", "حتي"):
            k += 1
        elif not words[k].startswith("و"):
            return None
        digits = words[k].removeprefix("و")
        if not (digits.isdigit() and len(digits) <= 2):
            return None
        close = self._day_month([*words[:k], digits, *words[k + 1 : last]], k, first, last, published)
        if close is None or close.precision != "day" or not 1 <= int(words[i]) < close.end.day:
            return None
        return Found(close.last, close.end.replace(day=int(words[i])), close.end, "range", close.basis)

    def _since_events(
        self, words: list[str], first: int, last: int, out: list[DateMention], published: dt.date | None
    ) -> list[DateMention]:
        """The mentions with a *since* for each that names an event and its day: `منذ بدء الهجوم في 4 نيسان`."""
        if published is None or not out:
            return out
        added = []
        for i in range(first, last):
            if words[i].removeprefix("و") != self.since_word or any(d.first <= i <= d.last for d in out):
                continue
            for date in out:
                if not i < date.first <= i + _SINCE_REACH:
                    continue
                dated = date.role == "point" and date.start < published and not date.weak
                if dated and not any(w in _STOPS for w in words[i + 1 : date.first]):
                    added.append(
                        DateMention(
                            i, i, date.start, published, "range", date.basis, "since", days_before=0, over=date.last
                        )
                    )
                break
        return sorted([*out, *added], key=lambda d: d.first) if added else out

    def _then(self, words: list[str], i: int, last: int, head: str) -> DateMention | None:
        """`اليوم التالي`, `بعد ذلك بيومين`, `قبلها بأسبوع`, `بعد أربعة أيام`: a day reckoned from what was told last."""
        day = dt.date.min
        if head in ("اليوم", "الليله") and i + 1 < last:
            days = 1 if words[i + 1] in ("التالي", "التاليه") else 0 if words[i + 1] in self.same else None
            if days is None:
                return None
            return DateMention(i, i + 1, day, day, "day", "relative", "then", days_before=-days)
        sign = {"بعد": -1, "بعدها": -1, "بعده": -1, "قبلها": 1, "قبله": 1, "قبل": 1}.get(head, 0)
        if not sign:
            return None
        k, leaning = i + 1, head not in ("بعد", "قبل")
        if not leaning and k < last and words[k] == "ذلك":
            k, leaning = k + 1, True
        if k >= last:
            return None
        if leaning:
            if not words[k].startswith("ب") or len(words[k]) < 4:
                return None
            probe = [words[k][1:], *words[k + 1 : k + 4]]
        elif head == "بعد":
            probe = words[k : k + 4]
        else:
            return None
        count, at = 1.0, 0
        if probe[0] not in self.units:
            value = self.numbers._value(probe, 0, len(probe), ())
            if value is None:
                return None
            count, at = value[0], value[1] + 1
        if at >= len(probe) or probe[at] not in self.units:
            return None
        unit, times = self.units[probe[at]]
        end = k + at
        if unit not in ("day", "week") or (not leaning and end + 1 < last and words[end + 1] in ("من", "علي", "عن")):
            return None
        days = int(count * times) * (7 if unit == "week" else 1)
        return DateMention(i, end, day, day, "day", "relative", "then", days_before=sign * days)
