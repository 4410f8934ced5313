"""The output formats: this one table is registry, help and validation. A new format is one file and one line."""

from __future__ import annotations

from enum import Enum
from importlib import import_module
from typing import TYPE_CHECKING

from congress_cli import dataclass
from congress_cli.rendering.options import ByteStream, RenderOptions, TextStream

if TYPE_CHECKING:
    from congress_cli.model.report import Report


class Form(Enum):
    """What a format is made of, and so what a stream may do with it."""

    SCREEN = "text for a person's screen, in the encoding and the signs that it has"
    TEXT = "text that a program or a page reads: UTF-8, byte for byte"
    BINARY = "bytes that a terminal must not be given"


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


FORMATS: dict[str, Format] = {
    fmt.name: fmt
    for fmt in (
        Format("table", "table", form=Form.SCREEN),
        Format("plain", "plain", ("txt",), Form.SCREEN),
        Format("json", "json", ("json",)),
        Format("jsonl", "jsonl", ("jsonl", "ndjson")),
        Format("csv", "csv", ("csv",)),
        Format("markdown", "markdown", ("md", "markdown")),
        Format("html", "html", ("html", "htm")),
        Format("junit", "junit", ("xml",)),
        Format("sarif", "sarif", ("sarif",)),
        Format("github", "github"),
        Format("gitlab", "gitlab"),
        Format("docx", "docx", ("docx",), Form.BINARY),
        Format("ics", "ics", ("ics",)),
        Format("xlsx", "xlsx", ("xlsx",), Form.BINARY),
    )
}

GROUPINGS = ("rule", "parent", "owner", "task-force")


def format_of(path: str) -> Format | None:
    """The format that a file's ending stands for."""
    ending = path.rpartition(".")[2].lower()
    return next((fmt for fmt in FORMATS.values() if ending in (fmt.name, *fmt.endings)), None)


__all__ = ["FORMATS", "GROUPINGS", "Form", "Format", "RenderOptions", "format_of"]
