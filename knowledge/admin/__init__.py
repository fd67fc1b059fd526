"""The clinicians' workbench. Importing it puts the pages of every concept into the admin."""

from knowledge.admin import (
    advice,
    causes,
    changes,
    draft_page,
    findings,
    questions,
    reference,
    releases,
    rules,
    runs,
    settings_page,
    texts,
    vignettes,
)

__all__ = [
    "advice",
    "causes",
    "changes",
    "draft_page",
    "findings",
    "questions",
    "reference",
    "releases",
    "rules",
    "runs",
    "settings_page",
    "texts",
    "vignettes",
]
