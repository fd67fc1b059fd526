"""What the engine achieves on the test cases of a release: measured when it goes live, told on a page."""

from __future__ import annotations

from knowledge.documents import read_document
from symptoms.engine.compile import compile_release
from symptoms.engine.compiled import ReleaseIdentity
from symptoms.engine.version import ENGINE_VERSION
from symptoms.evaluation.cases import cases_of
from symptoms.evaluation.evaluation import evaluate, evaluation_json
from symptoms.evaluation.report import DRAWS, SEED, VERSION, page_of_report
from symptoms.evaluation.words import ENGLISH


class Accuracy:
    """Implements `knowledge.accuracy.Measure`."""

    engine = ENGINE_VERSION
    version = VERSION

    def can_read(self, report: str) -> bool:
        """Whether this version of the program can show a report."""
        try:
            page_of_report(report, ENGLISH)
        except Exception:
            # Whatever another version of the program wrote: what matters is that it cannot be shown.
            return False
        return True

    def measure(self, document: bytes) -> str:
        """The evaluation of a release on its own vignettes as JSON. Raises Unreadable for bytes that are no release."""
        read = read_document(document)
        # The region changes texts alone, and the number and date of a release nothing.
        release = compile_release(read, ReleaseIdentity(0, read.hash, ""), read.knowledge.regions[0].key)
        cases = cases_of(release, read.knowledge)
        return evaluation_json(evaluate(release, read.knowledge, cases, own=True, draws=DRAWS, seed=SEED)).decode()
