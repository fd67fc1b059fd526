"""The posterior of a naive Bayes network by pyAgrum."""

from __future__ import annotations

import warnings
from collections.abc import Mapping

from bench.naive_bayes import Network

with warnings.catch_warnings():
    # Its types, made by SWIG, name no module: Python warns of that, and as an error that warning breaks the import.
    warnings.simplefilter("ignore", DeprecationWarning)
    import pyagrum

_CAUSE = "cause"


class PyAgrum:
    """Ready to answer: the network and its inference are made once, the cause is the only target."""

    def __init__(self, network: Network) -> None:
        self.network = pyagrum.BayesNet()
        cause = self.network.add(pyagrum.LabelizedVariable(_CAUSE, "", len(network.prior)))
        self.network.cpt(cause).fillWith(list(network.prior))
        for key, rows in network.findings.items():
            finding = self.network.add(pyagrum.LabelizedVariable(key, "", 3))
            self.network.addArc(cause, finding)
            self.network.cpt(finding).fillWith([share for row in rows for share in row])
        self.inference = pyagrum.LazyPropagation(self.network)
        self.inference.setTargets({_CAUSE})
        # The time of all threads is what is measured.
        self.inference.setNumberOfThreads(1)

    def posterior(self, said: Mapping[str, int]) -> list[float]:
        """Share of each cause and, last, of something else."""
        self.inference.setEvidence(dict(said))
        self.inference.makeInference()
        shares: list[float] = self.inference.posterior(_CAUSE).tolist()
        return shares
