"""Turns a page of the admin into what a browser would send from it.

data = form_data(client.get(url))
data["label"] = "Another label"
add_row(data, "options", key="toes", label="Toes")
client.post(url, data)
"""

from __future__ import annotations

from html.parser import HTMLParser

FormData = dict[str, str | list[str]]

#: Forms that stand on every page of the admin.
_OTHER_FORMS = {"logout-form", "changelist-search"}


def form_data(response) -> FormData:
    """The fields of the form on a page, as they stand; menus of several choices give lists.

    Buttons and the hidden row that new rows are copied from are left out. Raises AssertionError when the page
    has no form of its own.
    """
    assert response.status_code == 200, f"no page: status {response.status_code}"
    page = _Page()
    page.feed(response.content.decode())
    assert page.found, "the page has no form to send"
    return {name: value for name, value in page.fields.items() if "-__prefix__-" not in name}


def add_row(data: FormData, prefix: str, **values: str | list[str]) -> int:
    """Adds a new row to the inline form with this prefix, as "Add another" does; gives its number."""
    number = int(data[f"{prefix}-TOTAL_FORMS"])
    data[f"{prefix}-TOTAL_FORMS"] = str(number + 1)
    data.update({f"{prefix}-{number}-{name}": value for name, value in values.items()})
    return number


def row_number(data: FormData, prefix: str, field: str, value: str) -> int:
    """The number of the inline row whose field has this value. Raises StopIteration when none has."""
    numbers = range(int(data[f"{prefix}-TOTAL_FORMS"]))
    return next(number for number in numbers if data.get(f"{prefix}-{number}-{field}") == value)


class _Page(HTMLParser):
    """Reads the fields of the first form that posts and belongs to the page itself."""

    def __init__(self) -> None:
        super().__init__()
        self.fields: FormData = {}
        self.found = False
        self._inside = False
        self._select: str | None = None
        self._first_option: str | None = None
        self._textarea: str | None = None

    def handle_starttag(self, tag, attrs):
        given = dict(attrs)
        if tag == "form" and not self.found and given.get("method") == "post" and given.get("id") not in _OTHER_FORMS:
            self.found = self._inside = True
        name = given.get("name")
        if not self._inside or "disabled" in given:
            return
        if tag == "option":
            self._take_option(given)
        elif name is None:
            return
        elif tag == "input":
            self._take_input(name, given)
        elif tag == "textarea":
            self._textarea = name
            self.fields[name] = ""
        elif tag == "select":
            self._select, self._first_option = name, None
            if "multiple" in given:
                self.fields[name] = []

    def _take_input(self, name, given):
        kind = given.get("type", "text")
        if kind in ("checkbox", "radio"):
            if "checked" in given:
                self.fields[name] = given.get("value", "on")
        elif kind not in ("submit", "button", "image", "reset", "file"):
            self.fields[name] = given.get("value") or ""

    def _take_option(self, given):
        if self._select is None:
            return
        value = given.get("value") or ""
        chosen = self.fields.get(self._select)
        if isinstance(chosen, list):
            if "selected" in given:
                chosen.append(value)
        elif "selected" in given:
            self.fields[self._select] = value
        elif self._first_option is None:
            # A menu where nothing is chosen sends its first entry.
            self._first_option = value
            self.fields.setdefault(self._select, value)

    def handle_endtag(self, tag):
        if tag == "form":
            self._inside = False
        elif tag == "select":
            self._select = None
        elif tag == "textarea" and self._textarea is not None:
            # Browsers drop one line break after the tag, and send line breaks as two characters.
            text = str(self.fields[self._textarea]).removeprefix("\r\n").removeprefix("\n")
            self.fields[self._textarea] = text.replace("\r\n", "\n").replace("\n", "\r\n")
            self._textarea = None

    def handle_data(self, data):
        if self._textarea is not None:
            self.fields[self._textarea] = str(self.fields[self._textarea]) + data
