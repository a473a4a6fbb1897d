"""Coders behind one interface (`pipeline.ClaimCoder`), chosen by a short name; all but the default one are optional extras.

default            lexicon, gazetteer and grammars
lexicon:FOLDER     the same with a lexicon of one's own over the packaged one
file:CODED.jsonl   what `marsad code --format jsonl` printed, with this or another version
llm:URL            a server with the OpenAI-compatible chat interface, `?model=NAME` behind the address
hf:FOLDER          a model of one's own that labels tokens or sentences, exported to ONNX
vote:A+B+…         what most of them find; the slots are those of the first that found it
"""

from __future__ import annotations

from pathlib import Path

from ..errors import StopRun
from ..pipeline import ClaimCoder


def coder_of(name: str) -> ClaimCoder:
    """The coder of a name; StopRun says what is wrong with it."""
    kind, _, rest = name.partition(":")
    if kind not in ("default", "lexicon", "file", "llm", "hf", "vote") or (kind != "default") != bool(rest):
        raise StopRun(
            f"there is no coder {name!r}: give default, lexicon:FOLDER, file:CODED.jsonl, llm:URL, hf:FOLDER or vote:A+B"
        )
    if kind in ("default", "lexicon"):
        from ..pipeline import Coder

        folder = Path(rest) if rest else None
        if folder is not None and not folder.is_dir():
            raise StopRun(f"{folder}: there is no such folder")
        return Coder.load(folder)
    if kind == "file":
        from .recorded import RecordedCoder

        return RecordedCoder(Path(rest))
    if kind == "llm":
        from .llm import LlmCoder

        return LlmCoder(rest)
    if kind == "hf":
        from .hf import HfCoder

        return HfCoder(Path(rest))
    from .vote import VoteCoder

    return VoteCoder([coder_of(part) for part in rest.split("+")])
