"""Files to content and back, and every fault of a wrong file told."""

import dataclasses
import shutil
from dataclasses import replace

import pytest

from knowledge import content
from knowledge.content import CONCEPTS, LEFT_OUT, Option, Text
from knowledge.documents import build_document, read_document
from knowledge.interchange import (
    SHIPPED_FOLDER,
    Unreadable,
    canonical_json,
    content_hash,
    from_plain,
    read_folder,
    row_to_plain,
    to_plain,
    write_folder,
)
from tests.knowledge.small import SMALL

#: The names of all fields that came after the first release.
LATER = {
    field.name
    for kind in vars(content).values()
    if dataclasses.is_dataclass(kind)
    for field in dataclasses.fields(kind)
    if LEFT_OUT in field.metadata
}


def without_later(value):
    """Content as it was before any of these fields came."""
    if isinstance(value, tuple):
        return tuple(without_later(part) for part in value)
    if not dataclasses.is_dataclass(value):
        return value
    kept = {
        field.name: field.default if LEFT_OUT in field.metadata else without_later(getattr(value, field.name))
        for field in dataclasses.fields(value)
    }
    return replace(value, **kept)


def later_names(plain):
    """The names of later fields that stand anywhere in JSON values."""
    if isinstance(plain, list):
        return {name for part in plain for name in later_names(part)}
    if isinstance(plain, dict):
        return (LATER & plain.keys()) | {name for part in plain.values() for name in later_names(part)}
    return set()


@pytest.fixture
def folder(tmp_path):
    """A copy of the shipped files that a test may spoil."""
    copy = tmp_path / "data"
    shutil.copytree(SHIPPED_FOLDER, copy)
    return copy


def spoil(folder, file, before, after):
    path = folder / file
    text = path.read_text(encoding="utf-8")
    assert before in text
    path.write_text(text.replace(before, after, 1), encoding="utf-8")


def problems_of(folder):
    with pytest.raises(Unreadable) as refused:
        read_folder(folder)
    return [(problem.concept, problem.key, problem.code, problem.path) for problem in refused.value.problems]


def test_files_written_from_the_content_give_the_same_content_and_the_same_files(tmp_path, knowledge):
    write_folder(knowledge, tmp_path / "first")
    assert read_folder(tmp_path / "first") == knowledge
    write_folder(read_folder(tmp_path / "first"), tmp_path / "second")
    for path in sorted((tmp_path / "first").iterdir()):
        assert path.read_bytes() == (tmp_path / "second" / path.name).read_bytes()


def test_the_shipped_files_stand_as_they_would_be_written(tmp_path, knowledge):
    write_folder(knowledge, tmp_path)
    for path in sorted(SHIPPED_FOLDER.glob("*.yaml")):
        assert path.read_text(encoding="utf-8") == (tmp_path / path.name).read_text(encoding="utf-8"), path.name


def test_plain_values_are_the_content_again(knowledge):
    assert from_plain(to_plain(knowledge)) == knowledge
    assert content_hash(from_plain(to_plain(knowledge))) == content_hash(knowledge)


def test_canonical_json_has_one_form():
    assert canonical_json({"b": 1, "a": [0.5, "é"]}) == '{"a":[0.5,"é"],"b":1}'.encode()
    with pytest.raises(ValueError, match="JSON"):
        canonical_json({"a": float("nan")})


@pytest.mark.parametrize("content_of", [lambda shipped: shipped, lambda _: SMALL], ids=["shipped", "small"])
def test_a_row_alone_has_the_form_it_has_in_the_whole(knowledge, content_of):
    whole = content_of(knowledge)
    plain = to_plain(whole)
    for concept in set(CONCEPTS) - {"settings"}:
        assert [row_to_plain(row) for row in getattr(whole, concept)] == plain[concept]
    assert row_to_plain(whole.settings) == plain["settings"]


def test_what_came_later_and_says_nothing_is_not_written():
    """So that content which was released before keeps its bytes and its hash."""
    assert row_to_plain(Text("welcome", "Welcome.")) == {"key": "welcome", "text": "Welcome.", "note": None}
    said = Text("welcome", "Welcome.", text_for_another="Welcome to you both.")
    assert row_to_plain(said)["text_for_another"] == "Welcome to you both."
    option = Option("yes", "Yes", present=("numb",), absent=())
    plain = {"key": "yes", "label": "Yes", "present": ["numb"], "absent": [], "ends": None}
    page = replace(SMALL.questions[1], options=(option, replace(option, for_another_man=True)))
    assert row_to_plain(page)["options"] == [plain, plain | {"for_another_man": True}]


