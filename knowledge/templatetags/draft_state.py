"""How the draft stands, for the first page of the admin."""

from __future__ import annotations

from typing import Any

from django import template

from knowledge.admin.draft_page import may_see_draft
from knowledge.models import DraftSnapshot, Release

register = template.Library()


@register.inclusion_tag("admin/knowledge/draft_state.html", takes_context=True)
def draft_state(context: template.Context) -> dict[str, Any]:
    """What stands between the draft and a release, and which release is live; nothing for those who may not see it."""
    if not may_see_draft(context["user"]):
        return {}
    return {
        "shown": True,
        "snapshot": DraftSnapshot.objects.defer("document").filter(taken_at__isnull=False).first(),
        "live": Release.objects.defer("document").filter(live__pk=1).first(),
    }
