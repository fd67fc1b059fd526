"""Whether the site can be served at an address, said before anything else happens."""

from __future__ import annotations

import errno
import socket

from tools.commands import StepFailed

_REASONS = {
    errno.EADDRINUSE: "Port {port} of {address} is in use: stop what uses it, or choose another, for example "
    "make run PORT={other}.",
    errno.EACCES: "Port {port} needs more rights than you have: choose one above 1023, for example make run PORT=8000.",
    errno.EADDRNOTAVAIL: "This machine has no address {address}: leave ADDRESS out to use 127.0.0.1.",
}


def port_number(text: str) -> int:
    """The port as a number. Raises StepFailed if it is not one."""
    if not (text.isascii() and text.isdigit() and 1 <= int(text) <= 65_535):
        raise StepFailed(f"PORT={text} is not a port: write a whole number from 1 to 65535.")
    return int(text)


def require_free(address: str, port: int) -> None:
    """Returns if a server could listen there. Raises StepFailed with what to do if not."""
    try:
        family, kind, protocol, _, where = socket.getaddrinfo(address, port, type=socket.SOCK_STREAM)[0]
        with socket.socket(family, kind, protocol) as trial:
            # As the server does: a port that was closed a moment ago is free.
            trial.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            trial.bind(where)
            trial.listen()
    except socket.gaierror:
        raise StepFailed(f"ADDRESS={address} is not known here: leave ADDRESS out to use 127.0.0.1.") from None
    except OSError as error:
        other = port + 1 if port < 65_535 else 8000
        reason = _REASONS.get(error.errno or 0, "Port {port} of {address} cannot be used: {error}.")
        raise StepFailed(reason.format(address=address, port=port, other=other, error=error.strerror)) from None
