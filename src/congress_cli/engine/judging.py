"""Every selected rule against every unit that it concerns. Pure: no files, no clock."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from datetime import date
from graphlib import CycleError, TopologicalSorter
from itertools import chain, starmap

from congress_cli.engine.one_rule import Places, Records, Rollup, RuleJudging, Subjects, finding_of
from congress_cli.errors import UsageError
from congress_cli.model.directive import Parameter, is_within
from congress_cli.model.facts import Fact
from congress_cli.model.finding import PROBLEMS, Column, Finding, Findings, Made, OfFact, Status
from congress_cli.model.message import Watch, unwatched, watched
from congress_cli.model.registry import Registry, Unit, Waiver
from congress_cli.model.report import (
    Selection,
)
from congress_cli.rules import Rule, Rulebook
from congress_cli.rules.context import CHILDREN, OWN, PARENT, JudgeContext, Outcome, Subject
from congress_cli.text import suggestions


class Holding:
    """The rules on one unit and the units they hold for, worked out once for each level, type and tags."""

    def __init__(self, rules: Sequence[RuleJudging], context: JudgeContext) -> None:
        self.rules = rules
        self.context = context
        self.named = {
            one for judging in rules for _, selector in judging.rule.selectors() for one in selector.unit or ()
        }
        self.by_figures = any(judging.rule.by_figures for judging in rules)

    def places(
        self, registry: Registry, near: Collection[int] | None = None, everywhere: Collection[str] = ()
    ) -> dict[str, Places]:
        """Where the units stand that each rule applies to, with the outcome where it needs no fact.

        `near`: of rules that are not `everywhere` these places alone. Rules on the same units share a list.
        """
        apart: dict[str, dict[int, Outcome | None]] = {judging.rule.id: {} for judging in self.rules}
        lists: dict[str, list[list[int]]] = {rule: [] for rule in apart}
        units = registry.units
        for of_all in self._alike(registry):
            of_near = of_all if near is None else [one for one in of_all if one in near]
            for rule, out in self._settled(units[of_all[0]]):
                places = of_all if rule in everywhere else of_near
                if out is None and not self._alone(units[of_all[0]]):
                    lists[rule].append(places)
                else:
                    apart[rule].update(dict.fromkeys(places, out))
        joined = {tuple(map(id, one)): one for one in lists.values()}
        together = {key: sorted(chain.from_iterable(one)) for key, one in joined.items()}
        return {rule: Places(together[tuple(map(id, lists[rule]))], apart[rule]) for rule in apart}

    def _alike(self, registry: Registry) -> Iterator[list[int]]:
        """The places of the units, those together for which the same rules hold."""
        alone = {at for at, unit in enumerate(registry.units) if self._alone(unit) or unit.id in self.named}
        yield from ([place] for place in alone)
        for places in registry.alike.values():
            if together := [place for place in places if place not in alone]:
                yield together

    def _alone(self, unit: Unit) -> bool:
        return unit.closed is not None or self.by_figures

    def _settled(self, unit: Unit) -> Iterator[tuple[str, Outcome | None]]:
        holding = [judging for judging in self.rules if may_apply(judging.rule, unit, self.context.as_of)]
        outs = [out_of_scope(judging.rule, unit, self.context) for judging in holding]
        cycles = rules_in_cycles(judging.rule for judging, out in zip(holding, outs, strict=True) if out is None)
        for judging, out in zip(holding, outs, strict=True):
            cycle = cycles.get(judging.rule.id)
            if cycle is not None:
                out = Outcome(Status.ERROR, "limit-circle", {"events": list(cycle)})
            yield judging.rule.id, out


def may_apply(rule: Rule, unit: Unit, as_of: date) -> bool:
    """Whether a rule applies to a unit, or may: a figure that it asks for is not recorded."""
    if not rule.applies_to.takes(unit):
        return False
    return rule.applies_to.where is None or rule.applies_to.by_figures(_surely_seen(unit, as_of)) is not False


def _surely_seen(unit: Unit, as_of: date) -> Callable[[str], Fact | None]:
    def seen(name: str) -> Fact | None:
        fact = unit.facts.get(name)
        return None if fact is None or fact.perhaps_after(as_of) else fact

    return seen


def out_of_scope(rule: Rule, unit: Unit, context: JudgeContext) -> Outcome | None:
    """Why a rule that applies to a unit is not applicable all the same, if it is not."""
    if context.as_of < context.issued:
        return not_issued(context)
    if unit.closed is not None and unit.closed.day.last <= context.as_of:
        args = {"day": str(unit.closed.day), "into": unit.closed.into, "document": unit.closed.document}
        return Outcome(Status.NOT_APPLICABLE, "unit-closed", args, reason="unit-closed")
    unless = rule.unless
    if unless is not None and unless.takes(unit) and unless.by_figures(_surely_seen(unit, context.as_of)):
        return Outcome(Status.NOT_APPLICABLE, "unless", {"reason": unless.reason.written}, reason="unless")
    return None


def not_issued(context: JudgeContext) -> Outcome:
    """Before the directive was issued nothing could be asked."""
    args = {"issued": context.issued.isoformat()}
    return Outcome(Status.NOT_APPLICABLE, "not-yet-issued", args, reason="not-yet-issued")


def rules_in_cycles(rules: Iterable[Rule]) -> dict[str, tuple[str, ...]]:
    """Of rules that hold for one unit, those whose limits name one another, with the events of their cycle."""
    bound = [(rule.id, rule.bound_event, None if rule.limit is None else rule.limit.anchor_event) for rule in rules]
    links = {rule: (event, limit.event) for rule, event, limit in bound if event and limit and limit.of == OWN}
    steps: dict[str, set[str]] = {}
    for event, limit in links.values():
        steps.setdefault(event, set()).add(limit)
    if not _has_cycle(steps):
        return {}
    cycles = {rule: shortest_way(limit, event, steps) for rule, (event, limit) in links.items()}
    return {rule: cycle for rule, cycle in cycles.items() if cycle is not None}


def _has_cycle(steps: Mapping[str, set[str]]) -> bool:
    try:
        TopologicalSorter(steps).prepare()
    except CycleError:
        return True
    return False


def shortest_way(start: str, goal: str, steps: Mapping[str, set[str]]) -> tuple[str, ...] | None:
    """The shortest way from one event to another; of equals the first by name."""
    pending: list[tuple[str, ...]] = [(start,)]
    seen = {start}
    for way in pending:
        if way[-1] == goal:
            return (goal, *way)
        ahead = sorted(steps.get(way[-1], set()) - seen)
        seen.update(ahead)
        pending.extend((*way, step) for step in ahead)
    return None


def judge(
    registry: Registry,
    rulebook: Rulebook,
    as_of: date,
    waivers: Iterable[Waiver] = (),
    parameters: Mapping[str, Parameter] | None = None,
    watch: Watch = unwatched,
    near: Collection[str] | None = None,
    far: Findings | None = None,
) -> Findings:
    """Every finding on a day. `parameters` stand in for those of the rulebook that have the same name.

    `near`: rules are judged at these units alone, unless others count their findings or name units by id. `far`: what
    was found before these units changed; it holds still for all others, if no rule names units by id.
    """
    return Findings(_Judging(registry, rulebook, as_of, waivers, parameters, watch, near, far).columns())


class _Judging:
    """One run of the engine."""

    def __init__(
        self,
        registry: Registry,
        rulebook: Rulebook,
        as_of: date,
        waivers: Iterable[Waiver],
        parameters: Mapping[str, Parameter] | None,
        watch: Watch,
        near: Collection[str] | None,
        far: Findings | None,
    ) -> None:
        self.registry = registry
        self.as_of = as_of
        self.watch = watch
        self.context = rulebook.judge_context(as_of, parameters)
        self.waived: dict[str, dict[str, Waiver]] = {}
        for waiver in waivers:
            if waiver.in_force(as_of):
                self.waived.setdefault(waiver.rule, {}).update(dict.fromkeys(waiver.holders(registry), waiver))
        self.rollup = Rollup(registry, rulebook.rules)
        self.records = Records(registry, as_of)
        self.subjects = self.records.subjects() if near is None else Subjects(registry)
        self.rules = {
            rule.id: RuleJudging(rule, self.context, registry, self.subjects, self.rollup) for rule in rulebook.rules
        }
        counted = {name for one in self.rules.values() for name in one.below.rolls_up}
        named = {name for name, one in self.rules.items() if one.others - {CHILDREN, PARENT}}
        self.near = near
        self.far = {} if far is None or near is None or named else {column.rule: column for column in far.columns}
        of_many = {name for name, one in self.rules.items() if not one.rule.of_one_unit}
        self.everywhere = named | (of_many if named else set()) | (set() if self.far else counted)

    def columns(self) -> Iterator[Column]:
        """The findings of each rule, in the order of the rulebook."""
        found: dict[str, Column] = {}
        for column in chain(self._of_one_unit(), self._of_many_units()):
            found[column.rule] = self._with_far(self._waived(column))
            self.rollup.add(found[column.rule])
        return map(found.__getitem__, self.rules)

    def _of_one_unit(self) -> Iterator[Column]:
        """The findings of rules on one unit; no unit is shown to a rule that does not apply to it."""
        rules = [one for one in self.rules.values() if one.rule.of_one_unit]
        units, everywhere = self.registry.units, self.everywhere
        near = None if self.near is None else {place for place, unit in enumerate(units) if unit.id in self.near}
        places = Holding(rules, self.context).places(self.registry, near, everywhere)
        for judging in watched(rules, "rules", self.watch):
            yield judging.column(places[judging.rule.id], self.records)

    def _of_many_units(self) -> Iterator[Column]:
        """The findings of the other rules. What a rule rolls up is judged first."""
        others = {rule_id: one for rule_id, one in self.rules.items() if not one.rule.of_one_unit}
        for rule_id in TopologicalSorter({name: one.below.rolls_up for name, one in others.items()}).static_order():
            if rule_id in others:
                findings = list(self._of_each(others[rule_id]))
                yield Column(rule_id, [one.unit for one in findings], findings)

    def _of_each(self, judging: RuleJudging) -> Iterator[Finding]:
        """The findings of a rule that looks at many units: one for each unit, or task force, it is judged at."""
        rule = judging.rule
        if rule.of_task_forces:
            for force in sorted(self.registry.task_forces, key=lambda one: one.id):
                out = not_issued(self.context) if self.as_of < self.context.issued else None
                subject = Subject(force.id, {}, complete=False)
                yield finding_of(rule, force.id, out or judging.outcome(subject, None), self.as_of)
            return
        near = None if rule.id in self.everywhere else self.near
        for unit in self.registry.that(rule.applies_to.matches):
            if (near is None or unit.id in near) and may_apply(rule, unit, self.as_of):
                out = out_of_scope(rule, unit, self.context)
                yield finding_of(rule, unit.id, out or judging.outcome(self.subjects[unit.id], unit), self.as_of)

    def _with_far(self, column: Column) -> Column:
        """The same with what was found elsewhere before."""
        near, before = self.near or (), self.far.get(column.rule)
        if before is None or self.rules[column.rule].rule.of_task_forces:
            return column
        far = before.where(unit not in near for unit in before.units)

        def cited(units: Sequence[str], said: Sequence[Finding], make: OfFact[Made]) -> Iterator[tuple[Made, ...]]:
            for unit, one in zip(units, said, strict=True):
                yield tuple(starmap(make, (column if unit in near else far).one(unit, one).evidence))

        return Column(column.rule, [*column.units, *far.units], [*column.said, *far.said], cited)

    def _waived(self, column: Column) -> Column:
        """The same with what is waived."""
        waivers = self.waived.get(column.rule)
        if waivers is None:
            return column
        said = [
            _waived(one, waivers[unit]) if unit in waivers and one.status in PROBLEMS else one
            for unit, one in zip(column.units, column.said, strict=True)
        ]
        return Column(column.rule, column.units, said, column.cited)


def _waived(finding: Finding, waiver: Waiver) -> Finding:
    args = {
        "until": waiver.until.isoformat(),
        "authority": waiver.authority,
        "document": waiver.document,
        "reason": waiver.reason,
        "would_be_code": finding.code,
        "would_be_args": finding.args,
    }
    return finding._replace(status=Status.WAIVED, would_be=finding.status, code="waived", args=args)


class Scope:
    """Which units and rules were asked for."""

    def __init__(self, asked: Selection, registry: Registry, rulebook: Rulebook) -> None:
        self.asked = asked
        self.registry = registry
        self._check_names(asked, registry, rulebook)
        self.rules = tuple(rule for rule in rulebook.rules if self._takes_rule(rule))
        self._rule_ids = {rule.id for rule in self.rules}
        self._units = self._unit_ids(asked, registry)

    def taken(self, findings: Findings) -> Findings:
        """The findings that are in the selection (their status aside)."""
        of_rules = findings.saying(lambda one: one.rule in self._rule_ids)
        return of_rules if self._units is None else of_rules.at_units(self._units.__contains__)

    def takes_unit(self, unit: str) -> bool:
        """Whether a unit or a task force is in the selection."""
        return self._units is None or unit in self._units

    def units(self) -> tuple[Unit, ...]:
        """The selected units and the superiors above them."""
        if self._units is None:
            return self.registry.units
        wanted = {unit for unit in self._units if unit in self.registry.by_id}
        for unit in tuple(wanted):
            wanted.update(above.id for above in self.registry.above(self.registry.by_id[unit]))
        return tuple(unit for unit in self.registry.units if unit.id in wanted)

    @staticmethod
    def _check_names(asked: Selection, registry: Registry, rulebook: Rulebook) -> None:
        ids = [clause.id for clause in rulebook.clauses]
        above = [one for one in asked.clauses if any(is_within(clause, one) for clause in ids)]
        for names, known, code in (
            (asked.units, list(registry.names), "unit-unknown"),
            (asked.under, list(registry.by_id), "unit-unknown"),
            (asked.rules, list(rulebook.by_id), "rule-unknown"),
            (asked.clauses, [*ids, *above], "clause-unknown"),
            (asked.owners, list(rulebook.owners), "owner-unknown"),
            (asked.statuses, [status.value for status in Status], "status-unknown"),
        ):
            for name in names:
                if name not in known:
                    raise UsageError(code, text=name, known=suggestions(name, known), all=known)

    def _takes_rule(self, rule: Rule) -> bool:
        asked = self.asked
        if asked.rules and rule.id not in asked.rules:
            return False
        if asked.owners and set(rule.owner).isdisjoint(asked.owners):
            return False
        return not asked.clauses or any(is_within(one, asked_for) for one in rule.clause for asked_for in asked.clauses)

    @staticmethod
    def _unit_ids(asked: Selection, registry: Registry) -> set[str] | None:
        if not asked.units and not asked.under:
            return None
        below = {unit: {unit, *(one.id for one in registry.below(unit))} for unit in asked.under}
        branch = set().union(*below.values())
        if not asked.units:
            return branch
        return set(asked.units) & branch if asked.under else set(asked.units)
