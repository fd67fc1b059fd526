"""The phone lines of every region, said to the man and to somebody who answers for him."""

from __future__ import annotations

import re
from dataclasses import replace
from functools import cache

import pytest

from knowledge.content import KnowledgeBase
from knowledge.documents import build_document, read_document
from knowledge.interchange import SHIPPED_FOLDER, read_folder
from symptoms import safe_texts
from symptoms.engine.assessment import assess_answers
from symptoms.engine.compile import compile_release
from symptoms.engine.compiled import CompiledRelease, ReleaseIdentity
from symptoms.serving import holder
from tests.symptoms.api.bodies import CALM, answers

HELP = r"(?:doctor|GP|health centre)"
#: Nobody who answers for him is sent to a doctor of his own.
OF_THE_READER = re.compile(rf"\byour (?:own )?(?:{HELP}|clinic|insurance)", re.IGNORECASE)
#: A doctor's name for whom to call, and once more before the sentence ends.
TWICE = re.compile(rf"\b(?:your|his) {HELP}\b[^.]*\bor (?:your|his) doctor\b")

REGIONS = {
    "GB": "the NHS 111 helpline",
    "IE": "his GP or the GP out-of-hours service",
    "US": "his doctor or an urgent care center",
    "CA": "the 811 health line",
    "AU": "the healthdirect helpline on 1800 022 222",
    "NZ": "Healthline on 0800 611 116",
    "IN": "his doctor or an urgent care centre",
    "ZA": "his doctor or an urgent care centre",
    "NG": "his doctor or an urgent care centre",
    "SG": "his GP clinic, a polyclinic or an urgent care centre",
    "DE": "the on-call doctor service (116117)",
    "FR": "his doctor or the on-call doctor service",
    "ES": "his health centre or its urgent care service",
    "NL": "his GP or the out-of-hours GP service",
    "ZZ": "his doctor or an urgent care centre",
}


@cache
def shipped() -> KnowledgeBase:
    return read_folder(SHIPPED_FOLDER)


@cache
def document(*, one_voice: bool):
    """The shipped knowledge as a release, also as it would be if nobody could answer for another man."""
    if not one_voice:
        return read_document(build_document(shipped()))
    pages = tuple(
        replace(page, options=tuple(replace(option, for_another_man=False) for option in page.options))
        for page in shipped().questions
    )
    return read_document(build_document(replace(shipped(), questions=pages)))


def compiled(region: str, *, one_voice: bool = False) -> CompiledRelease:
    return compile_release(document(one_voice=one_voice), ReleaseIdentity(1, "", "2026-01-01"), region)


def said(release: CompiledRelease) -> list[str]:
    """Everything that differs between the voices, with the numbers filled in."""
    rules = [text for rule in release.rules for text in (rule.tell, rule.because)]
    return [*rules, *release.texts.values(), release.region.urgent_line, release.region.urgent_if_none]


def test_every_region_is_in_the_table():
    assert [region.key for region in shipped().regions] == list(REGIONS)


@pytest.mark.parametrize("region", REGIONS)
def test_who_answers_for_him_is_told_of_his_doctor_and_once(region):
    release = compiled(region)
    another = release.speaking(for_another=True)
    assert another.region.urgent_line == REGIONS[region]
    assert [text for text in said(another) if TWICE.search(text)] == []
    spoken = [text for key, text in another.texts.items() if text != release.texts[key]]
    spoken += [text for rule in another.rules for text in (rule.tell, rule.because)]
    spoken += [another.region.urgent_line, another.region.urgent_if_none]
    assert [text for text in spoken if OF_THE_READER.search(text)] == []


@pytest.mark.parametrize("region", REGIONS)
def test_the_man_himself_reads_what_he_read_without_a_second_voice(region):
    release, alone = compiled(region), compiled(region, one_voice=True)
    assert said(release) == said(alone)
    assert release.region == alone.region
    assert not any(re.search(r"\b(?:his|him)\b", text) for text in said(release)[-2:])
    assert [text for text in said(release) if TWICE.search(text)] == []


def test_the_lines_of_an_outcome_are_of_the_voice_it_speaks_in():
    release = compiled("US")
    for scope, line in (("me_man", "your doctor"), ("other_man", "his doctor")):
        given = {row["question"]: tuple(row["options"]) for row in answers(CALM | {"scope": (scope,)})}
        region = assess_answers(release, 50, given, continued=False).region
        assert region.urgent_line.startswith(line)
        assert region.urgent_if_none.startswith(f"Call {line}'s office")


def test_words_shown_without_a_release_speak_of_his_doctor_too(settings, monkeypatch):
    monkeypatch.setattr(holder, "peek", lambda: None)
    settings.LEGCHECK_REGION = "FR"
    assert safe_texts.words(for_another=True).region.urgent_line == "his doctor or the on-call doctor service"
    assert safe_texts.words().region.urgent_line == "your doctor or the on-call doctor service"
