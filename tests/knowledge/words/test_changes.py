"""Changes of one entry, told in sentences that miss nothing."""

import copy
import json
import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from knowledge.content import CONCEPTS
from knowledge.interchange import to_plain
from knowledge.words.changes import FieldChange, changes_in_words
from knowledge.words.differences import labels_of
from tests.knowledge import changes as real

PLAIN = to_plain(real.knowledge())
LABELS = labels_of(real.knowledge())
STATES = {concept: [PLAIN[concept]] if concept == "settings" else PLAIN[concept] for concept in CONCEPTS}

STROKE, NEUROPATHY, WATER_TABLET = "stroke_signs", "peripheral_neuropathy", "diuretic_electrolyte_loss"


def state_of(concept, key):
    return next(state for state in STATES[concept] if state.get("key", "settings") == key)


def edited(state, path, new):
    """A copy of a state with the value at `path`, such as "all_of.1", replaced; `new` may be a function of it."""
    copied = copy.deepcopy(state)
    *way, last = (int(step) if step.isdigit() else step for step in path.split("."))
    inner = copied
    for step in way:
        inner = inner[step]
    inner[last] = new(inner[last]) if callable(new) else new
    return copied


def was(concept, key, path):
    """The value at `path` before any change."""
    value = state_of(concept, key)
    for step in path.split("."):
        value = value[step]
    return value


def without(item):
    return lambda items: [kept for kept in items if kept != item]


def swap_first_two(items):
    return [items[1], items[0], *items[2:]]


def plus(*items):
    return lambda old: [*old, *items]


def sentences(concept, before, after):
    return [str(change) for change in changes_in_words(concept, before, after, LABELS)]


FACE = "One side of the face droops (face_droop)"
NUMB = "Both feet or lower legs numb or tingling (numb_feet)"
BURN = "Feet burn or hurt at night (burning_feet)"
OLD_TITLE = "Sudden face, speech or one-sided weakness"


