"""What to say on the phone in half a minute: at most 90 words, the most urgent first."""

from __future__ import annotations

from django.utils.translation import gettext, ngettext

from symptoms import languages
from symptoms.engine.levels import Level
from symptoms.engine.outcome import Assessment
from symptoms.told import Told

#: Half a minute, read aloud by somebody who is worried: about three words a second.
MOST_WORDS = 90
#: Levels at which he rings to be seen at once: "no danger sign" beside them would talk the call down.
_URGENT = {Level.EMERGENCY_NOW, Level.SAME_DAY}
#: How the label of a danger sign begins that counts only where it is new.
_NEW = "New: "


def spoken(outcome: Assessment, told: Told, age: int | None) -> tuple[str, ...]:
    """Sentences made of the level, the age, danger signs, how the weakness began and goes on, and the main signs.

    An urgent level without a danger sign gives its first reason in place of "no danger sign".

    What finds no room is counted, not left out in silence. A first danger sign is said however long it is, and in an
    emergency before the advice, for who listens may act on it.
    """
    who = _who(told, age)
    advice = [gettext("A check on the web gave this advice: {advice}.").format(advice=_inside(outcome.urgency.title))]
    advice += _reason(outcome, told)
    closing = _rest_of_danger(outcome, told)
    unsure_at_least = _unsure_of(len(told.danger.not_sure))
    not_said = _not_said(len(told.danger.not_said))
    main_at_least = _ticked(len(told.ticked))
    room = MOST_WORDS - _count(who, *advice, *unsure_at_least, *not_said, *main_at_least, *closing)
    course = _list(gettext("The weakness:"), told.course, room)
    room -= _count(*course)
    danger = _list(gettext("Danger signs:"), told.danger.present, room, least=1)
    room += _count(*unsure_at_least) - _count(*danger)
    unsure = _list(gettext("Not sure about:"), told.danger.not_sure, room) or unsure_at_least
    room += _count(*main_at_least) - _count(*unsure)
    ticked = tuple(told.ticked[key] for key in _main_first(outcome, told))
    main = _list(gettext("Also:"), ticked, room) or main_at_least
    first = (*danger, *advice) if outcome.urgency.level is Level.EMERGENCY_NOW else (*advice, *danger)
    return (who, *first, *unsure, *not_said, *course, *main, *closing)


def _who(told: Told, age: int | None) -> str:
    if told.for_another:
        if age:
            return gettext("I call for a man of {age}. His legs are weak.").format(age=age)
        return gettext("I call for a man. His legs are weak.")
    return gettext("I am {age}. My legs are weak.").format(age=age) if age else gettext("My legs are weak.")


def _is_urgent_without_danger_sign(outcome: Assessment, told: Told) -> bool:
    return outcome.urgency.level in _URGENT and not told.danger.present


def _reason(outcome: Assessment, told: Told) -> list[str]:
    """The first reason of an urgent level that no danger sign explains."""
    if not outcome.urgency.reasons or not _is_urgent_without_danger_sign(outcome, told):
        return []
    return [gettext("The reason: {reason}").format(reason=_inside(outcome.urgency.reasons[0]))]


def _rest_of_danger(outcome: Assessment, told: Told) -> list[str]:
    """What became of the danger signs that were not named."""
    danger = told.danger
    if danger.not_asked:
        return [gettext("Not all danger signs were asked.")]
    if _is_urgent_without_danger_sign(outcome, told):
        return []
    if danger.denied or danger.open:
        if danger.present or danger.not_sure or danger.not_said:
            return [gettext("I ticked no other danger sign.")]
        return [gettext("I ticked no danger sign.")]
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
        said = [*map(_inside, labels[:number]), *([_and_more(more)] if more else [])]
        sentence = f"{intro} {'; '.join(said)}."
        if number <= least or _count(sentence) <= room:
            return [sentence]
    return []


def _and_more(number: int) -> str:
    return ngettext("and {number} more", "and {number} more", number).format(number=number)


def _unsure_of(number: int) -> list[str]:
    """One sentence that only says how many there are; none for none."""
    words = ngettext(
        "Not sure about {number} other danger sign.", "Not sure about {number} other danger signs.", number
    )
    return [words.format(number=number)] if number else []


def _not_said(number: int) -> list[str]:
    """One sentence that only says how many there are; none for none."""
    words = ngettext(
        "I did not tell the check about {number} danger sign.",
        "I did not tell the check about {number} danger signs.",
        number,
    )
    return [words.format(number=number)] if number else []


def _ticked(number: int) -> list[str]:
    """One sentence that only says how many there are; none for none."""
    words = ngettext("I ticked {number} other thing.", "I ticked {number} other things.", number)
    return [words.format(number=number)] if number else []


def _inside(label: str) -> str:
    """A label inside a sentence: in English with a small first letter, but for names such as COPD.

    "New: numb feet" follows a colon of the sentence, so that its own goes: "numb feet, and that is new".
    Other languages keep it as it is: a German noun has its capital everywhere.
    """
    if not languages.is_english():
        return label
    if label.startswith(_NEW):
        return gettext("{sign}, and that is new").format(sign=label.removeprefix(_NEW))
    return label[:1].lower() + label[1:] if label[1:2].islower() or label[1:2] == " " else label


def _count(*sentences: str) -> int:
    return sum(len(sentence.split()) for sentence in sentences)
