"""A proof as text: the findings of a unit under a rule and their steps, and the sentences of the steps."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from rich.cells import cell_len
from rich.console import Console
from rich.text import Text

from congress_cli.formats.json import document, plain
from congress_cli.language import describe, paper_name, translate
from congress_cli.model.facts import LANGUAGES, local
from congress_cli.model.finding import Status
from congress_cli.rendering.console import Page, finished, new_console
from congress_cli.rendering.options import RenderOptions
from congress_cli.rendering.status import STATUS, symbol
from congress_cli.rules.proof import Proof, ProofStep
from congress_cli.text import sanitize

ADDED = ("into", "recorded", "document", "source", "by", "note")


class StepWords:
    """Steps in one language. `names`: those of facts, and of items as `fact/item`, by language."""

    def __init__(self, names: Mapping[str, Mapping[str, str]], language: str) -> None:
        self.names = names
        self.language = language

    def name_of(self, fact: str) -> str:
        """The name of a fact or an item."""
        return self.names.get(fact, {}).get(self.language, fact)

    def term(self, word: str) -> str:
        """A single word: a status, an owner, a modality, a severity."""
        return translate(self.language, f"terms.{word}")

    def translate(self, code: str, **args: Any) -> str:
        """A sentence of the catalogue of proofs."""
        return translate(self.language, f"proof.{code}", args, self.name_of)

    def step(self, step: ProofStep) -> str:
        """What a step says."""
        args = {key: local(value, self.language) if _named(value) else value for key, value in step.args.items()}
        args |= {key: in_words(self, args) for key, in_words in _IN_WORDS.items() if key in args}
        code = step.key
        for key, value_of in (("items", _items), ("values", _values), ("periods", _periods), ("cases", _cases)):
            if key in args:
                args["value"] = value_of(self, args)
        if code.startswith("parameter") and "day" in args:
            args["value"] = self.translate("anchor-day", day=args["day"])
        if code == "next-period" and "last_day" not in args:
            code = "next-period-open"
        if "first" in args:
            args["days"] = f"{args['first']}/{args['last']}"
        if code.startswith("limit-") and "count" in args:
            args["length"] = self.translate(args["unit"], **{args["unit"]: args["count"]})
        if code == "asks" and not args["owners"]:
            code = "asks-nobody"
        parts = [self.translate(code, **args)]
        if code.startswith("fact") and "day" in args:
            parts.append(self.translate("with-day", **args))
        if code.startswith(("fact", "event", "closed")):
            parts += [self.translate(f"with-{key}", **args) for key in ADDED if key in args]
        return "; ".join(part.rstrip(".") if len(parts) > 1 else part for part in parts)


def _named(value: Any) -> bool:
    return isinstance(value, dict) and bool(value) and value.keys() <= {*LANGUAGES}


def _anchor(words: StepWords, args: dict[str, Any]) -> str:
    anchor = args["anchor"]
    kind = next((one for one in ("planned", "held", "event", "day") if one in anchor), "day")
    return words.translate(f"anchor-{kind}", **anchor)


def _items(words: StepWords, args: dict[str, Any]) -> str:
    named = [sanitize(words.name_of(f"{args['fact']}/{item}")) for item in args["items"]]
    return ", ".join(named) or words.translate("no-items")


def _values(words: StepWords, args: dict[str, Any]) -> str:
    names = {key: sanitize(words.name_of(f"{args['fact']}/{key}")) for key in args["values"]}
    return ", ".join(
        f"{names[key]} {words.translate('decimal', number=value)}" for key, value in args["values"].items()
    )


def _periods(words: StepWords, args: dict[str, Any]) -> str:
    periods = [
        words.translate("period" if len(day) == 10 else "period-span", period=key, day=day)
        for key, day in args["periods"].items()
    ]
    return "; ".join(periods) or words.translate("no-items")


def _cases(words: StepWords, args: dict[str, Any]) -> str:
    """Each case with its sort and its days."""
    cases = []
    for case, sort, days in args["cases"]:
        named = [words.name_of(f"{args['fact']}/{sort}")] if sort else []
        named += [words.translate("case-day", name=f"{args['fact']}/{name}", day=day) for name, day in days.items()]
        cases.append(words.translate("case", case=case, text=", ".join(named)) if named else case)
    return "; ".join(cases) or words.translate("no-items")


def _units(words: StepWords, args: dict[str, Any]) -> str:
    if isinstance(args["units"], str):
        return args["units"]
    listed = ", ".join(args["units"])
    text = words.translate("units-more", units=listed, left=args["left"]) if args["left"] else listed
    return f": {text}" if text else ""


def _part(words: StepWords, args: dict[str, Any]) -> str:
    code = f"part-{args['part_kind']}" + ("+days" if args.get("part_days") else "")
    return translate(words.language, f"findings.{code}", args)


_IN_WORDS = {
    "part": _part,
    "status": lambda words, args: words.term(args["status"]),
    "modality": lambda words, args: words.term(args["modality"]),
    "owners": lambda words, args: [words.name_of(f"owner:{owner}") for owner in args["owners"]],
    "why": lambda words, args: words.translate(args["why"]),
    "number": lambda words, args: paper_name(args.get("kind"), args["number"], words.language),
    "cue": lambda words, args: words.translate("cue", cue=args["cue"]) if args["cue"] else "",
    "anchor": _anchor,
    "counts": lambda words, args: " · ".join(f"{words.term(one)} {count}" for one, count in args["counts"].items()),
    "units": _units,
}


SCHEMA = "congress-proof/1"
LABEL = 19
INDENT = 2
NARROW = 60


class ProofWords(StepWords):
    """The words of one proof in one language."""

    def __init__(self, proof: Proof, language: str) -> None:
        super().__init__(proof.names, language)
        self.proof = proof

    def section(self, section: ProofStep) -> str:
        """What a section is headed with."""
        kind = section.steps[0].args.get("part_kind")
        is_plain = kind is None or section.key != "section-below"
        return self.translate(section.key if is_plain else f"section-each-{kind}")

    def message(self) -> str:
        """What the finding says."""
        return describe(self.proof.finding, self.language, self.name_of, strive=self.proof.modality == "strive")

    def day(self) -> str:
        """The judged day and where it came from."""
        text = translate(self.language, f"screen.as-of-{self.proof.as_of_from}", {"day": self.proof.as_of.isoformat()})
        known = self.proof.known
        if known is None:
            return text
        args = {"day": known.at.isoformat(), "count": known.undated}
        return f"{text}; {translate(self.language, 'screen.known-at', args)}"


def render(proof: Proof, options: RenderOptions) -> str:
    """The proof as a page of text."""
    words = ProofWords(proof, options.language)
    console = new_console(options)
    head = _status(proof, words, options)
    indent = cell_len(head.plain)
    head.append(
        f"{sanitize(proof.name)} ({proof.unit}) · {local(proof.title, options.language)}", style="not dim bold default"
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
    label = words.section(section)
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
        **({} if proof.known is None else {"known": plain(proof.known)}),
        "status": finding.status,
        "would_be": finding.would_be,
        "severity": finding.severity,
        "last_day": plain(finding.last_day),
        "last_days": plain(finding.last_days),
        "days_left": finding.days_left,
        "message": words.message(),
        "sections": [_tree(section, words) for section in proof.sections],
    }
    return document(tree)


def _tree(step: ProofStep, words: ProofWords) -> dict[str, Any]:
    if step.steps:
        code, label = step.key.removeprefix("section-"), words.section(step)
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
        line.append(f"{local(proof.title, options.language)} ({proof.rule}): ", style="not bold default")
        line.append(words.message(), style="not bold dim default")
        if options.unfolded:
            console.print(line, soft_wrap=True)
        else:
            _hanging(line, indent, console, options.width)
    console.print()
    Page(options, console).line(first.translate("one-more", unit=proofs[0].unit), "dim")
    return finished(console, options)
