"""The digest of a script is that of the bytes that are served."""

from __future__ import annotations

import base64
import hashlib

import pytest
from django.contrib.staticfiles.storage import ManifestStaticFilesStorage

from symptoms.templatetags import integrity
from tools.commands import ROOT


def digest(content: bytes) -> str:
    return "sha384-" + base64.b64encode(hashlib.sha384(content).digest()).decode()


@pytest.fixture(autouse=True)
def nothing_kept():
    yield
    integrity._kept.cache_clear()


def test_without_collected_files_it_is_that_of_the_file_in_the_project():
    script = (ROOT / "symptoms/static/legcheck.js").read_bytes()
    assert integrity.integrity("legcheck.js") == digest(script)


def test_on_a_local_trial_site_it_is_worked_out_anew(settings, monkeypatch):
    settings.DEBUG = True
    for content in (b"one", b"two"):
        monkeypatch.setattr(integrity, "_content", lambda name, content=content: content)
        assert integrity.integrity("legcheck.js") == digest(content)


def test_with_collected_files_it_is_that_of_the_collected_one(settings, monkeypatch, tmp_path):
    storage = ManifestStaticFilesStorage(location=tmp_path)
    monkeypatch.setattr(integrity, "staticfiles_storage", storage)
    (tmp_path / "legcheck.12345.js").write_bytes(b"collected")
    storage.hashed_files = {"legcheck.js": "legcheck.12345.js"}
    assert integrity.integrity("legcheck.js") == digest(b"collected")


def test_a_file_that_is_nowhere_is_refused():
    with pytest.raises(ValueError, match=r"no static file named nothing\.js"):
        integrity.integrity("nothing.js")
