"""Proofs of the small vocabulary, and their sentences."""

import json
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from congress_cli.explain import prove
from congress_cli.explain.judged import judged
from congress_cli.model.directive import Clause
from congress_cli.model.registry import Unit, Waiver
from congress_cli.rendering.options import RenderOptions
from congress_cli.rules.proof import Proof
from congress_cli.screens.explanation import ProofWords, render, render_json
from tests.builders import day, registry, rulebook, unit

CLAUSES = (
    {
        "id": "1.1",
        "who": "upper",
        "modality": "must",
        "cue": "đề nghị",
        "check": "automated",
        "vi": "Làm việc.",
        "en": "Do it.",
    },
)


def proof_of(
    judged_rule: Mapping[str, Any],
    recorded: Mapping[str, Any] | None = None,
    as_of: str = "2020-07-01",
    *,
    records: str = "complete",
    children: Sequence[Unit] = (),
    others: Sequence[Mapping[str, Any]] = (),
    parameters: Mapping[str, Any] | None = None,
    waivers: Iterable[Waiver] = (),
    clauses: Sequence[Mapping[str, Any]] = CLAUSES,
    as_of_from: str = "option",
    **unit_fields: Any,
) -> Proof:
    """The proof of the rule `judged` on the unit `U` with these facts."""
    below = [child.model_copy(update={"parent": "U"}) for child in children]
    units = registry(unit(facts=recorded or {}, **unit_fields), *below, records=records)
    book = rulebook(judged_rule, *others, parameters=parameters)
    book = book.with_changes(clauses=tuple(Clause.model_validate(one) for one in clauses))
    run = judged(units, book, tuple(waivers), day(as_of), as_of_from)
    proof = prove(run, "U", "judged")
    assert proof is not None
    return proof


def steps_of(proof: Proof, section: str) -> list[tuple[str, Mapping[str, Any]]]:
    """Code and arguments of each step of a section."""
    return [(step.key, step.args) for one in proof.sections if one.key == f"section-{section}" for step in one.steps]


def codes_of(proof: Proof, section: str) -> list[str]:
    """The codes of a section's steps."""
    return [code for code, _ in steps_of(proof, section)]


def lines(proof: Proof, section: str, language: str = "en") -> list[str]:
    """The sentences of a section."""
    words = ProofWords(proof, language)
    return [words.step(step) for one in proof.sections if one.key == f"section-{section}" for step in one.steps]


def page(proof: Proof, language: str = "en", width: int = 100) -> str:
    """The proof as text."""
    return render(proof, RenderOptions(language, width))


def tree(proof: Proof, language: str = "en") -> dict[str, Any]:
    """The proof as JSON, read again."""
    read: dict[str, Any] = json.loads(render_json(proof, RenderOptions(language)))
    return read


def texts_of(node: Mapping[str, Any]) -> list[str]:
    """Every sentence of a tree, labels included."""
    return [str(node["text"]), *(text for inner in node.get("steps", ()) for text in texts_of(inner))]


def folded(text: str) -> str:
    """With every run of white space as one blank."""
    return " ".join(text.split())
