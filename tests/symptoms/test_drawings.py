"""symptoms/drawings.py and templates/drawings/: what each file may hold, where it is shown, and its words."""

from __future__ import annotations

import re
from dataclasses import replace
from pathlib import Path
from xml.etree import ElementTree

import pytest
from crispy_forms.utils import render_crispy_form
from django.test import RequestFactory

from knowledge.interchange import SHIPPED_FOLDER, read_folder
from symptoms.catalogue import RESERVED_LABELS, OptionShown, QuestionShown, question_shown
from symptoms.drawings import DRAWINGS, drawings_of
from symptoms.forms import QuestionForm
from symptoms.preview import preview_page
from tests.reading_age import grade
from tests.symptoms.test_forms import Page

ROOT = Path(__file__).parent.parent.parent
FILES = {path.stem: path for path in sorted((ROOT / "templates" / "drawings").iterdir())}

SVG = "{http://www.w3.org/2000/svg}"
#: All that a drawing may be made of. No style and no script, as the pages allow none inside them; nothing of another
#: file; no id, as two drawings share a page; no words, as nobody would translate or find them there.
TAGS = {"svg", "g", "path", "circle"}
ATTRIBUTES = {
    *("viewBox", "width", "height", "aria-hidden", "class", "d", "cx", "cy", "r", "transform"),
    *("fill", "fill-opacity", "stroke", "stroke-width", "stroke-linecap", "stroke-linejoin"),
}

#: The shipped pages that have drawings, with the options that have one.
SHOWN = {
    "danger_spine": {"saddle_numbness", "numb_band"},
    "side": {"both", "one", "arm_leg"},
    "area": {
        *("weak_all_over", "neck_weak", "spreading_up", "area_arms_too", "hands_weak_clumsy"),
        *("foot_drop", "area_feet_ankles", "area_hips_thighs"),
    },
    "function": {"trouble_chair"},
}

by_file = pytest.mark.parametrize("path", FILES.values(), ids=FILES)


@pytest.fixture
def pages(release):
    """The pages of the shipped knowledge as a man sees them, by key."""
    return {question.key: question_shown(release, question) for question in release.questions}


def draw(shown, **more):
    form = QuestionForm(shown=shown, check=lambda _: None, **more)
    return Page(render_crispy_form(form, context={"csrf_token": "token-of-the-test"})).root


@by_file
def test_a_drawing_is_small(path):
    assert path.stat().st_size < 3000


@by_file
def test_a_drawing_is_made_of_plain_shapes_in_the_colour_of_the_words(path):
    text = path.read_text("ascii")
    parts = list(ElementTree.fromstring(text).iter())  # noqa: S314 - a file of the project
    assert {part.tag.removeprefix(SVG) for part in parts} <= TAGS
    assert {name for part in parts for name in part.attrib} <= ATTRIBUTES
    assert {part.get(name) for part in parts for name in ("fill", "stroke")} <= {None, "none", "currentColor"}
    assert {part.get("class") for part in parts} <= {None, "lc-drawing__part"}
    assert not any((part.text or "").strip() or (part.tail or "").strip() for part in parts)
    assert re.findall(r"https?:[^\"]*|url\(|href|&|<!|<\?|\{", text) == ["http://www.w3.org/2000/svg"]


@by_file
def test_all_drawings_are_of_one_kind(path):
    whole = ElementTree.fromstring(path.read_text("ascii"))  # noqa: S314 - a file of the project
    assert whole.tag == f"{SVG}svg"
    assert whole.attrib == {
        **{"viewBox": "0 0 72 88", "width": "72", "height": "88", "aria-hidden": "true"},
        **{"fill": "none", "stroke": "currentColor", "stroke-width": "1.8"},
        **{"stroke-linecap": "round", "stroke-linejoin": "round"},
    }


def test_every_file_is_used_and_every_drawing_has_its_file():
    assert {drawing.name for drawing in DRAWINGS.values()} == set(FILES)


@pytest.mark.parametrize("finding", DRAWINGS)
def test_in_the_shipped_knowledge_the_option_stands_for_just_this_finding(knowledge, finding):
    (page,) = [page for page in knowledge.questions if finding in page.findings]
    (option,) = [option for option in page.options if option.key == (DRAWINGS[finding].option or finding)]
    assert tuple(option.present) == (finding,)
    assert [other.key for other in page.options if finding in other.present] == [option.key]


