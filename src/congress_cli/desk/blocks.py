"""New lines for a YAML file in block style: what a person would write by hand."""

from __future__ import annotations

from collections.abc import Mapping

from congress_cli.desk.scalars import Raw, entry, flow, scalar

STEP = 2
IN_LINES = frozenset({"facts"})


def entry_lines(key: str, value: Raw, indent: int) -> list[str]:
    """A key and its value: facts and lists of records a line each, all else on one line."""
    margin = " " * indent
    if isinstance(value, Mapping) and key in IN_LINES and value:
        return [f"{margin}{scalar(key)}:", *mapping_lines(value, indent + STEP)]
    if is_records(value):
        return [f"{margin}{scalar(key)}:", *(line for item in value or () for line in item_lines(item, indent + STEP))]
    return [margin + entry(key, value)]


def mapping_lines(value: Mapping[str, Raw], indent: int) -> list[str]:
    """The entries of a mapping."""
    return [line for key, inner in value.items() for line in entry_lines(key, inner, indent)]


def item_lines(item: Raw, indent: int, gap: int = 1, *, in_line: bool = False) -> list[str]:
    """One item of a list, `gap` blanks behind its dash; `in_line`: a record in brackets."""
    margin, inner = " " * indent + "-" + " " * gap, indent + 1 + gap
    if in_line or not isinstance(item, Mapping) or not item:
        return [margin + flow(item)]
    lines = mapping_lines(item, inner)
    return [margin + lines[0][inner:], *lines[1:]]


def is_records(value: Raw) -> bool:
    """Whether a value is a list of mappings."""
    return isinstance(value, list) and bool(value) and all(isinstance(item, Mapping) for item in value)
