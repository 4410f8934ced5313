"""Changes of the verdict: the same rule judged once more with other facts or on another day."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta

from congress_cli.days import EARLIEST, LATEST, Day, on
from congress_cli.explain.judged import Judged
from congress_cli.model.facts import Cases, Event, Fact, Series
from congress_cli.model.finding import PROBLEMS, Finding, Status
from congress_cli.model.registry import Unit
from congress_cli.rules import Rule
from congress_cli.rules.bounds import UnitEvent, anchor_days
from congress_cli.rules.context import BELOW, CHILDREN, OWN
from congress_cli.rules.proof import ProofStep

MOST_DAYS = 62  # of an uncertain day, each of which may bring a turn
DAYS_OF_PARTS = 200
MOST_PERIODS_AHEAD = 400  # until one that a rule asks for is found
SETTLED = (Status.MET, Status.NOT_APPLICABLE)
_CALENDAR = range(EARLIEST.toordinal(), LATEST.toordinal() + 1)


def what_if(run: Judged, rule: Rule, finding: Finding) -> Iterator[ProofStep]:
    """Each change that leads to another status, with that status."""
    unit = run.registry.by_id.get(finding.unit)
    if unit is None or not rule.of_one_unit:
        return
    status = finding.facts_status
    turns = list(_unchanged(run, rule, unit, finding))
    if finding.args.get("would_be_code", finding.code) == "limit-circle":
        yield ProofStep("proof.mend-rulebook")
    elif status not in SETTLED:
        steps = [*_done(run, rule, unit, finding), *_awaited(run, rule, unit, finding)]
        yield from steps
        if status in PROBLEMS and not steps and all(one.key == "proof.after-waiver" for one in turns):
            yield ProofStep("proof.only-correction")
    yield from _without_amendment(run, rule, unit, finding)
    yield from turns
    if rule.of_parts and finding.code != "unit-closed":
        yield from _next_period(run, rule, unit)
        yield ProofStep("proof.looked-until", {"day": (run.as_of + timedelta(days=DAYS_OF_PARTS)).isoformat()})


def _next_period(run: Judged, rule: Rule, unit: Unit) -> Iterator[ProofStep]:
    """The next period that begins, and its last day; that there is none where `until` has been reached."""
    key, begins = rule.part_on(run.as_of, unit, run.registry), None
    for _ in range(MOST_PERIODS_AHEAD if key is not None else 0):
        days = rule.part_days(str(key), unit, run.registry)
        begins = None if days is None else days[1] + timedelta(days=1)
        key = None if begins is None else rule.part_on(begins, unit, run.registry)
        if key is None or begins is None:
            return
        if rule.asks_part(key, unit, run.registry):
            [finding] = run.on_days(rule, unit.id, [begins])
            parts = () if finding is None else finding.facts_args.get("parts", ())
            last_day = next((more[0] for name, _, *more in parts if name == key and more), "")
            args = {"part": key, "part_kind": "period", "first_day": begins.isoformat()}
            yield ProofStep("proof.next-period", args | ({"last_day": last_day} if last_day else {}))
            return
    if begins is not None:
        yield ProofStep("proof.no-next-period")


def _without_amendment(run: Judged, rule: Rule, unit: Unit, finding: Finding) -> Iterator[ProofStep]:
    """Under the limit before its last amendment, where the status would be another."""
    args = finding.facts_args
    if "former_ref" in args:
        other = run.under_former(rule, unit.id, args["param"])
        if other.status is not finding.facts_status:
            former = {"ref": args["former_ref"], "day": args["former"], "status": other.status.value}
            yield ProofStep("proof.under-former", former)


def _done(run: Judged, rule: Rule, unit: Unit, finding: Finding) -> Iterator[ProofStep]:
    """With the matter done: on the judged day, or, where it may be done and not recorded, on some day before."""
    status = finding.facts_status
    if finding.code in ("uncertain", "too-uncertain") or finding.waits_for is not None or status is Status.LATE:
        return
    perhaps = status is Status.UNKNOWN and not run.registry.complete(unit)
    done = rule.fulfilment(unit, Day(EARLIEST, run.as_of) if perhaps else on(run.as_of), run.context)
    if not done.facts:
        return
    other = run.again(rule, unit.id, {unit.id: done.facts})
    args = {"facts": list(done.facts)}
    own = done.facts.keys() - {one.name for one in rule.reads() if one.of != OWN}  # findings name no unit of a fact
    if perhaps and other.code == "uncertain" and own.issuperset(other.args["facts"]):
        for world in other.args["worlds"]:
            if "first" in world and world["status"] != status:
                days = f"{world['first']}/{world['last']}"
                yield ProofStep("proof.if-recorded", {**args, "days": days, "status": world["status"]})
    elif other.status is not status:
        code = done.code or ("proof.if-recorded-ever" if perhaps else "proof.if-done")
        yield ProofStep(code, {**args, "day": (done.by or run.as_of).isoformat(), "status": other.status.value})


def _awaited(run: Judged, rule: Rule, unit: Unit, finding: Finding) -> Iterator[ProofStep]:
    """With the awaited event held, by the unit or every child, and the matter done, both on the judged day."""
    start = rule.start
    if start is None or finding.waits_for != start.event:
        return
    event = start.event
    holders = run.registry.holders(unit.id, start.of)
    lacking = [one for one in holders if (day := one.day_of(event)) is None or day.last > run.as_of]
    if lacking:
        facts: dict[str, dict[str, Fact]] = {one.id: {event: Event(day=on(run.as_of))} for one in lacking}
        facts.setdefault(unit.id, {}).update(rule.fulfilment(unit, on(run.as_of), run.context).facts)
        other = run.again(rule, unit.id, facts)
        args = {"event": event, "day": run.as_of.isoformat(), "status": other.status.value}
        if other.status is not finding.facts_status:
            whose = {OWN: "unit", CHILDREN: "children"}.get(start.of, "other")
            yield ProofStep(f"proof.if-held-{whose}", args)


def _unchanged(run: Judged, rule: Rule, unit: Unit, finding: Finding) -> Iterator[ProofStep]:
    """With nothing changed: each later day on which the status turns, waivers counted."""
    waivers = run.waivers_of(rule.id, unit.id)
    ends = {one.until + timedelta(days=1) for one in waivers}
    days = {*_turning_days(run, rule, unit), *ends, *(one.from_ for one in waivers)}
    later = sorted(day for day in days if run.as_of < day <= LATEST)
    last: Status | None = finding.status
    for day, other in zip(later, run.on_days(rule, unit.id, later), strict=True):
        status = None if other is None else other.status
        if status is None and last is not None:
            yield ProofStep("proof.no-longer", {"day": day.isoformat()})
        elif status is not None and status is not last:
            code = "proof.after-waiver" if last is Status.WAIVED and day in ends else "proof.unchanged"
            yield ProofStep(code, {"day": day.isoformat(), "status": status.value})
        last = status


def _turning_days(run: Judged, rule: Rule, unit: Unit) -> Iterator[date]:
    """Every day on which the status may turn by itself, and some more."""
    yield run.rulebook.directive.issued
    for name in rule.parameters():
        yield from run.rulebook.parameters[name]
    if rule.of_parts:  # periods and cases turn one after the other
        yield from (run.as_of + timedelta(days=number) for number in range(1, DAYS_OF_PARTS + 1))
    for day in _days_read(run, rule, unit):
        yield from _each(day, run.as_of)
    for last_day in _last_days(run, rule, unit):
        yield from (date.fromordinal(one) for one in (last_day - rule.warn_days, last_day + 1) if one in _CALENDAR)
    yield from (date.fromordinal(one) for one in _edges_of_calendar(run, rule) if one in _CALENDAR)


def _edges_of_calendar(run: Judged, rule: Rule) -> Iterator[int]:
    """The days (ordinals) from which a count of working days looks into its calendar, and no more into it."""
    if (time := rule.time) is not None:
        shifts = (shift for bound in time.bounds for shift in time.shifts(bound, run.rulebook))
        yield from (day for one in shifts if (reach := one.reach()) for day in (reach[0], reach[1] + 1))


def _days_of_parts(rule: Rule, unit: Unit) -> tuple[Day, ...]:
    """The recorded days of the periods or cases that a rule judges one by one."""
    fact = unit.facts.get(rule.of_parts)
    return tuple(one.day for *_, one in fact.parts) if isinstance(fact, Series | Cases) else ()


def _days_read(run: Judged, rule: Rule, unit: Unit) -> Iterator[Day]:
    """The recorded days that decide what the rule sees: of the unit's facts, of its children's, and closing days."""
    plans = run.context.plans
    own = {name for fact in rule.own_facts() for name in (fact, plans.get(fact))}
    yield from (fact.day for name, fact in unit.facts.items() if name in own and fact.day is not None)
    yield from _days_of_parts(rule, unit)
    others = [(one.of, one.name) for one in rule.reads() if one.of not in (OWN, BELOW)]
    children = run.registry.holders(unit.id, CHILDREN) if any(of == CHILDREN for of, _ in others) else ()
    for of, name in others:
        for holder in run.registry.holders(unit.id, of):
            yield from filter(None, map(holder.day_of, (name, plans.get(name, ""))))
    yield from (one.closed.day for one in (unit, *children) if one.closed is not None)


def _each(day: Day, as_of: date) -> Iterator[date]:
    """The days of an uncertain day that lie ahead, at most so many of them, and its last one with the day after it."""
    first = max(day.first, as_of).toordinal()
    last = day.last.toordinal()
    days = {*range(first, min(last, first + MOST_DAYS) + 1), *(() if day.last == LATEST else (last, last + 1))}
    return map(date.fromordinal, days)


def _last_days(run: Judged, rule: Rule, unit: Unit) -> Iterator[int]:
    """The last days (ordinals) that limit and plans may give: those of both ends of each day they are counted from."""
    plans = run.context.plans
    if rule.limit is not None:
        for bound in filter(None, (rule.limit.bound,)):
            anchors = [day.toordinal() for day in anchor_days(bound, run.rulebook)]
            if isinstance(bound.anchor, UnitEvent):
                names = (bound.anchor.event, plans.get(bound.anchor.event))
                holders = run.registry.holders(unit.id, bound.anchor.of)
                anchors += [one for holder in holders for name in names for one in _recorded_ends(holder, name)]
            anchors += [one for day in _days_of_parts(rule, unit) for one in _ends(day)]
            for shift in rule.limit.shifts(bound, run.rulebook):
                yield from map(shift.later, anchors)
    for event in rule.plan_events():
        for planned in _recorded_ends(unit, plans.get(event)):
            yield from (planned, planned - 1)


def _recorded_ends(unit: Unit, name: str | None) -> tuple[int, ...]:
    """The first and the last day (ordinals) of a recorded fact."""
    day = unit.day_of(name or "")
    return () if day is None else _ends(day)


def _ends(day: Day) -> tuple[int, ...]:
    """The first and the last of the days (ordinals) that it may be; an open end is none."""
    return tuple(one.toordinal() for one in day if one not in (EARLIEST, LATEST))
