"""jsonl: one JSON object a line: first the report without its findings, then each finding. For streams and logs."""

from __future__ import annotations

from congress_cli.formats.json import dumped, findings, head
from congress_cli.model.report import Report
from congress_cli.rendering.options import RenderOptions, TextStream, write_each


def write(report: Report, stream: TextStream, options: RenderOptions) -> None:
    """The fields of the canonical report, in its order."""
    del options
    stream.write(dumped(head(report)))
    write_each(stream, findings(report, before="\n"))
    stream.write("\n")
