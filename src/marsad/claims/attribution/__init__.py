"""According to whom: the chain of speakers and carriers of each stretch of text (codebook, sections 2 and 5, Attribution)."""

from .chain import THAT, Link, Scope, chain_of
from .read import read_attribution

__all__ = ["THAT", "Link", "Scope", "chain_of", "read_attribution"]
