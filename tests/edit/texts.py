"""YAML texts as people write them: block and flow, quotes, comments, blank lines, line ends, some indentation."""

import unicodedata
from collections.abc import Callable
from functools import partial
from typing import Any

from hypothesis import strategies as st

from congress_cli.edit.typed_values import Raw

WORDS = (
    "Sen Vàng",
    "2020-06-03",
    "0",
    "12",
    "yes",
    "a: b",
    "x # y",
    "'",
    '"',
    "- z",
    "{",
    "[]",
    "",
    "Ồ",
    "😀",
    "null",
    "~",
)
KEYS = ("day", "document", "note", "facts", "congress.closed", "tên", "on", "a b")

scalars: st.SearchStrategy[Raw] = st.sampled_from(WORDS) | st.text(
    st.characters(codec="utf-8", exclude_categories=("Cc", "Cf", "Cs", "Zl", "Zp")), max_size=8
).map(partial(unicodedata.normalize, "NFC"))


def trees(depth: int = 3) -> st.SearchStrategy[Raw]:
    """Values of mappings, lists and texts."""
    if not depth:
        return scalars
    inner = trees(depth - 1)
    return scalars | mappings(inner) | st.lists(inner, max_size=3)


def mappings(inner: st.SearchStrategy[Raw], least: int = 0) -> st.SearchStrategy[dict[str, Raw]]:
    return st.dictionaries(st.sampled_from(KEYS), inner, min_size=least, max_size=4)


roots = mappings(trees(), 1)


class Writer:
    """Writes a tree with all the freedom a person has."""

    def __init__(self, draw: Callable[[Any], Any]) -> None:
        self.draw = draw
        self.newline: str = draw(st.sampled_from(["\n", "\r\n", "\r"]))

    def one_of(self, *choices: Any) -> Any:
        return self.draw(st.sampled_from(choices))

    def perhaps(self) -> bool:
        return bool(self.draw(st.booleans()))

    def text(self, root: dict[str, Raw]) -> str:
        lines = self.block(root, 0)
        if self.one_of(False, False, True):
            lines.insert(0, "# Sổ theo dõi")
        return self.newline.join(lines) + (self.newline if self.one_of(True, True, False) else "")

    def block(self, value: Raw, indent: int) -> list[str]:
        """The lines of a mapping or a list that is not empty."""
        margin = " " * indent
        lines: list[str] = []
        if isinstance(value, dict):
            for key, inner in value.items():
                lines += self.entry(f"{margin}{self.scalar(key)}:", inner, indent)
        elif isinstance(value, list):
            for inner in value:
                lines += self.item(margin, inner, indent)
        return lines

    def entry(self, head: str, value: Raw, indent: int) -> list[str]:
        """A key, its value and what stands around them."""
        if isinstance(value, dict | list) and value and self.perhaps():
            deeper = indent + self.one_of(2, 4) if isinstance(value, dict) else indent + self.one_of(0, 2)
            return [head + self.comment(), *self.around(indent), *self.block(value, deeper)]
        return [f"{head} {self.flow(value)}".rstrip() + self.comment(), *self.around(indent)]

    def item(self, margin: str, value: Raw, indent: int) -> list[str]:
        if isinstance(value, dict) and value and self.perhaps():
            lines = self.block(value, indent + 2)
            return [f"{margin}- {lines[0].lstrip()}", *lines[1:]]
        return [f"{margin}- {self.flow(value)}" + self.comment()]

    def comment(self) -> str:
        return str(self.one_of("", "", "  # ghi chú: {x", " #"))

    def around(self, indent: int) -> list[str]:
        return list(self.one_of([], [], [], [""], [" " * indent + "# một dòng"]))

    def flow(self, value: Raw) -> str:
        blank: str = self.one_of("", "", " ")
        if isinstance(value, dict):
            told = ", ".join(f"{self.scalar(key)}: {self.flow(inner)}" for key, inner in value.items())
            return f"{{{blank}{told}{blank}}}"
        if isinstance(value, list):
            return f"[{blank}{', '.join(map(self.flow, value))}{blank}]"
        return "" if value is None else self.scalar(value)

    def scalar(self, text: str) -> str:
        if text.isalnum() and text.isascii() and self.perhaps():
            return text
        if text.isprintable() and self.perhaps():
            return "'" + text.replace("'", "''") + "'"
        return '"' + "".join(_escaped(char) for char in text) + '"'


def _escaped(char: str) -> str:
    return f"\\{char}" if char in '"\\' else char


@st.composite
def written(draw: Any, tree: st.SearchStrategy[dict[str, Raw]] = roots) -> tuple[str, dict[str, Raw]]:
    """A text and the value it holds."""
    root = draw(tree)
    return Writer(draw).text(root), root
