"""The site as it is served: real gunicorn processes with the settings of a public site, asked over sockets."""

from __future__ import annotations

import http.client
import json
import re
import secrets
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import quote

import pytest

from tools.commands import ROOT
from tools.scratch import scratch_environment

#: A Content-Type that Django cannot read, so that it fails before any view or handler of errors.
UNREADABLE_TYPE = "application/json; charset*=odd_charset''x"

#: What a public site is set to; it says https itself to whoever asks in front of it.
PUBLIC = {
    "LEGCHECK_DEBUG": "false",
    "LEGCHECK_HOSTS": "legs.example.org",
    "LEGCHECK_REGION": "GB",
    "LEGCHECK_HTTPS_REDIRECT": "false",
}

SETTINGS = """
from legcheck.settings import *

STATIC_ROOT = {static!r}
"""

#: The site with an engine that fails and quotes in its words what was sent, as Python's own errors do.
FAILING_SITE = """
from legcheck.wsgi import application
from symptoms.engine import answers


def fail(release, sent):
    raise ValueError(f"cannot read {sent}")


answers.read_answers = answers.states_of_evidence = fail
"""

#: Longest wait for a process, which ends a test that would hang.
PATIENCE = 120


@dataclass
class Answer:
    status: int
    headers: http.client.HTTPMessage
    body: bytes

    @property
    def text(self) -> str:
        return self.body.decode()


