"""A proof: why one unit stands as it does under one rule, as a tree of sentences."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from congress_cli.model.finding import Finding
from congress_cli.model.message import Message
from congress_cli.model.report import Known


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
