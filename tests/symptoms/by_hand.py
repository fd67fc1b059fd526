"""The scoring once more, in few lines and straight from the YAML tables, to compare page and engine with.

It knows nothing of the engine: numbers and rows are read as they stand in the files, ratios are multiplied
instead of adding logarithms, and the information of a page is worked out from its definition.
"""

from __future__ import annotations

import math
from collections import defaultdict
from dataclasses import dataclass
from functools import cached_property

import yaml

from knowledge.interchange import SHIPPED_FOLDER


def _rows(name: str) -> dict:
    rows = yaml.load((SHIPPED_FOLDER / f"{name}.yaml").read_text("utf-8"), yaml.CSafeLoader)
    return {row["key"]: row for row in rows} if isinstance(rows, list) else rows


class Tables:
    """The tables, and what follows for men of one age band."""

    def __init__(self, band: str) -> None:
        self.band = band
        self.settings = _rows("settings")
        self.findings, self.causes = _rows("findings"), _rows("causes")
        self.categories, self.questions = _rows("categories"), _rows("questions")
        self.options = {
            question["key"]: [key for option in question["options"] for key in option["present"]]
            for question in self.questions.values()
        }
        self.single = {
            key
            for question in self.questions.values()
            if question["kind"] == "single" and question["stage"] != "scope"
            for key in self.options[question["key"]]
        }
        self.rows = {(cause["key"], row["finding"]): row for cause in self.causes.values() for row in cause["evidence"]}

    def background(self, finding: str) -> float:
        return self.findings[finding]["background"][self.band]

    def stated(self, cause: str, finding: str) -> float:
        """The share of the frequency word."""
        return self.settings["frequency"][self.rows[cause, finding]["frequency"]]

    def share(self, cause: str, finding: str) -> float:
        """Share of men with the cause who have the finding, by the cause or for another reason."""
        stated = self.stated(cause, finding)
        if finding in self.single or self.findings[finding]["kind"] not in ("symptom", "sign", "area"):
            return stated
        return 1 - (1 - stated) * (1 - self.settings["leak_of_background"] * self.background(finding))

    def ratio(self, cause: str, finding: str, state: str) -> float:
        """What a finding in a state does to a cause: present, absent or unticked."""
        row, numbers = self.rows[cause, finding], self.settings
        least, most = numbers["ratio"]["min"], numbers["ratio"]["max"]
        if "likelihood_ratio" in row:
            return min(max(row["likelihood_ratio"], least), most) if state == "present" else 1.0
        here, usual, excluded = self.share(cause, finding), self.background(finding), row["frequency"] == "excluded"
        if state != "present":
            if excluded or finding in self.single:
                return 1.0
            r = numbers["report_sensitivity"][state]
            return min(max((1 - r * here) / (1 - r * usual), least), numbers["ratio"]["max_absent"])
        if excluded and finding not in self.single:
            ratio = numbers["soft_veto"]["present"]
        elif excluded:
            ratio = max(here / usual, numbers["soft_veto"]["single_choice_floor"])
        elif finding in self.single or row["frequency"] == "very_rare":
            ratio = here / usual
        else:
            ratio = max(here / usual, 1.0)
        return min(max(ratio, least), most)


@dataclass(frozen=True)
class Factor:
    """What one finding does to one cause: `ratio` to the power of `place`. `risk` stands outside the clusters."""

    finding: str
    state: str
    ratio: float
    place: float
    risk: bool

    @property
    def counts_as(self) -> float:
        return self.ratio**self.place


