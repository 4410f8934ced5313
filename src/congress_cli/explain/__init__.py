"""Why a verdict is what it is: from the sentence of the directive to the line of the registry.

A section of a proof is one public function that yields its steps; `SECTIONS` is their order.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import Any

from congress_cli.explain.judged import Judged
from congress_cli.explain.what_if import what_if
from congress_cli.model.directive import Clause
from congress_cli.model.facts import Cases, Checklist, Event, Fact, Measures, Named, Plan, Series
from congress_cli.model.finding import PROBLEMS, Finding, Status
from congress_cli.model.registry import Unit, Waiver
from congress_cli.rules import Rule
from congress_cli.rules.proof import Proof, ProofStep
from congress_cli.rules.words import selected


def facts(run: Judged, rule: Rule, finding: Finding) -> Iterator[ProofStep]:
    """Each fact that the rule reads: recorded, with its source and place, or absent."""
    unit = run.registry.by_id.get(finding.unit)
    if unit is None:
        return
    yield from rule.reference_steps(run)
    plans = run.context.plans
    for name in (one for one in rule.own_facts() if one in run.rulebook.facts):
        yield recorded(run, unit, name)
        if name in plans and _plan_counts(run, rule, unit, name):
            plan = plans[name]
            yield recorded(run, unit, plan) if plan in unit.facts else ProofStep("proof.absent-plan", {"fact": plan})


def _plan_counts(run: Judged, rule: Rule, unit: Unit, event: str) -> bool:
    """Whether the rule looks at the plan of an event: it gives a last day until the event is held."""
    day = unit.day_of(event)
    return (day is None or day.last > run.as_of) and event in rule.plan_events()


def recorded(run: Judged, unit: Unit, name: str) -> ProofStep:
    """One fact of a unit, with its source and place, or that it is absent."""
    fact = unit.facts.get(name)
    if fact is None:
        complete = run.rulebook.facts[name].absence_is_known and run.registry.complete(unit)
        return ProofStep("proof.absent-complete" if complete else "proof.absent-partial", {"fact": name})
    args: dict[str, Any] = {"fact": name, "value": fact.value()}
    if isinstance(fact, Checklist):
        args["items"] = list(fact.items)
    if isinstance(fact, Measures):
        args["values"] = {key: str(number) for key, number in fact.values.items()}
    if isinstance(fact, Series):
        args["periods"] = {key: str(event.day) for key, event in fact.periods.items()}
    if isinstance(fact, Cases):
        args["cases"] = [[one.case, one.sort or "", {key: str(day.day) for key, day in one.days}] for one in fact.cases]
    source = run.registry.sources.get(unit.id)
    if source is not None:
        args["at"] = str(source.place_of(name))
    args |= {key: getattr(fact, key) for key in ("document", "source", "by", "note") if getattr(fact, key)}
    if isinstance(fact.note, Named):
        args["note"] = fact.note.both
    if fact.recorded is not None:
        args["recorded"] = fact.recorded.isoformat()
    if fact.day is not None and not isinstance(fact, Event):
        args["day"] = str(fact.day)
    return ProofStep(f"proof.{'event' if isinstance(fact, Event) else 'fact'}{_seen(run, fact)}", args)


def _seen(run: Judged, fact: Fact) -> str:
    """Whether the judged day sees the fact; only a plan is seen before its day."""
    if fact.day is None or isinstance(fact, Plan) or fact.day.last <= run.as_of:
        return ""
    return "-unseen" if fact.day.first > run.as_of else "-perhaps"


def verdict(run: Judged, rule: Rule, finding: Finding) -> Iterator[ProofStep]:
    """Why nothing could be decided, what a problem counts as, and each waiver, in force or not."""
    if finding.code == "unit-closed":
        yield _closed(run, finding)
    if finding.code == "uncertain":
        yield ProofStep("proof.undecided")
    if finding.status is Status.UNKNOWN and finding.code.endswith(("-unrecorded", "-incomplete")):
        yield ProofStep("proof.not-recorded-not-undone")
    if finding.status in PROBLEMS:
        yield ProofStep(f"proof.counts-as-{finding.severity}", {"why": _why(rule)})
    yield from _waivers(run, finding)


def _closed(run: Judged, finding: Finding) -> ProofStep:
    """When the unit was closed, by which paper, and where that stands."""
    unit = run.registry.by_id[finding.unit]
    closing = {} if unit.closed is None else unit.closed.model_dump(exclude_none=True, exclude={"day"})
    day = {} if unit.closed is None else {"day": str(unit.closed.day)}
    source = run.registry.sources.get(unit.id)
    return ProofStep("proof.closed", {**day, **closing, **({} if source is None else {"at": str(source.place)})})


def _why(rule: Rule) -> str:
    """Why the rule's problems are as grave as they are."""
    if rule.severity_written is not None:
        return "why-written"
    return f"why-{rule.modality}" if rule.limit_basis == "stated" else "why-inferred"


def _waivers(run: Judged, finding: Finding) -> Iterator[ProofStep]:
    for waiver in run.waivers_of(finding.rule, finding.unit):
        yield ProofStep(_force(waiver, run), _waiver_args(waiver))
    if finding.would_be is not None:
        yield ProofStep("proof.would-be", {"status": finding.would_be.value})


