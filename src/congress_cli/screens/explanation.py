"""A proof as text for a screen, and as the same tree in JSON (`congress-proof/1`)."""

from __future__ import annotations

import json
from typing import Any

from rich.cells import cell_len
from rich.console import Console
from rich.text import Text

from congress_cli.language import translate
from congress_cli.language.messages import describe
from congress_cli.model.finding import Status
from congress_cli.model.proof import Proof, ProofStep
from congress_cli.rendering.console import finished, new_console
from congress_cli.rendering.options import RenderOptions
from congress_cli.rendering.status import STATUS, symbol
from congress_cli.screens.proof_steps import StepWords
from congress_cli.text import sanitize

SCHEMA = "congress-proof/1"
LABEL = 19
INDENT = 2
NARROW = 60


class ProofWords(StepWords):
    """The words of one proof in one language."""

    def __init__(self, proof: Proof, language: str) -> None:
        super().__init__(proof.names, language)
        self.proof = proof

    def message(self) -> str:
        """What the finding says."""
        return describe(self.proof.finding, self.language, self.name_of, strive=self.proof.modality == "strive")

    def day(self) -> str:
        """The judged day and where it came from."""
        return translate(self.language, f"screen.as-of-{self.proof.as_of_from}", {"day": self.proof.as_of.isoformat()})


def render(proof: Proof, options: RenderOptions) -> str:
    """The proof as a page of text."""
    words = ProofWords(proof, options.language)
    console = new_console(options)
    head = _status(proof, words, options)
    indent = cell_len(head.plain)
    head.append(
        f"{sanitize(proof.name)} ({proof.unit}) · {proof.title[options.language]}", style="not dim bold default"
    )
    _hanging(head, indent, console, options.width)
    console.print(Text(words.message()))
    console.print(Text(words.day(), style="dim"))
    for section in proof.sections:
        console.print()
        _section(section, words, console, options)
    return finished(console, options)


def _status(proof: Proof, words: ProofWords, options: RenderOptions, room: int = 0) -> Text:
    status = proof.finding.status
    word = words.term(status.value) if room else words.term(status.value).upper()
    return Text(f"{symbol(status, ascii_only=options.ascii_only)} {word:<{room}}  ", style=STATUS[status].color)


def _hanging(text: Text, indent: int, console: Console, width: int) -> None:
    """Text wrapped under itself, its first line beginning at the margin."""
    first = True
    rest = text
    while rest.plain:
        lines = rest.wrap(console, max(20, width - (0 if first else indent)))
        console.print((Text() if first else Text(" " * indent)).append_text(lines[0]), soft_wrap=True)
        rest, first = rest[len(lines[0].plain) :], False
        rest = rest[len(rest.plain) - len(rest.plain.lstrip()) :]


def _section(section: ProofStep, words: ProofWords, console: Console, options: RenderOptions) -> None:
    label = words.translate(section.key)
    indent = LABEL if options.width >= NARROW else INDENT
    if indent < LABEL:
        console.print(Text(label, style="bold"))
        label = ""
    for step in section.steps:
        text = Text(words.step(step))
        if "at" in step.args:
            text.append(f"  {sanitize(str(step.args['at']))}", style="dim")
        for line in text.wrap(console, options.width - indent):
            left = Text(f"{label:<{indent}}", style="bold")
            console.print(left.append_text(Text(style="not bold").append_text(line)), soft_wrap=True)
            label = ""


def render_json(proof: Proof, options: RenderOptions) -> str:
    """The same tree as JSON; sentences in the language asked for."""
    words = ProofWords(proof, options.language)
    finding = proof.finding
    tree = {
        "schema": SCHEMA,
        "unit": proof.unit,
        "name": proof.name,
        "rule": proof.rule,
        "title": dict(proof.title),
        "as_of": proof.as_of.isoformat(),
        "as_of_from": proof.as_of_from,
        "status": finding.status,
        "would_be": finding.would_be,
        "severity": finding.severity,
        "last_day": None if finding.last_day is None else finding.last_day.isoformat(),
        "last_days": None if finding.last_days is None else [day.isoformat() for day in finding.last_days],
        "days_left": finding.days_left,
        "message": words.message(),
        "sections": [_tree(section, words) for section in proof.sections],
    }
    return json.dumps(tree, ensure_ascii=False, indent=1) + "\n"


def _tree(step: ProofStep, words: ProofWords) -> dict[str, Any]:
    if step.steps:
        code, label = step.key.removeprefix("section-"), words.translate(step.key)
        return {"code": code, "text": label, "steps": [_tree(inner, words) for inner in step.steps]}
    return {"code": step.key, "args": dict(step.args), "text": words.step(step)}


def listed(proofs: list[Proof], options: RenderOptions, form: str) -> str:
    """One line a rule, worst first, wrapped under itself unless `options.unfolded`; in JSON every proof in full."""
    if form == "json":
        return "[\n" + ",\n".join(render_json(proof, options).rstrip() for proof in proofs) + "\n]\n"
    console = new_console(options)
    first = ProofWords(proofs[0], options.language)
    console.print(Text(f"{sanitize(proofs[0].name)} ({proofs[0].unit})", style="bold"))
    console.print(Text(first.day(), style="dim"))
    console.print()
    room = max(len(first.term(status.value)) for status in Status)
    for proof in proofs:
        words = ProofWords(proof, options.language)
        line = _status(proof, words, options, room)
        indent = cell_len(line.plain)
        line.append(f"{proof.title[options.language]} ({proof.rule}): ", style="not bold default")
        line.append(words.message(), style="not bold dim default")
        if options.unfolded:
            console.print(line, soft_wrap=True)
        else:
            _hanging(line, indent, console, options.width)
    console.print()
    console.print(Text(first.translate("one-more", unit=proofs[0].unit), style="dim"))
    return finished(console, options)
