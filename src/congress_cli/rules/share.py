"""share: how the units below, or those a task force covers, stand under other rules.

    id: grassroots-congresses-done
    kind: share
    rule: grassroots-congress-in-time       # an id, a list, or all (which leaves out share and census rules)
    over: children                          # or: below, task_force
    at_least: 90                            # optional, percent of those applicable

Without `at_least`, the worst status of those below. With it: met when met and late ones reach the percentage;
unknown while the unknown ones could decide it; else the worst. Units to which the rules do not apply count for
nothing; no finding below at all is unknown, none applicable is not applicable.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import ClassVar, Literal

from congress_cli.model.finding import WORST_FIRST, Status
from congress_cli.model.values import OneOrMany, WholeNumber
from congress_cli.rules.base import Rule
from congress_cli.rules.context import Verdict

Counts = Mapping[Status, int]


class ShareRule(Rule):
    """A roll-up of other rules."""

    kind: Literal["share"]
    rule: OneOrMany
    over: Literal["children", "below", "task_force"]
    at_least: WholeNumber | None = None

    of_one_unit: ClassVar[bool] = False

    def rolled_up(self, counts: Counts) -> Verdict:
        """The verdict over so many findings of each status."""
        told = {status.value: counts[status] for status in Status if counts.get(status)}
        total = sum(counts.values())
        if total == 0:
            return Verdict(Status.UNKNOWN, "share-empty", counts=told)
        applicable = total - counts.get(Status.NOT_APPLICABLE, 0)
        if applicable == 0:
            return Verdict(Status.NOT_APPLICABLE, "share-none-applicable", reason="none-applicable-below", counts=told)
        args = {"applicable": applicable, "done": _done(counts), "total": total}
        if self.at_least is not None:
            args["at_least"] = self.at_least
        return Verdict(self._status(counts, applicable), "share", args, counts=told)

    def _status(self, counts: Counts, applicable: int) -> Status:
        worst = next(status for status in WORST_FIRST if counts.get(status))
        if self.at_least is None:
            return worst
        done, unknown = _done(counts), counts.get(Status.UNKNOWN, 0)
        if done * 100 >= self.at_least * applicable:
            return Status.MET
        return Status.UNKNOWN if (done + unknown) * 100 >= self.at_least * applicable else worst


def _done(counts: Counts) -> int:
    return counts.get(Status.MET, 0) + counts.get(Status.LATE, 0)
