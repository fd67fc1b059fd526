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
        ("100% of {LINK}", (), "100% of {LINK}"),
        ("%s: %s", ("Gone", "/saved/"), "Gone: /saved/"),
        ("%s: %s", ("Not Found", "/check/3/"), "Not Found: /check/3/"),
    ],
)
def test_what_stands_behind_saved_is_left_out(message, values, line):
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
