"""What holds for every request of the staff side, and for no public one."""

from __future__ import annotations

from collections.abc import Callable

from csp.decorators import csp_update
from django.conf import settings
from django.http import HttpRequest, HttpResponseBase
from django.utils.cache import add_never_cache_headers
from django.utils.translation import override

from legcheck.staff.sessions import keep_or_end
from legcheck.staff.side import is_staff_side
from symptoms.languages import SOURCE

View = Callable[[HttpRequest], HttpResponseBase]

#: The admin's script asks the site itself for what a field suggests; public pages run nothing that connects.
_POLICY = {"connect-src": ["'self'"]}


class StaffSide:
    """Lets large forms in, ends old sessions, widens the policy by what the admin needs, keeps pages uncached.

    They are in English, whatever the language of the site.

    Stands inside CSPMiddleware, which writes the policy, and outside whatever reads a form.
    """

    def __init__(self, get_response: View) -> None:
        self.public = get_response
        self.staff = csp_update(_POLICY)(get_response)

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        if not is_staff_side(request):
            return self.public(request)
        _let_large_form_in(request)
        keep_or_end(request)
        # Our words for staff are in English alone; Django's would else be mixed with them in the site's language.
        with override(SOURCE):
            response = self.staff(request)
        add_never_cache_headers(response)
        return response


def _let_large_form_in(request: HttpRequest) -> None:
    """Reads a form of up to LEGCHECK_STAFF_FORM_BYTES; Django itself refuses what is larger.

    Django has one limit for the whole site, kept small for the public side, and looks at it only while nothing
    has been read.
    """
    if request.content_type != "application/x-www-form-urlencoded":
        return
    length = request.META.get("CONTENT_LENGTH") or "0"
    if length.isascii() and length.isdigit() and int(length) <= settings.LEGCHECK_STAFF_FORM_BYTES:
        request._body = request.read()
