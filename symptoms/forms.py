"""The forms of the questionnaire: one class for every question of a release, and one for the age.

The crispy pack in templates/legcheck/ draws them. What may be chosen together is not decided here: a
form is given a function that names what is wrong, and finds plain words for it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any

from crispy_forms.helper import FormHelper
from crispy_forms.layout import Layout, Submit
from django import forms
from django.utils.translation import gettext, gettext_lazy

from knowledge.content import NONE, NOT_SURE, PREFER_NOT_TO_SAY, REST_NOT_SURE
from symptoms.catalogue import OptionShown, QuestionShown
from symptoms.drawings import Drawing, drawings_of
from symptoms.visit import TYPED_MOST

#: Says what is wrong with the options chosen on a page, as a stable code, or None.
CheckOptions = Callable[[Sequence[str]], str | None]

#: Where an option stands on a page with several choices: among the answers, under them, or after an "or".
_PLACES = {REST_NOT_SURE: "rest", PREFER_NOT_TO_SAY: "rest", NONE: "alone", NOT_SURE: "alone"}
_ORDER = ("own", "rest", "alone")

_CHOOSE_ONE = gettext_lazy("Choose one answer")
_AGE = gettext_lazy("How old are you?")
_AGE_OF_ANOTHER = gettext_lazy("How old is he?")
_ANOTHER_PAGE = gettext_lazy("These answers belong to another question. Choose again.")
_UNKNOWN = gettext_lazy("One of these answers is no longer on this page. Choose again.")
_ODD = gettext_lazy("These answers do not fit together. Choose again.")


class _ChoiceWidget(forms.widgets.ChoiceWidget):
    """Tells the templates where each option stands, what explains it and what is drawn beside it.

    It reads every value that was sent.
    """

    def __init__(
        self, places: Mapping[str, str], drawings: Mapping[str, Drawing], explains: Mapping[str, str | None]
    ) -> None:
        super().__init__()
        self.places = places
        self.drawings = drawings
        self.explains = explains

    def create_option(self, name: str, value: Any, *args: Any, **kwargs: Any) -> dict[str, Any]:
        option = super().create_option(name, value, *args, **kwargs)
        return option | {
            "place": self.places[value],
            "drawing": self.drawings.get(value),
            "explain": self.explains[value],
        }

    def value_from_datadict(self, data: Any, files: Any, name: str) -> list[str]:
        """All values, on radios too: of two answers none may be dropped without a word."""
        sent: list[str] = data.getlist(name)
        return sent


# The pack has one template for each class name: field/radios.html, field/yesno.html, field/checkboxes.html.
class Radios(_ChoiceWidget, forms.RadioSelect):
    """One of several answers."""


class YesNo(Radios):
    """One of a few short answers, side by side where there is room."""


class Checkboxes(_ChoiceWidget, forms.CheckboxSelectMultiple):
    """Any number of answers."""


_WIDGETS: Mapping[str, type[_ChoiceWidget]] = {"single": Radios, "yes_no": YesNo, "multiple": Checkboxes}


class _PageForm(forms.Form):
    """A form that fills a page: its one visible field is the page's heading."""

    #: Shown under "Why we ask".
    why = ""
    #: Ties the form to the visit that it was shown in.
    visit = ""
    #: Where it is sent. Without it a place that he jumped to ("#help") would go along to the next page.
    action = ""
    use_required_attribute = False

    @property
    def helper(self) -> FormHelper:
        """How crispy-forms draws the form."""
        helper = FormHelper()
        helper.form_action = self.action
        helper.layout = Layout(*self.fields)
        helper.add_input(Submit("", gettext("Continue")))
        helper.attrs = {"novalidate": True}
        return helper


