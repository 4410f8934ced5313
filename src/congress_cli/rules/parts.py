"""What the kinds judged part by part share: each period or case has a status, and the finding is the worst of them."""

from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from typing import Any, ClassVar, Literal

from congress_cli.model.finding import RANK, Finding, Status
from congress_cli.rules.base import Rule
from congress_cli.rules.context import ABSENT, Outcome, Verdict
from congress_cli.rules.proof import ProofStep, Run

RUNS = Verdict(Status.MET, "parts-run")
"""Of the whole in a world in which it has parts."""
MOST = 20
DONE = (Status.MET, Status.LATE)
_SETTLED = (*DONE, Status.NOT_APPLICABLE)


class PartsRule(Rule):
    """A rule on the parts of one fact. The first part of `parts` is the whole: what holds where there are none."""

    part_kind: ClassVar[Literal["period", "case"]]
    """What one part is called."""

    @property
    def day_of_part(self) -> str:
        """The day of a case that it asks for; a period has but one."""
        return ""

    def combined(self, outcomes: Sequence[tuple[str, Outcome]], as_of: date) -> Outcome:
        """The worst of the parts; that of the whole where there are none."""
        (_, whole), *parts = outcomes
        here = [one for one in parts if one[1].status is not ABSENT.status]
        if not here:
            return whole
        by_status: dict[Status, list[tuple[str, Outcome]]] = {}
        for one in here:
            by_status.setdefault(one[1].status, []).append(one)
        ranked = sorted(by_status, key=RANK.__getitem__)
        undecided = whole.status is Status.UNKNOWN and RANK[whole.status] < RANK[ranked[0]]
        worst = whole if undecided else by_status[ranked[0]][0][1]
        counts = {status.value: len(of) for status, of in by_status.items()}
        last_day, last_days = _last_day([one for _, one in here])
        described = [_described(name, one) for status in ranked for name, one in by_status[status][:MOST]][:MOST]
        made = tuple(name for name, _ in by_status.get(worst.status, ())[:MOST])
        task = _task([by_status[status][0] for status in ranked])
        args: dict[str, Any] = {
            "fact": self.of_parts,
            "done": sum(counts.get(status, 0) for status in DONE),
            "total": len(here) - counts.get(Status.NOT_APPLICABLE, 0),
            "part_kind": self.part_kind,
            **({"part_day": self.day_of_part} if self.day_of_part else {}),
            "parts": described,
            **({} if task is None else {"part": task[0], "part_status": task[1].status.value}),
            **({"part_days": task[1].args["part_days"]} if task is not None and "part_days" in task[1].args else {}),
            **({"days_late": task[1].args["days_late"]} if task is not None and "days_late" in task[1].args else {}),
        }
        if task is not None and task[1].last_day is not None:
            args["part_days_left"] = (task[1].last_day - as_of).days
        return worst._replace(
            code="parts", args=args, last_day=last_day, last_days=last_days, counts=counts, cites=made
        )

    def below_steps(self, run: Run, finding: Finding, rules: Iterable[Rule]) -> Iterator[ProofStep]:
        """Each part with its status and, where it is not done, its last day; the worst first."""
        del run, rules
        args = finding.facts_args
        for part, status, *more in args.get("parts", ()):
            step_args = {"part": part, "part_kind": args["part_kind"], "status": status}
            step_args |= dict(zip(("last_day", "part_days"), more, strict=False))
            yield ProofStep("proof.part-due" if step_args.get("last_day") else "proof.part", step_args)


def _described(name: str, one: Outcome) -> list[str]:
    """A part, its status, and what is known of its last day and of its first and last."""
    days = one.args.get("part_days", "")
    last_day = "" if one.last_day is None or one.status in (*DONE, Status.NOT_APPLICABLE) else one.last_day.isoformat()
    return [name, one.status.value, last_day, days] if days else [name, one.status.value, *filter(None, [last_day])]


_OF_TASKS = (Status.OVERDUE, Status.FAILED, Status.DUE_SOON)


def _task(worst_first: Sequence[tuple[str, Outcome]]) -> tuple[str, Outcome] | None:
    """The worst part that somebody can act on; else the worst that is not simply met."""
    acted = [one for one in worst_first if one[1].status in _OF_TASKS]
    open_ones = [one for one in worst_first if one[1].status not in (Status.MET, Status.NOT_APPLICABLE)]
    return next(iter(acted or open_ones), None)


def _last_day(parts: Sequence[Outcome]) -> tuple[date | None, tuple[date, date] | None]:
    """The earliest of those not surely done; if all are, the latest."""
    waiting = [one for one in parts if one.status not in _SETTLED]
    spans = [(_span(one), one) for one in waiting or [one for one in parts if one.status in DONE]]
    known = [(span, one) for span, one in spans if span is not None]
    if not known:
        return None, None
    if waiting:
        _, chosen = min(known, key=lambda one: one[0])
        return chosen.last_day, chosen.last_days
    if len(known) < len(spans):
        return None, None
    _, chosen = max(known, key=lambda one: one[0][::-1])
    return chosen.last_day, chosen.last_days


def _span(one: Outcome) -> tuple[date, date] | None:
    return one.last_days if one.last_day is None else (one.last_day, one.last_day)
