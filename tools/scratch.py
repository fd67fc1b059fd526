"""The environment variables for lint and tests: nothing of this machine's site, and a database that is thrown away."""

from __future__ import annotations

import os
from pathlib import Path
from urllib.parse import quote


def scratch_environment(folder: Path) -> dict[str, str]:
    """This process's variables with the site's own settings at their defaults and SQLite in `folder`."""
    kept = {
        name: value
        for name, value in os.environ.items()
        if not name.startswith("LEGCHECK_") and name != "DJANGO_SETTINGS_MODULE"
    }
    return kept | {"DATABASE_URL": f"sqlite:///{quote(str(folder / 'legcheck.sqlite3'))}"}
