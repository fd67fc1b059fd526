"""The forms of concepts: keys that never change, and errors that the checks of the whole row found."""

from __future__ import annotations

from typing import Any, ClassVar

from django import forms

from knowledge.admin.refusals import Refused, add_errors
from knowledge.admin.widgets import tell_labels
from knowledge.changelog import was_used
from knowledge.drafts.rows import CONCEPT_OF


class ConceptForm(forms.ModelForm):
    """A concept of the draft."""

    #: The id of the newest change of the concept when the form was opened: who saves later must have seen it.
    seen_change = forms.IntegerField(widget=forms.HiddenInput, required=False)

    #: What stood against saving these very values; set for the second showing of a form.
    refused: ClassVar[Refused | None] = None

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        tell_labels(self)

    def clean_key(self) -> str:
        key: str = self.cleaned_data["key"]
        concept = CONCEPT_OF[self._meta.model]
        if was_used(concept, key) and not self._meta.model._default_manager.filter(key=key).exists():
            raise forms.ValidationError(
                f"The key “{key}” was used before and a key is never used again: choose another one."
            )
        return key

    def clean(self) -> dict[str, Any] | None:
        cleaned = super().clean()
        if self.refused is not None:
            add_errors(self, self.refused)
        return cleaned and with_plain_line_breaks(cleaned)


def with_plain_line_breaks(cleaned: dict[str, Any]) -> dict[str, Any]:
    """Browsers send line breaks as two characters; texts are kept with one, which paragraphs are told by."""
    return {name: value.replace("\r\n", "\n") if isinstance(value, str) else value for name, value in cleaned.items()}
