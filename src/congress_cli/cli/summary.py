"""The summary of a step of GitHub Actions: the report as Markdown, put at the end of the file that the runner names."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path

from congress_cli.formats import FORMATS, Look
from congress_cli.model.report import Report
from congress_cli.writing import append_whole


def summarize(report: Report, base: Look, environment: Mapping[str, str]) -> None:
    """Write the summary where a runner asks for one. Raises CongressError where its file cannot be written."""
    path = environment.get("GITHUB_STEP_SUMMARY")
    if path and environment.get("GITHUB_ACTIONS") == "true":
        # Cut lists even with --all: the runner refuses a summary of more than 1 MiB.
        rendered = FORMATS["markdown"].render(report, replace(base, unfolded=False))
        append_whole(Path(path), b"\n" + (rendered.encode() if isinstance(rendered, str) else rendered))
