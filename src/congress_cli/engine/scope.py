"""Which rules look at which units, and what is settled before any fact is looked at."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from congress_cli.engine.cycles import rules_in_cycles
from congress_cli.engine.outcome import Outcome
from congress_cli.engine.timed import TimedJudging
from congress_cli.model.finding import Status
from congress_cli.model.registry import Unit
from congress_cli.rules import Rule
from congress_cli.rules.context import JudgeContext

Profile = tuple[str, str, tuple[str, ...]]
Settled = tuple[TimedJudging, Outcome | None]


class Holding:
    """The timed rules that hold for a unit, worked out once for each level, type and tags that units have."""

    def __init__(self, timed: Sequence[TimedJudging], setting: JudgeContext) -> None:
        self.timed = timed
        self.setting = setting
        self.by_profile: dict[Profile, list[Settled]] = {}

    def for_unit(self, unit: Unit) -> list[Settled]:
        """Each rule that applies to the unit, with the outcome where it needs no fact."""
        profile = (unit.level, unit.type, unit.tags)
        if unit.closed is not None:
            return list(self._settled(unit))
        if profile not in self.by_profile:
            self.by_profile[profile] = list(self._settled(unit))
        return self.by_profile[profile]

    def _settled(self, unit: Unit) -> Iterator[Settled]:
        profile = (unit.level, unit.type, unit.tags)
        holding = [judging for judging in self.timed if judging.rule.applies_to.matches(*profile)]
        circles = rules_in_cycles(judging.rule for judging in holding)
        for judging in holding:
            out = out_of_scope(judging.rule, unit, self.setting)
            circle = circles.get(judging.rule.id)
            if out is None and circle is not None:
                out = Outcome(Status.ERROR, "limit-circle", {"events": list(circle)})
            yield judging, out


def out_of_scope(rule: Rule, unit: Unit, setting: JudgeContext) -> Outcome | None:
    """Why a rule that applies to a unit is not applicable all the same, if it is not."""
    if setting.as_of < setting.issued:
        return not_issued(setting)
    if unit.closed is not None and unit.closed.day.last <= setting.as_of:
        args = {"day": str(unit.closed.day), "into": unit.closed.into, "document": unit.closed.document}
        return Outcome(Status.NOT_APPLICABLE, "unit-closed", args, reason="unit-closed")
    unless = rule.unless
    if unless is not None and unless.matches(unit.level, unit.type, unit.tags):
        reason = {"vi": unless.reason.vi, "en": unless.reason.en}
        return Outcome(Status.NOT_APPLICABLE, "unless", {"reason": reason}, reason="unless")
    return None


def not_issued(setting: JudgeContext) -> Outcome:
    """Before the directive was issued nothing could be asked."""
    args = {"issued": setting.issued.isoformat()}
    return Outcome(Status.NOT_APPLICABLE, "not-yet-issued", args, reason="not-yet-issued")
