"""Serializers made from the frozen values that the API sends, so that the documented shape is the sent one."""

from __future__ import annotations

import dataclasses
import types
import typing
from collections.abc import Collection
from enum import Enum
from typing import Any

from rest_framework import serializers

_CLASSES: dict[tuple[type, str], type[serializers.Serializer]] = {}


def serializer_of(
    kind: type,
    name: str | None = None,
    extra: dict[str, serializers.Field] | None = None,
    without: Collection[str] = (),
) -> type[serializers.Serializer]:
    """A serializer class with one field for each field of the dataclass `kind`.

    `name` is the schema's component name, by default that of the class; `extra` adds fields, `without` names those that
    are not sent. The same class comes back for the same dataclass and name, so that the schema describes it once.
    Raises TypeError for a field type that has no JSON form here.
    """
    key = (kind, name or kind.__name__)
    if key not in _CLASSES:
        hints = typing.get_type_hints(kind)
        members: dict[str, Any] = {
            field.name: _field(hints[field.name], f"{kind.__name__}.{field.name}")
            for field in dataclasses.fields(kind)
            if field.name not in without
        }
        doc = (kind.__doc__ or "").strip()
        # A dataclass without words of its own carries its signature instead.
        members["__doc__"] = "" if doc.startswith(f"{kind.__name__}(") else doc
        _CLASSES[key] = type(key[1], (serializers.Serializer,), members | (extra or {}))
    return _CLASSES[key]


def _field(hint: Any, place: str, **options: Any) -> serializers.Field:
    origin, arguments = typing.get_origin(hint), typing.get_args(hint)
    if origin in (types.UnionType, typing.Union):
        inner = [argument for argument in arguments if argument is not type(None)]
        if len(inner) == 1:
            return _field(inner[0], place, allow_null=True)
    elif origin is tuple:
        return serializers.ListField(child=_field(arguments[0], place), **options)
    elif dataclasses.is_dataclass(hint) and isinstance(hint, type):
        return serializer_of(hint)(**options)
    elif isinstance(hint, type) and issubclass(hint, Enum):
        return serializers.ChoiceField(choices=[(word.value, word.name) for word in hint], **options)
    elif hint in _PLAIN:
        return _PLAIN[hint](**options)
    raise TypeError(f"{place} has no JSON form: {hint}")


_PLAIN: dict[Any, type[serializers.Field]] = {
    str: serializers.CharField,
    int: serializers.IntegerField,
    float: serializers.FloatField,
    bool: serializers.BooleanField,
}
