"""jsonl: one JSON object a line: first the report without its findings, then each finding. For streams and logs."""

from __future__ import annotations

from congress_cli.formats.json import as_json, dumped
from congress_cli.model.report import Report
from congress_cli.rendering.options import RenderOptions


def render(report: Report, options: RenderOptions) -> str:
    """The fields of the canonical report, in its order."""
    del options
    head = as_json(report)
    findings = head.pop("findings")
    return "".join(f"{dumped(one)}\n" for one in (head, *findings))
