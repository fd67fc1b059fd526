""".env.example: every setting, explained, safe, and enough to start a public site."""

from __future__ import annotations

import json
import secrets
import subprocess
import sys
from pathlib import Path

import pytest

from tests.deploy.reading import environment_of, example, example_lines, places
from tests.test_docs import variables_of_the_settings
from tools.commands import ROOT
from tools.scratch import scratch_environment

_SHOW = """
import json
from legcheck import settings
print(json.dumps([settings.DEBUG, settings.ALLOWED_HOSTS, settings.LEGCHECK_REGION, settings.SECURE_PROXY_SSL_HEADER]))
"""


def needed() -> dict[str, str]:
    """What a person fills in."""
    return {
        "POSTGRES_PASSWORD": secrets.token_hex(32),
        "LEGCHECK_SECRET_KEY": secrets.token_urlsafe(50),
        "LEGCHECK_HOSTS": "legs.example.org, www.legs.example.org",
        "LEGCHECK_REGION": "GB",
    }


def started(variables: dict[str, str], folder: Path) -> subprocess.CompletedProcess[str]:
    """A process that reads the settings with these variables and tells some of them."""
    return subprocess.run(
        [sys.executable, "-c", _SHOW],
        cwd=ROOT,
        env=scratch_environment(folder) | variables,
        capture_output=True,
        text=True,
        check=False,
    )


def test_settings_of_the_example_are_those_of_the_site_and_of_compose():
    listed = [name for name, _, _ in example_lines()]

    assert sorted(listed) == sorted(variables_of_the_settings() | {name for name, _, _ in places()})


def test_every_setting_is_explained_in_one_line():
    assert [name for name, _, above in example_lines() if not (above.startswith("# ") and len(above) > 20)] == []


def test_nothing_secret_is_in_the_example():
    values = example()

    assert {name: values[name] for name in [*needed(), "LEGCHECK_VISIT_KEYS", "DATABASE_URL"]} == dict.fromkeys(
        [*needed(), "LEGCHECK_VISIT_KEYS", "DATABASE_URL"], ""
    )


def test_file_with_the_filled_in_settings_is_kept_out_of_the_repository():
    assert ".env" in (ROOT / ".gitignore").read_text().splitlines()


@pytest.mark.parametrize("through_compose", [False, True], ids=["the file itself", "through compose"])
def test_example_filled_in_starts_a_public_site(tmp_path, through_compose):
    variables = example(**needed())
    if through_compose:
        variables = environment_of("web", variables)

    done = started({name: value for name, value in variables.items() if value}, tmp_path)

    assert done.returncode == 0, done.stderr
    assert json.loads(done.stdout) == [
        False,
        ["legs.example.org", "www.legs.example.org"],
        "GB",
        ["HTTP_X_FORWARDED_PROTO", "https"],
    ]


@pytest.mark.parametrize("name", sorted(name for name in needed() if name.startswith("LEGCHECK_")))
def test_site_does_not_start_without_what_is_needed(tmp_path, name):
    done = started(example(**needed()) | {name: ""}, tmp_path)

    assert done.returncode == 1
    assert f"ImproperlyConfigured: {name} must" in done.stderr
