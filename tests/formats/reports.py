"""The registries that every format is tried on, and their reports as plain values."""

import json
from collections.abc import Mapping
from functools import cache
from typing import Any

from tests.cli.commands import CASE, CITY, ROOT, in_own_process

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
    return in_own_process("check", *SUBJECTS[subject], "--format", "json").stdout.decode()


def report_of(subject: str) -> dict[str, Any]:
    """The report of one registry as plain values."""
    read: dict[str, Any] = json.loads(json_text(subject))
    return read