@pytest.mark.parametrize(
    ("concept", "key", "path", "new", "expected"),
    [
        ("red_flags", STROKE, "title", "Stroke?", [f"Title: was “{OLD_TITLE}”, now “Stroke?”."]),
        ("red_flags", STROKE, "urgency", "same_day", ["Urgency: was “Emergency now”, now “Same day”."]),
        ("red_flags", STROKE, "all_of.1", without("face_droop"), [f"Clause 2: took out {FACE}."]),
        ("red_flags", STROKE, "all_of.0", plus("numb_feet"), [f"Clause 1: added: {NUMB}."]),
        ("red_flags", STROKE, "all_of", plus(["numb_feet"]), [f"Clause 5: added: {NUMB}."]),
        (
            "red_flags",
            STROKE,
            "all_of",
            lambda clauses: [*clauses[:2], clauses[3]],
            [
                "Clause 3: took out any of: Present for 1 to 4 weeks (duration_1_4_weeks), "
                "Present for less than a week (duration_under_week)."
            ],
        ),
        (
            "red_flags",
            STROKE,
            "all_of",
            lambda clauses: [["face_droop", "speech_trouble"], *clauses[2:]],
            [
                "Clause 1: took out “Came on within seconds to an hour, or woke with it (onset_sudden)”.",
                "Clause 1 (was clause 2): took out Arm and leg (or face) weak on the same side (side_one_arm_leg).",
            ],
        ),
        (
            "red_flags",
            "sudden_pain_numb_leg",
            "all_of",
            swap_first_two,
            [
                "Order of clauses: was “1. {0}; 2. {1}; 3. {2}”, now “1. {1}; 2. {0}; 3. {2}”.".format(
                    "Sudden severe pain in one leg (sudden_leg_pain)",
                    "any of: “Front of the foot drops, slaps or catches (foot_drop)”, "
                    "“Part of one leg numb or tingling (numb_one_leg)”",
                    "“Came on within seconds to an hour, or woke with it (onset_sudden)”; "
                    "4. Present for less than a week (duration_under_week)",
                )
            ],
        ),
        ("red_flags", STROKE, "note", None, [f"Note: was “{was('red_flags', STROKE, 'note')}”, now not set."]),
        ("red_flags", STROKE, "suspects", [], ["Suspected causes: took out Stroke or mini-stroke (TIA) (stroke_tia)."]),
        (
            "red_flags",
            STROKE,
            "sources",
            plus("estimate"),
            ["Sources: added: Estimate by the knowledge-set authors, not measured (estimate)."],
        ),
        (
            "causes",
            NEUROPATHY,
            "evidence",
            lambda rows: rows[1:],
            [f"Evidence on {NUMB}: took out very frequent, sources s98."],
        ),
        (
            "causes",
            NEUROPATHY,
            "evidence",
            plus({"finding": "no_such", "frequency": None, "likelihood_ratio": 4.0, "sources": [], "note": "Guess"}),
            ["Evidence on no_such: added: likelihood ratio 4, note “Guess”."],
        ),
        (
            "causes",
            NEUROPATHY,
            "evidence",
            plus({"finding": "rash_sun", "frequency": "frequent", "sources": ["hpo", "ncbi"]}),
            [
                "Evidence on Rash brought on by sun, or across the cheeks (rash_sun): "
                "added: frequent, sources hpo, ncbi."
            ],
        ),
        (
            "causes",
            NEUROPATHY,
            "evidence.0.frequency",
            "rare",
            [f"Evidence on {NUMB}, frequency: was “Very frequent”, now “Rare”."],
        ),
        (
            "causes",
            NEUROPATHY,
            "evidence.3.sources",
            plus("recall"),
            [f"Evidence on {BURN}, sources: added: General medical knowledge, not looked up for this set (recall)."],
        ),
        ("causes", NEUROPATHY, "prior.a18_39", "rare", ["Prior at 18\N{EN DASH}39: was “Uncommon”, now “Rare”."]),
        (
            "causes",
            NEUROPATHY,
            "category",
            "muscle",
            ["Category: was “Brain, spinal cord and nerves (neurological)”, now “Muscle (muscle)”."],
        ),
        ("causes", NEUROPATHY, "hide_from_urgency", "same_day", ["Hidden from urgency: was not set, now “Same day”."]),
        ("causes", NEUROPATHY, "never_alone", True, ["Shown only beside another cause: was “no”, now “yes”."]),
        ("causes", NEUROPATHY, "codes.icd10", "G63", ["ICD-10 code: was “G62.9”, now “G63”."]),
        ("causes", NEUROPATHY, "requires", ["hx_diabetes"], ["Requires: added: Diabetes (hx_diabetes)."]),
        ("causes", NEUROPATHY, "treatment", without("pain_relief"), ["Treatment: took out Pain relief (pain_relief)."]),
        (
            "self_care",
            "too_little_water",
            "advice",
            lambda keys: keys[::-1],
            [
                "Order of advice: was “1. Drink through the day (hydrate); 2. Rehydration salts (rehydrate_salts); "
                "3. Eat a varied diet (diet_balanced)”, now “1. Eat a varied diet (diet_balanced); "
                "2. Rehydration salts (rehydrate_salts); 3. Drink through the day (hydrate)”."
            ],
        ),
        ("causes", NEUROPATHY, "tests", plus("a, b"), ["Tests: added: a, b."]),
        (
            "causes",
            WATER_TABLET,
            "show_with",
            lambda pairs: pairs[1:],
            ["Shown with: took out Low potassium (hypokalaemia) when Takes a water tablet (med_diuretic)."],
        ),
        ("findings", "numb_feet", "background.a75_plus", 0.75, ["Background at 75+: was “0.318”, now “0.75”."]),
        ("findings", "numb_feet", "cluster", "", ["Cluster: was “sens”, now empty."]),
        ("findings", "onset_sudden", "codes.snomed", "1", ["SNOMED CT code: was not set, now “1”."]),
        ("findings", "numb_feet", "sensitive", True, ["Sensitive: was “no”, now “yes”."]),
        (
            "questions",
            "scope",
            "hint",
            "Long. " * 200,
            [
                "Hint: was “Read down the list and choose the first line that fits. If the weakness is new or has got "
                "worse, do not choose the line about treatment.”, now “" + "Long. " * 200 + "”."
            ],
        ),
        (
            "questions",
            "scope",
            "options.1.ends",
            None,
            ["Option Someone under 18 (under_18), ends the check: was “Stop see doctor”, now not set."],
        ),
        (
            "questions",
            "scope",
            "options.1.label",
            "No one",
            ["Option No one (under_18), label: was “Someone under 18”, now “No one”."],
        ),
        (
            "questions",
            "scope",
            "options.1.present",
            ["face_droop"],
            [f"Option Someone under 18 (under_18), present: added: {FACE}."],
        ),
        (
            "questions",
            "scope",
            "options",
            lambda options: [options[0], *options[2:]],
            ["Option Someone under 18 (under_18): took out “Someone under 18”; ends the check: Stop see doctor."],
        ),
        (
            "questions",
            "scope",
            "options",
            plus({"key": "me", "label": "Me", "present": ["face_droop"], "absent": [], "ends": None}),
            [f"Option Me (me): added: “Me”; present: {FACE}."],
        ),
        (
            "questions",
            "side",
            "options",
            swap_first_two,
            [
                "Order of options: was “1. {0} (both); 2. {1} (one); {2}”, now "
                "“1. {1} (one); 2. {0} (both); {2}”.".format(
                    "Both legs about the same",
                    "One leg only, or one leg clearly more",
                    "3. Arm and leg, or face, on the same side (arm_leg)",
                )
            ],
        ),
        ("questions", "scope", "ask_if", [["face_droop"]], [f"Condition for asking, clause 1: added: {FACE}."]),
        ("categories", "muscle", "article", False, ["Named in the article: was “yes”, now “no”."]),
        (
            "advice",
            "protein",
            "suppressed_by",
            ["stroke_tia"],
            ["Not shown with these causes: added: Stroke or mini-stroke (TIA) (stroke_tia)."],
        ),
        ("advice", "protein", "always_when", ["face_droop"], [f"Always shown with these findings: added: {FACE}."]),
        (
            "vignettes",
            "v01_one_side_at_breakfast",
            "expect.urgency_at_most",
            "routine",
            ["Expected urgency at most: was “Emergency now”, now “Routine”."],
        ),
        ("vignettes", "v01_one_side_at_breakfast", "unsure", ["face_droop"], [f"Not sure: added: {FACE}."]),
        ("vignettes", "v01_one_side_at_breakfast", "age", 70, ["Age: was “68”, now “70”."]),
        ("texts", "level_emergency_now_time_limit", "text", "at once", ["Text: was “now”, now “at once”."]),
        ("regions", "GB", "urgent_line.number", None, ["Number of the urgent line: was “111”, now not set."]),
        (
            "regions",
            "GB",
            "sources",
            lambda sources: [*sources[:3], {"name": "Samaritans", "url": "https://example.org"}],
            [
                "Sources: took out Samaritans, contact (https://www.samaritans.org/how-we-can-help/contact-samaritan/).",
                "Sources: added: Samaritans (https://example.org).",
            ],
        ),
        ("sources", "s2", "read", "full", ["How much was read: was “Secondary”, now “Full”."]),
        ("settings", "settings", "fit.strong", 0.4, ["Strong fit from (fit.strong): was “0.35”, now “0.4”."]),
        (
            "settings",
            "settings",
            "age_bands.a18_39",
            [18, 40],
            ["Age band 18\N{EN DASH}39 (age_bands.a18_39): was “18 to 39”, now “18 to 40”."],
        ),
        (
            "settings",
            "settings",
            "serious_apart.urgency_at_least",
            "routine",
            [
                "Least urgency of a serious cause shown apart (serious_apart.urgency_at_least): "
                "was “Same day”, now “Routine”."
            ],
        ),
    ],
)
def test_a_change_is_told_in_one_sentence(concept, key, path, new, expected):
    before = state_of(concept, key)
    assert sentences(concept, before, edited(before, path, new)) == expected


