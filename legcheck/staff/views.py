"""The pages between the password and the admin: a code, the set-up of an app, one-time codes."""

from __future__ import annotations

from typing import Any, cast

from django.contrib import admin
from django.contrib.auth.models import User
from django.contrib.auth.views import RedirectURLMixin, redirect_to_login
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.safestring import mark_safe
from django.views.generic import FormView
from django_otp import login
from django_otp.plugins.otp_totp.models import default_key

from legcheck.staff import second_factor
from legcheck.staff.forms import CodeForm, RenewForm, SecondFactorForm, SetUpForm

#: Where a session keeps the secret of an app that is being set up. It is another in each session, so nobody who
#: was on this page before can know what the app will hold.
NEW_SECRET = "second_factor_secret"  # noqa: S105 - the name of it


def on_to(name: str, next_page: str) -> HttpResponse:
    """Sends on to a page of the admin, and from there to `next_page` in the end."""
    return redirect(f"{reverse(f'admin:{name}')}?{urlencode({'next': next_page})}")


class _Page(RedirectURLMixin, FormView):
    """A form of the admin's site for those who gave their password; `next` in the address says where to go after."""

    next_page = "admin:index"
    title = ""

    @property
    def user(self) -> User:
        """Whoever gave the password; `dispatch` lets nobody else in."""
        return cast(User, self.request.user)

    def instead(self) -> HttpResponse | None:
        """Where to go if this page is not for this person now."""
        raise NotImplementedError

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if not (request.user.is_active and request.user.is_staff):
            return redirect_to_login(self.get_success_url(), reverse("admin:login"))
        return self.instead() or super().dispatch(request, *args, **kwargs)

    def get_form_kwargs(self) -> dict[str, Any]:
        return {**super().get_form_kwargs(), "user": self.user}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        site = admin.site.each_context(self.request)
        return super().get_context_data(**site, title=self.title, next=self.get_success_url(), **kwargs)

    def verified_by(self, form: CodeForm) -> None:
        """Opens the admin. The session gets a new key, as with a password."""
        self.request.session.cycle_key()
        login(self.request, form.device)

    def show_new_codes(self) -> HttpResponse:
        """New one-time codes in the answer itself: nothing keeps them for a second look."""
        self.title = "Keep these codes"
        codes = second_factor.new_codes(self.user)
        context = self.get_context_data(codes=codes, form=None)
        return TemplateResponse(self.request, "admin/second_factor_codes.html", context)


class SecondFactorPage(_Page):
    """Asks for a code, at each sign-in."""

    template_name = "admin/second_factor.html"
    title = "Enter your code"
    form_class = SecondFactorForm

    def instead(self) -> HttpResponse | None:
        if admin.site.has_permission(self.request):
            # Not `redirect`, which takes a word without a slash for the name of a page.
            return HttpResponseRedirect(self.get_success_url())
        if not (second_factor.has_app(self.user) or second_factor.codes_left(self.user)):
            return on_to("second_factor_set_up", self.get_success_url())
        return None

    def form_valid(self, form: SecondFactorForm) -> HttpResponse:
        self.verified_by(form)
        return super().form_valid(form)


class SetUpPage(_Page):
    """Sets up an app, for those who have none; who has codes left must have used one to come here."""

    template_name = "admin/second_factor_set_up.html"
    title = "Set up your second factor"
    form_class = SetUpForm

    def instead(self) -> HttpResponse | None:
        known = admin.site.has_permission(self.request) or not second_factor.codes_left(self.user)
        if second_factor.has_app(self.user) or not known:
            return on_to("second_factor", self.get_success_url())
        return None

    @property
    def secret(self) -> str:
        """The key on this page, until it is kept or the session ends."""
        return str(self.request.session.setdefault(NEW_SECRET, default_key()))

    def get_form_kwargs(self) -> dict[str, Any]:
        return {**super().get_form_kwargs(), "secret": self.secret}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        if "codes" in kwargs:
            return super().get_context_data(**kwargs)
        # Made of the secret and the account's name by segno, which escapes nothing because it draws no text of them.
        drawing = mark_safe(second_factor.qr_code(self.user, self.secret))  # noqa: S308
        return super().get_context_data(qr_code=drawing, letters=second_factor.in_letters(self.secret), **kwargs)

    def form_valid(self, form: SetUpForm) -> HttpResponse:
        self.verified_by(form)
        del self.request.session[NEW_SECRET]
        return self.show_new_codes()


class CodesPage(_Page):
    """Makes new one-time codes, for those who are signed in with a second factor."""

    template_name = "admin/second_factor_renew.html"
    title = "One-time codes"
    form_class = RenewForm

    def instead(self) -> HttpResponse | None:
        if not admin.site.has_permission(self.request):
            return on_to("second_factor", self.request.path)
        if not second_factor.has_app(self.user):
            return on_to("second_factor_set_up", self.request.path)
        return None

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(left=second_factor.codes_left(self.user), **kwargs)

    def form_valid(self, form: RenewForm) -> HttpResponse:
        return self.show_new_codes()
