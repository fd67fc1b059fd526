"""deploy/gunicorn_conf.py: what gunicorn itself makes of it, and the limits of the proxy around it."""

from __future__ import annotations

import re
import subprocess

import pytest
from django.conf import settings

from legcheck.environment import POSTGRESQL_OPTIONS
from tests.deploy.reading import caddyfile, compose, last, seconds, text_of
from tests.deploy.web_server import EVERYWHERE, command, effective, site_environment
from tools.commands import ROOT


def test_command_of_the_image_is_accepted_with_the_application(tmp_path):
    done = subprocess.run(
        [*command(), "--check-config"],
        cwd=ROOT,
        env=site_environment(tmp_path),
        capture_output=True,
        text=True,
        check=False,
    )

    assert done.returncode == 0, done.stderr
    assert "Error" not in done.stderr


def test_a_worker_that_hangs_can_be_told_from_one_that_works():
    assert effective("worker_class") == "sync"
    assert effective("threads") == "1"


def test_nothing_but_the_port_is_opened():
    assert effective("control_socket_disable") == "True"
    assert effective("bind") == f"['{EVERYWHERE}']"
    assert last("EXPOSE") == "8000"
    assert 'bind = "127.0.0.1:8000"' in text_of("deploy/gunicorn_conf.py")


def test_requests_are_not_logged():
    assert effective("accesslog") == "None"


@pytest.mark.parametrize(("given", "workers"), [("", "3"), ("5", "5")])
def test_number_of_workers_is_that_of_the_environment(given, workers):
    assert effective("workers", given) == workers


def test_visitors_are_kept_waiting_for_less_than_a_worker_may_take_and_staff_for_more():
    limits = dict(re.findall(r"handle (/admin/\*)? ?\{\s+import site (\w+)", caddyfile()))

    assert seconds(limits[""]) < int(effective("timeout")) < seconds(limits["/admin/*"])


def test_database_gives_up_before_the_worker_and_the_worker_before_its_container():
    statement = int(re.search(r"statement_timeout=(\d+)000\b", POSTGRESQL_OPTIONS["options"])[1])
    end = seconds(compose()["services"]["web"]["stop_grace_period"])

    assert statement < int(effective("timeout"))
    assert int(effective("graceful_timeout")) < end


def test_proxy_takes_whole_every_form_that_the_site_takes():
    sizes = re.findall(r"(?:max_size|request_buffers) (\d+)MiB", caddyfile())

    assert len(sizes) == 2
    assert min(map(int, sizes)) * 1024 * 1024 > max(
        settings.LEGCHECK_STAFF_FORM_BYTES, settings.DATA_UPLOAD_MAX_MEMORY_SIZE
    )


def test_unit_of_systemd_starts_the_same_server_after_the_same_preparation():
    unit = dict(re.findall(r"^(Exec\w+|User|WorkingDirectory)=(.*)$", text_of("deploy/legcheck.service"), re.MULTILINE))
    programs = f"{unit['WorkingDirectory']}/.venv/bin"

    assert unit["ExecStart"].split() == [
        f"{programs}/gunicorn",
        *[word for word in command()[3:] if word not in ("--bind", EVERYWHERE)],
    ]
    assert unit["ExecStartPre"] == f"{programs}/python manage.py prepare_site --skip-accuracy"
    # In the background, and without a word in whether the site runs.
    assert unit["ExecStartPost"] == f"-/bin/sh -c 'nice -n 15 {programs}/python manage.py measure_accuracy &'"
    assert unit["User"] not in ("", "root")


def test_units_of_systemd_share_the_folder_of_the_keys_and_purge_several_times_a_day():
    site, purge = (text_of(f"deploy/{name}.service") for name in ("legcheck", "legcheck-purge"))
    same = ("User", "WorkingDirectory", "EnvironmentFile", "StateDirectory", "StateDirectoryMode", "UMask")

    for name in same:
        (one,), (other,) = (re.findall(rf"^{name}=(.*)$", unit, re.MULTILINE) for unit in (site, purge))
        assert one == other, name
    assert "StateDirectoryMode=0700" in purge
    folder = re.search(r"^WorkingDirectory=(.*)$", purge, re.MULTILINE)[1]
    assert f"ExecStart={folder}/.venv/bin/python manage.py purge_saved" in purge.splitlines()
    assert "OnCalendar=*-*-* 00/6:05" in text_of("deploy/legcheck-purge.timer").splitlines()
