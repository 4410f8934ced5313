"""The input of a format beside the report: options, the office's letterhead, and the stream it writes on."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import field
from itertools import islice
from typing import Protocol

from congress_cli import dataclass


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


@dataclass(frozen=True, slots=True)
class RenderOptions:
    """How a report is to be drawn. `width` counts columns; `ascii_only`: the stream cannot show symbols.

    `rows`: how many lines a window has for the report; None where it may be of any length.

    `letterhead`: heading and layout of the paper that an office sends.

    `given`: the options that printed commands repeat; None: those of the command that made the report.

    `in_repository`: what the repository calls the paths of the report's inputs; a path that is not in it is the same.
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
    given: tuple[str, ...] | None = None
    in_repository: Mapping[str, str] = field(default_factory=dict)


class TextStream(Protocol):
    """What a writer of text writes on, piece by piece."""

    def write(self, text: str, /) -> object: ...  # noqa: D102


def write_each(stream: TextStream, texts: Iterable[str], before: str = "") -> None:
    """Write many short texts, `before` in front of each, by the hundred: a stream takes few long ones in less time."""
    rest = iter(texts)
    while some := list(islice(rest, 150)):
        stream.write(before + before.join(some))


class ByteStream(Protocol):
    """What a writer of bytes writes on, piece by piece."""

    def write(self, data: bytes, /) -> object: ...  # noqa: D102
