"""Places: the packaged gazetteer, the hand-made supplement, what a user imported, and the settling of ambiguous names."""

from .base import Gazetteer
from .entries import Entry
from .settle import NameHit, Settled

__all__ = ["Entry", "Gazetteer", "NameHit", "Settled"]
