"""Faults of wording that stay, each with its place, its name and the reason."""

from __future__ import annotations

_ONE_LINE = "one line, as all of it is one finding and ticked together; each part is short"
_ON_THE_BOX = "names of medicines, as they stand on the box"
_LIST_OF_SIGNS = "names each sign of the rule, so that he and the doctor see what it rests on"

#: Of the knowledge: (place, fault) and why it stays.
KNOWLEDGE = {
    ("advice.strength_train.cautions.0", "says chronic for long-lasting"): "the usual name of an illness",
    ("findings.hx_heart_vessel.label", "is hard to read"): _ONE_LINE,
    ("findings.infection_risk.label", "is hard to read"): _ONE_LINE,
    ("findings.med_raise_k.label", "is hard to read"): _ON_THE_BOX,
    ("questions.illnesses.options.hx_heart_vessel.label", "is hard to read"): _ONE_LINE,
    ("questions.illnesses.options.hx_heart_vessel.label_for_another", "is hard to read"): _ONE_LINE,
    ("questions.key_facts.options.infection_risk.label", "is hard to read"): _ONE_LINE,
    ("questions.key_facts.options.infection_risk.label_for_another", "is hard to read"): _ONE_LINE,
    ("questions.salt_facts.options.med_raise_k.label", "is hard to read"): _ON_THE_BOX,
    ("questions.salt_facts.options.med_raise_k.label_for_another", "is hard to read"): _ON_THE_BOX,
    ("questions.scope.options.injury.label", "is hard to read"): "one line, with examples that make it clear at once",
    ("red_flags.salt_weeks.title", "is hard to read"): _LIST_OF_SIGNS,
    ("red_flags.salt_weeks_floor.title", "is hard to read"): _LIST_OF_SIGNS,
    ("red_flags.wernicke_partial.title", "is hard to read"): _LIST_OF_SIGNS,
    (
        "texts.disclaimer_full.text",
        "calls him a patient",
    ): "says on whom the rules were not tested; its note asks for a clinical review before that paragraph changes",
}

#: Of the names of tests, which are in doctors' words and must not say these things either.
TESTS: dict[tuple[str, str], str] = {}

#: Of the pages' own words.
PAGES = {
    ("templates/pages/questions/treatment.html", "says chronic for long-lasting"): "the usual name of an illness",
    ("templates/pages/questions.html", "is hard to read"): "a list of what the page answers, for search engines",
}
