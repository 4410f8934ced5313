"""The lines that join the units of a tree."""

from __future__ import annotations

from collections.abc import Sequence


def twig(last: Sequence[bool]) -> str:
    """What stands before a unit: for each level above it whether more follow there, then its own branch."""
    if not last:
        return ""
    return "".join("  " if one else "│ " for one in last[:-1]) + ("└ " if last[-1] else "├ ")


def stem(last: Sequence[bool]) -> str:
    """What stands before the further lines of a unit."""
    return "".join("  " if one else "│ " for one in last)
