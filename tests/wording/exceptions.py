"""Faults of wording that stay, each with its place, its name and the reason."""

from __future__ import annotations

_ONE_LINE = "one line, as all of it is one finding and ticked together; each part is short"
_ON_THE_BOX = "names of medicines, as they stand on the box"
_DANGER = "a danger sign: its parts are one sign, and none has an easier name"
_ONE_RULE = "“unless” holds for all that he must not do, so the sentence cannot be split"
_ON_THE_DOOR = "names the emergency department as the hospital's door does"
_LIST_OF_SIGNS = "names each sign of the rule, so that he and the doctor see what it rests on"

#: Of the knowledge: (place, fault) and why it stays.
KNOWLEDGE = {
    ("advice.pain_relief.cautions.0", "is hard to read"): _ON_THE_BOX,
    ("advice.strength_train.cautions.0", "says chronic for long-lasting"): "the usual name of an illness",
    ("findings.attacks_after_food_rest.label", "is hard to read"): _ONE_LINE,
    ("findings.hx_heart_vessel.label", "is hard to read"): _ONE_LINE,
    ("findings.infection_risk.label", "is hard to read"): _ONE_LINE,
    ("findings.med_raise_k.label", "is hard to read"): _ON_THE_BOX,
    ("findings.saddle_numbness.label", "is hard to read"): _DANGER,
    ("questions.before.options.hard_exercise_recent.label", "is hard to read"): _ONE_LINE,
    ("questions.danger_spine.options.saddle_numbness.label", "is hard to read"): _DANGER,
    ("questions.everyday.options.immobile_recent.label", "is hard to read"): _ONE_LINE,
    ("questions.illnesses.options.hx_heart_vessel.label", "is hard to read"): _ONE_LINE,
    ("questions.illnesses.options.hx_heart_vessel.label_for_another", "is hard to read"): _ONE_LINE,
    ("questions.key_facts.options.attacks_after_food_rest.label", "is hard to read"): _ONE_LINE,
    ("questions.key_facts.options.attacks_after_food_rest.label_for_another", "is hard to read"): _ONE_LINE,
    ("questions.key_facts.options.infection_risk.label", "is hard to read"): _ONE_LINE,
    ("questions.key_facts.options.infection_risk.label_for_another", "is hard to read"): _ONE_LINE,
    ("questions.salt_facts.options.med_raise_k.label", "is hard to read"): _ON_THE_BOX,
    ("questions.salt_facts.options.med_raise_k.label_for_another", "is hard to read"): _ON_THE_BOX,
    ("questions.scope.options.injury.label", "is hard to read"): "one line, with examples that make it clear at once",
    ("red_flags.adrenal_crisis.title", "is hard to read"): _LIST_OF_SIGNS,
    ("red_flags.potassium_check_weak.title", "is hard to read"): _LIST_OF_SIGNS,
    ("red_flags.salt_weeks.title", "is hard to read"): _LIST_OF_SIGNS,
    ("red_flags.salt_weeks_floor.title", "is hard to read"): _LIST_OF_SIGNS,
    ("red_flags.thigh_nerve.title", "is hard to read"): _LIST_OF_SIGNS,
    ("red_flags.wernicke_partial.title", "is hard to read"): _LIST_OF_SIGNS,
    ("texts.emergency_stop_wait_3.text", "is hard to read"): _ONE_RULE,
    ("texts.emergency_stop_wait_3.text_for_another", "is hard to read"): _ONE_RULE,
    ("texts.level_emergency_now_where.text", "is hard to read"): _ON_THE_DOOR,
    ("texts.level_emergency_now_where.text_for_another", "is hard to read"): _ON_THE_DOOR,
    ("texts.start_danger_6.text", "is hard to read"): _DANGER,
    ("texts.worsening_6.text", "is hard to read"): _DANGER,
    ("texts.worsening_6.text_for_another", "is hard to read"): _DANGER,
    (
        "texts.disclaimer_full.text",
        "calls him a patient",
    ): "says on whom the rules were not tested; its note asks for a clinical review before that paragraph changes",
}

#: Of the names of tests, which are in doctors' words and must not say these things either.
TESTS: dict[tuple[str, str], str] = {}

#: Of the pages' own words.
PAGES = {
    ("templates/errors/error.html", "is hard to read"): "one line with two links of a few words each",
    ("templates/pages/questions/treatment.html", "says chronic for long-lasting"): "the usual name of an illness",
    ("templates/pages/questions.html", "is hard to read"): "a list of what the page answers, for search engines",
}
