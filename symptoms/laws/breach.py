"""What a law is, and what it says where it is broken."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

#: What each law says, in short; docs/safety.md has them in full.
LAWS: Final = {
    1: "A rule that fires sets a floor, whatever else is answered.",
    2: "One more yes never lowers the urgency.",
    3: "No is at most not sure, which is at most yes.",
    4: "Order and route of the answers do not matter.",
    6: "Causes never move the urgency.",
    7: "Every rule and page can be reached, and no interview leaves an urgent rule open.",
    8: "Every interview has a next page or an outcome, within the limit of pages.",
    9: "Every outcome carries its advice and where it came from.",
}


@dataclass(frozen=True, slots=True)
class Breach:
    """A law that does not hold: which one, and what went wrong in a plain sentence.

    `concept` is a field of the knowledge base and `key` one of its rows; both are empty when it is about none.
    `advice` says what to do. `forbids` is False for what is worth knowing and endangers nobody: a page that no
    interview was found to ask, while every rule that needs its findings can be reached.
    """

    law: int
    message: str
    concept: str = ""
    key: str = ""
    advice: str = "This is a fault of the program, not of what you wrote: tell whoever runs the site."
    forbids: bool = True
