"""The output formats: this one table is registry, help and validation. A new format is one file and one line."""

from __future__ import annotations

from congress_cli.rendering.options import Form, Format, RenderOptions

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
