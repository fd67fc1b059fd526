"""Prints what the API answers, a line of JSON for each request: `python -m tests.symptoms.print_answers`.

It reads requests from its input, a line of JSON each: address and body, null to get instead of post. The site is the
one of DATABASE_URL, which must be prepared.
"""

from __future__ import annotations

import json
import os
import sys

import django


def main() -> None:
    """Answers every line of the input."""
    os.environ["DJANGO_SETTINGS_MODULE"] = "legcheck.settings"
    django.setup()
    from django.test import Client

    client = Client(SERVER_NAME="localhost")
    for line in sys.stdin:
        address, body = json.loads(line)
        response = client.get(address) if body is None else client.post(address, body, content_type="application/json")
        sys.stdout.buffer.write(b"%d %s\n" % (response.status_code, response.content))


if __name__ == "__main__":
    main()
