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

from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from itertools import product
from typing import Any, ClassVar, Literal

from congress_cli.days import Day
from congress_cli.model.facts import OneOrMany, WholeNumber
from congress_cli.model.finding import WORST_FIRST, Finding, Severity, Status
from congress_cli.model.registry import Unit
from congress_cli.rules.base import Fulfilment, Mutable, Raw, Reference, Rule
from congress_cli.rules.context import JudgeContext, Over, Paper, Tallied, UnitInWorld, Verdict
from congress_cli.rules.proof import ProofStep, Run, first_steps
from congress_cli.rules.words import Words

ALL = ("all",)
NOTHING_TO_DO = (Status.MET, Status.LATE, Status.NOT_APPLICABLE)

Counts = Mapping[Status, int]


class ShareRule(Rule):
    """A roll-up of other rules."""

    kind: Literal["share"]
    rule: OneOrMany
    over: Over
    at_least: WholeNumber | None = None

    of_one_unit: ClassVar[bool] = False
    summary: ClassVar = {
        "vi": "tổng hợp kết quả xét của các đơn vị bên dưới",
        "en": "rolls up the findings of the units below",
    }
    mutable: ClassVar = Mutable(numbers=(("at_least",),), swaps=(("over", "children", "below"),), lists=("rule",))

    @property
    def of_task_forces(self) -> bool:
        """Whether task forces are judged, not units."""
        return self.over == "task_force"

    def names(self) -> Iterator[Reference]:
        """The rules that it adds up."""
        if self.rule != ALL:
            yield from (Reference(("rule", place), name, Rule) for place, name in enumerate(self.rule))

    def rolls_up(self, rules: Iterable[Rule]) -> frozenset[str]:
        """The named rules, or every rule on a single unit."""
        return frozenset(one.id for one in rules if one.of_one_unit) if self.rule == ALL else frozenset(self.rule)

    # ---- how it is judged

    def judge(self, case: UnitInWorld) -> Verdict:
        """By the findings below, as grave as the gravest of those that made it so."""
        tallied = case.below.tallied(self.over, case.subject.id)
        verdict = self._rolled_up(_counts_of(tallied))
        return verdict._replace(severity=_severity_of(verdict.status, tallied, self.severity))

    def _rolled_up(self, counts: Counts) -> Verdict:
        by_status = {status.value: counts[status] for status in Status if counts.get(status)}
        total = sum(counts.values())
        if total == 0:
            return Verdict(Status.UNKNOWN, "share-empty", counts=by_status)
        applicable = total - counts.get(Status.NOT_APPLICABLE, 0)
        if applicable == 0:
            reason = "none-applicable-below"
            return Verdict(Status.NOT_APPLICABLE, "share-none-applicable", reason=reason, counts=by_status)
        args = {"applicable": applicable, "done": _done(counts), "total": total}
        if self.at_least is not None:
            args["at_least"] = self.at_least
        return Verdict(self._status(counts, applicable), "share", args, counts=by_status)

    def _status(self, counts: Counts, applicable: int) -> Status:
        worst = next(status for status in WORST_FIRST if counts.get(status))
        if self.at_least is None:
            return worst
        done, unknown = _done(counts), counts.get(Status.UNKNOWN, 0)
        if done * 100 >= self.at_least * applicable:
            return Status.MET
        return Status.UNKNOWN if (done + unknown) * 100 >= self.at_least * applicable else worst

    # ---- how it is described and proved

    def asks(self, words: Words) -> Iterator[str]:
        """Which rules, over which units, and how many must be done."""
        rules = words.translate("share-all") if self.rule == ALL else ", ".join(self.rule)
        mark = (
            words.translate("share-worst")
            if self.at_least is None
            else words.translate("share-mark", percent=self.at_least)
        )
        yield f"{rules} · {words.translate(f'over-{self.over}')} · {mark}"

    def fulfilment(self, unit: Unit, day: Day, context: JudgeContext) -> Fulfilment:
        """None: it rests on other findings."""
        return Fulfilment({})

    def below_steps(self, run: Run, finding: Finding, rules: Iterable[Rule]) -> Iterator[ProofStep]:
        """The counts by status, the mark, and the findings that made it what it is."""
        if finding.counts:
            yield ProofStep("proof.counts", {"counts": dict(finding.counts)})
            yield ProofStep("proof.share-worst") if self.at_least is None else self._mark_step(finding, self.at_least)
        units = {unit.id for unit in self._over(run, finding.unit)}
        rolled_up = self.rolls_up(rules)
        made_it = run.findings.saying(lambda one: one.rule in rolled_up and _made_it(one.status, finding.status))
        yield from first_steps([_step_below(run, one) for one in made_it.at_units(units.__contains__)])

    def _mark_step(self, finding: Finding, percent: int) -> ProofStep:
        args = {"done": finding.args.get("done", 0), "applicable": finding.args.get("applicable", 0)}
        return ProofStep("proof.share-mark", {"percent": percent, **args})

    def _over(self, run: Run, judged: str) -> Iterable[Unit]:
        if self.over == "children":
            return run.registry.children_of(judged)
        if self.over == "below":
            return run.registry.below(judged)
        return run.registry.covered(judged, self.applies_to.takes)

    # ---- what its examples need

    def example_days(self, paper: Paper, rules: Iterable[Rule]) -> Iterator[date]:
        """The days on which a rule may turn."""
        for one in (self, *rules):
            yield from one.turning_days(paper)

    def neighbours(self, paper: Paper, rules: Mapping[str, Rule]) -> Iterator[Raw]:
        """Units below or covered: of each level, done or not; as many as the percentage needs, and one fewer."""
        key = "units" if self.of_task_forces else "children"
        kinds = ({"level": level, "type": name} for name, one in paper.types.items() for level in one.level)
        yield from ({key: [{"unit": kind}]} for kind in kinds)
        if self.of_task_forces:
            for level, of_child in product(paper.levels, paper.levels):
                yield {"unit": {"level": level, "task_force": "TF"}, "children": [{"unit": {"level": of_child}}]}
        day = paper.directive.issued.isoformat()
        named = self.rule if self.rule != ALL else ()
        every = {one for name in named for one in rules[name].own_facts() if one in paper.facts}
        yield {key: [{"facts": {one: paper.facts[one].full_value(day) for one in sorted(every)}, "children": [{}]}]}
        for name in named:
            read = rules[name].own_facts()
            facts = {fact: paper.facts[fact].full_value(day) for fact in read if fact in paper.facts}
            yield {key: [{"facts": facts}]}
            for done in () if self.at_least is None else (self.at_least - 1, self.at_least):
                counted: tuple[tuple[Raw, int], ...] = (({"facts": facts}, done), ({}, 100 - done))
                yield {key: [{"repeat": str(count), **one} for one, count in counted if count > 0]}


def _counts_of(tallied: Tallied) -> dict[Status, int]:
    """The counts by status alone."""
    counts: dict[Status, int] = {}
    for (status, _), count in tallied.items():
        counts[status] = counts.get(status, 0) + count
    return counts


def _severity_of(status: Status, tallied: Tallied, own: Severity) -> Severity:
    """The highest severity of the findings that made a share's status, never more than the share's own;
    its own where there are none."""
    if not tallied:
        return own
    made_it = {Status.MET, Status.LATE} if status is Status.MET else {status}
    grave = any(one in made_it and severity is Severity.VIOLATION for one, severity in tallied)
    return own if grave else Severity.WARNING


def _done(counts: Counts) -> int:
    return counts.get(Status.MET, 0) + counts.get(Status.LATE, 0)


def _made_it(one: Status, share: Status) -> bool:
    """Whether a finding below made the share what it is; of a share that is met, whatever is not done."""
    return one not in NOTHING_TO_DO if share is Status.MET else one is share


def _step_below(run: Run, one: Finding) -> ProofStep:
    args: dict[str, Any] = {"name": run.registry.name_of(one.unit), "unit": one.unit, "rule": one.rule}
    return ProofStep("proof.one-below", {**args, "status": one.status})
