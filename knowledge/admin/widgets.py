"""Form parts of the admin: menus that know their labels, lists written one entry a line."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django import forms
from django.contrib.admin.widgets import AutocompleteSelect, AutocompleteSelectMultiple
from django.db.models import Model


class _KnownLabels:
    """An autocomplete menu that is told the labels of what is chosen, instead of asking the database for each menu."""

    #: Primary key -> label.
    known: Mapping[str, str] = {}

    def optgroups(self, name: str, value: list[str], attr: Any = None) -> Any:
        chosen = [str(entry) for entry in value if str(entry)]
        if not all(entry in self.known for entry in chosen):
            return super().optgroups(name, value, attr)  # type: ignore[misc]
        options = [
            self.create_option(name, entry, self.known[entry], True, index)  # type: ignore[attr-defined]
            for index, entry in enumerate(chosen)
        ]
        if not self.is_required and not self.allow_multiple_selected:  # type: ignore[attr-defined]
            options.insert(0, self.create_option(name, "", "", False, 0))  # type: ignore[attr-defined]
        return [(None, options, 0)]

    def build_attrs(self, base_attrs: dict[str, Any], extra_attrs: dict[str, Any] | None = None) -> dict[str, Any]:
        # Without a width of its own a menu that is folded away at first would come up without any.
        attrs: dict[str, Any] = super().build_attrs(base_attrs, extra_attrs)  # type: ignore[misc]
        attrs["data-width"] = "100%"
        if self.allow_multiple_selected:  # type: ignore[attr-defined]
            # The cross that takes away all at once stands in the list where only entries may; each has its own.
            attrs["data-allow-clear"] = "false"
        return attrs


class KnownSelect(_KnownLabels, AutocompleteSelect):  # type: ignore[misc]
    """One choice."""


class KnownSelectMultiple(_KnownLabels, AutocompleteSelectMultiple):  # type: ignore[misc]
    """Several choices."""


class SourcesBehind(KnownSelectMultiple):
    """The sources of a row, folded away behind their number."""

    template_name = "knowledge/widgets/sources.html"


class Fixed(forms.Widget):
    """What was chosen once and does not change: shown as text."""

    template_name = "knowledge/widgets/fixed.html"

    def __init__(self, label: str) -> None:
        super().__init__()
        self.label = label

    def get_context(self, name: str, value: Any, attrs: dict[str, Any] | None) -> dict[str, Any]:
        context = super().get_context(name, value, attrs)
        context["widget"]["label"] = self.label
        return context


class LinesField(forms.Field):
    """A list of texts, one a line."""

    widget = forms.Textarea(attrs={"rows": 3, "cols": 60})

    def prepare_value(self, value: Any) -> Any:
        return "\n".join(value) if isinstance(value, list) else value

    def to_python(self, value: Any) -> list[str]:
        return [line.strip() for line in (value or "").splitlines() if line.strip()]

    def has_changed(self, initial: Any, data: Any) -> bool:
        return self.to_python(data) != (initial or [])


class LinksField(LinesField):
    """A list of named addresses, one a line: the name, then the address."""

    default_error_messages = {
        "no_link": "“%(line)s” is not a name and an address. Write, for example: Samaritans https://www.samaritans.org/"
    }

    def prepare_value(self, value: Any) -> Any:
        return "\n".join(f"{link['name']} {link['url']}" for link in value) if isinstance(value, list) else value

    def to_python(self, value: Any) -> list[Any]:
        links = []
        for line in super().to_python(value):
            name, _, url = line.rpartition(" ")
            if not name.strip() or "://" not in url:
                raise forms.ValidationError(self.error_messages["no_link"], code="no_link", params={"line": line})
            links.append({"name": name.strip(), "url": url})
        return links

    def has_changed(self, initial: Any, data: Any) -> bool:
        try:
            return self.to_python(data) != (initial or [])
        except forms.ValidationError:
            return True


def menu_of(field: forms.Field) -> KnownSelect | KnownSelectMultiple | None:
    """The menu of a form field, also inside the frame with the links around it; None when it is none of ours."""
    widget = getattr(field.widget, "widget", field.widget)
    return widget if isinstance(widget, KnownSelect | KnownSelectMultiple) else None


def tell_labels(form: forms.ModelForm) -> None:
    """Tells the menus of a form the labels of what its row names already, as far as that was read with the row."""
    for name, field in form.fields.items():
        menu = menu_of(field)
        if menu is None:
            continue
        value = form.initial.get(name)
        if isinstance(value, list):
            menu.known = {str(row.pk): str(row) for row in value if isinstance(row, Model)}
        elif value is not None and name in form.instance._state.fields_cache:
            row = getattr(form.instance, name)
            menu.known = {str(row.pk): str(row)}