class Site:
    """A folder with the settings, the database and the static files of one public site."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        (folder / "site_settings.py").write_text(SETTINGS.format(static=str(folder / "static")))
        (folder / "failing_site.py").write_text(FAILING_SITE)
        self.environment = {
            **scratch_environment(folder),
            **PUBLIC,
            "LEGCHECK_SECRET_KEY": secrets.token_urlsafe(50),
            "DATABASE_URL": f"sqlite:///{quote(str(folder / 'site.sqlite3'))}",
            "DJANGO_SETTINGS_MODULE": "site_settings",
            "PYTHONPATH": str(folder),
        }

    def manage(self, *arguments: str) -> None:
        """Runs a management command."""
        done = subprocess.run(
            [sys.executable, "manage.py", *arguments],
            cwd=ROOT,
            env=self.environment,
            capture_output=True,
            text=True,
            check=False,
        )
        assert done.returncode == 0, done.stdout + done.stderr

    @contextmanager
    def served(self, application: str) -> Iterator[Server]:
        """A gunicorn that serves an application, on a port of its own choice, until the end."""
        log = self.folder / f"{application.partition(':')[0]}.log"
        command = [sys.executable, "-m", "gunicorn", application]
        options = ["--bind", "127.0.0.1:0", "--workers", "1", "--threads", "2", "--no-control-socket"]
        with log.open("wb") as output:
            process = subprocess.Popen(
                [*command, *options], cwd=ROOT, env=self.environment, stdout=output, stderr=subprocess.STDOUT
            )
        try:
            yield Server(log, _port(process, log))
        finally:
            process.terminate()
            process.wait(PATIENCE)


def _port(process: subprocess.Popen[bytes], log: Path) -> int:
    """The port that the process says it listens at."""
    until = time.monotonic() + PATIENCE
    while time.monotonic() < until and process.poll() is None:
        if said := re.search(r"Listening at: http://127\.0\.0\.1:(\d+)", log.read_text()):
            return int(said.group(1))
        time.sleep(0.05)
    raise AssertionError(log.read_text())


@dataclass
class Server:
    """A running gunicorn and the file of all that it prints."""

    log: Path
    port: int

    def ask(self, method: str, path: str, body: object = None, **headers: str) -> Answer:
        """One request on a new connection. Texts and chunks are sent as they are, anything else as JSON."""
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=PATIENCE)
        named = {name.replace("_", "-"): value for name, value in headers.items()}
        sent = json.dumps(body) if isinstance(body, dict) else body
        if sent is not None:
            named.setdefault("Content-Type", "application/json")
        try:
            connection.request(
                method,
                path,
                body=sent,
                headers={"Host": "legs.example.org", **named},
                encode_chunked="Transfer-Encoding" in named,
            )
            response = connection.getresponse()
            return Answer(response.status, response.headers, response.read())
        finally:
            connection.close()

    def problem(self, answer: Answer, status: int, code: str) -> dict:
        """The body of a problem."""
        assert answer.headers["Content-Type"] == "application/problem+json", answer.text
        problem = json.loads(answer.body)
        assert (answer.status, problem["status"], problem["code"]) == (status, status, code)
        return problem


@pytest.fixture(scope="module")
def site(tmp_path_factory) -> Site:
    made = Site(tmp_path_factory.mktemp("site"))
    made.manage("prepare_site", "--skip-accuracy")
    return made


@pytest.fixture(scope="module")
def failing(site) -> Iterator[Server]:
    """A site whose engine fails, and whose static files were not collected, so that its pages fail too."""
    with site.served("failing_site:application") as server:
        yield server


@pytest.fixture(scope="module")
def server(site, failing) -> Iterator[Server]:
    """A site in good order."""
    # The failing one has read by now that there are no static files.
    assert failing.ask("GET", "/").status == 500
    site.manage("collectstatic", "--noinput")
    with site.served("legcheck.wsgi:application") as running:
        yield running


def assert_page_with_advice(answer: Answer, status: int) -> None:
    assert (answer.status, answer.headers["Content-Type"]) == (status, "text/html; charset=utf-8")
    assert answer.headers["Cache-Control"] == "no-store"
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert answer.headers["Cross-Origin-Resource-Policy"] == "same-origin"
    assert "frame-ancestors 'none'" in answer.headers["Content-Security-Policy"]
    assert "999" in answer.text
    assert "You cannot stand or walk without help" in answer.text
    assert answer.text.endswith(("</html>", "</html>\n"))


# A site in good order


def test_first_page_and_its_static_files_are_served(server):
    page = server.ask("GET", "/")
    assert (page.status, page.headers["Content-Type"]) == (200, "text/html; charset=utf-8")
    assert page.headers["X-Frame-Options"] == "DENY"
    assert "999" in page.text
    style = re.search(r'href="(/static/[^"]+\.css)"', page.text)
    assert style
    assert server.ask("GET", style.group(1)).headers["Content-Type"].startswith("text/css")


def test_api_assesses_with_the_numbers_of_the_region(server):
    answer = server.ask(
        "POST", "/api/v1/assessments", {"age": 50, "evidence": [{"finding": "chest_pain", "state": "present"}]}
    )
    assert answer.status == 200
    outcome = json.loads(answer.body)
    assert outcome["urgency"]["level"] == "emergency_now"
    assert outcome["urgency"]["action"].startswith("Call 999 now.")


def test_unknown_page_has_safe_advice(server):
    assert_page_with_advice(server.ask("GET", "/no-such-page"), 404)


def test_unknown_address_of_the_api_is_a_problem(server):
    server.problem(server.ask("GET", "/api/v1/no-such-address"), 404, "not_found")


@pytest.mark.parametrize("host", ["other.example", "bad host", ""])
def test_other_host_is_refused_with_safe_words(server, host):
    server.problem(server.ask("GET", "/api/v1/questions", Host=host), 400, "bad_request")
    assert server.ask("GET", "/", Host=host).status == 400


@pytest.mark.parametrize("method", ["GET", "POST"])
def test_content_type_that_cannot_be_read_is_a_safe_problem_of_the_api(server, method):
    answer = server.ask(method, "/api/v1/assessments", "{}", Content_Type=UNREADABLE_TYPE)
    problem = server.problem(answer, 500, "server_error")
    assert answer.headers["Cache-Control"] == "no-store"
    texts = {text["key"]: text["text"] for text in problem["must_display"]}
    assert "999" in texts["error_500_text"]
    assert {"worsening_intro", "worsening_1", "worsening_10"} <= set(texts)


def test_content_type_that_cannot_be_read_is_a_page_with_advice_elsewhere(server):
    assert_page_with_advice(server.ask("POST", "/", "{}", Content_Type=UNREADABLE_TYPE), 500)


def test_site_goes_on_after_a_request_that_failed(server):
    for _ in range(3):
        assert server.ask("POST", "/", "{}", Content_Type=UNREADABLE_TYPE).status == 500
    assert server.ask("GET", "/api/v1/releases/current").status == 200


def test_form_without_its_token_is_refused_with_safe_advice(server):
    form = server.ask("POST", "/", "answer=1", Content_Type="application/x-www-form-urlencoded")
    assert_page_with_advice(form, 403)


def test_body_in_chunks_is_read_or_refused_and_never_taken_for_no_body(server):
    chunks = iter([b'{"age": 50, ', b'"evidence": []}'])
    answer = server.ask("POST", "/api/v1/assessments", chunks, Transfer_Encoding="chunked")
    assert answer.status in (200, 411), answer.text


# A site that fails


@pytest.mark.parametrize(
    ("address", "body"),
    [
        ("assessments", {"age": 83, "evidence": [{"finding": "sent_finding", "state": "present"}]}),
        ("assessments", {"age": 83, "answers": [{"question": "sent_question", "options": ["sent_option"]}]}),
        ("interviews/next", {"age": 83, "answers": [{"question": "sent_question", "options": ["sent_option"]}]}),
    ],
)
def test_engine_that_fails_gives_safe_advice(failing, address, body):
    problem = failing.problem(failing.ask("POST", f"/api/v1/{address}", body), 503, "could_not_assess")
    assert problem["must_display"][0]["key"] == "level_could_not_assess_title"
    assert "sent_" not in json.dumps(problem)


def test_page_that_fails_while_telling_of_a_failure_is_the_last_resort(failing):
    for path in ("/", "/no-such-page"):
        assert_page_with_advice(failing.ask("GET", path), 500)


def test_log_of_a_site_that_fails_names_places_and_nothing_that_was_sent(failing):
    finding = {"age": 83, "evidence": [{"finding": "sent_finding", "state": "present"}]}
    failing.ask("POST", "/api/v1/assessments?sent_query=1", finding, Referer="https://sent-referer.example/")
    answer = {"answers": [{"question": "sent_question", "options": ["sent_option"]}]}
    failing.ask("POST", "/api/v1/interviews/next", answer, Cookie="visit=sent_cookie")
    failing.ask("POST", "/api/v1/assessments", '{"sent_member": sent_malformed}')
    failing.ask("POST", "/api/v1/assessments", "{}", Content_Type=UNREADABLE_TYPE)
    failing.ask("POST", "/", "sent_form=1", Content_Type="application/x-www-form-urlencoded")
    said = failing.log.read_text()
    assert re.search(r"Fault: ValueError at \S+failing_site\.py:\d+ in fail < ", said)
    assert not re.search(r"sent[_-]\w+|odd_charset|Traceback|cannot read", said)
