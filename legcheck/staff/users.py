"""Accounts and groups in the admin: for superusers only, so that nobody can give himself more rights."""

from __future__ import annotations

from typing import Any

from django.contrib import admin
from django.contrib.auth.admin import GroupAdmin, UserAdmin
from django.db.models import ManyToManyField, Model
from django.forms import CheckboxSelectMultiple
from django.http import HttpRequest


class SuperusersOnly(admin.ModelAdmin):
    """Whatever permissions a group was given, these pages open for superusers alone."""

    def has_module_permission(self, request: HttpRequest) -> bool:
        return _is_superuser(request)

    def has_view_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        return _is_superuser(request)

    def has_add_permission(self, request: HttpRequest) -> bool:
        return _is_superuser(request)

    def has_change_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        return _is_superuser(request)

    def has_delete_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        return _is_superuser(request)


def _is_superuser(request: HttpRequest) -> bool:
    return bool(request.user.is_active and request.user.is_superuser)


class StaffUserAdmin(SuperusersOnly, UserAdmin):
    """Accounts. Rights come from groups; an account is switched off and not deleted, since the log names it."""

    list_display = ("username", "first_name", "last_name", "is_active", "is_staff", "is_superuser", "last_login")
    filter_horizontal = ()
    fieldsets = (
        (None, {"fields": ("username", "password")}),
        ("Person", {"fields": ("first_name", "last_name", "email")}),
        (
            "Rights",
            {
                "fields": ("is_active", "is_staff", "is_superuser", "groups"),
                "description": "To sign in here an account must be active and staff. What it may do comes from its "
                "groups. Untick Active when somebody leaves: accounts are not deleted, because the records of "
                "changes name them.",
            },
        ),
        ("Dates", {"fields": ("last_login", "date_joined")}),
    )
    readonly_fields = ("last_login", "date_joined")
    # A few groups to tick: two lists side by side are harder to use, and a screen reader cannot name their parts.
    formfield_overrides = {ManyToManyField: {"widget": CheckboxSelectMultiple}}

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False


class StaffGroupAdmin(SuperusersOnly, GroupAdmin):
    """Groups and what they may do."""
