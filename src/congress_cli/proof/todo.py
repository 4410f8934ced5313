"""What to do: what to record, and the remedy that the rule names."""

from __future__ import annotations

from collections.abc import Iterator

from congress_cli.model.facts import Event
from congress_cli.model.finding import Finding, Status
from congress_cli.model.proof import Step
from congress_cli.proof.judged import Judged
from congress_cli.rules import Rule, TimedRule

NOTHING_TO_DO = (Status.MET, Status.LATE, Status.NOT_APPLICABLE, Status.ERROR)


def todo(run: Judged, rule: Rule, finding: Finding) -> Iterator[Step]:
    """What lacks in rulebook and registry, then the remedy."""
    if (finding.would_be or finding.status) in NOTHING_TO_DO:
        return
    if finding.code == "parameter-missing":
        yield Step("enter-parameter", {"param": finding.args["param"]})
    unit = run.registry.by_id.get(finding.unit)
    if unit is not None and isinstance(rule, TimedRule) and finding.status in (Status.UNKNOWN, Status.OVERDUE):
        uncertain = finding.args.get("facts", ()) if finding.code == "uncertain" else ()
        for name in dict.fromkeys((*rule.matters(), *uncertain)):
            fact = unit.facts.get(name)
            if fact is None and name in rule.matters():
                yield Step("record", {"unit": unit.id, "fact": name})
            elif isinstance(fact, Event) and not fact.day.exact:
                yield Step("record-exact", {"unit": unit.id, "fact": name})
    if rule.remedy is not None:
        yield Step("remedy", {"remedy": {"vi": rule.remedy.vi, "en": rule.remedy.en}})
