"""Second factors in the admin: a superuser can take away a colleague's, and sees no secret."""

from __future__ import annotations

from django.db import transaction
from django.db.models import Model, QuerySet
from django.http import HttpRequest
from django_otp.plugins.otp_totp.models import TOTPDevice

from legcheck.staff import second_factor
from legcheck.staff.users import SuperusersOnly


class AppDeviceAdmin(SuperusersOnly):
    """The list of those who have set up an app. Deleting one also takes away the one-time codes of that person."""

    list_display = ("user", "created_at", "last_used_at")
    list_display_links = None
    list_select_related = ("user",)
    search_fields = ("user__username", "user__first_name", "user__last_name")
    # Named one by one: left to itself, the page of a device shows its key.
    fields = ("user", "created_at", "last_used_at")

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        return False

    def delete_model(self, request: HttpRequest, obj: TOTPDevice) -> None:
        second_factor.remove(obj.user)

    @transaction.atomic
    def delete_queryset(self, request: HttpRequest, queryset: QuerySet[TOTPDevice]) -> None:
        for device in queryset.select_related("user"):
            second_factor.remove(device.user)
