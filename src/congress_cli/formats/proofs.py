"""A proof as text for a screen, and as the same tree in JSON (`congress-proof/1`)."""

from __future__ import annotations

import json
from typing import Any

from rich.console import Console
from rich.text import Text

from congress_cli.formats.base import Look
from congress_cli.formats.canvas import canvas, finished
from congress_cli.formats.phrases import symbol
from congress_cli.formats.screen import STYLES
from congress_cli.language import say
from congress_cli.language.telling import tell
from congress_cli.model.proof import Proof, Step
from congress_cli.text import shown

SCHEMA = "congress-proof/1"
LABEL = 19


class ProofWords:
    """The words of one proof in one language."""

    def __init__(self, proof: Proof, language: str) -> None:
        self.proof = proof
        self.language = language

    def name_of(self, fact: str) -> str:
        """The name of a fact or an item."""
        return self.proof.names.get(fact, {}).get(self.language, fact)

    def say(self, code: str, **args: Any) -> str:
        """A sentence of the catalogue of proofs."""
        return say(self.language, f"proof.{code}", args, self.name_of)

    def step(self, step: Step) -> str:
        """What a step says."""
        args = {key: value[self.language] if _bilingual(value) else value for key, value in step.args.items()}
        if step.code.startswith("limit-") and "anchor" in args:
            args["anchor"] = self._anchor(args["anchor"])
            args["length"] = self._length(args)
        if step.code == "world":
            args["days"] = f"{args['first']}/{args['last']}"
        if "status" in args:
            args["status"] = say(self.language, f"terms.{args['status']}")
        if "modality" in args:
            args["owners"] = [say(self.language, f"terms.{owner}") for owner in args["owners"]]
            args["modality"] = say(self.language, f"terms.{args['modality']}")
            return self.say("asks-cue" if args["cue"] else "asks", **args)
        parts = [self.say(step.code, **args)]
        parts += [self.say(f"with-{key}", **args) for key in ("document", "source", "by", "note") if key in args]
        return "; ".join(part.rstrip(".") if len(parts) > 1 else part for part in parts)

    def _anchor(self, anchor: dict[str, str]) -> str:
        if "event" in anchor:
            return self.say("anchor-planned" if "planned" in anchor else "anchor-event", **anchor)
        return self.say("anchor-day", **anchor) if anchor else self.say("anchor-missing")

    def _length(self, args: dict[str, Any]) -> str:
        return self.say("months", months=args["months"]) if args["months"] else self.say("days", days=args["days"])

    def message(self) -> str:
        """What the finding says."""
        return tell(self.proof.finding, self.language, self.name_of, strive=self.proof.modality == "strive")


def _bilingual(value: Any) -> bool:
    return isinstance(value, dict) and set(value) == {"vi", "en"}


def render(proof: Proof, look: Look) -> str:
    """The proof as a page of text."""
    words = ProofWords(proof, look.language)
    console = canvas(look)
    finding = proof.finding
    sign = symbol(finding.status, ascii_only=look.ascii_only)
    head = Text(f"{sign} {say(look.language, f'terms.{finding.status.value}').upper()}", style=STYLES[finding.status])
    head.append(f"  {shown(proof.name)} ({proof.unit}) · {proof.title[look.language]}", style="not dim bold default")
    console.print(head)
    console.print(Text(words.message()))
    for section in proof.sections:
        console.print()
        _section(section, words, console, look)
    return finished(console, look)


def _section(section: Step, words: ProofWords, console: Console, look: Look) -> None:
    label = words.say(f"section-{section.code}")
    for number, step in enumerate(section.steps):
        text = Text(words.step(step))
        if "at" in step.args:
            text.append(f"  {shown(str(step.args['at']))}", style="dim")
        lines = text.wrap(console, max(20, look.width - LABEL))
        for place, line in enumerate(lines):
            first = number == 0 and place == 0
            left = Text(f"{label:<{LABEL}}" if first else " " * LABEL, style="bold")
            console.print(left.append_text(Text(style="not bold").append_text(line)), soft_wrap=True)


def render_json(proof: Proof, look: Look) -> str:
    """The same tree as JSON; sentences in the language asked for."""
    words = ProofWords(proof, look.language)
    finding = proof.finding
    tree = {
        "schema": SCHEMA,
        "unit": proof.unit,
        "name": proof.name,
        "rule": proof.rule,
        "title": dict(proof.title),
        "as_of": proof.as_of.isoformat(),
        "status": finding.status,
        "severity": finding.severity,
        "last_day": None if finding.last_day is None else finding.last_day.isoformat(),
        "last_days": None if finding.last_days is None else [day.isoformat() for day in finding.last_days],
        "days_left": finding.days_left,
        "message": words.message(),
        "sections": [_tree(section, words) for section in proof.sections],
    }
    return json.dumps(tree, ensure_ascii=False, indent=1) + "\n"


def _tree(step: Step, words: ProofWords) -> dict[str, Any]:
    if step.steps:
        label = words.say(f"section-{step.code}")
        return {"code": step.code, "text": label, "steps": [_tree(inner, words) for inner in step.steps]}
    return {"code": step.code, "args": dict(step.args), "text": words.step(step)}


def listed(proofs: list[Proof], look: Look, form: str) -> str:
    """One line a rule, worst first; in JSON every proof in full."""
    if form == "json":
        return "[\n" + ",\n".join(render_json(proof, look).rstrip() for proof in proofs) + "\n]\n"
    console = canvas(look)
    console.print(Text(f"{shown(proofs[0].name)} ({proofs[0].unit})", style="bold"))
    for proof in proofs:
        finding = proof.finding
        sign = symbol(finding.status, ascii_only=look.ascii_only)
        line = Text(f"{sign} {say(look.language, f'terms.{finding.status.value}')}", style=STYLES[finding.status])
        line.append(f"  {proof.title[look.language]} ({proof.rule}): ", style="not bold default")
        line.append(ProofWords(proof, look.language).message(), style="not bold dim")
        console.print(line)
    return finished(console, look)
