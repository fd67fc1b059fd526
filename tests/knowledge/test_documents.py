"""The bytes of a release."""

import json

import pytest

from knowledge.documents import build_document, read_document
from knowledge.interchange import Unreadable, sha256


def test_a_document_reads_back_to_the_same_knowledge_and_logarithms(knowledge, document):
    data = build_document(knowledge)
    read = read_document(data)
    assert read.knowledge == knowledge
    assert read.log_ratios == document.log_ratios
    assert read.hash == sha256(data) == document.hash


def test_the_same_knowledge_gives_the_same_bytes(knowledge):
    assert build_document(knowledge) == build_document(knowledge)


@pytest.mark.parametrize(
    "spoil",
    [
        lambda plain: plain | {"format": 2},
        lambda plain: plain | {"log_ratios": {}},
        lambda plain: plain | {"knowledge": {}},
        lambda plain: {},
        lambda plain: [],
    ],
)
def test_bytes_that_are_no_release_are_refused(knowledge, spoil):
    plain = json.loads(build_document(knowledge))
    with pytest.raises(Unreadable):
        read_document(json.dumps(spoil(plain)).encode())


def test_cut_bytes_are_refused(knowledge):
    with pytest.raises(Unreadable):
        read_document(build_document(knowledge)[:-10])
