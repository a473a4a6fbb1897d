"""Marsad reads Arabic conflict reporting and writes sourced claims.

For notebooks and scripts, `marsad.code`, `marsad.code_all` and `marsad.stored` stand here; see `marsad.api`.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from .api import Claims as Claims
    from .api import code as code
    from .api import code_all as code_all
    from .api import stored as stored

__all__ = ["Claims", "code", "code_all", "stored"]


def __getattr__(name: str) -> Any:
    """The names of `marsad.api`, read when one is first used: `import marsad` and the command line stay quick."""
    if name not in __all__:
        raise AttributeError(f"module 'marsad' has no attribute {name!r}")
    from . import api

    return getattr(api, name)
