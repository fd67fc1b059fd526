"""Texts of a knowledge base by their place, and the same knowledge in other words."""

from __future__ import annotations

import dataclasses
from dataclasses import replace
from functools import cache

import pytest
from hypothesis import given
from hypothesis import strategies as st

from knowledge import content
from knowledge.checks.problem import KnowledgeProblems
from knowledge.checks.whole import all_problems
from knowledge.content import CONCEPTS, KnowledgeBase
from knowledge.for_another import said_to_another
from knowledge.interchange import SHIPPED_FOLDER, read_folder, to_plain
from knowledge.region_words import urgent_line_words
from knowledge.translation import CODES, FIELDS, Entry, texts, translated, translation_problems, with_words
from tests.knowledge.small import SMALL
from tools.pseudo import pseudo

#: Text fields that are no words of a language for a reader, by class: names of things, forms, notes of editors.
NOT_TRANSLATED = {
    content.Source: {"title", "publisher", "url"},
    content.FindingCodes: {"hpo", "snomed"},
    content.CauseCodes: {"icd10", "snomed"},
    content.Evidence: {"note"},
    content.Rule: {"accuracy", "note"},
    content.SelfCarePicture: {"review_after"},
    content.Vignette: {"story"},
    content.Text: {"note"},
    # The label goes the way of the whole region: as it reads in a sentence.
    content.UrgentLine: {"label", "label_for_another", "number"},
    content.CrisisLine: {"number"},
    content.RegionSource: {"name", "url"},
    content.Region: {"emergency_dial", "note", "recall"},
    # Says which language the others are in.
    content.Settings: {"language"},
}

#: Fields that hold keys of other rows.
KEYS = {
    *("key", "cluster", "finding", "cause", "category", "sources", "article", "requires", "treatment", "present"),
    *("absent", "unsure", "suspects", "advice", "suppressed_by", "always_when", "categories_top3", "causes_top5"),
    "theme",
}


@cache
def shipped() -> KnowledgeBase:
    return read_folder(SHIPPED_FOLDER)


def in_pseudo(knowledge: KnowledgeBase) -> dict[str, Entry]:
    return {place: Entry(text, pseudo(text)) for place, text in texts(knowledge).items()}


def codes(knowledge: KnowledgeBase, entries: dict[str, Entry]) -> list[tuple[str, str]]:
    return [(problem.code, str(problem)) for problem in translation_problems(knowledge, entries)]


def test_every_text_field_of_the_content_is_translated_or_said_not_to_be():
    classes = [kind for kind in vars(content).values() if dataclasses.is_dataclass(kind)]
    for kind in classes:
        wordy = {
            field.name
            for field in dataclasses.fields(kind)
            if field.type in ("str", "str | None", "tuple[str, ...]") and field.name not in KEYS
        }
        declared = set(FIELDS.get(kind, ())) | NOT_TRANSLATED.get(kind, set())
        assert wordy <= declared, kind


@pytest.mark.parametrize("knowledge", [SMALL, shipped()], ids=["small", "shipped"])
def test_its_own_words_change_nothing(knowledge):
    assert with_words(knowledge, texts(knowledge)) == knowledge
    own = {place: Entry(text, text) for place, text in texts(knowledge).items()}
    assert translated(knowledge, own, knowledge.settings.language) == knowledge


@given(st.data())
def test_words_change_just_the_texts_they_are_for(data):
    before = texts(SMALL)
    word = st.text("abÄß {}é", min_size=1).filter(str.strip)
    words = data.draw(st.dictionaries(st.sampled_from([*before, "causes/no_such_cause/name"]), word))
    after = with_words(SMALL, words)
    changed = [row for row in CONCEPTS if getattr(after, row) != getattr(SMALL, row)]
    different = {place for place, text in words.items() if before.get(place, text) != text}
    assert set(changed) == {place.split("/")[0] for place in different}
    said = set(texts(after).values())
    assert {words[place] for place in different if any(map(str.isalpha, words[place]))} <= said


def test_texts_in_a_list_keep_their_place_when_its_order_changes():
    cause = next(cause for cause in shipped().causes if len(cause.tests) > 1)
    turned = replace(cause, tests=cause.tests[::-1])
    other = replace(shipped(), causes=tuple(turned if row is cause else row for row in shipped().causes))
    assert texts(other) == texts(shipped())


