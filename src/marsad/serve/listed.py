"""Figures and links of attribution in a form of the review page: one is set, one is added, one is taken out; the others stay."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TypeVar, get_args

from msgspec.structs import replace

from ..model import FIGURE_KINDS, Attribution, Figure, Role, Span
from .problems import Problem
from .view import View

# What figures count most often (codebook, section 4); a form may give another word.
COUNTED = (
    "civilians", "children", "women", "men", "fighters", "soldiers", "police", "medics", "journalists", "people",
)  # fmt: skip


def key_of(value: Figure | Attribution) -> str:
    """By what a form names one of the values that stand: where its words are, and what it says."""
    return f"{value.start}-{value.end}-{value.kind if isinstance(value, Figure) else value.role}"


Listed = TypeVar("Listed", Figure, Attribution)


def changed(
    present: Sequence[Listed], which: str, how: str, made: Callable[[Listed | None], Listed]
) -> tuple[Listed, ...]:
    """The values after a form: `which` names the one that it sets or, where `how` is none, takes out; an empty one adds."""
    values, keys = list(present), [key_of(value) for value in present]
    if not which:
        values.append(made(None))
        return tuple(values)
    if which not in keys:
        raise Problem(400, "stale_value", which)
    at = keys.index(which)
    values[at : at + 1] = [] if how == "none" else [made(values[at])]
    return tuple(values)


def read_figure(view: View, given: dict[str, str], span: Span) -> Figure:
    """A number of people or things. Only the middle one given is an exact number, unless the form says that it is about so many."""
    if given["kind"] not in FIGURE_KINDS:
        raise Problem(400, "bad_value", given["kind"])
    low, best, high = (_number(given[name]) for name in ("low", "best", "high"))
    if low is best is high is None:
        raise Problem(400, "bad_numbers")
    if low is None and high is None and not given["about"]:
        low = high = best
    known = [n for n in (low, best, high) if n is not None]
    if known != sorted(known) or known[0] < 0:
        raise Problem(400, "bad_numbers", " – ".join(f"{n:g}" for n in known))
    return Figure(span.start, span.end, span.text, given["kind"], _counted(view, given["of"]), low, best, high)


def _number(text: str) -> float | None:
    """A number in digits of either script, its thousands apart or not."""
    plain = text.strip().translate({ord(c): None for c in ",٬ \u00a0\u202f"}).replace("٫", ".")
    if not plain:
        return None
    try:
        value = float(plain)
    except ValueError as error:
        raise Problem(400, "bad_numbers", text[:40]) from error
    if not abs(value) < 1e12:  # and what is no number at all, which float() reads too
        raise Problem(400, "bad_numbers", text[:40])
    return value


def _counted(view: View, text: str) -> str:
    """Whom the figure counts: the codebook's word where the page's word for it was given, else the word as it is."""
    wanted = " ".join(text.split())[:60]
    names = {view.term("of", code).casefold(): code for code in COUNTED}
    return names.get(wanted.casefold(), wanted) or "people"


def read_link(actor: str | None, given: dict[str, str], span: Span, before: Attribution | None) -> Attribution:
    """A speaker or a way that carried his words, by name; the words themselves where no name was given."""
    if given["role"] not in get_args(Role):
        raise Problem(400, "bad_value", given["role"])
    role: Role = "via" if given["role"] == "via" else "speaker"
    name = " ".join(given["name"].split())[:200] or span.text
    link = Attribution(span.start, span.end, span.text, role, name, actor)
    return replace(link, cue=before.cue) if before is not None else link


def in_order(chain: tuple[Attribution, ...]) -> tuple[Attribution, ...]:
    """Nearest to the event first: speakers, then the ways by which they reached the outlet (codebook, section 2)."""
    return tuple(sorted(chain, key=lambda link: link.role == "via"))
