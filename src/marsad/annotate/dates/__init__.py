"""Dates: Gregorian in every month-name system, Hijri, numeric, relative, weekdays, spans (codebook, section 5, Dates).

The words stand in `lexicon/words/{months,weekdays,relative_time}.yml`. What is reckoned from the publication day needs one:
without it such words give no date, never a guess.
"""

from .grammar import Dates
from .mention import DateMention

__all__ = ["DateMention", "Dates"]
