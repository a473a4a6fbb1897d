"""What the grammar of dates finds."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Literal

from ...model import DateBasis, DatePrecision

Role = Literal["point", "since", "until", "after", "then"]


@dataclass(slots=True)
class DateMention:
    """A date at tokens `first` to `last`: both days inclusive, how exact, and whether reckoned from the publication day.

    `weak` marks words that date only loosely (`اليوم` in the sense of *these days*, `الآن`). The role `after` says that what
    follows happened `days_before` what is told (`بعد ثلاثة أيام على هجوم`): its own days are those of what is told, once known.
    The role `then` reckons the other way, from what was told last (`في اليوم التالي`): `days_before` it, negative for later. `over` is
    the last token of the event that a *since* counts from (`منذ بدء الهجوم في 4 نيسان`), which the range does not date.
    """

    first: int
    last: int
    start: dt.date
    end: dt.date
    precision: DatePrecision
    basis: DateBasis
    role: Role = "point"
    weak: bool = False
    days_before: int = 0
    over: int = -1


@dataclass(slots=True)
class Found:
    """A date before its place in the sentence is settled."""

    last: int
    start: dt.date
    end: dt.date
    precision: DatePrecision
    basis: DateBasis
    weak: bool = False
