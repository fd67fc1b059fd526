"""Django's admin site, open only to staff who have given the second factor as well as the password."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.contrib.admin import AdminSite
from django.http import HttpRequest, HttpResponse
from django.urls import URLPattern, URLResolver, path
from django_otp.middleware import is_verified

from legcheck.staff.forms import SignInForm


class StaffSite(AdminSite):
    """The admin of the knowledge. With LEGCHECK_SECOND_FACTOR off it asks for the password only, and says so."""

    site_header = site_title = "legcheck knowledge"
    index_title = "Knowledge and accounts"
    site_url = "/"
    login_form = SignInForm

    def has_permission(self, request: HttpRequest) -> bool:
        """Whether the pages are open: staff, and known by a second factor."""
        if not super().has_permission(request):
            return False
        return not settings.LEGCHECK_SECOND_FACTOR or bool(is_verified(request.user))

    def get_urls(self) -> list[URLPattern | URLResolver]:
        """The pages of the second factor, and a sign-out that is open before it; then what Django has."""
        # The views need the site, which is what is being made while this module is read.
        from legcheck.staff import views

        return [
            path("logout/", self.logout, name="logout"),
            path("second-factor/", views.SecondFactorPage.as_view(), name="second_factor"),
            path("second-factor/set-up/", views.SetUpPage.as_view(), name="second_factor_set_up"),
            path("second-factor/codes/", views.CodesPage.as_view(), name="second_factor_codes"),
            *super().get_urls(),
        ]

    def login(self, request: HttpRequest, extra_context: dict[str, Any] | None = None) -> HttpResponse:
        """The password; who has given it is sent on to the second factor."""
        user = request.user
        if request.method == "GET" and user.is_active and user.is_staff and not self.has_permission(request):
            from legcheck.staff import views

            return views.on_to("second_factor", request.GET.get("next", ""))
        words = {
            "title": "Sign in",
            "failures": settings.AXES_FAILURE_LIMIT,
            "lock_minutes": int(settings.AXES_COOLOFF_TIME.total_seconds() // 60),
            "idle_minutes": settings.SESSION_COOKIE_AGE // 60,
            "session_hours": settings.LEGCHECK_STAFF_SESSION_HOURS,
        }
        return super().login(request, words | (extra_context or {}))

    def each_context(self, request: HttpRequest) -> dict[str, Any]:
        """What every page of the admin is given."""
        return {**super().each_context(request), "second_factor_off": not settings.LEGCHECK_SECOND_FACTOR}

    def get_app_list(self, request: HttpRequest, app_label: str | None = None) -> list[dict[str, Any]]:
        """What there is to edit: nothing before the second factor."""
        return super().get_app_list(request, app_label) if self.has_permission(request) else []
