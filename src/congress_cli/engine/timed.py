"""One timed rule over many units: what it needs is worked out once, and units with the same facts are judged once."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from congress_cli.engine.outcome import Outcome, finding_of, outcome_of
from congress_cli.engine.weighed_facts import Recorded
from congress_cli.model.finding import Finding, Status
from congress_cli.model.registry import Registry, Unit
from congress_cli.rules import TimedRule
from congress_cli.rules.context import JudgeContext, Subject, UnitInWorld, Verdict
from congress_cli.worlds import World, explore, moment

_MADE = tuple.__new__

Judged = dict[tuple[int | None, ...], tuple[Any, ...]]

CLOSED = Verdict(Status.NOT_APPLICABLE, "unit-closed", reason="unit-closed")


def closed(unit: Unit, world: World, setting: JudgeContext) -> bool:
    """Whether a unit is closed by the judged day in this world."""
    return unit.closed is not None and world.not_after(moment(unit.closed.day, (unit.id, "closed")), setting.today)


class TimedJudging:
    """One timed rule in one run."""

    def __init__(
        self, rule: TimedRule, setting: JudgeContext, registry: Registry, subjects: Mapping[str, Subject]
    ) -> None:
        self.rule = rule
        self.setting = setting
        self.registry = registry
        self.subjects = subjects
        plans = setting.plans
        self.reads = tuple(
            dict.fromkeys(name for fact in rule.reads() for name in (fact, plans.get(fact)) if name is not None)
        )
        self.of_children = rule.after is not None and rule.after.of == "children"
        # The fields of a finding between its unit and its evidence; partial and complete records apart.
        self.judged: tuple[Judged, Judged] = ({}, {})

    def finding(self, unit: Unit, recorded: Recorded) -> Finding:
        """How the unit stands; units whose facts weigh the same are judged once."""
        unit_id, complete, weights, cited = recorded
        judged = self.judged[complete]
        key = tuple(map(weights.get, self.reads))
        fields = judged.get(key)
        if fields is None or unit.closed is not None:
            fields = finding_of(self.rule, unit_id, self._outcome(unit), self.setting.as_of)[1:-1]
            if unit.closed is None and not self.of_children:
                judged[key] = fields
        # As Finding._make, which is called too often here to be looked up and to count the fields.
        evidence = tuple([cited[name] for name in self.reads if name in cited]) if cited else ()
        return _MADE(Finding, (unit_id, *fields, evidence))

    def _outcome(self, unit: Unit) -> Outcome:
        subject = self.subjects[unit.id]
        children = self.registry.children_of(unit.id) if self.of_children else ()

        def in_one(world: World) -> Verdict:
            if closed(unit, world, self.setting):
                return CLOSED
            # A start concerns the children that are not closed.
            concerned = tuple(self.subjects[child.id] for child in children if not closed(child, world, self.setting))
            return self.rule.judge(UnitInWorld(self.setting, subject, world, concerned))

        return outcome_of(explore(in_one))
