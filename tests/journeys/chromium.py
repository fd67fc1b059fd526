"""Finds the machine's own Chromium and starts it; none is downloaded."""

from __future__ import annotations

import os
import shutil
import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager

from playwright.sync_api import Browser, ViewportSize, sync_playwright

#: Programs that are looked for, in this order, when CHROMIUM names none.
PROGRAMS = ("chromium", "chromium-browser", "google-chrome")

#: The smallest phone, and a desk.
PHONE: ViewportSize = {"width": 320, "height": 640}
DESK: ViewportSize = {"width": 1280, "height": 800}

#: No sandbox: CI runs as root in a container. Nothing that calls home.
_FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]


class NoChromium(Exception):
    """There is no Chromium here; the text says what to do."""


def find_chromium(environment: Mapping[str, str] = os.environ) -> str:
    """Path of the Chromium to use. Raises NoChromium."""
    if chosen := environment.get("CHROMIUM"):
        if found := shutil.which(chosen):
            return found
        raise NoChromium(f"CHROMIUM={chosen} is not a program: give the path of a Chromium.")
    for program in PROGRAMS:
        if found := shutil.which(program, path=environment.get("PATH", os.defpath)):
            return found
    raise NoChromium("it is not installed: install it (Debian: apt-get install chromium), or name one with CHROMIUM.")


@contextmanager
def started(program: str) -> Iterator[Browser]:
    """A running browser, closed at the end."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=program, args=_FLAGS)
        try:
            yield browser
        finally:
            browser.close()


if __name__ == "__main__":
    try:
        find_chromium()
    except NoChromium as reason:
        sys.exit(f"Chromium: {reason}")
