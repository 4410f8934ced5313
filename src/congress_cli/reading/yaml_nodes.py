"""Where each value of a text begins and ends, for those who change a file in place. Of texts that were read already."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator
from typing import Any, NamedTuple

import yaml

from congress_cli.reading.yaml import Parser

BLOCK_STYLES = ("|", ">")


class Node:
    """One value: `text[start:end]` is how it is written, its comments aside.

    A value that is not written at all begins and ends where it could be.
    """

    __slots__ = ("_raw", "start")

    def __init__(self, raw: Any) -> None:
        self._raw = raw
        self.start: int = raw.start_mark.index

    @property
    def column(self) -> int:
        """In which column it begins, counted from 0."""
        column: int = self._raw.start_mark.column
        return column

    @property
    def end(self) -> int:
        """Where its last character ends; of a text in block style, where its lines end."""
        end: int = self._last.end_mark.index
        return end

    @property
    def flow(self) -> bool:
        """Whether it is a mapping or a list in brackets."""
        return bool(getattr(self._raw, "flow_style", False))

    @property
    def is_lines(self) -> bool:
        """Whether it is a mapping or a list in lines of its own."""
        return not isinstance(self._raw, yaml.ScalarNode) and not self._raw.flow_style

    @property
    def style(self) -> str:
        """How a single text is written: `"`, `'`, `|`, `>`, or nothing for a plain one."""
        return getattr(self._raw, "style", None) or ""

    @property
    def ends_lines(self) -> bool:
        """Whether it ends with the end of a line that belongs to it: a text in block style does."""
        last = self._last
        return isinstance(last, yaml.ScalarNode) and last.style in BLOCK_STYLES

    @property
    def _last(self) -> Any:
        """The last text or bracket of it: where a mapping in lines ends, the parser says only after the comments."""
        raw = self._raw
        while not isinstance(raw, yaml.ScalarNode) and not raw.flow_style and raw.value:
            raw = raw.value[-1] if isinstance(raw, yaml.SequenceNode) else raw.value[-1][1]
        return raw

    def entries(self) -> Iterator[Entry]:
        """The keys of a mapping, each with its value."""
        for key, value in self._raw.value:
            yield Entry(unicodedata.normalize("NFC", key.value), Node(key), Node(value))

    def items(self) -> Iterator[Node]:
        """The items of a list."""
        return map(Node, self._raw.value)


class Entry(NamedTuple):
    """One key of a mapping and its value."""

    name: str
    key: Node
    value: Node


def root_node(text: str) -> Node:
    """The value a text holds. The text must have been read without mistakes."""
    loader = Parser or yaml.BaseLoader
    return Node(yaml.compose(text, Loader=loader))
