"""The sentence of the directive: the duty in own words, who must act, how strongly it asks, which units it means."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from congress_cli.model.directive import Clause
from congress_cli.model.finding import Finding
from congress_cli.model.proof import Step
from congress_cli.model.values import Named
from congress_cli.proof.judged import Judged
from congress_cli.rule_docs import selected
from congress_cli.rules import Rule


def basis(run: Judged, rule: Rule, finding: Finding) -> Iterator[Step]:
    """Each clause with its duty, who must act and how strongly it asks; then the units that the rule means."""
    del finding
    directive = run.rulebook.directive
    clauses = {clause.id: clause for clause in run.rulebook.clauses}
    for clause_id in rule.clause:
        clause = clauses.get(clause_id)
        paper = {"id": clause_id, "kind": directive.kind, "number": directive.number}
        if clause is None:
            yield Step("clause-alone", paper)
        else:
            yield Step("clause", {**paper, "duty": {"vi": clause.vi, "en": clause.en}})
            yield from _about(clause)
    yield from _own(rule, clauses)
    yield Step("applies", {"units": _by_language(rule.applies_to, run)})
    if rule.unless is not None:
        reason = {"vi": rule.unless.reason.vi, "en": rule.unless.reason.en}
        yield Step("unless", {"units": _by_language(rule.unless, run), "reason": reason})


def _about(clause: Clause) -> Iterator[Step]:
    if clause.modality is not None:
        yield Step("asks", {"owners": list(clause.who or ()), "modality": clause.modality.value, "cue": clause.cue})
    if clause.note is not None:
        yield Step("note", {"note": _note(clause.note)})


def _own(rule: Rule, clauses: Mapping[str, Clause]) -> Iterator[Step]:
    """Who must act by the rule and how strongly, where no clause says the same."""
    owners = [owner.value for owner in rule.owner]
    said = [clauses[one] for one in rule.clause if one in clauses]
    if not any(set(owners) <= set(one.who or ()) and one.modality is rule.modality for one in said):
        yield Step("rule-asks", {"owners": owners, "modality": rule.modality.value, "cue": None})


def _by_language(selector: Any, run: Judged) -> dict[str, str]:
    return {language: selected(selector, run.rulebook, language) for language in ("vi", "en")}


def _note(text: Named | str) -> dict[str, str]:
    return {"vi": text, "en": text} if isinstance(text, str) else {"vi": text.vi, "en": text.en}