def _force(waiver: Waiver, run: Judged) -> str:
    if waiver.in_force(run.as_of):
        return "proof.waiver"
    return "proof.waiver-ended" if waiver.until < run.as_of else "proof.waiver-later"


def _waiver_args(waiver: Waiver) -> dict[str, Any]:
    return {
        "document": waiver.document,
        "authority": waiver.authority,
        "from": waiver.from_.isoformat(),
        "until": waiver.until.isoformat(),
        "reason": waiver.reason,
    }


def basis(run: Judged, rule: Rule, finding: Finding) -> Iterator[ProofStep]:
    """Each clause with its duty, who must act and how strongly it asks; then the units that the rule means."""
    del finding
    directive = run.rulebook.directive
    clauses = {clause.id: clause for clause in run.rulebook.clauses}
    for clause_id in rule.clause:
        clause = clauses.get(clause_id)
        paper = {"id": clause_id, "kind": directive.kind, "number": directive.number}
        if clause is None:
            yield ProofStep("proof.clause-alone", paper)
        else:
            yield ProofStep("proof.clause", {**paper, "duty": clause.written})
            yield from _about(clause)
    yield from _own(rule, clauses)
    yield ProofStep("proof.applies", {"units": _by_language(rule.applies_to, run)})
    if rule.unless is not None:
        reason = rule.unless.reason.written
        yield ProofStep("proof.unless", {"units": _by_language(rule.unless, run), "reason": reason})


def _about(clause: Clause) -> Iterator[ProofStep]:
    if clause.modality is not None:
        yield ProofStep(
            "proof.asks", {"owners": list(clause.who or ()), "modality": clause.modality.value, "cue": clause.cue}
        )
    if clause.note is not None:
        note = clause.note
        yield ProofStep("proof.note", {"note": {"vi": note, "en": note} if isinstance(note, str) else note.written})


def _own(rule: Rule, clauses: Mapping[str, Clause]) -> Iterator[ProofStep]:
    """Who must act by the rule and how strongly, where no clause says the same."""
    owners = list(rule.owner)
    cited = [clauses[one] for one in rule.clause if one in clauses]
    if not any(set(owners) <= set(one.who or ()) and one.modality is rule.modality for one in cited):
        yield ProofStep("proof.rule-asks", {"owners": owners, "modality": rule.modality.value, "cue": None})


def _by_language(selector: Any, run: Judged) -> dict[str, str]:
    return {language: selected(selector, run.rulebook, language) for language in run.rulebook.languages}


NOTHING_TO_DO = (Status.MET, Status.LATE, Status.NOT_APPLICABLE, Status.ERROR)


def todo(run: Judged, rule: Rule, finding: Finding) -> Iterator[ProofStep]:
    """What lacks in rulebook and registry, then the remedy."""
    if finding.facts_status in NOTHING_TO_DO:
        return
    if finding.code == "parameter-missing":
        yield ProofStep("proof.enter-parameter", {"param": finding.args["param"]})
    unit = run.registry.by_id.get(finding.unit)
    if unit is not None and rule.of_one_unit and finding.status in (Status.UNKNOWN, Status.OVERDUE):
        uncertain = finding.args.get("facts", ()) if finding.code in ("uncertain", "too-uncertain") else ()
        for name in dict.fromkeys((*rule.judged_facts(), *uncertain)):
            fact = unit.facts.get(name)
            if fact is None and name in rule.judged_facts():
                yield ProofStep("proof.record", {"unit": unit.id, "fact": name})
            elif isinstance(fact, Event) and not fact.day.exact:
                yield ProofStep("proof.record-exact", {"unit": unit.id, "fact": name})
    if rule.remedy is not None:
        yield ProofStep("proof.remedy", {"remedy": rule.remedy.written})


def days(run: Judged, rule: Rule, finding: Finding) -> Iterator[ProofStep]:
    """A step for each stretch of days that gives one status."""
    del run, rule
    for world in finding.args.get("worlds", ()):
        yield ProofStep("proof.world" if "first" in world else "proof.world-alone", dict(world))


SECTIONS: dict[str, Callable[[Judged, Rule, Finding], Iterator[ProofStep]]] = {
    "basis": basis,
    "limit": lambda run, rule, finding: rule.limit_steps(run, finding),
    "facts": facts,
    "below": lambda run, rule, finding: rule.below_steps(run, finding, run.rulebook.rules),
    "days": days,
    "verdict": verdict,
    "change": what_if,
    "todo": todo,
}


def prove(run: Judged, unit_id: str, rule_id: str) -> Proof | None:
    """The proof of one finding; None where the rule does not concern the unit."""
    finding = next((one for one in run.findings.at_units(unit_id.__eq__) if one.rule == rule_id), None)
    if finding is None:
        return None
    rule = run.rulebook.by_id[rule_id]
    sections = (
        ProofStep(f"proof.section-{name}", steps=tuple(steps(run, rule, finding))) for name, steps in SECTIONS.items()
    )
    return Proof(
        unit=unit_id,
        name=run.registry.name_of(unit_id),
        rule=rule_id,
        as_of=run.as_of,
        as_of_from=run.as_of_from,
        finding=finding,
        sections=tuple(section for section in sections if section.steps),
        title=rule.title.written,
        modality=rule.modality.value,
        names=run.rulebook.names,
        known=run.known,
    )
