"""Reads the page of an evaluation: its tags, ids, plots and the cells of its tables."""

from __future__ import annotations

from html.parser import HTMLParser


class PageReader(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.tags: set[str] = set()
        self.attributes: set[str] = set()
        self.ids: list[str] = []
        self.plots: list[str] = []
        self.plots_without_table: list[str] = []
        self.tables: list[list[list[str]]] = []
        self._cell: list[str] | None = None
        self._waiting = ""

    @classmethod
    def of(cls, page: str) -> PageReader:
        reader = cls()
        reader.feed(page)
        reader.close()
        if reader._waiting:
            reader.plots_without_table.append(reader._waiting)
        return reader

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        self.tags.add(tag)
        self.attributes |= given.keys()
        if name := given.get("id"):
            self.ids.append(name)
        if tag == "svg":
            if self._waiting:
                self.plots_without_table.append(self._waiting)
            self._waiting = str(given["aria-labelledby"])
            self.plots.append(self._waiting)
        elif tag == "table":
            self._waiting = ""
            self.tables.append([])
        elif tag == "tr":
            self.tables[-1].append([])
        elif tag in ("td", "th"):
            self._cell = []

    def handle_endtag(self, tag: str) -> None:
        if tag in ("td", "th") and self._cell is not None:
            self.tables[-1][-1].append("".join(self._cell))
            self._cell = None

    def handle_data(self, data: str) -> None:
        if self._cell is not None:
            self._cell.append(data)
