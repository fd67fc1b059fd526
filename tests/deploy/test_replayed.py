"""The image without a container engine: its steps carried out in a folder, then served with compose's settings."""

from __future__ import annotations

import http.client
import json
import os
import re
import shutil
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path

import pytest

from deploy import healthcheck
from tests.deploy.reading import copies, instructions, reaches_the_image
from tests.deploy.web_server import command, site_environment
from tools.commands import ROOT

#: Longest wait for a process, which ends a test that would hang.
PATIENCE = 120


class Image:
    """A folder as the image's own, and the variables of a web container with SQLite beside it."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder / "app"
        self.folder.mkdir()
        beside = folder / "database"
        beside.mkdir()
        self.environment = site_environment(beside, WEB_CONCURRENCY="1") | {
            "PATH": f"{Path(sys.executable).parent}{os.pathsep}{os.environ.get('PATH', os.defpath)}",
            "PYTHONDONTWRITEBYTECODE": "1",
        }
        self.log = folder / "log"

    def copy(self, source: str, target: str) -> None:
        """A COPY of one source, without what .dockerignore holds back."""
        for path in [ROOT / source, *(ROOT / source).rglob("*")]:
            name = path.relative_to(ROOT).as_posix()
            if path.is_file() and reaches_the_image(name):
                inside = path.relative_to(ROOT / source) if source.endswith("/") else path.name
                to = self.folder / target / inside if target.endswith("/") else self.folder / target
                to.parent.mkdir(parents=True, exist_ok=True)
                shutil.copyfile(path, to)

    def run(self, *words: str, environment: dict[str, str]) -> subprocess.CompletedProcess[str]:
        return subprocess.run(words, cwd=self.folder, env=environment, capture_output=True, text=True, check=False)

    def files(self) -> set[str]:
        return {path.relative_to(self.folder).as_posix() for path in self.folder.rglob("*")}


@pytest.fixture(scope="module")
def image(tmp_path_factory) -> Image:
    made = Image(tmp_path_factory.mktemp("image"))
    for sources, target in copies():
        for source in sources:
            made.copy(source, target)
    bare = {name: value for name, value in made.environment.items() if not name.startswith(("LEGCHECK_", "DATABASE"))}
    for name, words in instructions():
        if name == "RUN" and "collectstatic" in words:
            done = made.run("sh", "-c", words, environment=bare)
            assert done.returncode == 0, done.stderr
    return made


@pytest.fixture(scope="module")
def port(image) -> Iterator[int]:
    """The port of the image's own command, after the preparation that compose runs before it."""
    before = image.files()
    prepared = image.run("python", "manage.py", "prepare_site", "--skip-accuracy", environment=image.environment)
    assert prepared.returncode == 0, prepared.stderr
    assert "Release 1 is live" in prepared.stdout
    assert "password" not in prepared.stdout.lower()
    with image.log.open("wb") as output:
        process = subprocess.Popen(
            command(bind="127.0.0.1:0"),
            cwd=image.folder,
            env=image.environment,
            stdout=output,
            stderr=subprocess.STDOUT,
        )
    try:
        yield _port(process, image.log)
    finally:
        process.terminate()
        process.wait(PATIENCE)
    # In a container the folder cannot be written.
    assert image.files() == before


def _port(process: subprocess.Popen[bytes], log: Path) -> int:
    until = time.monotonic() + PATIENCE
    while time.monotonic() < until and process.poll() is None:
        if said := re.search(r"Listening at: http://127\.0\.0\.1:(\d+)", log.read_text()):
            return int(said.group(1))
        time.sleep(0.05)
    raise AssertionError(log.read_text())


def ask(port: int, path: str, **headers: str) -> tuple[http.client.HTTPResponse, str]:
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=PATIENCE)
    named = {name.replace("_", "-"): value for name, value in headers.items()}
    try:
        connection.request("GET", path, headers={"Host": "legs.example.org"} | named)
        response = connection.getresponse()
        return response, response.read().decode()
    finally:
        connection.close()


def check(image: Image, port: int, **changed: str) -> tuple[int, str]:
    """How the health check ends, and what it says."""
    done = image.run("python", "deploy/healthcheck.py", str(port), environment=image.environment | changed)
    assert done.stderr == ""
    return done.returncode, done.stdout.strip()


def test_static_files_were_collected_with_their_names_by_content(image):
    names = json.loads((image.folder / "staticfiles/staticfiles.json").read_text())["paths"]

    assert re.fullmatch(r"legcheck\.[0-9a-f]{12}\.css", names["legcheck.css"])
    assert (image.folder / "staticfiles" / names["legcheck.css"]).is_file()


def test_site_is_served_to_those_who_come_over_https(port):
    response, page = ask(port, "/", X_Forwarded_Proto="https")

    assert response.status == 200
    assert response.headers["Strict-Transport-Security"] == "max-age=3600"
    assert "999" in page
    style, _ = ask(port, re.search(r'href="(/static/[^"]+\.css)"', page)[1], X_Forwarded_Proto="https")
    assert style.headers["Content-Type"].startswith("text/css")


def test_those_who_come_over_http_are_sent_to_https(port):
    response, _ = ask(port, "/")

    assert (response.status, response.headers["Location"]) == (301, "https://legs.example.org/")


@pytest.mark.parametrize("hosts", ["legs.example.org, www.legs.example.org", "www.legs.example.org"])
def test_health_check_is_content_with_a_site_that_serves(image, port, hosts):
    assert check(image, port, LEGCHECK_HOSTS=hosts) == (0, "Release 1 is served.")


def test_health_check_says_when_the_site_refuses_its_host(image, port):
    assert check(image, port, LEGCHECK_HOSTS="other.example") == (
        1,
        "/api/v1/releases/current answers 400 for the host other.example.",
    )


@pytest.mark.parametrize(
    ("status", "body", "said"),
    [
        (200, b'{"release": {"number": 7}}', "Release 7 is served."),
        (200, b"<html>", "/api/v1/releases/current does not answer with a release."),
        (200, b'{"release": null}', "/api/v1/releases/current does not answer with a release."),
        (301, b"", "The site sends requests to HTTPS. Behind a proxy, set LEGCHECK_BEHIND_PROXY=true."),
        (503, b"{}", "/api/v1/releases/current answers 503 for the host legs.example.org."),
    ],
)
def test_health_check_tells_a_release_from_all_else(image, status, body, said):
    class Site(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            self.send_response(status)
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *args: object) -> None:
            """Says nothing."""

    with HTTPServer(("127.0.0.1", 0), Site) as server:
        thread = threading.Thread(target=server.handle_request)
        thread.start()
        assert check(image, server.server_port) == (int("7" not in said), said)
        thread.join(PATIENCE)


def test_health_check_says_when_nothing_answers(image):
    with HTTPServer(("127.0.0.1", 0), BaseHTTPRequestHandler) as server:
        free = server.server_port

    code, said = check(image, free)

    assert code == 1
    assert said.startswith("The web server does not answer: ")


@pytest.mark.parametrize(
    ("hosts", "host"),
    [
        ("legs.example.org", "legs.example.org"),
        ("legs.example.org, www.legs.example.org", "legs.example.org"),
        (".example.org", "example.org"),
        ("*", "localhost"),
        ("", "localhost"),
    ],
)
def test_health_check_asks_for_a_host_that_the_site_answers_to(hosts, host):
    assert healthcheck.host_of({"LEGCHECK_HOSTS": hosts}) == host
