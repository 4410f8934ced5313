"""What a renderer is given beside the report, and what a format is."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from congress_cli.model.report import Report


@dataclass(frozen=True, slots=True)
class Look:
    """How a report is to look. `width` counts columns; `ascii_only`: the stream cannot show symbols.

    `command` is what was typed, for lines that say how to see more.
    """

    language: str
    width: int = 80
    color: bool = False
    ascii_only: bool = False
    unfolded: bool = False
    group_by: str | None = None
    quiet: bool = False
    verbose: bool = False
    command: str = "congress check"


Render = Callable[[Report, Look], str]


@dataclass(frozen=True, slots=True)
class Format:
    """An output format: its name, the module that renders it, and whether `render` gives text."""

    name: str
    module: str

    def render(self, report: Report, look: Look) -> str:
        """The report in this format. The module is loaded only now."""
        from importlib import import_module

        render: Render = import_module(f"congress_cli.formats.{self.module}").render
        return render(report, look)
