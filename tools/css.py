"""Writes symptoms/static/legcheck.css from frontend/, with dart-sass. `CHECK=1` compares instead of writing.

The built stylesheet is committed, so that only who changes the look needs Node. Its first line holds a
digest of what it was made from: a change there without a new stylesheet is seen without Node.
"""

from __future__ import annotations

import hashlib
import os
import re
import sys
import tempfile
from pathlib import Path

from tools.commands import ROOT, StepFailed, run, say

FRONTEND = ROOT / "frontend"
BUILT = ROOT / "symptoms" / "static" / "legcheck.css"

_SASS = FRONTEND / "node_modules" / "sass" / "sass.js"
# The lock lists the packages that were installed, without optional ones: sass needs them only to watch files.
_INSTALL = ["npm", "ci", "--prefix", str(FRONTEND), "--ignore-scripts", "--omit=optional", "--no-audit", "--no-fund"]
_OPTIONS = ["--style=compressed", "--no-source-map", "--no-charset"]


def digest(folder: Path = FRONTEND) -> str:
    """SHA-256 of everything the stylesheet is made from: our own files and the lock of the packages."""
    files = [*sorted(folder.glob("*.scss")), folder / "package.json", folder / "package-lock.json"]
    parts = (file.name.encode() + b"\0" + file.read_bytes() + b"\0" for file in files)
    return hashlib.sha256(b"".join(parts)).hexdigest()


def header(folder: Path = FRONTEND) -> str:
    """The first line of the built stylesheet."""
    return (
        f"/*! Written by `make css` from frontend/, digest {digest(folder)}. "
        "Parts are from govuk-frontend, MIT: LICENSE-govuk-frontend.txt */\n"
    )


def build() -> str:
    """The stylesheet's text. Raises StepFailed when Node or a package is missing or the source is wrong."""
    _install()
    with tempfile.TemporaryDirectory() as folder:
        css = Path(folder) / "legcheck.css"
        done = run(["node", str(_SASS), *_OPTIONS, str(FRONTEND / "legcheck.scss"), str(css)], quiet=True)
        # Warnings count: sass prints them for what its next version refuses.
        if not done.ok or done.output.strip():
            raise StepFailed(f"The stylesheet could not be made.\n{done.output.rstrip()}")
        text = css.read_text(encoding="utf-8")
    # A source map is not shipped, and a link to a file that is not there stops collectstatic.
    return header() + re.sub(r"/\*# sourceMappingURL=.*?\*/", "", text).strip() + "\n"


def _install() -> None:
    """Installs the packages of the lock where they are not."""
    if not run(["node", "--version"], quiet=True).ok:
        raise StepFailed("make css needs Node 20 or newer: install it (Debian, Ubuntu: apt-get install nodejs npm).")
    installed = FRONTEND / "node_modules" / ".package-lock.json"
    lock = FRONTEND / "package-lock.json"
    if installed.is_file() and installed.stat().st_mtime >= lock.stat().st_mtime:
        return
    say("Installing the packages of frontend/package-lock.json")
    done = run(_INSTALL, quiet=True)
    if not done.ok:
        raise StepFailed(f"The packages could not be installed.\n{done.output.rstrip()}")


def main() -> int:
    """Writes the stylesheet, or with CHECK=1 says whether it is as it would be written."""
    try:
        css = build()
    except StepFailed as failure:
        say(str(failure))
        return 1
    where = BUILT.relative_to(ROOT)
    if os.environ.get("CHECK", "") not in ("", "0"):
        same = BUILT.read_text(encoding="utf-8") == css
        say(f"{where} is up to date." if same else f"{where} is not what frontend/ makes: run make css.")
        return 0 if same else 1
    BUILT.write_text(css, encoding="utf-8")
    say(f"Wrote {where}.")
    return 0


if __name__ == "__main__":
    sys.exit(main())
