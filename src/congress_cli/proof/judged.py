"""The data of one run and every finding on the judged day: what any proof draws on."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from congress_cli.engine import judge
from congress_cli.model.finding import RANK, Finding
from congress_cli.model.registry import Registry
from congress_cli.model.waivers import Waiver
from congress_cli.rules.rulebook import Rulebook


@dataclass(frozen=True)
class Judged:
    """Registry and rulebook, and what the engine said of them."""

    registry: Registry
    rulebook: Rulebook
    as_of: date
    findings: tuple[Finding, ...]

    def of_unit(self, unit_id: str) -> tuple[Finding, ...]:
        """All findings of a unit or task force, worst first."""
        found = [finding for finding in self.findings if finding.unit == unit_id]
        order = {rule.id: number for number, rule in enumerate(self.rulebook.rules)}
        return tuple(sorted(found, key=lambda finding: (RANK[finding.status], order[finding.rule])))

    def name_of(self, unit_id: str) -> str:
        """The name of a unit or a task force."""
        names = {force.id: force.name for force in self.registry.task_forces}
        unit = self.registry.by_id.get(unit_id)
        return names.get(unit_id, unit_id) if unit is None else unit.name


def judged(registry: Registry, rulebook: Rulebook, waivers: tuple[Waiver, ...], as_of: date) -> Judged:
    """Judge everything once, to prove any of it."""
    return Judged(registry, rulebook, as_of, judge(registry, rulebook, as_of, waivers))
