"""The form of all settings: a typed box for each number, grouped and explained."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any, get_type_hints

from django import forms
from django.forms import BoundField

from knowledge.admin.refusals import Refused
from knowledge.admin.settings_words import GROUPS, Explained, SettingGroup
from knowledge.checks.bounds import BOUNDS
from knowledge.content import Settings, Urgency
from knowledge.models.base import choices_of
from knowledge.words.vocabulary import SETTING_WORDS

#: A number without its bounds: as much as a box can hold without being cut off.
_DECIMAL = re.compile(r"-?[0-9]{1,12}(\.[0-9]{1,12})?", re.ASCII)
_WHOLE = re.compile(r"-?[0-9]{1,12}", re.ASCII)


class DecimalField(forms.Field):
    """A number with a decimal point, such as 0.35."""

    default_error_messages = {
        "comma": "“%(text)s” has a comma. Write parts after a point, and large numbers without a comma: 0.35 or 3000.",
        "wrong": "“%(text)s” is not a number. Write digits, with a point before the parts: 0.35.",
    }
    pattern = _DECIMAL
    kind: type[float] = float

    def __init__(self, **kwargs: Any) -> None:
        mode = "decimal" if self.kind is float else "numeric"
        box = forms.TextInput(attrs={"inputmode": mode, "size": 12, "autocomplete": "off"})
        super().__init__(widget=box, **kwargs)

    def prepare_value(self, value: Any) -> Any:
        """A stored number as it is written by hand: 2 and not 2.0, 0.00002 and not 2e-05."""
        if isinstance(value, bool) or not isinstance(value, int | float):
            return value
        return format(Decimal(repr(value)), "f").removesuffix(".0")

    def to_python(self, value: Any) -> float | int | None:
        text = (value or "").strip()
        if not text:
            return None
        if not self.pattern.fullmatch(text):
            code = "comma" if "," in text else "wrong"
            raise forms.ValidationError(self.error_messages[code], code=code, params={"text": text})
        return self.kind(text)


class WholeField(DecimalField):
    """A whole number, such as 40."""

    default_error_messages = {"wrong": "“%(text)s” is not a whole number. Write digits only: 40."}
    pattern = _WHOLE
    kind = int


@dataclass(frozen=True, slots=True)
class ShownGroup:
    """A group of settings as the page shows it."""

    group: SettingGroup
    errors: list[str]
    boxes: tuple[BoundField, ...]


@dataclass(frozen=True, slots=True)
class ErrorLink:
    """An error in the list at the top: where it is, and what it says."""

    target: str
    place: str
    words: str


def kind_of(key: str) -> Any:
    """The type of the setting with this dotted key."""
    kind: Any = Settings
    for step in key.split("."):
        kind = get_type_hints(kind)[step]
    return kind


def _boxes(explained: Explained) -> Iterator[tuple[str, forms.Field]]:
    """The boxes of a setting with their names: one, or two for a pair of ages."""
    key, label = explained.key, SETTING_WORDS[explained.key]
    name = key.replace(".", "__")
    example = f"Example: {explained.example}."
    kind = kind_of(key)
    if kind is Urgency:
        help_text = f"{explained.meaning} {example}"
        yield name, forms.ChoiceField(label=label, help_text=help_text, choices=choices_of(Urgency))
        return
    if kind is str:
        box = forms.TextInput(attrs={"size": 12, "autocomplete": "off"})
        yield name, forms.CharField(label=label, help_text=f"{explained.meaning} {example}", widget=box)
        return
    bounds = BOUNDS[key].words
    if kind is float:
        help_text = f"{explained.meaning} {example} A number {bounds}."
        yield name, DecimalField(label=label, help_text=help_text)
    elif kind is int:
        help_text = f"{explained.meaning} {example} A whole number {_after_number(bounds)}."
        yield name, WholeField(label=label, help_text=help_text)
    else:
        years = f"Years, {bounds}."
        yield f"{name}__first", WholeField(label=f"{label}, from", help_text=f"{explained.meaning} {example} {years}")
        yield (
            f"{name}__last",
            WholeField(label=f"{label}, to", help_text=f"This year belongs to the band as well. {years}"),
        )


def _after_number(bounds: str) -> str:
    return bounds if bounds.startswith(("at", "above")) else f"from {bounds}"


class SettingsForm(forms.Form):
    """All settings but the format number. `stored` are the values of the draft by their dotted keys."""

    #: The id of the newest change of the settings when the form was opened: who saves later must have seen it.
    seen_change = forms.IntegerField(widget=forms.HiddenInput, required=False)

    def __init__(self, data: Any = None, *, stored: Mapping[str, Any], seen: int | None, may_change: bool) -> None:
        super().__init__(data, initial={"seen_change": seen}, label_suffix="")
        self._group_errors: dict[str, list[str]] = {}
        self._parts: dict[str, tuple[str, ...]] = {}
        for group in GROUPS:
            for explained in group.settings:
                names = []
                for name, box in _boxes(explained):
                    box.disabled = not may_change
                    self.fields[name] = box
                    names.append(name)
                self._parts[explained.key] = tuple(names)
                self._show(explained.key, stored.get(explained.key))

    def _show(self, key: str, value: Any) -> None:
        names = self._parts[key]
        if len(names) == 1:
            self.initial[names[0]] = value
        elif isinstance(value, list) and len(value) == len(names):
            self.initial.update(zip(names, value, strict=True))

    def values(self) -> dict[str, Any]:
        """The values that were typed, by their dotted keys, as they are stored. For a valid form."""
        typed = {key: [self.cleaned_data[name] for name in names] for key, names in self._parts.items()}
        return {key: boxes if len(boxes) > 1 else boxes[0] for key, boxes in typed.items()}

    def refuse(self, refused: Refused) -> None:
        """Puts each reason against saving at its box, at its group, or at the top."""
        for path, sentence in refused.errors:
            group = next((g.name for g in GROUPS for s in g.settings if s.key.startswith(f"{path}.")), None)
            if path in self._parts:
                self.add_error(self._parts[path][0], sentence)
            elif group is not None:
                self._group_errors.setdefault(group, []).append(sentence)
                # Counted as an error of the form; shown at its group and in the list at the top.
                self.add_error(None, forms.ValidationError(sentence, code="group"))
            else:
                self.add_error(None, sentence)

    def groups(self) -> Iterator[ShownGroup]:
        """The groups in order, with their boxes and errors."""
        for group in GROUPS:
            boxes = tuple(self[name] for explained in group.settings for name in self._parts[explained.key])
            yield ShownGroup(group, self._group_errors.get(group.name, []), boxes)

    def error_links(self) -> Iterator[ErrorLink]:
        """Every error with the place it is about, in the order of the page; the place is empty for the whole form."""
        for error in self.non_field_errors().as_data():
            if error.code != "group":
                yield ErrorLink("", "", "".join(error.messages))
        for shown in self.groups():
            for words in shown.errors:
                yield ErrorLink(f"group-{shown.group.name}", shown.group.heading, words)
            for box in shown.boxes:
                for fault in box.errors:
                    yield ErrorLink(box.id_for_label, str(box.label), str(fault))
