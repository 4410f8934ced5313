"""The sentence of the directive: the duty in own words, who must act, how strongly it asks."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from congress_cli.model.finding import Finding
from congress_cli.model.proof import Step
from congress_cli.model.values import Named
from congress_cli.proof.judged import Judged
from congress_cli.rules import Rule


def basis(run: Judged, rule: Rule, finding: Finding) -> Iterator[Step]:
    """Each clause with its duty in own words; who must act, and how strongly the sentence asks."""
    del finding
    directive = run.rulebook.directive
    clauses = {clause.id: clause for clause in run.rulebook.clauses}
    for clause_id in rule.clause:
        clause = clauses.get(clause_id)
        if clause is None:
            yield Step("clause-alone", {"id": clause_id, "number": directive.number})
            continue
        args: dict[str, Any] = {
            "id": clause_id,
            "kind": directive.kind,
            "number": directive.number,
            "duty": {"vi": clause.vi, "en": clause.en},
        }
        if clause.note is not None:
            args["note"] = _by_language(clause.note)
        yield Step("clause", args)
    clause = clauses.get(rule.clause[0])
    cue = None if clause is None else clause.cue
    owners = [owner.value for owner in rule.owner]
    yield Step("asks", {"owners": owners, "modality": rule.modality.value, "cue": cue})


def _by_language(text: Named | str) -> dict[str, str]:
    return {"vi": text, "en": text} if isinstance(text, str) else {"vi": text.vi, "en": text.en}
