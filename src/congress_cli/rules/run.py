"""What a rule may draw on to prove a finding: the data of one run, and the steps that several kinds share."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from congress_cli.model.facts import plain
from congress_cli.model.finding import Finding
from congress_cli.model.proof import ProofStep
from congress_cli.model.registry import Registry
from congress_cli.rules.context import JudgeContext, Paper

MOST_BELOW = 12


@dataclass(frozen=True)
class Run:
    """Registry and rulebook on a day, and every finding of it."""

    registry: Registry
    rulebook: Paper
    as_of: date
    findings: tuple[Finding, ...]

    @property
    def context(self) -> JudgeContext:
        """What rules are told of the paper on the judged day."""
        return self.rulebook.judge_context(self.as_of)

    def parameter_steps(self, name: str, measures: str | None = None) -> Iterator[ProofStep]:
        """The value in force, the ones before it and the ones still to come, each with its paper.

        `measures`: the fact whose indicators the value names.
        """
        dated = sorted(self.rulebook.parameters[name].items())
        begun = [day for day, _ in dated if day <= self.as_of]
        for day, one in dated:
            code = "proof.parameter-later" if day > self.as_of else "proof.parameter-earlier"
            if begun and day == begun[-1]:
                code = "proof.parameter"
            args: dict[str, Any] = {"param": name, "from": day.isoformat(), "ref": one.ref}
            if isinstance(one.value, dict):
                args |= {"fact": measures, "values": {key: plain(number) for key, number in one.value.items()}}
            else:
                args["day" if isinstance(one.value, date) else "value"] = str(one.value)
            yield ProofStep(code, args)
            if one.note is not None:
                yield ProofStep("proof.note", {"note": dict.fromkeys(self.rulebook.languages, one.note)})
        if not begun:
            yield ProofStep("proof.parameter-missing", {"param": name})


def first_steps(steps: Sequence[ProofStep]) -> Iterator[ProofStep]:
    """The first steps of a long list, and how many more there are."""
    yield from steps[:MOST_BELOW]
    if len(steps) > MOST_BELOW:
        yield ProofStep("proof.more-below", {"count": len(steps) - MOST_BELOW})
