"""The words of time, compiled from the lexicon for look-up by folded token."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any, Self

from ...text.normal import fold
from ..numbers import Numbers

Phrases = dict[str, list[tuple[tuple[str, ...], Any]]]
_HEADS = ("", "و", "ف", "ب", "ل", "ك", "ول", "وب")


@dataclass(slots=True)
class TimeWords:
    """The words of time, ready for look-up by folded token."""

    numbers: Numbers
    months: Phrases = field(default_factory=dict)
    hijri: Phrases = field(default_factory=dict)
    ordinals: Phrases = field(default_factory=dict)
    weekdays: dict[str, int] = field(default_factory=dict)
    relative: Phrases = field(default_factory=dict)
    units: dict[str, tuple[str, int]] = field(default_factory=dict)
    parts: dict[str, tuple[int, int]] = field(default_factory=dict)
    thirds: frozenset[str] = frozenset()
    past: frozenset[str] = frozenset()
    coming: frozenset[str] = frozenset()
    this: frozenset[str] = frozenset()
    since: frozenset[str] = frozenset()
    before: frozenset[str] = frozenset()
    following: frozenset[str] = frozenset()
    day_after: frozenset[str] = frozenset()
    day_words: frozenset[str] = frozenset()
    names: frozenset[str] = frozenset()
    nights: frozenset[str] = frozenset()
    terms: Phrases = field(default_factory=dict)
    not_days: frozenset[str] = frozenset()
    wants_number: frozenset[tuple[str, ...]] = frozenset()
    starters: frozenset[str] = frozenset()
    leads: dict[str, frozenset[str]] = field(
        default_factory=dict
    )  # by a word that begins no date alone (في): what follows it
    recent: frozenset[str] = frozenset()
    within: frozenset[str] = frozenset()
    planned: frozenset[str] = frozenset()
    not_planned: tuple[str, ...] = ()
    same: frozenset[str] = frozenset()
    starts: frozenset[str] = frozenset()
    single_units: frozenset[str] = frozenset()
    lately: dict[str, tuple[str, int]] = field(default_factory=dict)
    since_word: str = ""
    _memo: dict[str, str | None] = field(default_factory=dict)
    _recent: dict[str, bool] = field(default_factory=dict)

    @classmethod
    def load(cls, words: dict[str, Any], numbers: Numbers) -> Self:
        """Compile months, weekdays and relative times of the lexicon's word lists, by file name."""
        months, days, relative = (words[name] for name in ("months", "weekdays", "relative_time"))
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
        out.starts = frozenset(word for word, (low, _) in out.parts.items() if low == 1)
        out.thirds = frozenset(fold(w) for w in relative["thirds"])
        out.recent = frozenset(
            words[0]
            for rows in out.relative.values()
            for words, (first, last, _, _) in rows
            if len(words) == 1 and -2 <= first <= last <= 0
        )
        out.past, out.coming, out.this = (frozenset(fold(w) for w in relative[k]) for k in ("past", "coming", "this"))
        out.since = frozenset(fold(w) for w in relative["since"])
        out.before = frozenset(fold(w) for w in relative["before"])
        out.day_after = frozenset(fold(w) for w in relative["day_after"])
        out.following = frozenset(fold(w) for w in relative["following"]) | out.day_after
        out.within = frozenset(fold(w) for w in relative["within"])
        out.planned = frozenset(fold(w) for w in relative["planned"])
        out.not_planned = tuple(fold(w) for w in relative["not_planned"])
        out.same = frozenset(fold(w) for w in relative["same"])
        out.since_word = fold(relative["since"][0])
        out.single_units = frozenset(fold(row["forms"][0]) for row in relative["units"])
        for row in relative["units"]:
            for form in row["lately"]:
                out.lately[fold(form)] = (row["unit"], 1)
            for form in row.get("lately_dual", ()):
                out.lately[fold(form)] = (row["unit"], 2)
        out.nights = frozenset(fold(w) for w in relative["nights"])
        for row in (*relative["seasons"], *relative["halves"]):
            _put(out.terms, row["forms"], (int(row["months"][0]), int(row["months"][1])))
        out.day_words = frozenset(fold(w) for w in relative["day_words"])
        out.names = frozenset(fold(w) for w in (*months["names_not_dates"], *days["names_not_days"]))
        out.not_days = frozenset(fold(w) for w in relative["not_days"])
        phrases = (out.months, out.hijri, out.ordinals, out.relative, out.terms)
        alone = {
            *out.weekdays,
            *out.parts,
            *out.before,
            *out.following,
            *out.day_words,
            *out.within,
            *out.lately,
            *"بعدها بعده قبلها قبله الليله عام العام سنه شهر الشهر الاسبوع السنه عامي هذا هذه".split(),
        }
        for word in {word for table in phrases for word in table} - alone:
            rows = [names for table in phrases for names, _ in table.get(word, ())]
            if not word[0].isdigit() and all(len(names) > 1 for names in rows):
                out.leads[word] = frozenset(names[1] for names in rows)
        starts = alone.union(*phrases)
        out.starters = frozenset(starts)
        return out

    def recent_days(self, words: list[str], first: int, last: int) -> list[int]:
        """The tokens `first` to `last` (exclusive) that date something to the last days (أمس، الخميس), publication day known or not."""
        known = self._recent.get
        return [k for k in range(first, last) if known(words[k], True) and self._is_recent(words[k])]

    def _is_recent(self, word: str) -> bool:
        known = self._recent.get(word)
        if known is None:
            head = self._starts(word)
            known = self._recent[word] = head is not None and (head in self.weekdays or head in self.recent)
        return known

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


def _put(table: Phrases, names: list[str], value: Any) -> None:
    for name in names:
        words = tuple(fold(name).split())
        rows = table.setdefault(words[0], [])
        rows.append((words, value))
        rows.sort(key=lambda row: -len(row[0]))


def match(table: Phrases, words: list[str], i: int, last: int) -> tuple[Any, int] | None:
    """The value of the longest phrase at `i` and its last token."""
    for phrase, value in table.get(words[i], ()) if i < last else ():
        if tuple(words[i : i + len(phrase)]) == phrase and i + len(phrase) <= last:
            return value, i + len(phrase) - 1
    return None


def match_stripped(table: Phrases, words: list[str], i: int, last: int) -> tuple[Any, int] | None:
    word = words[i]
    if word[:1] in "وبفل" and len(word) > 3:
        hit = match(table, [word[1:], *words[i + 1 : i + 3]], 0, min(last - i, 3))
        return None if hit is None else (hit[0], i + hit[1])
    return None
