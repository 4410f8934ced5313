"""The sentences of single steps: of a proof, and of a recorded fact wherever it is told."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from congress_cli.language import translate
from congress_cli.model.proof import ProofStep
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
        args = {key: value[self.language] if _bilingual(value) else value for key, value in step.args.items()}
        args |= {key: tell_in(self, args) for key, tell_in in _IN_WORDS.items() if key in args}
        code = step.key
        for key, told in (("items", _items), ("values", _values)):
            if key in args:
                args["value"] = told(self, args)
        if code.startswith("parameter") and "day" in args:
            args["value"] = self.translate("anchor-day", day=args["day"])
        if "first" in args:
            args["days"] = f"{args['first']}/{args['last']}"
        if "months" in args:
            args["length"] = _length(self, args)
        if code == "asks" and not args["owners"]:
            code = "asks-nobody"
        parts = [self.translate(code, **args)]
        if code.startswith("fact") and "day" in args:
            parts.append(self.translate("with-day", **args))
        if code.startswith(("fact", "event", "closed")):
            parts += [self.translate(f"with-{key}", **args) for key in ADDED if key in args]
        return "; ".join(part.rstrip(".") if len(parts) > 1 else part for part in parts)


def _bilingual(value: Any) -> bool:
    return isinstance(value, dict) and set(value) == {"vi", "en"}


def _anchor(words: StepWords, args: dict[str, Any]) -> str:
    anchor = args["anchor"]
    kind = next((one for one in ("planned", "held", "event", "day") if one in anchor), "day")
    return words.translate(f"anchor-{kind}", **anchor)


def _length(words: StepWords, args: dict[str, Any]) -> str:
    return (
        words.translate("months", months=args["months"])
        if args["months"]
        else words.translate("days", days=args["days"])
    )


def _cue(words: StepWords, args: dict[str, Any]) -> str:
    return words.translate("cue", cue=args["cue"]) if args["cue"] else ""


def _items(words: StepWords, args: dict[str, Any]) -> str:
    named = [sanitize(words.name_of(f"{args['fact']}/{item}")) for item in args["items"]]
    return ", ".join(named) or words.translate("no-items")


def _values(words: StepWords, args: dict[str, Any]) -> str:
    names = {key: sanitize(words.name_of(f"{args['fact']}/{key}")) for key in args["values"]}
    return ", ".join(f"{names[key]} {value}" for key, value in args["values"].items())


def _counts(words: StepWords, args: dict[str, Any]) -> str:
    return " · ".join(f"{words.term(status)} {count}" for status, count in args["counts"].items())


def _units(words: StepWords, args: dict[str, Any]) -> str:
    if isinstance(args["units"], str):
        return args["units"]
    listed = ", ".join(args["units"])
    told = words.translate("units-more", units=listed, left=args["left"]) if args["left"] else listed
    return f": {told}" if told else ""


_IN_WORDS = {
    "status": lambda words, args: words.term(args["status"]),
    "modality": lambda words, args: words.term(args["modality"]),
    "owners": lambda words, args: [words.term(owner) for owner in args["owners"]],
    "why": lambda words, args: words.translate(args["why"]),
    "cue": _cue,
    "anchor": _anchor,
    "counts": _counts,
    "units": _units,
}
