"""Ends with 0 if the web server of this container serves a release, otherwise with 1 and a sentence that says why.

It asks as the proxy does: for a host of the site, and as if over HTTPS, since the site sends plain HTTP away.
Standard library only.
"""

from __future__ import annotations

import http.client
import json
import os
import sys
from collections.abc import Mapping

PATH = "/api/v1/releases/current"
#: Seconds; less than the timeout of a health check, so that the sentence is still said.
PATIENCE = 15


class NotWell(Exception):
    """The site does not serve; the text says what was seen."""


def host_of(variables: Mapping[str, str]) -> str:
    """A host name that the site answers to: the first of LEGCHECK_HOSTS."""
    first = variables.get("LEGCHECK_HOSTS", "").split(",")[0].strip()
    return first.removeprefix(".") if first not in ("", "*") else "localhost"


def served_release(port: int, host: str) -> int:
    """The number of the release that the server at this port serves. Raises NotWell."""
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=PATIENCE)
    try:
        connection.request("GET", PATH, headers={"Host": host, "X-Forwarded-Proto": "https"})
        response = connection.getresponse()
        body = response.read()
    except (OSError, http.client.HTTPException) as error:
        raise NotWell(f"The web server does not answer: {error}") from error
    finally:
        connection.close()
    if response.status in (301, 308):
        raise NotWell("The site sends requests to HTTPS. Behind a proxy, set LEGCHECK_BEHIND_PROXY=true.")
    if response.status != 200:
        raise NotWell(f"{PATH} answers {response.status} for the host {host}.")
    try:
        return int(json.loads(body)["release"]["number"])
    except (ValueError, KeyError, TypeError) as error:
        raise NotWell(f"{PATH} does not answer with a release.") from error


def main(arguments: list[str]) -> int:
    """Asks the server at the port given, or 8000."""
    try:
        number = served_release(int(arguments[0]) if arguments else 8000, host_of(os.environ))
    except NotWell as reason:
        sys.stdout.write(f"{reason}\n")
        return 1
    sys.stdout.write(f"Release {number} is served.\n")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
