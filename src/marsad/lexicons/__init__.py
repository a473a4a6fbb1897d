"""The lexicon in Python: its strict loader, the linter, and the compiled vocabulary that the annotators read."""

from .load import Lexicon, load_lexicon

__all__ = ["Lexicon", "load_lexicon"]
