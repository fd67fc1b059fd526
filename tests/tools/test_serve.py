"""tools/serve.py: the order of the steps, seen with a project whose manage.py only writes down its arguments."""

from __future__ import annotations

import os
import shutil
import socket
import subprocess
import sys
import time
from pathlib import Path

import pytest

from tools.commands import ROOT

MANAGE = """import os, pathlib, signal, sys, time
if sys.argv[1] == "measure_accuracy":
    signal.signal(signal.SIGTERM, lambda *_: (pathlib.Path("stopped").write_text(""), os._exit(0)))
    pathlib.Path("measuring").write_text("")
    print("said by measuring", flush=True)
    time.sleep(60)
with pathlib.Path("calls").open("a") as calls:
    calls.write(" ".join(sys.argv[1:]) + "\\n")
print("said by", sys.argv[1], flush=True)
if sys.argv[1] == "runserver":
    until = time.monotonic() + 30
    while not pathlib.Path("measuring").exists() and time.monotonic() < until:
        time.sleep(0.05)
sys.exit({prepared} if sys.argv[1] == "prepare_site" else 0)
"""


@pytest.fixture
def project(tmp_path) -> Path:
    folder = tmp_path / "a project"
    shutil.copytree(ROOT / "tools", folder / "tools")
    (folder / "manage.py").write_text(MANAGE.format(prepared=0))
    return folder


@pytest.fixture
def port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as server:
        return server.getsockname()[1]


def serve(project: Path, **variables: str) -> tuple[int, str, list[str]]:
    """The exit code, what was said, and the commands that manage.py got."""
    done = subprocess.run(
        [sys.executable, "-m", "tools.serve"],
        cwd=project,
        env={"PATH": os.environ["PATH"], **variables},
        capture_output=True,
        text=True,
        check=False,
    )
    calls = project / "calls"
    return done.returncode, done.stdout, calls.read_text().splitlines() if calls.exists() else []


def test_the_site_is_prepared_and_then_served(project, port):
    code, said, calls = serve(project, PORT=str(port))

    assert calls == ["prepare_site --skip-accuracy", f"runserver --noreload 127.0.0.1:{port}"]
    assert f"http://127.0.0.1:{port}/" in said
    assert code == 0


def test_measuring_goes_on_beside_the_server_says_nothing_and_is_stopped_with_it(project, port):
    code, said, _ = serve(project, PORT=str(port))

    assert (code, (project / "measuring").exists()) == (0, True)
    assert "measuring" not in said
    until = time.monotonic() + 30
    while not (project / "stopped").exists() and time.monotonic() < until:
        time.sleep(0.05)
    assert (project / "stopped").exists()


def test_what_the_preparation_says_is_shown_before_the_address(project, port):
    _, said, _ = serve(project, PORT=str(port))

    assert said.index("said by prepare_site") < said.index(f"http://127.0.0.1:{port}/")


def test_a_site_that_cannot_be_prepared_is_not_served(project, port):
    (project / "manage.py").write_text(MANAGE.format(prepared=3))

    code, said, calls = serve(project, PORT=str(port))

    assert (code, calls) == (3, ["prepare_site --skip-accuracy"])
    assert "The site was not started" in said


def test_a_port_in_use_stops_it_before_the_database_is_touched(project):
    with socket.create_server(("127.0.0.1", 0)) as server:
        code, said, calls = serve(project, PORT=str(server.getsockname()[1]))

    assert (code, calls) == (1, [])
    assert "is in use" in said