@pytest.mark.parametrize(
    ("path", "new", "expected"),
    [
        ("place", 5, "Place in the list: was “3”, now “5”."),
        ("retired", True, "Retired."),
        ("an_old_field", "b", "An old field: was “a”, now “b”."),
        ("an_old_group", {"inner_part": 2}, "An old group, inner part: was “1”, now “2”."),
        ("suspects", None, "Suspected causes: was “Stroke or mini-stroke (TIA) (stroke_tia)”, now not set."),
        ("an_old_group", {"inner_part": "1"}, 'An old group, inner part: was “1”, now “"1"”.'),
        ("all_of", {}, "Clauses: was “[]”, now “{}”."),
        ("all_of", "sudden", "Clauses: was none, now “sudden”."),
        ("sources", {"s2": 1}, "Sources: was none, now “s2: 1”."),
    ],
)
def test_stored_states_may_hold_more_and_other_things_than_today(path, new, expected):
    old = {"place": 3, "retired": False, "an_old_field": "a", "an_old_group": {"inner_part": 1}}
    before = state_of("red_flags", STROKE) | old | {"all_of": [], "sources": []}
    assert sentences("red_flags", before, before | {path: new}) == [expected]


def test_a_retired_entry_is_brought_back():
    state = state_of("findings", "numb_feet")
    assert sentences("findings", state | {"retired": True}, state | {"retired": False}) == ["Brought back."]
    assert sentences("findings", state | {"retired": True}, state) == ["Brought back."]
    assert sentences("findings", state, state | {"retired": True}) == ["Retired."]


