"""How gunicorn serves the site behind its proxy. The environment may set WEB_CONCURRENCY, the number of workers."""

import os
from pathlib import Path

# Behind a proxy on the same machine. The image says --bind, because there the proxy is another container.
bind = "127.0.0.1:8000"

# One request at a time in each worker. A worker that hangs, because the database froze in the middle of an answer,
# is then ended and replaced; a worker with threads would go on saying that it is well.
worker_class = "sync"
workers = int(os.environ.get("WEB_CONCURRENCY", 3))

# Longer than the longest statement that the settings allow the database (15 seconds), so that a slow one ends with a
# page of ours and only what is truly stuck ends here.
timeout = 20
graceful_timeout = 20

# Nothing but the port is opened.
control_socket_disable = True

# The sign of life of a worker is a file: in memory, where no slow disk can make a well worker look stuck.
worker_tmp_dir = "/dev/shm" if Path("/dev/shm").is_dir() else None  # noqa: S108 - gunicorn makes unguessable names there
