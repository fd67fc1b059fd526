"""Writes the locks, requirements/*.txt, and says what is wrong with them.

A lock names every package that is installed, with one version and its hashes. Its first lines hold a
digest of the .in files it was made from, so that a change there without a new lock is seen offline.
Standard library only: the environment is made with the help of this module.
"""

from __future__ import annotations

import hashlib
import re
import sys
from pathlib import Path

from tools.commands import ROOT, StepFailed, run, say

LOCKS = ROOT / "requirements"
#: The sets, each with the one whose versions it takes over. The test set holds the whole run set, so that both live
#: in one environment; the bench set has one of its own and agrees where they overlap.
SETS = {"run": None, "test": "run", "bench": "test"}

_REQUIREMENT = re.compile(r"(?P<pin>[A-Za-z0-9._-]+(\[[^\]]*\])?==[A-Za-z0-9.!+_-]+)( ; [^@\\]+)? \\")
_HASH = re.compile(r" {4}--hash=sha256:[0-9a-f]{64}( \\)?")
_OPTIONS = ["--universal", "--python-version", "3.11", "--generate-hashes", "--only-binary", ":all:", "--quiet"]
_OPTIONS += ["--no-emit-index-url", "--no-emit-find-links", "--no-header"]


def pins(lock: str) -> set[str]:
    """Every `name==version` of a lock's text."""
    return {match["pin"] for line in lock.splitlines() if (match := _REQUIREMENT.fullmatch(line))}


def sources(name: str, folder: Path = LOCKS) -> list[Path]:
    """The .in files a lock is made from: its own and those it takes in with -r."""
    own = folder / f"{name}.in"
    found = [own]
    for line in own.read_text().splitlines():
        if line.startswith("-r "):
            found += sources(line.removeprefix("-r ").strip().removesuffix(".in"), folder)
    return found


def header(name: str, folder: Path = LOCKS) -> str:
    """The first lines of a lock."""
    files = sources(name, folder)
    digest = hashlib.sha256(b"".join(file.read_bytes() for file in files)).hexdigest()
    names = " and ".join(file.name for file in files)
    return f"# Written by `make lock`: change the .in file instead.\n# Made from {names}, digest {digest}\n"


def problems(folder: Path = LOCKS) -> list[str]:
    """What is wrong with the locks of a folder, a sentence each."""
    found = []
    for name in SETS:
        text = (folder / f"{name}.txt").read_text()
        if not text.startswith(header(name, folder)):
            found.append(f"{name}.txt was not made from {name}.in as it is now: run make lock.")
        found += [f"{name}.txt, line {number}: {what}" for number, what in _bad_lines(text)]
        for source in sources(name, folder):
            if "://" in source.read_text() or re.search(r"^-(?!r )", source.read_text(), re.MULTILINE):
                found.append(f"{source.name} names an address or an option of pip: name packages only.")
    run, test, bench = (pins((folder / f"{name}.txt").read_text()) for name in SETS)
    if differing := run - test:
        found.append(f"test.txt has other versions than run.txt of {', '.join(sorted(differing))}: run make lock.")
    names = {_name(pin) for pin in bench}
    if differing := {pin for pin in test - bench if _name(pin) in names}:
        found.append(f"bench.txt has other versions than test.txt of {', '.join(sorted(differing))}: run make lock.")
    return found


def _name(pin: str) -> str:
    return re.split(r"[\[=]", pin, maxsplit=1)[0]


def _bad_lines(lock: str) -> list[tuple[int, str]]:
    """Lines that are not a pinned requirement, one of its hashes, or a comment without an address."""
    bad = []
    needs_hash = False
    for number, line in enumerate(lock.splitlines(), start=1):
        if needs_hash and not _HASH.fullmatch(line):
            bad.append((number, "a hash was expected."))
        needs_hash = line.endswith("\\")
        if "://" in line:
            bad.append((number, "it names an address."))
        elif not (line.lstrip().startswith("#") or _REQUIREMENT.fullmatch(line) or _HASH.fullmatch(line)):
            bad.append((number, "it is not a package with a version and hashes."))
    if needs_hash:
        bad.append((len(lock.splitlines()), "a hash was expected after it."))
    return bad


def write(arguments: list[str]) -> None:
    """Makes all locks with uv, keeping locked versions unless `arguments` say otherwise (--upgrade).

    Raises StepFailed with uv's words when no set of versions fits.
    """
    for name, taken_over in SETS.items():
        say(f"Locking {name}.txt ...")
        target = LOCKS / f"{name}.txt"
        same_versions = ["--constraints", f"requirements/{taken_over}.txt"] if taken_over else []
        files = [f"requirements/{name}.in", "--output-file", f"requirements/{name}.txt"]
        done = run(
            [sys.executable, "-m", "uv", "pip", "compile", *_OPTIONS, *same_versions, *arguments, *files], quiet=True
        )
        if not done.ok:
            raise StepFailed(f"{name}.txt could not be locked. uv said:\n{done.output.strip()}")
        target.write_text(header(name) + target.read_text())


def main(arguments: list[str]) -> int:
    """Writes the locks; arguments go to uv."""
    try:
        write(arguments)
    except StepFailed as failed:
        say(str(failed))
        return 1
    for problem in (found := problems()):
        say(problem)
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
