"""Commands of this site that go on in a process of their own, outside the request that starts them."""

from __future__ import annotations

import subprocess
import sys
import threading
from collections.abc import Callable

from django.conf import settings


def start_command(*words: str, ended: Callable[[int], None]) -> None:
    """Starts a management command that may outlive this process. Raises OSError when it cannot be started.

    `ended` is called with its exit code in a thread of its own, if this process is still there then.
    """
    command = [sys.executable, str(settings.BASE_DIR / "manage.py"), *words]
    # Our own command, as a list, with the variables this site was started with. A session of its own lets it
    # outlive the worker that was asked; what it complains of goes where the site's own log goes.
    process = subprocess.Popen(  # noqa: S603
        command,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        close_fds=True,
        start_new_session=True,
    )
    # An ended process stays in the system's table until someone has waited for it.
    threading.Thread(target=lambda: ended(process.wait()), name=" ".join(words), daemon=True).start()
