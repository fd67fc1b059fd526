"""The applications of the staff side."""

from django.apps import AppConfig
from django.contrib.admin.apps import AdminConfig


class StaffConfig(AppConfig):
    """Sign-in, sessions and accounts of those who edit the knowledge. Has no tables of its own."""

    name = "legcheck.staff"
    verbose_name = "Staff"

    def ready(self) -> None:
        # Importing connects what listens to sign-ins and to failed ones.
        from legcheck.staff import lockout, sessions  # noqa: F401


class StaffAdminConfig(AdminConfig):
    """Django's admin, with a site that asks for the second factor."""

    default_site = "legcheck.staff.site.StaffSite"


class SecondFactorConfig(AppConfig):
    """django-otp's codes from an app, under a name that tells what they are."""

    name = "django_otp.plugins.otp_totp"
    default_auto_field = "django.db.models.AutoField"
    verbose_name = "Second factor"
