"""Why a verdict is what it is: from the sentence of the directive to the line of the registry.

A section of a proof is one file here, with one public function that yields its steps.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator

from congress_cli.explain.facts import facts
from congress_cli.explain.judged import Judged, judged
from congress_cli.explain.verdict import basis, days, todo, verdict
from congress_cli.explain.what_if import what_if
from congress_cli.model.finding import Finding
from congress_cli.model.proof import Proof, ProofStep
from congress_cli.rules import Rule

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
    finding = next((one for one in run.findings if (one.unit, one.rule) == (unit_id, rule_id)), None)
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


__all__ = ["Judged", "judged", "prove"]