def test_fields_that_only_one_of_the_states_has_are_added_or_taken_out():
    state = state_of("self_care", "pulled_muscle")
    assert sentences("self_care", state, state | {"note": "New", "codes": {}, "extra": [], "empty": None}) == [
        "Note: added: New.",
        "Codes: added: none.",
        "Extra: added: none.",
        "Empty: added: not set.",
    ]
    assert sentences("self_care", state | {"never_alone": False}, state) == [
        "Shown only beside another cause: took out no."
    ]


def test_rows_that_cannot_be_matched_are_told_as_they_stand():
    before = {"key": "x", "evidence": [{"finding": "a", "frequency": "rare"}, "odd"]}
    after = {"key": "x", "evidence": [{"finding": "a", "frequency": "rare"}, {"finding": "a", "frequency": "common"}]}
    assert sentences("causes", before, after) == [
        "Evidence: took out odd.",
        "Evidence: added: finding: a; frequency: Common.",
    ]


def test_another_order_of_evidence_is_told_only_when_nothing_else_of_it_changed():
    before = state_of("causes", "vitamin_d_deficiency")
    turned = edited(before, "evidence", lambda rows: rows[::-1])
    (order,) = sentences("causes", before, turned)
    assert order.startswith("Order of evidence: was “1. ")
    changed = edited(turned, "evidence.0.note", "Another note")
    (note,) = sentences("causes", before, changed)
    assert note.endswith("note: was not set, now “Another note”.")


def test_an_added_entry_is_told_field_by_field():
    assert sentences("red_flags", None, state_of("red_flags", "cold_leg_slow") | {"retired": False, "place": 9})[
        :5
    ] == [
        "Red-flag rule: added: {title} (cold_leg_slow).".format(**state_of("red_flags", "cold_leg_slow")),
        "Urgency: added: Same day.",
        "Clause 1: added: “One leg or foot cold, and pale or blue (cold_pale_leg)”.",
        "Clause 2: added: any of: “Leg skin shiny, hairless or discoloured (skin_change_leg)”, "
        "“Leg pain, tiredness or weakness that comes on only with walking (walk_pain)”.",
        "What to tell him: added: {tell}".format(**state_of("red_flags", "cold_leg_slow")),
    ]


def test_an_added_question_tells_its_options_and_not_what_is_empty():
    state = state_of("questions", "scope")
    injury = (
        "Me or another person, badly hurt or in a bad accident in the last few hours "
        "(a road crash, a fall from a height, a leg that looks broken)"
    )
    treatment = "Me or another man, only to ask about treatment. A doctor has already found the cause"
    other, other_man = (
        "Someone else who is not a man aged 18 or over",
        "Another man aged 18 or over, and I can answer for him",
    )
    assert sentences("questions", None, state) == [
        "Question: added: Who is this check for? (scope).",
        "Hint: added: Read down the list and choose the first line that fits. If the weakness is new or has got worse, "
        "do not choose the line about treatment.",
        "Why we ask: added: The check is made for men aged 18 or over. A fresh, bad injury needs an ambulance. "
        "Children and other people need another check.",
        "Kind: added: Single.",
        "Stage: added: Scope.",
        f"Option {injury} (injury): added: “{injury}”; ends the check: Stop emergency.",
        "Option Someone under 18 (under_18): added: “Someone under 18”; ends the check: Stop see doctor.",
        f"Option {other} (someone_else): added: “{other}”; ends the check: Stop see doctor.",
        f"Option {treatment} (known_cause): added: “{treatment}”; ends the check: Stop own team.",
        "Option Me, a man aged 18 or over (me_man): added: “Me, a man aged 18 or over”.",
        f"Option {other_man} (other_man): added: “{other_man}”; answers for another man: yes.",
        "Theme in the list of answers: added: who.",
    ]


@pytest.mark.parametrize("concept", CONCEPTS)
def test_a_removed_entry_is_told_in_one_line_with_its_key(concept):
    for state in STATES[concept]:
        (line,) = sentences(concept, state, None)
        assert concept == "settings" or state["key"] in line


@pytest.mark.parametrize("concept", CONCEPTS)
def test_every_filled_field_of_an_added_entry_is_told(concept):
    for state in STATES[concept]:
        told = changes_in_words(concept, None, state, LABELS)
        assert all(not change.before and change.after for change in told)
        text = " ".join(change.after for change in told)
        for value in state.values():
            if isinstance(value, str) and not re.fullmatch("[a-z_]+", value):
                assert value in text


