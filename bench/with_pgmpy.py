"""The posterior of a naive Bayes network by pgmpy."""

from __future__ import annotations

from collections.abc import Mapping

from pgmpy.factors.discrete import TabularCPD
from pgmpy.inference import VariableElimination
from pgmpy.models import DiscreteBayesianNetwork

from bench.naive_bayes import Network

_CAUSE = "cause"


class Pgmpy:
    """Ready to answer: the network and its inference are made once."""

    def __init__(self, network: Network) -> None:
        causes = len(network.prior)
        model = DiscreteBayesianNetwork([(_CAUSE, key) for key in network.findings])
        model.add_cpds(TabularCPD(_CAUSE, causes, [[share] for share in network.prior]))
        for key, rows in network.findings.items():
            columns = [list(column) for column in zip(*rows, strict=True)]
            model.add_cpds(TabularCPD(key, 3, columns, evidence=[_CAUSE], evidence_card=[causes]))
        self.inference = VariableElimination(model)

    def posterior(self, said: Mapping[str, int]) -> list[float]:
        """Share of each cause and, last, of something else."""
        answer = self.inference.query([_CAUSE], evidence=dict(said), show_progress=False)
        return [float(share) for share in answer.values]