def test_later_fields_are_left_out_wherever_they_stand_and_nothing_else_is(knowledge):
    bare, full = without_later(knowledge), without_later(SMALL)
    assert later_names(to_plain(bare)) == later_names(to_plain(full)) == set()
    assert from_plain(to_plain(bare)) == bare
    assert later_names(to_plain(SMALL)) == LATER - {"for_another_man"}
    assert from_plain(to_plain(SMALL)) == SMALL


def test_a_release_of_before_keeps_its_bytes(knowledge):
    data = build_document(without_later(knowledge))
    assert not any(f'"{name}"'.encode() in data for name in LATER)
    read = read_document(data)
    assert read.knowledge.settings.language == "en"
    assert build_document(read.knowledge) == data


WRONG_FIELDS = [
    ("findings.yaml", "label: Came on within", "lable: Came on within", "onset_sudden", "K002", "lable"),
    ("findings.yaml", "kind: onset", "kind: onsett", "onset_sudden", "K004", "kind"),
    ("findings.yaml", "a18_39: 0.13", "a18_39: '0.13'", "onset_sudden", "K001", "background.a18_39"),
    ("findings.yaml", "sensitive: false", "sensitive: 0", "onset_sudden", "K001", "sensitive"),
    ("causes.yaml", "numb_feet, frequency", "numb_feet, often", "peripheral_neuropathy", "K002", "evidence[0].often"),
    ("settings.yaml", "cluster_decay: 0.5", "cluster_decay: half", "", "K001", "cluster_decay"),
    ("categories.yaml", "key: neurological", "key: neurological\n  key: other", "", "K005", "line 11"),
]


@pytest.mark.parametrize(("file", "before", "after", "key", "code", "path"), WRONG_FIELDS)
def test_a_wrong_field_is_told_with_file_key_code_and_place(folder, file, before, after, key, code, path):
    spoil(folder, file, before, after)
    assert (file.removesuffix(".yaml"), key, code, path) in problems_of(folder)


def test_a_missing_field_is_told(folder):
    spoil(folder, "findings.yaml", "  label: Came on within seconds to an hour, or woke with it\n", "")
    assert problems_of(folder) == [("findings", "onset_sudden", "K003", "label")]


@pytest.mark.parametrize(
    ("text", "code"), [("", "K006"), ("- [", "K006"), ("- key: !!python/object:os.system x", "K006"), ("5", "K001")]
)
def test_a_broken_file_is_told(folder, text, code):
    (folder / "advice.yaml").write_text(text, encoding="utf-8")
    assert [(concept, found) for concept, _, found, _ in problems_of(folder)] == [("advice", code)]


def test_a_missing_file_and_bytes_that_are_no_text_are_told(folder):
    (folder / "texts.yaml").unlink()
    (folder / "regions.yaml").write_bytes(b"\xff\xfe")
    assert [(concept, code) for concept, _, code, _ in problems_of(folder)] == [("regions", "K006"), ("texts", "K006")]


def test_all_faults_of_all_files_are_told_together(folder):
    spoil(folder, "findings.yaml", "kind: onset", "kind: onsett")
    spoil(folder, "red_flags.yaml", "urgency: emergency_now", "urgency: at_once")
    spoil(folder, "settings.yaml", "format: 1", "format: one")
    assert {concept for concept, _, _, _ in problems_of(folder)} == {"findings", "red_flags", "settings"}


def test_a_list_of_causes_on_an_advice_may_be_written_and_must_be_true(folder, knowledge):
    helped = [cause.key for cause in knowledge.causes if "checkups" in cause.treatment]
    spoil(folder, "advice.yaml", "- key: checkups\n", f"- key: checkups\n  for_causes: [{', '.join(helped)}]\n")
    assert read_folder(folder) == knowledge
    spoil(folder, "advice.yaml", f"for_causes: [{', '.join(helped)}]", "for_causes: [gout]")
    assert problems_of(folder) == [("advice", "checkups", "K007", "for_causes")]


def test_plain_values_that_are_no_knowledge_are_refused():
    with pytest.raises(Unreadable):
        from_plain({"causes": []})