def test_places_are_made_of_keys():
    found = texts(shipped())
    assert found["questions/how_fast/options/months/label"]
    assert found["texts/start_title/text"]
    assert found["regions/ZZ/emergency_number"] == "112 or your local emergency number"
    assert "regions/GB/emergency_number" not in found


def test_the_urgent_line_is_translated_as_it_reads_in_a_sentence():
    found = texts(shipped())
    assert found["regions/AU/urgent_line/label"] == "the healthdirect helpline on 1800 022 222"
    assert found["regions/IN/urgent_line/label"] == "your doctor or an urgent care centre"
    words = {
        "regions/AU/urgent_line/label": "die Beratung unter 1800 022 222",
        "regions/IN/urgent_line/label": "Ihren Arzt",
    }
    regions = {region.key: region for region in with_words(shipped(), words).regions}
    for key in ("AU", "IN"):
        line = urgent_line_words(regions[key].urgent_line, regions[key].spelling)
        assert line == words[f"regions/{key}/urgent_line/label"]


def test_the_urgent_line_for_another_man_is_translated_where_it_reads_otherwise():
    found = texts(shipped())
    assert "regions/AU/urgent_line/label_for_another" not in found
    assert found["regions/IE/urgent_line/label_for_another"] == "his GP or the GP out-of-hours service"
    assert found["regions/IN/urgent_line/label_for_another"] == "his doctor or an urgent care centre"
    words = {"label": "Ihren Arzt", "label_for_another": "seinen Arzt"}
    after = with_words(shipped(), {f"regions/IN/urgent_line/{name}": text for name, text in words.items()})
    line = next(region.urgent_line for region in after.regions if region.key == "IN")
    assert (line.label, said_to_another(line).label) == ("Ihren Arzt", "seinen Arzt")


def test_a_translation_keeps_numbers_rules_and_keys_and_passes_the_checks():
    after = translated(shipped(), in_pseudo(shipped()), "en-XA")
    assert all_problems(after) == []
    assert [row.all_of for row in after.red_flags] == [row.all_of for row in shipped().red_flags]
    assert [row.evidence for row in after.causes] == [row.evidence for row in shipped().causes]
    assert after.settings == replace(shipped().settings, language="en-XA")
    assert after.vignettes == shipped().vignettes
    assert keys_of(to_plain(replace(after, settings=shipped().settings))) == keys_of(to_plain(shipped()))


def keys_of(value: object) -> object:
    """JSON values with one word for every text but the keys.

    Labels for another man are left out: the words for a region without an urgent line become such a label.
    """
    if isinstance(value, dict):
        kept = {name: part for name, part in value.items() if name != "label_for_another"}
        return {name: part if name == "key" else keys_of(part) for name, part in kept.items()}
    if isinstance(value, list):
        return [keys_of(part) for part in value]
    return "text" if value is None or isinstance(value, str) else value


PLACE = "texts/start_title/text"


@pytest.mark.parametrize(
    ("place", "change", "code", "words"),
    [
        (PLACE, {"words": " "}, "T001", "texts.yaml: start_title.text: T001"),
        (PLACE, {"source": "Another title"}, "T003", "look whether the words still say the same"),
        (PLACE, {"unsure": True}, "T006", "marked fuzzy"),
        (PLACE, {"words": "[{date}]"}, "T004", "{date} stands 0 times in the text and 1 times in the words"),
        ("texts/level_within_days_time_limit/text", {"words": "[{date}]"}, "T004", "{weekday} stands 1 times"),
        ("regions/AU/urgent_line/label", {"words": "[Åå]"}, "T005", "Write the number 1800 022 222"),
    ],
)
def test_what_is_wrong_with_an_entry_is_told_with_its_place(place, change, code, words):
    entries = in_pseudo(shipped())
    entries[place] = replace(entries[place], **change)
    ((found, told),) = codes(shipped(), entries)
    assert found == code
    assert words in told
    with pytest.raises(KnowledgeProblems):
        translated(shipped(), entries, "en-XA")


def test_what_is_missing_and_what_is_left_over_is_told():
    entries = in_pseudo(shipped())
    del entries[PLACE]
    entries["questions/gone/text"] = Entry("Gone?", "[Ĝ]")
    assert [code for code, _ in codes(shipped(), entries)] == ["T001", "T002"]


def test_codes_are_those_of_the_page_for_translators():
    page = (SHIPPED_FOLDER.parent.parent / "docs/translating.md").read_text(encoding="utf-8")
    assert [f"| {code} | {demand} |" for code, demand in CODES.items() if f"| {code} | {demand} |" not in page] == []