def test_no_entry_at_all_is_no_change():
    assert changes_in_words("causes", None, None, LABELS) == ()


def test_an_entry_without_labels_goes_by_its_keys():
    before, after = {"key": "x", "suspects": ["a"]}, {"key": "x", "suspects": ["b"]}
    assert [str(change) for change in changes_in_words("red_flags", before, after, {})] == [
        "Suspected causes: took out a.",
        "Suspected causes: added: b.",
    ]


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        (FieldChange("Title", "A", "B"), "Title: was “A”, now “B”."),
        (FieldChange("Title", "", "A."), "Title: added: A."),
        (FieldChange("Title", "", "“A?”"), "Title: added: “A?”"),
        (FieldChange("Title", "A", ""), "Title: took out A."),
        (FieldChange("Retired", "", ""), "Retired."),
    ],
)
def test_a_change_reads_as_a_sentence(change, sentence):
    assert str(change) == sentence


def places_in(value, path=()):
    """The path of everything inside a plain value, outermost first."""
    inner = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    for step, part in inner:
        yield (*path, step)
        yield from places_in(part, (*path, step))


ODD_VALUES = st.one_of(
    st.none(),
    st.booleans(),
    st.integers(-5, 200),
    st.floats(0, 1),
    st.text(max_size=12),
    st.sampled_from(["", "numb_feet", "emergency_now", "s2", "no such key"]),
    st.lists(st.sampled_from(["numb_feet", "face_droop", "", 1, None]), max_size=3),
    st.just([["numb_feet"], []]),
    st.just({}),
    st.dictionaries(st.sampled_from(["finding", "key", "a18_39", "new"]), st.text(max_size=4), max_size=2),
)


def mutate(state, path, kind, odd):
    """Changes `state` at `path` by replacing, taking out, doubling, moving or adding."""
    odd = copy.deepcopy(odd)
    *way, last = path
    holder = state
    for step in way:
        holder = holder[step]
    if kind == "replace":
        holder[last] = odd
    elif kind == "take out":
        del holder[last]
    elif isinstance(holder, dict):
        holder["new_field"] = odd
    elif kind == "double":
        holder.insert(0, copy.deepcopy(holder[last]))
    elif kind == "move":
        holder.append(holder.pop(last))
    else:
        holder.append(odd)


@st.composite
def mutations(draw):
    """A concept with a real state of it and that state after one to three mutations."""
    concept = draw(st.sampled_from(CONCEPTS))
    before = draw(st.sampled_from(STATES[concept]))
    after = copy.deepcopy(before)
    for _ in range(draw(st.integers(1, 3))):
        path = draw(st.sampled_from(list(places_in(after))))
        mutate(after, path, draw(st.sampled_from(["replace", "take out", "double", "move", "add"])), draw(ODD_VALUES))
        if not after:
            break
    return concept, before, after


@settings(max_examples=400, deadline=None)
@given(mutations())
def test_nothing_that_changed_is_missed(mutation):
    concept, before, after = mutation
    for first, second in ((before, after), (after, before)):
        told = changes_in_words(concept, first, second, LABELS)
        assert bool(told) is (first != second)
        assert all(change.before != change.after for change in told if change.field not in ("Retired", "Brought back"))
    assert sentences(concept, before, json.loads(json.dumps(before))) == []
    assert sentences(concept, None, after) and len(sentences(concept, after, None)) == 1


@settings(max_examples=200, deadline=None)
@given(st.data())
def test_each_changed_word_is_told_with_the_right_key_and_both_values(data):
    concept = data.draw(st.sampled_from(["causes", "questions", "settings"]))
    before = data.draw(st.sampled_from(STATES[concept]))
    leaves = [
        path for path in places_in(before) if not isinstance(path[-1], int) and path[-1] not in ("key", "finding")
    ]
    texts = [path for path in leaves if isinstance(at(before, path), str | int | float) and path[-1] != "cause"]
    path = data.draw(st.sampled_from(texts))
    after = copy.deepcopy(before)
    at(after, path[:-1])[path[-1]] = "Quite another value"
    (change,) = changes_in_words(concept, before, after, LABELS)
    assert change.after == "Quite another value"
    assert change.before not in ("", "Quite another value")
    if path[0] in ("evidence", "options"):
        row = before[path[0]][path[1]]
        assert f"({row.get('finding') or row['key']})" in change.field
    if concept == "settings":
        assert change.field.endswith(f"({'.'.join(path)})")


def at(value, path):
    for step in path:
        value = value[step]
    return value
