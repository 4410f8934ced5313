"""The input of a format beside the report: options, the office's letterhead, and what a format is."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum
from importlib import import_module
from typing import Protocol

from congress_cli.model.report import Report


@dataclass(frozen=True, slots=True)
class Letterhead:
    """Heading and layout of a paper. `size` in points; `margins` in millimetres: top, bottom, left, right."""

    party: str = ""
    superior: str = ""
    office: str = ""
    symbol: str = ""
    place: str = ""
    subject: str = ""
    signature: str = ""
    recipients: tuple[str, ...] = ()
    font: str = "Times New Roman"
    size: int = 14
    margins: tuple[int, int, int, int] = (20, 20, 30, 15)


BLANK = Letterhead()
SETTINGS = tuple(f"report-{field}" for field in Letterhead.__dataclass_fields__)


@dataclass(frozen=True, slots=True)
class RenderOptions:
    """How a report is to be drawn. `width` counts columns; `ascii_only`: the stream cannot show symbols.

    `rows`: how many lines a window has for the report; None where it may be of any length.

    `letterhead`: heading and layout of the paper that an office sends.
    """

    language: str
    width: int = 80
    rows: int | None = None
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


class TextStream(Protocol):
    """What a writer of text writes on, piece by piece."""

    def write(self, text: str, /) -> object: ...  # noqa: D102


class ByteStream(Protocol):
    """What a writer of bytes writes on, piece by piece."""

    def write(self, data: bytes, /) -> object: ...  # noqa: D102


class _Kept(list[str | bytes]):
    """A stream that keeps what is written on it."""

    def write(self, piece: str | bytes, /) -> None:
        self.append(piece)


@dataclass(frozen=True, slots=True)
class Format:
    """An output format: its name, the module that writes it, the endings of its files, and what it is made of."""

    name: str
    module: str
    endings: tuple[str, ...] = ()
    form: Form = Form.TEXT

    def write(self, report: Report, stream: TextStream | ByteStream, options: RenderOptions) -> None:
        """The report in this format: text, or bytes where the form is binary. The module is loaded only now."""
        import_module(f"congress_cli.formats.{self.module}").write(report, stream, options)

    def render(self, report: Report, options: RenderOptions) -> str | bytes:
        """The whole report in this format: text for a screen, else bytes."""
        pieces = _Kept()
        self.write(report, pieces, options)
        joined = b"".join(piece if isinstance(piece, bytes) else piece.encode() for piece in pieces)
        return joined.decode() if self.form is Form.SCREEN else joined
