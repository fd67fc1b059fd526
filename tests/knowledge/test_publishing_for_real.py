"""Publishing by a process of its own, at a site of its own."""

import os
import subprocess
import sys

from tools.commands import ROOT
from tools.scratch import scratch_environment

#: How deep the gate looks, and how a release is measured, have tests of their own.
SETTINGS = """
from legcheck.settings import *

LEGCHECK_GATE = "tests.gates.QuickGate"
LEGCHECK_ACCURACY = "tests.knowledge.measures.Measured"
"""

#: A site of its own: publishes once, by a real process, and tells how that went and what is left of the process.
FOR_REAL = """
import os
import time
import django
django.setup()
from django.core.management import call_command
from knowledge.models import PublishRun
from knowledge.publishing import ask_to_publish, has_ended, start

call_command("migrate", verbosity=0)
call_command("load_knowledge", stdout=open(os.devnull, "w"))
run = ask_to_publish(author="Alice", note="First")
start(run)
while not has_ended(run):
    time.sleep(0.1)
    run.refresh_from_db()
print(run.state, run.release_id, run.refusals)
# The process ends a little after its run; then the thread that waits for it takes it away.
for _ in range(600):
    try:
        os.waitid(os.P_ALL, 0, os.WEXITED | os.WNOHANG | os.WNOWAIT)
    except ChildProcessError:
        print("no child is left")
        break
    time.sleep(0.1)
"""


def test_a_real_process_publishes_and_leaves_no_zombie(tmp_path):
    (tmp_path / "quick_settings.py").write_text(SETTINGS)
    environment = scratch_environment(tmp_path) | {
        "DJANGO_SETTINGS_MODULE": "quick_settings",
        "PYTHONPATH": os.pathsep.join([str(tmp_path), str(ROOT)]),
    }
    done = subprocess.run(
        [sys.executable, "-c", FOR_REAL], cwd=ROOT, env=environment, capture_output=True, text=True, check=False
    )
    assert done.stderr == ""
    assert done.stdout.splitlines() == ["published 1 []", "no child is left"]
