"""The forms of signing in."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib.admin.forms import AdminAuthenticationForm
from django.contrib.auth.models import User
from django.core.validators import MaxLengthValidator
from django_otp.models import Device

from legcheck.staff import second_factor


class SignInForm(AdminAuthenticationForm):
    """Name and password."""

    error_messages = {
        **AdminAuthenticationForm.error_messages,
        "invalid_login": "This name and password do not belong together, or the account is not one for staff. "
        "Upper and lower case make a difference.",
    }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        name = self.fields["username"]
        # Django tells the browser the limit but does not hold to it; the table of attempts has one.
        name.validators.append(MaxLengthValidator(User._meta.get_field("username").max_length or 150))


class CodeForm(forms.Form):
    """A code; what it is compared with is left to the forms below."""

    code = forms.CharField(
        label="Code",
        max_length=20,
        widget=forms.TextInput(
            attrs={"autocomplete": "one-time-code", "autocapitalize": "none", "spellcheck": "false", "autofocus": True}
        ),
        error_messages={"required": "Type the code."},
    )

    def __init__(self, *args: Any, user: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.user = user
        #: The device that has proved itself, once the form is valid.
        self.device: Device | None = None


class SecondFactorForm(CodeForm):
    """A code from the app or a one-time code, at each sign-in."""

    def clean_code(self) -> str:
        """Looks the code up. A good one is used up by that."""
        code: str = self.cleaned_data["code"]
        try:
            self.device = second_factor.verify(self.user, code)
        except second_factor.TooManyWrongCodes as wait:
            unit = "second" if wait.seconds == 1 else "seconds"
            raise forms.ValidationError(
                f"There were wrong codes before, so none is looked at now. Wait {wait.seconds} {unit}, then try again."
            ) from None
        if self.device is None:
            raise forms.ValidationError(
                "This code is wrong, or it has been used. Wait until the app shows the next code and type that one."
            )
        return code


class SetUpForm(CodeForm):
    """The first code from a new app."""

    def __init__(self, *args: Any, secret: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.secret = secret

    def clean_code(self) -> str:
        """Compares the code with the secret on the page, and keeps the app if they belong together."""
        code: str = self.cleaned_data["code"]
        self.device = second_factor.set_up(self.user, self.secret, code)
        if self.device is None:
            raise forms.ValidationError(
                "This code does not fit. Type the six digits that the app shows now. If they are refused again, "
                "let the phone set its clock by itself."
            )
        return code


class RenewForm(forms.Form):
    """A button alone: make new one-time codes."""

    def __init__(self, *args: Any, user: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
