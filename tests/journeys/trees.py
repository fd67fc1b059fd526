"""What Chromium tells a screen reader of a page, as lines that people can read."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from playwright.sync_api import Page

#: Boxes without a meaning of their own, whose content counts.
_NOTHING = {"generic", "none", "LayoutTable", "LayoutTableRow", "LayoutTableCell", "MenuListPopup", "DescriptionList"}
#: The words of a part stand in its name, or below it as text.
_LEFT_OUT = {"InlineTextBox", "LineBreak", "ListMarker"}
#: Properties that are told; anything else is the same everywhere.
_TOLD = ("level", "checked", "expanded", "invalid", "required", "disabled", "live", "multiline", "hasPopup")

_WEEKDAY = "Monday|Tuesday|Wednesday|Thursday|Friday|Saturday|Sunday"
_MONTH = "January|February|March|April|May|June|July|August|September|October|November|December"
#: What is another on each day and with each release.
_VARYING = (
    (re.compile(rf"(({_WEEKDAY}),? )?\d{{1,2}} ({_MONTH})( \d{{4}})?"), "DAY"),
    (re.compile(r"\d{4}-\d{2}-\d{2}"), "DAY"),
    (re.compile(rf"\b({_WEEKDAY})\b"), "WEEKDAY"),
)


def tree_of(page: Page) -> str:
    """The accessibility tree of Chromium, in the order of reading: role, name, (description), [states]."""
    session = page.context.new_cdp_session(page)
    nodes = session.send("Accessibility.getFullAXTree")["nodes"]
    session.detach()
    by_id = {node["nodeId"]: node for node in nodes}
    text = "\n".join(_lines(nodes[0], by_id, 0)) + "\n"
    for pattern, word in _VARYING:
        text = pattern.sub(word, text)
    return text


def _lines(node: dict[str, Any], by_id: dict[str, dict[str, Any]], depth: int) -> Iterator[str]:
    role = node.get("role", {}).get("value", "none")
    if role in _LEFT_OUT:
        return
    shown = not node.get("ignored") and role not in _NOTHING
    name = node.get("name", {}).get("value", "").strip()
    if role == "StaticText" and not name:
        return
    within: list[str] = []
    for key in node.get("childIds", ()):
        child = by_id.get(key)
        # A name that is made of the content is not said twice.
        if child and not (shown and _is_text(child) and child.get("name", {}).get("value", "").strip() == name):
            within += _lines(child, by_id, depth + shown)
    if not shown:
        yield from within
    elif not name and len(within) == 1 and within[0].lstrip().startswith("text "):
        yield "  " * depth + _said(role, node) + within[0].lstrip().removeprefix("text")
    else:
        yield "  " * depth + _said(role, node)
        yield from within


def _said(role: str, node: dict[str, Any]) -> str:
    name, description = (node.get(part, {}).get("value", "") for part in ("name", "description"))
    states = {state["name"]: state["value"].get("value") for state in node.get("properties", ())}
    if role != "heading":
        states.pop("level", None)
    told = [f"{key}={states[key]}" for key in _TOLD if states.get(key) not in (None, False, "false", "off")]
    parts = [
        "text" if role == "StaticText" else role,
        f'"{name}"' if name else "",
        f"({description})" if description else "",
        f"[{', '.join(told)}]" if told else "",
    ]
    return " ".join(part for part in parts if part)


def _is_text(node: dict[str, Any]) -> bool:
    return bool(node.get("role", {}).get("value") == "StaticText")