class Score:
    """The scoring of one man: `said` holds the state of each finding he was asked about."""

    def __init__(self, tables: Tables, said: dict[str, str]) -> None:
        self.tables = tables
        self.said = {key: state for key, state in said.items() if state in ("present", "absent", "unticked")}

    def factors(self, cause: str) -> list[Factor]:
        tables, groups, risks = self.tables, defaultdict(list), []
        for finding, state in self.said.items():
            if (cause, finding) not in tables.rows:
                continue
            ratio = tables.ratio(cause, finding, state)
            if "likelihood_ratio" in tables.rows[cause, finding]:
                risks.append(Factor(finding, state, ratio, 1.0, risk=True))
            else:
                groups[tables.findings[finding]["cluster"] or finding, ratio > 1].append((finding, state, ratio))
        found = []
        for group in groups.values():
            group.sort(key=lambda row: (-abs(math.log(row[2])), row[0]))
            for place, (finding, state, ratio) in enumerate(group):
                found.append(Factor(finding, state, ratio, tables.settings["cluster_decay"] ** place, risk=False))
        return [item for item in found + risks if item.ratio != 1]

    def prior(self, cause: str) -> float:
        row = self.tables.causes[cause]
        missing = any(self.said.get(key) != "present" for key in row["requires"])
        factor = self.tables.settings["requires_missing"] if missing else 1.0
        return self.tables.settings["prior"][row["prior"][self.tables.band]] * factor

    def evidence(self, cause: str) -> float:
        return math.prod(item.counts_as for item in self.factors(cause) if not item.risk)

    def risk(self, cause: str) -> float:
        product = math.prod(item.counts_as for item in self.factors(cause) if item.risk)
        return min(product, self.tables.settings["risk_product_max"])

    def weight(self, cause: str) -> float:
        return self.prior(cause) * self.evidence(cause) * self.risk(cause)

    @cached_property
    def whole(self) -> float:
        """The weights of all causes and of something else together."""
        return math.fsum([*map(self.weight, self.tables.causes), self.tables.settings["something_else_prior"]])

    @cached_property
    def shares(self) -> dict[str, float]:
        return {cause: self.weight(cause) / self.whole for cause in self.tables.causes}

    @cached_property
    def something_else(self) -> float:
        return self.tables.settings["something_else_prior"] / self.whole

    @cached_property
    def categories(self) -> dict[str, float]:
        found = dict.fromkeys(self.tables.categories, 0.0)
        for cause, share in self.shares.items():
            found[self.tables.causes[cause]["category"]] += share
        return found

    # Which page tells most

    def gain_weight(self, cause: str) -> float:
        numbers, row = self.tables.settings["interview"], self.tables.causes[cause]
        weight = 1.0
        if row["category"] == max(self.categories, key=lambda key: self.categories[key]):
            weight *= numbers["category_gain_weight"]
        if row["urgency"] in ("same_day", "emergency_now"):
            weight *= numbers["serious_gain_weight"]
        return weight

    def says_yes(self, cause: str, finding: str) -> float:
        usual = self.tables.background(finding)
        if (cause, finding) not in self.tables.rows:
            return usual
        most = max(self.tables.settings["frequency"]["obligate"], usual)
        return min(usual * self.tables.ratio(cause, finding, "present"), most)

    def all_say_yes(self, finding: str) -> float:
        of_causes = (share * self.says_yes(cause, finding) for cause, share in self.shares.items())
        return math.fsum([*of_causes, self.something_else * self.tables.background(finding)])

    def _term(self, share: float, says: float, everyone: float) -> float:
        parts = ((says, everyone), (1 - says, 1 - everyone))
        return share * math.fsum(part * math.log2(part / whole) for part, whole in parts if part > 0)

    def term(self, cause: str, finding: str) -> float:
        """What one cause adds to the gain of a finding, in bits."""
        everyone = self.all_say_yes(finding)
        return self.gain_weight(cause) * self._term(self.shares[cause], self.says_yes(cause, finding), everyone)

    def gain(self, finding: str) -> float:
        everyone = self.all_say_yes(finding)
        other = self._term(self.something_else, self.tables.background(finding), everyone)
        return math.fsum([*(self.term(cause, finding) for cause in self.tables.causes), other])

    def page_gains(self, page: str) -> list[tuple[str, float, float]]:
        """Finding, gain and place in its cluster, for each option of a page, greatest gain first."""
        used: dict[str, int] = defaultdict(int)
        found = []
        for gain, finding in sorted(((self.gain(key), key) for key in self.tables.options[page]), reverse=True):
            cluster = self.tables.findings[finding]["cluster"] or finding
            found.append((finding, gain, self.tables.settings["cluster_decay"] ** used[cluster]))
            used[cluster] += 1
        return found
