"""The output formats: this one table is registry, help and validation. A new format is one file and one line."""

from __future__ import annotations

from congress_cli.formats.base import Format, Look

FORMATS: dict[str, Format] = {
    fmt.name: fmt
    for fmt in (
        Format("table", "table"),
        Format("plain", "plain"),
        Format("json", "json_report"),
    )
}

GROUPINGS = ("rule", "parent", "owner", "task-force")

__all__ = ["FORMATS", "GROUPINGS", "Format", "Look"]
