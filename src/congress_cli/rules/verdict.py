"""What a rule says of one unit in one world."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, NamedTuple

from congress_cli.model.finding import RANK, Status
from congress_cli.worlds import Moment

NOTHING: Mapping[str, Any] = {}


class Verdict(NamedTuple):
    """A status, the code and arguments of its sentence, and the last day where one is known."""

    status: Status
    code: str
    args: Mapping[str, Any] = NOTHING
    last_day: Moment | None = None
    reason: str | None = None
    waits_for: str | None = None
    counts: Mapping[str, int] | None = None

    def due(self, last_day: Moment | None) -> Verdict:
        """The same verdict with its last day."""
        return self if last_day is self.last_day else self._replace(last_day=last_day)


def worst(first: Verdict, *others: Verdict) -> Verdict:
    """The worse one of what holds at once; the first of equals."""
    return min((first, *others), key=lambda verdict: RANK[verdict.status]) if others else first
