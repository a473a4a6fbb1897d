"""Mentions: what the lexicon, the gazetteer and the grammars find in the tokens of an article."""