class QuestionForm(_PageForm):
    """One question of a release. `check` says what is wrong with a choice of options, as a code.

    After `is_valid()` the options chosen are in `cleaned_options`.
    """

    question = forms.CharField(widget=forms.HiddenInput, required=False)

    def __init__(
        self,
        data: Any = None,
        *,
        shown: QuestionShown,
        check: CheckOptions,
        chosen: Sequence[str] = (),
    ) -> None:
        super().__init__(data, initial={"question": shown.key, "options": list(chosen)})
        self.shown = shown
        self.why = shown.why
        self._check = check
        options = sorted(shown.options, key=lambda option: _ORDER.index(self._place(option)))
        self.fields["options"] = forms.MultipleChoiceField(
            label=shown.text,
            help_text=shown.hint,
            choices=[(option.key, option.label) for option in options],
            widget=_WIDGETS[shown.kind](
                {option.key: self._place(option) for option in options},
                drawings_of(shown),
                {option.key: option.explain for option in options},
            ),
            error_messages={"required": self._empty(), "invalid_choice": _UNKNOWN},
        )

    @property
    def sent(self) -> tuple[str, ...]:
        """The options that were sent, at most one more than the page has, and nothing in the place of unknown ones."""
        known = {option.key for option in self.shown.options}
        options: list[str] = self["options"].data
        return tuple(option if option in known else "" for option in options[: len(known) + 1])

    @property
    def cleaned_options(self) -> tuple[str, ...]:
        """The keys of the options chosen, in the order of the page."""
        chosen = set(self.cleaned_data["options"])
        return tuple(option.key for option in self.shown.options if option.key in chosen)

    def clean_options(self) -> list[str]:
        chosen: list[str] = self.cleaned_data["options"]
        code = self._check(chosen)
        if code is not None:
            raise forms.ValidationError(self._words(code, chosen), code=code)
        return chosen

    def clean(self) -> dict[str, Any]:
        # Two pages may have options of the same keys, such as yes and no.
        if self.cleaned_data.get("question") != self.shown.key:
            raise forms.ValidationError(_ANOTHER_PAGE, code="another_question")
        return self.cleaned_data

    def _empty(self) -> str:
        if self.shown.kind != "multiple":
            return str(_CHOOSE_ONE)
        none = self._label(NONE)
        if none:
            return gettext("Choose at least one answer, or “{none}”").format(none=none)
        return gettext("Choose at least one answer")

    def _words(self, code: str, chosen: Iterable[str]) -> str:
        """A sentence for a code of `check`."""
        if code == "no_options":
            return self._empty()
        if code == "unknown_option":
            return str(_UNKNOWN)
        if code != "wrong_combination":
            return str(_ODD)
        if self.shown.kind != "multiple":
            return str(_CHOOSE_ONE)
        alone = next((key for key in _PLACES if key in chosen and _PLACES[key] == "alone"), None)
        if alone is not None:
            return gettext("“{alone}” cannot go with other answers. Untick it, or untick the others.").format(
                alone=self._label(alone)
            )
        if PREFER_NOT_TO_SAY in chosen:
            return gettext(
                "Choose “{rest_not_sure}” or “{prefer_not_to_say}”, not both. "
                "Each of them is about all that you did not tick."
            ).format(rest_not_sure=self._label(REST_NOT_SURE), prefer_not_to_say=self._label(PREFER_NOT_TO_SAY))
        return gettext(
            "“{rest_not_sure}” goes with at least one other answer. "
            "If you are not sure about any of them, choose “{not_sure}”."
        ).format(rest_not_sure=self._label(REST_NOT_SURE), not_sure=self._label(NOT_SURE))

    def _label(self, key: str) -> str:
        return next((option.label for option in self.shown.options if option.key == key), "")

    def _place(self, option: OptionShown) -> str:
        if not option.reserved:
            return "own"
        return _PLACES[option.key] if self.shown.kind == "multiple" else "alone"


def age_label(*, for_other: bool) -> str:
    """The question about the age, asked of a man himself or of who answers for him."""
    return str(_AGE_OF_ANOTHER if for_other else _AGE)


class AgeForm(_PageForm):
    """The age in years, of himself or of another man.

    An age below `least` is no error here: the walk ends the check for it.
    """

    age = forms.IntegerField(
        label=_AGE,
        help_text=gettext_lazy("In whole years, for example 58."),
        error_messages={
            "required": gettext_lazy("Enter an age in years"),
            "invalid": gettext_lazy("Enter the age as a whole number, for example 58"),
        },
    )

    def __init__(
        self, data: Any = None, *, least: int, most: int, age: int | None = None, for_other: bool = False
    ) -> None:
        super().__init__(data, initial={"age": age})
        self.why = gettext("Some causes are more likely at some ages than at others.")
        self.fields["age"].label = age_label(for_other=for_other)
        self._least = least
        self._most = most

    @property
    def sent(self) -> tuple[str, ...]:
        """What was typed, or its beginning."""
        return (str(self["age"].data or "")[:TYPED_MOST],)

    @property
    def cleaned_age(self) -> int:
        """The age that was given."""
        age: int = self.cleaned_data["age"]
        return age

    def clean_age(self) -> int:
        if not 0 <= self.cleaned_age <= self._most:
            words = gettext("Enter an age from {least} to {most}").format(least=self._least, most=self._most)
            raise forms.ValidationError(words, code="out_of_range")
        return self.cleaned_age
