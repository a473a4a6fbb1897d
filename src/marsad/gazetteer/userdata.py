"""Where the user's own places lie: `gazetteer/*.tsv` under MARSAD_HOME, else under the data folder of his account."""

from __future__ import annotations

import os
from pathlib import Path


def user_folder() -> Path:
    """The folder of imported tables; it need not be there yet."""
    home = os.environ.get("MARSAD_HOME")
    if home:
        return Path(home) / "gazetteer"
    from platformdirs import user_data_path

    return user_data_path("marsad") / "gazetteer"


def user_tables(folder: Path | None = None) -> list[Path]:
    """The imported tables in a fixed order; a cache of the gazetteer is stale when one of them changes."""
    return sorted((folder or user_folder()).glob("*.tsv"))
