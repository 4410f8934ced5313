"""From what a rule says in every possible world to the one verdict that may be told, and to a finding."""

from __future__ import annotations

from collections.abc import Hashable, Mapping
from datetime import date
from typing import Any

from congress_cli.model.finding import RANK, Finding, Severity, Status
from congress_cli.rules import Rule
from congress_cli.rules.context import Outcome, Verdict
from congress_cli.worlds import World

Said = list[tuple[Verdict, World]]


def outcome_of(said: Said) -> Outcome:
    """What all worlds agree on; where they differ, unknown with the days that lead to each status."""
    one_world = len(said) == 1  # by far the most findings
    verdict = said[0][0] if one_world or _agree(said) else _uncertain(said)
    last_day, last_days = (None, None) if verdict.status is Status.NOT_APPLICABLE else _last_days(said)
    return Outcome(
        verdict.status,
        verdict.code,
        verdict.args if one_world else _merged_args(verdict, said),
        last_day,
        last_days,
        verdict.reason,
        verdict.waits_for,
        verdict.counts,
        verdict.severity if one_world else _severity(said),
    )


def finding_of(rule: Rule, unit_id: str, outcome: Outcome, as_of: date) -> Finding:
    """The finding that an outcome makes, as yet without evidence."""
    grave = Severity.VIOLATION if outcome.status is Status.ERROR else outcome.severity or rule.severity
    return Finding(
        unit_id,
        rule.id,
        outcome.status,
        grave,
        outcome.code,
        outcome.args,
        outcome.last_day,
        outcome.last_days,
        None if outcome.last_day is None else (outcome.last_day - as_of).days,
        None,
        outcome.reason,
        outcome.waits_for,
        outcome.counts,
    )


def _severity(said: Said) -> Severity | None:
    """That of any world: where a unit may be closed, other worlds have none."""
    return next((verdict.severity for verdict, _ in said if verdict.severity), None)


def _agree(said: Said) -> bool:
    return len({verdict.status for verdict, _ in said}) == 1


def _last_days(said: Said) -> tuple[date | None, tuple[date, date] | None]:
    """The one last day of all worlds; else the first and last of those that the worlds have."""
    spans = [world.span(verdict.last_day) for verdict, world in said if verdict.last_day is not None]
    if not spans:
        return None, None
    first = date.fromordinal(min(span[0] for span in spans))
    last = date.fromordinal(max(span[1] for span in spans))
    return (first, None) if first == last and len(spans) == len(said) else (None, (first, last))


def _merged_args(verdict: Verdict, said: Said) -> Mapping[str, Any]:
    late = [other.args["days_late"] for other, _ in said if "days_late" in other.args]
    if len(late) < 2 or "days_late" not in verdict.args:
        return verdict.args
    return {**verdict.args, "days_late": [min(low for low, _ in late), max(high for _, high in late)]}


def _uncertain(said: Said) -> Verdict:
    facts = list(dict.fromkeys(key for _, world in said for key in world.uncertain()))
    args: dict[str, Any] = {"facts": [_fact_name(key) for key in facts]}
    if len(facts) == 1:
        args["worlds"] = _days_of_each_status(said, facts[0])
    else:
        args["worlds"] = [{"status": status.value} for status in _statuses(said)]
    waits = next((verdict.waits_for for verdict, _ in said if verdict.waits_for), None)
    return Verdict(Status.UNKNOWN, "uncertain", args, waits_for=waits)


def _statuses(said: Said) -> list[Status]:
    return sorted({verdict.status for verdict, _ in said}, key=RANK.__getitem__, reverse=True)


def _days_of_each_status(said: Said, key: Hashable) -> list[dict[str, str]]:
    spans = sorted((*world.span_of(key), verdict.status) for verdict, world in said)
    runs: list[tuple[int, int, Status]] = []
    for first, last, status in spans:
        if runs and runs[-1][2] is status and runs[-1][1] + 1 >= first:
            runs[-1] = (runs[-1][0], max(last, runs[-1][1]), status)
        else:
            runs.append((first, last, status))
    return [{"status": status.value, "first": _iso(first), "last": _iso(last)} for first, last, status in runs]


def _iso(ordinal: int) -> str:
    return date.fromordinal(ordinal).isoformat()


def _fact_name(key: Hashable) -> str:
    return str(key[1]) if isinstance(key, tuple) else str(key)
