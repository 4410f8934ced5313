"""jsonl: one JSON object a line: first the report without its findings, then each finding. For streams and logs."""

from __future__ import annotations

from congress_cli.formats.base import Look
from congress_cli.formats.json_report import as_json, dumped
from congress_cli.model.report import Report


def render(report: Report, look: Look) -> str:
    """The fields of the canonical report, in its order."""
    del look
    head = as_json(report)
    findings = head.pop("findings")
    return "".join(f"{dumped(one)}\n" for one in (head, *findings))
