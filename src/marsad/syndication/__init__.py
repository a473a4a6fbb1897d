"""Who carries whose text: near-duplicates, excerpts, and the agency whose dispatch it is."""

from .index import Index, Match, MemoryKeys
from .sketch import Sketch, sketch

__all__ = ["Index", "Match", "MemoryKeys", "Sketch", "sketch"]
