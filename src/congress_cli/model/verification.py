"""A saved report judged again: where it differs from what its inputs give now."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from congress_cli.model.report import Report, Tool


@dataclass(frozen=True, slots=True)
class Difference:
    """One place where two reports are not the same; `code` and `args` name its sentence."""

    code: str
    args: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Verification:
    """A report, the same judged again, by which version, and all differences between the two."""

    saved: Report
    again: Report
    tool: Tool
    differences: tuple[Difference, ...]

    @property
    def confirmed(self) -> bool:
        """Whether nothing differs."""
        return not self.differences
