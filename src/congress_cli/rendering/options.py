"""What a renderer is given beside the report, and what a format is."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from enum import Enum

from congress_cli.model.letterhead import BLANK, Letterhead
from congress_cli.model.report import Report


@dataclass(frozen=True, slots=True)
class RenderOptions:
    """How a report is to be drawn. `width` counts columns; `ascii_only`: the stream cannot show symbols.

    `letterhead`: heading and layout of the paper that an office sends.
    """

    language: str
    width: int = 80
    color: bool = False
    ascii_only: bool = False
    unfolded: bool = False
    group_by: str | None = None
    quiet: bool = False
    verbose: bool = False
    letterhead: Letterhead = BLANK


class Form(Enum):
    """What a format is made of, and so what a stream may do with it."""

    SCREEN = "text for a person's screen, in the encoding and the signs that it has"
    TEXT = "text that a program or a page reads: UTF-8, byte for byte"
    BINARY = "bytes that a terminal must not be given"


Render = Callable[[Report, RenderOptions], str | bytes]


@dataclass(frozen=True, slots=True)
class Format:
    """An output format: its name, the module that renders it, the endings of its files, and what it is made of."""

    name: str
    module: str
    endings: tuple[str, ...] = ()
    form: Form = Form.TEXT

    def render(self, report: Report, options: RenderOptions) -> str | bytes:
        """The report in this format: text for a screen, else bytes. The module is loaded only now."""
        from importlib import import_module

        render: Render = import_module(f"congress_cli.formats.{self.module}").render
        rendered = render(report, options)
        return rendered.encode() if isinstance(rendered, str) and self.form is not Form.SCREEN else rendered
