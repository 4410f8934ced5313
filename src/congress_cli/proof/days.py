"""Which exact days would lead to which status, where a recorded day is uncertain."""

from __future__ import annotations

from collections.abc import Iterator

from congress_cli.model.finding import Finding
from congress_cli.model.proof import Step
from congress_cli.proof.judged import Judged
from congress_cli.rules import Rule


def days(run: Judged, rule: Rule, finding: Finding) -> Iterator[Step]:
    """A step for each stretch of days that gives one status."""
    del run, rule
    for world in finding.args.get("worlds", ()):
        yield Step("world" if "first" in world else "world-alone", dict(world))
