"""The proof of a finding as a tree of sentences: what a rule draws on to make it, and the steps that kinds share."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from typing import Any

from congress_cli import dataclass
from congress_cli.model.facts import plain
from congress_cli.model.finding import Finding, Findings
from congress_cli.model.message import Message
from congress_cli.model.registry import Registry
from congress_cli.model.report import Known
from congress_cli.rules.context import JudgeContext, Paper

MOST_BELOW = 12


@dataclass(frozen=True)
class Run:
    """Registry and rulebook on a day, and every finding of it."""

    registry: Registry
    rulebook: Paper
    as_of: date
    findings: Findings

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


@dataclass(frozen=True, slots=True)
class ProofStep(Message):
    """One sentence of a proof, or the heading of a section and the steps in it."""

    steps: tuple[ProofStep, ...] = ()


@dataclass(frozen=True, slots=True)
class Proof:
    """The proof of one finding: sections in the order in which they are read.

    `as_of_from`: where the judged day came from (option, registry, today). `title` and `names` (of facts, and of
    items as `fact/item`) are given by language.
    """

    unit: str
    name: str
    rule: str
    as_of: date
    as_of_from: str
    finding: Finding
    sections: tuple[ProofStep, ...]
    title: Mapping[str, str]
    modality: str
    names: Mapping[str, Mapping[str, str]]
    known: Known | None = None
