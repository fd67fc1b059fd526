"""Files to content and back, and every fault of a wrong file told."""

import shutil

import pytest

from knowledge.interchange import (
    SHIPPED_FOLDER,
    Unreadable,
    canonical_json,
    content_hash,
    from_plain,
    read_folder,
    to_plain,
    write_folder,
)


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
