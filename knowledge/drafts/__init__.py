"""The editable draft as content, and content as the editable draft."""

from knowledge.drafts.reading import EmptyDraft, draft_is_empty, read_draft, read_row, read_settings
from knowledge.drafts.rows import BrokenDraft
from knowledge.drafts.writing import UnknownKey, write_draft

__all__ = [
    "BrokenDraft",
    "EmptyDraft",
    "UnknownKey",
    "draft_is_empty",
    "read_draft",
    "read_row",
    "read_settings",
    "write_draft",
]
