"""How long a sign-in lasts: some hours at the most, and less when it is not used.

Django ends a session SESSION_COOKIE_AGE after it was last saved. So it is saved when it is used, though at most
once a minute: a page of the admin is not to write each time it is read.
"""

from __future__ import annotations

import time
from typing import Any

from django.conf import settings
from django.contrib.auth import SESSION_KEY
from django.contrib.auth.models import User
from django.contrib.auth.signals import user_logged_in
from django.dispatch import receiver
from django.http import HttpRequest
from django_otp import DEVICE_ID_SESSION_KEY

SIGNED_IN_AT = "signed_in_at"
USED_AT = "used_at"
#: Seconds between two notes that a session is in use.
NOTE_SECONDS = 60


@receiver(user_logged_in)
def begin(sender: type[User], request: HttpRequest, user: User, **_: Any) -> None:
    """Starts the clock of a new sign-in, and forgets the second factor of one before it in the same browser."""
    # Django keeps the key when somebody signs in who is signed in already.
    request.session.cycle_key()
    request.session[SIGNED_IN_AT] = request.session[USED_AT] = int(time.time())
    request.session.pop(DEVICE_ID_SESSION_KEY, None)


def keep_or_end(request: HttpRequest) -> None:
    """Ends a session that is too old, and notes that a younger one is in use."""
    session = request.session
    if SESSION_KEY not in session:
        return
    now = int(time.time())
    if now - session.get(SIGNED_IN_AT, 0) >= settings.LEGCHECK_STAFF_SESSION_HOURS * 3600:
        session.flush()
    elif now - session.get(USED_AT, 0) >= NOTE_SECONDS:
        session[USED_AT] = now
