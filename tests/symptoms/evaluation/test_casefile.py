"""Case files: the vignettes are one, and every fault is named with its case, its place and what to write."""

import json

import pytest

from knowledge.interchange import SHIPPED_FOLDER
from symptoms.evaluation.casefile import UnreadableCases, read_cases

GOOD = {
    "key": "one",
    "age": 50,
    "story": "My legs are weak.",
    "present": ["side_both", "onset_weeks"],
    "expect": {
        "urgency_at_least": "routine",
        "urgency_at_most": "within_days",
        "categories_top3": ["neurological"],
        "causes_top5": ["peripheral_neuropathy"],
    },
}


def changed(**fields):
    return {**GOOD, **fields}


def expecting(**fields):
    return {**GOOD, "expect": {**GOOD["expect"], **fields}}


def problems(release, text):
    with pytest.raises(UnreadableCases) as caught:
        read_cases(release, "my.json", text)
    return list(caught.value.problems)


def test_the_vignettes_are_a_case_file(release, cases):
    name = "vignettes.yaml"
    text = (SHIPPED_FOLDER / name).read_text(encoding="utf-8")
    read = {named.key: named for named in read_cases(release, name, text)}
    assert list(read) == list(cases)
    for key, named in cases.items():
        one, other = named.case, read[key].case
        assert (read[key].story, read[key].finished) == (named.story, named.finished)
        assert (other.age, other.at_least, other.at_most) == (one.age, one.at_least, one.at_most)
        for field in ("present", "absent", "unsure", "categories", "causes"):
            assert sorted(getattr(other, field)) == sorted(getattr(one, field))


def test_only_the_man_who_says_almost_nothing_did_not_finish(cases):
    assert [key for key, named in cases.items() if not named.finished] == ["v103_almost_nothing_said"]


def test_what_is_not_named_of_a_case_may_be_left_out(release):
    (named,) = read_cases(release, "my.json", json.dumps([GOOD]))
    assert (named.case.absent, named.case.unsure, named.finished) == ((), (), False)


@pytest.mark.parametrize("finished", [True, False])
def test_a_case_can_say_itself_whether_he_finished(release, finished):
    (named,) = read_cases(release, "my.json", json.dumps([changed(finished=finished)]))
    assert named.finished is finished


def test_yaml_and_json_give_the_same(release):
    text = json.dumps([GOOD], indent=1)
    yaml = "# a comment\n" + text.replace("[\n {", "- {", 1).rsplit("]", 1)[0]
    assert read_cases(release, "my.yaml", yaml) == read_cases(release, "my.json", text)


@pytest.mark.parametrize(
    ("rows", "told"),
    [
        ([changed(age=17)], "one: age is 17; the check is made for men aged 18 to 120."),
        ([changed(age="50")], "one: age cannot be read; write his age as a whole number of years."),
        ([changed(key="")], "case 1: key is empty; write a short name of its own."),
        (
            [{name: value for name, value in GOOD.items() if name != "present"}],
            "one: present is missing; write a list with the keys of the findings he has.",
        ),
        (
            [changed(present=["numb_foot"])],
            "one: present: there is no finding that a page asks about called “numb_foot”; did you mean numb_feet?",
        ),
        (
            [changed(absent=["zzzz"])],
            "one: absent: there is no finding that a page asks about called “zzzz”.",
        ),
        (
            [changed(present=["unsure_red_flag"])],
            "one: present: there is no finding that a page asks about called “unsure_red_flag”.",
        ),
        (
            [changed(unsure=["side_both"])],
            "one: side_both stands twice in present, absent and unsure; write it once.",
        ),
        (
            [changed(present=["side_both", 7])],
            "one: present[1] cannot be read; write a list with the keys of the findings he has.",
        ),
        (
            [changed(colour="red")],
            "one: colour is no field of a case; write only key, age, story, present, absent, unsure, finished, expect.",
        ),
        (
            [expecting(level="now")],
            "one: expect.level is no field of a case; write only urgency_at_least, urgency_at_most, "
            "categories_top3, causes_top5.",
        ),
        (
            [expecting(urgency_at_least="soon")],
            "one: expect.urgency_at_least cannot be read; write the lowest right level, one of emergency_now, "
            "same_day, within_days, routine, self_care.",
        ),
        (
            [expecting(urgency_at_most="could_not_assess")],
            "one: expect.urgency_at_most cannot be could_not_assess; write the highest right level, one of "
            "emergency_now, same_day, within_days, routine, self_care.",
        ),
        (
            [expecting(urgency_at_least="emergency_now")],
            "one: expect.urgency_at_least (emergency_now) is above expect.urgency_at_most (within_days); "
            "write the lower level first.",
        ),
        (
            [expecting(causes_top5=[])],
            "one: expect.causes_top5 is empty; write a list with the keys of the fitting causes.",
        ),
        (
            [expecting(causes_top5=["qqqq"])],
            "one: expect.causes_top5: there is no cause called “qqqq”.",
        ),
        (
            [expecting(categories_top3=["neurologic"])],
            "one: expect.categories_top3: there is no category called “neurologic”; did you mean neurological?",
        ),
        ([GOOD, GOOD], "one: the key stands twice; write a short name of its own."),
        (["one"], "case 1: write a case with key, age, story, present, absent, unsure, finished, expect."),
    ],
)
def test_each_fault_is_told_with_case_place_and_what_to_write(release, rows, told):
    assert problems(release, json.dumps(rows)) == [f"my.json: {told}"]


def test_all_faults_are_told_at_once(release):
    rows = [changed(age=0, present=["a_b"]), {"age": 5}]
    found = problems(release, json.dumps(rows))
    assert [fault.split(": ")[1] for fault in found] == ["one", "one", "case 2", "case 2", "case 2"]


@pytest.mark.parametrize(
    ("text", "start"),
    [
        ("", "my.json: write a list of cases, each with key, age"),
        ("[]", "my.json: write a list of cases"),
        ("key: one", "my.json: write a list of cases"),
        ("[{", "my.json: the file is not JSON: "),
        ("- {", "my.json: the file is not YAML: "),
        ('[{"key": "a", "key": "b"}]', "my.json: “key” stands twice in one entry; write it once."),
        ("- key: a\n  key: b\n", "my.json: line 2: “key” stands twice in one entry; write it once."),
        ("- key: 2026-01-01\n", "my.json: case 1: a value is neither text, number, true or false, nor a list: "),
    ],
)
def test_a_file_that_is_no_list_of_cases_is_told(release, text, start):
    (found,) = problems(release, text)
    assert found.startswith(start)
