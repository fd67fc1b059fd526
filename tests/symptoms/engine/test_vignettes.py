"""Every vignette of the shipped knowledge comes out right; what it does not name was not asked."""

import pytest

from knowledge.interchange import SHIPPED_FOLDER, read_folder
from symptoms.engine.cases import objections
from symptoms.evaluation.cases import case_of

VIGNETTES = read_folder(SHIPPED_FOLDER).vignettes


@pytest.mark.parametrize("vignette", VIGNETTES, ids=lambda vignette: vignette.key)
def test_vignette(vignette, release):
    assert objections(release, case_of(vignette)) == ()
