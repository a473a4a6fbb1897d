"""The links of a chain, the stretch of words that a chain vouches for, and how the chain at a word is found."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from ...annotate.participants import Mention
from ...annotate.sentence import Sentence
from ...text.phrases import Hit

THAT = frozenset("ان بان انه انها انهم بانه بانها بانهم انهما بانهما اننا باننا اني لان".split())


@dataclass(slots=True)
class Link:
    """One link of a chain: the words at tokens `first` to `last` of a sentence, and who they are."""

    sentence: Sentence
    first: int
    last: int
    role: Literal["speaker", "via"]
    actor: str | None = None
    name: str | None = None
    cue: Hit | None = None
    mention: Mention | None = None

    @property
    def words(self) -> list[str]:
        """The folded words of the link."""
        return self.sentence.doc.words[self.first : self.last + 1]


@dataclass(slots=True)
class Scope:
    """The stretch of tokens that a chain vouches for; `effect` is what the cue does (assert, deny, demand, threat, accuse …).

    `inserted` marks a carrier put into or after a clause (`بحسب …`): it adds its links to the clause's own chain.
    `performs` says that the cue takes a noun, so that the saying may itself be the event. `quoted` marks direct speech,
    `within` a cue that another speaker's words hold. `back` marks a denial of what was told before it (`نفى ذلك`, `وهو ما نفاه`):
    its stretch is only the word that takes that up.
    """

    first: int
    last: int
    chain: list[Link]
    effect: str
    cue: Hit | None = None
    inserted: bool = False
    performs: bool = False
    quoted: bool = False
    within: bool = False
    back: bool = False


def chain_of(token: int, scopes: list[Scope]) -> tuple[list[Link], Scope | None]:
    """The chain that vouches for the words at `token`: the innermost scope, and the carriers inserted into its clause."""
    inner = [s for s in scopes if not s.inserted and s.first <= token < s.last]
    scope = inner[-1] if inner else None
    chain = list(scope.chain) if scope is not None else []
    for added in (s for s in scopes if s.inserted and s.first <= token < s.last):
        chain = joined(chain, added.chain)
        scope = scope or added
    chain.sort(key=lambda link: link.role != "speaker")
    return chain, scope


def joined(chain: list[Link], more: list[Link]) -> list[Link]:
    """Both chains, a link of the second left out where the first has it."""
    out = list(chain)
    for link in more:
        if not any(_same(link, known) for known in out):
            out.append(link)
    return out


def _same(link: Link, known: Link) -> bool:
    if link.sentence is known.sentence and link.first <= known.last and known.first <= link.last:
        return True
    if link.role == known.role == "via" and [w.lstrip("لب") for w in link.words] == [
        w.lstrip("لب") for w in known.words
    ]:
        return True
    return link.role == known.role and link.actor is not None and link.actor == known.actor and link.name == known.name
