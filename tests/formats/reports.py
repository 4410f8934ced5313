"""The registries that every format is tried on, and their reports as plain values."""

import json
from collections.abc import Mapping
from functools import cache, lru_cache
from typing import Any

from congress_cli.formats import FORMATS, RenderOptions
from congress_cli.model.report import Report
from congress_cli.reading.report import report_of as report_of_bytes
from tests.cli.commands import CASE, CITY, ROOT, in_this_process

SUBJECTS: Mapping[str, tuple[str, ...]] = {
    "shipped": ("--units", str(ROOT / "data" / "units.yaml"), "--rules", str(ROOT / "data" / "rules.yaml")),
    "city": ("--units", str(CITY), "--rules", str(ROOT / "data" / "rules.yaml")),
    "small": ("--units", str(CASE / "units.yaml"), "--rules", str(CASE / "rules.yaml")),
}
STATUSES = ("met", "late", "overdue", "failed", "due_soon", "open", "unknown", "waived", "not_applicable", "error")
PROBLEMS = ("error", "overdue", "failed", "late")


@cache
def json_text(subject: str) -> str:
    """The report of one registry as JSON."""
    return in_this_process("check", *SUBJECTS[subject], "--format", "json").stdout.decode()


def report_of(subject: str) -> dict[str, Any]:
    """The report of one registry as plain values."""
    read: dict[str, Any] = json.loads(json_text(subject))
    return read


@cache
def rendered(subject: str, name: str, language: str) -> bytes:
    """The report of one registry in one format."""
    return rendered_from(json_text(subject).encode(), name, language)


@lru_cache(8)
def read(report: bytes) -> Report:
    """A saved report."""
    return report_of_bytes(report, "report.json")


def rendered_from(report: bytes, name: str, language: str, **options: Any) -> bytes:
    """A saved report in one format."""
    output = FORMATS[name].render(read(report), RenderOptions(language, **options))
    return output.encode() if isinstance(output, str) else output


def renamed(subject: str, unit: str, name: str) -> bytes:
    """A saved report in which one unit has another name, whatever it is."""
    report = report_of(subject)
    units = [{**one, "name": name} if one["id"] == unit else one for one in report["units"]]
    return json.dumps({**report, "units": units}).encode()
