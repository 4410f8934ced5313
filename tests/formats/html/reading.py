"""A page read by nothing but the standard library: its findings off the grids, and off the data of its script."""

import json
from html.parser import HTMLParser
from typing import Any, NamedTuple

VOID = {"meta", "input", "br", "hr", "img", "link"}


class Cell(NamedTuple):
    """A finding as the grid tells it: unit, rule and the word for its status."""

    unit: str
    rule: str
    word: str


class PageReader(HTMLParser):
    """The elements of a page in their order, its texts, the cells of its grids and the data it carries."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.elements: list[tuple[str, tuple[str, ...]]] = []
        self.attributes: list[dict[str, str | None]] = []
        self.texts: list[str] = []
        self.cells: list[Cell] = []
        self.data = ""
        self.open: list[str] = []
        self._columns: list[str] = []
        self._row = ""
        self._column = 0
        self._in_data = False
        self.feed(page)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        self.elements.append((tag, tuple(sorted(given))))
        self.attributes.append(given)
        if tag not in VOID:
            self.open.append(tag)
        self._in_data = tag == "script" and given.get("type") == "application/json"
        if tag == "table":
            self._columns, self._row = [], ""
        if given.get("data-column"):
            self._columns.append(given["data-column"] or "")
        if tag == "tr":
            self._row, self._column = given.get("data-row") or "", 0
        if tag == "td":
            self._column += 1

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.elements.append((tag, tuple(sorted(dict(attrs)))))
        self.attributes.append(dict(attrs))

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag

    def handle_data(self, data: str) -> None:
        if self._in_data:
            self.data += data
        elif data.strip():
            self.texts.append(" ".join(data.split()))
            if self._row and self.open[-1] == "td":
                self.cells.append(Cell(self._row, self._columns[self._column - 1], data))

    def findings(self) -> list[dict[str, Any]]:
        """The findings of the data, each number replaced by what it stands for."""
        held = json.loads(self.data)
        texts = held["texts"]

        def evidence(number: int) -> dict[str, Any]:
            name, value, source, path, line, column = held["evidence"][number]
            return {
                "name": texts[name],
                "value": texts[value],
                "source": texts[source],
                "at": f"{texts[path]}:{line}:{column}",
            }

        return [
            {
                "unit": (held["forces"][-1 - unit] if unit < 0 else held["units"][unit])[0],
                "rule": held["rules"][rule][0],
                "status": held["statuses"][status][0],
                "severity": ("warning", "violation")[severity],
                "message": texts[message],
                "last_day": held["timings"][timing][0],
                "evidence": [evidence(one) for one in used],
            }
            for unit, rule, status, severity, message, timing, *used in held["findings"]
        ]
