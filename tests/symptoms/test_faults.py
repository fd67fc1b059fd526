"""A fault is logged by its type and its place, never by its words."""

import logging
import re

import pytest

from symptoms import faults


@pytest.fixture
def logged(caplog):
    """Logs an exception and gives the text that was written, with whatever a handler would add."""

    def log(exc):
        with caplog.at_level(logging.ERROR, logger="symptoms.faults"):
            faults.log_fault(exc)
        (record,) = caplog.records
        assert record.levelname == "ERROR"
        return logging.Formatter("%(message)s").format(record)

    return log


def caught(function):
    try:
        function()
    except Exception as error:
        return error
    raise AssertionError("nothing was raised")


def raise_with_answer():
    raise KeyError("saddle_numbness")


def raise_because_of_answer():
    try:
        raise_with_answer()
    except KeyError as error:
        raise ValueError("answer was saddle_numbness") from error


def raise_while_handling_answer():
    try:
        raise_with_answer()
    except KeyError:
        return {}["saddle_numbness"]


def raise_apart_from_answer():
    try:
        raise_with_answer()
    except KeyError:
        raise RuntimeError("saddle_numbness") from None


def test_fault_names_type_file_line_and_function(logged):
    text = logged(caught(raise_with_answer))
    assert re.search(r"Fault: KeyError at \S.*test_faults\.py:\d+ in raise_with_answer < \S.*:\d+ in caught$", text)


@pytest.mark.parametrize(
    "function", [raise_with_answer, raise_because_of_answer, raise_while_handling_answer, raise_apart_from_answer]
)
def test_fault_leaves_out_every_message(logged, function):
    assert "saddle" not in logged(caught(function))


def test_fault_names_its_cause(logged):
    text = logged(caught(raise_because_of_answer))
    assert re.search(r"Fault: ValueError at .* in caught; caused by KeyError at .* in raise_with_answer", text)


def test_fault_names_what_was_being_handled(logged):
    text = logged(caught(raise_while_handling_answer))
    assert re.search(r"Fault: KeyError at .* in caught; caused by KeyError at .* in raise_with_answer", text)


def test_fault_leaves_out_a_cause_that_was_set_aside(logged):
    assert "caused by" not in logged(caught(raise_apart_from_answer))


def test_fault_of_endless_recursion_stays_short(logged):
    def endless():
        endless()

    text = logged(caught(endless))
    assert text.startswith("Fault: RecursionError at ")
    assert text.count(" in ") == faults.MOST_FRAMES


def test_fault_of_circular_causes_ends(logged):
    first, second = ValueError("saddle"), TypeError("saddle")
    first.__cause__, second.__cause__ = second, first
    assert logged(first) == "Fault: ValueError at no frame; caused by TypeError at no frame"


def test_fault_of_a_class_of_the_project_names_its_module(logged):
    class OddError(Exception):
        pass

    assert f"{__name__}." in logged(OddError("saddle"))
