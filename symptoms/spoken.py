"""What to say on the phone in half a minute: at most 90 words, the most urgent first."""

from __future__ import annotations

from symptoms.engine.outcome import Assessment
from symptoms.told import Told

#: Half a minute, read aloud by somebody who is worried: about three words a second.
MOST_WORDS = 90


def spoken(outcome: Assessment, told: Told, age: int | None) -> tuple[str, ...]:
    """Sentences made of the level, the age, danger signs, how the weakness began and goes on, and the main signs.

    What finds no room is counted, not left out in silence. A first danger sign is said however long it is.
    """
    opening = [_who(told, age), f"A check on the web gave this advice: {_inside(outcome.urgency.title)}."]
    closing = _rest_of_danger(told)
    course = _list("The weakness:", told.course, MOST_WORDS)
    unsure_at_least = _number("Not sure about", len(told.danger.not_sure), "other danger sign")
    not_said = _number("I did not tell the check about", len(told.danger.not_said), "danger sign")
    main_at_least = _number("I ticked", len(told.ticked), "other thing")
    room = MOST_WORDS - _count(*opening, *course, *unsure_at_least, *not_said, *main_at_least, *closing)
    danger = _list("Danger signs:", told.danger.present, room, least=1)
    room += _count(*unsure_at_least) - _count(*danger)
    unsure = _list("Not sure about:", told.danger.not_sure, room) or unsure_at_least
    room += _count(*main_at_least) - _count(*unsure)
    ticked = tuple(told.ticked[key] for key in _main_first(outcome, told))
    main = _list("Also:", ticked, room) or main_at_least
    return (*opening, *danger, *unsure, *not_said, *course, *main, *closing)


def _who(told: Told, age: int | None) -> str:
    if told.for_another:
        return f"I call for a man of {age}. His legs are weak." if age else "I call for a man. His legs are weak."
    return f"I am {age}. My legs are weak." if age else "My legs are weak."


def _rest_of_danger(told: Told) -> list[str]:
    """What became of the danger signs that were not named."""
    danger = told.danger
    if danger.not_asked:
        return ["Not all danger signs were asked."]
    if danger.denied or danger.open:
        return [f"I ticked no {'other ' if danger.present or danger.not_sure or danger.not_said else ''}danger sign."]
    return []


def _main_first(outcome: Assessment, told: Told) -> list[str]:
    """Keys of what he ticked: what made the level, then what fits the first causes, then the rest."""
    keys = [key for flag in outcome.red_flags for clause in flag.matched for key in clause]
    for cause in outcome.causes:
        keys += [item.finding for item in cause.contributions if item.strength.endswith("_for")]
    return [key for key in dict.fromkeys([*keys, *told.ticked]) if key in told.ticked]


def _list(intro: str, labels: tuple[str, ...], room: int, *, least: int = 0) -> list[str]:
    """One sentence of as many labels as there is room for in words, and how many more there are."""
    for number in range(len(labels), 0, -1):
        more = len(labels) - number
        said = [*map(_inside, labels[:number]), *([f"and {more} more"] if more else [])]
        sentence = f"{intro} {'; '.join(said)}."
        if number <= least or _count(sentence) <= room:
            return [sentence]
    return []


def _number(intro: str, number: int, thing: str) -> list[str]:
    """One sentence that only says how many there are; none for none."""
    return [f"{intro} {number} {thing}{'s' if number > 1 else ''}."] if number else []


def _inside(label: str) -> str:
    """A label inside a sentence: a small first letter, but for names such as COPD."""
    return label[:1].lower() + label[1:] if label[1:2].islower() or label[1:2] == " " else label


def _count(*sentences: str) -> int:
    return sum(len(sentence.split()) for sentence in sentences)
