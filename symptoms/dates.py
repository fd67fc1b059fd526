"""Fills time limits as days of the calendar into an outcome; the engine itself knows no date."""

from __future__ import annotations

import dataclasses
from datetime import date, timedelta
from typing import Any, TypeVar

from django.utils.translation import gettext, gettext_noop

from symptoms.engine.outcome import CoreAssessment
from symptoms.engine.wording import fill

_WEEKDAYS = (
    gettext_noop("Monday"),
    gettext_noop("Tuesday"),
    gettext_noop("Wednesday"),
    gettext_noop("Thursday"),
    gettext_noop("Friday"),
    gettext_noop("Saturday"),
    gettext_noop("Sunday"),
)
_MONTHS = (
    gettext_noop("January"),
    gettext_noop("February"),
    gettext_noop("March"),
    gettext_noop("April"),
    gettext_noop("May"),
    gettext_noop("June"),
    gettext_noop("July"),
    gettext_noop("August"),
    gettext_noop("September"),
    gettext_noop("October"),
    gettext_noop("November"),
    gettext_noop("December"),
)

_Part = TypeVar("_Part")
_Assessment = TypeVar("_Assessment", bound=CoreAssessment)


def day_in_words(day: date) -> str:
    """A day like "29 November 2026" in the language of the site, whatever the machine's locale."""
    return gettext("{day} {month} {year}").format(day=day.day, month=gettext(_MONTHS[day.month - 1]), year=day.year)


def weekday_and_day(day: date) -> str:
    """A day like "Sunday 29 November 2026"."""
    return gettext("{weekday} {day}").format(weekday=gettext(_WEEKDAYS[day.weekday()]), day=day_in_words(day))


def with_dates(assessment: _Assessment, today: date) -> _Assessment:
    """The same outcome with `{weekday}` and `{date}` filled, for a man who reads it on `today`."""
    days = assessment.urgency.limit_days
    if days is None:
        return assessment
    limit = today + timedelta(days=days)
    values = {"weekday": gettext(_WEEKDAYS[limit.weekday()]), "date": day_in_words(limit)}
    urgency = dataclasses.replace(_filled(assessment.urgency, values), limit_date=limit.isoformat())
    return dataclasses.replace(assessment, urgency=urgency, come_back=_filled(assessment.come_back, values))


def _filled(part: _Part, values: dict[str, str]) -> _Part:
    """A frozen value whose texts have the placeholders filled."""
    changes: dict[str, Any] = {}
    for field in dataclasses.fields(part):  # type: ignore[arg-type]
        value = getattr(part, field.name)
        # Words of an enum are texts too, and stay what they are.
        if type(value) is str:
            changes[field.name] = fill(value, values)
    return dataclasses.replace(part, **changes)  # type: ignore[type-var]