def test_shipped_pages_have_these_drawings(pages):
    drawn = {key: set(drawings_of(page)) for key, page in pages.items()}
    assert {key: options for key, options in drawn.items() if options} == SHOWN
    assert not set(RESERVED_LABELS) & set().union(*drawn.values())


@pytest.mark.parametrize("finding", DRAWINGS)
def test_the_alternative_says_what_is_drawn_and_is_no_repeat_of_the_label(pages, finding):
    (page,) = [page for page in pages.values() if finding in page.findings]
    label = next(option.label for option in page.options if drawings_of(page).get(option.key) is DRAWINGS[finding])
    said = str(DRAWINGS[finding].alternative)
    assert said.endswith(".")
    assert not re.search(r"\b(drawing|picture|image|you|your)\b", said, re.I)
    words = {*re.findall(r"\w+", said.lower())}
    assert len(words - {*re.findall(r"\w+", label.lower())}) > len(words) / 2


def test_alternatives_differ_and_are_easy_to_read():
    said = [str(drawing.alternative) for drawing in DRAWINGS.values()]
    assert len(set(said)) == len(said)
    assert grade(said) <= 6
    assert max(map(len, said)) < 150


@pytest.mark.parametrize("key", SHOWN)
def test_the_drawing_stands_beside_the_label_and_not_in_it(pages, key):
    form = draw(pages[key])
    options = {option.key: option for option in pages[key].options}
    fields = list(form.all("input", name="options"))
    assert {field["value"] for field in fields} == set(options)
    for field in fields:
        option, drawing = options[field["value"]], drawings_of(pages[key]).get(field["value"])
        (label,) = form.all("label", **{"for": field["id"]})
        shown = list(field.parent.all("span", role="img"))
        assert label.text == " ".join(filter(None, (option.label, option.explain)))
        assert not list(label.all("svg"))
        assert len(shown) == (drawing is not None)
        if drawing:
            assert (shown[0]["role"], shown[0]["aria-label"]) == ("img", str(drawing.alternative))
            assert len(list(shown[0].all("path"))) >= 1


@pytest.mark.parametrize("key", SHOWN)
def test_what_tells_more_than_the_words_describes_its_option(pages, key):
    form = draw(pages[key])
    drawn = drawings_of(pages[key])
    for field in form.all("input", name="options"):
        option = next((one for one in pages[key].options if one.key == field["value"]), None)
        told = [form.one(id=name) for name in field.attributes.get("aria-describedby", "").split()]
        drawing = drawn.get(field["value"])
        words = [option.explain] if option and option.explain else []
        words += [str(drawing.alternative)] if drawing and drawing.tells_more else []
        assert [part.attributes.get("aria-label") or part.text for part in told] == words


def test_a_page_that_does_not_ask_about_the_finding_has_no_drawing(pages):
    without = tuple(finding for finding in pages["area"].findings if finding != "foot_drop")
    assert set(drawings_of(replace(pages["area"], findings=without))) == SHOWN["area"] - {"foot_drop"}
    # An option of the same key on another page is another thing.
    other = QuestionShown(
        *("q", "Which arm?", "", "", "single", "pattern"),
        sensitive=False,
        options=(OptionShown("both", "Both arms", reserved=False),),
        findings=("hands_weak_clumsy",),
    )
    assert "both" not in drawings_of(other)
    assert not list(draw(other).all("svg"))


def test_a_finding_whose_option_is_gone_draws_nothing(pages):
    kept = tuple(option for option in pages["side"].options if option.key != "both")
    assert len(list(draw(replace(pages["side"], options=kept)).all("svg"))) == 2


@pytest.mark.parametrize("key", SHOWN)
def test_the_preview_of_a_page_has_its_drawings(pages, key):
    (page,) = [page for page in read_folder(SHIPPED_FOLDER).questions if page.key == key]
    response = preview_page(RequestFactory().get("/"), page, sensitive=False, back="/")
    shown = Page(response.content.decode()).root.all("span", role="img")
    assert [part["aria-label"] for part in shown] == [
        str(drawings_of(pages[key])[option.key].alternative)
        for option in page.options
        if option.key in drawings_of(pages[key])
    ]


def test_the_docs_list_every_drawing_with_its_finding_and_words():
    text = (ROOT / "docs" / "drawings.md").read_text("utf-8")
    rows = re.findall(r"^\| `([\w-]+)` \| `(\w+)` \| (.+) \| (yes|no) \|$", text, re.M)
    assert rows == [
        (drawing.name, finding, str(drawing.alternative), "yes" if drawing.tells_more else "no")
        for finding, drawing in DRAWINGS.items()
    ]
