"""A dossier: one unit or task force whole, with its place in the tree, its facts, its findings and its next days."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from congress_cli.days import Day
from congress_cli.model.finding import Finding
from congress_cli.model.proof import Step
from congress_cli.model.registry import Unit
from congress_cli.model.report import Report, Text


@dataclass(frozen=True, slots=True)
class Coming:
    """A day still to come: the last day of a finding, or the day that a recorded fact plans."""

    day: Day
    finding: Finding | None = None
    plan: str | None = None


@dataclass(frozen=True)
class Dossier:
    """What is known of one unit; `unit` is None for a task force, whose units stand in `below`.

    `at`: where the unit stands in its file. `above` begins at the top. `facts` are steps that tell one recorded
    fact each. `words` are the names of levels, types and tags as `level:upper`; `names` those of facts.
    """

    report: Report
    id: str
    name: str
    unit: Unit | None
    at: str | None
    above: tuple[Unit, ...]
    below: tuple[Unit, ...]
    facts: tuple[Step, ...]
    findings: tuple[Finding, ...]
    coming: tuple[Coming, ...]
    words: Mapping[str, Text]
    names: Mapping[str, Mapping[str, str]]
