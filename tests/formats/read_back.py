"""What other programs read out of the formats: each by a reader of its own, none by the code that wrote it."""

import csv
import json
import re
from collections.abc import Iterator
from functools import lru_cache
from io import StringIO
from typing import Any, NamedTuple

import pytest
from markdown_it import MarkdownIt
from markdown_it.token import Token

SIGNS = {
    "!": "error",
    "✗": "overdue or failed",
    "▲": "late",
    "●": "due_soon",
    "□": "open",
    "?": "unknown",
    "~": "waived",
    "✓": "met",
    "–": "not_applicable",
}


class Row(NamedTuple):
    """One finding as a reader sees it. `unit` is a name and an id in brackets."""

    unit: str
    rule: str
    status: str


# ---------------------------------------------------------------- spreadsheets


def rows(text: str, delimiter: str = ";") -> list[list[str]]:
    """The cells of a CSV file."""
    return list(csv.reader(StringIO(text.removeprefix("\ufeff"), newline=""), delimiter=delimiter))


def unprotected(cell: str) -> str:
    """A text without the apostrophes that keep a spreadsheet from taking it for a formula."""
    return re.sub(r"(^|[,;\t])([\s\"']*)'(?=[-=+@＝＋－＠])", r"\1\2", cell)


def of_csv(text: str) -> Iterator[Row]:
    """The findings of a CSV file in English."""
    heads, *lines = rows(text)
    for line in lines:
        cells = dict(zip(heads, map(unprotected, line), strict=True))
        yield Row(f"{cells['Unit']} ({cells['Unit id']})", cells["Rule id"], cells["Status id"])


# ---------------------------------------------------------------- JUnit


def of_junit(text: str) -> Iterator[Row]:
    """The cases of a JUnit file; the status is passed, failure, error or skipped."""
    parser = pytest.importorskip("junitparser")
    for suite in parser.JUnitXml.fromstring(text.encode()):
        for case in suite:
            kinds = [type(result).__name__.lower() for result in case.result]
            yield Row(case.name, case.classname, kinds[0] if kinds else "passed")


# ---------------------------------------------------------------- GitHub's runner

COMMANDS = {
    *("add-mask", "add-matcher", "add-path", "debug", "echo", "endgroup", "error", "group", "notice"),
    *("remove-matcher", "save-state", "set-env", "set-output", "stop-commands", "warning"),
}


class Command(NamedTuple):
    """What the runner is told to do."""

    name: str
    properties: dict[str, str]
    data: str


def obeyed(line: str) -> Command | None:
    """The command that GitHub's runner takes a line for: `::name key=value::data`, or `##[name key=value]data`."""
    return _modern(line) or _old(line)


def _modern(line: str) -> Command | None:
    line = line.lstrip()
    end = line.find("::", 2)
    if not line.startswith("::") or end < 0:
        return None
    name, _, properties = line[2:end].partition(" ")
    if name not in COMMANDS:
        return None
    return Command(name, _properties(properties, ",", _PROPERTY), _undone(line[end + 2 :], _DATA))


def _old(line: str) -> Command | None:
    start = line.find("##[")
    end = line.find("]", start)
    if start < 0 or end < 0:
        return None
    name, _, properties = line[start + 3 : end].partition(" ")
    return Command(name, _properties(properties, ";", _DATA), line[end + 1 :]) if name in COMMANDS else None


_DATA = (("%0D", "\r"), ("%0A", "\n"), ("%25", "%"))
_PROPERTY = (("%0D", "\r"), ("%0A", "\n"), ("%3A", ":"), ("%2C", ","), ("%25", "%"))


def _properties(text: str, separator: str, escapes: tuple[tuple[str, str], ...]) -> dict[str, str]:
    pairs = (pair.split("=", 1) for pair in text.strip().split(separator) if pair)
    return {pair[0]: _undone(pair[1], escapes) for pair in pairs if len(pair) == 2}


def _undone(text: str, escapes: tuple[tuple[str, str], ...]) -> str:
    for escape, sign in escapes:
        text = text.replace(escape, sign)
    return text


def commands(text: str) -> list[Command]:
    """Whatever the runner obeys in a log."""
    return [command for line in re.split(r"\r\n|[\n\r\u2028\u2029\x85]", text) if (command := obeyed(line))]


def annotations(text: str) -> list[Command]:
    """The annotations that point into a file."""
    return [command for command in commands(text) if "file" in command.properties]


# ---------------------------------------------------------------- SARIF, GitLab


def results(text: str) -> list[dict[str, Any]]:
    """The results of a SARIF log."""
    found: list[dict[str, Any]] = json.loads(text)["runs"][0]["results"]
    return found


def message(one: dict[str, Any]) -> str:
    """A message of a SARIF log as it is meant: braces doubled, the brackets of what is no link escaped."""
    text = str(one["text"]).replace("\\[", "[")
    return text.replace("{{", "{").replace("}}", "}")


def of_sarif(text: str) -> Iterator[Row]:
    """The findings of a SARIF log, those included that one result counts together; the unit is its id."""
    for one in results(text):
        properties = one["properties"]
        for unit in properties.get("units", [properties.get("unit")]):
            yield Row(unit, one["ruleId"], properties["status"])


# ---------------------------------------------------------------- Markdown

PAGE = MarkdownIt("commonmark").enable(["table", "strikethrough"])


@lru_cache(maxsize=8)
def parsed(text: str) -> tuple[Token, ...]:
    """The tokens of a page."""
    return tuple(PAGE.parse(text))


class Table(NamedTuple):
    """A table of a page, its cells as they are read."""

    heads: list[str]
    lines: list[list[str]]


def tables(text: str) -> list[Table]:
    """The tables of a page."""
    found: list[list[list[str]]] = []
    before = ""
    for token in parsed(text):
        if token.type == "table_open":
            found.append([])
        elif token.type == "tr_open":
            found[-1].append([])
        elif before in ("th_open", "td_open"):
            found[-1][-1].append(visible(token))
        before = token.type
    return [Table(heads, lines) for heads, *lines in found]


def visible(token: Token) -> str:
    """What is read of a line; tags other than those of a code are read as they are written."""
    allowed = ("<code>", "</code>")
    return "".join(one.content for one in token.children or () if one.content not in allowed)


def markup(text: str) -> set[str]:
    """Which kinds of marks a page is read to have, and which tags."""
    found = set()
    for token in parsed(text):
        for one in (token, *(token.children or ())):
            found.add(one.content if one.type in ("html_inline", "html_block") else one.type)
    return found


def of_markdown(text: str) -> Iterator[Row]:
    """The findings of the tables of a page in English; the rule is its title, the status its sign."""
    for table in tables(text):
        if table.heads[:3] == ["Status", "Unit", "Rule"]:
            for line in table.lines:
                yield Row(line[1], line[2], SIGNS[line[0][0]])
