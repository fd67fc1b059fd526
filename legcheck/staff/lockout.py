"""Locking a name after wrong passwords: what django-axes is told, what it may keep, and the page it shows."""

from __future__ import annotations

from typing import Any

from axes.models import AccessAttempt
from django.conf import settings
from django.contrib.auth.models import User
from django.db.models.signals import pre_save
from django.dispatch import receiver
from django.http import HttpRequest, HttpResponse
from django.utils.crypto import salted_hmac

from legcheck.staff.errors import page


def name_for_attempts(request: HttpRequest, credentials: dict[str, Any] | None) -> str | None:
    """The name under which attempts are counted (AXES_USERNAME_CALLABLE).

    A name that no account has is kept as a hash: it may be a password, typed into the wrong field.
    """
    name = credentials.get("username") if credentials else request.POST.get("username")
    if name is None or User.objects.filter(username=name).exists():
        return name
    return f"unknown:{salted_hmac('legcheck.staff.lockout', name, algorithm='sha256').hexdigest()}"


def no_address(request: HttpRequest) -> str:
    """Stands for every address (AXES_CLIENT_IP_CALLABLE): none is kept, since none counts.

    It is the unspecified address and not None, of which the database would take two rows for one name.
    """
    return "::"


@receiver(pre_save, sender=AccessAttempt)
def keep_nothing_sent(sender: type[AccessAttempt], instance: AccessAttempt, **_: Any) -> None:
    """Drops what the form and the address held, of which axes would keep a growing copy."""
    instance.get_data = instance.post_data = ""


def locked_page(request: HttpRequest, original: HttpResponse | None, credentials: dict[str, Any]) -> HttpResponse:
    """429: the same for a name that has an account and for one that has none (AXES_LOCKOUT_CALLABLE)."""
    minutes = int(settings.AXES_COOLOFF_TIME.total_seconds() // 60)
    return page(
        429,
        "Signing in is closed for this name for a while",
        f"There were {settings.AXES_FAILURE_LIMIT} wrong attempts, so no password is taken for this name for up to "
        f"{minutes} minutes. Nothing is lost. Wait {minutes} minutes, then sign in again. If it was not you who "
        "tried, tell whoever looks after this site.",
    )
