"""The page that tells what was measured on the test cases of the live release, and the measurement."""

import dataclasses
import json

import pytest

from knowledge.accuracy import configured_measure
from knowledge.documents import build_document
from knowledge.interchange import sha256
from symptoms.engine.version import ENGINE_VERSION
from symptoms.evaluation.report import FORMAT
from symptoms.serving import holder
from tests.symptoms.visitor import Shown

pytestmark = pytest.mark.django_db

PATH = "/about/accuracy/"


@pytest.fixture
def page(warm, client):
    return Shown(client.get(PATH))


def test_the_page_tells_figures_release_and_engine(page, django_assert_num_queries, client):
    assert (page.status, page.title) == (200, "How accurate it is - legcheck")
    assert "the live release, number 1 of " in page.text
    assert f"measured with engine {ENGINE_VERSION}. They are made" in page.text
    assert "3 cases; release " in page.text
    assert "they do not show that the tool is right about real men" in page.text
    with django_assert_num_queries(0):
        client.get(PATH)


def test_figures_of_others_without_a_source_are_not_shown_and_one_expected_cause_is_told_of(page):
    assert "General practitioners" not in page.text
    assert "the cases that expect exactly one cause" in page.text
    assert "any one of them counts as right" in page.text


def test_every_plot_has_a_table_beside_it_and_nothing_inline(page, client):
    drawn = client.get(PATH).content.decode()
    assert drawn.count('<svg class="lc-plot" role="img"') > 3
    assert drawn.count("<table") >= drawn.count("<svg")
    assert " style=" not in drawn
    assert "<style" not in drawn


def test_before_it_was_measured_the_page_says_so(warm, client, monkeypatch):
    monkeypatch.setattr(holder, "_served", dataclasses.replace(holder.current(), accuracy=None))
    page = Shown(client.get(PATH))
    assert page.status == 200
    assert "have not been measured yet" in page.text


def test_after_an_update_the_page_says_that_another_engine_was_measured(warm, client, monkeypatch):
    served = holder.current()
    older = dataclasses.replace(served.accuracy, engine="0.9")
    monkeypatch.setattr(holder, "_served", dataclasses.replace(served, accuracy=older))
    told = f"measured with engine 0.9; the site now runs engine {ENGINE_VERSION}, which has not been measured yet."
    assert told in Shown(client.get(PATH)).text


def test_without_a_release_there_is_safe_advice(client, monkeypatch):
    holder.forget()
    monkeypatch.setattr(holder, "_look", lambda: None)
    assert client.get(PATH).status_code == 503
    holder.forget()


def test_a_report_that_was_just_made_can_be_read_and_others_cannot(figures_of_a_few):
    measure = configured_measure()
    assert [measure.can_read(text) for text in (figures_of_a_few, "{}", "[]", "no JSON")] == [True, False, False, False]
    assert measure.version == f"{ENGINE_VERSION}, format {FORMAT}, 2 draws, seed 1"


def test_a_release_is_measured_on_its_own_vignettes(knowledge):
    few = dataclasses.replace(knowledge, vignettes=knowledge.vignettes[3:5])
    document = build_document(few)
    figures = json.loads(configured_measure().measure(document))
    assert (figures["cases"], figures["own"], figures["release"]) == (2, True, sha256(document))
    assert figures["engine"] == configured_measure().engine == ENGINE_VERSION
    assert {curve["draws"] for curve in figures["noise"]} == {2}
