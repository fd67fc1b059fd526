"""A link to a saved result stands in no line of the log, whoever writes it."""

from __future__ import annotations

import logging

import pytest

from legcheck import wsgi
from legcheck.logs import WithoutLinks

LINK = "/saved/AbC_-0123456789abcdefghijklmnopq"


@pytest.mark.parametrize(
    ("message", "values", "line"),
    [
        ('"%s" %s', (f"GET {LINK}/ HTTP/1.1", 302), '"GET /saved/... HTTP/1.1" 302'),
        ("%s: %s", ("Not Found", f"{LINK}."), "Not Found: /saved/..."),
        (f"{LINK}/a/b?c from {LINK}", (), "/saved/...?c from /saved/..."),
        ("%s: %s", ("Not Found", LINK.replace("/saved", "/Saved")), "Not Found: /Saved/..."),
        ("%s: %s", ("Not Found", "/SAVED/cut-short/"), "Not Found: /SAVED/..."),
        ("%s: %s", ("Not Found", LINK.replace("/saved/", "/saved//")), "Not Found: /saved/..."),
        ("%s: %s", ("Not Found", LINK.replace("/saved/", "/saved%2F")), "Not Found: /saved%2F..."),
        ("%s: %s", ("Not Found", LINK.replace("/saved/", "/saved%252F")), "Not Found: /saved%..."),
        ("%s: %s", ("Not Found", LINK.replace("/saved/", "/save/") + "/"), "Not Found: /save/.../"),
        ("%s: %s", ("Not Found", LINK.replace("/saved/", "/saved/'")), "Not Found: /saved/..."),
        ("%s: %s", ("Not Found", LINK.replace("/saved/", "/")), "Not Found: /..."),
        ("%s: %s", ("Not Found", "/library/" + "a" * 31), "Not Found: /library/" + "a" * 31),
        ("100% of {LINK}", (), "100% of {LINK}"),
        ("%s: %s", ("Gone", "/saved/"), "Gone: /saved/"),
        ("%s: %s", ("Not Found", "/check/3/"), "Not Found: /check/3/"),
    ],
)
def test_a_link_is_left_out_however_it_is_written(message, values, line):
    record = logging.LogRecord("django.request", logging.WARNING, "", 0, message, values, None)
    assert WithoutLinks().filter(record)
    assert record.getMessage() == line


@pytest.mark.parametrize("name", ["django", "django.server", "root"])
def test_every_line_for_the_console_passes_it(name):
    handlers = [handler for handler in logging.getLogger(name).handlers if type(handler) is logging.StreamHandler]
    assert len(handlers) == 1
    assert any(isinstance(one, WithoutLinks) for one in handlers[0].filters)


def test_the_log_of_gunicorn_passes_it():
    assert wsgi.application
    assert any(isinstance(one, WithoutLinks) for one in logging.getLogger("gunicorn.error").filters)
