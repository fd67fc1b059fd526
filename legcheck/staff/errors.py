"""What Django shows when it refuses a request itself: words for staff below /admin/, those for visitors elsewhere.

The pages for staff touch no request, user, session or database either: whatever failed cannot fail again in them.
"""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.template.loader import render_to_string

from legcheck.staff.side import is_staff_side
from symptoms import errors

_NOT_SAVED = "Nothing was saved."


def page(status: int, title: str, text: str) -> HttpResponse:
    """A page of the staff side that says what happened and what to do."""
    return HttpResponse(render_to_string("admin/staff_error.html", {"title": title, "text": text}), status=status)


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:
    """400: what was sent cannot be read, or there is too much of it."""
    if not is_staff_side(request):
        return errors.bad_request(request, exception)
    return page(
        400,
        "This could not be read",
        f"What was sent was damaged, or there was too much of it at once. {_NOT_SAVED} Go back, reload the page and "
        "make fewer changes before you save.",
    )


def forbidden(request: HttpRequest, exception: Exception) -> HttpResponse:
    """403: the account may not do this."""
    if not is_staff_side(request):
        return errors.forbidden(request, exception)
    return page(
        403,
        "Your account may not do this",
        f"{_NOT_SAVED} If you need to do it, ask whoever looks after the accounts to put you in the group that may.",
    )


def refused_form(request: HttpRequest, reason: str = "") -> HttpResponse:
    """403 for a form whose token is missing or too old (CSRF_FAILURE_VIEW)."""
    if not is_staff_side(request):
        return errors.refused_form(request, reason)
    return page(
        403,
        "Your form was not accepted",
        f"{_NOT_SAVED} This happens when you signed in again in another tab, or when cookies are blocked. Go back, "
        "copy what you typed, reload the page and send it again. If that does not help, sign in again.",
    )


def not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    """404: nothing at this address."""
    if not is_staff_side(request):
        return errors.not_found(request, exception)
    return page(404, "There is nothing here", "The address is wrong, or what was here is gone. Look for it by name.")


def server_error(request: HttpRequest) -> HttpResponse:
    """500: something failed on our side."""
    if not is_staff_side(request):
        return errors.server_error(request)
    return page(
        500,
        "Something went wrong on our side",
        "What you sent may not have been saved. Go back, look whether it was, and try again. If it fails again, tell "
        "whoever looks after this site what you did and when.",
    )
